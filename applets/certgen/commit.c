/* SPDX-License-Identifier: MIT */
/* commit.c - replace several files as one. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/commit.h"
#include "lib/text.h"
#include "os/durable.h"

static const char words[][7] = {"over ", "aside ", "away ", "gone "};

#define RECORD_MAX (SET_FILES * (SET_NAME_MAX + MARK_TEMP_NAME_LEN + 8) + 8)

int commit_write(const struct set *s, const struct staged staged[SET_FILES], const char *temp, struct err *e)
{
	char record[RECORD_MAX];
	struct text t;

	text_init(&t, record, sizeof record);
	for (int i = 0; i < SET_FILES; i++) {
		if (staged[i].temp[0])
			text_format(&t, "%s %s%s\n", staged[i].temp, words[staged[i].how], s->entry[i].shown);
	}
	text_add(&t, "end\n");
	return durable_note(s->dirfd, COMMIT_NAME, temp, 0600, &t, e);
}

bool commit_waits(const struct set *s)
{
	struct file_facts facts;

	return s->dirfd >= 0 && file_look(s->dirfd, COMMIT_NAME, &facts, NULL) == 0 && facts.there;
}

/* Which word stands here? */
static size_t find_word(const char *at)
{
	size_t i = 0;

	while (i < sizeof words / sizeof words[0] && strncmp(at, words[i], strlen(words[i])) != 0)
		i++;
	return i;
}

static int find_entry(const struct set *s, const char *shown)
{
	for (int i = 0; i < SET_FILES; i++) {
		if (strcmp(s->entry[i].shown, shown) == 0)
			return i;
	}
	return -1;
}

/* 0 read, 1 torn: never finished by us, so nothing was begun. */
static int parse(const struct set *s, char *line, struct staged staged[SET_FILES], struct err *e)
{
	char *end, *blank;
	size_t how;
	int i;

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		if (strcmp(line, "end") == 0)
			return end[1] == '\0' ? 0 : 1;
		blank = strchr(line, ' ');
		if (!blank || blank - line != MARK_TEMP_NAME_LEN - 1)
			return 1;
		*blank++ = '\0';
		how = find_word(blank);
		if (how == sizeof words / sizeof words[0])
			return 1;
		blank += strlen(words[how]);
		i = find_entry(s, blank);
		if (i < 0)
			return err_set(e, ERR_FAIL, "%s: an unfinished replacement of %s waits; run with the same file names", s->path, blank);
		if (!mark_is_temp_name(line, s->entry[i].dirfd == s->dirfd ? "" : s->path))
			return 1;
		memcpy(staged[i].temp, line, MARK_TEMP_NAME_LEN);
		staged[i].how = (enum commit_how)how;
	}
	return 1;
}

static int take_away(const struct set_entry *entry, const struct file_facts *old, commit_told *told, void *ctx, enum set_file file, struct err *e)
{
	if (!old->there || old->link)
		return 0;
	if (durable_remove(entry->dirfd, entry->base, e))
		return -1;
	told(ctx, file, "");
	return 0;
}

static int put_in_place(const struct set_entry *entry, const struct staged *from, commit_told *told, void *ctx, enum set_file file, struct err *e)
{
	char aside[SET_NAME_MAX + 16];
	const char *temp = from->temp;
	struct file_facts staged, old;

	if (file_look(entry->dirfd, temp, &staged, e) || file_look(entry->dirfd, entry->base, &old, e))
		return -1;
	if (from->how == COMMIT_GONE)
		return take_away(entry, &old, told, ctx, file, e);
	if (!staged.there && from->how != COMMIT_AWAY)
		return 0;
	if (from->how != COMMIT_OVER && (old.there || old.link)) {
		if (durable_set_aside(entry->dirfd, entry->base, aside, sizeof aside, e))
			return -1;
		told(ctx, file, aside);
	}
	if (!staged.there)
		return 0;
	if (durable_rename(entry->dirfd, temp, entry->base, e))
		return -1;
	told(ctx, file, NULL);
	return 0;
}

static int set_record_aside(const struct set *s, struct err *e)
{
	char aside[sizeof COMMIT_NAME + 16];

	return durable_set_aside(s->dirfd, COMMIT_NAME, aside, sizeof aside, e);
}

int commit_roll_forward(const struct set *s, bool *done, commit_told *told, void *ctx, struct err *e)
{
	struct staged staged[SET_FILES] = {0};
	struct file record = {0};
	int result;

	*done = false;
	if (s->dirfd < 0 || file_read(s->dirfd, COMMIT_NAME, RECORD_MAX, &record, e))
		return s->dirfd < 0 ? 0 : -1;
	if (!record.facts.there)
		return 0;
	result = parse(s, (char *)record.bytes, staged, e);
	file_wipe(&record);
	if (result == 1)
		return set_record_aside(s, e);
	for (int i = 0; i < SET_FILES && result == 0; i++) {
		if (staged[i].temp[0])
			result = put_in_place(&s->entry[i], &staged[i], told, ctx, (enum set_file)i, e);
	}
	*done = result == 0;
	return result == 0 ? durable_remove(s->dirfd, COMMIT_NAME, e) : -1;
}

/* SPDX-License-Identifier: MIT */
/* set.c - the four files certgen answers for, read and understood. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets/certgen/leftover.h"
#include "applets/certgen/place.h"
#include "applets/room.h"
#include "applets/certgen/set.h"
#include "lib/wipe.h"

static int open_folder_of(struct set_entry *entry, struct err *e)
{
	char folder[SET_NAME_MAX];
	const char *slash = strrchr(entry->shown, '/');
	size_t len = (size_t)(slash - entry->shown);

	memcpy(folder, entry->shown, len ? len : 1);
	folder[len ? len : 1] = '\0';
	entry->base = slash + 1;
	entry->dirfd = file_folder(folder);
	if (entry->dirfd < 0)
		return err_errno(e, errno, "%s: its folder", entry->shown);
	if (place_check(entry->dirfd, folder, e) >= 0)
		return 0;
	close(entry->dirfd);
	return -1;
}

int set_entry_open(struct set_entry *entry, const char *shown, int dirfd, struct err *e)
{
	entry->shown = entry->base = shown;
	entry->dirfd = dirfd;
	if (shown[0] != '/' || open_folder_of(entry, e) == 0)
		return 0;
	entry->dirfd = dirfd;
	return -1;
}

int set_open(struct set *s, const char *path, int dirfd, const char files[SET_FILES][SET_NAME_MAX], struct err *e)
{
	s->path = path;
	s->dirfd = dirfd;
	for (int i = 0; i < SET_FILES; i++) {
		if (set_entry_open(&s->entry[i], files[i], dirfd, e))
			return -1;
	}
	return 0;
}

int set_decode(const struct file *f, enum pem_kind kind, const char *what, uint8_t **der, struct view *out, struct err *e)
{
	struct view at = view_of(f->bytes, f->size);
	struct pem_object o;
	int found;
	int64_t n = (int64_t)f->size;

	*der = room_make(f->size + 4, e);
	if (!*der)
		return -1;
	if (!pem_is_text(at)) {
		memcpy(*der, f->bytes, f->size);
	} else {
		while ((found = pem_next(&at, &o)) == 1 && o.kind != kind)
			;
		if (found != 1)
			return err_set(e, ERR_MALFORMED, "holds no whole %s", what);
		n = pem_decode(&o, *der, f->size + 4);
		if (n < 0)
			return err_set(e, ERR_MALFORMED, "%s is not base64", what);
	}
	*out = view_of(*der, (size_t)n);
	return 0;
}

int set_parse_cert(const struct file *f, uint8_t **der, struct cert_view *out, struct err *e)
{
	struct view whole;

	return set_decode(f, PEM_CERTIFICATE, "certificate", der, &whole, e) ? -1 : cert_read(whole, out, e);
}

static int prefixed(const struct set *s, const struct set_entry *entry, struct err *e)
{
	err_prefix(e, entry->shown);
	return entry->shown[0] == '/' ? -1 : err_prefix(e, s->path);
}

static int check_links(const struct set *s, const struct set_entry *entry, bool key, struct err *e)
{
	const struct file_facts *facts = &entry->file.facts;

	if (facts->dangling)
		return err_set(e, ERR_FAIL, "is a link whose target does not exist; nothing changed");
	if (!key || !facts->there || facts->link || facts->links < 2)
		return 0;
	if (leftover_is_link(entry->dirfd, entry->dirfd == s->dirfd ? "" : s->path, facts))
		return 0;
	return err_set(e, ERR_FAIL, "has %u hard links, and the other is not ours; nothing changed", (unsigned)facts->links);
}

static int understand_key(struct set *s, enum set_pair pair, struct err *e)
{
	struct set_entry *entry = &s->entry[SET_KEY_OF(pair)];
	enum key_result result;
	uint8_t *work;

	s->key_found[pair] = KEY_FILE_NONE;
	if (!entry->file.facts.there)
		return 0;
	work = room_make(entry->file.size + 1, e);
	if (!work)
		return -1;
	result = key_read(view_of(entry->file.bytes, entry->file.size), work, entry->file.size + 1, &s->key[pair], e);
	free(work);
	s->key_found[pair] = result == KEY_READ ? KEY_FILE_GOOD : KEY_FILE_TORN;
	if (result == KEY_REFUSED)
		return -1;
	err_clear(e);
	return 0;
}

static int understand_cert(struct set *s, enum set_pair pair, struct err *e)
{
	struct set_entry *entry = &s->entry[SET_CERT_OF(pair)];
	struct cert_view *c = &s->cert[pair];
	bool ours;

	s->cert_found[pair] = CERT_FILE_NONE;
	s->mark[pair] = MARK_NONE;
	if (!entry->file.facts.there)
		return 0;
	if (set_parse_cert(&entry->file, &s->der[pair], c, e)) {
		/* Only what does not parse is torn: no memory is no reason to set a good file aside. */
		if (e->kind != ERR_MALFORMED)
			return -1;
		err_clear(e);
		s->cert_found[pair] = CERT_FILE_TORN;
		if (entry->file.facts.link)
			return err_set(e, ERR_MALFORMED, "is a link to what is no certificate; nothing changed");
		return 0;
	}
	s->mark[pair] = mark_of(c->serial, c->spki);
	ours = pair == SET_CA ? s->mark[pair] == MARK_CA : s->mark[pair] == MARK_NORMAL || s->mark[pair] == MARK_PROVISIONAL;
	s->cert_found[pair] = ours && !entry->file.facts.link ? CERT_FILE_OURS : CERT_FILE_FOREIGN;
	return 0;
}

static int understand(struct set *s, enum set_pair pair, struct err *e)
{
	free(s->der[pair]);
	s->der[pair] = NULL;
	key_wipe(&s->key[pair]);
	if (understand_key(s, pair, e))
		return prefixed(s, &s->entry[SET_KEY_OF(pair)], e);
	if (understand_cert(s, pair, e))
		return prefixed(s, &s->entry[SET_CERT_OF(pair)], e);
	return 0;
}

int set_load(struct set *s, unsigned which, struct err *e)
{
	for (int i = 0; i < SET_FILES; i++) {
		struct set_entry *entry = &s->entry[i];

		if (!(which & 1u << i / 2) || entry->dirfd < 0)
			continue;
		if (file_read(entry->dirfd, entry->base, FILE_MAX, &entry->file, e))
			return entry->shown[0] == '/' ? -1 : err_prefix(e, s->path);
		if (check_links(s, entry, i % 2 == 0, e))
			return prefixed(s, entry, e);
	}
	for (int pair = 0; pair < SET_PAIRS; pair++) {
		if ((which & 1u << pair) && understand(s, (enum set_pair)pair, e))
			return -1;
	}
	return 0;
}

bool set_has_cert(const struct set *s, enum set_pair pair)
{
	return s->cert_found[pair] == CERT_FILE_OURS || s->cert_found[pair] == CERT_FILE_FOREIGN;
}

/* Only whole pairs' parts travel: a torn file would be torn there too. */
static bool worth_carrying(const struct set *from, int i)
{
	if (!from->entry[i].file.facts.there)
		return false;
	if (i % 2 == 0)
		return from->key_found[i / 2] == KEY_FILE_GOOD;
	return set_has_cert(from, (enum set_pair)(i / 2));
}

static int carry(struct set_entry *to, const struct set_entry *from, struct err *e)
{
	to->file.bytes = room_make(from->file.size + 1, e);
	if (!to->file.bytes)
		return -1;
	memcpy(to->file.bytes, from->file.bytes, from->file.size + 1);
	to->file.size = from->file.size;
	to->file.facts = from->file.facts;
	to->file.facts.link = false;
	to->file.facts.links = 1;
	to->seeded = true;
	return 0;
}

int set_seed(struct set *s, const struct set *from, unsigned which, struct err *e)
{
	for (int i = 0; i < SET_FILES; i++) {
		/* A file outside both directories is the same file: nothing to carry. */
		if (!(which & 1u << i / 2) || s->entry[i].shown[0] == '/' || s->entry[i].file.facts.there || !worth_carrying(from, i))
			continue;
		if (carry(&s->entry[i], &from->entry[i], e))
			return -1;
	}
	for (int pair = 0; pair < SET_PAIRS; pair++) {
		if ((s->entry[SET_KEY_OF(pair)].seeded || s->entry[SET_CERT_OF(pair)].seeded) && understand(s, (enum set_pair)pair, e))
			return -1;
	}
	return 0;
}

void set_close(struct set *s)
{
	for (int i = 0; i < SET_FILES; i++) {
		/* Never opened: shown is NULL, and 0 is not ours to close. */
		if (s->entry[i].shown && s->entry[i].dirfd >= 0 && s->entry[i].dirfd != s->dirfd)
			close(s->entry[i].dirfd);
		s->entry[i].shown = NULL;
		s->entry[i].dirfd = -1;
		file_wipe(&s->entry[i].file);
	}
	for (int pair = 0; pair < SET_PAIRS; pair++) {
		key_wipe(&s->key[pair]);
		free(s->der[pair]);
		s->der[pair] = NULL;
	}
	key_wipe(&s->retired);
	if (s->dirfd >= 0)
		close(s->dirfd);
	s->dirfd = -1;
}

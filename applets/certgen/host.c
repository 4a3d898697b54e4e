/* SPDX-License-Identifier: MIT */
/* host.c - DIR/.host: hashes of the machines a set has lived on. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/host.h"
#include "applets/room.h"
#include "bearssl-glue/digest.h"
#include "lib/text.h"
#include "os/durable.h"
#include "os/machine.h"

#define HOST_FILE_MAX 65536

void host_mark(char out[static HOST_MARK_TEXT])
{
	static const char label[] = "certbox host 1";
	char marks[256];
	uint8_t hash[SHA256_LEN];
	size_t len = machine_marks(marks, sizeof marks);
	const struct piece pieces[] = {{label, sizeof label}, {marks, len}};
	struct text t;

	text_init(&t, out, HOST_MARK_TEXT);
	if (len == 0)
		return;
	digest_pieces(pieces, 2, hash);
	text_add_hex(&t, hash, sizeof hash, 0);
}

static bool has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strncmp(text, line, len) == 0)
			return true;
	return false;
}

int host_look(int dirfd, const char *mark, bool *other, bool *unmarked, struct err *e)
{
	struct file f = {0};

	*other = *unmarked = false;
	if (!*mark)
		return 0;
	if (dirfd >= 0 && file_read(dirfd, HOST_NAME, HOST_FILE_MAX, &f, e))
		return -1;
	*unmarked = !f.facts.there || !has_line((const char *)f.bytes, mark);
	*other = *unmarked && f.facts.there && f.size >= HOST_MARK_TEXT;
	file_wipe(&f);
	return 0;
}

int host_add(int dirfd, const char *mark, const char *temp, struct err *e)
{
	struct file f = {0};
	struct text t;
	char *lines;
	int result;

	if (file_read(dirfd, HOST_NAME, HOST_FILE_MAX, &f, e))
		return -1;
	lines = room_make(f.size + HOST_MARK_TEXT + 2, e);
	if (!lines) {
		file_wipe(&f);
		return -1;
	}
	text_init(&t, lines, f.size + HOST_MARK_TEXT + 2);
	text_add_bytes(&t, (const char *)f.bytes, f.size);
	if (f.size && f.bytes[f.size - 1] != '\n')
		text_add_char(&t, '\n');
	text_format(&t, "%s\n", mark);
	result = durable_note(dirfd, HOST_NAME, temp, 0644, &t, e);
	free(lines);
	file_wipe(&f);
	return result;
}

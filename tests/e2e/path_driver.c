/* SPDX-License-Identifier: MIT */
/*
 * path_driver.c - certification paths by hand, for path.t.
 *
 *   path NOW NAME ANCHORS SENT    seconds; a DNS name or an address; certificates in PEM, the leaf first
 *
 * Prints the result's number and what is said of it. Exit: 0 good, 1 not, 4 usage.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bearssl-glue/verify.h"
#include "x509/path.h"
#include "x509/pem.h"

#define ROOM 262144

/* PEM to certificates one behind the other. */
static struct view load(const char *path)
{
	static uint8_t rooms[2][ROOM], text[ROOM];
	static unsigned turn;
	uint8_t *room = rooms[turn++ % 2];
	FILE *f = fopen(path, "r");
	struct view at = view_of(text, f ? fread(text, 1, ROOM, f) : 0);
	struct pem_object o;
	size_t len = 0;

	if (!f) {
		perror(path);
		exit(4);
	}
	fclose(f);
	while (pem_next(&at, &o) == 1) {
		int64_t n = pem_decode(&o, room + len, ROOM - len);

		if (n < 0)
			exit(4);
		len += (size_t)n;
	}
	return view_of(room, len);
}

int main(int argc, char **argv)
{
	struct path_rules r = { .purpose = EKU_SERVER, .verify = verify_bytes };
	char said[1024];
	struct san name;
	struct path p;
	struct text t;

	if (argc != 5 || san_parse(argv[2], &name, NULL))
		return 4;
	r.now = strtoll(argv[1], NULL, 10);
	r.name = &name;
	path_find(&r, load(argv[4]), load(argv[3]), &p);
	text_init(&t, said, sizeof said);
	path_add_text(&t, &r, &p);
	printf("%d %s\n", (int)p.result, said);
	return p.result != PATH_GOOD;
}

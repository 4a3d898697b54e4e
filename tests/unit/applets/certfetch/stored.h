/* SPDX-License-Identifier: MIT */
/* stored.h - two CAs and a leaf, as DER and as PEM, and a store for them. Include it from one file only. */
#ifndef TESTS_UNIT_APPLETS_CERTFETCH_STORED_H
#define TESTS_UNIT_APPLETS_CERTFETCH_STORED_H

#include "applets/bundle.h"
#include "applets/certfetch/peers.h"
#include "tests/unit/os/folder.h"
#include "tests/unit/x509/sample.h"

enum { CA, NEXT, LEAF, SAMPLES };

static struct bytes der[SAMPLES];
static char *pem[SAMPLES];
static struct err e;
static struct peer p;

static struct view of(int which)
{
	return view_of(der[which].b, der[which].len);
}

/* Several, one behind the other; valid until the next call. */
TAP_USED static struct view both(int a, int b)
{
	static uint8_t room[2 * sizeof der[0].b];

	memcpy(room, der[a].b, der[a].len);
	memcpy(room + der[a].len, der[b].b, der[b].len);
	return view_of(room, der[a].len + der[b].len);
}

static void stored_make(void)
{
	static struct sample s;
	size_t len;

	for (int i = 0; i < SAMPLES; i++) {
		(i == LEAF ? sample_leaf : sample_ca)(&s);
		if (i == NEXT)
			s.cert.not_after -= 86400;
		if (!write_in(sample_write, &s, sizeof der[i].b, &der[i]) || !(pem[i] = bundle_pem(of(i), &len, NULL)))
			abort();
	}
}

static void stored_free(void)
{
	for (int i = 0; i < SAMPLES; i++)
		free(pem[i]);
}

TAP_USED static int opened(const char *name)
{
	peers_close(&p);
	err_clear(&e);
	return peers_open(&p, "store", name, &e);
}

TAP_USED static bool holds(bool ca, struct view want)
{
	return p.there && p.ca == ca && view_same(p.ders, want);
}

TAP_USED static void written(const char *name, const char *a, const char *b)
{
	FILE *f = fopen(name, "w");

	if (!f || fprintf(f, "%s%s", a, b) < 0 || fclose(f) != 0)
		diag("cannot write %s", name);
}

TAP_USED static bool file_is(const char *name, const char *want)
{
	return strcmp(text_of(name), want) == 0;
}

#endif

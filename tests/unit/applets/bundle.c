/* SPDX-License-Identifier: MIT */
/* bundle.c - certificates of several texts as one, in memory. */
#include "applets/bundle.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

#define SEQ(c) "-----BEGIN CERTIFICATE-----\n" c "\n-----END CERTIFICATE-----\n"
#define ONE SEQ("MAMCAQE=")
#define TWO SEQ("MAMCAQI=")

static struct view text(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

/* The bundle of these, as text; NULL when one is refused. */
static const char *bundle_of(const char *a, const char *b)
{
	static char out[1024];
	struct bundle all = {0};
	size_t len = 0;
	char *pem = NULL;
	static struct err e;
	bool good;

	err_clear(&e);
	good = bundle_add(&all, text(a), &e) == 0 && (!b || bundle_add(&all, text(b), &e) == 0) && (pem = bundle_pem(view_of(all.der, all.len), &len, &e)) != NULL;

	snprintf(out, sizeof out, "%s", pem && strlen(pem) == len ? pem : "");
	free(pem);
	bundle_free(&all);
	return good ? out : e.text;
}

static void bundles(void)
{
	is_str(bundle_of(ONE TWO, NULL), ONE TWO, "certificates keep their order");
	is_str(bundle_of(ONE TWO ONE, TWO), ONE TWO, "each is there once");
	is_str(bundle_of("a word\n" ONE "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n", TWO), ONE TWO, "nothing else goes along");
	is_str(bundle_of("0\003\002\001\001", TWO), ONE TWO, "DER is one");
	is_str(bundle_of("0\003\002\001\001x", NULL), "holds no certificate", "with something behind it, it is none");
	is_str(bundle_of("", NULL), "holds no certificate", "nor is nothing");
	is_str(bundle_of(SEQ("MAA="), ONE), SEQ("MAA=") ONE, "the smallest does no harm");
	is_str(bundle_of(ONE SEQ("BAA="), NULL), "holds a broken certificate", "what is no SEQUENCE is broken");
	is_str(bundle_of(ONE SEQ("MAA!"), NULL), "holds a broken certificate", "so is what is no base64");
	is_str(bundle_of(ONE "-----BEGIN CERTIFICATE-----\nMAA=\n", NULL), "holds no whole certificate", "and a torn end");
}

int main(void)
{
	bundles();
	return done_testing();
}

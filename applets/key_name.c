/* SPDX-License-Identifier: MIT */
/* key_name.c - what a certificate's key is called. */
#include "applets/key_name.h"

#include <stdbool.h>
#include <string.h>

#include "lib/text.h"

static bool ends(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

int key_name_of(const char *cert, char *out, size_t cap)
{
	bool pem = ends(cert, ".pem");
	struct text t;

	text_init(&t, out, cap);
	text_add_bytes(&t, cert, strlen(cert) - (pem || ends(cert, ".crt") ? 4 : 0));
	text_add(&t, pem ? "-key.pem" : ".key");
	return t.cut ? -1 : 0;
}

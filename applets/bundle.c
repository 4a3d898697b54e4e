/* SPDX-License-Identifier: MIT */
/* bundle.c - certificates, one behind the other, each once: from texts, and as one. */
#include "applets/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "applets/room.h"
#include "x509/pem.h"

/* One SEQUENCE, and nothing else: what else a certificate is, is its reader's to judge. */
static int add_one(struct bundle *b, struct view one)
{
	struct view ignored;

	if (view_only(one, DER_SEQUENCE, &ignored))
		return -1;
	if (!view_holds(view_of(b->der, b->len), one)) {
		memmove(b->der + b->len, one.p, one.len);
		b->len += one.len;
	}
	return 0;
}

int bundle_add(struct bundle *b, struct view text, struct err *e)
{
	uint8_t *more = room_more(b->der, b->len + text.len + 4, e);
	struct pem_object o;
	int found;
	bool any = false;

	if (!more)
		return -1;
	b->der = more;
	if (!pem_is_text(text))
		return add_one(b, text) ? err_set(e, ERR_MALFORMED, "holds no certificate") : 0;
	while ((found = pem_next(&text, &o)) == 1) {
		int64_t n;

		if (o.kind != PEM_CERTIFICATE)
			continue;
		any = true;
		n = pem_decode(&o, b->der + b->len, o.text_len + 4);
		if (n < 0 || add_one(b, view_of(b->der + b->len, (size_t)n)))
			return err_set(e, ERR_MALFORMED, "holds a broken certificate");
	}
	return found == 0 && any ? 0 : err_set(e, ERR_MALFORMED, "holds no whole certificate");
}

/* Characters; with out NULL only counted. */
static size_t encode_all(struct view ders, char *out)
{
	struct view one;
	size_t len = 0;

	while (view_whole(&ders, DER_SEQUENCE, &one) == 0)
		len += pem_encode("CERTIFICATE", one.p, one.len, out ? out + len : NULL);
	return len;
}

char *bundle_pem(struct view ders, size_t *len, struct err *e)
{
	char *text = room_make(encode_all(ders, NULL) + 1, e);

	if (text) {
		*len = encode_all(ders, text);
		text[*len] = '\0';
	}
	return text;
}

void bundle_free(struct bundle *b)
{
	free(b->der);
	b->der = NULL;
}

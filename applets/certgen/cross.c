/* SPDX-License-Identifier: MIT */
/* cross.c - cross-certificates behind a leaf. */
#include <stdlib.h>

#include "applets/certgen/cross.h"
#include "applets/room.h"
#include "x509/pem.h"
#include "x509/view.h"

/* The next certificate of the text, decoded into der. 1, or 0 when there is none that can be read. */
static int next_cert(struct view *at, uint8_t *der, size_t cap, struct cert_view *c)
{
	struct pem_object o;
	int64_t len;

	while (pem_next(at, &o) == 1) {
		if (o.kind != PEM_CERTIFICATE)
			continue;
		len = pem_decode(&o, der, cap);
		return len > 0 && cert_read(view_of(der, (size_t)len), c, NULL) == 0;
	}
	return 0;
}

/* A given name (--ca-subject) stays when the CA is rotated: then the keys' identifiers tell one from the other. */
static bool same_ca(struct view name, struct view id, struct view name2, struct view id2)
{
	return view_same(name, name2) && (!id.len || !id2.len || view_same(id, id2));
}

int cross_keep(const struct file *file, struct view subject, struct view key_id, size_t most, int64_t now, struct cross *out, struct err *e)
{
	struct view at = view_of(file->bytes, file->size);
	size_t cap = file->size + 4, used = 0;
	struct cert_view c;

	if (!file->facts.there || !pem_is_text(at))
		return 0;
	/* Ours has lines of 64; the file may have had them longer. */
	out->pem.bytes = room_make(cap + cap / 16 + 64, e);
	out->der = room_make(cap, e);
	if (!out->pem.bytes || !out->der)
		return -1;
	for (size_t i = 0; i <= most && next_cert(&at, out->der + used, cap - used, &c); i++) {
		used += c.whole.len;
		if (i == 0)
			continue;
		if (!c.ca || !same_ca(c.subject, c.key_id, subject, key_id) || same_ca(c.subject, c.key_id, c.issuer, c.authority_key_id) || now >= c.not_after)
			break;
		if (i == 1)
			out->issuer = c.issuer;
		out->pem.len += pem_encode("CERTIFICATE", c.whole.p, c.whole.len, out->pem.bytes + out->pem.len);
		subject = c.issuer;
		key_id = c.authority_key_id;
	}
	return 0;
}

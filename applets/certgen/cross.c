/* SPDX-License-Identifier: MIT */
/* cross.c - cross-certificates behind a leaf. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/cross.h"
#include "x509/name.h"
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

static bool leads_on(const struct cert_view *c, struct view subject, int64_t now)
{
	return c->ca && !cert_self_issued(c) && view_same(c->subject, subject) && now < c->not_after;
}

int64_t cross_keep(const struct file *file, struct view subject, int64_t now, char *out, struct err *e)
{
	uint8_t issuer[NAME_MAX_DER];
	struct view at = view_of(file->bytes, file->size);
	struct cert_view c;
	uint8_t *der;
	size_t n = 0;

	if (!file->facts.there || !pem_is_text(at))
		return 0;
	der = malloc(file->size + 4);
	if (!der)
		return err_set(e, ERR_FAIL, "out of memory");
	for (int i = 0; next_cert(&at, der, file->size + 4, &c); i++) {
		if (i == 0)
			continue;
		if (!leads_on(&c, subject, now) || c.issuer.len > sizeof issuer)
			break;
		n += pem_encode("CERTIFICATE", c.whole.p, c.whole.len, out + n);
		memcpy(issuer, c.issuer.p, c.issuer.len);
		subject = view_of(issuer, c.issuer.len);
	}
	free(der);
	return (int64_t)n;
}

/* SPDX-License-Identifier: MIT */
/* p12.c - is a PKCS#12 file already what it should be? */
#include "bearssl-glue/p12.h"

#include <string.h>

#include "bearssl-glue/p12_name.h"
#include "lib/wipe.h"

static bool same_number(const struct rsa_number *a, const struct rsa_number *b)
{
	return a->len == b->len && wipe_same(a->v, b->v, a->len);
}

/* The primes are the whole of an RSA key but for its exponent. */
static bool same_key(const struct key *a, const struct key *b)
{
	return a->kind == b->kind && a->bits == b->bits && a->e == b->e && wipe_same(a->d, b->d, sizeof(a->d)) &&
	       same_number(&a->p, &b->p) && same_number(&a->q, &b->q);
}

static bool same_name(struct view found, const char *name)
{
	uint8_t wanted[P12_NAME_LEN];
	size_t len;

	return p12_name(name, wanted, &len, NULL) == 0 && view_is(found, wanted, len);
}

static bool same_certificates(const struct p12_found *found, const struct p12 *what)
{
	bool same = found->n_certificates == what->n_certificates;

	for (size_t i = 0; same && i < what->n_certificates; i++)
		same = view_same(found->certificates[i], what->certificates[i]);
	return same;
}

bool p12_same(struct view file, struct view password, uint8_t *work, size_t work_cap, const struct p12 *what)
{
	struct p12_found found;
	bool same = p12_read(file, password, work, work_cap, &found, NULL) == P12_READ && found.kind == what->kind &&
	            same_key(&found.key, what->key) && same_name(found.name, what->name) && same_certificates(&found, what);

	wipe(work, file.len < work_cap ? file.len : work_cap);
	wipe(&found, sizeof(found));
	return same;
}

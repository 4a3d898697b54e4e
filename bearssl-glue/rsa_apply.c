/* SPDX-License-Identifier: MIT */
/* rsa_apply.c - RSA's private operation. */
#include "bearssl-glue/rsa_apply.h"

#include <string.h>

#include "bignum/rsa_private.h"
#include "lib/wipe.h"

#define HALF_MAX (KEY_RSA_MAX_BITS / 16)

/* With zeros before it, to len octets. */
static const uint8_t *padded(const struct rsa_number *x, uint8_t *out, size_t len)
{
	size_t have = x->len < len ? x->len : len; /* a longer one is no key's, and the result will show it */

	memset(out, 0, len - have);
	memcpy(out + (len - have), x->v, have);
	return out;
}

/* bignum checks its result itself. */
int rsa_apply(const struct key *k, uint8_t *x)
{
	static struct rsa_private_work work; /* 16 KiB; wiped by rsa_private_apply */
	uint8_t room[5][HALF_MAX];
	size_t half = (k->bits + 15) / 16;
	struct rsa_private private = { k->bits, k->e, padded(&k->p, room[0], half), padded(&k->q, room[1], half),
		padded(&k->dp, room[2], half), padded(&k->dq, room[3], half), padded(&k->qinv, room[4], half) };
	int result = rsa_private_apply(&private, x, &work);

	wipe(room, sizeof room);
	return result;
}

/* SPDX-License-Identifier: MIT */
/* rsa_make.c - make an RSA key with BearSSL's generator. */
#include "bearssl-glue/rsa_make.h"

#include <string.h>

#include "bearssl-glue/drbg.h"
#include "bearssl-glue/rsa_number.h"
#include "lib/wipe.h"

#define E 65537

/* BearSSL's search tells nothing while it runs, but each candidate asks for chance: that is where progress is seen. */
struct source {
	const br_prng_class *class;
	struct rng *rng;
	void (*progress)(void *ctx);
	void *ctx;
};

static void source_generate(const br_prng_class **class, void *out, size_t len)
{
	struct source *s = (struct source *)(void *)class;

	if (s->progress)
		s->progress(s->ctx);
	rng_fill(s->rng, out, len);
}

static const br_prng_class source_class = { sizeof(struct source), NULL, source_generate, NULL };

static int keep(const br_rsa_private_key *sk, const br_rsa_public_key *pk, struct key *k)
{
	if (pk->nlen > sizeof(k->n) || rsa_number_set(&k->p, sk->p, sk->plen) || rsa_number_set(&k->q, sk->q, sk->qlen))
		return -1;
	if (rsa_number_set(&k->dp, sk->dp, sk->dplen) || rsa_number_set(&k->dq, sk->dq, sk->dqlen))
		return -1;
	if (rsa_number_set(&k->qinv, sk->iq, sk->iqlen))
		return -1;
	memcpy(k->n, pk->n, pk->nlen);
	k->n_len = (uint16_t)pk->nlen;
	k->e = E;
	return 0;
}

int rsa_make(unsigned bits, struct rng *r, void (*progress)(void *ctx), void *ctx, struct key *k)
{
	uint8_t secret[BR_RSA_KBUF_PRIV_SIZE(KEY_RSA_MAX_BITS)], open[BR_RSA_KBUF_PUB_SIZE(KEY_RSA_MAX_BITS)];
	struct source source = { &source_class, r, progress, ctx };
	br_rsa_private_key sk;
	br_rsa_public_key pk;
	int result = -1;

	if (bits < KEY_RSA_MIN_BITS || bits > KEY_RSA_MAX_BITS || bits % 2)
		return -1;
	if (br_rsa_keygen_get_default()(&source.class, &sk, secret, &pk, open, bits, E) == 1)
		result = keep(&sk, &pk, k);
	wipe(secret, sizeof(secret));
	return result;
}

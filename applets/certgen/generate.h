/* SPDX-License-Identifier: MIT */
/* generate.h - make a key of any type in this box. */
#ifndef CERTGEN_GENERATE_H
#define CERTGEN_GENERATE_H

#include "bearssl-glue/key.h"

/* As key_generate; RSA's primes are searched on all processors, and progress(ctx) is called meanwhile. */
int generate_key(enum key_kind kind, unsigned bits, struct rng *r, void (*progress)(void *ctx), void *ctx, struct key *out, struct err *e);
/* The same for RSA alone; reached through generate_key's table, which has it when the box has RSA. */
int generate_rsa(unsigned bits, struct rng *r, void (*progress)(void *ctx), void *ctx, struct key *out, struct err *e);

#endif

/* SPDX-License-Identifier: MIT */
/* make.h - make the keys and certificates of a plan, in memory. */
#ifndef CERTGEN_MAKE_H
#define CERTGEN_MAKE_H

#include "applets/certgen/judge.h"
#include "applets/certgen/names.h"
#include "applets/certgen/plan.h"
#include "applets/certgen/set.h"
#include "applets/certgen/signed.h"
#include "applets/certgen/wishes.h"
#include "bearssl-glue/rng.h"
#include "lib/err.h"

/*
 * All that plan asks for, in order; s->key and s->cert become those of the new set, names what the new leaf bears. Every
 * signature is checked before it is let out. progress is called while an RSA key is searched.
 * 0; -1 with nothing allocated left in out.
 */
int make_products(struct set *s, const struct wishes *w, const struct plan *p, const struct found *f, struct names *names,
    struct rng *r, void (*progress)(void *ctx), void *ctx, struct product out[SET_FILES], struct err *e);

void make_free(struct product p[SET_FILES]);

#endif

/* SPDX-License-Identifier: MIT */
/* drbg.h - what struct rng holds, for this room only. */
#ifndef BEARSSL_GLUE_DRBG_H
#define BEARSSL_GLUE_DRBG_H

#include <bearssl.h>

#include "bearssl-glue/rng.h"

_Static_assert(sizeof(br_hmac_drbg_context) <= sizeof(struct rng), "struct rng has no room for BearSSL's generator");
_Static_assert(_Alignof(br_hmac_drbg_context) <= _Alignof(struct rng), "struct rng is not aligned for BearSSL's generator");

static inline br_hmac_drbg_context *drbg(struct rng *r)
{
	return (br_hmac_drbg_context *)(void *)r->room;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * reveal.h - the one door through which a secret may decide what happens next.
 *
 * All of bignum is constant-time: no jump and no address depends on a secret, but for what passes through here, and
 * each call says beside it why its answer may be known. The constant-time test links a reveal.c of its own, which
 * tells valgrind that the answer is public now; any other dependence is reported there.
 */
#ifndef BIGNUM_REVEAL_H
#define BIGNUM_REVEAL_H

#include <stdbool.h>

#include "bignum/limb.h"

/* Is secret nonzero? */
bool reveal(limb secret);

#endif

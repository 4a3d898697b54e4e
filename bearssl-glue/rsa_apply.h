/* SPDX-License-Identifier: MIT */
/* rsa_apply.h - RSA's private operation, for this room only. */
#ifndef BEARSSL_GLUE_RSA_APPLY_H
#define BEARSSL_GLUE_RSA_APPLY_H

#include <stdint.h>

#include "bearssl-glue/key.h"

/*
 * x = x^d mod n (RFC 8017 5.2.1), k->n_len octets, big-endian. Constant time for a given key size. The result leaves only
 * when its e-th power is x again: a wrong one, from a bad qinv or a fault in the machine, gives the primes away (Boneh,
 * DeMillo and Lipton, 1997). 0, or -1 with x wiped: such a fault, or x not below n.
 */
int rsa_apply(const struct key *k, uint8_t *x);

#endif

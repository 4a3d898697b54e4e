/* SPDX-License-Identifier: MIT */
/*
 * rsa_type.h - what RSA keys need beyond curves, for this room only: reached through one table, so that a box without rsa
 * among its KEY_TYPES (config.mk) has none of it.
 */
#ifndef BEARSSL_GLUE_RSA_TYPE_H
#define BEARSSL_GLUE_RSA_TYPE_H

#include "bearssl-glue/key.h"
#include "bearssl-glue/sig_hash.h"

struct rsa_type {
	int (*make)(unsigned bits, struct rng *r, const struct key_primes *primes, struct key *k); /* rsa_make.h */
	/* RSAPrivateKey (RFC 8017 A.1.2) behind its version. */
	enum key_result (*read)(struct view at, uint32_t version, struct key *k, struct err *e);
	void (*write)(struct der *d, const struct key *k);
	/* h, encoded (RFC 8017 9.2) and signed, k->n_len octets; their number, or 0. */
	size_t (*sign)(const struct key *k, const struct sig_hash *h, uint8_t *out);
	/* Is signature one of h under key (RFC 8017 8.2.2)? */
	bool (*verify)(const struct spki *key, const struct sig_hash *h, struct view signature);
};

extern const struct rsa_type rsa_methods;

/* These, or NULL in a box without RSA. */
const struct rsa_type *rsa_type(void);

/* Say what is wrong with a private key (NULL: it is not whole); returns KEY_TORN. */
enum key_result key_torn(struct err *e, const char *what);

#endif

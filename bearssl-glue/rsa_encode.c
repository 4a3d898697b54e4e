/* SPDX-License-Identifier: MIT */
/* rsa_encode.c - PKCS#1 v1.5 around a hash, and out of a signature. */
#include "bearssl-glue/rsa_encode.h"

#include <string.h>

#include "bignum/rsa_public.h"

int rsa_encode(const uint8_t *oid, const uint8_t *hash, size_t hash_len, uint8_t *out, size_t len)
{
	size_t zero;
	struct der d;

	der_init(&d, out, len);
	der_value(&d, DER_OCTET_STRING, hash, hash_len);
	zero = d.len;
	der_null(&d);
	der_oid(&d, oid);
	der_wrap(&d, DER_SEQUENCE, zero);
	der_wrap(&d, DER_SEQUENCE, 0);
	if (d.overflow || d.len + 11 > len)
		return -1;
	zero = len - d.len - 1;
	memset(out, 0xFF, zero);
	out[0] = 0;
	out[1] = 1;
	out[zero] = 0;
	return 0;
}

/* What was signed must be what is made of the hash at its end, to the octet: nothing is parsed. */
bool rsa_recover(struct view n, struct view e, const uint8_t *oid, struct view signature, uint8_t *hash, size_t hash_len)
{
	static struct rsa_public_work work;
	uint8_t opened[RSA_PUBLIC_LEN_MAX], made[RSA_PUBLIC_LEN_MAX];
	uint32_t exponent = 0;

	if (n.len > sizeof(opened) || n.len < hash_len || n.len != signature.len || e.len > 4)
		return false;
	for (size_t i = 0; i < e.len; i++)
		exponent = exponent << 8 | e.p[i];
	memcpy(opened, signature.p, n.len);
	if (exponent < 3 || !(exponent & 1) || !rsa_public_apply(n.p, n.len, exponent, opened, &work))
		return false;
	memcpy(hash, opened + n.len - hash_len, hash_len);
	return rsa_encode(oid, hash, hash_len, made, n.len) == 0 && memcmp(made, opened, n.len) == 0;
}

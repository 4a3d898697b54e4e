/* SPDX-License-Identifier: MIT */
/* digest.c - hash functions (FIPS 180-4), one call. */
#include "bearssl-glue/digest.h"

#include <bearssl.h>

void digest_pieces(const struct piece *pieces, size_t n, uint8_t out[static SHA256_LEN])
{
	const br_hash_class *class = &br_sha256_vtable;
	br_hash_compat_context c;

	class->init(&c.vtable);
	for (size_t i = 0; i < n; i++)
		class->update(&c.vtable, pieces[i].p, pieces[i].len);
	class->out(&c.vtable, out);
}

void digest_sha256(const void *p, size_t len, uint8_t out[static SHA256_LEN])
{
	digest_pieces(&(struct piece){ p, len }, 1, out);
}

static size_t digest(const br_hash_class *class, const void *p, size_t len, uint8_t *out)
{
	br_hash_compat_context c;

	class->init(&c.vtable);
	class->update(&c.vtable, p, len);
	class->out(&c.vtable, out);
	return class->desc >> BR_HASHDESC_OUT_OFF & BR_HASHDESC_OUT_MASK;
}

size_t digest_bytes(enum digest d, const void *p, size_t len, uint8_t out[static DIGEST_MAX])
{
	static const br_hash_class *const classes[DIGESTS] = {
		[DIGEST_SHA256] = &br_sha256_vtable, [DIGEST_SHA384] = &br_sha384_vtable,
		[DIGEST_SHA512] = &br_sha512_vtable, [DIGEST_SHA1] = &br_sha1_vtable,
	};

	return digest(classes[d], p, len, out);
}

void digest_sha1(const void *p, size_t len, uint8_t out[static SHA1_LEN])
{
	digest(&br_sha1_vtable, p, len, out);
}

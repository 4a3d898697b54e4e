/* SPDX-License-Identifier: MIT */
/* digest.c - hash functions (FIPS 180-4), one call. */
#include "bearssl-glue/digest.h"

#include <bearssl.h>

void digest_pieces(const struct piece *pieces, size_t n, uint8_t out[static SHA256_LEN])
{
	br_sha256_context c;

	br_sha256_init(&c);
	for (size_t i = 0; i < n; i++)
		br_sha256_update(&c, pieces[i].p, pieces[i].len);
	br_sha256_out(&c, out);
}

void digest_sha256(const void *p, size_t len, uint8_t out[static SHA256_LEN])
{
	digest_pieces(&(struct piece){ p, len }, 1, out);
}

size_t digest_bytes(enum digest d, const void *p, size_t len, uint8_t out[static DIGEST_MAX])
{
	static const br_hash_class *const classes[DIGESTS] = {
		[DIGEST_SHA256] = &br_sha256_vtable, [DIGEST_SHA384] = &br_sha384_vtable,
		[DIGEST_SHA512] = &br_sha512_vtable, [DIGEST_SHA1] = &br_sha1_vtable,
	};
	const br_hash_class *class = classes[d];
	br_hash_compat_context c;

	class->init(&c.vtable);
	class->update(&c.vtable, p, len);
	class->out(&c.vtable, out);
	return class->desc >> BR_HASHDESC_OUT_OFF & BR_HASHDESC_OUT_MASK;
}

void digest_sha1(const void *p, size_t len, uint8_t out[static SHA1_LEN])
{
	br_sha1_context c;

	br_sha1_init(&c);
	br_sha1_update(&c, p, len);
	br_sha1_out(&c, out);
}

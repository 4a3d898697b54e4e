/* SPDX-License-Identifier: MIT */
/* digest.c - hash functions (FIPS 180-4). */
#include "bearssl-glue/digest.h"

#include <bearssl.h>

/* BearSSL calls all classes by the same calls; their first word says which. */
_Static_assert(sizeof(br_sha256_context) <= sizeof(struct digest_run), "no room for SHA-256");

static const br_hash_class **context(struct digest_run *r)
{
	return (const br_hash_class **)(void *)r;
}

void digest_begin(struct digest_run *r)
{
	br_sha256_vtable.init(context(r));
}

void digest_add(struct digest_run *r, const void *p, size_t len)
{
	br_sha256_vtable.update(context(r), p, len);
}

void digest_end(const struct digest_run *r, uint8_t out[static SHA256_LEN])
{
	br_sha256_vtable.out((const br_hash_class *const *)(const void *)r, out);
}

void digest_pieces(const struct piece *pieces, size_t n, uint8_t out[static SHA256_LEN])
{
	struct digest_run r;

	digest_begin(&r);
	for (size_t i = 0; i < n; i++)
		digest_add(&r, pieces[i].p, pieces[i].len);
	digest_end(&r, out);
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

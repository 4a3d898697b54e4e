/* SPDX-License-Identifier: MIT */
/* sig_hash.c - the hash inside a signature algorithm. */
#include "bearssl-glue/sig_hash.h"

/* By key_types.inc, made from config.mk's KEY_TYPES: the longer hashes come with p384. Their OIDs: 2.16.840.1.101.3.4.2.1 to 3. */
#define X(type) HASHES_##type
#define OID_OF(last) { 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last }
#define HASHES_p256 { SIG_ECDSA_SHA256, SIG_RSA_SHA256, &br_sha256_vtable, OID_OF(1) },
#define HASHES_p384 { SIG_ECDSA_SHA384, SIG_RSA_SHA384, &br_sha384_vtable, OID_OF(2) }, \
	{ SIG_ECDSA_SHA512, SIG_RSA_SHA512, &br_sha512_vtable, OID_OF(3) },
#define HASHES_rsa
static const struct {
	enum sig_algorithm ecdsa, rsa;
	const br_hash_class *class;
	uint8_t oid[10];
} rows[] = {
#include "key_types.inc"
};
#undef X

int sig_hash_of(enum sig_algorithm a, struct sig_hash *out)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].ecdsa != a && rows[i].rsa != a)
			continue;
		out->rsa = rows[i].rsa == a;
		out->class = rows[i].class;
		out->rsa_oid = rows[i].oid;
		out->len = out->class->desc >> BR_HASHDESC_OUT_OFF & BR_HASHDESC_OUT_MASK;
		return 0;
	}
	return -1;
}

int sig_hash(enum sig_algorithm a, struct view data, struct sig_hash *out)
{
	br_hash_compat_context c;

	if (sig_hash_of(a, out))
		return -1;
	out->class->init(&c.vtable);
	out->class->update(&c.vtable, data.p, data.len);
	out->class->out(&c.vtable, out->value);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* sig_hash.c - the hash inside a signature algorithm. */
#include "bearssl-glue/sig_hash.h"

#include "with.inc"

/* The longer hashes come with P-384. */
static const struct {
	enum sig_algorithm ecdsa, rsa;
	const br_hash_class *class;
	uint8_t oid[10];
} rows[] = {
	{ SIG_ECDSA_SHA256, SIG_RSA_SHA256, &br_sha256_vtable,
	  { 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01 } },       /* 2.16.840.1.101.3.4.2.1 */
	WITH_p384({ SIG_ECDSA_SHA384, SIG_RSA_SHA384, &br_sha384_vtable,
	  { 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02 } },)      /* 2.16.840.1.101.3.4.2.2 */
	WITH_p384({ SIG_ECDSA_SHA512, SIG_RSA_SHA512, &br_sha512_vtable,
	  { 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03 } },)      /* 2.16.840.1.101.3.4.2.3 */
};

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

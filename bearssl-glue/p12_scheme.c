/* SPDX-License-Identifier: MIT */
/* p12_scheme.c - password-based encryption and MAC. */
#include "bearssl-glue/p12_scheme.h"

#include <string.h>

#include "bearssl-glue/aes.h"
#include "bearssl-glue/cbc.h"
#include "bearssl-glue/des.h"
#include "bearssl-glue/p12_ber.h"
#include "bearssl-glue/p12_oid.h"
#include "bearssl-glue/rc2.h"
#include "lib/text.h"
#include "lib/wipe.h"
#include "x509/oid.h"

static enum p12_result damaged(struct err *e)
{
	err_set(e, ERR_MALFORMED, "damaged: its encryption is not described as it should be");
	return P12_DAMAGED;
}

static enum p12_result unknown(struct err *e, const char *what, struct view oid)
{
	char room[64];
	struct text t;

	text_init(&t, room, sizeof(room));
	oid_add_text(&t, oid);
	err_set(e, ERR_MALFORMED, "%s %s is not supported", what, room);
	return P12_REFUSED;
}

const br_hash_class *p12_hash(struct view oid, bool hmac)
{
	static const br_hash_class *const classes[] = { &br_sha256_vtable, &br_sha384_vtable, &br_sha512_vtable };
	int arc = hmac ? oid_under(oid, UNDER_DIGESTS) - DIGEST_HMAC_SHA256 : oid_under(oid, UNDER_SHA2) - SHA2_256;

	if (hmac ? arc == DIGEST_HMAC_SHA1 - DIGEST_HMAC_SHA256 : oid_under(oid, UNDER_OIW) == OIW_SHA1)
		return &br_sha1_vtable;
	return arc >= 0 && arc < 3 ? classes[arc] : NULL;
}

/* The end of PBKDF2-params (RFC 8018 A.2). keyLength only repeats what the cipher says. */
static enum p12_result read_prf(struct view at, uint8_t *room, struct p12_scheme *out, struct err *e)
{
	struct view prf[2];

	if (view_tag(at) == DER_INTEGER && ber_walk(&at, BER_INTEGER, room, prf))
		return damaged(e);
	if (at.len == 0)
		return P12_READ;
	if (ber_whole(at, BER_SEQUENCE BER_OID BER_REST BER_END, room, prf))
		return damaged(e);
	out->hash = p12_hash(prf[0], true);
	return out->hash ? P12_READ : unknown(e, "PBKDF2 by", prf[0]);
}

static enum p12_result read_cipher(struct view oid, struct view iv, struct p12_scheme *out, struct err *e)
{
	int aes = oid_under(oid, UNDER_AES);

	if (aes == AES_128_CBC || aes == AES_192_CBC || aes == AES_256_CBC) {
		out->cipher = P12_AES;
		out->key_len = (uint8_t)(16 + 8 * (aes / 20));
	} else if (oid_under(oid, UNDER_CIPHERS) == CIPHER_3DES_CBC) {
		out->cipher = P12_3DES;
		out->key_len = 24;
	} else {
		return unknown(e, "encryption by", oid);
	}
	if (iv.len != p12_scheme_block(out))
		return damaged(e);
	memcpy(out->iv, iv.p, iv.len);
	return P12_READ;
}

/* pkcs-12PbeParams (RFC 7292 C), or PBES2-params (RFC 8018 A.4), where scrypt's look like PBKDF2's at first. */
enum p12_result p12_scheme_read(struct view content, uint8_t *room, struct p12_scheme *out, struct err *e)
{
	static const uint8_t key_len[] = { [PBE_3DES] = 24, [PBE_2DES] = 16, [PBE_RC2_128] = 16, [PBE_RC2_40] = 5 };
	enum { SCHEME, PARAMS, KDF = PARAMS, SALT, ITERATIONS, PRF, CIPHER, IV, FIELDS };
	struct view v[FIELDS];
	enum p12_result r;
	int arc;

	memset(out, 0, sizeof(*out));
	out->hash = &br_sha1_vtable;
	if (ber_whole(content, BER_OID BER_REST, room, v))
		return damaged(e);
	arc = oid_under(v[SCHEME], UNDER_PBE);
	out->pbes2 = oid_under(v[SCHEME], UNDER_PKCS5) == PKCS5_PBES2;
	if (!out->pbes2 && (arc < PBE_3DES || arc > PBE_RC2_40))
		return unknown(e, "encryption by", v[SCHEME]);
	if (ber_whole(v[PARAMS], out->pbes2 ? BER_SEQUENCE BER_SEQUENCE BER_OID BER_SEQUENCE BER_OCTETS BER_INTEGER BER_REST BER_END BER_END
	              BER_SEQUENCE BER_OID BER_OCTETS BER_END BER_END : BER_SEQUENCE BER_OCTETS BER_INTEGER BER_END, room,
	              out->pbes2 ? v + KDF : v + SALT) ||
	    v[SALT].len > P12_SALT_MAX || ber_number(v[ITERATIONS], &out->iterations) || out->iterations == 0)
		return damaged(e);
	memcpy(out->salt, v[SALT].p, v[SALT].len);
	out->salt_len = v[SALT].len;
	if (!out->pbes2) {
		out->cipher = arc <= PBE_2DES ? P12_3DES : P12_RC2;
		out->key_len = key_len[arc];
		return P12_READ;
	}
	if (oid_under(v[KDF], UNDER_PKCS5) != PKCS5_PBKDF2)
		return unknown(e, "a key derived by", v[KDF]);
	r = read_prf(v[PRF], room, out, e);
	return r == P12_READ ? read_cipher(v[CIPHER], v[IV], out, e) : r;
}

void p12_scheme_write(struct der *d, const struct p12_scheme *s)
{
	size_t mark = d->len, inner = mark;

	if (s->pbes2) {
		der_value(d, DER_OCTET_STRING, s->iv, AES_BLOCK);
		oid_write_under(d, UNDER_AES, AES_256_CBC);
		der_wrap(d, DER_SEQUENCE, mark);
		inner = d->len;
		oid_write_algorithm(d, UNDER_DIGESTS, DIGEST_HMAC_SHA256);
	}
	der_small(d, s->iterations);
	der_value(d, DER_OCTET_STRING, s->salt, s->salt_len);
	der_wrap(d, DER_SEQUENCE, inner);
	if (s->pbes2) {
		oid_write_under(d, UNDER_PKCS5, PKCS5_PBKDF2);
		der_wrap(d, DER_SEQUENCE, inner);
		der_wrap(d, DER_SEQUENCE, mark);
		oid_write_under(d, UNDER_PKCS5, PKCS5_PBES2);
	} else {
		oid_write_under(d, UNDER_PBE, PBE_3DES);
	}
	der_wrap(d, DER_SEQUENCE, mark);
}

size_t p12_scheme_block(const struct p12_scheme *s)
{
	return s->cipher == P12_AES ? AES_BLOCK : DES_BLOCK;
}

static enum p12_result spend(struct p12_secret *k, uint64_t work, uint32_t iterations, struct err *e)
{
	if (work > k->work) {
		err_set(e, ERR_MALFORMED, "%u iterations would take too long", iterations);
		return P12_REFUSED;
	}
	k->work -= work;
	return P12_READ;
}

static bool same_key(const struct p12_scheme *a, const struct p12_scheme *b)
{
	return a->pbes2 == b->pbes2 && a->cipher == b->cipher && a->key_len == b->key_len && a->hash == b->hash &&
	       a->iterations == b->iterations && view_same(view_of(a->salt, a->salt_len), view_of(b->salt, b->salt_len));
}

/* The key into k->key, unless the last one serves again, and the IV. */
static enum p12_result derive(struct p12_secret *k, const struct p12_scheme *s, uint8_t iv[static P12_IV_MAX], struct err *e)
{
	struct view salt = view_of(s->salt, s->salt_len);
	uint64_t work = p12_kdf_work(s->hash, s->iterations, s->key_len);
	enum p12_result r;

	if (!k->made || !same_key(&k->last, s)) {
		work = s->pbes2 ? 2 * work : work + p12_kdf_work(s->hash, s->iterations, DES_BLOCK);
		r = spend(k, work, s->iterations, e);
		if (r != P12_READ)
			return r;
		k->made = true;
		k->last = *s;
		if (s->pbes2) {
			pbkdf2(s->hash, k->password.text, salt, s->iterations, k->key, s->key_len);
		} else {
			p12_kdf(s->hash, &k->password, salt, P12_FOR_KEY, s->iterations, k->key, s->key_len);
			p12_kdf(s->hash, &k->password, salt, P12_FOR_IV, s->iterations, k->last.iv, DES_BLOCK);
		}
	}
	memcpy(iv, s->pbes2 ? s->iv : k->last.iv, P12_IV_MAX);
	return P12_READ;
}

enum p12_result p12_crypt(struct p12_secret *k, const struct p12_scheme *s, bool encrypt, uint8_t *data, size_t len, struct err *e)
{
	static const struct {
		void (*init)(void *keys, const uint8_t *key, size_t len);
		cbc_block *block;
	} ciphers[] = {
		[P12_AES] = { aes_init, aes_block }, [P12_3DES] = { des_init, des_block }, [P12_RC2] = { rc2_init, rc2_block },
	};
	union {
		struct aes aes;
		struct des des;
		struct rc2 rc2;
	} c;
	uint8_t iv[P12_IV_MAX];
	enum p12_result r = derive(k, s, iv, e);

	if (r != P12_READ)
		return r;
	ciphers[s->cipher].init(&c, k->key, s->key_len);
	cbc_run(ciphers[s->cipher].block, &c, p12_scheme_block(s), !encrypt, iv, data, len);
	wipe(&c, sizeof(c));
	return P12_READ;
}

enum p12_result p12_mac(struct p12_secret *k, const struct p12_mac *m, struct view data, uint8_t out[static P12_HASH_MAX], struct err *e)
{
	size_t len = p12_hash_len(m->hash);
	uint8_t key[P12_HASH_MAX];
	enum p12_result r = spend(k, p12_kdf_work(m->hash, m->iterations, len), m->iterations, e);

	if (r != P12_READ)
		return r;
	p12_kdf(m->hash, &k->password, m->salt, P12_FOR_MAC, m->iterations, key, len);
	p12_hmac(m->hash, view_of(key, len), data, out);
	wipe(key, sizeof(key));
	return P12_READ;
}

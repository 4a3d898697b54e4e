/* SPDX-License-Identifier: MIT */
/*
 * tls.c - what both ends of a TLS connection have in common.
 *
 * BearSSL's own profiles name every cipher it has: 50 KB more. What is named here, and what else was there (x86-64, -Os):
 * AES by the processor, or aes_ct (aes_ct64: 1 KB more for 100 MB/s in place of 60; our aes.c: 1 MB/s);
 * GHASH by the processor, or ctmul64; Poly1305 ctmul (ctmulq: 1.9 KB for a tenth of the time); ChaCha20 is bignum's;
 * X25519 is bignum's, 2.5 KB and 0.06 ms (m31: 4 KB and 0.14 ms; i31: 2 KB and 0.40 ms).
 */
#include "bearssl-glue/tls.h"

#include <string.h>

#include "bearssl-glue/curve.h"
#include "bearssl-glue/tls_state.h"
#include "bignum/chacha20.h"
#include "bignum/x25519.h"
#include "lib/wipe.h"

static br_ssl_engine_context *engine(struct tls *t)
{
	return &tls_state(t)->br.engine;
}

/*
 * BearSSL's engine asks for the system's seeder, which would bring in files and system calls; this says that there is
 * none. The seed has come before.
 */
br_prng_seeder br_prng_seeder_system(const char **name)
{
	if (name)
		*name = "none";
	return 0;
}

/* --- curves, all bignum's */

/* Of X25519 BearSSL asks how long a scalar is, and takes one below the first octet. */
static const unsigned char x25519_order[X25519_LEN] = { 0x7F }, x25519_base[X25519_LEN] = { 9 };

static const unsigned char *order(int id, size_t *len)
{
	*len = X25519_LEN;
	return id == BR_EC_curve25519 ? x25519_order : curve_arithmetic.order(id, len);
}

static size_t xoff(int id, size_t *len)
{
	*len = X25519_LEN;
	return id == BR_EC_curve25519 ? 0 : curve_arithmetic.xoff(id, len);
}

/* RFC 8422 5.11: a point of small order is refused. */
static uint32_t mul(unsigned char *g, size_t g_len, const unsigned char *x, size_t x_len, int id)
{
	if (id != BR_EC_curve25519)
		return curve_arithmetic.mul(g, g_len, x, x_len, id);
	return g_len == X25519_LEN && x_len == X25519_LEN && x25519(g, x, g);
}

static size_t mulgen(unsigned char *r, const unsigned char *x, size_t x_len, int id)
{
	if (id != BR_EC_curve25519)
		return curve_arithmetic.mulgen(r, x, x_len, id);
	return x_len == X25519_LEN && x25519(r, x, x25519_base) ? X25519_LEN : 0;
}

static const unsigned char *generator(int id, size_t *len)
{
	*len = X25519_LEN;
	return id == BR_EC_curve25519 ? x25519_base : curve_arithmetic.generator(id, len);
}

#define BASIC ((uint32_t)1 << BR_EC_curve25519 | (uint32_t)1 << BR_EC_secp256r1)
#define MORE ((uint32_t)1 << BR_EC_secp384r1 | (uint32_t)1 << BR_EC_secp521r1)

const br_ec_impl tls_curves = { BASIC, generator, order, xoff, mul, mulgen, NULL };
const br_ec_impl tls_more_curves = { BASIC | MORE, generator, order, xoff, mul, mulgen, NULL };

/* --- ciphers */

/* A br_chacha20_run: BearSSL's own would be 800 bytes. */
static uint32_t chacha20(const void *key, const void *iv, uint32_t counter, void *data, size_t len)
{
	uint8_t stream[CHACHA20_BLOCK_LEN], *p = data;
	struct chacha20 c;

	chacha20_init(&c, key, iv, counter);
	for (; len > 0; counter++) {
		size_t n = len < sizeof(stream) ? len : sizeof(stream);

		chacha20_read(&c, stream, n);
		for (size_t i = 0; i < n; i++)
			p[i] ^= stream[i];
		p += n;
		len -= n;
	}
	wipe(stream, sizeof(stream));
	wipe(&c, sizeof(c));
	return counter;
}

/* ChaCha20 first or, where the processor has AES, last; ECDSA and RSA by turns. */
static const uint16_t suites[] = {
	BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, BR_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
	BR_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, BR_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	BR_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, BR_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
	BR_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, BR_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
};

#define OFFERED 6

static void set_ciphers(br_ssl_engine_context *e, enum key_kind kind)
{
	/* asked once: in a virtual machine each question goes to its host */
	static const br_block_ctr_class *aes;
	static br_ghash ghash;
	static bool asked;
	uint16_t list[OFFERED];
	size_t n = 0;

	if (!asked) {
		aes = br_aes_x86ni_ctr_get_vtable();
		ghash = br_ghash_pclmul_get();
		asked = true;
	}
	for (size_t i = 0; i < OFFERED; i++)
		if (kind == KEY_NONE || (kind == KEY_RSA) == (i & 1))
			list[n++] = suites[i + (aes ? 2 : 0)];
	br_ssl_engine_set_suites(e, list, n);
	br_ssl_engine_set_gcm(e, &br_sslrec_in_gcm_vtable, &br_sslrec_out_gcm_vtable);
	br_ssl_engine_set_aes_ctr(e, aes ? aes : &br_aes_ct_ctr_vtable);
	br_ssl_engine_set_ghash(e, ghash ? ghash : br_ghash_ctmul64);
	br_ssl_engine_set_chapol(e, &br_sslrec_in_chapol_vtable, &br_sslrec_out_chapol_vtable);
	br_ssl_engine_set_chacha20(e, chacha20);
	br_ssl_engine_set_poly1305(e, br_poly1305_ctmul_run);
}

void tls_begin(struct tls *t, enum key_kind kind, const br_ec_impl *curves, uint8_t *buffer, size_t len,
    const uint8_t seed[static TLS_SEED_LEN])
{
	static const br_hash_class *const hashes[] = { &br_sha256_vtable, &br_sha384_vtable, &br_sha512_vtable };
	static const char *protocols[] = { "http/1.1" };
	br_ssl_engine_context *e = engine(t);

	br_ssl_engine_set_versions(e, BR_TLS12, BR_TLS12);
	br_ssl_engine_add_flags(e, BR_OPT_ENFORCE_SERVER_PREFERENCES | BR_OPT_NO_RENEGOTIATION | BR_OPT_FAIL_ON_ALPN_MISMATCH);
	br_ssl_engine_set_protocol_names(e, protocols, 1);
	for (int i = 0; i < 3; i++)
		br_ssl_engine_set_hash(e, br_sha256_ID + i, hashes[i]);
	br_ssl_engine_set_prf_sha256(e, br_tls12_sha256_prf);
	br_ssl_engine_set_prf_sha384(e, br_tls12_sha384_prf);
	br_ssl_engine_set_ec(e, curves);
	set_ciphers(e, kind);
	br_ssl_engine_set_buffer(e, buffer, len, 0);
	br_ssl_engine_inject_entropy(e, seed, TLS_SEED_LEN);
}

/* --- who we are */

int tls_choose_hash(enum key_kind kind, uint32_t hashes)
{
	static const uint8_t order_of[] = { br_sha256_ID, br_sha384_ID, br_sha512_ID, br_sha256_ID };
	const uint8_t *id = order_of + (kind == KEY_P384);

	for (int i = 0; i < 3; i++)
		if (hashes >> (kind == KEY_RSA ? 0 : 8) >> id[i] & 1)
			return id[i];
	return 0;
}

size_t tls_sign(struct tls_state *s, int id, uint8_t *data, size_t hash_len, size_t cap)
{
	const struct tls_identity *who = s->identity;
	int a = (who->kind == KEY_RSA ? SIG_RSA_SHA256 : SIG_ECDSA_SHA256) + id - br_sha256_ID;
	uint8_t hash[br_sha512_SIZE];
	size_t len = 0;

	memcpy(hash, data, hash_len);
	s->unsigned_ = who->signer->sign(who->signer->ctx, who->generation, (enum sig_algorithm)a, view_of(hash, hash_len), data, cap, &len) ||
	               len == 0 || len > cap;
	return s->unsigned_ ? 0 : len;
}

/* BearSSL has a type of its own for a view. */
_Static_assert(sizeof(struct view) == sizeof(br_x509_certificate) && offsetof(struct view, p) == offsetof(br_x509_certificate, data) &&
               offsetof(struct view, len) == offsetof(br_x509_certificate, data_len), "a view is not a certificate as BearSSL has it");

const br_x509_certificate *tls_chain(const struct tls_identity *identity)
{
	return (const br_x509_certificate *)(const void *)identity->chain;
}

/* --- the pump */

_Static_assert((int)TLS_CLOSED == BR_SSL_CLOSED && (int)TLS_DRAIN == BR_SSL_SENDREC && (int)TLS_FEED == BR_SSL_RECVREC &&
               (int)TLS_WRITE == BR_SSL_SENDAPP && (int)TLS_READ == BR_SSL_RECVAPP, "wants are BearSSL's states");

unsigned tls_want(const struct tls *t)
{
	return br_ssl_engine_current_state(tls_engine(t));
}

uint8_t *tls_drain(const struct tls *t, size_t *len)
{
	return br_ssl_engine_sendrec_buf(tls_engine(t), len);
}

void tls_drain_done(struct tls *t, size_t len)
{
	br_ssl_engine_sendrec_ack(engine(t), len);
}

uint8_t *tls_feed(const struct tls *t, size_t *len)
{
	return br_ssl_engine_recvrec_buf(tls_engine(t), len);
}

/* BearSSL's takes nothing for something when there is a record before it. */
void tls_feed_done(struct tls *t, size_t len)
{
	if (len > 0)
		br_ssl_engine_recvrec_ack(engine(t), len);
}

uint8_t *tls_read(const struct tls *t, size_t *len)
{
	return br_ssl_engine_recvapp_buf(tls_engine(t), len);
}

void tls_read_done(struct tls *t, size_t len)
{
	if (len > 0)
		br_ssl_engine_recvapp_ack(engine(t), len);
}

uint8_t *tls_write(const struct tls *t, size_t *len)
{
	return br_ssl_engine_sendapp_buf(tls_engine(t), len);
}

void tls_write_done(struct tls *t, size_t len)
{
	if (len > 0)
		br_ssl_engine_sendapp_ack(engine(t), len);
}

void tls_flush(struct tls *t)
{
	br_ssl_engine_flush(engine(t), 0);
}

void tls_close(struct tls *t)
{
	size_t len;

	if (tls_read(t, &len))
		tls_read_done(t, len);
	br_ssl_engine_close(engine(t));
}

unsigned tls_suite(const struct tls *t)
{
	return tls_engine(t)->session.cipher_suite;
}

const char *tls_protocol(const struct tls *t)
{
	return tls_engine(t)->selected_protocol ? tls_engine(t)->protocol_names[tls_engine(t)->selected_protocol - 1] : NULL;
}

void tls_wipe(struct tls *t)
{
	wipe(t, sizeof(*t));
}

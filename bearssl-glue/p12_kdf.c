/* SPDX-License-Identifier: MIT */
/* p12_kdf.c - keys made of passwords. */
#include "bearssl-glue/p12_kdf.h"

#include <string.h>

#include "lib/wipe.h"

#define BLOCK_MAX 128         /* octets of SHA-512's block */
#define ROUND_UP(n, to) (((n) + (to) - 1) / (to) * (to))

static size_t block_len(const br_hash_class *hash)
{
	return (size_t)1 << (hash->desc >> BR_HASHDESC_LBLEN_OFF & BR_HASHDESC_LBLEN_MASK);
}

size_t p12_hash_len(const br_hash_class *hash)
{
	return hash->desc >> BR_HASHDESC_OUT_OFF & BR_HASHDESC_OUT_MASK;
}

int p12_password_set(struct p12_password *out, struct view text, struct err *e)
{
	out->text = text;
	if (text.len > P12_PASSWORD_MAX)
		return err_set(e, ERR_MALFORMED, "the password has over %d characters", P12_PASSWORD_MAX);
	out->bmp_len = 0;
	for (size_t i = 0; i <= text.len; i++) {
		uint8_t c = i < text.len ? text.p[i] : 0;

		if (c >= 0x80)
			return err_set(e, ERR_MALFORMED, "the password has characters beyond ASCII");
		if ((c < 0x20 || c == 0x7F) && i < text.len)
			return err_set(e, ERR_MALFORMED, "the password has control characters");
		out->bmp[out->bmp_len++] = 0;
		out->bmp[out->bmp_len++] = c;
	}
	return 0;
}

uint64_t p12_kdf_work(const br_hash_class *hash, uint32_t iterations, size_t len)
{
	size_t blocks = (len + p12_hash_len(hash) - 1) / p12_hash_len(hash);

	return (uint64_t)iterations * blocks * (block_len(hash) / 64);
}

static void keyed(br_hmac_key_context *key, struct view head, struct view tail, uint8_t *out)
{
	br_hmac_context c;

	br_hmac_init(&c, key, 0);
	br_hmac_update(&c, head.p, head.len);
	br_hmac_update(&c, tail.p, tail.len);
	br_hmac_out(&c, out);
}

void p12_hmac(const br_hash_class *hash, struct view key, struct view data, uint8_t out[static P12_HASH_MAX])
{
	br_hmac_key_context k;

	br_hmac_key_init(&k, hash, key.p, key.len);
	keyed(&k, data, view_of(NULL, 0), out);
	wipe(&k, sizeof(k));
}

void pbkdf2(const br_hash_class *hash, struct view password, struct view salt, uint32_t iterations, uint8_t *out, size_t len)
{
	uint8_t u[P12_HASH_MAX], sum[P12_HASH_MAX], number[4] = { 0 };
	size_t n = p12_hash_len(hash), take;
	br_hmac_key_context key;

	br_hmac_key_init(&key, hash, password.p, password.len);
	for (; len; out += take, len -= take) {
		/* at most 255 blocks: keys are short */
		number[3]++;
		keyed(&key, salt, view_of(number, sizeof(number)), u);
		memcpy(sum, u, n);
		for (uint32_t i = 1; i < iterations; i++) {
			keyed(&key, view_of(u, n), view_of(NULL, 0), u);
			for (size_t j = 0; j < n; j++)
				sum[j] ^= u[j];
		}
		take = len < n ? len : n;
		memcpy(out, sum, take);
	}
	wipe(&key, sizeof(key));
	wipe(u, sizeof(u));
	wipe(sum, sizeof(sum));
}

/* Fill whole blocks of v octets with copies of what (B.2 steps 2 and 3); none for an empty one. Octets filled. */
static size_t repeat(uint8_t *to, const uint8_t *what, size_t len, size_t v)
{
	size_t n;

	for (n = 0; n < len || n % v; n++)
		to[n] = what[n % len];
	return n;
}

static void hash_once(const br_hash_class *hash, const uint8_t *p, size_t len, uint8_t *out)
{
	br_hash_compat_context c;

	hash->init(&c.vtable);
	hash->update(&c.vtable, p, len);
	hash->out(&c.vtable, out);
}

/* Each block of i becomes itself + B + 1 modulo 2^(8v), where B is a, over and over (B.2 step 6 B and C). */
static void stir(uint8_t *i, size_t len, size_t v, const uint8_t *a, size_t u)
{
	for (; len; i += v, len -= v)
		for (size_t j = v, carry = 1; j-- > 0; carry >>= 8) {
			carry += (size_t)i[j] + a[j % u];
			i[j] = (uint8_t)carry;
		}
}

/* d is the diversifier, and behind it stands I: salt and password. */
void p12_kdf(const br_hash_class *hash, const struct p12_password *password, struct view salt, enum p12_purpose purpose,
             uint32_t iterations, uint8_t *out, size_t len)
{
	uint8_t d[BLOCK_MAX + P12_SALT_MAX + ROUND_UP(sizeof(password->bmp), BLOCK_MAX)], a[P12_HASH_MAX], id = (uint8_t)purpose;
	size_t v = block_len(hash), u = p12_hash_len(hash), take, all;

	all = repeat(d, &id, 1, v);
	all += repeat(d + all, salt.p, salt.len, v);
	all += repeat(d + all, password->bmp, password->bmp_len, v);
	for (;; out += take, len -= take) {
		hash_once(hash, d, all, a);
		for (uint32_t n = 1; n < iterations; n++)
			hash_once(hash, a, u, a);
		take = len < u ? len : u;
		memcpy(out, a, take);
		if (take == len)
			break;
		stir(d + v, all - v, v, a, u);
	}
	wipe(d, sizeof(d));
	wipe(a, sizeof(a));
}

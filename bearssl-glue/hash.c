/* SPDX-License-Identifier: MIT */
/*
 * hash.c - SHA-1, SHA-256, SHA-384 and SHA-512 (FIPS 180-4) as BearSSL's hash classes, under its own names.
 *
 * The linker takes these and leaves BearSSL's, which are three times as large: there each hash has its own code around the
 * rounds, and SHA-256 constants of its own, which are the upper halves of SHA-512's.
 */
#include <bearssl.h>
#include <endian.h>
#include <string.h>

/* Stands in the room of BearSSL's context for the same hash. */
struct hash {
	const br_hash_class *vtable;
	uint64_t count;       /* octets so far */
	uint8_t state[];      /* big-endian words; then the block that is being filled */
};

typedef void rounds(uint8_t *state, const uint8_t *block);

static const uint64_t K[80] = {
	0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
	0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
	0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
	0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
	0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
	0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
	0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
	0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
	0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
	0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
	0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
	0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
	0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
	0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
	0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
	0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/* The first half of SHA-512's are SHA-256's. */
static const uint64_t IV512[8] = {
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};
static const uint64_t IV384[8] = {
	0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
	0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
};
static const uint64_t IV1[5] = {
	0x6745230100000000, 0xefcdab8900000000, 0x98badcfe00000000, 0x1032547600000000, 0xc3d2e1f000000000,
};

static void store(uint8_t *p, size_t len, uint64_t v)
{
	for (; len-- > 0; v >>= 8)
		p[len] = (uint8_t)v;
}

static uint32_t be32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return be32toh(v);
}

static uint64_t be64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return be64toh(v);
}

/* --- rounds --------------------------------------------------------------------------------------- */

#define CHOOSE(x, y, z) (((x) & ((y) ^ (z))) ^ (z))
#define MAJORITY(x, y, z) (((x) & (y)) | ((z) & ((x) | (y))))
#define RIGHT(x, n) ((x) >> (n) | (x) << (8 * sizeof(x) - (n)))

/* The eight words a to h are s[0] to s[7]; each round moves s down by one, so that all of them get their next letter. */
#define SHA2_ROUNDS(name, word, load, n, a1, a2, a3, e1, e2, e3, l1, l2, l3, r1, r2, r3) \
static void name(uint8_t *state, const uint8_t *block) \
{ \
	word w[n], room[(n) + 8], *s = room + (n); \
 \
	for (size_t i = 0; i < (n); i++) { \
		if (i < 16) \
			w[i] = load(block + i * sizeof(word)); \
		else \
			w[i] = w[i - 16] + w[i - 7] + (RIGHT(w[i - 15], l1) ^ RIGHT(w[i - 15], l2) ^ w[i - 15] >> (l3)) + \
			    (RIGHT(w[i - 2], r1) ^ RIGHT(w[i - 2], r2) ^ w[i - 2] >> (r3)); \
	} \
	for (size_t i = 0; i < 8; i++) \
		s[i] = load(state + i * sizeof(word)); \
	for (size_t i = 0; i < (n); i++) { \
		word t = s[7] + (RIGHT(s[4], e1) ^ RIGHT(s[4], e2) ^ RIGHT(s[4], e3)) + CHOOSE(s[4], s[5], s[6]) + \
		    (word)(K[i] >> (64 - 8 * sizeof(word))) + w[i]; \
		word u = (RIGHT(s[0], a1) ^ RIGHT(s[0], a2) ^ RIGHT(s[0], a3)) + MAJORITY(s[0], s[1], s[2]); \
 \
		*--s = t + u; \
		s[4] += t; \
	} \
	for (size_t i = 0; i < 8; i++) \
		store(state + i * sizeof(word), sizeof(word), s[i] + load(state + i * sizeof(word))); \
}

SHA2_ROUNDS(rounds_256, uint32_t, be32, 64, 2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10)
SHA2_ROUNDS(rounds_512, uint64_t, be64, 80, 28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6)

static void rounds_1(uint8_t *state, const uint8_t *block)
{
	static const uint32_t k[4] = { 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6 };
	uint32_t w[80], room[85], *s = room + 80;

	for (size_t i = 0; i < 16; i++)
		w[i] = be32(block + 4 * i);
	for (size_t i = 16; i < 80; i++)
		w[i] = RIGHT(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 31);
	for (size_t i = 0; i < 5; i++)
		s[i] = be32(state + 4 * i);
	for (size_t i = 0; i < 80; i++) {
		uint32_t f = i < 20 ? CHOOSE(s[1], s[2], s[3]) : i >= 40 && i < 60 ? MAJORITY(s[1], s[2], s[3]) : s[1] ^ s[2] ^ s[3];
		uint32_t t = RIGHT(s[0], 27) + f + s[4] + k[i / 20] + w[i];

		*--s = t;
		s[2] = RIGHT(s[2], 2);
	}
	for (size_t i = 0; i < 5; i++)
		store(state + 4 * i, 4, s[i] + be32(state + 4 * i));
}

/* --- around them ------------------------------------------------------------------------------------ */

static size_t state_len(const br_hash_class *c)
{
	return c->desc >> BR_HASHDESC_STATE_OFF & BR_HASHDESC_STATE_MASK;
}

static size_t block_len(const br_hash_class *c)
{
	return (size_t)1 << (c->desc >> BR_HASHDESC_LBLEN_OFF & BR_HASHDESC_LBLEN_MASK);
}

static void begin(struct hash *h, const br_hash_class *class, const uint64_t *iv)
{
	size_t word = block_len(class) / 16;

	h->vtable = class;
	h->count = 0;
	for (size_t i = 0; i < state_len(class); i += word)
		store(h->state + i, word, *iv++ >> (64 - 8 * word));
}

static void update(struct hash *h, const uint8_t *p, size_t len, rounds *r)
{
	size_t block = block_len(h->vtable);
	uint8_t *room = h->state + state_len(h->vtable);

	for (size_t n; len > 0; p += n, len -= n) {
		size_t at = (size_t)(h->count % block);

		n = len < block - at ? len : block - at;
		memcpy(room + at, p, n);
		h->count += n;
		if (at + n == block)
			r(h->state, room);
	}
}

/* A one, zeros, the number of bits in two words. */
static void out(const struct hash *from, uint8_t *to, rounds *r)
{
	const br_hash_class *class = from->vtable;
	size_t block = block_len(class);
	br_hash_compat_context copy = { NULL };
	struct hash *h = (struct hash *)(void *)&copy;
	size_t n = 1 + (size_t)(block - block / 8 - 1 - from->count) % block;
	uint8_t tail[128 + 16] = { 0x80 };

	memcpy(&copy, from, class->context_size);
	store(tail + n, block / 8, from->count * 8);
	update(h, tail, n + block / 8, r);
	memcpy(to, h->state, class->desc >> BR_HASHDESC_OUT_OFF & BR_HASHDESC_OUT_MASK);
}

static uint64_t state(const br_hash_class *const *c, void *to)
{
	const struct hash *h = (const struct hash *)(const void *)c;

	memcpy(to, h->state, state_len(h->vtable));
	return h->count;
}

/* BearSSL's multihash begins with this. */
static void set_state(struct hash *h, const br_hash_class *class, const void *from, uint64_t count)
{
	h->vtable = class;
	h->count = count;
	memcpy(h->state, from, state_len(class));
}

#define CLASS(name, id, out_len, state_len, block_log, iv, rounds) \
_Static_assert(sizeof(struct hash) + (state_len) + (1 << (block_log)) <= sizeof(br_##name##_context), "no room for " #name); \
static void name##_init(const br_hash_class **c) \
{ \
	begin((struct hash *)(void *)c, &br_##name##_vtable, iv); \
} \
static void name##_update(const br_hash_class **c, const void *p, size_t len) \
{ \
	update((struct hash *)(void *)c, p, len, rounds); \
} \
static void name##_out(const br_hash_class *const *c, void *to) \
{ \
	out((const struct hash *)(const void *)c, to, rounds); \
} \
static void name##_set_state(const br_hash_class **c, const void *from, uint64_t count) \
{ \
	set_state((struct hash *)(void *)c, &br_##name##_vtable, from, count); \
} \
const br_hash_class br_##name##_vtable = { \
	sizeof(br_##name##_context), \
	BR_HASHDESC_ID(id) | BR_HASHDESC_OUT(out_len) | BR_HASHDESC_STATE(state_len) | BR_HASHDESC_LBLEN(block_log) | \
	    BR_HASHDESC_MD_PADDING | BR_HASHDESC_MD_PADDING_BE | ((block_log) == 7 ? BR_HASHDESC_MD_PADDING_128 : 0), \
	name##_init, name##_update, name##_out, state, name##_set_state, \
};

CLASS(sha1, br_sha1_ID, 20, 20, 6, IV1, rounds_1)
CLASS(sha256, br_sha256_ID, 32, 32, 6, IV512, rounds_256)
CLASS(sha384, br_sha384_ID, 48, 64, 7, IV384, rounds_512)
CLASS(sha512, br_sha512_ID, 64, 64, 7, IV512, rounds_512)

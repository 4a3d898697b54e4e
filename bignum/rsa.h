/* SPDX-License-Identifier: MIT */
/*
 * rsa.h - make an RSA key (FIPS 186-5 A.1.3), names as in RFC 8017 3.2; e is 65537.
 *
 * What FIPS 186-5 A.1.3 and A.1.1 demand, and where it is met:
 *   e odd, 2^16 < e < 2^256                       65537, always
 *   p, q probably prime, rounds of table B.1      prime.c, prime_rounds
 *   p-1, q-1 coprime to e                         prime.c, worth_testing (p not 1 modulo 65537)
 *   sqrt(2) 2^(nlen/2-1) <= p, q < 2^(nlen/2)     prime.c, draw: top two bits set, so at least 1.5 * 2^(nlen/2-1)
 *   |p-q| > 2^(nlen/2-100)                        rsa.c, far_apart; else another q
 *   p and q drawn independently                   prime.c, draw: one keystream, every candidate fresh
 *   at most so many candidates, then give up      prime.c, prime_search_step
 *   d = 1/e mod lcm(p-1, q-1), 2^(nlen/2) < d     rsa.c, rsa_assemble; else another q
 *   n of exactly nlen bits                        from the two top bits
 *   candidates from an approved generator         the caller's DRBG seeds ChaCha20, which is not an approved one
 *   intermediate values destroyed                 rsa_workspace_wipe, also after failure
 * p = 3 modulo 4 throughout, which A.1.3 neither asks for nor forbids; p > q as most programs expect.
 */
#ifndef BIGNUM_RSA_H
#define BIGNUM_RSA_H

#include "bignum/prime.h"

#define RSA_E 65537
#define RSA_MAX_BITS 4096
#define RSA_MAX_LEN (RSA_MAX_BITS / 8)

/* Big-endian. n and d use the first bits / 8 bytes of their arrays, the others the first bits / 16. Secret but for n. */
struct rsa_key {
	unsigned bits; /* 2048, 3072 or 4096 */
	uint8_t n[RSA_MAX_LEN], d[RSA_MAX_LEN];
	uint8_t p[RSA_MAX_LEN / 2], q[RSA_MAX_LEN / 2]; /* p > q */
	uint8_t dp[RSA_MAX_LEN / 2], dq[RSA_MAX_LEN / 2], qinv[RSA_MAX_LEN / 2];
};

/* Room for the arithmetic of rsa_assemble. */
struct rsa_assembly {
	struct mont mont;
	struct mont_table table;
	limb p[LIMB_MAX], q[LIMB_MAX], half_p[LIMB_MAX], half_q[LIMB_MAX], t[LIMB_MAX];
	limb product[2 * LIMB_MAX], d[2 * LIMB_MAX];
};

/* About 145 KiB, the caller's; where it lies does not matter. Secret: rsa_workspace_wipe, on failure too. */
struct rsa_workspace {
	struct prime_search search;
	struct rsa_assembly assembly;
	uint8_t prime[2][PRIME_MAX_LEN];
};

/* Called after each unit of work (prime_search_step): nonzero stops the search. For progress, SIGTERM, a race lost. */
typedef int rsa_step(void *arg);

enum rsa_result {
	RSA_DONE = 0,
	RSA_FAILED = -1, /* key_bits not one of ours, path not here, or the source of candidates is broken */
	RSA_STOPPED = 1  /* by step */
};

/*
 * Make a key of key_bits bits (2048, 3072, 4096) from seed (secret, from the caller's DRBG, used once). step may be
 * NULL. out is wiped unless RSA_DONE. Mean work: 35, 56 or 67 candidates through base 2 for each of two primes.
 */
enum rsa_result rsa_generate(unsigned key_bits, const uint8_t seed[static CHACHA20_KEY_LEN], enum prime_path path,
	struct rsa_workspace *ws, struct rsa_key *out, rsa_step *step, void *arg);

/*
 * Make a key of two primes, key_bits / 16 bytes each, big-endian, as prime_search_step or prime_check vouch for. For
 * callers who race their searches over several processes. Returns 0, or -1 when these two do not go together (too
 * close, or the same; d too small; p-1 and q-1 share a factor beyond 2^28): then find another q. out is wiped then.
 * p and q may lie in out.
 */
int rsa_assemble(unsigned key_bits, const uint8_t *p, const uint8_t *q, struct rsa_assembly *work, struct rsa_key *out);

void rsa_workspace_wipe(struct rsa_workspace *ws);

#endif

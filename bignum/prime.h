/* SPDX-License-Identifier: MIT */
/*
 * prime.h - search secret primes for RSA (FIPS 186-5 A.1.3), constant-time.
 *
 * Independent random candidates, not steps from one start: what a rejected candidate shows by the time it took says
 * nothing about another one. Each goes through
 *   trial division by the odd primes below 65536 (trial.h): one in ten survives;
 *   one Miller-Rabin round to base 2, a batch of candidates at once where the machine has vectors: nearly all that
 *     survive this are prime. About 35, 56 or 67 are tested for a prime of 1024, 1536 or 2048 bits;
 *   5, 4 or 4 Miller-Rabin rounds with random bases.
 *
 * Primes are p = 3 modulo 4, p not 1 modulo 65537, top two bits set. The chance that a composite is returned, by
 * Damgard, Landrock and Pomerance (Math. Comp. 61, 1993, theorem 2: k^(3/2) 2^t t^(-1/2) 4^(2-sqrt(tk)) for t rounds
 * on random odd k-bit numbers), with a factor of 4 because only a quarter of those is drawn from:
 *   1024 bits, 5 rounds: 2^-118    FIPS 186-5 table B.1 asks for 5 (2^-112)
 *   1536 bits, 4 rounds: 2^-131                               for 4 (2^-128)
 *   2048 bits, 4 rounds: 2^-155                               for 4 (2^-144)
 * not counting base 2 and trial division.
 *
 * The core knows no processes. To race over CPUs, give each child its own `stream` of one seed (prime_search_stream).
 */
#ifndef BIGNUM_PRIME_H
#define BIGNUM_PRIME_H

#include <stdbool.h>
#include <stdint.h>

#include "bignum/chacha20.h"
#include "bignum/lanes.h"
#include "bignum/mont.h"
#include "bignum/trial.h"

#define PRIME_MAX_LEN 256 /* bytes of a 2048-bit prime */

/* How the base-2 round is computed. All give the same answers. */
enum prime_path {
	PRIME_FASTEST, /* of those this machine has */
	PRIME_SCALAR,
	PRIME_AVX2,    /* 4 candidates at once */
	PRIME_AVX512,  /* 8 (AVX-512F) */
	PRIME_IFMA     /* 8, in 52-bit digits (AVX-512 IFMA) */
};

/* About 131 KiB, the caller's; where it lies does not matter (static, mapped). Secret: prime_search_wipe. */
struct prime_search {
	struct lanes lanes;        /* first, for its alignment */
	unsigned bits;             /* of a prime */
	unsigned drawn;            /* candidates since the last prime */
	enum prime_path path;      /* never PRIME_FASTEST */
	unsigned passed;           /* bit i: candidate[i] passed base 2 and awaits the last rounds */
	struct chacha20 random;
	uint8_t bytes[PRIME_MAX_LEN];
	limb words[TRIAL_WORDS];
	limb candidate[LANES_MAX][LIMB_MAX];
	limb number[2][LIMB_MAX];
	struct mont mont;
	struct mont_table table;
	struct trial trial;
};

/* Can this machine go that path? */
bool prime_path_here(enum prime_path path);

/*
 * Begin a search for primes of `bits` bits: 1024, 1536 or 2048. All random bytes come from ChaCha20 under seed (secret,
 * from the caller's DRBG, used once) with `stream` as nonce: searches with the same seed and another stream share
 * nothing. Returns 0, or -1 for other bits or a path that is not here.
 */
int prime_search_init(struct prime_search *s, unsigned bits, const uint8_t seed[static CHACHA20_KEY_LEN],
	uint64_t stream, enum prime_path path);

/* Go on with another stream of the same or another seed: all other preparations of s serve again. */
void prime_search_stream(struct prime_search *s, const uint8_t seed[static CHACHA20_KEY_LEN], uint64_t stream);

/*
 * One unit of work: a batch of candidates through base 2 (some milliseconds; on a slow 32-bit machine a second), or the
 * last rounds for one. Returns 1: prime holds one, bits / 8 bytes, big-endian, and the search may go on for another;
 * 0: not yet; -1: 10 * bits candidates without a prime (FIPS 186-5 A.1.3 step 4.7; one in 10^12 searches, or a broken
 * source), the search is over.
 */
int prime_search_step(struct prime_search *s, uint8_t *prime);

/*
 * Would the search accept this number of s->bits bits, big-endian? For tests, and for numbers that come from elsewhere.
 * Constant-time for a prime. Draws random bases from s; what s has waiting is dropped.
 */
bool prime_check(struct prime_search *s, const uint8_t *number);

/*
 * The two halves of prime_search_step, for a race: candidate stops before the last rounds, and gives what passed trial
 * division and base 2 (1, 0 or -1 as there). confirm looks at the form of a number from anywhere, and does the last
 * rounds, on which alone the bounds above rest. Constant-time for a prime; draws from s and disturbs no search.
 */
int prime_search_candidate(struct prime_search *s, uint8_t *number);
bool prime_confirm(struct prime_search *s, const uint8_t *number);

/* Bit i of the answer: s->candidate[i] is a probable prime to base 2, for i below prime_lanes(s->path). */
unsigned prime_filter(struct prime_search *s);
unsigned prime_lanes(enum prime_path path);

/* Did the number in s->mont, odd, of s->mont.bits bits, pass that many Miller-Rabin rounds with random bases? */
bool prime_rounds(struct prime_search *s, unsigned rounds);

void prime_search_wipe(struct prime_search *s);

#endif

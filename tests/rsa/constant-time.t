#!/bin/sh
# SPDX-License-Identifier: MIT
# constant-time.t - no jump and no address depends on a secret (valgrind memcheck; secret.c says how).
CERTBOX=${CERTBOX:-none}
. "${0%/*}/../e2e/tap.sh"
SRC=${SRC:?the top of the source}

has valgrind || skip_all 'no valgrind'
build() {
	find "$SRC/bignum" -name '*.c' ! -name reveal.c | sort |
		xargs "${HOSTCC:-gcc}" -std=c11 -D_GNU_SOURCE -g -O2 "$@" -I"$SRC" "$SRC/tests/rsa/secret.c" "$SRC/tests/rsa/reveal.c" \
			"$SRC/lib/wipe.c"
}
watch() { valgrind -q --error-exitcode=9 "$@"; }

ok 'the test builds' build -o wide
ok 'the test builds with 28-bit limbs' build -DLIMB_FORCE_32 -o narrow
for limbs in wide narrow; do
	expect "$limbs limbs: a search for a prime" 0 'search: found' '' watch "./$limbs" search 1
	expect "$limbs limbs: a key of two primes" 0 'key: 0' '' watch "./$limbs" key
	expect "$limbs limbs: a private operation" 0 'sign: 0' '' watch "./$limbs" sign
	for bits in 256 384 521; do
		expect "$limbs limbs: products on P-$bits" 0 'curve: 1' '' watch "./$limbs" curve $bits
	done
done
# valgrind knows no AVX-512; that code comes from the same text as AVX2's, or has the same shape (IFMA).
if [ "$(./wide search 2)" = SKIP ]; then
	skip 1 'no AVX2'
else
	expect 'AVX2: a search for a prime' 0 'search: found' '' watch ./wide search 2
fi
expect 'a jump planted on a secret bit is reported' 9 planted '*depends on uninitialised value*' watch ./wide planted
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# keys.t - keys through openssl, and their statistics. KEYS=1000 a size in the long run (50 otherwise).
CERTBOX=${CERTBOX:-none}
. "${0%/*}/../e2e/tap.sh"
SRC=${SRC:?the top of the source}
KEYS=${KEYS:-$([ -n "${LONG:-}" ] && echo 1000 || echo 50)}

has openssl || skip_all 'no openssl'
build() {
	find "$SRC/bignum" -name '*.c' | sort |
		xargs "${HOSTCC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -I"$SRC" "$SRC/tests/rsa/keys.c" "$SRC/lib/wipe.c" -o keys
}
make_keys() { ./keys "$1" "$KEYS" der >numbers; }
# openssl tests both primes and every number of a key.
check_all() {
	printf '%s\n' der/*.der | xargs -P "$(nproc)" -I {} openssl rsa -inform DER -in {} -check -noout 2>&1 | grep -c '^RSA key ok'
}
prime_all() {
	# Few enough for one write: lines of several stay apart.
	cut -d ' ' -f 1,2 "$1" | xargs -P "$(nproc)" -n 6 openssl prime -hex | grep -c 'is prime'
}
ok 'the generator builds' build
for bits in 2048 3072 4096; do
	rm -rf der
	mkdir der
	ok "$KEYS keys of $bits bits are made" make_keys "$bits"
	is "$(check_all)" "$KEYS" "openssl rsa -check accepts each of $bits bits"
	is "$(prime_all numbers)" $((2 * KEYS)) "openssl prime accepts both primes of each of $bits bits"
done
sed 's/^\(...\)./\1f/' numbers | grep -v -x -F -f numbers | head -n 1 >changed
is "$(prime_all changed)" 1 'openssl prime sees one changed digit'

{ head -c 700 der/1.der && printf x && tail -c +702 der/1.der; } >changed.der && mv changed.der der/1.der
is "$(check_all)" $((KEYS - 1)) '… and openssl rsa -check a changed octet'
if has python3; then
	./keys 2048 $((KEYS > 100 ? 2000 : 500)) >numbers
	like "$(python3 "$SRC/tests/rsa/statistics.py" <numbers)" '*nothing odd' \
		"$(wc -l <numbers) keys: top bits, residues and single bits are spread evenly; no two moduli share a factor"
	{ cat numbers; head -n 1 numbers; } >twice
	like "$(python3 "$SRC/tests/rsa/statistics.py" <twice)" '*share a factor*' 'a modulus that comes twice is seen'
else
	skip 2 'no python3'
fi
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# keys.t - keys through openssl, and their statistics. KEYS=1000 for the long run (50 otherwise).
# shellcheck disable=SC2094 # hex is a word of the driver and a file
CERTBOX=${CERTBOX:-none}
. "${0%/*}/../e2e/tap.sh"
SRC=${SRC:?the top of the source}
KEYS=${KEYS:-$([ -n "${LONG:-}" ] && echo 1000 || echo 50)}

has openssl || skip_all 'no openssl'
build() {
	find "$SRC/bignum" -name '*.c' | sort |
		xargs "${HOSTCC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -I"$SRC" "$SRC/tests/rsa/keys.c" "$SRC/lib/wipe.c" -o keys
}
# openssl tests both primes and every number of a key.
check_all() {
	for der in der/*.der; do
		openssl rsa -inform DER -in "$der" -check -noout >>checked 2>&1
	done
	grep -c '^RSA key ok' checked
}
prime_all() {
	while read -r p q _; do
		openssl prime -hex "$p" "$q"
	done <hex | grep -c 'is prime'
}
ok 'the generator builds' build
for bits in 2048 3072 4096; do
	rm -rf der checked
	mkdir der
	ok "$KEYS keys of $bits bits" ./keys der "$bits" "$KEYS" 0 der
	is "$(check_all)" "$KEYS" "openssl rsa -check accepts each of $bits bits"
	./keys hex "$bits" 10 0 >hex
	is "$(prime_all)" 20 "openssl prime says so of the primes of $bits bits"
done
sed 's/^\(...\)\(.*\)$/\1f\2/' hex | head -n 1 >changed && mv changed hex
is "$(prime_all)" 1 'openssl prime sees one changed digit'
if has python3; then
	./keys hex 2048 $((KEYS > 500 ? 2000 : 500)) 0 >hex
	like "$(python3 "$SRC/tests/rsa/statistics.py" <hex)" '*nothing odd' \
		'top bits, residues and single bits are spread evenly; no two moduli share a factor'
	{ cat hex; head -n 1 hex; } >twice
	like "$(python3 "$SRC/tests/rsa/statistics.py" <twice)" '*share a factor*' 'a modulus that comes twice is seen'
else
	skip 2 'no python3'
fi
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# lanes.t - each way to search that CERTBOX_LANES forces passes the same candidates, and on the same numbers each agrees with
# GMP; 10000 and more a width in the long run, hundreds otherwise.
. "${0%/*}/../e2e/tap.sh"
SRC=${SRC:?the top of the source}
CERTBOX_TEST=${CERTBOX_TEST:?the test box}
NUMBERS=$([ -n "${LONG:-}" ] && echo 10000 || echo 100)
PASSED=$([ -n "${LONG:-}" ] && echo 300 || echo 8) # one of 35, 56 or 67 passes

build() {
	find "$SRC/bignum" -name '*.c' ! -name lanes_cpu.c | sort |
		xargs "${HOSTCC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -I"$SRC" "$1" "$SRC/tests/rsa/lanes_cpu.c" "$SRC/lib/wipe.c" -o "$2"
}
numbers() { for bits in 1024 1536 2048; do CERTBOX_LANES=$1 ./keys passed "$bits" "$PASSED" || return; done; }

ok 'the generator builds' build "$SRC/tests/rsa/keys.c" keys
ok 'the comparison builds' build "$SRC/tests/unit/bignum/lanes.c" lanes
is "$(CERTBOX_LANES=scalar ./keys path)" scalar 'scalar is chosen'
ok "… and passes $PASSED numbers a width" numbers scalar
mv "$TAP/ok.out" by-scalar
for path in avx2 avx512f ifma; do
	if [ "$(CERTBOX_LANES=$path ./keys path)" = $path ]; then
		ok "$path is chosen, and passes as many" numbers $path
		mv "$TAP/ok.out" by-$path
		ok '… which are the same' cmp by-scalar by-$path
	else
		skip 2 "no $path here"
	fi
done
ok "every path, $NUMBERS numbers a width: agrees with GMP and with the scalar one" ./lanes "$NUMBERS"
grep -q SKIP "$TAP/ok.out" && diag "$(grep SKIP "$TAP/ok.out")"
for path in scalar avx2 avx512f ifma; do
	expect "certgen by $path, where it is" 0 '*created*' '' env CERTBOX_LANES=$path "$CERTBOX_TEST" certgen -d $path -t rsa2048 board.local
	ok '… openssl takes the key' openssl rsa -in $path/server.key -check -noout
done
expect 'another word is no path' 134 '' '*' sh -c 'CERTBOX_LANES=fast "$0" certgen -d fast -t rsa2048 board.local' "$CERTBOX_TEST"
done_testing

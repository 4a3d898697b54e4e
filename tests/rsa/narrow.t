#!/bin/sh
# SPDX-License-Identifier: MIT
# narrow.t - the unit tests of bignum once more, with the 28-bit limbs of 32-bit machines.
CERTBOX=${CERTBOX:-none}
. "${0%/*}/../e2e/tap.sh"
SRC=${SRC:?the top of the source}

build() {
	find "$SRC/bignum" -name '*.c' | sort |
		xargs "${HOSTCC:-gcc}" -std=c11 -D_GNU_SOURCE -DLIMB_FORCE_32 -g -O1 -fsanitize=address,undefined \
			-fno-sanitize-recover=all -I"$SRC" "$SRC/tests/unit/bignum/$1.c" "$SRC/lib/wipe.c" -o "$1"
}
for unit in chacha20 trial mont prime rsa rsa_private rsa_public ec ecdsa; do
	ok "$unit builds" build "$unit"
	ok "$unit holds" "./$unit"
done
done_testing

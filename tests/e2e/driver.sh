# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# driver.sh - a program on the box's own objects; read behind sets.sh. Skips the test where there is none to be had.
#
#   driver NAME   NAME_driver.c becomes ./NAME; ends the test when it does not. $driver_rooms: those it needs

# e_machine (ELF)
driver_machine() { od -An -tx1 -j18 -N2 "$1"; }
driver_build() {
	# shellcheck disable=SC2046,SC2086 # words
	"${CC:-musl-gcc}" -std=c11 -D_GNU_SOURCE -Wall -Werror -static -no-pie -Wl,--gc-sections -I"$SRC" -o "$1" "$SRC/tests/e2e/$1_driver.c" \
		$(cd "$SRC" && find ${driver_rooms:-bearssl-glue bignum x509 lib} -name '*.c' | sort | sed "s|^|$BUILD/obj/|; s|c\$|o|") "$BUILD/bearssl/libbearssl.a"
}
driver() {
	has openssl "${CC:-musl-gcc}" || skip_all 'no openssl, no compiler'
	[ "$(driver_machine "$BUILD/certbox")" = "$(driver_machine /bin/sh)" ] || skip_all 'a box for another machine'
	ok 'the driver builds from the objects of the box' driver_build "$1" || done_testing
}

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# driver.sh - a program on the box's own objects; read behind sets.sh. Skips the test where there is none to be had.
#
#   driver NAME   NAME_driver.c becomes ./NAME, which qemu runs where the box is for another machine; ends the test when it does not.
#                 $driver_rooms: those it needs

# e_machine (ELF)
driver_machine() { od -An -tx1 -j18 -N2 "$1"; }
driver_build() {
	# shellcheck disable=SC2046,SC2086 # words
	"$driver_cc" -std=c11 -D_GNU_SOURCE -Wall -Werror -static -no-pie -Wl,--gc-sections -I"$SRC" -o "$1" "$SRC/tests/e2e/$1_driver.c" \
		$(cd "$SRC" && find ${driver_rooms:-bearssl-glue bignum x509 lib} -name '*.c' | sort | sed "s|^|$BUILD/obj/|; s|c\$|o|") "$BUILD/bearssl/libbearssl.a"
}
driver() {
	driver_cc=${CC:-musl-gcc}
	! emulated || driver_cc=$BUILD/musl/bin/musl-gcc
	has openssl "$driver_cc" || skip_all 'no openssl, no compiler'
	emulated || [ "$(driver_machine "$BUILD/certbox")" = "$(driver_machine /bin/sh)" ] || skip_all 'a box for another machine'
	ok 'the driver builds from the objects of the box' driver_build "$1" || done_testing
	if emulated; then
		mv "$1" "$1.box" && printf '#!/bin/sh\nexec %s "$0.box" "$@"\n' "$EMULATED" >"$1" && chmod +x "$1"
	fi
}

#!/bin/sh
# SPDX-License-Identifier: MIT
# armv7.sh - instructions an RSA key costs on armv7, ours and by BearSSL's i31 generator, under qemu-user with a counting plugin.
#
#   armv7.sh [COUNT]     keys of 2048 bits, each of its own seed (default 40)
# Needs gcc-arm-linux-gnueabihf, libc6-dev-armhf-cross and qemu-user (qemu-user-static takes no plugins); ARMCC and QEMU name
# others.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
BEARSSL_SRC=${BEARSSL_SRC:-$BUILD/src/bearssl}
ARMCC=${ARMCC:-arm-linux-gnueabihf-gcc}
QEMU=${QEMU:-qemu-arm}
for tool in "$ARMCC" "$QEMU"; do
	command -v "$tool" >/dev/null || { echo "armv7: SKIP, no $tool: make deps ARCH=armhf"; exit; }
done
count=${1:-40}
out=$BUILD/rsa/armv7
mkdir -p "$out/br"

${HOSTCC:-gcc} -shared -fPIC -O2 -o "$out/count.so" tests/rsa/armv7_count.c
find "$BEARSSL_SRC/src" -name '*.c' | sort | while read -r file; do
	object=$out/br/$(basename "$file" .c).o
	[ -e "$object" ] || echo "$file $object"
done | xargs -r -P "$(nproc)" -n 2 sh -c '
	"$1" -march=armv7-a+fp -O2 -w -I"$2/src" -I"$2/inc" -c "$3" -o "$4"' - "$ARMCC" "$BEARSSL_SRC"
$ARMCC -march=armv7-a+fp -std=c11 -D_GNU_SOURCE -O2 -static -I. -isystem "$BEARSSL_SRC/inc" -o "$out/keys" \
	tests/rsa/armv7.c bignum/*.c lib/wipe.c "$out"/br/*.o

# A line for each key: millions of instructions.
instructions() {
	for number in $(seq 0 $((count - 1))); do
		"$QEMU" -plugin "$out/count.so" "$out/keys" "$1" 2048 "$number" 2>&1 >/dev/null || exit
	done | awk '{ print $1 / 1e6 }'
}
instructions ours >"$out/ours"
instructions i31 >"$out/i31"
awk 'function error(i) { return sqrt((squares[i] / n[i] - (sum[i] / n[i]) ^ 2) / (n[i] - 1)) }
	FNR == 1 { i++ }
	{ sum[i] += $1; squares[i] += $1 * $1; n[i]++ }
	END { a = sum[1] / n[1]; b = sum[2] / n[2]; x = error(1) / a; y = error(2) / b
		print "armv7, rsa2048, millions of instructions a key (qemu-user)"
		printf "  ours %.0f +- %.0f  BearSSL i31 %.0f +- %.0f  %d keys each  %.2fx +- %.2f\n", a, error(1), b, error(2), n[1], a / b,
			a / b * sqrt(x * x + y * y) }' "$out/ours" "$out/i31"
echo 'promised of BearSSL i31: 0.55'

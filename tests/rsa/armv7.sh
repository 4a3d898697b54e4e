#!/bin/sh
# SPDX-License-Identifier: MIT
# armv7.sh - instructions an RSA key costs on armv7, ours and by BearSSL's i31 generator, under qemu-user with a counting plugin.
#
#   armv7.sh [COUNT]     keys of 2048 bits (default 24)
# Needs gcc-arm-linux-gnueabihf, libc6-dev-armhf-cross and qemu-user (qemu-user-static takes no plugins); ARMCC and QEMU name
# others. Promised: 0.55.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
BEARSSL_SRC=${BEARSSL_SRC:-$BUILD/src/bearssl}
ARMCC=${ARMCC:-arm-linux-gnueabihf-gcc}
QEMU=${QEMU:-qemu-arm}
count=${1:-24}
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

instructions() { { "$QEMU" -plugin "$out/count.so" "$out/keys" "$1" 2048 "$count" >/dev/null; } 2>&1; }
ours=$(instructions ours)
theirs=$(instructions i31)
awk -v a="$ours" -v b="$theirs" -v n="$count" 'BEGIN {
	printf "rsa2048 on armv7, %d keys: %.0f million instructions a key, BearSSL i31 %.0f million, %.2fx (promised 0.55)\n",
		n, a / n / 1e6, b / n / 1e6, a / b }'

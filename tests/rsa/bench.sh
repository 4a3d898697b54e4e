#!/bin/sh
# SPDX-License-Identifier: MIT
# bench.sh - what an RSA key costs: user CPU on one core, each path of ours against openssl and certtool in one run.
#
#   bench.sh [COUNT]     keys a size of theirs (default 60, half for 4096 bits); of ours five times as many
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
CC=${CC:-musl-gcc}
count=${1:-60}
out=$BUILD/rsa
mkdir -p "$out"
$CC -std=c11 -D_GNU_SOURCE -O2 -static -I. -o "$out/bench" tests/rsa/bench.c bignum/*.c lib/wipe.c -lm
bench="taskset -c 0 $out/bench"

# row NAME MEAN ERROR COUNT OPENSSL
row() {
	echo "$*" | awk '{ if ($2 == "SKIP") printf "  %-20s not on this machine\n", $1;
		else printf "  %-20s %9.2f ms +- %6.2f  %4d  %.3fx openssl\n", $1, $2, $3, $4, $2 / $NF }'
}
for bits in 2048 3072 4096; do
	n=$count
	[ "$bits" = 4096 ] && n=$((count / 2 + 10))
	echo "rsa$bits"
	# What starting the program costs is not counted.
	start=$($bench run 40 openssl version)
	theirs=$($bench run "$n" openssl genrsa "$bits" | awk -v s="${start%% *}" '{ print $1 - s, $2, $3 }')
	mean=${theirs%% *}
	row openssl-genrsa "$theirs" "$mean"
	if command -v certtool >/dev/null; then
		start=$($bench run 40 certtool --version)
		theirs=$($bench run "$n" certtool --generate-privkey --key-type rsa --bits "$bits" |
			awk -v s="${start%% *}" '{ print $1 - s, $2, $3 }')
		row certtool "$theirs" "$mean"
	fi
	for path in 1:scalar 2:avx2 3:avx512f 4:ifma; do
		row "ours-${path#*:}" "$($bench key "$bits" $((5 * count)) "${path%:*}")" "$mean"
	done
done
for bits in 2048 3072 4096; do
	echo "private operation rsa$bits: $($bench sign "$bits" 200 | awk '{ printf "%.3f ms +- %.3f", $1, $2 }')"
done

#!/bin/sh
# SPDX-License-Identifier: MIT
# bench.sh - what RSA costs, each figure beside a named command or BearSSL in the same run: user CPU of a key on one core, of
# a private operation; wall time of certgen on one core and on all; memory and size of the box; instructions on armv7. Beside
# them, what is promised.
#
#   bench.sh [COUNT]     keys a size of theirs (default 60, half for 4096 bits); of ours five times as many
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
BUILD=${BUILD:-build}
CERTBOX=${CERTBOX:-$BUILD/certbox}
BEARSSL_SRC=${BEARSSL_SRC:-$BUILD/src/bearssl}
CC=${CC:-musl-gcc}
count=${1:-60}
out=$BUILD/rsa
mkdir -p "$out"
# The box's own objects, with its flags.
$CC -std=c11 -D_GNU_SOURCE -O2 -static -I. -isystem "$BEARSSL_SRC/inc" -o "$out/bench" tests/rsa/bench.c "$BUILD"/obj/bignum/*.o \
	"$BUILD/obj/lib/wipe.o" "$BUILD/bearssl/libbearssl.a" -lm
bench="taskset -c 0 $out/bench"

# row NAME MEAN ERROR COUNT and MEAN ERROR of openssl
row() {
	echo "$*" | awk '{ if ($2 == "SKIP") printf "  %-20s not on this machine\n", $1;
		else { x = $3 / $2; y = $6 / $5; r = $2 / $5
			printf "  %-20s %9.2f ms +- %6.2f  %4d  %.3fx openssl +- %.3f\n", $1, $2, $3, $4, r, r * sqrt(x * x + y * y) } }'
}
for bits in 2048 3072 4096; do
	n=$count
	[ "$bits" = 4096 ] && n=$((count / 2 + 10))
	echo "rsa$bits"
	# What starting the program costs is not counted.
	start=$($bench run 40 openssl version)
	theirs=$($bench run "$n" openssl genrsa "$bits" | awk -v s="${start%% *}" '{ print $1 - s, $2, $3 }')
	openssl=${theirs% *}
	row openssl-genrsa "$theirs" "$openssl"
	if command -v certtool >/dev/null; then
		start=$($bench run 40 certtool --version)
		theirs=$($bench run "$n" certtool --generate-privkey --key-type rsa --bits "$bits" |
			awk -v s="${start%% *}" '{ print $1 - s, $2, $3 }')
		row certtool "$theirs" "$openssl"
	fi
	for path in 1:scalar 2:avx2 3:avx512f 4:ifma; do
		row "ours-${path#*:}" "$($bench key "$bits" $((5 * count)) "${path%:*}")" "$openssl"
	done
done
echo 'promised of openssl: scalar 0.32, AVX2 0.20, AVX-512 0.12; of certtool: less'

echo 'private operation'
for bits in 2048 3072 4096; do
	{ $bench sign $bits 300; $bench i62 $bits 300; } | awk -v bits=$bits '{ mean[NR] = $1; error[NR] = $2 }
		END { printf "  rsa%-17s %9.3f ms +- %6.3f  BearSSL i62 %.3f ms +- %.3f  %.2fx\n", bits, mean[1], error[1], mean[2], error[2],
			mean[1] / mean[2] }'
done
echo 'promised of BearSSL i62, rsa2048: 0.6'

# First in line at both processors (SCHED_FIFO), or the figure is of those who use the machine as well.
first=
if chrt -f 1 true 2>/dev/null; then first='chrt -f 1'; fi
load() { cut -d' ' -f1-3 /proc/loadavg; }
echo "wall time of certgen -t T --ca-key-type p256, one processor and $(nproc), ${first:-no right to go first}, load average $(load)"
folder=$(mktemp -d "$out/race.XXXXXX")
trap 'rm -rf "$folder"' EXIT
for type in rsa2048 rsa3072 rsa4096; do
	# shellcheck disable=SC2086 # several words
	$first "$out/bench" race "$count" "$folder/set" "$CERTBOX" certgen -d "$folder/set" -t $type --ca-key-type p256 board.local |
		awk -v type=$type '{ x = $2 / $1; y = $4 / $3; printf "  %-20s %9.2f ms +- %6.2f  %.2f ms +- %.2f  %.2fx +- %.2f\n", type,
			$1, $2, $3, $4, $3 / $1, $3 / $1 * sqrt(x * x + y * y) }'
done
echo "load average $(load) afterwards"
echo 'promised, rsa4096, both idle: 0.7'

echo 'memory of certgen -t rsa4096 at exit (tests/bench.c)'
${HOSTCC:-gcc} -std=c11 -D_GNU_SOURCE -O1 -o "$out/measure" tests/bench.c
rm -rf "$folder/set"
echo "  $("$out/measure" rss "$CERTBOX" certgen -d "$folder/set" -t rsa4096 board.local 2>/dev/null) KiB, promised 448"
rm -rf "$folder/set"

# What RSA brought into the box: of these sources, every symbol that was linked.
nm -S "$CERTBOX.debug" | awk 'NF == 4 { print $4, $2 }' | sort -u >"$out/linked"
for part in bignum/chacha20 bignum/lanes bignum/lanes_avx2 bignum/lanes_avx512 bignum/lanes_cpu bignum/lanes_ifma bignum/mont \
	bignum/num bignum/prime bignum/reveal bignum/rsa bignum/rsa_private bignum/trial bearssl-glue/rsa_make bearssl-glue/rsa_apply \
	applets/certgen/race os/crew; do
	nm -S "$BUILD/obj/$part.o" | awk 'NF == 4 && $3 !~ /[bBC]/ { print $4, $2 }' | sort -u | comm -12 - "$out/linked"
done | while read -r _ length; do echo $((0x$length)); done | awk -v box="$(wc -c <"$CERTBOX")" '{ n += $1 }
	END { printf "size\n  %d bytes of RSA, before what it replaces of BearSSL (promised: 24576 more); box %d\n", n, box }'
sh tests/rsa/armv7.sh

#!/bin/sh
# SPDX-License-Identifier: MIT
# constant-time.t - no jump and no address depends on a secret (valgrind memcheck; secret.c says how).
CERTBOX=${CERTBOX:-none}
. "${0%/*}/../e2e/tap.sh"
SRC=${SRC:?the top of the source}

has valgrind || skip_all 'no valgrind'
# build NAME FLAGS...
build() {
	program=$1
	shift
	find "$SRC/bignum" -name '*.c' ! -name reveal.c ! -name 'lanes_*' ! -name "${without:-reveal.c}" | sort |
		xargs "${HOSTCC:-gcc}" -std=c11 -D_GNU_SOURCE -g -O2 -o "$program" "$@" -I"$SRC" "$SRC/tests/rsa/secret.c" \
			"$SRC/tests/rsa/reveal.c" "$SRC/lib/wipe.c"
}
# The text of the AVX-512 paths, compiled for a machine without: valgrind knows neither.
soft() {
	for path in avx512 ifma; do
		sed '/^#pragma GCC target/d' "$SRC/bignum/lanes_$path.c" >"$path.c"
		"${HOSTCC:-gcc}" -std=c11 -g -O2 -Wno-psabi -I"$SRC/tests/rsa/soft" -I"$SRC" -c "$path.c" || return
	done
	build soft avx512.o ifma.o "$SRC/bignum/lanes_avx2.c" "$SRC/tests/rsa/soft/lanes_cpu.c"
}
# leaky FILE SED: the test with something planted in bignum/FILE.
leaky() {
	sed "$2" "$SRC/bignum/$1" >leaky.c
	! cmp -s leaky.c "$SRC/bignum/$1" && without=$1 build leaky leaky.c "$SRC"/bignum/lanes_*.c
}
watch() { valgrind -q --error-exitcode=9 "$@"; }

ok 'the test builds' build wide "$SRC"/bignum/lanes_*.c
ok 'the test builds with 28-bit limbs' build narrow -DLIMB_FORCE_32 "$SRC"/bignum/lanes_*.c
# The curves of the box are compiled for size: by its own flags, another text.
# shellcheck disable=SC2046
ok "the test builds with the box's flags" build small $(grep -oE ' -(O[a-z0-9]|fno-(thread|tree|caller|code)[a-z-]*)' "${BUILD:?the output folder}/gen/flags") \
	"$SRC"/bignum/lanes_*.c
for limbs in wide narrow small; do
	expect "$limbs: a search for a prime" 0 'search: found' '' watch "./$limbs" search 1
	expect "$limbs: a key of two primes" 0 'key: 0' '' watch "./$limbs" key
	expect "$limbs: a private operation" 0 'sign: 0' '' watch "./$limbs" sign
	for bits in 256 384 521; do
		expect "$limbs: products on P-$bits" 0 'curve: 1' '' watch "./$limbs" curve $bits
		expect "$limbs: a key and a signature on P-$bits" 0 'ecdsa: 1' '' watch "./$limbs" ecdsa $bits
	done
done
if [ "$(./wide search 2)" = SKIP ]; then
	skip 1 'no AVX2'
else
	expect 'AVX2: a search for a prime' 0 'search: found' '' watch ./wide search 2
fi
case $("${HOSTCC:-gcc}" -dumpmachine) in
x86_64-*)
	ok 'the AVX-512 paths build without AVX-512' soft
	expect 'AVX-512F: eight candidates' 0 'search: nothing' '' watch ./soft search 3 once
	expect 'IFMA: eight candidates' 0 'search: nothing' '' watch ./soft search 4 once
	;;
*) skip 3 'AVX-512 is for x86-64' ;;
esac
expect 'a jump planted on a secret bit is reported' 9 planted '*depends on uninitialised value*' watch ./wide planted jump
expect '… and a look-up planted on one' 9 planted '*Use of uninitialised value*' watch ./wide planted address
ok 'a table of points that is asked by address builds' leaky ec.c 's/ec->table\[i\]\(.*\) & mask\[i\];/ec->table[digit]\1;/'
expect '… and is reported: the nonce comes there as a secret' 9 'ecdsa: 1' '*Use of uninitialised value*' watch ./leaky ecdsa 256
ok 'a signature that asks for a bit of the key builds' leaky ecdsa.c 's/field_take(f, b, d);/if (d[1] \& 1) wipe(b, sizeof(limb)); &/'
expect '… and is reported: the key comes there as a secret' 9 'ecdsa: 1' '*depends on uninitialised value*' watch ./leaky ecdsa 256
done_testing

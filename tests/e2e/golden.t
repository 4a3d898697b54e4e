#!/bin/sh
# SPDX-License-Identifier: MIT
# golden.t - from the same seed, at the same time, every machine makes the same keys and certificates: tests/vectors/golden.sums.
# Where that is to change, SUMS=FILE takes down what they are now.
# shellcheck source-path=SCRIPTDIR source=sets.sh
. "${0%/*}/sets.sh"

# Believed, and before the release date: then nothing depends on that.
NOW=1767225600 # 2026-01-01
# seeded SEED DIR ARG…: on one processor, for several would race for RSA's primes.
cpu=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
seeded() {
	seeded_with=$1
	shift
	CERTBOX_TEST_SEED=$seeded_with CERTBOX_TEST_NOW=$NOW CERTBOX_TEST_SET=1 taskset -c "$cpu" "$CERTBOX_TEST" certgen --clock ok -q -d "$@" >/dev/null
}
make_all() {
	seeded 1 p256 board.local 192.168.7.20 fd00::7
	seeded 2 p384 -t p384 board.local
	seeded 3 rsa2048 -t rsa2048 --rsa-kex board.local
	seeded 4 mixed -t p384 --ca-key-type p256 --constrain critical --use both --days 90 --subject '/C=DE/O=Größe/CN=board' '*.lan' a@b.lan
	seeded 5 self --self-signed board.local
	seeded 6 rotated board.local
	seeded 7 rotated --rotate ca board.local
}
sums_of() { find "$@" -type f \( -name '*.crt' -o -name '*.key' \) -exec sha256sum {} + | sort -k 2; }

ok 'six sets are made' make_all
sums_of p256 p384 rsa2048 mixed self rotated >sums
[ -z "${SUMS-}" ] || cp sums "$SUMS"
while read -r sum file; do
	is "$(sed -n "s|^\([0-9a-f]*\)  $file\$|\1|p" sums)" "$sum" "$file"
done <"$SRC/tests/vectors/golden.sums"
is "$(wc -l <sums)" "$(wc -l <"$SRC/tests/vectors/golden.sums")" 'no file more'

when=$NOW
for set in p256 p384 rsa2048 mixed rotated; do ok "openssl accepts $set" valid "$set"; done

# Controls: the sums see a seed and a second.
seeded 8 other board.local 192.168.7.20 fd00::7
is "$(sums_of p256 other | awk '{ print $1 }' | sort | uniq -d)" '' 'another seed: not one file the same'
NOW=$((NOW + 1))
seeded 1 later board.local 192.168.7.20 fd00::7
ok 'a second later: the same keys …' cmp p256/server.key later/server.key
not_ok '… in other certificates' cmp p256/server.crt later/server.crt
done_testing

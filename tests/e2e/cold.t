#!/bin/sh
# SPDX-License-Identifier: MIT
# cold.t - a first boot with P-256 keys, and one with nothing to do, run no code that applets/cold.ld puts among what is rare.
. "${0%/*}/tap.sh"
has valgrind readelf nm || skip_all 'valgrind, readelf or nm is missing'
box=${BUILD:?}/certbox.debug
# shellcheck disable=SC2046 # four words
set -- $(readelf -SW "$box" | sed -n 's/^ *\[ *[0-9]*\] \.\(visit\|cold\)  *[A-Z]*  *\([0-9a-f]*\)  *[0-9a-f]*  *\([0-9a-f]*\) .*/\2 \3/p')
is $# 4 'there are sections .visit and .cold'

# executed ARGUMENT…: leaves the addresses of all instructions that were run in the file trace
executed() {
	valgrind -q --tool=callgrind --callgrind-out-file=trace --dump-instr=yes --compress-pos=no "$box" certgen -d set "$@" >/dev/null 2>&1
}
# cold BEGIN SIZE BEGIN SIZE: the functions of those in .visit and .cold
cold() {
	{ nm -n "$box"; sed -n 's/^0x\([0-9a-f]*\) .*/\1 run/p' trace | sort -u | sed 's/^0*/0000000000000000/; s/^0*\([0-9a-f]\{16\} \)/\1/'; } |
		sort | awk -v from="$1" -v last="$3" -v size="$4" '
		function number(s, i, n) { for (i = 1; i <= length(s); i++) n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1; return n }
		BEGIN { begin = number(from); end = number(last) + number(size) }
		$2 != "run" { name = $3; next }
		number($1) >= begin && number($1) < end && !seen[name]++ { print name }'
}
ok 'a first boot is traced' executed board.local
ok '… with what it runs' grep -q '^0x' trace
is "$(cold "$@")" '' '… nothing of it is rare'
ok 'a boot with nothing to do is traced' executed board.local
is "$(cold "$@")" '' '… nothing of it is rare'
executed --help
like "$(cold "$@")" '*applet_help*' 'control: --help is'
done_testing

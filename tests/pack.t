#!/bin/sh
# SPDX-License-Identifier: MIT
# pack.t - dist/pack: marked strings are packed, all else stays; the box holds no mark, and says all that its sources say.
# shellcheck source=tests/e2e/tap.sh
. "${0%/*}/e2e/tap.sh"
pack=$BUILD/pack

asm() { printf '\t.section\t.rodata.str1.1\n.LC0:\n\t.string\t"%s"\n.LC1:\n\t.ascii\t"\\001\\200"\n\t.string\t"plain"\n' "$1"; }
packed() { "$pack" | sed -n 's/^\t\.string\t"\(.*\)"$/\1/p' | head -n 1; }

asm '\016\033\017the name of a file: %s' >in.s
expect 'a marked string gets shorter' 0 '*.LC0:
?.string?"*\\[23]*"
.LC1:
?.string?"\\001\\200plain"' '' sh -c '"$0" <in.s' "$pack"
ok 'by a third at least' test "$(packed <in.s | sed 's/\\[0-7]\{3\}/x/g' | wc -c)" -le 16
asm 'the name of a file: %s' >in.s
expect 'one without a mark stays' 0 '*"the name of a file: %s"*' '' sh -c '"$0" <in.s' "$pack"
asm '\016\033\016for the manual' >in.s
is "$(packed <in.s)" '' 'what is for the manual is gone'
asm '\016\033\017na\303\257ve' >in.s
expect 'no code for what is not ASCII' 1 '*' 'pack: a TEXT that is not ASCII' sh -c '"$0" <in.s' "$pack"
printf '\t.string\t"a", "b"\n' >in.s
expect 'a line that is not understood is refused' 1 '*' 'pack: more than one string in a line' sh -c '"$0" <in.s' "$pack"

is "$(LC_ALL=C tr -d '\000' <"$CERTBOX" | LC_ALL=C grep -c "$(printf '\016\033[\016\017]')")" 0 'no mark is in the box'
is "$(strings -n 12 "$CERTBOX" | grep -c 'nothing changed (')" 0 'its longer texts are packed'
expect '... and read well' 2 '' 'certgen: *--days: 0 is not from 1 to *' "$CERTBOX" certgen --days 0
done_testing

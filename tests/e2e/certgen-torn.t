#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-torn.t - one character changed, or the end cut off, anywhere in any file: what was good stays, the rest is healed.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
fresh a
step=67
[ -z "${LONG:-}" ] || step=5

# flip FILE OFFSET: another letter there.
flip() {
	letter=$(dd if="$1" bs=1 skip="$2" count=1 2>/dev/null)
	case $letter in A) letter=B ;; *) letter=A ;; esac
	printf %s "$letter" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
cut() { head -c "$2" "a/${1#*/}" >"$1"; }
same() { for f; do cmp "a/$f" "b/$f" >/dev/null 2>&1 || return; done; }
# Whatever the damage: nothing is deleted.
kept() { for f in b/"$1" b/"$1".bad-*; do [ ! -e "$f" ] || ! cmp -s "$f" damaged || return 0; done && return 1; }

# What must hold after a run on damage in server.crt, server.key, ca.crt, ca.key.
after_server_crt() { [ "$code" -eq 0 ] && same ca.key ca.crt server.key && valid b; }
# A key whose algorithm has become another one is refused, and nothing changes.
refused() { [ "$code" -eq 12 ] && one_line "$err" && same ca.crt server.crt && [ "$(files b)" = 'ca.crt ca.key server.crt server.key' ]; }
after_server_key() { refused || mended_server_key; }
after_ca_key() { refused || mended_ca_key; }
mended_server_key() { [ "$code" -eq 0 ] && same ca.key ca.crt && valid b; }
after_ca_crt() { [ "$code" -eq 0 ] && same ca.key server.key && valid b && [ "$(subject b/ca.crt)" = "$(subject a/ca.crt)" ]; }
mended_ca_key() { [ "$code" -eq 0 ] && same ca.crt server.crt server.key && verifies b/ca.crt b/server.crt; }

# everywhere FILE HOW
everywhere() {
	size=$(stat -c %s "a/$1") at=0 runs=0 problems=
	while [ "$at" -lt "$size" ]; do
		rm -rf b && cp -a a b
		"$2" "b/$1" "$at"
		cp "b/$1" damaged
		run certgen -d b board.local
		"after_$(echo "$1" | tr . _)" >"$TAP/why" 2>&1 || problems="$problems
$at: exit $code, $(cat "$TAP/why") $(head -n 1 "$TAP/err")"
		kept "$1" || [ "$code" -ne 0 ] || grep -q '^reissued' "$TAP/out" || problems="$problems
$at: the damaged file is gone"
		run certgen -d b board.local
		tap_fits "$out" 'ok *' || [ "$code" -eq 12 ] || problems="$problems
$at: the second run: $out$err"
		at=$((at + step)) runs=$((runs + 1))
	done
	judge "$1: $2 at every ${step}th character, $runs times" "$problems"
}
for file in server.crt server.key ca.crt ca.key; do
	everywhere $file flip
	everywhere $file cut
done
rm -rf b && cp -a a b && flip b/server.crt 400
not_ok 'control: a changed letter is no valid set' valid b
done_testing

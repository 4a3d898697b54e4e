#!/bin/sh
# SPDX-License-Identifier: MIT
# fallback.t - work is due, and another folder stands in; a fault at every call.
. "${0%/*}/lib.sh"

mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1)
faulty() { "$@" "$CERTBOX" certgen -d set --fallback other board.lan new.lan; }
plain() { certgen -d set board.lan new.lan; }
lenient=1
# Done, they say: then the one or the other holds all that was wanted, and both the same keys.
after_fault() {
	[ "$code" -eq 0 ] || return 0
	if [ ! -e other/server.crt ]; then
		certgen --check -d set board.lan new.lan >check.out 2>&1 || { why='neither folder holds what was wanted'; return 1; }
		return 0
	fi
	certgen --check -d other board.lan new.lan >check.out 2>&1 || { why="other: $(cat check.out)"; return 1; }
	is_tidy other || return 1
	slurp set/server.key
	was=$text
	slurp other/server.key
	[ "$text" = "$was" ] || { why='another key in the other folder'; return 1; }
}
holds() { as_before set/ca.key set/ca.crt set/server.key; }
sweep fallback
finish

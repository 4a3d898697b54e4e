#!/bin/sh
# SPDX-License-Identifier: MIT
# reset.t - a set is removed; after a fault at any call the next run has the whole old set, or keys that are all new.
. "${0%/*}/lib.sh"

mkdir start
(
	cd start && certgen -q -d set board.lan >/dev/null 2>&1
	certgen -q -d set --rotate key board.lan >/dev/null 2>&1
)
faulty() { "$@" "$CERTBOX" certgen -d set --reset --yes; }
plain() { certgen -d set board.lan; }
may_go='set/server.key set/ca.key'
later='.*'              # a set that was removed is made again
holds() {
	if cmp -s set/ca.key ../start/set/ca.key; then as_before set/ca.key set/ca.crt set/server.key set/server.crt; else
		! cmp -s set/server.key ../start/set/server.key || { why='the old key goes on under a new CA'; return 1; }
	fi
}
sweep reset

# A file with the leaf's key in it goes before that key, while it can still be told whose it is.
(cd start && certgen -q -d set --combined "$PWD/c.pem" board.lan >/dev/null 2>&1)
faulty() { "$@" "$CERTBOX" certgen -d set --combined "$PWD/c.pem" --reset --yes; }
after_fault() {
	[ -e c.pem ] || return 0
	[ ! -e set/.certbox-commit ] && as_before set/server.key && return 0
	why='c.pem outlives its key'
	return 1
}
only='^(unlinkat|renameat2|fsync|openat|write)$'
sweep reset-combined
finish

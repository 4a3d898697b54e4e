#!/bin/sh
# SPDX-License-Identifier: MIT
# seal.t - a sealed set: a fault at every call, and never a CA key on the disk; the next run ends with a whole set.
. "${0%/*}/lib.sh"

sealed=1
faulty() { "$@" "$CERTBOX" certgen -d set --seal board.lan; }
plain() { certgen -d set --seal board.lan; }
# Of all files that ever are there, those with a key are the leaf's, and never two in one run.
no_ca_key() {
	for file in set/ca.key*; do
		[ ! -e "$file" ] || { why="$file is there"; return 1; }
	done
}
after_fault() {
	no_ca_key || return
	[ "$(cat set/*.key set/.certbox-*.new 2>/dev/null | grep -c 'BEGIN.*PRIVATE')" -le "$keys" ] || { why='too many keys'; return 1; }
}
holds() { no_ca_key; }

mkdir start
keys=1
sweep seal

(cd start && certgen -q -d set --seal board.lan >/dev/null 2>&1 && echo >set/server.crt)
torn=set/server.crt may_go=set/server.key keys=2
holds() { no_ca_key && keeps set/ca.crt set/server.key set/server.crt; }
sweep seal-again

# Where the CA's key has been: all of the old set is there, or a sealed one.
rm -rf start && mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1)
faulty() { "$@" "$CERTBOX" certgen -d set --seal --force board.lan; }
plain() { certgen -d set board.lan; }
torn='' may_go='set/server.key set/ca.key'
after_fault() { :; }
holds() {
	keeps set/ca.key set/ca.crt set/server.key set/server.crt || return 1
	if [ -e set/ca.key ]; then as_before set/ca.key set/ca.crt set/server.key set/server.crt; else
		! as_before set/ca.crt || { why='the old CA without its key'; return 1; }
		why=
	fi
}
sweep seal-force
finish

#!/bin/sh
# SPDX-License-Identifier: MIT
# csr.t - a torn key and another's request are set aside, a key and its request made; a fault at every call.
. "${0%/*}/lib.sh"

mkdir -p start/set
(
	cd start && : >set/server.key
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=board.lan -keyout other.pem -out web.csr 2>/dev/null
)
torn=set/server.key
faulty() { "$@" "$CERTBOX" certgen -d set --csr "$PWD/web.csr" board.lan; }
plain() { certgen -d set --csr "$PWD/web.csr" board.lan; }
after_fault() { are_whole web.csr && keeps web.csr; }
is_valid() {
	[ "$(openssl pkey -in set/server.key -pubout)" = "$(openssl req -in web.csr -noout -verify -pubkey 2>ssl)" ] && return
	why="the request is not the key's: $(cat ssl)"
	return 1
}
holds() {
	are_whole web.csr && keeps web.csr || return 1
	for file in .certbox-*; do
		[ ! -e "$file" ] || { why="left behind: $file"; return 1; }
	done
}
sweep csr
finish

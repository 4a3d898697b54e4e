#!/bin/sh
# SPDX-License-Identifier: MIT
# force.t - a user forces own files away; a fault at every call loses none of them.
. "${0%/*}/lib.sh"

mkdir start
(
	cd start && certgen -q -d set board.lan >/dev/null 2>&1
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=board.lan \
		-addext subjectAltName=DNS:board.lan -addext keyUsage=digitalSignature -addext extendedKeyUsage=serverAuth \
		-addext basicConstraints=critical,CA:FALSE -keyout set/server.key -out set/server.crt 2>/dev/null
	chmod 600 set/server.key
)
faulty() { "$@" "$CERTBOX" certgen -d set --force board.lan; }
plain() { certgen -d set board.lan; }
may_go=set/server.key
# Either all of the user's pair is still in its place, or all of it is gone from there.
holds() {
	ca=ca.crt
	as_before set/ca.key set/ca.crt && keeps set/server.key set/server.crt || return 1
	as_before set/server.crt || { why=; return 0; }
	ca=server.crt
	as_before set/server.key
}
sweep force
finish

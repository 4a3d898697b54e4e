#!/bin/sh
# SPDX-License-Identifier: MIT
# import.t - a user's pair replaces ours; a fault at every call leaves one or the other, whole, and loses neither.
. "${0%/*}/lib.sh"

mkdir start
(
	cd start && certgen -q -d set board.lan >/dev/null 2>&1
	printf '%s\n' subjectAltName=DNS:board.lan keyUsage=digitalSignature extendedKeyUsage=serverAuth basicConstraints=critical,CA:FALSE >ext
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=board.lan -keyout own.pem -out csr 2>/dev/null
	openssl x509 -req -in csr -CA set/ca.crt -CAkey set/ca.key -days 365 -extfile ext -out own.crt 2>/dev/null
)
faulty() { "$@" "$CERTBOX" certgen -d set --import own.crt own.pem; }
plain() { certgen -d set board.lan; }
may_go=set/server.key
# Nothing is lost; where it was done, both are the user's.
holds() {
	as_before set/ca.key set/ca.crt && keeps set/server.key set/server.crt || return 1
	as_before set/server.key && as_before set/server.crt && [ "$code" -ne 0 ] && why= && return
	cmp -s set/server.crt own.crt && openssl pkey -in set/server.key | cmp -s - own.pem && why= && return
	why='neither the old pair nor the new one'
	return 1
}
sweep import
finish

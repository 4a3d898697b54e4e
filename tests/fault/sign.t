#!/bin/sh
# SPDX-License-Identifier: MIT
# sign.t - a request is signed; a fault at every call leaves what stood there, or the certificate, whole, and no trace in the set.
. "${0%/*}/lib.sh"

mkdir start
(
	cd start && certgen -q -d set board.lan >/dev/null 2>&1
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj / -addext subjectAltName=DNS:other.lan -keyout key -out csr 2>/dev/null
	echo 'of before' >out.crt
)
faulty() { "$@" "$CERTBOX" certgen -d set --sign csr -o "$PWD/out.crt" --copy-names; }
plain() { certgen -d set board.lan; }
# What was there is there, or aside; what was signed is whole, and is there when it was said.
after_fault() {
	keeps out.crt || return 1
	[ "$code" -eq 0 ] || [ -e out.crt ] || return 0
	[ "$code" -eq 0 ] || ! as_before out.crt || return 0
	why=
	openssl verify -CAfile set/ca.crt out.crt >ssl 2>&1 || { why="out.crt: $(cat ssl)"; return 1; }
}
holds() { as_before set/ca.key set/ca.crt set/server.key set/server.crt; }
sweep sign
finish

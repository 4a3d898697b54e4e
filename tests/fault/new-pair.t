#!/bin/sh
# SPDX-License-Identifier: MIT
# new-pair.t - a torn key; a fault at every call of the making of a new pair.
. "${0%/*}/lib.sh"

mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1 && cp -a set whole)
faulty() { "$@" "$CERTBOX" certgen -d set board.lan; }
plain() { certgen -d set board.lan; }
holds() { as_before set/ca.key set/ca.crt && keeps set/server.key set/server.crt; }

dd if=start/whole/server.key of=start/set/server.key bs=100 count=1 2>/dev/null
torn=set/server.key
sweep torn-key

rm start/set/server.key
torn=
holds() { as_before set/ca.key set/ca.crt && keeps set/server.crt; }
sweep missing-key
finish

#!/bin/sh
# SPDX-License-Identifier: MIT
# heal.t - a torn certificate, of the leaf or the CA; a fault at every call of its healing leaves keys alone.
. "${0%/*}/lib.sh"

mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1 && cp -a set whole)
faulty() { "$@" "$CERTBOX" certgen -d set board.lan; }
plain() { certgen -d set board.lan; }

dd if=start/whole/server.crt of=start/set/server.crt bs=300 count=1 2>/dev/null
torn=set/server.crt
holds() { as_before set/ca.key set/ca.crt set/server.key && keeps set/server.crt; }
sweep torn-leaf

cp start/whole/server.crt start/set/server.crt
: >start/set/ca.crt
torn=set/ca.crt
holds() { as_before set/ca.key set/server.key && keeps set/ca.crt; }
sweep empty-CA
finish

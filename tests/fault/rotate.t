#!/bin/sh
# SPDX-License-Identifier: MIT
# rotate.t - keys are replaced on request; a fault at every call leaves the old pair or the new one, whole.
. "${0%/*}/lib.sh"

mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1)
plain() { certgen -d set board.lan; }

faulty() { "$@" "$CERTBOX" certgen -d set --rotate key board.lan; }
may_go=set/server.key
# The CA stays; the old key is where it was, or aside.
holds() { as_before set/ca.key set/ca.crt && keeps set/server.key && together set/server.key set/server.crt; }
sweep rotate-key

faulty() { "$@" "$CERTBOX" certgen -d set --rotate ca board.lan; }
may_go=set/ca.key
# The leaf's key stays.
holds() { as_before set/server.key && keeps set/ca.key set/ca.crt && together set/ca.key set/ca.crt set/server.crt; }
sweep rotate-ca

faulty() { "$@" "$CERTBOX" certgen -d set --rotate ca --compromised board.lan; }
sweep rotate-ca-compromised
finish

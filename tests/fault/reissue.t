#!/bin/sh
# SPDX-License-Identifier: MIT
# reissue.t - a new name is wanted; a fault at every call leaves keys and CA alone.
. "${0%/*}/lib.sh"

mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1)
faulty() { "$@" "$CERTBOX" certgen -d set board.lan new.lan; }
plain() { certgen -d set board.lan new.lan; }
holds() { as_before set/ca.key set/ca.crt set/server.key; }
sweep reissue
finish

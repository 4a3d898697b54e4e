#!/bin/sh
# SPDX-License-Identifier: MIT
# idle.t - all is right; a fault at every call changes nothing.
. "${0%/*}/lib.sh"

mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1)
faulty() { "$@" "$CERTBOX" certgen -d set board.lan; }
plain() { certgen -d set board.lan; }
holds() { as_before set/ca.key set/ca.crt set/server.key set/server.crt; }
sweep idle
grep -E '^[0-9]+ +((p?write(64|v)?|ftruncate)\(([0-9][0-9]|[3-9]))|fsync|link|rename|unlink|mkdir|f?ch(mod|own)|utime|symlink|mknod)' trace >writing
is "$(cat writing)" '' 'an idle run makes no call that writes'
finish

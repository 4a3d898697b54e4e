#!/bin/sh
# SPDX-License-Identifier: MIT
# owner.t - a key is given to a service; a fault at every call.
. "${0%/*}/lib.sh"

[ "$(id -u)" -eq 0 ] || skip_all 'only root can give files away'
mkdir start
(cd start && certgen -q -d set board.lan >/dev/null 2>&1)
faulty() { "$@" "$CERTBOX" certgen -d set --owner 4711:4712 board.lan; }
plain() { certgen -d set --owner 4711:4712 board.lan; }
holds() {
	as_before set/ca.key set/ca.crt set/server.key set/server.crt || return 1
	facts=$(stat -c %u:%g:%a set/server.key set/ca.key | tr '\n' ' ')
	[ "$facts" = "4711:4712:640 $(id -u):$(id -g):600 " ] || { why="owners and modes: $facts"; return 1; }
}
sweep owner

rm -r start && mkdir start
holds() {
	facts=$(stat -c %u:%g:%a set/server.key set/ca.key | tr '\n' ' ')
	[ "$facts" = "4711:4712:640 $(id -u):$(id -g):600 " ] || { why="owners and modes: $facts"; return 1; }
}
sweep owner-first-boot
finish

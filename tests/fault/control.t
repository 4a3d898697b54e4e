#!/bin/sh
# SPDX-License-Identifier: MIT
# control.t - boxes with one check removed: the faults of a first boot must find each of them, and nothing in the box itself.
. "${0%/*}/lib.sh"

mkdir start
faulty() { "$@" "$CERTBOX" certgen -d set board.lan; }
plain() { certgen -d set board.lan; }
quiet=1
box=$CERTBOX

# control NAME CALLS: the box B/ctl/NAME with faults in CALLS
control() {
	CERTBOX=$box only=$2 caught=0
	sweep "$1" >"$TAP/said"
	is "$caught" 0 "the box as it is passes ($2)" || cat "$TAP/said"
	[ -x "${BUILD:-}/ctl/$1/certbox" ] || { skip 1 "the control $1 is not built"; return; }
	CERTBOX=$BUILD/ctl/$1/certbox caught=0
	sweep "$1" >/dev/null
	ok "$1: caught, by $caught faults" [ "$caught" -gt 0 ]
}

control no-write-check '^write$'
control no-fsync-check '^fsync$'
control no-close-check '^close$'
control in-place '^(write|fsync|close)$'
finish

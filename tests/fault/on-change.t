#!/bin/sh
# SPDX-License-Identifier: MIT
# on-change.t - a command is run after a change, at least once; a fault at every call.
. "${0%/*}/lib.sh"

mkdir start
faulty() { "$@" "$CERTBOX" certgen -d set --on-change 'echo ran >>ran' board.lan; }
plain() { certgen -d set --on-change 'echo ran >>ran' board.lan; }
holds() { [ -s ran ] || { why='the command was not run'; return 1; }; }
# the command is struck as well, and may fail
lenient=1
sweep on-change
finish

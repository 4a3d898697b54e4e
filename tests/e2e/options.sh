# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# options.sh - the words of a command's options, for tests of what is made from the tables.
#
#   options_of NAME     each that `certbox --help NAME` (or certbox's own --help) shows, one a line, sorted
options_of() {
	case $1 in
	certbox) "$CERTBOX" --help ;;
	*) "$CERTBOX" --help "$1" ;;
	esac | awk '
		/^  (-[A-Za-z],|   ) --/ { match($0, /--[a-z0-9-]+/); print substr($0, RSTART + 2, RLENGTH - 2); next }
		/^  also:/ { also = 1 }
		/^$/ { also = 0 }
		also { while (match($0, /--[a-z0-9-]+/)) { print substr($0, RSTART + 2, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } }' | sort
}

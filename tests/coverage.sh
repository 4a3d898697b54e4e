#!/bin/sh
# SPDX-License-Identifier: MIT
# coverage.sh - lines of each source that unit tests reach, least first; read from BUILD after `make coverage` ran them.
set -eu
LC_ALL=C
export LC_ALL
build=${1:?coverage.sh BUILD}

find "$build/san" -name '*.gcno' ! -path '*/tests/*' | sort |
	xargs -n 1 sh -c 'gcov -n "$0" 2>/dev/null | sed -n 1,2p' |
	awk -F"['%: ]+" '
		/^File / { file = $2 }
		/^Lines executed/ { printf "%6.1f%%  of %4d  %s\n", $3, $5, file; reached += $3 * $5 / 100; all += $5 }
		/^No executable/ { file = "" }
		END { if (all) printf "%6.1f%%  of %4d  in all\n", 100 * reached / all, all }' |
	sort -k 1n

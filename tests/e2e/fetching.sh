# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# fetching.sh - certfetch, and servers that mean it no good; read behind sets.sh, for hostile behind serving.sh, too.
#
#   certfetch ARG…            the box's
#   has_made                  the certificates of fetching_made.py are in made/
#   rows KIND COMMAND…        the rows on stdin by fetching_rows.py, a line of TAP each; COMMAND is certfetch
#   hostile KEY=VALUE…        a server of fetching.py: $port, and $asked has a line for each request it saw; until hostile_end

certfetch() { "$CERTBOX" certfetch "$@"; }
fetching=$SRC/tests/e2e
export PYTHONDONTWRITEBYTECODE=1
has_made() { [ -e made/ca.crt ] || { mkdir made && python3 "$fetching/fetching_made.py" made; }; }
rows() {
	rows_kind=$1
	shift
	python3 "$fetching/fetching_rows.py" "$PWD" "$rows_kind" "$@" >rows.out 2>rows.err || {
		tap_result 1 "all rows of $rows_kind are tried"
		diag "$(cat rows.err)"
	}
	while IFS='	' read -r rows_name rows_wrong; do
		tap_result "$([ -z "$rows_wrong" ]; echo $?)" "$rows_name" || diag "$rows_wrong"
	done <rows.out
}
hostile() {
	serve_port=$((serve_port + 2)) port=$serve_port asked=$PWD/asked.$serve_port
	: >"$asked"
	python3 "$fetching/fetching.py" serve "$asked" "$port" "$@" >"$asked.out" 2>"$asked.err" &
	hostile_pid=$!
	later "kill $hostile_pid 2>/dev/null"
	hostile_tries=0
	until grep -qs ready "$asked.out"; do
		hostile_tries=$((hostile_tries + 1))
		[ $hostile_tries -lt 200 ] || { tap_result 1 'the server is there'; diag "$(cat "$asked.err")"; return; }
		sleep 0.05
	done
}
hostile_end() { kill "$hostile_pid" && wait "$hostile_pid" 2>/dev/null; }

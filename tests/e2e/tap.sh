# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# tap.sh - TAP for end-to-end tests; read by `. "${0%/*}/tap.sh"` at the head of a test.
#
# After it the test stands in an empty folder of its own ($PWD), which is removed at the end. $CERTBOX
# is the box. Patterns are the shell's own (case), so * ? [ ] and \ are special in them; the very same text
# fits, too. Names come last, sentences that hold:
#
#   ok 'NAME' COMMAND…            COMMAND exits 0
#   not_ok 'NAME' COMMAND…        COMMAND does not
#   is GOT WANT 'NAME'            equal strings
#   like GOT PATTERN 'NAME'       GOT fits PATTERN
#   unlike GOT PATTERN 'NAME'
#   run COMMAND…                  runs it: $code, $out, $err (also the files $TAP/out and $TAP/err)
#   expect 'NAME' CODE OUT ERR COMMAND…    runs it; exit code equal, stdout and stderr fit the patterns ('': silent)
#   until_it COMMAND…             COMMAND exits 0, within some twenty seconds
#   has TOOL…                     are the tools here?
#   emulated                      is it qemu that runs the box (make check-arch)? What looks into it would see qemu. $EMULATED: which
#   skip N 'REASON'               N cases that cannot run here, counted
#   skip_all 'REASON'             the whole file
#   later COMMAND                 run at the end of the test, whatever happens (kill a server, umount)
#   done_testing                  the plan; last line of the test

set -u
LC_ALL=C
export LC_ALL
umask 022
: "${CERTBOX:?names the box to test}"
tap_run=0 tap_failed=0 tap_at_end=
TAP=$(mktemp -d "${TMPDIR:-/tmp}/certbox-test.XXXXXX") || exit 1

tap_end() {
	tap_code=$?
	trap - EXIT
	eval "$tap_at_end"
	cd / && chmod -R u+rwX "$TAP" && rm -rf "$TAP"
	exit "$tap_code"
}
trap tap_end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$TAP/work" && cd "$TAP/work" || exit 1

later() { tap_at_end="$*; $tap_at_end"; }
diag() { printf '%s\n' "$*" | sed 's/^/# /'; }

# tap_result CODE NAME: one TAP line; CODE 0 holds. Returns CODE.
tap_result() {
	tap_run=$((tap_run + 1))
	if [ "$1" -eq 0 ]; then
		printf 'ok %d - %s\n' "$tap_run" "$2"
	else
		tap_failed=$((tap_failed + 1))
		printf 'not ok %d - %s\n' "$tap_run" "$2"
	fi
	return "$1"
}

ok() {
	tap_name=$1
	shift
	if "$@" >"$TAP/ok.out" 2>&1; then
		tap_result 0 "$tap_name"
	else
		tap_result 1 "$tap_name"
		diag "failed: $*"
		sed 's/^/# /' "$TAP/ok.out"
		return 1
	fi
}

not_ok() {
	tap_name=$1
	shift
	if "$@" >"$TAP/ok.out" 2>&1; then
		tap_result 1 "$tap_name"
		diag "succeeded: $*"
		return 1
	fi
	tap_result 0 "$tap_name"
}

is() {
	if [ "$1" = "$2" ]; then
		tap_result 0 "$3"
	else
		tap_result 1 "$3"
		diag "got  $1"
		diag "want $2"
		return 1
	fi
}

# The pattern is meant to be one: unquoted in case.
# shellcheck disable=SC2254
tap_fits() {
	[ "$1" = "$2" ] && return 0
	case $1 in $2) return 0 ;; esac
	return 1
}

like() {
	if tap_fits "$1" "$2"; then
		tap_result 0 "$3"
	else
		tap_result 1 "$3"
		diag "got     $1"
		diag "pattern $2"
		return 1
	fi
}

unlike() {
	if tap_fits "$1" "$2"; then
		tap_result 1 "$3"
		diag "got     $1"
		diag "fits    $2"
		return 1
	fi
	tap_result 0 "$3"
}

run() {
	code=0
	"$@" >"$TAP/out" 2>"$TAP/err" || code=$?
	out=$(cat "$TAP/out")
	err=$(cat "$TAP/err")
}

expect() {
	tap_name=$1 tap_want=$2 tap_out=$3 tap_err=$4
	shift 4
	run "$@"
	if [ "$code" -eq "$tap_want" ] && tap_fits "$out" "$tap_out" && tap_fits "$err" "$tap_err"; then
		tap_result 0 "$tap_name"
	else
		tap_result 1 "$tap_name"
		diag "command: $*"
		diag "exit    $code, want $tap_want"
		diag "stdout  $out"
		diag "pattern $tap_out"
		diag "stderr  $err"
		diag "pattern $tap_err"
		return 1
	fi
}

until_it() {
	tap_tries=200
	until "$@" >/dev/null 2>&1; do
		tap_tries=$((tap_tries - 1))
		[ "$tap_tries" -gt 0 ] || return 1
		sleep 0.1
	done
}

emulated() { [ -n "${EMULATED-}" ]; }
has() {
	for tap_tool; do
		case $tap_tool in strace | valgrind) ! emulated || return 1 ;; esac
		command -v "$tap_tool" >/dev/null 2>&1 || return 1
	done
}

skip() {
	tap_left=$1
	while [ "$tap_left" -gt 0 ]; do
		tap_run=$((tap_run + 1)) tap_left=$((tap_left - 1))
		printf 'ok %d # SKIP %s\n' "$tap_run" "$2"
	done
}

skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

done_testing() {
	printf '1..%d\n' "$tap_run"
	[ "$tap_failed" -eq 0 ]
	exit
}

#!/bin/sh
# SPDX-License-Identifier: MIT
# lint.sh - clang-tidy, cppcheck and shellcheck over everything of ours; silent but for a summary when clean.
#
#   lint.sh COMPILER-FLAGS...        (make lint gives them)
set -u
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.." || exit 1
JOBS=$(nproc)
log=$(mktemp -d) || exit 1
trap 'rm -rf "$log"' EXIT
trap 'exit 1' HUP INT TERM

for tool in clang-tidy cppcheck shellcheck; do
	command -v "$tool" >/dev/null || { echo "lint.sh: $tool is missing: sh tests/packages.sh check" >&2; exit 1; }
done

c_files() { find applets bearssl-glue bignum x509 os lib man dist tests -name '*.c' 2>/dev/null | sort; }
# Shell by name or by first line.
sh_files() {
	find tests bearssl-glue initramfs dist .ci -type f 2>/dev/null | sort | while read -r file; do
		case $file in
		*.sh) echo "$file" ;;
		*) head -n 1 "$file" | grep -aq '^#!/bin/\(ba\|da\)\{0,1\}sh' && echo "$file" ;;
		esac
	done
}

bad=0
# verdict TOOL COUNT STATUS
verdict() {
	if [ "$3" -eq 0 ]; then echo "lint: $1: $2 files, clean"; else
		cat "$log/$1"
		echo "lint: $1: not clean"
		bad=1
	fi
}

# One file a process: with several, clang-tidy 14 sees uninitialised va_lists in the second.
# What it says on stderr (how much it suppressed in system headers) is shown only on failure.
tidy() {
	c_files | xargs -P "$JOBS" -n 1 sh -c '
		log=$1 flags=$2
		[ "$3" = lib/err.c ] || flags="$flags -include tests/lint.h"
		clang-tidy --quiet "$3" -- $flags >"$log/tidy.$$" 2>"$log/tidy.err.$$" && rm "$log/tidy.err.$$"' - "$log" "$*"
	status=$?
	cat "$log"/tidy.[0-9]* "$log"/tidy.err.* >"$log/clang-tidy" 2>/dev/null
	return $status
}

tidy "$@"
verdict clang-tidy "$(c_files | wc -l)" $?

c_files | grep -v '^tests/' | xargs -r cppcheck --quiet --std=c11 --language=c -j "$JOBS" --error-exitcode=1 --inline-suppr \
	--enable=warning,portability,performance --suppress=missingIncludeSystem -I. -I"${BUILD:-build}/gen" >"$log/cppcheck" 2>&1
verdict cppcheck "$(c_files | grep -vc '^tests/')" $?

sh_files | xargs -r shellcheck >"$log/shellcheck" 2>&1
verdict shellcheck "$(sh_files | wc -l)" $?

exit $bad

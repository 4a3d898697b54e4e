#!/bin/sh
# SPDX-License-Identifier: MIT
# house.sh - the rules of the house that a machine can check, in TAP.
#
# Each rule is a function that prints what breaks it: on the sources below the current folder, or on the
# objects in $BUILD/obj. It is asked twice: here, where it must stay silent, and in a small tree made to
# break every rule, where it must not (a rule that has never been seen to fail proves nothing).
set -u
LC_ALL=C
export LC_ALL
SRC=${SRC:-$(cd "$(dirname "$0")/.." && pwd)}
BUILD=${BUILD:-$SRC/build}
CERTBOX=${CERTBOX:-$BUILD/certbox}
HOSTCC=${HOSTCC:-gcc}
cd "$SRC" || exit 1

BELOW='lib os x509 bignum bearssl-glue'
ROOMS="applets $BELOW"
SIZE_MAX=325632 # 318 KiB, so that it does not grow unseen. What binds: 320 for four applets

# shellcheck disable=SC2086 # rooms are words
sources() { find $ROOMS man -name '*.[ch]' 2>/dev/null | sort; }
c_files() { sources | grep '\.c$'; }
all_text() { { sources; find tests initramfs dist .ci -type f 2>/dev/null | grep -v -E '/(corpus|vectors)/|\.(pem|der|crt|key)$'; } | sort; }
all_c() { { sources; find tests -name '*.[ch]' 2>/dev/null; } | sort; }

# objects ROOM...: what was compiled of these rooms' present sources.
objects() {
	find "$@" -name '*.c' 2>/dev/null | sort | while read -r file; do
		[ ! -e "$BUILD/obj/${file%.c}.o" ] || echo "$BUILD/obj/${file%.c}.o"
	done
}

# calls REGEX ROOM...: objects of the rooms that need a symbol from outside that matches.
calls() {
	pattern=$1
	shift
	for object in $(objects "$@"); do
		nm -u "$object" | awk -v o="${object#"$BUILD"/obj/}" -v p="^($pattern)\$" '$2 ~ p { print o ": " $2 }'
	done
}

# --- the rules --------------------------------------------------------------------------------------

includes_follow_the_map() {
	sources | while read -r file; do
		awk -v file="$file" '
		BEGIN {
			may["bearssl-glue"] = " bearssl-glue bignum x509 lib "; may["bignum"] = " bignum lib "
			may["x509"] = " x509 lib "; may["os"] = " os lib "; may["lib"] = " lib "
			may["applets"] = " applets bearssl-glue bignum x509 os lib "
			may["man"] = " man applets lib "
			n = split(file, at, "/")
		}
		/^[ \t]*#[ \t]*include[ \t]*"/ {
			split($0, quoted, "\""); path = quoted[2]; m = split(path, to, "/")
			if (path ~ /^[a-z_]+\.inc$/ && path !~ /\//) next # made by make from config.mk
			if (m < 2 || index(may[at[1]], " " to[1] " ") == 0 || path !~ /\.h$/)
				print file ": " path
			else if (at[1] == "applets" && n > 2 && to[1] == "applets" && m > 2 && to[2] != at[2])
				print file ": " path
		}' "$file"
	done
}

only_the_glue_knows_bearssl() {
	sources | xargs grep -n '#[ 	]*include.*bearssl[_a-z0-9]*\.h' /dev/null |
		grep -v '^bearssl-glue/[^:]*:[0-9]*:#include <bearssl\.h>'
}

nobody_below_applets_prints_or_exits() {
	# shellcheck disable=SC2086
	calls '(v|f|vf|d|vd|w|fw)?printf|puts|putchar|perror|stdout|stderr|v?warnx?|v?errx?|v?syslog|exit|_Exit|quick_exit|abort|__assert_fail' $BELOW
}

no_heap_in_the_pure_rooms() {
	calls '[mc]alloc|realloc(array)?|free|aligned_alloc|posix_memalign|strn?dup|v?asprintf|getline|getdelim|open_memstream|f(d|re)?open' \
		lib x509 bignum bearssl-glue
}

frames_stay_under_4_kib() {
	# shellcheck disable=SC2086
	for object in $(objects $ROOMS); do
		[ -e "${object%.o}.su" ] || echo "$object: no .su file beside it"
		awk -F '\t' '$2 >= 4096 || ($3 ~ /dynamic/ && $3 !~ /bounded/) { print $1 ": " $2 " bytes, " $3 }' "${object%.o}.su"
	done
}

no_preprocessor_branches_in_c() {
	c_files | while read -r file; do
		head -n 12 "$file" | grep -q 'one instruction set: ' || grep -Hn '^[ 	]*#[ 	]*\(el\)\{0,1\}if' "$file"
	done
}

functions_fit_60_lines() {
	all_c | while read -r file; do
		awk -v file="$file" '
		/^\{/ || /^[A-Za-z_].*\)[^;=]*\{$/ { start = FNR; exempt = marked }
		/^\}/ && start { if (FNR - start + 1 > 60 && !exempt) print file ":" start ": " FNR - start + 1 " lines"; start = 0 }
		/^$/ && !start { marked = 0 }
		/^\/\* state machine: one switch \*\/$/ { marked = 1 }
		' "$file"
	done
}

long_files_say_why() {
	all_text | while read -r file; do
		[ "$(wc -l <"$file")" -le 400 ] || head -n 12 "$file" | grep -q 'long because:' || echo "$file: $(wc -l <"$file") lines"
	done
}

files_begin_with_spdx() {
	{ all_c; all_text | grep -e '\.sh$' -e '\.t$'; } | while read -r file; do
		head -n 2 "$file" | grep -q 'SPDX-License-Identifier: MIT' || echo "$file"
	done
}

no_xxx_and_no_util() {
	all_text | xargs grep -nw 'XX[X]' /dev/null
	all_text | grep '/utils\{0,1\}\(\.\|$\)'
}

no_c_outside_the_rooms() {
	find "$PWD" \( -path "$PWD/build" -o -path "$BUILD" -o -name .git \) -prune -o -name '*.[ch]' -print | sed "s|^$PWD/||" |
		grep -v -E '^(applets(/[a-z0-9]+)?|bearssl-glue|bignum|x509|os|lib|man|dist)/[a-z0-9_]+\.[ch]$|^tests/'
}

# What these need is in lib, x509, or in an applet's object that passes the same test, or is one of libc's pure functions.
PURE='applets/certgen/plan.o x509/path.o x509/path_text.o'
plan_is_pure() {
	[ -e "$BUILD/obj/applets/certgen/plan.o" ] || { echo "applets/certgen/plan.o is not built"; return; }
	# shellcheck disable=SC2086
	objects $ROOMS | xargs nm -A -P | sed "s|^$BUILD/obj/||" | awk -v roots="$PURE" '
		{ object = $1; sub(/:$/, "", object) }
		$3 == "U" { needs[object] = needs[object] " " $2; next }
		$3 ~ /^[TDBRVWC]$/ { home[$2] = object }
		function pure(object, from,    list, i, n, h) {
			if (seen[object]++) return
			n = split(needs[object], list, " ")
			for (i = 1; i <= n; i++) {
				h = home[list[i]]
				if (h ~ /^os\/(libc|syscalls)\.o$/) h = "" # our libc
				if (h ~ /^(lib|x509)\//) continue
				if (h ~ /^applets\//) pure(h, from " <- " h)
				else if (h != "" || list[i] !~ /^(mem(cpy|move|set|cmp|chr|rchr|mem)|str[a-z]*|snprintf|qsort|bsearch|to(upper|lower)|is[a-z]+|__stack_chk_(fail|guard)|_GLOBAL_OFFSET_TABLE_)$/)
					print object ": " list[i] (h ? " of " h : "") from
			}
		}
		END { n_roots = split(roots, root, " "); for (j = 1; j <= n_roots; j++) pure(root[j], "") }'
}

# Neither a dynamic loader, nor more than a stick can spare, nor what the house has banned from the box.
the_box_is_static() { readelf -lW "$CERTBOX" 2>&1 | grep -e INTERP -e DYNAMIC -e Error; }
the_box_is_small() {
	bytes=$(wc -c <"$CERTBOX") || echo 'no box'
	[ "${bytes:-0}" -le "$SIZE_MAX" ] || echo "$bytes bytes, at most $SIZE_MAX"
}
# The kernel maps a file in windows of 64 KiB; applets/cold.ld keeps what a usual run touches in the first two.
usual_code_stands_together() {
	at=$(readelf -SW "$CERTBOX.debug" 2>/dev/null | sed -n 's/^ *\[ *[0-9]*\] \.visit  *[A-Z]*  *[0-9a-f]*  *\([0-9a-f]*\) .*/\1/p')
	if [ -z "$at" ]; then echo 'no section .visit'; elif [ $((0x$at)) -gt 131072 ]; then
		echo "$((0x$at)) bytes before .visit, at most 131072: what is rare belongs into applets/cold.ld"
	fi
}
# BearSSL's seeder by what is in it: its name alone is asked for by the TLS engine, and bearssl-glue/tls.c has it.
the_box_links_no_banned_code() {
	nm "$CERTBOX.debug" 2>&1 | awk '$NF ~ /^(seeder_(urandom|rdrand)|br_x509_minimal_(init|vtable)|br_(i15|i31|i32|i62|ecdsa|rsa)_.*|getaddrinfo|gethostbyname.*|system|popen)(@.*)?$/ || /no symbols/ { print $NF }'
}

# --- a tree in which every rule is broken ----------------------------------------------------------

# put FILE LINE...
put() {
	file=$1
	shift
	mkdir -p "$(dirname "$file")"
	printf '%s\n' "$@" >"$file"
}

ruins() {
	put os/a.c '#include "x509/der.h"' '#include <bearssl.h>' '#ifdef X' '#endif'
	put x509/util.c '#include <stdio.h>' '#include <stdlib.h>' '#include <string.h>' \
		'char *f(char *);' 'char *f(char *s)' '{' 'char big[5000];' 'puts(s);' 'memset(big, 1, sizeof big);' \
		"$(yes '/* XX''X */' | head -n 400)" 'return strdup(big);' '}'
	put applets/certgen/plan.c 'int g(int), open(const char *, int, ...);' \
		'int plan(void);' 'int plan(void)' '{' 'return g(1) + open("/", 0);' '}'
	put os/g.c 'int g(int);' 'int g(int a)' '{' 'return a;' '}'
	put box.c 'int system(const char *);' 'static const char big[400000] = {1};' \
		'int main(int argc, char **argv)' '{' 'return system(argv[0]) + big[argc];' '}'
	for file in os/g.c x509/util.c applets/certgen/plan.c; do
		mkdir -p "build/obj/$(dirname "$file")"
		$HOSTCC -w -O1 -fstack-usage -c -o "build/obj/${file%.c}.o" "$file" || return 1
	done
	$HOSTCC -w -o build/certbox box.c && cp build/certbox build/certbox.debug
}

# --- asking --------------------------------------------------------------------------------------

tests=0
# report NAME FINDINGS: ok when there are none.
report() {
	tests=$((tests + 1))
	if [ -z "$2" ]; then echo "ok $tests - $1"; else
		echo "not ok $tests - $1"
		printf '%s\n' "$2" | head -n 20 | sed 's/^/#   /'
		bad=1
	fi
}
bad=0

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
(cd "$tmp" && ruins) || { echo 'Bail out! cannot build the tree that breaks the rules'; exit 1; }

for rule in includes_follow_the_map only_the_glue_knows_bearssl nobody_below_applets_prints_or_exits \
	no_heap_in_the_pure_rooms frames_stay_under_4_kib no_preprocessor_branches_in_c functions_fit_60_lines \
	long_files_say_why files_begin_with_spdx no_xxx_and_no_util no_c_outside_the_rooms plan_is_pure \
	the_box_is_static the_box_is_small usual_code_stands_together the_box_links_no_banned_code; do
	name=$(echo $rule | tr _ ' ')
	report "$name" "$($rule)"
	caught=$(cd "$tmp" && BUILD=$tmp/build CERTBOX=$tmp/build/certbox && $rule)
	report "control: $name" "$([ -n "$caught" ] || echo 'a breach was not seen')"
done

echo "1..$tests"
exit $bad

#!/bin/sh
# SPDX-License-Identifier: MIT
# size.sh - what each part of the box costs: boxes without it, linked of the same objects but for the tables. For make size.
#
#   size.sh BUILD MAKE APPLETS KEY_TYPES MODES
set -eu
LC_ALL=C
export LC_ALL
build=$1 make=$2 applets=$3 types=$4 modes=$5

# box NAME APPLETS KEY_TYPES MODES: its bytes, stripped.
box() {
	$make -s T="$build/size/$1" APPLETS="$2" KEY_TYPES="$3" MODES="$4" "$build/size/$1/certbox" >/dev/null
	wc -c <"$build/size/$1/certbox"
}
# less LIST WORD...
less() {
	less_list=" $1 "
	shift
	for less_word; do less_list=$(echo "$less_list" | sed "s/ $less_word / /"); done
	echo "$less_list"
}
whole=$(wc -c <"$build/certbox")
# cost WORD BYTES-WITHOUT
cost() { printf '%-22s %7d\n' "$1" $((whole - $2)); }

printf '%-22s %7d  %s\n' 'the box' "$whole" "$applets, $types, $modes"
for a in $applets; do
	rest=$(less "$applets" "$a")
	[ -z "${rest% }" ] || cost "applet $a" "$(box "less-$a" "$rest" "$types" "$modes")"
done
for t in $(less "$types" p256); do cost "key type $t" "$(box "less-$t" "$applets" "$(less "$types" "$t")" "$modes")"; done
for m in $modes; do cost "mode $m" "$(box "less-$m" "$applets" "$types" "$(less "$modes" "$m")")"; done

# limit NAME BYTES MOST WHAT
limit() {
	printf '%-22s %7d  at most %d: %s; %s\n' "$1" "$2" "$3" "$([ "$2" -le "$3" ] && echo kept || echo "$(($2 - $3)) too many")" "$4"
}
limit 'certgen and certfp' "$(box offline 'certgen certfp' "$types" "$modes")" 204800 '176 KiB and 24 for RSA; all key types and modes'
limit 'first boot' "$(box first-boot 'certgen certfp' 'p256 p384 rsa' words)" 153600 'certgen and certfp, all key types, RSA too, no mode but words'
limit 'certgen for P-256' "$(box certgen-p256 certgen p256 '')" 122880 'certgen, no other key type, no mode'

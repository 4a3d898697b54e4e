#!/bin/sh
# SPDX-License-Identifier: MIT
# box.t - the box itself: its names, links, help, and how it ends.
# shellcheck source=tests/e2e/tap.sh
. "${0%/*}/tap.sh"

cp "$CERTBOX" certbox
box=$PWD/certbox
applets=$("$box" --list)
first=$(printf '%s\n' "$applets" | head -n 1)

# --- what it says about itself ----------------------------------------------------------------------
expect 'alone it shows banner, version and applets' 0 "certbox [0-9]*.[0-9]*: *usage: certbox APPLET*  $first?*" '' "$box"
expect '--help shows the same' 0 "$("$box")" '' "$box" --help
expect '-h too' 0 "$("$box")" '' "$box" -h
expect '--version is one line' 0 'certbox [0-9]*.[0-9]*' '' "$box" --version
is "$(printf '%s\n' "$applets" | sort -u | wc -l)" "$(printf '%s\n' "$applets" | wc -l)" '--list names each applet once'
is "$(printf '%s\n' "$applets" | sed 's|^|usr/bin/|')" "$("$box" --list-full)" '--list-full has paths below a root'
for applet in $applets; do
	expect "$applet --help shows its usage" 0 "usage: $applet *--help *" '' "$box" "$applet" --help
	expect "$applet -h shows the same" 0 "$("$box" "$applet" --help)" '' "$box" "$applet" -h
	is "$("$box" --help "$applet")" "$("$box" "$applet" --help)" "certbox --help $applet shows the same"
	is "$("$box" "$applet" --help | awk 'length > 79')" '' "$applet --help is at most 79 columns wide"
	expect "$applet names an option it does not know" 2 '' \
		"$applet: unknown option '--no-such' (see $applet --help)" "$box" "$applet" --no-such
	expect "$applet --help on a full disk fails" 1 '' "$applet: standard output: No space left on device" \
		sh -c '"$0" "$1" --help >/dev/full' "$box" "$applet"
done
is "$("$box" | awk 'length > 79')" '' 'the banner is at most 79 columns wide'

# --- names ------------------------------------------------------------------------------------------
ln -s certbox "$first"
ln certbox certbox-0.1
want=$("$box" "$first" --help)
is "$("$box" "/any/path/$first" --help)" "$want" 'certbox /any/path/APPLET is the applet'
is "$("./$first" --help)" "$want" 'a link of its name is the applet'
is "$(./certbox-0.1 "$first" --help)" "$want" 'a name that starts with certbox is the box'
ln -s certbox other
expect 'a name that is no applet is not found' 127 '' 'no-such: applet not found' "$box" no-such
expect '... with a path' 127 '' 'no-such: applet not found' "$box" /bin/no-such
expect '... as a link' 127 '' 'other: applet not found' ./other
expect '... as --help'\''s operand' 127 '' 'certbox: no-such: applet not found' "$box" --help no-such
expect 'a part of a name is not found' 127 '' "${first%?}: applet not found" "$box" "${first%?}"
expect 'an empty name is not found' 127 '' ': applet not found' "$box" ''
if has perl && ! emulated; then
	run perl -e 'exec { $ARGV[0] } ""' "$box"
	is "$code" 127 'started by an empty name it finds no applet'
else
	skip 1 'no perl, or qemu'
fi

# --- usage errors -----------------------------------------------------------------------------------
expect 'an unknown option is a usage error' 2 '' "certbox: unknown option '--frob' (see certbox --help)" "$box" --frob
expect 'an operand where none belongs is one' 2 '' "certbox: too many arguments: 'x' (see certbox --help)" "$box" --list x
expect '-s without --install is one' 2 '' 'certbox: -s goes with --install (see certbox --help)' "$box" -s
expect 'two folders for --install are one' 2 '' "certbox: too many arguments: 'b' (see certbox --help)" "$box" --install a b
expect 'an empty folder is one' 2 '' 'certbox: an empty argument (see certbox --help)' "$box" --install ''

# --- --install --------------------------------------------------------------------------------------
n=$(printf '%s\n' "$applets" | wc -l)
mkdir hard soft mixed
if emulated; then skip 18 'what it would link starts under qemu only'; else
	expect '--install DIR makes hard links and names them' 0 "installed  $first*hard/$first*" '' "$box" --install hard
	ok '... which are the box' test "hard/$first" -ef certbox
	not_ok '... and no symbolic ones' test -L "hard/$first"
	is "$(cd hard && echo *)" "$(echo "$applets" | sort | xargs)" '... one for each applet and nothing more'
	expect 'a second time there is nothing to say' 0 '' '' "$box" --install hard/
	expect '--install -s DIR makes symbolic links' 0 "installed  $first*soft/$first*" '' "$box" --install -s soft
	is "$(readlink "soft/$first")" "$box" '... to this binary'
	is "$("soft/$first" --help)" "$want" '... which work'
	expect '... and a second time there is nothing to say' 0 '' '' "$box" --install -s soft
	echo mine >"mixed/$first"
	expect 'a foreign file is never overwritten' 1 '*' \
		"certbox: warning: mixed/$first: exists and is not this box; left as it is
certbox: 1 of $n links not made" "$box" --install mixed
	is "$(cat "mixed/$first")" mine '... it stays as it was'
	is "$(find mixed -mindepth 1 | wc -l)" "$n" '... and the other links are made'
	ln -sf nowhere "mixed/$first"
	expect 'a dangling link is foreign' 1 '*' "*: exists and is not this box*" "$box" --install mixed
	is "$(readlink "mixed/$first")" nowhere '... it stays as it was'
	expect 'a folder that is missing is an error' 1 '' "*none/$first: No such file or directory*" "$box" --install none
	mkdir own
	cp certbox own
	(cd / && "$OLDPWD/own/certbox" --install -s >"$TAP/out")
	is "$(readlink "own/$first")" certbox 'without DIR links go beside the binary, symbolic ones without a path'
	rm "own/$first"
	ok '... hard ones, too' own/certbox --install
	ok '... each the box' test "own/$first" -ef own/certbox
fi

# --- how it ends ------------------------------------------------------------------------------------
for option in --help --list --list-full --version ''; do
	expect "certbox $option on a full disk fails" 1 '' 'certbox: standard output: No space left on device' \
		sh -c '"$0" $1 >/dev/full' "$box" "$option"
done
expect '--install on a full disk fails' 1 '' 'certbox: standard output: No space left on device' \
	sh -c 'rm -f hard/*; "$0" --install hard >/dev/full' "$box"
expect 'a broken pipe ends in a plain 1' 0 1 'certbox: standard output: Broken pipe' \
	sh -c '{ sleep 0.2; "$0" --list; echo $? >&3; } 3>code | true; cat code' "$box"
expect 'with all descriptors closed it ends well' 0 '' '' sh -c '"$0" --list <&- >&- 2>&-' "$box"
expect 'with stderr closed a failure keeps its code' 2 '' '' sh -c '"$0" --frob 2>&-' "$box"
if has strace; then
	run strace -o trace -e trace=open,openat,fcntl sh -c 'exec "$0" --list <&-' "$box"
	is "$(grep -c '/dev/null' trace)" 1 'a closed descriptor is filled'
else
	skip 1 'no strace'
fi

done_testing

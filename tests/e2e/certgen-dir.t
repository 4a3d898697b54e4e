#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-dir.t - what DIR may be: modes, owners, full, read-only, in memory, on a file system without modes.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"

# --- modes and kinds
mkdir -m 777 open
refuses 'a world-writable DIR: exit 1' 1 '*open*' open board.local
chmod 1777 open
refuses 'a sticky one too' 1 '*open*' open board.local
mkdir -m 775 group
does 'a group-writable one is the owner'"'"'s wish' '*created*' '*' -d group board.local
mkdir -m 700 narrow
does 'a private one stays so' '*created*' '' -d narrow board.local
is "$(mode narrow)" 700 '… 700'
for option in key cert ca ca-key; do
	refuses "--$option in a world-writable folder: exit 1" 1 '*open*' narrow "--$option" "$PWD/open/x.crt" board.local
	is "$(ls -A open)" '' '… nothing is made there'
done
refuses '--key in a folder that is not there: exit 1' 1 '*nowhere*' narrow --key "$PWD/nowhere/k.pem" board.local
echo file >file
refuses 'DIR is a file: exit 1' 1 '*file*' . -d "$PWD/file" board.local
refuses 'DIR is below a file: exit 1' 1 '*file*' . -d "$PWD/file/dir" board.local
ln -s nowhere dangling
refuses 'DIR is a dangling link: exit 1' 1 '*dangling*' . -d dangling board.local
for name in ca.crt ca.key server.crt server.key; do
	fresh "d$name" && rm "d$name/$name" && mkdir "d$name/$name"
	refuses "a directory in place of $name: exit 1" 1 "*$name*" "d$name" board.local
	fresh "f$name" && rm "f$name/$name" && mkfifo "f$name/$name"
	refuses "a FIFO in place of $name: exit 1, without waiting" 1 "*$name*" "f$name" board.local
	fresh "l$name" && rm "l$name/$name" && ln -s "$name" "l$name/$name"
	refuses "a link to itself in place of $name: exit 1" 1 "*$name*" "l$name" board.local
	fresh "b$name" && head -c 1048577 /dev/zero >"b$name/$name"
	refuses "$name of more than 1 MiB: exit 12" 12 "*$name*" "b$name" board.local
done
fresh eio
if traces; then
	for name in ca.crt ca.key server.crt server.key; do
		for call in open,openat:EIO open,openat:EACCES read:EIO; do
			refuses_name="${call#*:} from ${call%%:*} of $name: exit 1, an unreadable file is not a missing one"
			refuses_code=1 refuses_err="*$name*" refuses_dir=eio
			refuses_with strace -f -qq -o /dev/null -P "$PWD/eio/$name" -P "$name" -e trace="${call%:*}" \
				-e "inject=${call%:*}:error=${call#*:}" "$CERTBOX" certgen -d eio board.local
		done
	done
else skip 12 'no strace, or not root'; fi

# --- full
if spaces -m; then
	# on SIZE 'SCRIPT': with a small tmpfs on ./small, in a namespace of its own.
	mkdir small fallback
	inside() { unshare -m sh -c "mount -t tmpfs -o mode=755,$1 none small && $2"; }
	run inside nr_inodes=2 '"$CERTBOX" certgen -q -d small board.local; c=$?; ls small; exit $c'
	is "$code" 1 'a DIR without room: exit 1'
	like "$err" 'certgen: *o space left*' '… said'
	unlike "$out" '*.crt*' '… no certificate without a key'
	run inside size=1m '"$CERTBOX" certgen -q -d small board.local >/dev/null 2>&1; rm small/server.crt; cat small/*.key small/ca.crt | sha256sum
		head -c 2m /dev/zero >small/fill 2>/dev/null; "$CERTBOX" certgen -d small board.local >/dev/null 2>small.err; echo $?; cat small/*.key small/ca.crt | sha256sum
		rm small/fill; "$CERTBOX" certgen -q -d small board.local >/dev/null 2>&1; echo $?; find small -name ".certbox-*"'
	is "$(printf '%s\n' "$out" | sed -n '1p')$(printf '%s\n' "$out" | sed -n '2p')" "$(printf '%s\n' "$out" | sed -n '3p')1" 'full while a certificate must be made: exit 1, old files whole'
	is "$(printf '%s\n' "$out" | sed -n '4,$p')" 0 '… and with room again the next run heals, nothing left over'
	ok '… one line says so' one_line "$(grep -v warning small.err)"
	run inside size=1m 'cp -p "$TAP/fresh/"* small; rm small/server.crt; head -c 2m /dev/zero >small/fill 2>/dev/null
		"$CERTBOX" certgen -d small --fallback fallback board.local; echo $?; cat small/*.key small/ca.crt | sha256sum'
	like "$out" "*server.crt*
0
$(cat "$TAP/fresh/ca.key" "$TAP/fresh/server.key" "$TAP/fresh/ca.crt" | sha256sum)" '--fallback: a set there, DIR whole'
	like "$err" '*certgen: warning: *' '… with a warning'
	ok '… it is valid' valid fallback
	ok '… and carries over what was good' cmp fallback/server.key "$TAP/fresh/server.key"
	ok '… the CA too' cmp fallback/ca.crt "$TAP/fresh/ca.crt"

	# --- read-only
	fresh ro
	readonly_run() { unshare -m sh -c 'mount --bind ro ro && mount -o remount,ro,bind ro && "$@"' sh "$@"; }
	run readonly_run "$CERTBOX" certgen -d ro board.local
	like "$code $out" '0 ok *4 files*' 'read-only, and nothing to do: idle'
	refuses_name='read-only while something must change: exit 1' refuses_code=1 refuses_err='*' refuses_dir=ro
	refuses_with readonly_run "$CERTBOX" certgen -d ro board.local more.local
	like "$err" '*ead-only*' '… said'
	run readonly_run "$CERTBOX" certgen -d ro --check board.local more.local
	is "$code" 10 '--check works there'
	run readonly_run "$CERTBOX" certgen -d ro --fallback fb2 board.local more.local
	is "$code" 0 '--fallback'
	like "$err" '*certgen: warning: *' '… with a warning'
	ok '… a valid set' valid fb2
	ok '… with the same key' cmp ro/server.key fb2/server.key
	is "$(sans fb2/server.crt)" 'DNS:board.local,DNS:more.local' '… and the name'
	run readonly_run "$CERTBOX" certgen -d ro --fallback fb2 board.local more.local
	is "$code $(printf '%s\n' "$out" | grep -c -e created -e reissued)" '0 0' '… a second run changes nothing'
	run readonly_run "$CERTBOX" certgen -d ro --fallback fb3 board.local
	is "$code $(ls -A fb3 2>/dev/null)" '0 ' 'no fallback while DIR is good as it is'
	mkdir ro2
	run unshare -m sh -c 'mount --bind ro2 ro2 && mount -o remount,ro,bind ro2 && exec "$CERTBOX" certgen -d ro2 board.local'
	is "$code $(files ro2)" '1 ' 'an empty read-only DIR: exit 1'

	# --- memory
	run inside size=1m '"$CERTBOX" certgen -d small board.local && "$CERTBOX" certgen -d small board.local'
	is "$code" 0 'DIR in memory: done'
	like "$err" 'certgen: warning: *' '… with a warning'
	like "$err" '*small*' '… that names it'
	ok '… once: an idle run does not repeat it' one_line "$err"
	run inside size=1m '"$CERTBOX" certgen -q -d small board.local >/dev/null 2>&1 && "$CERTBOX" certgen -v -d small board.local'
	like "$err" '*certgen: *small*' '… -v does'
	mkdir lower upper work merged
	run unshare -m sh -c 'mount -t tmpfs none small && mkdir small/up small/work && mount -t overlay -o lowerdir=$PWD/lower,upperdir=$PWD/small/up,workdir=$PWD/small/work o merged &&
		"$CERTBOX" certgen -d merged board.local'
	if [ "$code" -eq 32 ] || emulated; then skip 2 'no overlay here, or qemu, which does not tell mounts'; else
		like "$code $err" '0 certgen: warning: *' 'an overlay whose upper layer is memory: warning'
		run unshare -m sh -c 'mount -t overlay -o lowerdir=$PWD/lower,upperdir=$PWD/upper,workdir=$PWD/work o merged && "$CERTBOX" certgen -d merged board.local'
		is "$code $err" '0 ' 'an overlay on a disk: none'
	fi

	# --- --require-mount
	mkdir point
	refuses '--require-mount and no mount there: exit 1' 1 '*point*' point --require-mount board.local
	if emulated; then skip 2 'qemu does not tell mounts'; else
		run unshare -m sh -c 'mount --bind small point && "$CERTBOX" certgen -d point --require-mount board.local'
		is "$code" 0 'with a mount: done'
		run unshare -m sh -c 'mount --bind small point && mkdir point/sub && "$CERTBOX" certgen -d point/sub --require-mount board.local'
		is "$code" 0 'below a mount: done'
	fi

	# --- owners
	mkdir owned && chown 65534:65534 owned
	refuses 'DIR of somebody else: exit 1' 1 '*owned*' owned board.local
	as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
	chmod 755 "$TAP" "$TAP/work"
	cp "$CERTBOX" "$TAP/certbox" && chmod 755 "$TAP/certbox"
	run as_nobody "$TAP/certbox" certgen -d owned board.local
	is "$code $(stat -c %U owned/server.key)" "0 $(getent passwd 65534 | cut -d: -f1)" 'a plain user in a folder of its own'
	mkdir rooted
	run as_nobody "$TAP/certbox" certgen -d rooted board.local
	is "$code $(files rooted)" '1 ' 'a folder of root'"'"'s that may not be written: exit 1'
	ok '… one line' one_line "$err"
	chmod 000 owned/server.key
	refuses_name='EACCES: an unreadable key is not a missing one' refuses_code=1 refuses_err='*server.key*' refuses_dir=owned
	refuses_with as_nobody "$TAP/certbox" certgen -d owned board.local
	fresh public
	run as_nobody "$TAP/certbox" certgen --check -d public board.local
	is "$code" 1 'a plain user cannot judge root'"'"'s keys: exit 1, not "missing"'
else skip 39 'needs root and mount namespaces'; fi

# --- a file system that cannot hold private files: fstat shows bits that nobody asked for
if traces; then
	mkdir vfat
	strace -f -qq -o trace -e trace=open,openat,fstat "$CERTBOX" certgen -q -d probe board.local >/dev/null
	nth=$(awk '/^[0-9 ]*fstat/ { n++ } /O_CREAT/ && /certbox-/ { seen = 1 } seen && /fstat.*0600/ { print n; exit }' trace)
	if [ -n "$nth" ]; then
		run strace -f -qq -o /dev/null -e trace=fstat -e inject=fstat:poke_exit=@arg2=00000000000000000000000000000000010000000000000000ed810000:when="$nth+" \
			"$CERTBOX" certgen -d vfat board.local
		is "$code" 1 'a key that everybody could read: refused'
		like "$err" 'certgen: *umask=0077*' '… naming the mount option that would do'
		is "$(files vfat)" '' '… nothing is left behind'
	else skip 3 'no fstat of a new key seen'; fi
else skip 3 'no strace, or not root'; fi
done_testing

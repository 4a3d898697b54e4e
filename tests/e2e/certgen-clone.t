#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-clone.t - a stick that travels: marks of machines in DIR/.host.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
spaces -m || skip_all 'needs root and mount namespaces'
A=4c4c4544-0043-3010-8052-b4c04f564231
B=4c4c4544-0099-4a10-8052-b4c04f999999

# on UUID ARG…: certgen on a machine with this DMI UUID; strace as well with TRACE=FILE.
cat >on.sh <<'END'
uuid=$1
shift
mount -t tmpfs none /sys && mkdir -p /sys/class/dmi/id && printf '%s\n' "$uuid" >/sys/class/dmi/id/product_uuid || exit 99
exec ${TRACE:+strace -f -qq -o "$TRACE"} "$CERTBOX" certgen "$@"
END
on() { unshare -m sh ./on.sh "$@"; }
# on_dt SERIAL ARG…: a board with a device tree.
on_dt() {
	unshare -m sh -c 'mount -t tmpfs none /sys && mkdir -p /sys/firmware/devicetree/base && printf "%s\0" "$1" >/sys/firmware/devicetree/base/serial-number && shift &&
		exec "$CERTBOX" certgen "$@"' sh "$@"
}
quiet_idle() {
	run on "$@"
	like "$code $out" '0 ok *' "$idle_name"
	is "$err" '' '… silent'
}

run on $A -d a board.local
is "$code $err" '0 ' 'a first run on machine A'
ok '.host is there' test -s a/.host
not_ok 'it does not hold the UUID itself' grep -qi "$A" a/.host
not_ok '… nor its digits' sh -c 'tr -d "\n-" <a/.host | grep -qi 4c4c4544'
like "$(mode a/.host)" '6[04][04]' 'nobody else may write it'
before=$(snap a) idle_name='again on A: idle'
quiet_idle $A -d a board.local
is "$(snap a)" "$before" '… nothing written'

cp -a a b && cp a/server.key key
run on $B -d b board.local
is "$code" 0 'another machine: exit 0'
like "$err" '*machine*' '… said aloud'
ok '… the same key' cmp key b/server.key
ok '… the same certificate' cmp a/server.crt b/server.crt
not_ok '… its mark is added' cmp a/.host b/.host
ok '… A'"'"'s stays' grep -qFf a/.host b/.host
idle_name='again on B: idle' && quiet_idle $B -d b board.local
idle_name='back on A: idle' && quiet_idle $A -d b board.local

cp -a a check
before=$(snap check)
run on $B -d check --check board.local
is "$code $(snap check)" "10 $before" '--check says that there is work'

cp -a a n && cp a/ca.crt ca.crt
run on $B -d n --on-clone new board.local
is "$code" 0 '--on-clone new'
ok '… a valid set' valid n
not_ok '… another key' cmp key n/server.key
not_ok '… another CA' cmp ca.crt n/ca.crt
like "$out" '*set-aside*created*' '… said'
for f in ca.key ca.crt server.key server.crt; do ok "… the old $f is set aside" cmp "a/$f" "n/$f.bad-1"; done
idle_name='… then idle' && quiet_idle $B -d n --on-clone new board.local
cp -a a n2
idle_name='--on-clone new on the same machine: nothing' && quiet_idle $A -d n2 --on-clone new board.local

fresh m
run certgen -d m board.local
had=$(test -e m/.host && echo marked)
run on $A -d m board.local
if [ "$had" ]; then skip 2 'this machine has a mark of its own'; else
	is "$code $err" '0 ' 'a set without a mark gets one'
	unlike "$out" '*created*' '… and that is all'
fi
ok '… the set is the same' cmp m/server.crt "$TAP/fresh/server.crt"
for none in 00000000-0000-0000-0000-000000000000 FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF 03000200-0400-0500-0006-000700080009 ''; do
	rm -rf p
	run on "$none" -d p board.local
	is "$code $(ls p/.host 2>/dev/null)" '0 ' "'$none' is no mark"
done
run on_dt 10000000abcdef01 -d dt board.local
ok 'a device-tree serial is one' test -s dt/.host
cp -a dt dt2
run on_dt 10000000abcdef02 -d dt2 board.local
like "$code $err" '0 *machine*' '… another board is seen'
# A read-only medium that travels: the set on it is good, a mark cannot be added, and need not be.
readonly_on() {
	unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec sh ./on.sh "$@"' sh "$@"
}
cp -a a ro
run readonly_on ro $A -d ro board.local
like "$code $out$err" '0 ok *' 'read-only, on its own machine: idle'
run readonly_on ro $B -d ro board.local
is "$code" 0 'read-only, on another machine: 0'
like "$out" 'ok *' '… the set is good'
like "$err" '*machine*' '… said aloud'
run readonly_on ro $B -d ro --fallback fb board.local
is "$code $(ls -A fb 2>/dev/null)" '0 ' '… no reason to leave for the fallback'
fresh ro2
run readonly_on ro2 $A -d ro2 board.local
like "$code $out$err" '0 ok *' 'read-only, and no mark at all: idle'
run readonly_on ro $B -d ro --on-clone new --fallback fb2 board.local
is "$code" 0 'read-only, --on-clone new, --fallback: 0'
ok '… a valid set there' valid fb2
not_ok '… with another key' cmp key fb2/server.key
not_ok '… and another CA' cmp a/ca.crt fb2/ca.crt
fresh torn && head -c 2000 /dev/urandom >torn/.host
run on $A -d torn board.local
is "$code" 0 'rubbish in .host does not stop anything'
ok '… the set is the same' cmp torn/server.crt "$TAP/fresh/server.crt"
mkdir big && certgen -q -d big board.local >/dev/null && rm -f big/.host && mkdir big/.host
run on $A -d big board.local
ok 'a directory named .host: an error or a warning, never a new set' test "$(find big -name '*.bad-*' | wc -l)" -eq 0 -a -e big/server.crt
done_testing

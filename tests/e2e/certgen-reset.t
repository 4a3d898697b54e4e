#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-reset.t - an image is built, and goes out without the identity of the machine that built it.
# shellcheck source-path=SCRIPTDIR source=sets.sh
. "${0%/*}/sets.sh"

left() { (cd "$1" && find . -mindepth 1 -printf '%P\n' | sort | tr '\n' ' ' | sed 's/ $//'); }
reset() {
	reset_name=$1 reset_out=$2
	shift 2
	expect "$reset_name" 0 "$reset_out" '' certgen -d "$@" --reset --yes
}

# --- a set of every file that certgen makes
fresh a && : >a/server.key && certgen -q -d a board.local >/dev/null && certgen -q -d a --rotate ca board.local >/dev/null
cp a/.lock a/.certbox-changed && echo 'days 300' >a/certgen.conf && echo mine >a/note && mkdir a/peers && cp a/ca.crt a/ca.crt.bad-x
cp -a a b
fresh=$(ls -A a)
like "$fresh" '*.certbox-changed*ca.key.bad-1*server.crt.bad-1*' 'a set with a past'
reset 'all of it is removed' "removed    ca.key
removed    ca.crt
removed    server.key
removed    server.crt
removed    *removed    .certbox-changed*" a
is "$(left a)" 'ca.crt.bad-x certgen.conf note peers' '… and nothing else'
reset 'again: nothing is there' 'ok         a * nothing to remove' a
is "$(left a)" 'ca.crt.bad-x certgen.conf note peers' '… not even a lock'
does 'the next run makes new keys' '*created*ca.key*created*server.key*' '*' -d a board.local
not_ok '… others' cmp -s a/server.key b/server.key
ok '… valid' valid a
reset 'quietly, each removal is still said' '*removed    server.key*' a -q
reset 'no folder' 'ok  *nothing to remove' no
not_ok '… and none is made' test -e no

# --- asked for in full, or not at all
refuses '--reset without --yes' 2 '*--reset*--yes*' b --reset
refuses '--yes alone' 2 '*--yes*' b --yes board.local
refuses '--reset with --check' 2 '*exclude each other*' b --check --reset --yes
refuses '--reset with --rotate' 2 '*exclude each other*' b --reset --yes --rotate key
echo seal >>b/certgen.conf
reset 'a config file that says seal is no hindrance' '*removed    ca.key*' b

# --- what stays is the user's
mkdir u && own_ca u && own_leaf u
cp -a u w
reset "a user's own pairs stay, and are said" 'kept       ca.key      your own*kept       server.crt *' u
is "$(left u)" 'ca.crt ca.key server.crt server.key' '… all'
rm w/server.* && certgen -q -d w board.local >/dev/null
reset "our leaf of a user's own CA goes" 'kept       ca.key*kept       ca.crt*removed    server.key*removed    server.crt' w
is "$(left w)" 'ca.crt ca.key' '… alone'
fresh l && mv l/server.key key && ln -s "$PWD/key" l/server.key && ln -s nowhere l/server.crt.bad-7
reset 'symbolic links stay' '*kept       server.key *removed    server.crt*' l
is "$(left l)" 'server.crt.bad-7 server.key' '… two'
ok '… and what they lead to' test -s key
fresh k && rm k/server.crt
reset 'a key alone goes' '*removed    server.key' k
is "$(left k)" '' '… all'
fresh t && echo torn >t/server.crt && : >t/ca.key
reset 'torn files go' '*removed    ca.key*removed    server.crt' t
is "$(left t)" '' '… all'

# --- elsewhere
mkdir o && fresh p && mv p/server.key o && cp o/server.key o/server.key.bad-1 && touch o/server.crt.bad-1
expect 'a key elsewhere goes, with what was set aside of it' 0 "*removed    $PWD/o/server.key*removed    server.key.bad-1*" '' \
	certgen -d p --key "$PWD/o/server.key" --reset --yes
is "$(left o) $(left p)" 'server.crt.bad-1 ' '… and nothing of others'

# --- files made from the set
set -- --combined c.pem --bundle b.pem --p12 s.p12 --password-file pw --hash-link
certgen -q -d f "$@" board.local >/dev/null
reset 'files made from the set go where they are named' '*removed    s.p12*removed    pw*removed    b.pem*removed    c.pem*removed    server.crt*' f "$@"
is "$(left f)" '' '… all'
certgen -q -d f --combined c.pem board.local >/dev/null
echo my own password >f/pw && echo "$HEX" >f/c2.pem
reset "… but not a user's own" '*kept       pw *kept       c2.pem *' f --combined c2.pem --p12 s.p12 --password-file pw
is "$(left f)" 'c.pem c2.pem pw' '… nor those not named'

# --- stopped once the record stands: whoever runs next finishes
if traces; then
	fresh r && cp -a r r2
	for at in 1 2 3; do
		rm -rf r && cp -a r2 r
		strace -f -qq -o /dev/null -e trace=unlinkat -e "inject=unlinkat:signal=KILL:when=$at" "$CERTBOX" certgen -d r --reset --yes >/dev/null 2>&1
		ok "killed at removal $at: the record stands" test -e r/.certbox-commit
		does '… a usual run removes the rest first, then makes new keys' '*removed    server.key*created*ca.key*created*server.key*' '*' -d r board.local
		not_ok '… others' cmp -s r/server.key r2/server.key
		not_ok '… and another CA' cmp -s r/ca.key r2/ca.key
	done
	rm -rf r && cp -a r2 r
	strace -f -qq -o /dev/null -e trace=unlinkat -e "inject=unlinkat:signal=KILL:when=2" "$CERTBOX" certgen -d r --reset --yes >/dev/null 2>&1
	expect '--check says that something waits' 10 'mended  *' '*' certgen -d r --check board.local
	reset 'a second --reset finishes' '*removed    server.crt*' r
	unlike "$out" '*nothing to remove*' '… and says so alone'
	is "$(left r)" '' '… all'
else skip 16 'strace sees nothing here'; fi
if spaces -m; then
	fresh ro
	# shellcheck disable=SC2016 # the inner shell expands
	run unshare -m sh -c 'mount --bind ro ro && mount -o remount,bind,ro ro && exec "$CERTBOX" certgen -d ro --reset --yes'
	is "$code" 1 'read-only: a failure'
	ok '… and all is there' valid ro
else skip 2 'no mount here'; fi

# --- a run that waits for the lock of a reset must not go on with a lock that is gone
fresh w && exec 9>w/.lock && flock 9 && : >waits.err
"$CERTBOX" certgen -d w board.local other.local >waits.out 2>waits.err 9>&- &
pid=$!
while kill -0 $pid 2>/dev/null && ! grep -q waiting waits.err; do sleep 0.1; done
rm w/.lock && exec 9>&-
wait $pid
is $? 0 'a run waited for the lock that was removed'
ok '… and took the one that is there now' test -e w/.lock
done_testing

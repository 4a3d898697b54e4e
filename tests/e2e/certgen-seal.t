#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-seal.t - a CA whose key never touches the disk: what is made, what is found, what is refused.
# shellcheck source-path=SCRIPTDIR source=sets.sh
. "${0%/*}/sets.sh"

NOW=$((RELEASE + 100 * DAY))
clock=$NOW
# sealed DIR: valid, and no CA key in it, nor any key but the leaf's (and those set aside)
sealed() {
	valid "$1" || return
	[ ! -e "$1/ca.key" ] || wrong "$1/ca.key is there" || return
	[ "$(find "$1" -type f ! -name '*.bad-*' -exec grep -l 'PRIVATE KEY' {} +)" = "$1/server.key" ] || wrong 'another private key'
}
# seal DIR: a sealed set of NOW's, quickly
seal() {
	[ -d "$TAP/sealed" ] || at "$NOW" -q -d "$TAP/sealed" --seal board.local >/dev/null
	rm -rf "$1" && cp -a "$TAP/sealed" "$1"
}
# anew 'NAME' DIR ARG…: all of it is made again, nothing of before is lost
anew() {
	anew_name=$1 anew_dir=$2
	shift 2
	rm -rf before && cp -a "$anew_dir" before
	expect "$anew_name" 0 "*created*ca.crt*created*server.key*created*server.crt*trust*" '*' at "$clock" -d "$anew_dir" --seal "$@"
	ok '… sealed' sealed "$anew_dir"
	ok '… nothing is lost' each_aside before "$anew_dir"
}
each_aside() {
	for f in "$1"/*.crt "$1"/*.key; do
		[ ! -f "$f" ] || cmp -s "$f" "$2/${f##*/}.bad-1" || wrong "${f##*/} is lost" || return
	done
}
when=$((NOW + DAY))

# --- what is made
expect 'an empty folder is sealed' 0 "created    ca.crt *created    server.key  p256*created    server.crt *trust      ca.crt *" '' at "$NOW" -d s --seal board.local
ok '… valid, no key of the CA' sealed s
is "$(files s)" 'ca.crt server.crt server.key' '… three files'
is "$(span_days s/server.crt)" 825 '… 825 days in all'
like "$(openssl x509 -in s/ca.crt -noout -ext basicConstraints,keyUsage,nameConstraints)" '*critical*CA:TRUE*Certificate Sign, CRL Sign*DNS:local*' '… a CA with its constraints'
idle_box=$CERTBOX_TEST
export CERTBOX_TEST_NOW=$NOW CERTBOX_TEST_SET=1
idle 'a second run does nothing' s --seal board.local
unlike "$out" '*renews*' '… and promises no renewal'
idle 'a run without --seal does nothing' s board.local
unset CERTBOX_TEST_NOW CERTBOX_TEST_SET
expect '--days is as given, with the usual warning' 0 '*created*' '*spans more than 825 days*' at "$NOW" -d d --seal --days 900 board.local
is "$(span_days d/server.crt)" 901 '… 900 and the day back'
expect '--ca-days, too' 0 '*created*' '' at "$NOW" -d d2 --seal --ca-days 1000 board.local
is "$(not_after d2/ca.crt)" $((NOW + 1000 * DAY)) '… the end of the CA'
expect '--check says what would be' 10 "created    ca.crt *created    server.key *created    server.crt *" '' at "$NOW" -d no --seal --check board.local
unlike "$out" '*ca.key*' '… no CA key'
not_ok '… and makes nothing' test -e no
expect 'RSA, too' 0 '*created*server.key*rsa2048*' '' at "$NOW" -d r --seal -t rsa2048 --ca-key-type p384 board.local
ok '… sealed' sealed r
ok 'an interrupted run without --seal left a key: refused' test "$(fresh n; rm n/ca.crt n/server.*; at "$NOW" -d n --seal 2>/dev/null >&2; echo $?)" -eq 1

# --- the key touches no disk: with the same chance a usual run writes that very key, so we know its octets
export CERTBOX_TEST_SEED=7
at "$NOW" -q -d usual board.local >/dev/null
secret=$(openssl pkey -in usual/ca.key -outform DER | xxd -p | tr -d '\n' | sed 's/.*02010104[0-9a-f]\{2\}//' | cut -c1-64)
half=$(sed -n 3p usual/ca.key | cut -c1-24)
# shows TRACE: does a write hold the key, raw, in hex, or as PEM?
shows() {
	for form in "$(printf %s "$secret" | sed 's/../\\x&/g')" "$(printf %s "$secret" | xxd -p | tr -d '\n' | sed 's/../\\x&/g')" \
		"$(printf %s "$half" | xxd -p | tr -d '\n' | sed 's/../\\x&/g')"; do
		! grep -qF -e "$form" "$1" || return 0
	done
	return 1
}
traced() {
	strace -f -qq -s 1000000 -xx -e trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,mmap,memfd_create,symlinkat,renameat2,linkat -o "$1" \
		env CERTBOX_TEST_NOW="$NOW" CERTBOX_TEST_SET=1 "$CERTBOX_TEST" certgen -q -d "$2" ${3:+"$3"} board.local >/dev/null 2>&1
}
is "${#secret}" 64 'a known key'
if traces; then
	traced usual.trace usual2 ""
	ok 'control: a usual run writes it' shows usual.trace
	traced seal.trace seal2 --seal
	is "$(openssl x509 -in seal2/ca.crt -noout -pubkey)" "$(openssl x509 -in usual2/ca.crt -noout -pubkey)" 'the sealed CA has that key'
	not_ok '… and no call writes it' shows seal.trace
	begin=$(printf 'BEGIN PRIVATE KEY' | xxd -p | sed 's/../\\x&/g')
	is "$(grep -cF -e "$begin" seal.trace) $(grep -cF -e "$begin" usual.trace)" '1 2' '… one key is written, not two'
	not_ok '… no file in memory shares what it has' grep -E 'MAP_SHARED|memfd_create' seal.trace
else skip 5 'strace sees nothing here'; fi
unset CERTBOX_TEST_SEED

# --- what is found
seal w
expect 'a wanted name: kept, aloud' 0 'ok *' '*stays: new names: --seal --force*' at "$NOW" -d w --seal board.local other.local
expect '… --check' 10 '*' '*--seal --force*' at "$NOW" -d w --check --seal board.local other.local
expect '… a name its CA does not permit, too' 0 'ok *' '*--seal --force*' at "$NOW" -d w --seal board.local bank.example
expect 'its renewal window: kept, aloud' 0 'ok *' '*stays: renewed in time: --seal --force*' at $((NOW + 600 * DAY)) -d w --seal board.local
expect '… without --seal' 0 'ok *' '*waits for the CA key*' at $((NOW + 600 * DAY)) -d w board.local
expect 'without a clock: kept' 0 'ok *' '*' unset_at 0 -d w --seal board.local
ok '… all the same files' cmp w/server.crt "$TAP/sealed/server.crt"
anew '--force seals anew' w --force board.local other.local
like "$err" '*every client has to install ca.crt*' '… and says who must know'
like "$(sans w/server.crt)" '*other.local*' '… with the new name'
seal x
clock=$((NOW + 830 * DAY)) when=$((NOW + 831 * DAY))
anew 'expired: sealed anew' x board.local
like "$out" '*(expired)*' '… said'
clock=$NOW when=$((NOW + DAY))
for file in server.key server.crt ca.crt; do
	seal g && rm "g/$file"
	anew "no $file: sealed anew" g board.local
	seal g && : >"g/$file"
	anew "$file torn: sealed anew" g board.local
done
seal g && rm g/server.*
anew 'ca.crt alone: sealed anew' g board.local
seal g && rm g/*.crt
anew 'server.key alone: sealed anew' g board.local
expect 'another machine with --on-clone new' 0 'ok *' '*' at "$NOW" -d g --seal --on-clone keep board.local

# --- the key has been here
rm -rf n && fresh n && cp -a n old
refuses 'a set with its CA key is refused' 1 '*ca.key has been on a disk*--seal --force*' n --seal board.local
clock=$NOW
expect '… --force sets the CA and the leaf aside' 0 '*set-aside  ca.key      ca.key.bad-1*created*ca.crt*' '*ca.key, set aside*take it away*' at "$NOW" -d n --seal --force board.local
ok '… sealed' sealed n
ok '… the old files are aside' each_aside old n
ok '… by another CA' test "$(openssl x509 -in n/ca.crt -noout -pubkey)" != "$(openssl x509 -in old/ca.crt -noout -pubkey)"
expect '… and stays' 0 'ok *' '' at "$NOW" -d n --seal board.local

# --- DIR2: nothing of a CA key travels
if spaces -m; then
	fresh q
	# shellcheck disable=SC2016 # the inner shell expands
	run unshare -m sh -c 'mount --bind q q && mount -o remount,bind,ro q && exec "$CERTBOX" certgen -d "$PWD/q" --fallback "$PWD/q2" --seal --force board.local'
	is "$code" 0 'a fallback is sealed'
	when='' && ok '… no CA key there' sealed q2
else skip 2 'no mount here'; fi
when=$((NOW + DAY))

# --- the user's own
mkdir u && own_ca u && own_leaf u && rm u/ca.*
stays "a user's own leaf is kept" u certgen -q -d u --seal board.local
rm -rf u && own_ca u && own_leaf u
refuses "a user's own CA with its key is refused" 1 '*ca.key has been on a disk*' u --seal board.local
seal l && mv l/server.key key && ln -s "$PWD/key" l/server.key
expect 'a key behind a link goes on' 0 'ok *' '*' at "$NOW" -d l --seal board.local
: >l/server.crt
refuses '… but is not replaced' 12 '*server.key is a symbolic link*' l --clock ok --seal board.local

# --- no clock, no sense
mkdir c
refuses_name='no clock: refused' refuses_code=1 refuses_err='*clock is not believed*' refuses_dir=c
refuses_with unset_at 0 -d c --seal board.local
seal c2 && : >c2/server.key
refuses_name='… and nothing is mended' refuses_dir=c2
refuses_with unset_at 0 -d c2 --seal board.local
for with in --self-signed --ca-only '--rotate ca' '--rotate key'; do
	# shellcheck disable=SC2086 # words
	refuses "--seal $with" 2 '*--seal*' c --seal $with
done
seal k
refuses_name='--rotate key of a sealed set' refuses_code=1 refuses_err='*ca.key is not here to sign server.crt*--seal --force*' refuses_dir=k
refuses_with at "$NOW" -d k --rotate key board.local
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-healed.t - a set of ours that something happened to: each row of the table, and what must stay as it was.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"

# heal 'NAME' DIR STDOUT-PATTERN KEPT…: a run on DIR succeeds with this report, the files named keep content and inode,
# the set is valid and a second run is idle.
kept() { (cd "$1" && shift && stat -c '%n %i %Y' "$@" && sha256sum "$@") 2>/dev/null; }
heal() {
	heal_name=$1 heal_dir=$2 heal_out=$3 problems=
	shift 3
	heal_before=$(kept "$heal_dir" "$@")
	run certgen -d "$heal_dir" board.local 192.168.7.20
	[ "$code" -eq 0 ] || problems="$problems [exit code]"
	tap_fits "$out" "$heal_out" || problems="$problems [stdout, want $heal_out]"
	[ "$heal_before" = "$(kept "$heal_dir" "$@")" ] || problems="$problems [changed what must stay: $*]"
	problems="$problems$(valid "$heal_dir")"
	judge "$heal_name" "$problems"
	healed=$out
	heal_after=$(snap "$heal_dir")
	run certgen -d "$heal_dir" board.local 192.168.7.20
	is "$code $(printf '%s' "$out" | cut -c 1-3) $(snap "$heal_dir")" "0 ok  $heal_after" "… and then it is idle"
}
fresh a
ok 'control: the set to begin with is valid' valid a

# --- the leaf certificate
fresh b && rm b/server.crt
heal 'key without certificate: reissued with it' b '*reissued*server.crt*' ca.key ca.crt server.key
unlike "$healed" '*.key *' 'no key is mentioned'

size=$(stat -c %s a/server.crt)
for bytes in 0 1 27 200 $((size - 30)); do
	fresh "t$bytes" && head -c "$bytes" a/server.crt >"t$bytes/server.crt"
	heal "server.crt of $bytes bytes is torn: set aside, reissued with the same key" "t$bytes" \
		'set-aside*server.crt*server.crt.bad-1*reissued*server.crt*' ca.key ca.crt server.key
	is "$(stat -c %s "t$bytes/server.crt.bad-1")" "$bytes" '… nothing was deleted'
done
fresh r && tr ABCDEFGHIJ abcdefghij <a/server.crt >r/server.crt
heal 'rubbish in server.crt is torn too' r 'set-aside*server.crt.bad-1*reissued*' ca.key ca.crt server.key
rm r/server.crt && printf garbage >r/server.crt
heal 'a second torn one becomes .bad-2' r 'set-aside*server.crt.bad-2*reissued*' ca.key ca.crt server.key server.crt.bad-1
fresh z && dd if=/dev/zero of=z/server.crt bs=1 count="$size" 2>/dev/null
heal 'zero bytes (as some file systems leave them)' z 'set-aside*server.crt.bad-1*reissued*' ca.key ca.crt server.key

# --- the leaf key
fresh k && rm k/server.key && cp -p k/server.crt crt.k
heal 'our certificate without its key: set aside, a new pair' k '*server.crt*server.crt.bad-1*created*server.crt*' ca.key ca.crt
ok '… the old one is all there' cmp crt.k k/server.crt.bad-1
for bytes in 0 1 40 150; do
	fresh "k$bytes" && head -c "$bytes" a/server.key >"k$bytes/server.key"
	heal "server.key of $bytes bytes: both set aside, a new pair" "k$bytes" '*set-aside*created*server.key*' ca.key ca.crt
	is "$(files "k$bytes")" 'ca.crt ca.key server.crt server.crt.bad-1 server.key server.key.bad-1' '… nothing was deleted'
	like "$(mode "k$bytes/server.key.bad-1")" '600' '… and the old key is as private as it was'
done
fresh kr && printf 'rubbish\n' >kr/server.key
heal 'rubbish in server.key' kr '*set-aside*server.key.bad-1*created*server.key*' ca.key ca.crt
fresh both && rm both/server.key both/server.crt
heal 'neither leaf key nor certificate: the pair is created' both '*created*server.key*created*server.crt*' ca.key ca.crt

fresh m && own_key m/server.key && cp m/server.key key.m
heal 'another key: the key wins, the certificate is set aside' m '*set-aside*server.crt*server.crt.bad-1*reissued*server.crt*' ca.key ca.crt server.key
ok '… byte for byte the key the user put there' cmp key.m m/server.key
fresh mr && own_key mr/server.key RSA -pkeyopt rsa_keygen_bits:2048
heal 'the same with an RSA key' mr '*reissued*server.crt*' ca.key ca.crt server.key

# --- the CA's key: needed only to sign
fresh ck && rm ck/ca.key
IDLE='ok *3 files*'
idle 'no CA key, all good: idle' ck board.local
IDLE='ok *'
stays 'no CA key, a name is missing: exit 0' ck certgen -d ck board.local more.local
like "$err" 'certgen: warning: *' '… with a warning'
run certgen -d ck --check board.local more.local
is "$code" 10 '… and --check finds work'
rm ck/server.crt
refuses 'no CA key and no leaf certificate: exit 1' 1 '*ca.key*' ck board.local
fresh ct && head -c 100 a/ca.key >ct/ca.key
run certgen -d ct board.local
is "$code" 0 'a torn CA key and a leaf in date: exit 0'
like "$out" '*set-aside*ca.key*ca.key.bad-1*' '… it is set aside'
is "$(files ct)" 'ca.crt ca.key.bad-1 server.crt server.key' '… and not made again'
ok '… the leaf is the same' cmp a/server.crt ct/server.crt

# --- the CA's certificate
fresh cc && rm cc/ca.crt
heal 'no CA certificate, its key is good: made again' cc '* ca.crt *' ca.key server.key server.crt
is "$(subject cc/ca.crt)" "$(subject a/ca.crt)" '… same name'
ok '… same key' matches cc/ca.key a/ca.crt
like "$healed" "*trust*ca.crt*$(fingerprint cc/ca.crt)*" '… the new fingerprint is said'
fresh cc2 && head -c 200 a/ca.crt >cc2/ca.crt
heal 'a torn CA certificate: set aside, made again' cc2 '*set-aside*ca.crt*ca.crt.bad-1* ca.crt *' ca.key server.key server.crt
is "$(subject cc2/ca.crt)" "$(subject a/ca.crt)" '… same name'
fresh cc3 && rm cc3/ca.crt cc3/server.crt
heal 'no certificate at all, both keys good' cc3 '*ca.crt*server.crt*' ca.key server.key
certgen -q -d named --ca-subject '/O=Ours/CN=Our CA' board.local 192.168.7.20 >/dev/null && rm named/ca.crt
heal 'the name comes from the leaf, a given one too' named '* ca.crt *' ca.key server.key server.crt
is "$(subject named/ca.crt)" 'CN=Our CA,O=Ours' '… it is the given one'

fresh cm && own_key cm/ca.key
refuses 'the CA pair does not match: exit 11' 11 '*--rotate ca*' cm board.local

# --- the CA is gone
fresh gone && rm gone/ca.key gone/ca.crt
stays 'both CA files gone: the leaf is kept' gone certgen -d gone board.local
like "$err" 'certgen: warning: *' '… with a warning'
like "$out" 'ok *2 files*' '… and that is all'
stays 'no new CA for a new name either' gone certgen -d gone new.local
run certgen -d gone --force board.local 192.168.7.20
is "$code" 0 '--force makes a new CA'
ok '… and a valid set' valid gone

# --- modes
# mended 'NAME' FILE BEFORE AFTER
mended() {
	fresh "m$3$2" && chmod "$3" "m$3$2/$2"
	run certgen -d "m$3$2" board.local
	is "$code $(mode "m$3$2/$2")" "0 $4" "$1"
	like "$out" "*mended*$2*" '… and said'
	ok '… content untouched' cmp "a/$2" "m$3$2/$2"
	idle '… then idle' "m$3$2" board.local
}
mended 'a key that everybody may read' server.key 644 640
mended 'a CA key that everybody may write' ca.key 606 600
mended 'a key that the group may write' server.key 660 640
mended 'a certificate that everybody may write' server.crt 666 644
mended 'a CA certificate that the group may write' ca.crt 664 644
for bits in server.key:400 server.key:640 server.key:440 server.crt:600 server.crt:444 ca.crt:400 ca.key:400; do
	fresh "n$bits" && chmod "${bits#*:}" "n$bits/${bits%:*}"
	idle "${bits%:*} with mode ${bits#*:} is the user's wish" "n$bits" board.local
done
fresh mc && chmod 664 mc/server.key
run certgen -d mc --check board.local
is "$code $(mode mc/server.key)" '10 664' '--check says that a mode is too open, and leaves it'

# --- files of an interrupted run
if traces; then
	# killed CALL N: a first run that dies at the N-th CALL.
	killed() { strace -f -qq -o /dev/null -e trace="$1" -e inject="$1:signal=KILL:when=$2" "$CERTBOX" certgen -d "$3" board.local >/dev/null 2>&1; }
	for at in link,linkat:1 link,linkat:2 rename,renameat,renameat2:1 rename,renameat,renameat2:2; do
		d=i${at%%,*}${at#*:}
		killed "${at%:*}" "${at#*:}" "$d"
		ok "killed before ${at%%,*} ${at#*:}: something is left over" test -n "$(find "$d" -name '.certbox-*')"
		rm -rf left && mkdir left && cp "$d"/*.key left 2>/dev/null
		run certgen -d "$d" board.local
		is "$code $(files "$d")" '0 ca.crt ca.key server.crt server.key' '… and removed by the next run'
		ok '… which ends valid' valid "$d"
		for key in left/*.key; do [ ! -e "$key" ] || cmp "$key" "$d/${key#left/}" || tap_result 1 '… with another key'; done
	done
	for n in 1 2 3 4; do
		fresh "j$n" && : >"j$n/server.key"
		strace -f -qq -o /dev/null -e trace=rename,renameat,renameat2 -e inject=rename,renameat,renameat2:signal=KILL:when="$n" \
			"$CERTBOX" certgen -d "j$n" board.local >/dev/null 2>&1
		run certgen -d "j$n" board.local
		ok "a pair replacement killed at rename $n ends valid" valid "j$n"
		ok '… with the same CA' cmp a/ca.crt "j$n/ca.crt"
		idle '… and then idle' "j$n" board.local
	done
else skip 24 'no strace, or not root'; fi
fresh other
for name in .certbox-0123456789abcdef0123456789abcdef.new .certbox-x server.key.tmp server.key.new .server.crt.new ca.key~; do
	echo "not certbox's" >"other/$name"
done
idle "files that are not ours stay, whatever their names" other board.local
done_testing

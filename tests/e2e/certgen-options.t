#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-options.t - what options ask for: kinds of set, file names, owners, days, --check.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
ext() { openssl x509 -in "$1" -noout -ext "$2" 2>/dev/null; }
key_of() { openssl x509 -in "$1" -noout -text | sed -n 's/.*Public-Key: (\([0-9]*\).*/\1/p'; }

# --- --self-signed
does '--self-signed' '*created*server.key*created*server.crt*trust*server.crt*' '' -d self --self-signed board.local
is "$(files self)" 'server.crt server.key' 'two files'
is "$(mode self/server.key self/server.crt)" '600 644' 'with the modes promised'
like "$(ext self/server.crt basicConstraints)" '*Basic Constraints: critical*CA:FALSE*' 'CA:FALSE'
ok 'a client that has it accepts it' verifies self/server.crt self/server.crt
like "$out" "*trust*server.crt*sha256 $(fingerprint self/server.crt)*" 'it is the anchor'
IDLE='ok *2 files*'
idle 'idle' self --self-signed board.local
IDLE='ok *'
cp self/server.key key
does 'another name: the same key' '*reissued*' '' -d self --self-signed nas.local
ok '…' cmp key self/server.key
fresh turn
cp turn/server.key key
does 'a set with a CA becomes self-signed: another kind, the same key' '*reissued*server.crt*' '*' -d turn --self-signed board.local
ok '…' cmp key turn/server.key
ok '… its own anchor' verifies turn/server.crt turn/server.crt
cp self/server.key key
does 'and the other way round' '*created*ca.crt*reissued*server.crt*' '*' -d self nas.local
ok '… the same key' cmp key self/server.key
ok '… valid' valid self

# --- --use, --rsa-kex
like "$(ext turn/server.crt keyUsage)" '*critical*
 *Digital Signature' 'KeyUsage is digitalSignature alone, critical'
like "$(ext turn/server.crt extendedKeyUsage)" '*
 *TLS Web Server Authentication' 'EKU is serverAuth alone'
does '--use both' '*created*' '' -d both --use both board.local
like "$(ext both/server.crt extendedKeyUsage)" '*Server Authentication, TLS Web Client Authentication' 'both usages'
does '--use server later: another kind' '*reissued*' '' -d both --use server board.local
like "$(ext both/server.crt extendedKeyUsage)" '*
 *TLS Web Server Authentication' 'serverAuth alone'
mkdir bad
refuses '--use with another word: exit 2' 2 '*use*' bad --use mail board.local
mkdir rsa && own_key rsa/server.key RSA -pkeyopt rsa_keygen_bits:2048 && own_key rsa/ca.key
run certgen -d rsa board.local
is "$code $(key_of rsa/server.crt)" '0 2048' 'an RSA key that lies in DIR is used'
like "$(ext rsa/server.crt keyUsage)" '*
 *Digital Signature' 'RSA too: digitalSignature alone'
does '--rsa-kex' '*reissued*' '*' -d rsa --rsa-kex board.local
like "$(ext rsa/server.crt keyUsage)" '*Digital Signature, Key Encipherment' 'adds keyEncipherment'
ok '… valid' valid rsa

# --- key types
for type in p256:256 p384:384 rsa2048:2048; do
	does "-t ${type%:*}" "*server.key *${type%:*}*" '' -d "t$type" -t "${type%:*}" board.local
	is "$(key_of "t$type/server.crt") $(key_of "t$type/ca.crt")" "${type#*:} ${type#*:}" '… leaf and CA'
	ok '… valid' valid "t$type"
done
idle 'without -t an RSA set stays' trsa2048:2048 board.local
before=$(snap tp256:256)
run certgen -d tp256:256 --key-type p384 board.local
is "$code $(snap tp256:256)" "0 $before" 'another type, explicitly given: nothing changes'
like "$out$err" '*--rotate key*' '… it is reported, with the way out'
refuses '-t with another word: exit 2' 2 '*key-type*' bad -t dsa board.local

# --- days
does '--days 30' '*created*' '' -d days --days 30 board.local
is "$(day "$(not_after days/server.crt)")" "$(day $(($(date +%s) + 30 * DAY)))" '30 days from now'
cp days/server.key key
does '--days 100: ends later, so it is reissued' '*reissued*' '' -d days --days 100 board.local
ok '… with the same key' cmp key days/server.key
idle '--days 20 would end sooner: nothing' days --days 20 board.local
does '--days 826: done' '*created*' '*certgen: warning: *825*' -d long --days 826 board.local
does '--days 825: no warning' '*created*' '' -d long2 --days 824 board.local
for n in 0 99999999 36501 -1 x 1.5 '' ' 5' 0x10; do
	refuses "--days '$n': exit 2" 2 '*days*' bad "--days=$n" board.local
	refuses "--ca-days '$n': exit 2" 2 '*ca-days*' bad "--ca-days=$n" board.local
done
refuses '--renew-before as long as --days: exit 2' 2 '*renew-before*' bad --days 30 --renew-before 30 board.local
does '--renew-before 29' '*created*' '' -d rb --days 30 --renew-before 29 board.local

# --- file names
does '--cert x.crt: its key is x.key' '*created*web.key*created*web.crt*' '' -d n1 --cert web.crt board.local
is "$(files n1)" 'ca.crt ca.key web.crt web.key' '…'
idle '… idle' n1 --cert web.crt board.local
does '--cert x.pem: x-key.pem, --ca too' '*created*' '' -d n2 --cert web.pem --ca root.pem board.local
is "$(files n2)" 'root-key.pem root.pem web-key.pem web.pem' '…'
does '--key and --ca-key' '*created*' '' -d n3 --cert a --key b --ca c --ca-key d board.local
is "$(files n3) $(mode n3/a n3/b n3/c n3/d)" 'a b c d 644 600 644 600' '…'
ok '… a valid set' valid_pair n3/c n3/b n3/a
mkdir private
does 'absolute paths' '*created*' '' -d n4 --key "$PWD/private/k.pem" --ca-key "$PWD/private/ca.pem" board.local
is "$(files n4) $(files private)" 'ca.crt server.crt ca.pem k.pem' '…'
is "$(mode private/k.pem private/ca.pem)" '600 600' '… private'
idle '… idle' n4 --key "$PWD/private/k.pem" --ca-key "$PWD/private/ca.pem" board.local
rm private/k.pem
does '… healed there' '*set-aside*server.crt*created*' '' -d n4 --key "$PWD/private/k.pem" --ca-key "$PWD/private/ca.pem" board.local
ok '… a valid pair' valid_pair n4/ca.crt private/k.pem n4/server.crt
does 'several pairs under one CA' '*created*web.crt*' '' -d n4 --cert web.crt --ca-key "$PWD/private/ca.pem" board.local
ok '… valid' valid_pair n4/ca.crt n4/web.key n4/web.crt
for option in cert key ca ca-key; do
	refuses "--$option with a relative path: exit 2" 2 "*$option*" bad "--$option" sub/x.crt board.local
	refuses "--$option '..': exit 2" 2 "*$option*" bad "--$option" .. board.local
	refuses "--$option '': exit 2" 2 "*$option*" bad "--$option=" board.local
done
refuses 'one name for two files: exit 2' 2 '*' bad --cert x.crt --ca x.crt board.local
refuses 'key and certificate in one: exit 2' 2 '*' bad --cert x.pem --key x.pem board.local
refuses 'a name of our own files: exit 2' 2 '*' bad --cert .lock board.local
certgen -q -d 'with space' --cert 'my cert.crt' board.local >/dev/null
is "$(files 'with space')" 'ca.crt ca.key my cert.crt my cert.key' 'blanks in names'

# --- --check
mkdir check
run certgen -d check --check board.local
is "$code $(ls -A check)" '10 ' '--check on an empty folder: 10, nothing made'
like "$out" '*created*ca.key*created*ca.crt*created*server.key*created*server.crt*' '… it says what a run would do'
run certgen -d missing --check board.local
is "$code $(ls -d missing 2>/dev/null)" '10 ' '… on a missing one too'
fresh ready
does '--check on a good set: 0' 'ok *' '' -d ready --check board.local
rm ready/server.crt && before=$(snap ready)
run certgen -d ready --check board.local
is "$code $(snap ready)" "10 $before" 'something to heal: 10, nothing changed'
like "$out" '*reissued*server.crt*' '… said'
run certgen -q -d ready --check board.local
is "$code" 10 '-q --check'

# --- --owner
if root; then
	mkdir -p r/etc
	printf 'root:x:0:0::/:/bin/sh\nweb:x:4001:4002::/:/bin/sh\n' >r/etc/passwd
	printf 'root:x:0:\nweb:x:4002:\nssl:x:4003:web\n' >r/etc/group
	owners() { (cd "$1" && stat -c '%u:%g:%a' server.key ca.key server.crt | tr '\n' ' ' | sed 's/ $//'); }
	for case in web=4001:0:600 web:ssl=4001:4003:640 :ssl=0:4003:640 4005=4005:0:600 4005:4006=4005:4006:640; do
		does "--owner ${case%%=*}" '*created*' '' -d "o$case" --root r --owner "${case%%=*}" board.local
		is "$(owners "o$case")" "${case#*=} 0:0:600 0:0:644" '… the leaf key alone'
		idle '… idle' "o$case" --root r --owner "${case%%=*}" board.local
	done
	fresh mend
	does 'a key of another owner' '*mended*server.key*' '' -d mend --root r --owner web:ssl board.local
	is "$(owners mend)" '4001:4003:640 0:0:600 0:0:644' '… is mended'
	ok '… content untouched' cmp mend/server.key "$TAP/fresh/server.key"
	idle 'without --owner it stays so' mend board.local
	rm mend/server.crt
	does 'a reissue' '*reissued*' '' -d mend --root r --owner web:ssl board.local
	is "$(owners mend)" '4001:4003:640 0:0:600 0:0:644' '… keeps it'
	fresh late
	does 'an owner that is not known yet: 0' '*' '*nobodyhere*' -d late --root r --owner nobodyhere board.local
	is "$(owners late)" '0:0:600 0:0:600 0:0:644' '… left as it is'
	echo 'nobodyhere:x:4010:4010::/:/bin/sh' >>r/etc/passwd
	does '… once it is known' '*mended*server.key*' '' -d late --root r --owner nobodyhere board.local
	like "$(owners late)" '4010:*:600 *' '… done'
	for owner in '' : a:b:c 'we b' web: 99999999999; do
		refuses "--owner '$owner': exit 2" 2 '*owner*' bad --root r "--owner=$owner" board.local
	done
else skip 31 'needs root'; fi

# --- help, version, usage
run certgen --help
is "$code $err" '0 ' '--help'
ok '… one screen' test "$(wc -l <"$TAP/out")" -le 50
for word in dir key-type days subject self-signed check owner; do like "$out" "*--$word*" "… names --$word"; done
refuses 'an unknown option: exit 2, with a pointer' 2 '*--nonsense*--help*' bad --nonsense board.local
refuses 'an unknown letter' 2 '*' bad -Z board.local
refuses 'an option without its value' 2 '*days*' bad board.local --days
refuses 'a flag with a value that is none' 2 '*self-signed*' bad --self-signed=maybe board.local
refuses '--ca-only and --self-signed together' 2 '*' bad --ca-only --self-signed board.local
refuses '-d with nothing' 2 '*' bad --dir= board.local
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-p12.t - --p12 and its password file: made, kept, made again; opened by openssl, Java, GnuTLS, NSS, node and Python.
# shellcheck source-path=SCRIPTDIR disable=SC2317 # commands are called by name
# shellcheck source=readers.sh
. "${0%/*}/readers.sh"
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has openssl || skip_all 'no openssl'
# holds DIR [PASSWORD FILE]: what openssl finds in x.p12, in pem.
holds() { openssl pkcs12 -in "$1/x.p12" -nodes -passin "file:${2:-$1/pw}" -out pem 2>"$TAP/p12"; }
info() { openssl pkcs12 -in "$1/x.p12" -info -noout -passin "file:$1/pw" 2>&1; }
count() { grep -c 'BEGIN CERTIFICATE' "$1"; }
P12='--p12 x.p12 --password-file pw'
# set DIR ARG…, quiet DIR ARG…: with both files.
made() {
	made_dir=$1
	shift
	# shellcheck disable=SC2086 # words
	certgen -d "$made_dir" $P12 "$@"
}

# --- made
fresh d
expect '--p12 is made beside a set that stands, its password before it' 0 'created    pw
created    x.p12' '' made d board.local 192.168.7.20
is "$(mode d/pw d/x.p12)" '600 600' '… for their owner alone'
like "$(cat d/pw)" '????????????????????????????????' 'the password has 32 characters'
is "$(wc -c <d/pw) $(tr -d 'A-Za-z0-9' <d/pw | wc -c)" '32 0' '… letters and digits, without the end of a line'
ok 'openssl opens it' holds d
ok '… its key and certificate are the set'\''s' matches pem d/server.crt
is "$(count pem)" 2 '… and the CA'\''s stands behind'
like "$(cat pem)" '*friendlyName: board.local*localKeyID: *' '… under the first name'
like "$(info d)" 'MAC: sha256, Iteration 10000*AES-256-CBC, Iteration 10000, PRF hmacWithSHA256*AES-256-CBC, Iteration 10000*' '… as promised'
# shellcheck disable=SC2086 # words
idle '… idle' d $P12 board.local 192.168.7.20
# shellcheck disable=SC2086 # words
stays '--check finds nothing' d certgen -d d --check $P12 board.local 192.168.7.20
# shellcheck disable=SC2086 # words
expect '--check: a new name asks for a new file, and for no new password' 10 'reissued   server.crt  new names
reissued   x.p12' '' certgen -d d --check $P12 board.local new.local 192.168.7.20
fresh d2
made d2 board.local 192.168.7.20 >/dev/null
not_ok 'no two passwords are alike' cmp -s d/pw d2/pw
if traces; then
	rm d2/pw d2/x.p12
	# shellcheck disable=SC2086 # words
	strace -f -s 4096 -o trace "$CERTBOX" certgen -v -d d2 $P12 board.local 192.168.7.20 >said 2>&1
	is "$(grep -v 'read(' trace | grep -c -F "$(cat d2/pw)") $(grep -c -F "$(cat d2/pw)" said)" '1 0' 'the password is written once, into its file, and said nowhere'
else skip 1 'no strace, or not root'; fi

# --- in the hands of others
readers() {
	if has keytool; then
		run keys -list -v -keystore "$1/x.p12" -storetype PKCS12 -storepass "$(cat "$1/pw")"
		like "$code $out" "0 *Alias name: board.local*PrivateKeyEntry*chain length: $2*" "$1: keytool opens it, with its chain"
		not_ok '… not with another password' keys -list -keystore "$1/x.p12" -storetype PKCS12 -storepass changeit
	else skip 2 'no keytool'; fi
	if has certtool; then
		run certtool --p12-info --inder --infile "$1/x.p12" --password "$(cat "$1/pw")"
		like "$code $out$err" '0 *Friendly name: board.local*Key ID: *' "$1: certtool opens it"
		not_ok '… not with another password' certtool --p12-info --inder --infile "$1/x.p12" --password no
	else skip 2 'no certtool'; fi
	if has pk12util certutil; then
		nss "db.$1" && ok "$1: NSS imports it" pk12util -i "$1/x.p12" -d "sql:db.$1" -W "$(cat "$1/pw")"
		like "$(certutil -K -d "sql:db.$1")" '* board.local' '… and has the key'
		not_ok '… not with another password' pk12util -l "$1/x.p12" -d "sql:db.$1" -W no
	else skip 3 'no pk12util'; fi
	if has node; then
		ok "$1: node opens it" tls "$1/x.p12" "$(cat "$1/pw")"
		not_ok '… not with another password' tls "$1/x.p12" no
	else skip 2 'no node'; fi
	if cryptography; then
		like "$(python "$1/x.p12" "$(cat "$1/pw")")" "board.local $(($2 - 1)) *" "$1: Python opens it"
		not_ok '… not with another password' python "$1/x.p12" no
	else skip 2 'no python3-cryptography'; fi
}
made rsa -t rsa2048 board.local >/dev/null
made compat --p12-compat board.local >/dev/null
made self --self-signed board.local >/dev/null
readers d 2
readers rsa 2
readers compat 2
readers self 1
like "$(info compat)" 'MAC: sha1, Iteration 2048*TripleDES-CBC, Iteration 2048*Shrouded Keybag: *TripleDES-CBC, Iteration 2048*' '--p12-compat is 3DES and SHA-1'

# --- made again when its content would differ, and only then
expect 'another kind' 0 'reissued   x.p12' '' made d --p12-compat board.local 192.168.7.20
expect '… and back' 0 'reissued   x.p12' '' made d board.local 192.168.7.20
expect 'another name' 0 'reissued   x.p12' '' made d --p12-name 'My board' board.local 192.168.7.20
ok '… is in it' holds d
like "$(cat pem)" '*friendlyName: My board*' '… as given'
expect 'another certificate' 0 'reissued   server.crt *
reissued   x.p12' '' made d board.local 192.168.7.20 more.local
ok '… is in it' holds d
ok '… with its key' matches pem d/server.crt
expect 'another key' 0 '*rotated    server.key*reissued   x.p12' '' made d --rotate key board.local
expect 'another CA' 0 '*rotated    ca.key*reissued   x.p12*' '' made d --rotate ca board.local
ok '… openssl opens it' holds d
is "$(count pem)" 3 '… with the cross-certificate'
if has keytool; then ok '… and Java' keys -list -keystore d/x.p12 -storetype PKCS12 -storepass "$(cat d/pw)"; else skip 1 'no keytool'; fi
head -c 900 d/x.p12 >short && cp short d/x.p12
expect 'a cut file is set aside' 0 'set-aside  x.p12       x.p12.bad-1
created    x.p12' '' made d board.local
ok '… as it was' cmp -s short d/x.p12.bad-1
openssl pkcs12 -export -inkey d/server.key -in d/server.crt -name board.local -passout file:d/pw -out d/x.p12
expect 'one of openssl'\''s under our password is replaced' 0 'reissued   x.p12' '' made d board.local
openssl pkcs12 -export -inkey d/server.key -in d/server.crt -name board.local -passout pass:theirs -out d/x.p12
expect 'one under another is set aside' 0 'set-aside  x.p12       x.p12.bad-2*' '' made d board.local
printf 'new password\r\n' >d/pw && chmod 600 d/pw
expect 'so is ours, when the password changes' 0 'set-aside  x.p12       x.p12.bad-3*' '' made d board.local
is "$(od -An -tx1 -j12 d/pw)" ' 0d 0a' '… which stays as it is'
ok '… the end of its line is no part of it' openssl pkcs12 -in d/x.p12 -noout -passin 'pass:new password'
chmod 644 d/pw d/x.p12
expect 'modes that let others in are mended' 0 'mended     pw *
mended     x.p12 *' '' made d board.local
is "$(mode d/pw d/x.p12)" '640 640' '… by what is too much'
if root; then
	expect '--owner is theirs, too' 0 '*mended     pw *mended     x.p12 *' '' made d --owner nobody:nogroup board.local
	is "$(stat -c '%U:%G %a' d/pw d/x.p12 | sort -u)" 'nobody:nogroup 640' '… owner, group and mode'
	rm d/x.p12
	expect 'and when it is made' 0 'created    x.p12' '' made d --owner nobody:nogroup board.local
	is "$(stat -c '%U:%G %a' d/x.p12)" 'nobody:nogroup 640' '… from the start'
else skip 4 'not root'; fi

# --- passwords
fresh p
bad() {
	bad_name=$1
	shift
	# shellcheck disable=SC2059 # formats are words
	printf "$@" >p/pw && chmod 600 p/pw
	# shellcheck disable=SC2086 # words
	refuses "a password that $bad_name" 12 "--password-file: pw: the password *" p $P12 board.local 192.168.7.20
}
bad 'is empty' ''
bad 'is the end of a line' '\n'
bad 'is too long' '%0300d' 1
bad 'has a letter beyond ASCII' 'gr\303\266\303\237er'
bad 'has two lines' 'one\ntwo\n'
bad 'has a NUL' 'a\000b'
printf '%0256d\n' 1 >p/pw
expect 'one of 256 characters is fine' 0 'created    x.p12' '' made p board.local 192.168.7.20
ok '… openssl opens it' holds p
rm p/pw p/x.p12
mkdir keep && printf secret >keep/pw && chmod 600 keep/pw && ln -s ../keep/pw p/pw
expect 'a password may be a link to a file' 0 'created    x.p12' '' made p board.local 192.168.7.20
is "$(cat keep/pw) $(readlink p/pw)" 'secret ../keep/pw' '… which stays'
rm keep/pw
# shellcheck disable=SC2086 # words
refuses 'but not one to nothing' 1 '--password-file: pw: is a symbolic link: *' p $P12 board.local 192.168.7.20
rm p/pw && mkdir p/pw
# shellcheck disable=SC2086 # words
refuses 'nor is it a folder' 1 '--password-file: pw: *' p $P12 board.local 192.168.7.20
rmdir p/pw
rm p/x.p12 && ln -s elsewhere p/x.p12
expect 'a link is not written through' 1 'created    pw' 'certgen: --p12: x.p12: is a symbolic link: *' made p board.local 192.168.7.20
rm p/x.p12
expect 'a name that is too long is refused' 12 '' 'certgen: --p12: x.p12: *' made p --p12-name "$(printf %065d 1)" board.local 192.168.7.20
expect '--p12 needs a password' 2 '' 'certgen: --p12 and --password-file go together*' certgen -d p --p12 x.p12 board.local
expect 'and that something to open' 2 '' 'certgen: --p12 and --password-file go together*' certgen -d p --password-file pw board.local
expect 'which is no other file' 2 '' "certgen: 'x.p12' is named twice*" certgen -d p --p12 x.p12 --password-file x.p12 board.local

# --- whose pair it is does not matter
own_set own
expect 'a pair of the user'\''s' 0 'created    pw
created    x.p12*' '' made own board.local
ok '… is in it' holds own
ok '… with its key' matches pem own/server.crt
is "$(count pem)" 2 '… and the CA that issued it'
rm own/ca.crt
expect 'without that' 0 'reissued   x.p12*' '' made own board.local
ok '… it opens' holds own
is "$(count pem)" 1 '… and holds what there is'
own_ca other && cp other/ca.crt own/ca.crt
# shellcheck disable=SC2086 # words
stays 'a CA that did not issue it does not go along' own certgen -d own $P12 board.local
expect '--on-change runs for it' 0 'reissued   x.p12*' 'ran' made own --p12-name other --on-change 'echo ran' board.local
done_testing

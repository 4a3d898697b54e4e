#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-import.t - a user's key and chain, however they come, become the leaf pair.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has openssl || skip_all 'no openssl'

# --- a root, two intermediates, a leaf of each kind of key
extensions() { printf 'basicConstraints=critical,CA:%s\nkeyUsage=critical,%s\n%s\n' "$@" >ext; }
# issue NAME SUBJECT BY [DAYS]: NAME.crt for NAME.key
issue() {
	openssl req -new -key "$1.key" -subj "/CN=$2" -out csr 2>/dev/null &&
		openssl x509 -req -in csr -CA "$3.crt" -CAkey "$3.key" -days "${4:-300}" -extfile ext -out "$1.crt" 2>/dev/null
}
for name in root one two p256 other; do own_key $name.key; done
own_key p384.key EC -pkeyopt ec_paramgen_curve:P-384
own_key rsa.key RSA -pkeyopt rsa_keygen_bits:2048
openssl req -x509 -new -key root.key -subj '/CN=Root' -days 3000 -out root.crt -addext keyUsage=critical,keyCertSign
extensions TRUE keyCertSign ''
issue one 'Sub One' root 2000
issue two 'Sub Two' one 2000
extensions FALSE digitalSignature 'subjectAltName=DNS:board.local,IP:127.0.0.1'
for name in p256 p384 rsa; do issue $name board.local two; done
cat p256.crt two.crt one.crt >fullchain.pem
cat one.crt two.crt p256.crt >backwards.pem
ok 'control: the chain holds' openssl verify -CAfile root.crt -untrusted fullchain.pem p256.crt

der() { openssl "$1" -in "$2" -outform DER -out "$3" 2>/dev/null; }
der x509 p256.crt p256.der
der pkey p256.key p256.key.der
openssl ec -in p256.key -out sec1.pem 2>/dev/null
openssl ec -in p256.key -outform DER -out sec1.der 2>/dev/null
openssl ecparam -name prime256v1 -out parameters.pem
cat parameters.pem sec1.pem >sec1-parameters.pem
openssl rsa -in rsa.key -traditional -out pkcs1.pem 2>/dev/null
openssl rsa -in rsa.key -traditional -outform DER -out pkcs1.der 2>/dev/null
{ openssl x509 -in p256.crt -text; printf 'Bag Attributes\n    friendlyName: x\n'; cat p256.key two.crt; } | sed 's/$/\r/' >crlf.pem

# takes 'NAME' KEY CHAIN STDERR FILE…: into an empty folder; the key's kind, what server.crt shall be
takes() {
	takes_name=$1 takes_key=$2 takes_chain=$3 takes_err=$4
	shift 4
	rm -rf d
	does "$takes_name" "imported*server.key*imported*server.crt*board.local*, until $DATE" "$takes_err" -d d --import "$@" || return
	[ "$(cat "$takes_chain")" = "$(cat d/server.crt)" ] || diag 'server.crt is another'
	ok '… key and chain are these, modes too' sh -c 'cmp d/server.crt "$0" && openssl pkey -in d/server.key -check -noout && openssl pkey -in d/server.key -pubout | cmp - "$1" && [ "$(stat -c %a d/server.key d/server.crt | tr "\n" " ")" = "600 644 " ]' \
		"$takes_chain" "$takes_key"
}
for name in p256 p384 rsa; do openssl pkey -in $name.key -pubout -out $name.want; done
for name in p384 rsa; do cat $name.crt two.crt one.crt >$name.chain; done
cat p256.crt two.crt >two.chain

takes "certbot's two files" p256.want fullchain.pem '' fullchain.pem p256.key
takes 'the key first' p256.want fullchain.pem '' p256.key fullchain.pem
takes 'each certificate by itself, in any order' p256.want fullchain.pem '' one.crt p256.key two.crt p256.crt
takes 'the chain backwards' p256.want fullchain.pem '' backwards.pem p256.key
takes 'all in one file' p256.want fullchain.pem '' - <<-end
	$(cat backwards.pem p256.key)
end
takes 'twice the same' p256.want fullchain.pem '' fullchain.pem p256.key p256.crt p256.key.der
takes 'the root comes along' p256.want fullchain.pem '*left out: CN=Root (a root, which clients have)' root.crt fullchain.pem p256.key
takes 'text around, CRLF' p256.want two.chain '' crlf.pem
takes 'DER' p256.want p256.crt '' p256.der p256.key.der
takes 'DER on standard input' p256.want p256.crt '' - p256.key <p256.der
takes 'SEC1' p256.want p256.crt '' p256.crt sec1.pem
takes 'SEC1 behind its parameters' p256.want p256.crt '' sec1-parameters.pem p256.crt
takes 'SEC1, DER' p256.want p256.crt '' p256.crt sec1.der
takes 'P-384' p384.want p384.chain '' one.crt two.crt p384.crt p384.key
takes 'RSA, PKCS#8' rsa.want rsa.chain '' rsa.key one.crt two.crt rsa.crt
takes 'RSA, PKCS#1' rsa.want rsa.chain '' pkcs1.pem one.crt two.crt rsa.crt
takes 'RSA, PKCS#1, DER' rsa.want rsa.chain '' pkcs1.der one.crt two.crt rsa.crt
takes 'a stranger among them' p256.want fullchain.pem '*left out: CN=board.local (not of this chain)' fullchain.pem p256.key p384.crt
extensions TRUE keyCertSign ''
cp two.key again.key
openssl req -new -key again.key -subj '/CN=Sub Two' -out csr
if openssl x509 -req -in csr -CA one.crt -CAkey one.key -days -1 -extfile ext -out again.crt 2>/dev/null; then
	takes 'an intermediate that has expired' p256.want fullchain.pem '*left out: CN=Sub Two (out of date)' again.crt fullchain.pem p256.key
else skip 2 'this openssl makes none that has expired'; fi
ok 'what is imported is served' sh -c 'openssl verify -CAfile root.crt -untrusted d/server.crt d/server.crt'

# --- PKCS#12
pass=correct-horse
echo $pass >pw
echo wrong >wrong
cat two.crt one.crt >sub.pem
# p12 'NAME' OPTION…: openssl's
p12() {
	p12_name=$1
	shift
	openssl pkcs12 -export -inkey p256.key -in p256.crt -certfile sub.pem -passout pass:$pass -out x.p12 "$@" 2>/dev/null
	takes "PKCS#12: $p12_name" p256.want fullchain.pem '' x.p12 --password-file "$PWD/pw"
}
p12 'openssl 3'
p12 'openssl -legacy' -legacy
p12 '3DES, as Windows' -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -iter 2000
cp x.p12 good.p12
if has keytool; then
	rm -f java.p12
	keytool -J-Xshare:auto -J-XX:TieredStopAtLevel=1 -importkeystore -srckeystore x.p12 -srcstorepass $pass -destkeystore java.p12 -deststoretype PKCS12 -deststorepass $pass >/dev/null 2>&1
	takes 'PKCS#12: Java' p256.want fullchain.pem '' java.p12 --password-file "$PWD/pw"
else skip 2 'no keytool'; fi
if has pk12util certutil; then
	mkdir nss && certutil -N -d sql:nss --empty-password
	pk12util -i x.p12 -d sql:nss -W $pass >/dev/null 2>&1
	pk12util -o ber.p12 -d sql:nss -n board.local -W $pass >/dev/null 2>&1
	takes 'PKCS#12: NSS, BER' p256.want fullchain.pem '' ber.p12 --password-file "$PWD/pw"
else skip 2 'no pk12util'; fi
openssl pkcs12 -export -inkey p256.key -in p256.crt -passout pass: -out empty.p12
takes 'PKCS#12 without a password' p256.want p256.crt '' empty.p12
openssl pkcs12 -export -nokeys -in p256.crt -certfile sub.pem -passout pass:$pass -out certs.p12
takes 'its certificates, and a key beside it' p256.want fullchain.pem '' p256.key certs.p12 --password-file "$PWD/pw"
mkdir -p in && cp pw in/word
does 'the password stands in DIR' '*imported*server.crt*' '' -d in --import good.p12 --password-file word

# --- what stands there
fresh s
cp s/server.key ours.key
cp s/server.crt ours.crt
does 'a pair of our own is replaced' 'set-aside*server.key*server.key.bad-1 (replaced)*imported*server.key*set-aside*server.crt*imported*server.crt*' \
	'' -d s --import p256.key fullchain.pem
ok '… and kept aside' sh -c 'cmp ours.key s/server.key.bad-1 && cmp ours.crt s/server.crt.bad-1'
is "$(files s)" 'ca.crt ca.key server.crt server.crt.bad-1 server.key server.key.bad-1' '… nothing is left over'
idle 'the same again is nothing' s --import fullchain.pem p256.key
idle '… in another form and order' s --import sec1.der backwards.pem
stays 'certgen keeps it' s certgen -d s board.local
like "$code $out" '0 kept*server.crt*' '… and says so'
rm -rf d
certgen -q -d d --import fullchain.pem p256.key >/dev/null
stays 'it needs no CA' d certgen -d d board.local
is "$(files d)" 'server.crt server.key' '… and gets none'
extensions FALSE digitalSignature subjectAltName=DNS:board.local
issue p256 board.local two 200
does 'renewed by the user: the certificate alone' "set-aside*server.crt*imported*server.crt*board.local*" '' -d d --import p256.crt two.crt
is "$(files d)" 'server.crt server.crt.bad-1 server.key' '… the key stays as it is'
idle 'and again: nothing' d --import two.crt p256.crt
does 'the key beside it is the same' "set-aside*server.crt*imported*server.crt*board.local*" '' -d d --import p256.crt p256.key one.crt two.crt
is "$(files d)" 'server.crt server.crt.bad-1 server.crt.bad-2 server.key' '… and stays as it is'
run certgen -d d --rotate key board.local
is "$code" 0 '--rotate key leaves the user'"'"'s own'
is "$(files d)" 'server.crt server.crt.bad-1 server.crt.bad-2 server.key' '… as it is'
run certgen -q -d d --force board.local
is "$code" 0 '--force makes a set of our own'
ok '… valid' valid d
does '--on-change runs' '*imported*' 'changed' -d e --on-change 'echo changed' --import fullchain.pem p256.key
idle '… once' e --on-change 'echo changed' --import fullchain.pem p256.key
if root; then
	does 'the key goes to its owner' '*imported*server.key*' '' -d o --owner :daemon --import fullchain.pem p256.key
	is "$(stat -c '%a %G' o/server.key)" '640 daemon' '… mode and group'
	does '… later, too' 'mended*server.key*' '' -d e --owner :daemon --import fullchain.pem p256.key
	is "$(stat -c '%a %G' e/server.key)" '640 daemon' '… mode and group'
else skip 4 'not root'; fi
printf 'san from.config\n' >e/certgen.conf
does 'names in a config file are no files' 'ok*' '' -d e --import=p256.key --import fullchain.pem
: >e/server.key
does 'a torn key is replaced' '*set-aside*server.key*imported*server.key*' '' -d e --import fullchain.pem p256.key
cp -a s r && : >r/.certbox-0123456789abcdef.new
does '--json' '{"verb":"imported","what":"server.key","detail":"p256"}*' '' -d j --json --import fullchain.pem p256.key

# --- refused, and nothing changes
fresh n
refuses 'another key: 11' 11 '*fits the key; nothing changed' n --import fullchain.pem other.key
refuses 'no key, and ours is another: 11' 11 '*fits the key; nothing changed' n --import fullchain.pem
refuses 'two keys: 12' 12 'other.key: another private key*' n --import fullchain.pem p256.key other.key
refuses 'no certificate: 12' 12 'no certificate in these files*' n --import p256.key
refuses 'a CA and its key: 11' 11 'CN=Sub One: the certificate of a CA*' n --import one.crt one.key
refuses '… self-signed: 11' 11 'CN=Root: the certificate of a CA*' n --import root.crt root.key
refuses_name='out of date: 13' refuses_code=13 refuses_err='CN=board.local: good from * to *; nothing changed' refuses_dir=n
refuses_with at $(($(date +%s) + 400 * DAY)) -d n --import fullchain.pem p256.key
refuses_name='not yet valid: 13'
refuses_with at "$((RELEASE + 60))" -d n --clock ok --import fullchain.pem p256.key
run unset_at 100 -d u --import fullchain.pem p256.key
is "$code" 0 '… unless the clock is not believed'
run certgen -d none --import fullchain.pem
is "$code" 11 'no key anywhere: 11'
not_ok '… and no folder is made' test -e none
run certgen -d none --import fullchain.pem other.key
not_ok '… nor for a key that does not fit' test -e none
refuses 'a wrong password' 1 'good.p12: wrong password*' n --password-file "$PWD/wrong" --import good.p12
refuses 'no password' 1 'good.p12: has a password: --password-file P' n --import good.p12
refuses 'a password file that is not there' 1 'good.p12: gone: No such file*' n --password-file gone --import good.p12
refuses 'a file that is not there' 1 'gone: No such file*' n --import gone p256.key
refuses 'a folder' 1 '*a directory, not a file' n --import . p256.key
mkfifo fifo
refuses 'a FIFO' 1 'fifo is a FIFO, not a file' n --import fifo p256.key
head -c 1048577 /dev/zero >large
refuses 'over 1 MiB: 12' 12 'large is larger than*' n --import large p256.key
: >nothing
refuses 'an empty file: 12' 12 'nothing: *' n --import nothing fullchain.pem p256.key
refuses 'a text with nothing in it: 12' 12 'parameters.pem: holds neither*' n --import parameters.pem fullchain.pem p256.key
openssl pkey -in p256.key -aes256 -passout pass:x -out encrypted.pem
refuses 'an encrypted key: 12' 12 'encrypted.pem: encrypted;*' n --import fullchain.pem encrypted.pem
openssl pkcs8 -topk8 -in p256.key -passout pass:x -outform DER -out encrypted.der
refuses '… DER' 12 'encrypted.der: encrypted;*' n --import fullchain.pem encrypted.der
i=0
while [ $i -lt 33 ]; do
	openssl req -x509 -new -key other.key -subj "/CN=$i" -days 9 2>/dev/null
	i=$((i + 1))
done >many.pem
refuses 'too many certificates: 12' 12 'many.pem: more than 32 certificates' n --import many.pem other.key
ln -s "$PWD/two.crt" link.crt
fresh l && mv l/server.crt l/there && ln -s there l/server.crt
refuses 'a symbolic link is not replaced' 1 'l: server.crt is a symbolic link*nothing changed' l --import fullchain.pem p256.key
run certgen -d n --import
is "$code" 2 'no file: a usage error'
run certgen -d n --import p256.key --check
is "$code" 2 'with --check too'
run certgen -d n --import p256.key fullchain.pem --ca-only
is "$code" 2 'with --ca-only too'

# damage FILE OTHER…: a copy of FILE cut, or with a bit changed, at a dozen places each: none is imported, nothing changes
before=$(snap n)
damage() {
	whole=$1 bad=
	shift
	size=$(wc -c <"$whole")
	rm -rf d
	certgen -q -d d --password-file "$PWD/pw" --import "$whole" "$@" >/dev/null 2>&1 || bad=control
	for k in 1 2 3 4 5 6 7 8 9 10 11 12; do
		at=$((size * k / 13))
		head -c $at "$whole" >damaged
		certgen -d n --password-file "$PWD/pw" --import damaged "$@" >"$TAP/said" 2>&1 && bad="$bad cut:$at"
		one_line "$(cat "$TAP/said")" || bad="$bad said:$at"
		perl -e 'local $/; $_ = <STDIN>; vec($_, 8 * $ARGV[0] + 3, 1) ^= 1; print' $at <"$whole" >damaged
		certgen -d n --password-file "$PWD/pw" --import damaged "$@" >"$TAP/said" 2>&1 && bad="$bad bit:$at"
		[ "$before" = "$(snap n)" ] || bad="$bad changed:$at"
	done
	is "$bad" '' "$whole: cut or changed by a bit is refused"
}
damage good.p12
damage p256.key.der fullchain.pem
damage p256.der p256.key one.crt two.crt
der x509 two.crt two.der
damage two.der p256.key one.crt p256.crt root.crt
if [ -n "${CORPORA:-}" ] && [ -d "$CORPORA" ]; then
	find "$CORPORA/der" "$CORPORA/pem" -type f | sort | awk -v every="${LONG:-8}" 'NR % every == 0' >hostile
	bad=
	while read -r file; do
		code=0
		"$CERTBOX" certgen -q -d n --import "$file" >/dev/null 2>"$TAP/said" || code=$?
		case $code in 11 | 12 | 13) ;; *) bad="$bad $code:${file##*/}" ;; esac
	done <hostile
	is "$bad" '' "$(wc -l <hostile) hostile files: refused, each by name"
	is "$(snap n)" "$before" '… and nothing changed'
else skip 2 'CORPORA names no folder'; fi

# --- made by others, served, fetched
issue p256 board.local two
cat p256.crt two.crt one.crt >fullchain.pem
certgen -q -d w --import backwards.pem fullchain.pem p256.key >/dev/null 2>&1
if has curl; then
	tls_server w -cert_chain w/server.crt
	expect 'what was imported is served, and curl believes it' 0 '*' '*' \
		curl -sS --cacert root.crt --resolve "board.local:$port:127.0.0.1" "https://board.local:$port/"
	tls_stop
else skip 1 'no curl'; fi
if has mkcert; then
	CAROOT=$PWD/mkcert && export CAROOT
	mkcert -cert-file m.pem -key-file m-key.pem board.local >/dev/null 2>&1
	does "mkcert's pair" '*imported*server.crt*board.local*' '' -d m --import m.pem m-key.pem
	does '… its root is left out' 'ok*' '*left out: *a root*' -d m --import m.pem "$CAROOT/rootCA.pem" m-key.pem
	mkcert -pkcs12 -p12-file m.p12 board.local >/dev/null 2>&1
	echo changeit >changeit
	does '… and its PKCS#12' '*imported*server.crt*board.local*' '*' -d m12 --password-file "$PWD/changeit" --import m.p12
else skip 3 'no mkcert'; fi
openssl req -x509 -newkey rsa:2048 -nodes -keyout q.key -out q.crt -subj /CN=q.lan -days 90 2>/dev/null
does 'openssl req -x509: a CA that is a server' '*imported*server.crt*CN=q.lan*' '' -d q --import q.crt q.key
done_testing

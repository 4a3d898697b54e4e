#!/bin/sh
# SPDX-License-Identifier: MIT
# certfp.t - fingerprints against openssl's, in every form, of every kind of file; and broken ones.
# long because: forms, files, comparisons and pages are asked of the same few certificates.
# shellcheck source=tests/e2e/tap.sh
. "${0%/*}/tap.sh"
has openssl || skip_all 'no openssl'

certfp() { "$CERTBOX" certfp "$@"; }
# An oracle's answers: a certificate's fingerprint, a key's as hex and as a pin.
print_of() { openssl x509 -in "$1" -noout -fingerprint -sha256; }
spki_of() { openssl pkey -in "$1" -pubout -outform DER | openssl dgst -sha256 -r | cut -c1-64; }
pin_of() { printf 'sha256//' && openssl pkey -in "$1" -pubout -outform DER | openssl dgst -sha256 -binary | openssl base64; }
colons() { sed 's/../&:/g;s/:$//' | tr a-f A-F; }

# make NAME KEYTYPE...: NAME.key and NAME.crt.
make() {
	name=$1
	shift
	openssl req -x509 -newkey "$@" -nodes -keyout "$name.key" -out "$name.crt" -subj "/CN=$name" -days 30 2>/dev/null
}
make ec ec -pkeyopt ec_paramgen_curve:P-256
make p384 ec -pkeyopt ec_paramgen_curve:P-384
make p521 ec -pkeyopt ec_paramgen_curve:P-521
make rsa rsa:2048
make ed ed25519
ec=$(print_of ec.crt)
hex=$(echo "${ec#*=}" | tr -d : | tr A-F a-f)
pin=$(pin_of ec.key)
spki=$(spki_of ec.key)
words=$(certfp -f words ec.crt)

# --- forms ------------------------------------------------------------------------------------------
for name in ec p384 p521 rsa ed; do
	expect "$name: the fingerprint is openssl's" 0 "$(print_of $name.crt)" '' certfp $name.crt
	expect "$name: --spki is its public key's" 0 "sha256 SPKI=$(spki_of $name.key | colons)" '' certfp --spki $name.crt
done
expect '-f openssl is the default' 0 "$ec" '' certfp -f openssl ec.crt
expect '-f hex is bare and lower case' 0 "$hex" '' certfp -f hex ec.crt
expect '-f pin is what curl pins' 0 "$pin" '' certfp -f pin ec.crt
expect '--form=hex --spki is the key'\''s' 0 "$spki" '' certfp --form=hex --spki ec.crt
is "$(echo "$words" | wc -l)" 4 '-f words has four lines'
is "$(echo "$words" | wc -w)" 32 '... of eight words'
expect '-f art is a picture with its title' 0 '+----\[EC 256\]-----+
|*|
+----\[SHA256\]-----+' '' certfp -f art ec.crt
is "$(certfp -f art rsa.crt | head -n 1)" '+---[RSA 2048]----+' '... of RSA, too'
is "$(certfp -f art ed.crt | head -n 1)" '+------[key]------+' '... of a key it has no name for'
is "$(certfp -f art ec.crt | awk 'length != 19' | wc -l)" 0 '... nineteen columns wide'
expect 'an unknown form is a usage error' 2 '' "certfp: --form is one of openssl hex base64 pin ssh words art qr, not 'md5' (see*" \
	certfp -f md5 ec.crt

# --- what is read -----------------------------------------------------------------------------------
openssl x509 -in ec.crt -outform DER -out ec.der
expect 'DER' 0 "$ec" '' certfp ec.der
{ openssl x509 -in ec.crt -noout -text; cat ec.crt; } >text.crt
expect 'PEM with text around' 0 "$ec" '' certfp text.crt
sed 's/$/\r/' ec.crt >crlf.crt
expect 'PEM with CRLF' 0 "$ec" '' certfp crlf.crt
cat ec.crt rsa.crt p384.crt >chain.crt
expect 'the first of several' 0 "$ec" '' certfp chain.crt
cat ec.key ec.crt >combined.pem
expect 'the first certificate behind a key' 0 "$ec" '' certfp combined.pem
printf '%s' "$(cat ec.crt)" >noend.crt
expect 'PEM without a last line end' 0 "$ec" '' certfp noend.crt
sed 's/ CERTIFICATE/ X509 CERTIFICATE/' ec.crt >x509.crt
expect 'the old label' 0 "$ec" '' certfp x509.crt
run certfp - <ec.crt
is "$code:$out:$err" "0:$ec:" '- is standard input'
run certfp <ec.der
is "$code:$out:$err" "0:$ec:" 'without an operand it is standard input, DER too'
{ head -c 100 ec.crt && sleep 0.1 && tail -c +101 ec.crt; } | certfp >piped
is "$(cat piped)" "$ec" 'a slow pipe is read whole'
ln -s ec.crt link.crt
expect 'a link is followed' 0 "$ec" '' certfp link.crt
expect 'several operands get their names' 0 "ec.crt: $ec
rsa.crt: $(print_of rsa.crt)" '' certfp ec.crt rsa.crt
expect '... on a line of its own before several lines' 0 'ec.crt:
+--*
rsa.crt:
+--*' '' certfp -f art ec.crt rsa.crt
cp ec.crt ./-x
expect 'a name may start with a dash behind --' 0 "$ec" '' certfp -- -x

# --- keys -------------------------------------------------------------------------------------------
for name in ec p384 rsa; do
	want="sha256 SPKI=$(spki_of $name.key | colons)"
	openssl pkey -in $name.key -outform DER -out $name.key.der
	openssl pkey -in $name.key -traditional -out $name.old
	openssl pkey -in $name.key -pubout -out $name.pub
	openssl pkey -in $name.key -pubout -outform DER -out $name.pub.der
	for form in key key.der old pub pub.der; do
		expect "$name.$form: --spki is its public half's" 0 "$want" '' certfp --spki $name.$form
	done
done
hint='a private key, no certificate (--spki shows its public half*'
expect 'a private key without --spki gets a hint' 12 '' "certfp: ec.key: $hint" certfp ec.key
expect '... in DER, too' 12 '' "certfp: ec.key.der: $hint" certfp ec.key.der
openssl pkey -in ec.key -aes256 -passout pass:x -out locked.key
expect '... encrypted, too' 12 '' "certfp: locked.key: $hint" certfp locked.key
expect 'an encrypted key says how to decrypt it' 12 '' 'certfp: locked.key: *encrypted*openssl*' certfp --spki locked.key
expect 'a public key without --spki is no certificate' 12 '' 'certfp: ec.pub: no certificate in it' certfp ec.pub
unlike "$(certfp --spki -v ec.key ec.key.der rsa.old 2>&1; certfp ec.key 2>&1)" "*$(sed -n 2p ec.key | cut -c1-20)*" \
	'nothing of a private key is printed'

# --- --match ----------------------------------------------------------------------------------------
base64=$(openssl dgst -sha256 -binary ec.der | openssl base64)
cat >forms <<EOF
openssl's line|$ec
an older openssl's line|$(echo "$ec" | sed 's/sha256/SHA256/')
colons|${ec#*=}
colons in lower case|$(echo "${ec#*=}" | tr A-F a-f)
bare hex|$hex
bare hex in upper case|$(echo "$hex" | tr a-f A-F)
hex parted by blanks|$(echo "${ec#*=}" | tr : ' ')
"sha256 " and colons, as certbox reports|sha256 ${ec#*=}
SHA256: and hex|SHA256:$hex
SHA256: and base64|SHA256:$base64
SHA256: and base64 without its pad, as ssh|SHA256:${base64%=}
words on one line|$(echo "$words" | xargs)
words of any case|$(echo "$words" | xargs | tr a-z A-Z)
EOF
while IFS='|' read -r name form; do
	expect "--match reads $name" 0 "ok         ec.crt      $ec" '' certfp --match "$form" ec.crt
done <forms
expect '--match trims blanks around' 0 'ok *' '' certfp --match " $hex
" ec.crt
expect '--match reads words on their own four lines' 0 'ok *' '' certfp --match "$words" ec.crt
expect '--match with a pin compares the key' 0 'ok         ec.crt      sha256 SPKI=*' '' certfp --match "$pin" ec.crt
expect '... of a private key, too' 0 'ok         ec.key      sha256 SPKI=*' '' certfp --match "$pin" ec.key
expect '... as GnuTLS writes it' 0 'ok *' '' certfp --match "pin-sha256:${pin#sha256//}" ec.crt
expect '... with sha256 SPKI=' 0 'ok *' '' certfp --match "sha256 SPKI=$spki" ec.crt
expect '... bare with --spki' 0 'ok *' '' certfp --spki --match "$spki" ec.crt
expect '-q says nothing when it matches' 0 '' '' certfp -q --match "$hex" ec.crt
run certfp --match "$hex" <ec.crt
is "$code:$out" "0:ok         -           $ec" 'standard input is compared, too'
other=$(print_of rsa.crt)
expect 'another one is 11, wanted and seen' 11 '' "certfp: ec.crt: MISMATCH: wanted ${other#*=}, seen $ec" \
	certfp --match "$other" ec.crt
expect '... with -q, too' 11 '' 'certfp: ec.crt: MISMATCH: *' certfp -q --match "$other" ec.crt
expect 'a key'\''s fingerprint taken for a certificate'\''s is said' 11 '' \
	'certfp: ec.crt: MISMATCH: *(what was wanted is its key: --spki)' certfp --match "$spki" ec.crt
last=$(echo "$hex" | tr 0123456789abcdef 123456789abcdef0)
expect 'one digit decides' 11 '' 'certfp: ec.crt: MISMATCH: *' certfp --match "${hex%?}${last#"${last%?}"}" ec.crt
expect 'every operand is looked at; the first failure is the exit code' 11 "ok         ec.crt*ok         ec.der*" \
	'certfp: rsa.crt: MISMATCH: *certfp: nowhere: *' certfp --match "$hex" ec.crt rsa.crt nowhere ec.der
cat >refused <<EOF
nothing|
a prefix|${hex%??}
an odd digit less|${hex%?}
one octet more|${hex}00
a foreign digit|${hex%?}g
a SHA-1|$(printf %.40s "$hex")
another hash's line|SHA1 Fingerprint=$hex
a short pin|sha256//AAAA
base64 without a prefix|$base64
31 words|$(echo "$words" | xargs | cut -d' ' -f2-)
words the other way round|$(echo "$words" | xargs -n 1 | tac | xargs)
an escape sequence|$(printf '\033[2J')
EOF
while IFS='|' read -r name form; do
	expect "--match refuses $name" 2 '' 'certfp: * is no whole SHA-256 fingerprint *(see certfp --help)' \
		certfp --match "$form" ec.crt
done <refused

# --- other hashes and forms, each against its tool -----------------------------------------------------
for hash in sha256 sha384 sha512 sha1; do
	expect "-a $hash is openssl's" 0 "$(openssl x509 -in rsa.crt -noout -fingerprint -$hash)" '' certfp -a $hash rsa.crt
	expect '... of a key, too' 0 \
		"$(openssl pkey -in rsa.key -pubout -outform DER | openssl dgst -$hash -r | cut -d' ' -f1)" '' \
		certfp -a $hash -f hex --spki rsa.key
	expect '... as base64' 0 "$(openssl x509 -in rsa.crt -outform DER | openssl dgst -$hash -binary | openssl base64 -A)" '' \
		certfp -f base64 -a $hash rsa.crt
done
if has ssh-keygen; then
	# OpenSSH's own blob of an RSA key, from its public half; the same octets hashed must read the same.
	ssh-keygen -q -t ed25519 -N '' -f id
	cut -d' ' -f2 id.pub | openssl base64 -d -A >blob
	want=$(ssh-keygen -lf id.pub | cut -d' ' -f2)
	is "SHA256:$(openssl dgst -sha256 -binary blob | openssl base64 | tr -d =)" "$want" 'OpenSSH writes SHA256: and base64 without a pad'
else
	skip 1 'no ssh-keygen'
fi
expect '-f ssh writes so' 0 "SHA256:$(openssl dgst -sha256 -binary ec.der | openssl base64 | tr -d =)" '' certfp -f ssh ec.crt
expect '... by SHA-512, too' 0 "SHA512:$(openssl dgst -sha512 -binary ec.der | openssl base64 -A | tr -d =)" '' \
	certfp -f ssh -a sha512 ec.crt
expect 'what -f ssh prints is matched' 0 'ok *' '' certfp --match "$(certfp -f ssh ec.crt)" ec.crt
expect '... and base64 behind SHA256:' 0 'ok *' '' certfp --match "SHA256:$(certfp -f base64 ec.crt)" ec.crt
expect 'the picture says which hash it is' 0 '*\[SHA384\]*' '' certfp -f art -a sha384 ec.crt
expect 'another hash is a usage error' 2 '' "certfp: --algorithm is one of sha256 sha384 sha512 sha1, not 'md5' (see*" \
	certfp -a md5 ec.crt
expect 'a pin is a SHA-256' 2 '' 'certfp: a pin is a SHA-256, not sha384 (see*' certfp -a sha384 -f pin ec.crt
expect '--match is of SHA-256' 2 '' 'certfp: --match compares SHA-256, not sha1 (see*' certfp -a sha1 --match "$hex" ec.crt

# --- --all --------------------------------------------------------------------------------------------
expect '--all is every certificate, a line each' 0 "$ec
$(print_of rsa.crt)
$(print_of p384.crt)" '' certfp --all chain.crt
expect '... with its name each, when there are several files' 0 "chain.crt: $ec
chain.crt: $(print_of rsa.crt)
chain.crt: $(print_of p384.crt)
ec.der: $ec" '' certfp --all chain.crt ec.der
expect '... passing over keys' 0 "$ec" '' certfp --all combined.pem
expect '... of keys alone it is the first' 0 "sha256 SPKI=*" '' certfp --all --spki ec.key
expect '--all --match finds one of several' 0 "ok         chain.crt   $(print_of p384.crt)" '' \
	certfp --all --match "$(print_of p384.crt)" chain.crt
expect '... or says that none is' 11 '' 'certfp: chain.crt: MISMATCH: none of 3 certificates is the wanted one' \
	certfp --all --match "$(print_of ed.crt)" chain.crt
expect '... where the first is not' 11 '' 'certfp: chain.crt: MISMATCH: wanted *' certfp --match "$(print_of p384.crt)" chain.crt
{ cat ec.crt && head -c 300 rsa.crt; } >half.crt
expect 'a torn second one is said after the first' 12 "$ec" 'certfp: half.crt: cut off: *' certfp --all half.crt
expect '... and does not matter without --all' 0 "$ec" '' certfp half.crt
expect '--all --json is an object each' 0 '{*}
{*}
{*}' '' certfp --all --json chain.crt

# --- requests -----------------------------------------------------------------------------------------
for name in ec rsa; do
	openssl req -new -key $name.key -subj /CN=x -addext subjectAltName=DNS:x -out $name.csr 2>/dev/null
	openssl req -in $name.csr -outform DER -out $name.csr.der
	for form in csr csr.der; do
		expect "$name.$form: --spki is its key's" 0 "sha256 SPKI=$(spki_of $name.key | colons)" '' certfp --spki $name.$form
	done
done
expect '... which --match compares' 0 'ok *' '' certfp --match "$pin" ec.csr
expect '... and --json tells' 0 "{\"type\":\"request\",\"what\":\"ec.csr\",\"key\":\"p256\",\"spki_sha256\":\"$spki\"}" '' \
	certfp --json --spki ec.csr
head -c 150 ec.csr.der >cut.csr
openssl req -in ec.csr -outform DER | head -c 200 | openssl base64 |
	sed '1i-----BEGIN CERTIFICATE REQUEST-----' | sed '$a-----END CERTIFICATE REQUEST-----' >broken.csr
expect 'a cut request is malformed' 12 '' 'certfp: cut.csr: *' certfp --spki cut.csr
expect '... in PEM, too' 12 '' 'certfp: broken.csr: broken certificate request' certfp --spki broken.csr

# --- --days-left --------------------------------------------------------------------------------------
if [ -x "${CERTBOX_TEST:-}" ]; then
	start=$(date -d "$(openssl x509 -in ec.crt -noout -startdate | cut -d= -f2)" +%s)
	at() { day=$1 && shift && CERTBOX_TEST_NOW=$((start + day * 86400)) "$CERTBOX_TEST" certfp "$@"; }
	until=$(date -u -d "@$((start + 30 * 86400))" +%F)
	expect '--days-left says until when' 0 "ok         ec.crt      20 days left, until $until" '' at 10 --days-left 14 ec.crt
	expect '... to the very day' 0 "ok *  20 days left, until $until" '' at 10 --days-left 20 ec.crt
	expect '... and fails on the next' 13 '' "certfp: ec.crt: 21 days wanted, 20 days left, until $until" \
		at 10 --days-left 21 ec.crt
	expect 'no day is asked for' 0 "ok *  0 days left, until $until" '' at 30 --days-left 0 ec.crt
	expect 'one that has expired' 13 '' "certfp: ec.crt: expired 6 days ago: $until" at 36 --days-left 0 ec.crt
	expect 'one that is not yet valid' 13 '' 'certfp: ec.crt: not valid before 20*Z' at -1 --days-left 0 ec.crt
	expect '-q says nothing when it lasts' 0 '' '' at 10 -q --days-left 14 ec.crt
	expect 'each of several is asked' 12 'ok         ec.crt*' 'certfp: ec.key: *' at 10 --days-left 1 ec.crt ec.key
	expect '--all asks all' 0 'ok *
ok *
ok *' '' at 10 --all --days-left 1 chain.crt
	expect '--match and --days-left both hold' 0 'ok *Fingerprint=*
ok *days left*' '' at 10 --match "$hex" --days-left 1 ec.crt
	expect '--json counts the days' 0 '{*"days_left":20,*}' '' at 10 --json ec.crt
	expect '... that are gone' 0 '{*"days_left":-6,*}' '' at 36 --json ec.crt
else
	skip 12 'CERTBOX_TEST names no box'
fi
for days in -1 x 36501 1.5 ''; do
	expect "--days-left '$days' is a usage error" 2 '' 'certfp: *(see certfp --help)' certfp --days-left="$days" ec.crt
done

# --- --text -------------------------------------------------------------------------------------------
cat >page.cnf <<END
[req]
distinguished_name = dn
x509_extensions = ca
prompt = no
utf8 = yes
[dn]
C = DE
O = Größe und Länge der Dinge, die man nicht zu messen weiß
CN = a name
[ca]
basicConstraints = critical, CA:TRUE, pathlen:3
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
extendedKeyUsage = serverAuth, codeSigning
nameConstraints = permitted;DNS:example, permitted;IP:10.0.0.0/255.0.0.0, excluded;DNS:bad.example
subjectAltName = DNS:$(printf %063d 1 | tr 01 ab).$(printf %063d 1 | tr 01 cd).example, IP:2001:db8::1, email:jo@example
END
openssl req -x509 -config page.cnf -key rsa.key -days 30 -out page.crt 2>/dev/null
run certfp --text page.crt
is "$code:$err" '0:' '--text is a page'
page=$out
is "$(printf '%s\n' "$page" | sed 's/\xc3./x/g' | awk 'length > 79')" '' '... of at most 79 columns'
is "$(printf '%s\n' "$page" | grep -c ' $')" 0 '... without blanks at line ends'
for words in 'C=DE' 'issuer       itself' '2001:db8::1  jo@example' ', ?? days left' 'rsa2048, signed with RSA and SHA-256' \
	'a certificate authority, path length 3' 'digital signature, certificate signing, CRL signing, TLS' 'only for     example  10.0.0.0/8' \
	'never for    bad.example' "serial       $(openssl x509 -in page.crt -noout -serial | cut -d= -f2 | sed 's/../&:/g;s/:$//')" \
	"key id       $(openssl x509 -in page.crt -noout -ext subjectKeyIdentifier | tail -n 1 | tr -d ' ')" \
	"sha256       $(print_of page.crt | cut -d= -f2 | cut -c1-48)" \
	"               $(print_of page.crt | cut -d= -f2 | cut -c49-)"; do
	like "$page" "*$words*" "... says: $words"
done
is "$(printf '%s\n' "$page" | tail -n 11 | cut -c3-21)" "$(certfp -f art page.crt)" '... shows the picture'
is "$(printf '%s\n' "$page" | tail -n 9 | head -n 8 | cut -c22- | xargs)" "$(certfp -f words page.crt | xargs)" '... and the words'
expect '... one after the other with --all' 0 'chain.crt
  subject      CN=ec
*

chain.crt
  subject      CN=rsa
*

chain.crt
*' '' certfp --all --text chain.crt
expect '... of certificates only' 12 '' 'certfp: ec.csr: no certificate in it' certfp --spki --text ec.csr
expect 'either a page or an object' 2 '' 'certfp: either --text or --json (see*' certfp --text --json ec.crt
if [ -x "${CERTBOX_TEST:-}" ]; then
	expect '... says that it has expired' 0 "*until $until: EXPIRED 6 days ago*" '' at 36 --text ec.crt
	expect '... or is not yet valid' 0 '*: NOT YET VALID*' '' at -1 --text ec.crt
else
	skip 2 'CERTBOX_TEST names no box'
fi

# --- --json, -v -------------------------------------------------------------------------------------
expect '--json is one object' 0 "{\"type\":\"certificate\",\"what\":\"ec.crt\",\"key\":\"p256\",\"sha256\":\"$hex\",\"spki_sha256\":\"$spki\",*,\"names\":\[\]}" \
	'' certfp --json ec.crt
expect '... of a key' 0 "{\"type\":\"private-key\",\"what\":\"ec.key\",\"key\":\"p256\",\"spki_sha256\":\"$spki\"}" '' certfp --json --spki ec.key
expect '... with --match' 0 '{*"match":true,*}' '' certfp --json --match "$hex" ec.crt
expect '... that fails' 11 '{*"match":false,*}' 'certfp: rsa.crt: MISMATCH: *' certfp --json --match "$hex" rsa.crt
if has python3; then
	strange=$(printf 'a"\\\n\033\377\303\274')
	cp ec.crt "$strange"
	certfp --json "$strange" >object
	ok '... whatever the name' python3 -c 'import json; json.loads(open("object").read())'
else
	skip 1 'no python3'
fi
expect '-v says what was looked at' 0 "$ec" 'certfp: ec.crt: certificate, EC 256, until 20??-??-??' certfp -v ec.crt

# --- config files -----------------------------------------------------------------------------------
echo 'form hex # as scripts like it' >conf
expect '--config is read' 0 "$hex" '' certfp --config conf ec.crt
expect '... and weaker than the command line' 0 "$ec" '' certfp --config conf -f openssl ec.crt
printf 'form hex\nfrom hex\n' >bad
expect 'what it does not know is a usage error with its line' 2 '' "certfp: bad:2: unknown option 'from' (see*" \
	certfp --config bad ec.crt
echo 'config x' >bad
expect '--config inside is refused' 2 '' "certfp: bad:1: 'config' is for the command line only (see*" certfp --config bad ec.crt
printf 'form hex\n\001\n' >bad
expect 'a binary is malformed' 12 '' 'certfp: bad:2: a control character; this is not a text file' certfp --config bad ec.crt
head -c 1048577 /dev/zero | tr '\0' '#' >big
expect 'over 1 MiB is malformed' 12 '' 'certfp: big*1048576 bytes' certfp --config big ec.crt
expect 'a missing one is an error' 1 '' 'certfp: nowhere: No such file or directory' certfp --config nowhere ec.crt
expect 'a folder is an error' 1 '' 'certfp: . is a directory*' certfp --config . ec.crt
for mode in 666 664 602; do
	chmod $mode conf
	expect "one with mode $mode is refused" 1 '' "certfp: conf: mode $mode, others could write it; not read" \
		certfp --config conf ec.crt
done
chmod 644 conf
ln -s conf conf.link
expect 'a link is judged by its target' 0 "$hex" '' certfp --config conf.link ec.crt
if [ "$(id -u)" -eq 0 ] && has setpriv; then
	chmod 755 "$TAP"
	cp "$CERTBOX" certbox
	chown 12345 conf
	expect "another user's is refused" 1 '' 'certfp: conf: belongs to user 12345, neither root nor the caller; not read' \
		certfp --config conf ec.crt
	expect '... but not to himself' 0 "$hex" '' setpriv --reuid=12345 --clear-groups ./certbox certfp --config conf ec.crt
	chown 0 conf
	expect "root's is read by anybody" 0 "$hex" '' setpriv --reuid=12345 --clear-groups ./certbox certfp --config conf ec.crt
	chmod 600 ec.pub
	expect 'what may not be read is said' 1 '' 'certfp: *ec.pub: Permission denied' \
		setpriv --reuid=12345 --clear-groups ./certbox certfp ec.pub
else
	skip 4 'not root, or no setpriv'
fi

# --- bad input --------------------------------------------------------------------------------------
: >empty
head -c 300 ec.crt >torn.crt
head -c 200 ec.der >torn.der
tail -n +2 ec.crt >headless.crt
sed '3s/./!/' ec.crt >base64.crt
head -c 1000 /dev/urandom >rubbish
echo hello >hello
mkfifo fifo
ln -s loop loop
ln -s nowhere dangling
openssl req -new -key ec.key -subj /CN=x -out request.csr 2>/dev/null
{ cat ec.der && echo x; } >longer.der
cat >broken <<EOF
nowhere|1|No such file or directory
dangling|1|a link to nothing
loop|1|*ink*
.|1|*directory*
fifo|1|*FIFO*
/dev/null|1|*device*
/dev/zero|1|*device*
big|12|*
empty|12|empty
torn.crt|12|cut off: a BEGIN line without its END
torn.der|12|neither PEM nor DER
headless.crt|12|neither PEM nor DER
base64.crt|12|bad base64 in its PEM
rubbish|12|*
hello|12|neither PEM nor DER
longer.der|12|*
EOF
while IFS='|' read -r name want text; do
	expect "$name" "$want" '' "certfp: *$name*$text" timeout 10 "$CERTBOX" certfp "$name"
	expect "$name --spki" "$want" '' "certfp: *$name*$text" timeout 10 "$CERTBOX" certfp --spki "$name"
done <broken
expect 'a request is no certificate' 12 '' 'certfp: request.csr: no certificate in it' certfp request.csr
run certfp - </dev/null
is "$code:$out:$err" '12::certfp: -: empty' 'empty standard input is said'
run certfp - <.
is "$code:$out" '1:' 'a folder as standard input is an error'
if has script; then
	# shellcheck disable=SC2016 # for the inner shell
	run script -qec '"$CERTBOX" certfp; echo "code $?"' /dev/null </dev/null
	like "$out" "certfp: no FILE to look at ('-' reads standard input) (see certfp --help)*code 2*" \
		'without an operand a terminal is not waited for'
else
	skip 1 'no script'
fi
full() { certfp "$@" >/dev/full; }
gone='certfp: standard output: No space left on device'
expect 'an answer on a full disk fails' 1 '' "$gone" full ec.crt
expect '... a report too' 1 '' "$gone" full --match "$hex" ec.crt
expect '... and an object' 1 '' "$gone" full --json ec.crt

# --- every file cut off everywhere --------------------------------------------------------------------
wrong=0 n=1 size=$(wc -c <ec.der)
while [ "$n" -lt "$size" ]; do
	head -c "$n" ec.der >cut.der
	code=0
	certfp cut.der >/dev/null 2>&1 || code=$?
	[ "$code" -eq 12 ] || wrong=$((wrong + 1))
	n=$((n + 1))
done
is "$wrong" 0 'a certificate cut at any byte is malformed'

done_testing

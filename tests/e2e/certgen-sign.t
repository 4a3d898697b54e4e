#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-sign.t - --sign: our CA signs requests that others made, and which it refuses.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"

# request FILE ALGORITHM[:OPTION] OPENSSL-REQ-OPTION…: a request of a new key, FILE.key
request() {
	request_file=$1 request_key=${2%%:*} request_option=${2#*:}
	shift 2
	if [ "$request_option" = "$request_key" ]; then own_key "$request_file.key" "$request_key"; else
		own_key "$request_file.key" "$request_key" -pkeyopt "$request_option"
	fi
	openssl req -new -key "$request_file.key" -subj /O=Theirs/CN=web.lan -out "$request_file" "$@" 2>"$TAP/req" || diag "$(cat "$TAP/req")"
}
P256=EC:ec_paramgen_curve:P-256
keys() { keytool -J-Xshare:auto -J-XX:TieredStopAtLevel=1 "$@"; }
# signs 'NAME' 'STDOUT' ARG…: by the CA of ca, which stays as it is, into x.crt, which a client takes
signs() {
	signs_name=$1 signs_out=$2
	shift 2
	rm -f x.crt
	stays "$signs_name" ca certgen -d ca -o x.crt --sign "$@"
	like "$out" "signed     x.crt * $signs_out, until $DATE" '… said'
	ok '… a client takes it' verifies ca/ca.crt x.crt
}
# denies 'NAME' CODE 'STDERR' ARG…: nothing is written
denies() {
	rm -f x.crt
	refuses "$1" "$2" "$3" ca -o x.crt --sign "$4" web.lan
	not_ok '… there is no certificate' test -e x.crt
}

certgen -q -d ca --ca-only board.lan >/dev/null

# --- whose requests
SAN='subjectAltName=DNS:web.lan,IP:192.168.1.7,email:a@web.lan,URI:https://web.lan/x'
request plain.csr $P256
request san.csr $P256 -addext "$SAN" -addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=serverAuth -addext basicConstraints=critical,CA:FALSE
signs "openssl's, the names given here" 'board.lan 10.1.1.1' plain.csr board.lan 10.1.1.1
ok '… of its key' matches plain.csr.key x.crt
is "$(sans x.crt)" 'DNS:board.lan,IP:10.1.1.1' '… with these names'
is "$(subject x.crt)" CN=board.lan '… the first is the CN'
is "$(mode x.crt)" 644 '… mode 644'
signs "openssl's, with its own names" 'web.lan 192.168.1.7 a@web.lan +1' san.csr --copy-names
is "$(sans x.crt)" 'DNS:web.lan,IP:192.168.1.7,email:a@web.lan,URI:https://web.lan/x' '… all of them'
is "$(subject x.crt)" CN=web.lan,O=Theirs '… and its subject'
signs 'both' 'board.lan web.lan 192.168.1.7 +2' san.csr --copy-names board.lan
signs 'given ones alone' 'board.lan' san.csr board.lan
is "$(sans x.crt)" DNS:board.lan '… whatever it asks for'
signs 'a subject given here wins' '*' san.csr --copy-names --subject /O=Ours
is "$(subject x.crt)" CN=web.lan,O=Ours '… with a CN'
for kind in RSA:rsa_keygen_bits:2048 ${LONG:+RSA:rsa_keygen_bits:3072} RSA:rsa_keygen_bits:4096 EC:ec_paramgen_curve:P-384; do
	request "$kind.csr" "$kind" -addext "$SAN"
	signs "$kind" '*' "$kind.csr" --copy-names
done
request sha512.csr RSA:rsa_keygen_bits:2048 -sha512
signs 'RSA with SHA-512' web.lan sha512.csr web.lan
openssl req -in san.csr -outform DER -out san.der
signs 'DER' '*' san.der --copy-names
expect 'standard input and output' 0 '-----BEGIN CERTIFICATE-----*' 'signed     - *web.lan, until *' sh -c '"$CERTBOX" certgen -d ca --sign - -o - web.lan <san.der'
printf '%s\n' "$out" >x.crt
ok '… a client takes it' verifies ca/ca.crt x.crt
{ echo junk && cat san.csr.key san.csr; } >text.csr
signs 'a PEM text with other things in it' '*' text.csr --copy-names
if has certtool; then
	printf 'cn = web.lan\ndns_name = web.lan\nip_address = 10.0.0.1\ntls_www_server\nsigning_key\nchallenge_password = 123456\n' >template
	certtool --generate-request --load-privkey san.csr.key --template template --outfile ct.csr 2>/dev/null
	signs "certtool's" 'web.lan 10.0.0.1' ct.csr --copy-names
	ok '… certtool takes it' certtool --verify --load-ca-certificate ca/ca.crt --infile x.crt
else skip 4 'no certtool'; fi
if has keytool; then
	for kind in RSA,2048 ${LONG:+RSA,4096} EC,256 EC,384; do
		rm -f ks
		keys -genkeypair -keyalg "${kind%,*}" -keysize "${kind#*,}" -alias a -storepass changeit -keystore ks -dname CN=web.lan 2>/dev/null
		keys -certreq -alias a -keystore ks -storepass changeit -ext san=dns:web.lan,ip:10.0.0.1 -file kt.csr 2>/dev/null
		signs "keytool's $kind" 'web.lan 10.0.0.1' kt.csr --copy-names
	done
else skip 9 'no keytool'; fi
if has go; then
	cat >ask.go <<'END'
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"net/url"
	"os"
)

func main() {
	key, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	place, _ := url.Parse("spiffe://web.lan/x")
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: pkix.Name{CommonName: "web.lan"}, DNSNames: []string{"web.lan"}, IPAddresses: []net.IP{net.ParseIP("fd00::1")},
		EmailAddresses: []string{"a@web.lan"}, URIs: []*url.URL{place}}, key)
	if err != nil {
		panic(err)
	}
	os.WriteFile("go.csr", request, 0644)
}
END
	GOCACHE=$PWD/go GO111MODULE=off go run ask.go
	signs "Go's" 'web.lan a@web.lan fd00::1 +1' go.csr --copy-names
else skip 3 'no go'; fi
if python3 -c 'import cryptography' 2>/dev/null; then
	python3 -c 'from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
key = serialization.load_pem_private_key(open("san.csr.key", "rb").read(), None)
names = x509.SubjectAlternativeName([x509.DNSName("web.lan")])
r = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).add_extension(names, True).sign(key, hashes.SHA384())
open("py.csr", "wb").write(r.public_bytes(serialization.Encoding.DER))'
	signs "python3-cryptography's, without a subject" web.lan py.csr --copy-names
	is "$(subject x.crt)" CN=web.lan '… it gets one of its first name'
else skip 4 'no python3-cryptography'; fi
certgen -q -d ours --csr web.csr web.lan >/dev/null
signs 'our own' web.lan ours/web.csr --copy-names

# --- what it gets
signs 'days' '*' san.csr web.lan --days 90
is "$(span_days x.crt)" 91 '… as many, and one'
does 'a client gets --use client, and a word if it asked for another' 'signed*' '*san.csr: asks for another use*' -d ca -o client.crt --sign san.csr --use client --subject /CN=me
is "$(openssl x509 -in client.crt -noout -ext extendedKeyUsage | sed -n 2p | sed 's/^ *//')" 'TLS Web Client Authentication' '… alone'
is "$(sans client.crt)" '' '… and needs no name'
does 'over 825 days' 'signed*' '*spans more than 825 days*' -d ca -o long.crt --sign san.csr web.lan --days 900
serial=$(openssl x509 -in x.crt -noout -serial)
signs 'once more' '*' san.csr web.lan
not_ok '… is another serial' test "$serial" = "$(openssl x509 -in x.crt -noout -serial)"
expect 'a clock that is not believed' 0 'signed*, provisional' '*clock is not believed*' at 0 -d ca -o early.crt --sign san.csr web.lan
is "$(span_days early.crt)" 825 '… 825 days'

# --- where it goes
cp x.crt before
does 'an earlier one is written over' 'signed     x.crt*' '' -d ca -o x.crt --sign san.csr web.lan
not_ok '… it is another' cmp -s x.crt before
cp client.crt x.crt && certgen -q -d ca -o x.crt --sign plain.csr web.lan >out
like "$(cat out)" 'set-aside  x.crt       x.crt.bad-1*signed*' 'one of another key is set aside'
ok '… whole' cmp -s x.crt.bad-1 client.crt
echo hello >x.crt
does 'so is what is none' 'set-aside  x.crt       x.crt.bad-2*signed*' '' -d ca -o x.crt --sign san.csr web.lan
certgen -q -d ca2 --ca-only board.lan >/dev/null
does 'and one by another CA' 'set-aside  x.crt       x.crt.bad-3*signed*' '' -d ca2 -o x.crt --sign san.csr web.lan
does 'a whole path' "signed     $PWD/deep.crt *" '' -d ca -o "$PWD/deep.crt" --sign san.csr web.lan
ln -s elsewhere link.crt
expect 'a symbolic link is not written' 1 '' 'certgen: link.crt: is a symbolic link; not written' certgen -d ca -o link.crt --sign san.csr web.lan
expect 'nor where there is no folder' 1 '' 'certgen: none/x.crt: its folder: No such file or directory' certgen -d ca -o none/x.crt --sign san.csr web.lan
if spaces -m; then
	rm -f x.crt
	expect 'a read-only DIR is good enough' 0 'signed*' '' \
		unshare -m sh -c 'mount --bind ca ca && mount -o remount,ro,bind ca && "$CERTBOX" certgen -d ca -o x.crt --sign san.csr web.lan'
	ok '… a client takes it' verifies ca/ca.crt x.crt
else skip 2 'no namespaces'; fi

# --- whose CA
own_ca own
rm -f x.crt
stays 'a CA of the user'\''s own signs' own certgen -d own -o x.crt --sign san.csr --copy-names
ok '… a client takes it' verifies own/ca.crt x.crt
fresh whole
cp whole/ca.crt old.crt
certgen -q -d whole --rotate ca >/dev/null 2>&1
stays 'behind a rotated CA' whole certgen -d whole -o cross.crt --sign san.csr web.lan
is "$(grep -c BEGIN cross.crt)" 2 '… the cross-certificate stands there, too'
ok '… clients of the old CA follow' verifies old.crt cross.crt -untrusted cross.crt
ok '… and of the new one' verifies whole/ca.crt cross.crt
expect 'no DIR' 1 '' 'certgen: none: there is no CA in order here*--ca-only*' certgen -d none -o y.crt --sign san.csr web.lan
not_ok '… and none is made' test -e none
mkdir empty
refuses 'no CA' 1 'empty: there is no CA in order here*' empty -o y.crt --sign san.csr web.lan
cp -a ca nokey && rm nokey/ca.key
refuses 'no CA key' 1 'nokey: ca.key is not here*' nokey -o y.crt --sign san.csr web.lan
cp -a ca misfit && cp ca2/ca.key misfit
refuses 'a CA that does not fit its key' 11 'misfit: ca.crt does not fit its key*' misfit -o y.crt --sign san.csr web.lan
later=$(($(date +%s) + 4000 * DAY))
refuses_name='a CA that has expired' refuses_code=13 refuses_err='ca: ca.crt has expired*' refuses_dir=ca
refuses_with at $later -d ca -o y.crt --sign san.csr web.lan
not_ok 'of none of these there is a certificate' test -e y.crt

# --- refused
refuses '--sign without -o' 2 '--sign goes with -o*' ca --sign san.csr web.lan
refuses '-o without --sign' 2 '--sign goes with -o*' ca -o x.crt web.lan
refuses '--copy-names without --sign' 2 '--sign goes with -o*' ca --copy-names
refuses '--sign and --check' 2 '--check and --sign exclude each other*' ca --check --sign san.csr -o x.crt
denies 'a file that is not there' 1 'none.csr: No such file or directory' none.csr
rm -f x.crt
refuses 'no names' 2 '--sign: give the names, or --copy-names for those in san.csr*' ca -o x.crt --sign san.csr
refuses 'a request without any' 2 '--copy-names: plain.csr holds no names*' ca -o x.crt --sign plain.csr --copy-names
refuses 'a name the CA does not permit' 1 'ca: ca.crt does not permit the name www.bank.example*--rotate ca*' ca -o x.crt --sign san.csr www.bank.example
request bank.csr $P256 -addext subjectAltName=DNS:www.bank.example
refuses '… that is copied' 1 'ca: ca.crt does not permit the name www.bank.example*' ca -o x.crt --sign bank.csr --copy-names
for name in dirName:who RID:1.2.3.4 'otherName:1.2.3.4;UTF8:x'; do
	printf '[req]\ndistinguished_name = none\n[none]\n[who]\nCN = web.lan\n[a]\nsubjectAltName = DNS:web.lan,%s\n' "$name" >odd.cnf
	openssl req -new -key san.csr.key -subj /CN=web.lan -config odd.cnf -reqexts a -out odd.csr
	refuses "a name of another kind: ${name%%:*}" 12 'odd.csr: it asks for a name that is neither*' ca -o x.crt --sign odd.csr --copy-names
done
for name in 'DNS:a b.lan' 'DNS:web..lan' 'DNS:we*b.lan' 'DNS:*' 'email:a b@web.lan' URI:x; do
	request odd.csr $P256 -addext "subjectAltName=$name"
	refuses "a name that could not be given: $name" 12 'odd.csr: it asks for the name *, which cannot be given; not signed' ca -o x.crt --sign odd.csr --copy-names
done
openssl req -new -key san.csr.key -subj "/$(openssl x509 -in ca/ca.crt -noout -subject -nameopt multiline | sed -n 's/^ *commonName *= /CN=/p')" -addext "$SAN" -out odd.csr
refuses "the CA's own name" 12 "the subject is the CA's own name; not signed" ca -o x.crt --sign odd.csr --copy-names
for subject in "a$(printf '\033')[2Jb" "$(printf 'a\342\200\256b')"; do
	openssl req -new -utf8 -key san.csr.key -subj "/O=$subject" -addext "$SAN" -out odd.csr
	refuses 'a subject that must not reach a terminal' 12 'odd.csr: its subject could not be given; not signed' ca -o x.crt --sign odd.csr --copy-names
done
request odd.csr $P256 -addext basicConstraints=CA:TRUE
denies 'a CA' 12 'odd.csr: it asks for a CA; not signed' odd.csr
request odd.csr $P256 -addext keyUsage=keyCertSign
denies 'keyCertSign' 12 'odd.csr: it asks for a CA; not signed' odd.csr
request odd.csr $P256 -addext 1.2.3.4=critical,DER:0500
denies 'a critical extension nobody knows' 12 'odd.csr: it asks for a critical extension*' odd.csr
request odd.csr $P256 -addext 1.2.3.4=DER:0500
signs 'one that is not critical is passed over' web.lan odd.csr web.lan
for digest in sha1 md5 sha224; do
	request odd.csr RSA:rsa_keygen_bits:2048 -$digest
	denies "$digest" 12 'odd.csr: its signature algorithm is 1.2.840.113549.1.1.*, not RSA or ECDSA with SHA-256, 384 or 512; not signed' odd.csr
done
request odd.csr $P256 -sha1
denies 'ECDSA with SHA-1' 12 'odd.csr: its signature algorithm is 1.2.840.10045.4.1,*' odd.csr
while read -r key said; do
	request odd.csr "$key"
	denies "$key" 12 "odd.csr: its key is $said; not signed" odd.csr
done <<'END'
EC:ec_paramgen_curve:P-521 p521
EC:ec_paramgen_curve:P-224 p224
EC:ec_paramgen_curve:secp256k1 1.2.840.10045.2.1
ED25519 ed25519
ED448 ed448
RSA-PSS rsa-pss
RSA:rsa_keygen_bits:1024 rsa1024
RSA:rsa_keygen_pubexp:3 rsa2048 with the exponent 3
END
openssl asn1parse -in san.csr -noout -out der
size=$(wc -c <der)
{ head -c $((size - 1)) der && printf x; } >odd.csr
denies 'a signature that does not hold' 12 'odd.csr: its signature does not hold; not signed' odd.csr
head -c $((size - 1)) der >odd.csr
denies 'a request that is cut' 12 'odd.csr: malformed request: not one whole SEQUENCE' odd.csr
denies 'a certificate' 12 'ca/ca.crt: holds no whole request' ca/ca.crt
: >odd.csr
denies 'an empty file' 12 'odd.csr: malformed request: not one whole SEQUENCE' odd.csr
head -n 5 san.csr >odd.csr
denies 'a torn PEM text' 12 'odd.csr: holds no whole request' odd.csr
# Each octet in turn is another one: read or refused, and what is signed verifies.
changed=0 signed=0
while [ $changed -lt "$size" ]; do
	{ head -c $changed der && printf '\125' && tail -c +$((changed + 2)) der; } >odd.csr
	! certgen -q -d ca -o odd.crt --sign odd.csr --copy-names >/dev/null 2>&1 || cmp -s der odd.csr || signed=$((signed + 1))
	changed=$((changed + 13))
done
is "$signed" 0 "no request that was changed is signed"

done_testing

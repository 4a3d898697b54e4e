#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-csr.t - --csr: the leaf's key and a request of it, for another's CA.
# shellcheck source-path=SCRIPTDIR disable=SC2016 # inner shells expand
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"

csr_sans() { openssl req -in "$1" -noout -text | sed -n '/Alternative Name/{n;s/^ *//;s/IP Address:/IP:/g;s/, /,/g;p;}'; }
csr_key() { openssl req -in "$1" -noout -pubkey; }
request_of() { [ "$(openssl pkey -in "$1" -pubout)" = "$(csr_key "$2")" ]; }
sound() { openssl req -in "$1" -noout -verify 2>&1 | grep -q 'verify OK'; }

# --- made
does 'a key and a request are made' 'created*server.key*p256
created*web.csr' '' -d d --csr web.csr board.local 192.168.7.20 a@board.lan https://board.lan/x
is "$(files d)" 'server.key web.csr' '… and nothing else'
is "$(mode d/server.key d/web.csr)" '600 644' '… with their modes'
ok '… its signature holds' sound d/web.csr
ok '… it is of that key' request_of d/server.key d/web.csr
is "$(csr_sans d/web.csr)" 'DNS:board.local,IP:192.168.7.20,email:a@board.lan,URI:https://board.lan/x' '… with these names'
is "$(openssl req -in d/web.csr -noout -subject -nameopt RFC2253)" 'subject=CN=board.local' '… the first is the CN'
like "$(openssl req -in d/web.csr -noout -text)" '*Key Usage: critical*Digital Signature*TLS Web Server Authentication*' '… and what it is for'
unlike "$(openssl req -in d/web.csr -noout -text)" '*Client*' '… which is all'
WEB='board.local 192.168.7.20 a@board.lan https://board.lan/x'
# shellcheck disable=SC2086 # words
idle 'a second run has nothing to do' d --csr web.csr $WEB
cp d/web.csr before
# shellcheck disable=SC2086 # words
rm d/web.csr && does 'a request that is gone comes back' 'created*web.csr' '' -d d --csr web.csr $WEB
ok '… octet by octet' cmp -s d/web.csr before
does 'other names make it again' 'reissued*web.csr' '' -d d --csr web.csr other.local
is "$(csr_sans d/web.csr)" DNS:other.local '… with these alone'
is "$(files d)" 'server.key web.csr' '… in its place'
does 'so does another subject' 'reissued*web.csr' '' -d d --csr web.csr --subject '/C=DE/O=x' other.local
is "$(openssl req -in d/web.csr -noout -subject -nameopt RFC2253)" 'subject=CN=other.local,O=x,C=DE' '… which it bears'
does 'and another use' 'reissued*web.csr' '' -d d --csr web.csr --use both other.local
like "$(openssl req -in d/web.csr -noout -text)" '*TLS Web Server Authentication, TLS Web Client Authentication*' '… which it asks for'
does 'a client needs no name' 'reissued*web.csr' '' -d d --csr web.csr --use client --subject /CN=me
is "$(csr_sans d/web.csr)" '' '… and gets none'
does 'without names they are found' 'reissued*web.csr' '' -d d --csr web.csr --hostname board
like "$(csr_sans d/web.csr)" 'DNS:board.local,DNS:board,*DNS:localhost,IP:127.0.0.1,*' '… as for a certificate'
if spaces -u; then
	does 'a name of today' 'reissued*' '' -d d --csr web.csr
	before=$(csr_sans d/web.csr)
	stays 'a host that is not seen leaves its name there' d unshare -u sh -c 'printf "(none)" >/proc/sys/kernel/hostname && exec "$CERTBOX" certgen -q -d d --csr web.csr'
	is "$(csr_sans d/web.csr)" "$before" '… with all others'
else skip 3 'no namespaces'; fi
does 'a public address is no matter for our constraints' 'reissued*' '' -d d --csr web.csr 192.0.2.1 www.bank.example
is "$(csr_sans d/web.csr)" 'IP:192.0.2.1,DNS:www.bank.example' '… it is asked for'
does 'an absolute path' 'created*/abs.csr' '' -d d --csr "$PWD/abs.csr" board.local
ok '… is of the same key' request_of d/server.key abs.csr

# --- what is found
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout foreign.key -subj /CN=x -out d/web.csr 2>/dev/null
cp d/web.csr foreign.csr
does 'a request of another key is set aside' 'set-aside*web.csr*web.csr.bad-1
created*web.csr' '' -d d --csr web.csr board.local
ok '… whole' cmp -s d/web.csr.bad-1 foreign.csr
echo hello >d/web.csr
does 'so is what is none' 'set-aside*web.csr.bad-2*created*web.csr' '' -d d --csr web.csr board.local
openssl req -in d/web.csr -outform DER -out der && cp der d/web.csr
does 'a DER request of ours becomes PEM' 'reissued*web.csr' '' -d d --csr web.csr board.local
: >d/server.key
does 'an empty key is set aside, its request too' 'set-aside*server.key*created*server.key*set-aside*web.csr*web.csr.bad-3*created*web.csr' '' -d d --csr web.csr board.local
ok '… the new one is of the new key' request_of d/server.key d/web.csr
chmod 644 d/server.key
does 'an open key is mended' 'mended*server.key*' '' -d d --csr web.csr board.local
is "$(mode d/server.key)" 640 '… and the group may read'
does 'another type is said' 'ok*' '*server.key stays p256*--rotate key' -d d --csr web.csr -t p384 board.local
mkdir l && own_key l/real.key && ln -s real.key l/server.key
does 'a key behind a symbolic link is used' 'created*web.csr' '' -d l --csr web.csr board.local
ok '… as it is' request_of l/real.key l/web.csr
: >l/real.key
refuses 'a torn one behind a link is not replaced' 12 'l: server.key is a symbolic link*' l --csr web.csr board.local
own_key l/real.key
ln -sf elsewhere l/web.csr
run certgen -d l --csr web.csr board.local
like "$code $err" '1 certgen: *web.csr*' 'a symbolic link is not written through'
is "$(readlink l/web.csr)" elsewhere '… it stays'
fresh s
before=$(snap s)
does 'beside a whole set only the request is made' 'created*web.csr' '' -d s --csr web.csr board.local
is "$(snap s | grep -v web.csr | sed 's/^[^ ]* d .*//')" "$(echo "$before" | sed 's/^[^ ]* d .*//')" '… the set is as it was'
idle '… which goes on' s board.local 192.168.7.20
printf 'combined both.pem\nself-signed\n' >s/certgen.conf
does 'a config file that asks for more has to wait' 'reissued*web.csr' '' -d s --csr web.csr third.local
is "$(ls s/both.pem 2>&1)" "ls: cannot access 's/both.pem': No such file or directory" '… no file but the request'

# --- refused
refuses '--check and --csr' 2 '--check and --csr exclude each other*' s --check --csr web.csr
refuses '--csr and --sign' 2 '--csr and --sign exclude each other*' s --csr web.csr --sign x -o y
refuses 'a name that is the key'\''s' 2 "'server.key' is named twice*" s --csr server.key
refuses 'a path that is neither' 2 "--csr: 'a/b' is neither*" s --csr a/b
refuses 'a client without anything' 2 '--use client needs*' s --csr web.csr --use client

# --- on what it is written
for type in p384 rsa2048 ${LONG:+rsa3072 rsa4096}; do
	does "$type" "created*server.key*$type*" '' -d "t-$type" --csr web.csr -t "$type" board.local
	ok '… holds' sound "t-$type/web.csr"
	idle '… is made the same again' "t-$type" --csr web.csr -t "$type" board.local
done
does 'RSA with --rsa-kex' 'reissued*' '' -d t-rsa2048 --csr web.csr --rsa-kex board.local
like "$(openssl req -in t-rsa2048/web.csr -noout -text)" '*Digital Signature, Key Encipherment*' '… asks for it'
does '--on-change is paid' 'created*' 'changed' -d s2 --csr web.csr --on-change 'echo changed' board.local
does '… once' 'ok*' '' -d s2 --csr web.csr --on-change 'echo changed' board.local
if spaces -m; then
	fresh ro && rm ro/server.crt
	expect 'a read-only DIR' 1 '' 'certgen: --csr: web.csr:*: Read-only file system' \
		unshare -m sh -c 'mount --bind ro ro && mount -o remount,ro,bind ro && "$CERTBOX" certgen -d ro --csr web.csr board.local'
	expect '… needs --fallback' 0 '*created*server.key*carried over from ro*created*web.csr' '*using fb' \
		unshare -m sh -c 'mount --bind ro ro && mount -o remount,ro,bind ro && "$CERTBOX" certgen -d ro --csr web.csr --fallback fb board.local'
	ok '… where the same key signs' request_of ro/server.key fb/web.csr
	is "$(files fb)" 'server.key web.csr' '… alone'
else skip 4 'no namespaces'; fi

# --- the same bytes
mkdir g
cat >g/server.key <<'END'
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAQIDBAUGBwgJCgsM
DQ4PEBESExQVFhcYGRobHB0eHyChRANCAARRXD1uueOWuQTT/sp/VP3NDMHpl783
XcpRWtCmw7QDX0U2vjpQ8xj7+aVHWQKiIVAr7w1X4IxTsswKVvF9n5NU
-----END PRIVATE KEY-----
END
chmod 600 g/server.key
cat >golden <<'END'
-----BEGIN CERTIFICATE REQUEST-----
MIIBZDCCAQoCAQAwLTELMAkGA1UEBhMCREUxCjAIBgNVBAoMAXgxEjAQBgNVBAMM
CWJvYXJkLmxhbjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFFcPW6545a5BNP+
yn9U/c0MwemXvzddylFa0KbDtANfRTa+OlDzGPv5pUdZAqIhUCvvDVfgjFOyzApW
8X2fk1SgezB5BgkqhkiG9w0BCQ4xbDBqMA4GA1UdDwEB/wQEAwIHgDAdBgNVHSUE
FjAUBggrBgEFBQcDAQYIKwYBBQUHAwIwOQYDVR0RBDIwMIIJYm9hcmQubGFuggsq
LmJvYXJkLmxhbocEwKgHFIcQ/QAAAAAAAAAAAAAAAAAAATAKBggqhkjOPQQDAgNI
ADBFAiEA/THolfGF1O7Ih84WPbDyGMw45920E2TD9HpTfwD9o9QCIErCW9cFUAFV
0qQpFMAaaXrxGgK7uzmEivEM+Od1TbHl
-----END CERTIFICATE REQUEST-----
END
does 'a fixed key' 'created*' '' -d g --csr web.csr --subject /C=DE/O=x --use both board.lan '*.board.lan' 192.168.7.20 fd00::1
ok '… and fixed wishes give fixed bytes' cmp golden g/web.csr

# --- read by others
if has certtool; then
	like "$(certtool --crq-info --infile t-p384/web.csr)" '*DNSname: board.local*Self signature: verified*' 'certtool reads it'
	like "$(certtool --crq-info --infile t-rsa2048/web.csr)" '*Self signature: verified*' '… the RSA one, too'
else skip 2 'no certtool'; fi
if has keytool; then
	like "$(keytool -J-Xshare:auto -printcertreq -file d/web.csr)" '*CN=board.local*DNSName: board.local*' 'keytool reads it'
else skip 1 'no keytool'; fi
if python3 -c 'import cryptography' 2>/dev/null; then
	is "$(python3 -c 'import sys
from cryptography import x509
for f in sys.argv[1:]: print(x509.load_pem_x509_csr(open(f, "rb").read()).is_signature_valid)' d/web.csr t-p384/web.csr t-rsa2048/web.csr | tr '\n' ' ')" 'True True True ' 'python3-cryptography takes them'
else skip 1 'no python3-cryptography'; fi
if has go; then
	cat >read.go <<'END'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

func main() {
	for _, f := range os.Args[1:] {
		text, _ := os.ReadFile(f)
		block, _ := pem.Decode(text)
		r, err := x509.ParseCertificateRequest(block.Bytes)
		if err == nil {
			err = r.CheckSignature()
		}
		fmt.Println(r.DNSNames, err)
	}
}
END
	is "$(GOFLAGS=-mod=mod GOCACHE=$PWD/go GO111MODULE=off go run read.go d/web.csr t-p384/web.csr t-rsa2048/web.csr | sort -u)" '[board.local] <nil>' 'Go takes them'
else skip 1 'no go'; fi

done_testing

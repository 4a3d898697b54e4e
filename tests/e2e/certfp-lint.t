#!/bin/sh
# SPDX-License-Identifier: MIT
# certfp-lint.t - certfp --lint of our own certificates (they break nothing), of other tools' and of a corpus (doc/lint.md).
# shellcheck source=tests/e2e/tap.sh
. "${0%/*}/tap.sh"
has openssl || skip_all 'no openssl'

certfp() { "$CERTBOX" certfp "$@"; }
certgen() { "$CERTBOX" certgen -q --clock ok "$@" 2>/dev/null; }

# breaks NAME FILE [RULE...]: these rules, in this order; none: it keeps all.
breaks() {
	name=$1 file=$2
	shift 2
	if [ $# -eq 0 ]; then
		expect "$name: breaks none" 0 "ok *keeps * rules" '' certfp --lint "$file"
	else
		expect "$name: breaks $#" 12 "$(printf '%s\n' "$@")" '' certfp --lint "$file"
	fi
}

# --- ours ---------------------------------------------------------------------------------------------
names='board.local *.board.local board 192.168.7.20 fd00::7 jo@board.local https://board.local/x'
set -f
for key in p256 p384 rsa2048; do
	# shellcheck disable=SC2086 # names
	certgen -d $key -t $key $names >/dev/null
	breaks "our $key leaf" $key/server.crt
	breaks "our $key CA" $key/ca.crt
done
set +f
certgen -d auto >/dev/null
breaks 'our leaf with automatic names' auto/server.crt
certgen -d own --self-signed board.local >/dev/null
breaks 'our self-signed certificate' own/server.crt
certgen -d client --use client --subject '/C=DE/O=Größe/CN=jo' >/dev/null
breaks "our client's" client/server.crt
certgen -d both --use both --days 824 board.local >/dev/null
breaks 'ours for both, of 825 days' both/server.crt
certgen -d free --constrain off --ca-subject /O=Boards board.local >/dev/null
breaks 'our CA without constraints' free/ca.crt
certgen -d kex -t rsa2048 --rsa-kex board.local >/dev/null
breaks 'ours for RSA key exchange' kex/server.crt
certgen -d hard --constrain critical board.local >/dev/null
breaks 'our CA with critical constraints, which was asked for' hard/ca.crt 'Mbed TLS, BearSSL: critical NameConstraints'
certgen -d long --days 2000 board.local >/dev/null
breaks 'ours of 2000 days, which was asked for' long/server.crt 'Apple 103769: server over 825 days'

# --- openssl --------------------------------------------------------------------------------------------
self() {
	file=$1
	shift
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -out "$file" -subj /CN=a.local "$@" 2>/dev/null
}
ca_no_usage='RFC 5280 4.2.1.3: CA without KeyUsage'
self plain.crt
breaks 'openssl req -x509 makes a CA' plain.crt "$ca_no_usage"
self san.crt -addext subjectAltName=DNS:a.local
breaks '... with a server'\''s name on it' san.crt "$ca_no_usage" 'Firefox: CA with a server'\''s names is refused as server'
self right.crt -days 365 -addext subjectAltName=DNS:a.local -addext basicConstraints=critical,CA:FALSE \
	-addext extendedKeyUsage=serverAuth -addext keyUsage=critical,digitalSignature
breaks '... as it has to be told' right.crt
openssl req -x509 -key key -out ca.crt -subj '/CN=a CA' -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
breaks '... as a CA' ca.crt
openssl req -new -key key -subj /CN=a.local -addext subjectAltName=DNS:a.local -out request.csr 2>/dev/null
openssl x509 -req -in request.csr -CA ca.crt -CAkey key -days 3650 -out signed.crt 2>/dev/null
breaks 'openssl x509 -req signs without extensions' signed.crt 'RFC 5280 4.1.2.1: not version 3' \
	'Apple 103769: server over 825 days' 'Apple 103769: server without ExtendedKeyUsage' \
	'RFC 5280 4.2.1.1: no AuthorityKeyIdentifier' 'Chrome, Firefox, Go: server without alternative names'
self odd.crt -set_serial 5 -addext subjectAltName=DNS:10.0.0.1,DNS:a_b.local,DNS:*.local -addext keyUsage=digitalSignature \
	-addext basicConstraints=CA:FALSE
breaks 'several at once, in the order of the table' odd.crt 'Firefox: serial under 8 octets, may come twice' \
	'RFC 5280 4.2.1.3: KeyUsage not critical' 'Apple 103769: server without ExtendedKeyUsage' \
	'BR 7.1.4.3: CN is not among the alternative names' 'Chrome, Firefox: wildcard right below a top-level domain' \
	'RFC 5280 4.2.1.6: address written as a DNS name'

# --- other tools, those that are here ---------------------------------------------------------------------
if has mkcert; then
	CAROOT=$PWD mkcert -cert-file mk.crt -key-file mk.key a.local '*.b.local' 10.0.0.1 ::1 >/dev/null 2>&1
	breaks "mkcert's" mk.crt
	breaks "mkcert's CA" rootCA.pem
else
	skip 2 'no mkcert'
fi
if has cfssl cfssljson; then
	echo '{"CN":"a CA","key":{"algo":"ecdsa","size":256}}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare cf-ca
	echo '{"CN":"a.local","hosts":["a.local","10.0.0.1"],"key":{"algo":"ecdsa","size":256}}' |
		cfssl gencert -ca cf-ca.pem -ca-key cf-ca-key.pem - 2>/dev/null | cfssljson -bare cf
	breaks "cfssl's CA" cf-ca.pem
	breaks "cfssl's leaf" cf.pem 'RFC 8813 3: EC key for encipherment'
else
	skip 2 'no cfssl'
fi
if has certtool; then
	certtool --generate-privkey --key-type=ecdsa --outfile ct.key 2>/dev/null
	printf '%s\n' 'cn = "a CA"' ca cert_signing_key crl_signing_key >ca.tmpl
	printf '%s\n' 'cn = "a.local"' 'dns_name = "a.local"' tls_www_server signing_key >leaf.tmpl
	certtool --generate-self-signed --load-privkey ct.key --template ca.tmpl --outfile ct-ca.pem 2>/dev/null
	certtool --generate-certificate --load-privkey ct.key --load-ca-certificate ct-ca.pem --load-ca-privkey ct.key \
		--template leaf.tmpl --outfile ct.pem 2>/dev/null
	breaks "certtool's CA" ct-ca.pem
	breaks "certtool's leaf" ct.pem
else
	skip 2 'no certtool'
fi
if has keytool; then
	# Its serials have 64 random bits: one in 256 is an octet shorter and breaks a rule more.
	short=yes
	until [ -z "$short" ]; do
		rm -f k.p12
		keytool -genkeypair -alias a -keyalg EC -groupname secp256r1 -dname CN=a.local -keystore k.p12 -storepass secret >/dev/null 2>&1
		keytool -exportcert -alias a -keystore k.p12 -storepass secret -rfc >keytool.pem 2>/dev/null || break
		short=$(openssl x509 -in keytool.pem -noout -serial | grep -vE '=([1-9A-F].|0[1-9A-F]).{14}')
	done
	breaks "keytool's" keytool.pem 'Apple 103769: server without ExtendedKeyUsage' \
		'Chrome, Firefox, Go: server without alternative names'
else
	skip 1 'no keytool'
fi

# --- how it is said ---------------------------------------------------------------------------------------
expect 'several files have their names' 12 "ok         ca.crt *
plain.crt: $ca_no_usage" '' certfp --lint ca.crt plain.crt
expect '-q is silent about what is right' 12 "plain.crt: $ca_no_usage" '' certfp -q --lint ca.crt plain.crt
cat ca.crt plain.crt >chain.pem
expect 'the first of a file' 0 'ok *' '' certfp --lint chain.pem
expect '... or all' 12 "ok *
$ca_no_usage" '' certfp --lint --all chain.pem
expect '--json has a list' 12 "{*,\"lint\":\[\"$ca_no_usage\"\]}" '' certfp --json --lint plain.crt
expect '... that may be empty' 0 '{*,"lint":\[\]}' '' certfp --json --lint ca.crt
expect '--text and the rules below it' 12 "plain.crt
*
$ca_no_usage" '' certfp --text --lint plain.crt
expect 'a key is no certificate' 12 '' 'certfp: key: *' certfp --spki --lint key
count=$(certfp --lint ca.crt | sed 's/.*keeps \([0-9]*\) rules/\1/')
ok 'at least sixty rules' test "$count" -ge 60
if [ -e "${SRC:-.}/doc/lint.md" ]; then
	is "$(sed -n 's/^| \([0-9]*\) |.*/\1/p' "$SRC/doc/lint.md" | tail -n 1)" "$count" 'doc/lint.md lists as many'
else
	skip 1 'no doc/lint.md'
fi

# --- a corpus: each file is answered, and nothing but 0 and 12 comes of it ----------------------------------
if [ -n "${CORPORA:-}" ] && [ -d "$CORPORA" ]; then
	find "$CORPORA/der" "$CORPORA/pem" -type f >files
	xargs -n 100 "$CERTBOX" certfp --lint --all <files >findings 2>refused
	is "$?" 123 'a corpus is judged'
	is "$(grep -c 'Sanitizer\|Segmentation' refused)" 0 '... without a crash'
	diag "$(wc -l <files) files: $(grep -c '^ok ' findings) certificates keep all rules, $(grep -vc '^ok ' findings) findings, $(wc -l <refused) refused"
	is "$(sed 's/^[^:]*: //;/^ok /d' findings | sort -u | grep -vc ': ')" 0 '... each finding with its source'
	ok '... of all kinds' test "$(sed 's/^[^:]*: //;/^ok /d' findings | sort -u | wc -l)" -ge 40
else
	skip 4 'CORPORA names no folder'
fi

done_testing

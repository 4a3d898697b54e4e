#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-structure.t - every octet that RFC 5280 and SPEC 2 say something about, by openssl asn1parse and x509.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
oracle_sets
parse() { openssl asn1parse -in "$1"; }
# The names of the extensions in their order, critical ones with a !
extensions() {
	parse "$1" | awk '/OBJECT.*X509v3/ { sub(/.*:X509v3 /, ""); sub(/ *$/, ""); gsub(/ /, ""); name = $0; getline; print name ($0 ~ /BOOLEAN *:255/ ? "!" : "") }' | tr '\n' ' ' | sed 's/ $//'
}
serial() { openssl x509 -in "$1" -noout -serial | sed 's/.*=//'; }
serial_octets() { parse "$1" | awk '/prim: INTEGER/ { if (++n == 2) { sub(/.* l= */, ""); print $1; exit } }'; }
ext() { openssl x509 -in "$1" -noout -ext "$2" | sed -n '2s/^ *//p'; }
algorithms() { parse "$1" | sed -n 's/.*OBJECT *:\(ecdsa-with-SHA.*\|sha.*WithRSA.*\)/\1/p' | tr '\n' ' ' | sed 's/ $//'; }
# DER has one form: parsed and written again by openssl it is the same.
canonical() {
	openssl x509 -in "$1" -outform DER -out der1 && openssl base64 -d -in "$1" -out der2 2>/dev/null
	sed '/^-/d' "$1" | openssl base64 -d >der2 && cmp der1 der2
}
for kind in $KINDS; do
	leaf=$kind/server.crt
	is "$(openssl x509 -in "$leaf" -noout -text | grep -c 'Version: 3')" 1 "$kind: version 3"
	ok "$kind: DER, one certificate, nothing around" canonical "$leaf"
	is "$(sed -n '1p;$p' "$leaf" | tr '\n' ' ')" '-----BEGIN CERTIFICATE----- -----END CERTIFICATE----- ' "$kind: PEM and no more"
	is "$(awk 'length > 64' "$leaf" | wc -l)" 0 "$kind: lines of 64"
	number=$(serial "$leaf")
	ok "$kind: the serial has at most 17 octets, is positive and long" test "$(serial_octets "$leaf")" -le 17 -a "${#number}" -ge 30 -a "${number#-}" = "$number"
	want='BasicConstraints! KeyUsage! ExtendedKeyUsage SubjectKeyIdentifier AuthorityKeyIdentifier SubjectAlternativeName'
	got=$(extensions "$leaf")
	is "$(echo "$got" | tr ' ' '\n' | sort | tr '\n' ' ')" "$(echo "$want" | tr ' ' '\n' | sort | tr '\n' ' ')" "$kind: its extensions, each once, with their criticality"
	is "$(ext "$leaf" keyUsage)/$(ext "$leaf" extendedKeyUsage)" 'Digital Signature/TLS Web Server Authentication' "$kind: usages"
	is "$(ext "$leaf" basicConstraints)" CA:FALSE "$kind: CA:FALSE"
	parse "$leaf" >parsed
	is "$(grep -c UTCTIME parsed) $(grep -c GENERALIZEDTIME parsed)" '2 0' "$kind: UTCTime"
	is "$(grep -c ':[0-9]*Z$' parsed)" 2 "$kind: … with seconds and Z"
	case $kind in
	p256 | self) want='ecdsa-with-SHA256 ecdsa-with-SHA256' ;;
	p384) want='ecdsa-with-SHA384 ecdsa-with-SHA384' ;;
	*) want='sha256WithRSAEncryption sha256WithRSAEncryption' ;;
	esac
	is "$(algorithms "$leaf")" "$want" "$kind: inner and outer algorithm"
	# RFC 4055: NULL parameters with RSA; RFC 5758: none with ECDSA.
	is "$(grep -A1 -e 'OBJECT.*:ecdsa-with' -e 'OBJECT.*WithRSA' parsed | grep -c NULL)" "$(case $kind in rsa*) echo 2 ;; *) echo 0 ;; esac)" "$kind: their parameters"
	is "$(openssl x509 -in "$leaf" -noout -ext subjectKeyIdentifier | sed -n '2s/[ :]//gp' | wc -c)" 41 "$kind: a key identifier of 20 octets"
	# BOOLEAN DEFAULT FALSE is never encoded: the BasicConstraints of a leaf are an empty SEQUENCE.
	is "$(grep -A2 'Basic Constraints' parsed | tail -1 | sed 's/.*://')" 3000 "$kind: defaults are left out"
	like "$(openssl pkey -in "$kind/server.key" -noout -text 2>/dev/null | head -1)" 'Private-Key: *' "$kind: the key is one"
	is "$(head -n 1 "$kind/server.key")" '-----BEGIN PRIVATE KEY-----' "$kind: … in PKCS#8"
	ok "$kind: … which openssl finds consistent" openssl pkey -in "$kind/server.key" -check -noout
	[ "$kind" != self ] || continue
	ca=$kind/ca.crt
	is "$(extensions "$ca" | tr ' ' '\n' | sort | tr '\n' ' ')" 'BasicConstraints! KeyUsage! NameConstraints SubjectKeyIdentifier ' "$kind CA: its extensions"
	ok "$kind CA: DER" canonical "$ca"
	number=$(serial "$ca")
	ok "$kind CA: serial" test "$(serial_octets "$ca")" -le 17 -a "${#number}" -ge 30
	ok "$kind CA: its key" openssl pkey -in "$kind/ca.key" -check -noout
	is "$(not_before "$ca")" "$RELEASE" "$kind CA: from the release date"
	ok "$kind: inside the CA's life" test "$(not_before "$leaf")" -ge "$(not_before "$ca")" -a "$(not_after "$leaf")" -le "$(not_after "$ca")"
done
# RFC 7093 method 1: the leftmost 160 bits of SHA-256 over the bits of subjectPublicKey.
method1() { openssl x509 -in "$1" -noout -pubkey | openssl pkey -pubin -outform DER | tail -c 65 | sha256sum | cut -c 1-40 | tr abcdef ABCDEF; }
for file in p256/server.crt p256/ca.crt; do
	is "$(openssl x509 -in $file -noout -ext subjectKeyIdentifier | sed -n '2s/[ :]//gp')" "$(method1 $file)" "$file: key identifier by RFC 7093"
done
like "$(subject p256/ca.crt)" 'CN=board CA ????????????????' "the CA's name"

# SPEC 2: 72 random bits, 64 of SHA-256 over label, kind, bits and SPKI. Random: no two alike; a leading bit that is set costs an octet.
seen=
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	certgen -q -d serials --self-signed "n$i.local" >/dev/null
	seen="$seen $(serial serials/server.crt)"
done
is "$(echo "$seen" | tr ' ' '\n' | sort -u | grep -c .)" 12 'twelve serials, no two alike'
# Days: the whole span is --days and the day back, to the second (a believed clock well after the CA's birth).
if [ -x "${CERTBOX_TEST:-}" ]; then
	T=$((RELEASE + 40 * DAY + 12345))
	at $T -q -d days --days 30 board.local >/dev/null
	is "$(not_before days/server.crt) $(not_after days/server.crt) $(not_after days/ca.crt)" "$((T - DAY)) $((T + 30 * DAY)) $((T + 3650 * DAY))" 'a day back, 30 on; the CA 3650'
else skip 1 'no box with an injected clock'; fi
# Strings: what stands in a DN is UTF8String, countries PrintableString, mail addresses IA5String.
certgen -q -d dn --self-signed --subject '/C=DE/O=Küche/CN=x/emailAddress=a@b.local/DC=d' board.local >/dev/null
is "$(parse dn/server.crt | sed -n 's/.*prim: \(UTF8STRING\|PRINTABLESTRING\|IA5STRING\|T61STRING\|BMPSTRING\).*/\1/p' | sort | uniq -c | tr -s ' \n' ' ')" \
	' 4 IA5STRING 2 PRINTABLESTRING 4 UTF8STRING ' 'string types (issuer and subject)'

# Control: the parser above does see what it looks for.
own_ca own && own_leaf own
unlike "$(extensions own/ca.crt)" "$(extensions p256/ca.crt)" 'control: other extensions are seen'
not_ok 'control: two certificates are not one' sh -c 'cat p256/server.crt p384/server.crt >two && test "$(grep -c BEGIN two)" = 1'
done_testing

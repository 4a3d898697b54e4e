#!/bin/sh
# SPDX-License-Identifier: MIT
# path.t - certification paths: about a hundred chains good and bad, judged by ours (path_driver.c), openssl and certtool.
# shellcheck source-path=SCRIPTDIR disable=SC2317 # commands are called by name
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=driver.sh
. "$SRC/tests/e2e/driver.sh"
has certtool python3 || skip_all 'no certtool, no python3'
python3 -c 'import cryptography' 2>/dev/null || skip_all 'no python3-cryptography'
driver path

# What others judge in another way, and why.
#   any, any-ca: anyExtendedKeyUsage does for us, as RFC 5280 4.2.1.12 has it; for openssl it is not serverAuth, nor in a CA for certtool
#   agreement: a key that may not sign (KeyUsage) is of no use with ECDHE; both look at keyAgreement, too
#   wildcard-part: openssl takes f*.b.example, RFC 6125 6.4.3 leaves that open
#   common-name-alone: both fall back to the CN
#   p256-sha224, ed25519…, ed448…, leaf-ed25519, pss: they know these algorithms
openssl_differs='any any-ca agreement wildcard-part common-name-alone p256-sha224 ed25519-sha256 ed448-sha256 leaf-ed25519 pss'
#   case: certtool compares names octet by octet
#   length-self-issued: it counts self-issued certificates, too
#   …constraint-ip-6: IPv4 subtrees say nothing of IPv6 to it
#   …constraint-uri-out, …constraint-dn-out: it does not keep constraints of these kinds
#   rsa1024-sha256, leaf-rsa1024: it takes 1024 bits
gnutls_differs='case length-self-issued any-ca agreement common-name-alone constraint-ip-6 root-constraint-ip-6 constraint-uri-out
	root-constraint-uri-out constraint-dn-out root-constraint-dn-out rsa1024-sha256 p256-sha224 ed25519-sha256 ed448-sha256 leaf-rsa1024
	leaf-ed25519 pss'

ours() { ./path "$(date +%s)" "$2" "$1.ca" "$1.sent" >"$1.said"; }
by_openssl() {
	case $2 in *:* | [0-9]*) by=-verify_ip ;; *) by=-verify_hostname ;; esac
	openssl verify -CAfile "$1.ca" -untrusted "$1.sent" -partial_chain -auth_level 2 -purpose sslserver "$by" "$2" "$1.sent" >/dev/null 2>&1
}
by_certtool() {
	certtool --verify --load-ca-certificate "$1.ca" --infile "$1.sent" --verify-hostname "$2" --verify-purpose 1.3.6.1.5.5.7.3.1 >/dev/null 2>&1
}
# judge TOOL: the names of the chains that it does not take for what the list says.
judge() {
	while read -r name host want; do
		if "$1" "$name" "$host"; then got=good; else got=bad; fi
		[ "$got" = "$want" ] || echo "$name"
	done <list
}
words() { printf '%s\n' "$@"; }

ok 'chains are made' sh -c 'python3 "$1" >list' - "$SRC/tests/e2e/path.py"
is "$(wc -l <list)" 103 'they are 103'
is "$(judge ours)" '' 'ours takes each for what it is'
# shellcheck disable=SC2086 # words
is "$(judge by_openssl)" "$(words $openssl_differs)" 'so does openssl, but for those that are known'
# shellcheck disable=SC2086
is "$(judge by_certtool)" "$(words $gnutls_differs)" 'so does certtool, but for those that are known'
like "$(cat forged-leaf.said)" '11 not signed with the key of CN=R' 'what ours says of a forgery'
like "$(cat client-ca.said)" '12 CN=A: not meant for servers' 'of an issuer for others'
like "$(cat pss.said)" '9 signed with RSA-PSS, which certbox does not check' 'and of RSA-PSS'
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-rotate.t - new keys on request: the leaf's, and the CA's with a way for old clients to follow.
# shellcheck source-path=SCRIPTDIR source=sets.sh
. "${0%/*}/sets.sh"

key_of() { openssl x509 -in "$1" -noout -pubkey | sha256sum; }
count() { grep -c 'BEGIN CERTIFICATE' "$1"; }
# follows ANCHOR DIR: does a client with this anchor alone accept what the server sends?
follows() {
	openssl verify -x509_strict -purpose sslserver -verify_hostname board.local -CAfile "$1" -untrusted "$2/server.crt" "$2/server.crt" >/dev/null 2>&1
}
fresh() { rm -rf "$1" && certgen -q -d "$1" board.local >/dev/null; }

# --- the leaf's key
fresh k
cp -a k before
does 'a leaf key is rotated' "set-aside*server.key*rotated*server.key*p256*set-aside*server.crt*rotated*server.crt*" '' -d k --rotate key board.local
not_ok '… it is another key' cmp -s k/server.key before/server.key
ok '… the CA is the same' cmp -s k/ca.crt before/ca.crt
ok '… the old key is kept aside' cmp -s k/server.key.bad-1 before/server.key
ok '… the old certificate too' cmp -s k/server.crt.bad-1 before/server.crt
ok '… the set is valid' valid k
idle '… and idle after' k board.local
does 'another type comes with it' '*rotated*server.key*rsa2048*' '' -d k --rotate key -t rsa2048 board.local
does '… and stays, unless another is asked for' '*rotated*server.key*rsa2048*' '' -d k --rotate key board.local
ok '… valid' valid k

# --- the CA
fresh c
cp c/ca.crt first.crt
leaf_key=$(key_of c/server.crt)
does 'a CA is rotated' '*rotated*ca.key*rotated*ca.crt*reissued*server.crt*trust*' '' -d c --rotate ca board.local
is "$(key_of c/server.crt)" "$leaf_key" '… the leaf keeps its key'
is "$(count c/server.crt)" 2 '… a cross-certificate stands behind the leaf'
ok '… a client of the new CA accepts it' follows c/ca.crt c
ok '… a client of the old CA follows' follows first.crt c
ok '… the set is valid' valid c
ok '… the old anchor is kept aside' cmp -s c/ca.crt.bad-1 first.crt
idle '… idle after' c board.local
cp c/ca.crt second.crt
does 'and once more' '*rotated*ca.key*' '' -d c --rotate ca board.local
is "$(count c/server.crt)" 3 '… two cross-certificates'
for anchor in first.crt second.crt c/ca.crt; do
	ok "… a client of $anchor follows" follows "$anchor" c
done
does 'a new name keeps the way' 'reissued*server.crt*' '' -d c board.local other.local
is "$(count c/server.crt)" 3 '… two cross-certificates still'
ok '… the first client follows' follows first.crt c
does 'a new leaf key keeps it' '*rotated*server.key*' '' -d c --rotate key board.local
ok '… the first client follows' follows first.crt c
: >c/server.key
does 'a torn key keeps it' '*created*server.key*' '' -d c board.local
ok '… the first client follows' follows first.crt c
rm c/ca.crt
does 'ca.crt made again keeps it' '*reissued*ca.crt*' '' -d c board.local third.local
ok '… the first client follows' follows first.crt c
cp c/server.crt sent.pem
does 'a compromised CA leads nobody' '*rotated*ca.key*' '*no cross-certificate*' -d c --rotate ca --compromised board.local
is "$(count c/server.crt)" 1 '… the leaf stands alone'
not_ok '… the first client does not follow' follows first.crt c
not_ok '… nor the last' follows second.crt c
ok '… the set is valid' valid c

# --- what the cross-certificate says
fresh x
cp x/ca.crt old.crt
certgen -q -d x --rotate ca board.local
awk '/BEGIN/ { n++ } n == 2' x/server.crt >cross.pem
is "$(openssl x509 -in cross.pem -noout -issuer | sed 's/^issuer=//')" "$(openssl x509 -in old.crt -noout -subject | sed 's/^subject=//')" 'the old CA issued it'
is "$(subject cross.pem)" "$(subject x/ca.crt)" 'it is the new CA'
is "$(key_of cross.pem)" "$(key_of x/ca.crt)" 'and its key'
like "$(openssl x509 -in cross.pem -noout -ext basicConstraints,keyUsage,nameConstraints)" '*critical*CA:TRUE*Certificate Sign, CRL Sign*DNS:local*' 'a CA within the same names'
ok 'it ends no later than the old CA' [ "$(epoch "$(openssl x509 -in cross.pem -noout -enddate | sed 's/.*=//')")" -le "$(epoch "$(openssl x509 -in old.crt -noout -enddate | sed 's/.*=//')")" ]

# --- names that only the new CA permits
fresh n
refuses 'a name outside the CA' 1 '*bank.example*--rotate ca*' n -d n board.local bank.example
does 'is permitted by a new one' '*rotated*ca.key*' '' -d n --rotate ca board.local bank.example
ok '… clients of the new one accept it' valid n
ok '… the leaf bears it' openssl x509 -in n/server.crt -noout -checkhost bank.example

# --- other states
fresh e && rm e/ca.key
does 'a CA whose key is away is rotated without a cross-certificate' '*rotated*ca.key*' '*no cross-certificate*' -d e --rotate ca board.local
ok '… valid' valid e
fresh m && certgen -q -d m2 --ca-only && cp m2/ca.key m/ca.key
refuses 'a CA that does not fit its key names --rotate ca' 11 '*--rotate ca*' m -d m board.local
does '… and is mended by it' '*rotated*ca.key*' '*no cross-certificate*' -d m --rotate ca board.local
ok '… valid' valid m
does 'on nothing all is made' '*created*ca.key*' '*' -d empty --rotate key board.local
fresh u
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=board.local -addext subjectAltName=DNS:board.local \
	-keyout u/server.key -out u/server.crt 2>/dev/null
stays "a user's own leaf is not rotated" u certgen -q -d u --rotate key board.local
refuses 'two modes at once' 2 '*exclude each other*' u -d u --check --rotate key
refuses 'a third thing to rotate' 2 "*unknown word 'all'*" u -d u --rotate all
refuses '--compromised alone' 2 '*--rotate ca*' u -d u --compromised
refuses 'a self-signed set has no CA' 2 '*no such pair*' u -d u --self-signed --rotate ca
done_testing

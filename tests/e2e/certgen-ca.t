#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-ca.t - the CA: its name, its life, its name constraints, and names that fall outside of them.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
text() { openssl x509 -in "$1" -noout -text; }
constraints() { openssl x509 -in "$1" -noout -ext nameConstraints 2>/dev/null; }

fresh a
ca=$(text a/ca.crt)
like "$ca" '*X509v3 Basic Constraints: critical*CA:TRUE*' 'CA:TRUE, critical'
unlike "$ca" '*pathlen*' 'no path length'
like "$ca" '*X509v3 Key Usage: critical*Certificate Sign, CRL Sign*' 'keyCertSign and cRLSign, critical'
like "$ca" '*X509v3 Subject Key Identifier:*' 'it has a key identifier'
is "$(not_before a/ca.crt)" "$RELEASE" 'notBefore is the release date'
is "$(day "$(not_after a/ca.crt)")" "$(day $(($(date +%s) + 3650 * DAY)))" 'notAfter is 3650 days from now'
like "$(subject a/ca.crt)" "CN=board CA $HEX$HEX" 'its name holds a piece of its key'"'"'s hash'
is "$(openssl x509 -in a/ca.crt -noout -issuer | sed 's/issuer=//')" "$(openssl x509 -in a/ca.crt -noout -subject | sed 's/subject=//')" 'self-issued'
is "$(openssl x509 -in a/server.crt -noout -issuer | sed 's/issuer=//')" "$(openssl x509 -in a/ca.crt -noout -subject | sed 's/subject=//')" 'the leaf names it'
is "$(openssl x509 -in a/server.crt -noout -ext authorityKeyIdentifier | sed -n '2s/^ *\(keyid:\)\{0,1\}//p')" \
	"$(openssl x509 -in a/ca.crt -noout -ext subjectKeyIdentifier | sed -n '2s/^ *//p')" 'and its key identifier'
unlike "$(openssl x509 -in a/server.crt -noout -ext authorityKeyIdentifier)" '*serial*' 'by key identifier alone'

# --- --ca-days, --ca-subject, --ca-key-type
certgen -q -d days --ca-days 800 board.local >/dev/null
is "$(day "$(not_after days/ca.crt)")" "$(day $(($(date +%s) + 800 * DAY)))" '--ca-days counts from now'
does 'another --ca-days later changes nothing' 'ok *' '*' -d days --ca-days 900 board.local
certgen -q -d subj --ca-subject '/C=DE/O=Küche/CN=Unsere CA' board.local >/dev/null
is "$(subject subj/ca.crt)" 'CN=Unsere CA,O=Küche,C=DE' '--ca-subject is taken as it is'
run certgen -d subj --ca-subject /CN=Other board.local
is "$code $(subject subj/ca.crt)" '0 CN=Unsere CA,O=Küche,C=DE' 'the name is fixed at creation'
certgen -q -d type --ca-key-type p384 board.local >/dev/null
like "$(text type/ca.crt | grep Public-Key)$(text type/server.crt | grep Public-Key)" '*384*256*' '--ca-key-type differs from the leaf'"'"'s'
like "$(text type/server.crt | grep 'Signature Algorithm' | head -1)" '*ecdsa-with-SHA384' 'a P-384 key signs with SHA-384'
certgen -q -d type2 -t p384 board.local >/dev/null
like "$(text type2/ca.crt | grep Public-Key)$(text type2/server.crt | grep Public-Key)" '*384*384*' 'the CA is as the leaf by default'

# --- fewer than 400 days left
does 'a CA with under 400 days: done' '*created*' '*' -d short --ca-days 390 board.local
like "$err" 'certgen: warning: *' '… with a warning'
is "$(not_after short/server.crt)" "$(not_after short/ca.crt)" 'the leaf ends no later than its CA'
run certgen -d short --check board.local
is "$code" 10 '--check 10'
before=$(snap short)
run certgen -d short board.local
is "$code $(snap short)" "0 $before" 'but nothing can be done about it: no reissue'

# --- the CA's end
certgen -q -d end --ca-days 450 board.local >/dev/null
now=$(date +%s)
refuses_name='an expired CA: exit 13, naming the way out' refuses_code=13 refuses_err='*--rotate ca*' refuses_dir=end
refuses_with at $((now + 451 * DAY)) -d end board.local
at $((now + 420 * DAY)) -q -d end board.local >/dev/null 2>&1
is "$(not_after end/server.crt)" "$(not_after end/ca.crt)" 'near its end the leaf is clamped'
before=$(snap end)
run at $((now + 440 * DAY)) -d end board.local
is "$code $(snap end)" "0 $before" 'no reissue that would not end later'

# --- --ca-only
does '--ca-only makes no leaf' '*created*ca.key*created*ca.crt*trust*ca.crt*' '' -d only --ca-only board.local
is "$(files only)" 'ca.crt ca.key' 'two files'
IDLE='ok *2 files*'
idle 'and is idle' only --ca-only board.local
IDLE='ok *'
does 'a leaf comes later, under the same CA' '*created*server.key*created*server.crt*' '' -d only board.local
ok 'valid' valid only

# --- name constraints
like "$(constraints a/ca.crt)" '*X509v3 Name Constraints: *Permitted:*' 'name constraints by default'
unlike "$(constraints a/ca.crt)" '*critical*' 'not critical'
for name in DNS:local DNS:localhost DNS:lan DNS:internal DNS:home.arpa \
	IP:10.0.0.0/255.0.0.0 IP:172.16.0.0/255.240.0.0 IP:192.168.0.0/255.255.0.0 IP:127.0.0.0/255.0.0.0 \
	IP:100.64.0.0/255.192.0.0 IP:169.254.0.0/255.255.0.0 IP:FE80:0:0:0:0:0:0:0/FFC0:0:0:0:0:0:0:0 IP:FC00:0:0:0:0:0:0:0/FE00:0:0:0:0:0:0:0 \
	IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF; do
	like "$(constraints a/ca.crt) " "*[ :]${name#IP:}[!0-9a-z.]*" "permitted: $name"
done
unlike "$(constraints a/ca.crt)" '*Excluded*' 'nothing else'

# A leaf signed by a stolen CA key for a bank is refused.
steal() {
	openssl req -x509 -new -key a/server.key -subj /CN=bank -days 10 -CA "$1/ca.crt" -CAkey "$1/ca.key" -out stolen.crt \
		-addext basicConstraints=critical,CA:FALSE -addext "subjectAltName=$2" -addext keyUsage=critical,digitalSignature 2>/dev/null
}
steal a DNS:bank.example
not_ok 'a stolen CA cannot speak for a bank' verifies a/ca.crt stolen.crt
like "$(cat "$TAP/verify")" '*permitted subtree violation*' '… because of the constraints'
steal a IP:8.8.8.8
not_ok 'nor for a public address' verifies a/ca.crt stolen.crt
steal a DNS:nas.local,IP:192.168.1.1,IP:fd00::1
ok 'but for its own network' verifies a/ca.crt stolen.crt

does '--constrain critical' '*created*' '*' -d crit --constrain critical board.local
like "$(constraints crit/ca.crt)" '*X509v3 Name Constraints: critical*' 'they are critical'
ok 'and the set is valid' valid crit
does '--constrain off' '*created*' '*' -d off --constrain off board.local 8.8.8.8 www.example.com
is "$(constraints off/ca.crt)" '' 'there are none'
ok 'any name goes' valid off
mkdir none
refuses '--constrain with another word: exit 2' 2 '*constrain*' none --constrain maybe board.local

# --- names outside
does 'names it is made with are inside' '*created*' '' -d shop --san shop.example.com board.local
ok 'a valid set' valid shop
like "$(constraints shop/ca.crt)" '*DNS:shop.example.com*' 'permitted'
does 'and what is below them' '*reissued*' '' -d shop www.shop.example.com '*.shop.example.com'
ok 'still valid' valid shop
fresh o
refuses 'a given name outside: exit 1, naming the way out' 1 '*www.example.org*--rotate ca*' o board.local www.example.org
refuses 'a given public address outside' 1 '*8.8.8.8*--rotate ca*' o board.local 8.8.8.8
refuses 'a given public IPv6 address outside' 1 '*2001:db8::1*--rotate ca*' o board.local 2001:db8::1
refuses 'a wildcard outside' 1 '*.example.org*--rotate ca*' o '*.example.org'
run certgen -d o --hostname server.example.org -v
is "$code" 0 'an automatic name outside: exit 0'
like "$err" '*server.example.org*' '… with a note'
unlike "$(sans o/server.crt)" '*example.org*' '… and is left out'
like "$(sans o/server.crt)" '*DNS:server.local*' '… while NAME.local is taken'
ok '… the set is valid' valid o
IDLE='ok *'
idle '… then idle, and silent about it' o --hostname server.example.org
does 'what is left out is said again with -v' '*ok *' '*server.example.org*' -v -d o --hostname server.example.org
mkdir own && own_ca own
does 'a user'"'"'s own CA without constraints signs any name' '*created*server.crt*' '*' -d own www.example.org 8.8.8.8
mkdir own2 && own_key own2/ca.key && openssl req -x509 -new -key own2/ca.key -subj /CN=Own -days 3000 -out own2/ca.crt \
	-addext keyUsage=critical,keyCertSign -addext 'nameConstraints=critical,permitted;DNS:example.org,excluded;DNS:bad.example.org'
refuses 'a user'"'"'s constraints are respected' 1 '*board.local*' own2 board.local
refuses 'the excluded ones too' 1 '*bad.example.org*' own2 x.bad.example.org
does 'and a name inside is signed' '*created*' '*' -d own2 www.example.org
ok 'valid' verifies own2/ca.crt own2/server.crt
done_testing

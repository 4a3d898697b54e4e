#!/bin/sh
# SPDX-License-Identifier: MIT
# smaller.t - a box of fewer applets, key types and modes (config.mk): what is not in it is not known, the rest works.
CERTBOX=${CERTBOX:-none}
. "${0%/*}/e2e/tap.sh"
SRC=${SRC:?the top of the source}
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS WERROR ARCH
box=$PWD/small/certbox

# small VARIABLE…: of the objects that are tested, but for the tables.
small() { (cd "$SRC" && make -s B="$BUILD" BEARSSL="$BEARSSL_SRC" QRCODEGEN="$QRCODEGEN_SRC" T="${box%/*}" "$@" "$box"); }
ok 'certgen for P-256 is linked' small APPLETS=certgen KEY_TYPES=p256 MODES=
is "$("$box" --list)" certgen 'it has the one applet'
ok 'it is smaller' test "$(($(wc -c <"$box") + 65536))" -lt "$(wc -c <"$BUILD/certbox")"
expect 'it makes a set' 0 '*created*server.crt*trust*' '' "$box" certgen -d set board.local
ok '… that openssl accepts' openssl verify -x509_strict -CAfile set/ca.crt set/server.crt
expect '… and has nothing to do then' 0 'ok *' '' "$box" certgen -d set board.local
expect '--help is whole' 0 '*--verbose*' '' "$box" certgen --help
unlike "$(sed /certgen.-d/d "$TAP/out")" '*rsa2048*' '… and names no type that is not there'
unlike "$out" '*--rotate*' '… and no mode'
for type in p384 rsa2048; do
	expect "$type is no type of key" 2 '' "certgen: --key-type: '$type' is not one of p256 (p256)*" "$box" certgen -d none -t $type board.local
done
for mode in --reset '--csr x' '--sign x' '--rotate key' '--import x' --seal '--combined x' '--bundle x' '--p12 x'; do
	# shellcheck disable=SC2086 # an option and its value
	expect "${mode% *} is no option" 2 '' "certgen: *${mode% *}*" "$box" certgen -d set $mode
done
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out p384.key 2>/dev/null
openssl rsa -in rsa.key -traditional -out rsa1.key 2>/dev/null
for kind in rsa:RSA rsa1:RSA p384:P-384; do
	mkdir "$kind" && cp "${kind%:*}.key" "$kind/server.key"
	expect "a user's ${kind%:*} key is refused, and why" '12' '' "certgen: *${kind#*:} keys are not supported; P-256 are*" "$box" certgen -d "$kind" board.local
done
expect 'a fingerprint is no words' 2 '' 'certgen: --replace-known: *' "$box" certgen -d set --replace-known 'peachy amulet'

# What a whole box has left is taken as it is: nothing is destroyed, what was begun is finished.
whole=$BUILD/certbox
sums() { (cd "$1" && sha256sum -- *.key *.crt); }
ok 'a whole box rotates its CA' eval '"$whole" certgen -d turned board.local && cp turned/ca.crt old.crt && "$whole" certgen -d turned --rotate ca board.local'
expect '… the small one has nothing to do' 0 'ok *' '' "$box" certgen -d turned board.local
expect '… and issues the leaf again' 0 '*reissued*new names*' '' "$box" certgen -d turned board.local more.local
ok '… with what leads old clients on' openssl verify -x509_strict -CAfile old.crt -untrusted turned/server.crt turned/server.crt
ok '… for new ones, too' openssl verify -x509_strict -CAfile turned/ca.crt turned/server.crt
is "$(grep -c BEGIN turned/server.crt)" 2 '… once'
ok 'a whole box seals a set' "$whole" certgen -d sealed --seal board.local
before=$(sums sealed)
expect '… the small one has nothing to do' 0 'ok *' '' "$box" certgen -d sealed board.local
expect '… and lets wait what it cannot sign' 0 '*' '*server.crt waits for the CA key*' "$box" certgen -d sealed board.local more.local
is "$(sums sealed)" "$before" '… nothing is changed'
if has strace && strace -qq -o /dev/null true 2>/dev/null; then
	"$whole" certgen -d begun board.local >/dev/null
	cp begun/ca.crt first.crt
	strace -qq -o /dev/null -e trace=renameat,renameat2,rename -e inject=renameat,renameat2,rename:signal=KILL:when=3 "$whole" certgen -q -d begun --rotate ca board.local >/dev/null 2>/dev/null
	ok 'a rotation is stopped half way' test -e begun/.certbox-commit
	expect '… the small box ends it' 0 '*an interrupted replacement, finished*' '' "$box" certgen -d begun board.local
	not_ok '… no record is left' test -e begun/.certbox-commit
	ok '… old clients are led on' openssl verify -x509_strict -CAfile first.crt -untrusted begun/server.crt begun/server.crt
	ok '… new ones trust it' openssl verify -x509_strict -CAfile begun/ca.crt begun/server.crt
else
	skip 5 'strace may not trace here'
fi


ok 'certfp without lint and qr is linked' small APPLETS='certgen certfp' MODES=words
expect 'there is no form qr' 2 '' 'certfp: *--form is one of*art, not*' "$box" certfp -f qr set/ca.crt
expect '… nor one without a name' 2 '' 'certfp: *--form is one of*' "$box" certfp -f '' set/ca.crt
expect '--lint is no option' 2 '' 'certfp: *--lint*' "$box" certfp --lint set/ca.crt
is "$("$box" certfp --json set/ca.crt)" "$("$BUILD/certbox" certfp --json set/ca.crt)" 'the rest is the same'
expect '--trust is no option without certfetch' 2 '' 'certfp: *--trust*' "$box" certfp --trust localhost:1
unlike "$("$box" certfp --help)" '*HOST:PORT*' '… nor is there a word of servers'
expect 'HOST:PORT is a file like others' 1 '' 'certfp: localhost:1: No such file*' "$box" certfp localhost:1
cp set/ca.crt a:1
is "$("$box" certfp a:1)" "$("$BUILD/certbox" certfp set/ca.crt)" '… that is looked at'
not_ok 'a word that config.mk does not know is an error' small MODES=frob
not_ok 'a box has P-256' small KEY_TYPES=rsa
done_testing

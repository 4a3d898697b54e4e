#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-derived.t - files that follow from the set: --combined, --bundle, --hash-link; when they are written, and when not.
# shellcheck source-path=SCRIPTDIR source=sets.sh
. "${0%/*}/sets.sh"
has openssl || skip_all 'no openssl'
count() { grep -c 'BEGIN CERTIFICATE' "$1"; }
spki_of() { openssl pkey -in "$1" -pubout | sha256sum; }
links() { (cd "$1" && find . -type l -printf '%P>%l ' | sort); }
hash_of() { openssl x509 -in "$1" -noout -subject_hash; }

# --- --combined
fresh c
does '--combined is made beside a set that stands' 'created    c.pem' '' -d c --combined c.pem board.local 192.168.7.20
is "$(mode c/c.pem)" 600 '… for its owner alone'
is "$(cat c/c.pem)" "$(cat c/server.key c/server.crt)" '… it is the key, then what the server sends'
idle '… after which there is nothing to do' c --combined c.pem board.local 192.168.7.20
stays '--check finds nothing' c certgen -d c --check --combined c.pem board.local 192.168.7.20
does 'a name more' 'reissued*server.crt*reissued   c.pem' '' -d c --combined c.pem board.local 192.168.7.20 more.local
is "$(cat c/c.pem)" "$(cat c/server.key c/server.crt)" '… it follows'
cp c/c.pem old.pem
does 'with another key' 'set-aside*server.key*set-aside  c.pem       c.pem.bad-1
created    c.pem*' '' -d c --combined c.pem --rotate key board.local
ok '… the old one is aside' cmp -s old.pem c/c.pem.bad-1
is "$(mode c/c.pem.bad-1)" 600 '… and private'
does 'the CA is rotated' '*reissued   c.pem*' '' -d c --combined c.pem --rotate ca board.local
is "$(count c/c.pem)" 2 '… the cross-certificate is in it'
if root; then
	for owner in nobody:600:nobody nobody:nogroup:640:nobody; do
		who=${owner%:*:*}
		does "--owner $who" '*mended     c.pem*' '' -d c --combined c.pem --owner "$who" board.local
		is "$(mode c/c.pem):$(stat -c %U c/c.pem)" "${owner#"$who":}" '… holds for it, too'
	done
	chown root:root c/server.key c/c.pem
	chmod 600 c/server.key c/c.pem
else skip 4 'not root'; fi
chmod 644 c/c.pem
expect '--check sees a mode that lets others in' 10 'mended     c.pem *' '' certgen -d c --check --combined c.pem board.local
does '… which is mended' 'mended     c.pem *' '' -d c --combined c.pem board.local
is "$(mode c/c.pem)" 640 '… by what is too much'
idle '… and no more' c --combined c.pem board.local

# --- what is not ours
echo mine >c/mine.pem
expect '--check says what would be done to a file of the user' 10 'reissued   mine.pem' '' certgen -d c --check --combined mine.pem board.local
is "$(cat c/mine.pem)" mine '… and does not do it'
does 'it is set aside' 'set-aside  mine.pem    mine.pem.bad-1
created    mine.pem' '' -d c --combined mine.pem board.local
is "$(cat c/mine.pem.bad-1)" mine '… as it was'
own_key other.key && cat other.key c/server.crt >c/mine.pem
does 'another key is the user'\''s' 'set-aside  mine.pem    mine.pem.bad-2*' '' -d c --combined mine.pem board.local
: >c/mine.pem
does 'an empty file, too' 'set-aside  mine.pem    mine.pem.bad-3*' '' -d c --combined mine.pem board.local
cat c/server.key >c/mine.pem
does 'ours without its certificate is replaced' 'reissued   mine.pem' '' -d c --combined mine.pem board.local
rm c/mine.pem && ln -s ../target c/mine.pem
refuses 'a link is not written through' 1 '--combined: mine.pem: is a symbolic link: *' c --combined mine.pem board.local
echo target >target
refuses '… wherever it leads' 1 '--combined: mine.pem: is a symbolic link: *' c --combined mine.pem board.local
expect '… but the set is made' 1 '*reissued   server.crt *' 'certgen: --combined: mine.pem: *' certgen -d c --combined mine.pem board.local again.local
rm c/mine.pem
for name in server.crt ca.key c.pem; do
	refuses "two files of one name: $name" 2 "'$name' is named twice*" c --combined c.pem --bundle $name board.local again.local
done
refuses 'one that is the set'\''s by its whole path' 2 "'server.crt' is named twice*" "$PWD/c" --combined "$PWD/c/server.crt" board.local
refuses 'a name with a folder' 2 "--combined: 'a/b' is neither a name in DIR nor an absolute path*" c --combined a/b board.local
refuses 'one of certgen'\''s own' 2 "--bundle: '.certbox-x' is a name of certgen's own*" c --bundle .certbox-x board.local

# --- outside DIR
mkdir out
does 'an absolute path' "created    $PWD/out/c.pem" '' -d c --combined "$PWD/out/c.pem" board.local again.local
idle '… is left alone, too' c --combined "$PWD/out/c.pem" board.local again.local
refuses 'a folder that is not there' 1 "--combined: $PWD/no/c.pem: *" c --combined "$PWD/no/c.pem" board.local again.local
chmod 777 out
refuses 'one that all may write' 1 "--combined: $PWD/out/c.pem: *" c --combined "$PWD/out/c.pem" board.local again.local
chmod 755 out

# --- --on-change
fresh o
does '--on-change runs for it' 'created    c.pem' 'ran' -d o --combined c.pem --on-change 'echo ran' board.local 192.168.7.20
idle '… once' o --combined c.pem --on-change 'echo ran' board.local 192.168.7.20
expect '… and runs when one of them fails' 1 'reissued   server.crt *' 'ran
certgen: --bundle: b.pem: --bundle-base: no.pem: does not exist' certgen -d o --bundle b.pem --bundle-base no.pem --on-change 'echo ran' board.local two.local
is "$(files o)" 'c.pem ca.crt ca.key server.crt server.key' '… owing nothing'

# --- kinds of set
for kind in --self-signed '-t p384' '-t rsa2048'; do
	# shellcheck disable=SC2086 # words
	does "a set of kind $kind" '*created    c.pem*created    b.pem*' '' -d "k$kind" $kind --combined c.pem --bundle b.pem board.local
	ok '… the pair is one' matches "k$kind/c.pem" "k$kind/c.pem"
	ok '… and leads to the bundle' verifies "k$kind/b.pem" "k$kind/c.pem"
	# shellcheck disable=SC2086 # words
	idle '… idle' "k$kind" $kind --combined c.pem --bundle b.pem board.local
done
does 'a CA alone has no leaf to combine' 'created*ca.key*created*ca.crt*created    b.pem*' '*warning: a: no certificate here for --combined' -d a --ca-only --combined c.pem --bundle b.pem
own_set u && openssl pkey -in u/server.key -traditional -out sec1.key && cat sec1.key >u/server.key
does 'a pair of the user'\''s' 'created    c.pem
created    b.pem*' '' -d u --combined c.pem --bundle b.pem board.local
ok '… its key is written in the common form' grep -q 'BEGIN PRIVATE KEY' u/c.pem
is "$(spki_of u/c.pem)" "$(spki_of u/server.key)" '… the same key'
is "$(openssl x509 -in u/b.pem -noout -subject)" 'subject=O = Own, CN = Own CA' '… its anchor is in the bundle'
rm u/ca.crt
does '… which without it cannot be made' '*' '*warning: u: no certificate here for --bundle' -d u --combined c.pem --bundle b.pem board.local
tls_server c -cert "$PWD/out/c.pem" -key "$PWD/out/c.pem"
if has curl; then
	ok 'openssl serves --combined' curl -s -o page --cacert c/ca.crt --resolve "board.local:$port:127.0.0.1" "https://board.local:$port/"
else skip 1 'no curl'; fi
tls_stop

# --- --bundle
fresh b
{ cat c/ca.crt && cat b/ca.crt && cat c/server.key && openssl x509 -in c/ca.crt -text && cat u/server.crt; } >base.pem
does '--bundle has the base and the anchor' 'created    b.pem' '' -d b --bundle b.pem --bundle-base "$PWD/base.pem" board.local 192.168.7.20
is "$(mode b/b.pem) $(count b/b.pem)" '644 3' '… each once'
is "$(openssl crl2pkcs7 -nocrl -certfile b/b.pem | openssl pkcs7 -print_certs -noout | grep -c subject)" 3 '… openssl reads them'
not_ok '… no key goes with them' grep -q PRIVATE b/b.pem
ok '… both CAs are in it' verifies b/b.pem b/server.crt
ok '… the other, too' verifies b/b.pem c/server.crt -untrusted c/server.crt
idle '… idle' b --bundle b.pem --bundle-base "$PWD/base.pem" board.local 192.168.7.20
cat u/server.crt >base.pem
does 'another base' 'reissued   b.pem' '' -d b --bundle b.pem --bundle-base "$PWD/base.pem" board.local 192.168.7.20
is "$(count b/b.pem)" 2 '… replaces it'
cp base.pem b/base.pem
stays 'a base in DIR' b certgen -d b --bundle b.pem --bundle-base base.pem board.local 192.168.7.20
openssl x509 -in base.pem -outform DER -out base.der
stays 'a base in DER' b certgen -d b --bundle b.pem --bundle-base "$PWD/base.der" board.local 192.168.7.20
for bad in 'empty::12:holds no certificate' 'key:server.key:12:holds no whole certificate' 'text:/etc/passwd:12:holds no certificate'; do
	name=${bad%%:*} rest=${bad#*:}
	from=${rest%%:*} rest=${rest#*:}
	(cd b && cat ${from:+"$from"} </dev/null) >"$name"
	refuses "a base that is $name" "${rest%%:*}" "--bundle: b.pem: --bundle-base: $PWD/$name: ${rest#*:}" b --bundle b.pem --bundle-base "$PWD/$name" board.local 192.168.7.20
done
sed 's/^M/!/' base.pem >torn
refuses 'a base that is torn' 12 "--bundle: b.pem: --bundle-base: $PWD/torn: holds a broken certificate" b --bundle b.pem --bundle-base "$PWD/torn" board.local 192.168.7.20
head -c 1048577 /dev/zero >large
refuses 'a base that is too large' 12 '--bundle: b.pem: --bundle-base: *' b --bundle b.pem --bundle-base "$PWD/large" board.local 192.168.7.20
echo '# a word of the user' >>b/b.pem
does 'a bundle with words of the user is set aside' 'set-aside  b.pem*created    b.pem' '' -d b --bundle b.pem board.local 192.168.7.20
system=/etc/ssl/certs/ca-certificates.crt
if [ -r $system ]; then
	does 'the system'\''s own bundle is a base' 'reissued   b.pem' '' -d b --bundle b.pem --bundle-base $system board.local 192.168.7.20
	is "$(count b/b.pem)" $(($(count $system) + 1)) '… and the anchor is one more'
	idle '… idle' b --bundle b.pem --bundle-base $system board.local 192.168.7.20
else skip 3 'no ca-certificates'; fi

# --- --hash-link
fresh h
hash=$(hash_of h/ca.crt)
does '--hash-link makes it' "created    $hash.0  ca.crt" '' -d h --hash-link board.local 192.168.7.20
is "$(links h)" "$hash.0>ca.crt " '… by the name openssl has for it'
ok '… openssl finds the anchor' openssl verify -CApath h h/server.crt
idle '… idle' h --hash-link board.local 192.168.7.20
tls_server h
if has curl; then
	ok '… and so does curl' curl -s -o page --capath h --resolve "board.local:$port:127.0.0.1" "https://board.local:$port/"
else skip 1 'no curl'; fi
tls_stop
does 'another CA' "*created    *.0  ca.crt
removed    $hash.0  ca.crt*" '' -d h --hash-link --rotate ca board.local
is "$(links h)" "$(hash_of h/ca.crt).0>ca.crt " '… takes the link along'
hash=$(hash_of h/ca.crt)
rm "h/$hash.0" && cp c/ca.crt "h/$hash.0"
expect '--check sees that it lacks' 10 "created    $hash *" '' certgen -d h --check --hash-link board.local
does 'a name that is taken' "created    $hash.1  ca.crt" '' -d h --hash-link board.local
ok '… is left' cmp -s c/ca.crt "h/$hash.0"
ln -s server.crt h/01234567.0
idle 'links to other files do not matter' h --hash-link board.local

# Subjects of all types of strings, and what folding meets.
own_key s.key
n=0
subject_is() {
	n=$((n + 1))
	rm -rf s && mkdir s && cp s.key s/server.key && chmod 600 s/server.key
	openssl req -x509 -new -key s.key -days 30 -config s.cnf -out s/server.crt 2>"$TAP/req" || { diag "$(cat "$TAP/req")" && return 1; }
	certgen -q -d s --self-signed --hash-link board.local >/dev/null 2>&1
	[ "$(links s)" = "$(hash_of s/server.crt).0>server.crt " ] || { diag "$*: $(links s), want $(hash_of s/server.crt)" && failed="$failed $n"; }
}
for mask in utf8only pkix nombstr default MASK:4096 MASK:2048 MASK:256 MASK:4; do
	failed=
	for dn in 'CN=Board' 'CN=  Board   CA  ' 'O=Ä Ö ü ß' 'CN=ΑΒΓ жЖ' 'C=DE
O=Own  Thing
OU=ONE
OU=two
CN=X' 'CN=A
+OU=Z
+O=B' 'CN=aa
+OU=Z' '0.DC=Example
1.DC=ORG
UID=Me
emailAddress=Me@Example.ORG' 'serialNumber=  12 AB
CN=.,;:/'; do
		case $mask in MASK:256 | MASK:4 | nombstr) case $dn in *[!\ -~]*) dn=$(printf '%s' "$dn" | tr -cd '\n -~') ;; esac ;; esac
		[ "$(printf %s "${dn#*=}" | tr -d " ")" ] || continue
		printf '[req]\nprompt=no\nutf8=yes\nstring_mask=%s\ndistinguished_name=dn\n[dn]\n%s\n' "$mask" "$dn" >s.cnf
		subject_is "$mask $dn"
	done
	is "$failed" '' "names by openssl's string_mask $mask have its hash"
done
ok '… tried' test $n -ge 60
done_testing

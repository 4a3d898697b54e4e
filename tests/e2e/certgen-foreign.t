#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-foreign.t - a user's own keys, certificates and links: read, checked, never replaced, moved or chmodded.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"

own_set own
ok 'control: the user'"'"'s own set is valid' valid own
own_copy() { mkdir -p "$1" && cp -a own/. "$1"; }

# --- a pair of the user's
own_copy a
stays 'a user'"'"'s own pair is kept' a certgen -d a board.local
like "$out" '*kept*server.crt*' '… and said'
is "$err" '' '… without a warning'
is "$(files a)" 'ca.crt server.crt server.key' '… no CA key is made for it'
stays 'it lacks a wanted name: exit 0' a certgen -d a board.local new.local
like "$err" 'certgen: warning: *new.local*' '… with a warning that names it'
own_copy nca && rm nca/ca.crt
stays 'a pair without any CA file: kept' nca certgen -d nca board.local
is "$(files nca)" 'server.crt server.key' '… no CA is created beside it'
own_copy open && chmod 666 open/server.crt && chmod 644 open/server.key
stays 'its modes are the user'"'"'s' open certgen -d open board.local
run certgen -d a --check board.local
is "$code" 0 '--check finds nothing to do'

own_copy nokey && rm nokey/server.key
refuses 'certificate without its key: exit 11' 11 '*server.*' nokey board.local
rm nokey/ca.crt
refuses '… without any CA too' 11 '*server.*' nokey board.local
own_copy mis && own_key mis/server.key
refuses 'certificate and another key: exit 11' 11 '*server.*' mis board.local
rm mis/ca.crt
refuses '… without any CA too' 11 '*server.*' mis board.local
mkdir old && own_ca old && own_leaf old 2 && rm old/ca.key
refuses_name='certificate out of date: exit 13' refuses_code=13 refuses_err='*server.crt*' refuses_dir=old
refuses_with at $(($(date +%s) + 3 * DAY)) -d old board.local
refuses_name='certificate not yet valid: exit 13'
refuses_with at "$((RELEASE + 60))" -d old --clock ok board.local
rm old/ca.crt
refuses_name='… without any CA too'
refuses_with at "$((RELEASE + 60))" -d old --clock ok board.local
refuses_name='out of date, without any CA'
refuses_with at $(($(date +%s) + 3 * DAY)) -d old board.local
own_copy stale && rm stale/server.key && own_key stale/server.key RSA -pkeyopt rsa_keygen_bits:2048
refuses 'the key is of another kind: exit 11' 11 '*server.*' stale

# --- --force
own_copy f && cp own/server.crt own.crt && cp own/server.key own.key
run certgen -d f --force board.local
is "$code" 0 '--force replaces the user'"'"'s pair'
like "$out" '*set-aside*server.key*server.key.bad-1*' '… set aside, and said'
ok '… the key is kept' cmp own.key f/server.key.bad-1
ok '… the certificate too' cmp own.crt f/server.crt.bad-1
ok '… the new set is valid' valid f
idle '… then idle' f board.local

# --- --replace-known
own_copy r && rm r/ca.crt
run certgen -d r --replace-known "$(fingerprint own/server.crt)" board.local
is "$code" 0 '--replace-known with the pair'"'"'s fingerprint'
ok '… the certificate is set aside' cmp own.crt r/server.crt.bad-1
ok '… and its key' cmp own.key r/server.key.bad-1
not_ok '… the new key is another one' cmp own.key r/server.key
ok '… the leaf pair is good' matches r/server.key r/server.crt
own_copy r2
stays 'with another fingerprint: kept' r2 certgen -d r2 --replace-known "$(fingerprint own/ca.crt | tr 0123 3210)" board.local
like "$out" '*kept*server.crt*' '… and said'
fresh shipped
shipped=$(fingerprint shipped/server.crt | tr -d : | tr ABCDEF abcdef)
run certgen -d shipped --replace-known "$shipped" board.local
is "$code" 0 'a default of ours that an image shipped, given as bare hex'
not_ok '… its key is replaced' matches shipped/server.key shipped/server.crt.bad-1
ok '… the set is valid' valid shipped
idle '… then idle' shipped --replace-known "$shipped" board.local
own_copy r3
refuses 'a fingerprint that is none: exit 2' 2 '*replace-known*' r3 --replace-known 12:34 board.local

# --- the user's own CA with its key signs our leaves
for curve in P-256 P-384; do
	mkdir "ca$curve" && own_key "ca$curve/ca.key" EC -pkeyopt "ec_paramgen_curve:$curve" && own_ca "ca$curve"
	before=$(sum "ca$curve/ca.key")$(sum "ca$curve/ca.crt")
	run certgen -d "ca$curve" board.local 192.168.7.20
	like "$code $out" '0 created*server.key*created*server.crt*' "a user's $curve CA signs our leaf"
	unlike "$out" '*created    ca.*' '… and is not made anew'
	is "$(sum "ca$curve/ca.key")$(sum "ca$curve/ca.crt")" "$before" '… nor changed'
	ok '… the leaf verifies' verifies "ca$curve/ca.crt" "ca$curve/server.crt"
	run certgen -d "ca$curve" board.local
	is "$code" 0 '… and again'
done
mkdir carsa && own_key carsa/ca.key RSA -pkeyopt rsa_keygen_bits:2048 && own_ca carsa && chmod 640 carsa/ca.key
run certgen -d carsa board.local
is "$code $(mode carsa/ca.key)" '0 640' 'a user'"'"'s RSA CA'
ok '… the leaf verifies' verifies carsa/ca.crt carsa/server.crt
mkdir camis && own_ca camis && own_key camis/ca.key
refuses 'a user'"'"'s CA pair that does not match: exit 11' 11 '*ca.*' camis board.local
mkdir caold && own_ca caold 2
refuses_name='a user'"'"'s expired CA: exit 13' refuses_code=13 refuses_err='*ca.crt*' refuses_dir=caold
refuses_with at $(($(date +%s) + 3 * DAY)) -d caold board.local
mkdir canokey && own_ca canokey && rm canokey/ca.key
refuses 'a user'"'"'s CA without its key, and no leaf: exit 11' 11 '*ca.*' canokey board.local
mkdir notca && own_key notca/ca.key && openssl req -x509 -new -key notca/ca.key -subj /CN=x -out notca/ca.crt \
	-addext basicConstraints=critical,CA:FALSE 2>/dev/null
run certgen -d notca board.local
is "$([ "$code" -ne 0 ] && [ ! -e notca/server.crt ] && echo refused)" refused 'a CA certificate that is none signs nothing'

# --- links
mkdir store && cp -p own/server.key own/server.crt store
own_copy l && rm l/server.key l/server.crt && ln -s ../store/server.key l/server.key && ln -s "$PWD/store/server.crt" l/server.crt
store=$(snap store)
stays 'links to a good pair: kept' l certgen -d l board.local
is "$(snap store)" "$store" '… the targets are as they were'
stays 'links, and a name is missing: exit 0' l certgen -d l board.local new.local
like "$err" 'certgen: warning: *new.local*' '… with a warning'
ln -sf ../store/nothing l/server.key
refuses 'a dangling link: exit 1' 1 '*server.key*' l board.local
own_key store/other.key && ln -sf ../store/other.key l/server.key
refuses 'a link to another key: exit 11' 11 '*server.*' l board.local
ln -sf server.key l/server.key
refuses 'a link to itself: exit 1' 1 '*server.key*' l board.local
ln -sf ../store/server.key l/server.key && echo torn >store/torn.crt && ln -sf ../store/torn.crt l/server.crt
store=$(snap store) before=$(snap l)
run certgen -d l board.local
is "$(test "$code" -ne 0 && snap l)$(snap store)" "$before$store" 'a link to a torn certificate is an error, and stays'
fresh ours && mkdir elsewhere && mv ours/server.crt elsewhere && ln -s ../elsewhere/server.crt ours/server.crt
elsewhere=$(snap elsewhere)
stays 'a link to a certificate of ours: good as it is' ours certgen -d ours board.local
stays 'a link to one of ours that lacks a name: exit 0' ours certgen -d ours board.local new.local
like "$err" 'certgen: warning: *' '… with a warning'
is "$(snap elsewhere)" "$elsewhere" '… never written through'
fresh lk && mv lk/ca.key elsewhere && ln -s ../elsewhere/ca.key lk/ca.key && rm lk/server.crt
run certgen -d lk board.local
ok 'a linked CA key signs' valid lk
ok '… and stays a link' test -L lk/ca.key
mkdir elsewhere/dir && ln -s elsewhere/dir dirlink
does 'DIR itself may be a link' '*created*' '' -d dirlink board.local
ok '… the set is at its target' valid elsewhere/dir

# --- a second link
fresh h && ln h/server.key h.key
refuses 'a key with a second link: exit 1' 1 '*server.key*' h board.local
fresh h2 && ln h2/ca.key h2.key
refuses 'a CA key with a second link: exit 1' 1 '*ca.key*' h2 board.local
rm h.key
idle 'without the second link all is well' h board.local
fresh hc && ln hc/server.crt hc.crt
idle 'a certificate may have one' hc board.local
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certfetch-identity.t - --cert and --key: who we are, before openssl, which demands it; and what is refused before anybody is called.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
"$CERTBOX" --list | grep -qx certfetch || skip_all 'no certfetch in this box'
has openssl || skip_all 'no openssl'
ca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.crt" -days 30 -subj "/CN=$1" 2>/dev/null; }
# client NAME ISSUER KEY-ARGUMENT…
client() {
	name=$1 by=$2
	shift 2
	openssl req -newkey "$@" -nodes -keyout "$name.key" -subj "/CN=$name" -out "$name.csr" 2>/dev/null &&
		printf 'basicConstraints=CA:%s\n' "$([ "$name" = between ] && echo TRUE || echo FALSE)" >ext &&
		openssl x509 -req -in "$name.csr" -CA "$by.crt" -CAkey "$by.key" -CAcreateserial -days 30 -extfile ext -out "$name.crt" 2>/dev/null
}
ok 'keys of all kinds' eval 'ca users && ca others && client p256 users ec -pkeyopt ec_paramgen_curve:P-256 && client p384 users ec -pkeyopt ec_paramgen_curve:P-384 &&
	client rsa users rsa:2048 && client stranger others ec -pkeyopt ec_paramgen_curve:P-256 && client between users ec -pkeyopt ec_paramgen_curve:P-256 &&
	client below between ec -pkeyopt ec_paramgen_curve:P-256'
cat below.crt between.crt >chain.crt
cat p256.key p256.crt >both.pem
openssl pkcs8 -topk8 -in p256.key -passout pass:x -out locked.key
certgen -q -d tls localhost 127.0.0.1 >/dev/null
port=$((10000 + $$ % 20000))
openssl s_server -accept "127.0.0.1:$port" -cert tls/server.crt -key tls/server.key -tls1_2 -Verify 3 -verify_return_error -CAfile users.crt -WWW -quiet >served 2>&1 &
server=$!
later "kill $server 2>/dev/null"
ok 'openssl serves' until_it openssl s_client -connect "127.0.0.1:$port" -cert p256.crt -key p256.key
echo hello >page
get() { rm -f got && "$CERTBOX" certfetch --ca tls/ca.crt --get -o got "$@" "https://127.0.0.1:$port/page"; }
shown() {
	shown_name=$1
	shift
	expect "$shown_name" 0 'created *' '' get "$@"
	is "$(cat got 2>&1)" hello '… and is let in'
}
shown 'P-256, its key found by name' --cert p256.crt
shown 'P-384' --cert p384.crt
shown 'RSA' --cert rsa.crt
shown 'a key by its own name, and a certificate behind it' --cert both.pem --key both.pem
shown 'over a CA that goes along' --cert chain.crt --key below.key
expect 'without one: not let in' 1 '' "certfetch: 127.0.0.1:$port: *client certificate*" get
expect "a stranger's: not let in" 13 '' "certfetch: 127.0.0.1:$port: *" get --cert stranger.crt
expect "another's key" 11 '' 'certfetch: p384.key is not the key of p256.crt' get --cert p256.crt --key p384.key
expect 'no key there' 1 '' 'certfetch: chain.key: No such file*' get --cert chain.crt
expect 'a key without a certificate' 2 '' 'certfetch: --key without --cert*' get --key p256.key
expect 'no certificate in it' 12 '' 'certfetch: p256.key: no certificate in it' get --cert p256.key
kill "$server" && wait "$server" 2>/dev/null
expect 'a key with a password is refused before anybody is called' 12 '' 'certfetch: locked.key: *' get --cert p256.crt --key locked.key
done_testing

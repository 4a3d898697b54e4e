#!/bin/sh
# SPDX-License-Identifier: MIT
# tls.t - both ends of TLS with openssl, GnuTLS and curl at the other; tls_driver.c on the box's own objects.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=driver.sh
. "$SRC/tests/e2e/driver.sh"
driver tls
for type in p256 p384 rsa2048; do
	certgen -q -d $type -t $type board.local 127.0.0.1 >/dev/null
	cat $type/server.crt $type/ca.crt >$type/chain
done
own_key p521.key EC -pkeyopt ec_paramgen_curve:P-521
mkdir p521 && mv p521.key p521/server.key && openssl req -x509 -new -key p521/server.key -subj /CN=board.local -out p521/server.crt

wait_for() {
	wait_n=0
	until grep -q "$1" "$2" 2>/dev/null || [ $wait_n -ge 200 ]; do sleep 0.05; wait_n=$((wait_n + 1)); done
}
# serve TYPE BYTES: our server; $port, lines in $log.
serve() {
	log=$TAP/work/$1.log
	rm -f "$log" # or the port of the one before may be read
	./tls serve "$1/server.key" "$1/chain" "$2" >"$log" 2>&1 &
	server=$!
	later "kill $server 2>/dev/null"
	wait_for '^port' "$log"
	port=$(sed -n 's/^port //p' "$log") lines=1
}
unserve() { kill $server && wait $server 2>/dev/null; }
# said PATTERN 'NAME': the next line of the server's.
said() {
	lines=$((lines + 1)) said_n=0
	until [ "$(wc -l <"$log")" -ge $lines ] || [ $said_n -ge 200 ]; do sleep 0.05; said_n=$((said_n + 1)); done
	like "$(sed -n ${lines}p "$log")" "$1" "$2"
}
GET='GET / HTTP/1.1\r\nHost: board.local\r\n\r\n'
# s_client OPTION…: openssl asks our server; -ign_eof: until the answer is over.
s_client() {
	# shellcheck disable=SC2059 # it is a format
	printf "$GET" | timeout 20 openssl s_client -connect "127.0.0.1:$port" -servername board.local -CAfile "$type/ca.crt" -verify_return_error -ign_eof "$@" 2>&1
}
nothing='no cipher suite, curve or signature in common with the peer; perhaps it speaks only TLS 1.3'
old='the peer speaks nothing newer than TLS 1.1'
refused='handshake failure: no cipher suite, curve or signature in common, or it wants a client certificate'

# --- our server
for type in p256 p384 rsa2048; do
	serve $type 100000
	kind=ECDSA suites='C02B:AES128-GCM-SHA256 C02C:AES256-GCM-SHA384 CCA9:CHACHA20-POLY1305'
	[ $type != rsa2048 ] || kind=RSA suites='C02F:AES128-GCM-SHA256 C030:AES256-GCM-SHA384 CCA8:CHACHA20-POLY1305'
	for suite in $suites; do
		name=ECDHE-$kind-${suite#*:}
		run s_client -tls1_2 -cipher "$name"
		like "$code $out" "0 *Cipher    : $name*Verify return code: 0 (ok)*HTTP/1.1 200 OK*" "$type: openssl with $name"
		said "$(echo "${suite%:*}" | tr A-F a-f) board.local - new; fine" '… both say so'
	done
	for group in X25519 P-256; do
		groups=P-256:P-384 temp='ECDH, prime256v1'
		[ $group = P-256 ] || groups=P-384:P-256:X25519 temp=X25519
		run s_client -tls1_2 -groups $groups -sigalgs ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:RSA+SHA512
		like "$code $out" "0 *Server Temp Key: $temp*" "$type: $group"
		said '* fine' '… and well'
	done
	if has curl; then
		run curl -sS --cacert $type/ca.crt --resolve "board.local:$port:127.0.0.1" "https://board.local:$port/"
		is "$code $(printf %s "$out" | wc -c)" '0 100000' "$type: curl gets 100000 bytes"
		said '* board.local http/1.1 new; fine' '… by ALPN'
		run curl -sS --cacert $type/ca.crt "https://127.0.0.1:$port/" -o /dev/null
		is "$code$err" 0 "$type: curl asks an address"
		said '* http/1.1 new; fine' '… and sends no name'
		run curl -sS "https://127.0.0.1:$port/"
		is "$code" 60 "$type: curl does not know the CA"
		said '* unknown CA: it does not trust this certificate' '… which we are told'
	else skip 6 'no curl'; fi
	if has gnutls-cli; then
		# shellcheck disable=SC2059 # it is a format
		printf "$GET" >request
		for priority in AES-128-GCM AES-256-GCM CHACHA20-POLY1305; do
			run timeout 20 gnutls-cli --x509cafile $type/ca.crt -p "$port" --sni-hostname board.local --verify-hostname board.local \
				--priority "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+$priority" 127.0.0.1 <request
			like "$code $out" "0 *The certificate is trusted*(TLS1.2-X.509)*($priority)*" "$type: GnuTLS with $priority"
			said '* board.local - new; *' '… and well'
		done
	else skip 6 'no gnutls-cli'; fi
	run s_client -tls1_2 -sess_out session
	said '* new; fine' 'openssl keeps a session'
	run s_client -tls1_2 -sess_in session
	like "$code $out" '0 *Reused, TLSv1.2*' "$type: openssl resumes it"
	said '* resumed; fine' '… without a signature'
	for version in tls1 tls1_1; do
		run s_client -$version -cipher ALL:@SECLEVEL=0
		like "$code $out" '1 *alert protocol version*' "$type: $version is refused"
		said "$old" '… in words'
	done
	run s_client -tls1_3
	like "$code $out" '1 *alert handshake failure*' "$type: TLS 1.3 alone is refused"
	said "$nothing" '… in words'
	for suite in AES128-GCM-SHA256 AES256-SHA256 ECDHE-$kind-AES128-SHA; do
		run s_client -tls1_2 -cipher "$suite:@SECLEVEL=0"
		like "$code $out" '1 *alert handshake failure*' "$type: $suite is refused"
		said "$nothing" '… in words'
	done
	run s_client -tls1_2 -sigalgs ECDSA+SHA1:RSA+SHA1:RSA-PSS+SHA256 -cipher ALL:@SECLEVEL=0
	like "$code $out" '1 *alert handshake failure*' "$type: SHA-1 and RSA-PSS alone are refused"
	said "$nothing" '… in words'
	run s_client -tls1_2 -alpn h2
	like "$code $out" '1 *alert no application protocol*' "$type: HTTP/2 alone is refused"
	said 'the peer wants another protocol than HTTP/1.1' '… in words'
	run sh -c "echo R | timeout 20 openssl s_client -connect 127.0.0.1:$port -tls1_2 2>&1"
	like "$code $out" '1 *no renegotiation*' "$type: renegotiation is refused"
	said '* new; *' '… and that is all'
	unserve
done
type=p256
serve p256 10
run sh -c "printf '$GET' | timeout 5 openssl s_client -connect 127.0.0.1:$port -tls1_2 -servername board.local -split_send_frag 3 -max_send_frag 512 -ign_eof"
said '* fine' 'small records'
if has curl; then
	run curl -sS -m 5 "http://127.0.0.1:$port/"
	said 'the peer does not speak TLS' 'plain HTTP is told from TLS'
else skip 1 'no curl'; fi
unserve

# --- our client
# asks 'NAME' CODE OUT ERR ARG…: get board.local from $port.
asks() {
	asks_name=$1 asks_code=$2 asks_out=$3 asks_err=$4
	shift 4
	expect "$asks_name" "$asks_code" "$asks_out" "$asks_err" ./tls get board.local "$port" "$@"
}
for type in p256 p384 p521 rsa2048; do
	kind=ECDSA suites='c02b:AES128-GCM-SHA256 c02c:AES256-GCM-SHA384 cca9:CHACHA20-POLY1305'
	[ $type != rsa2048 ] || kind=RSA suites='c02f:AES128-GCM-SHA256 c030:AES256-GCM-SHA384 cca8:CHACHA20-POLY1305'
	for suite in $suites; do
		tls_server $type -tls1_2 -cipher "ECDHE-$kind-${suite#*:}"
		asks "$type: openssl's server with ECDHE-$kind-${suite#*:}" 0 "${suite%:*}
HTTP/1.0 200 ok*" '' trust
		tls_stop
	done
done
for group in X25519 P-256 P-384 P-521; do
	tls_server p256 -tls1_2 -groups $group
	asks "openssl's server with $group" 0 '*HTTP/1.0 200 ok*' '' trust
	tls_stop
done
tls_server p256
asks 'a server of TLS 1.2 and 1.3' 0 '*HTTP/1.0 200 ok*' '' accept
asks 'one that is not trusted' 13 '' "the server's certificate is not trusted" distrust
tls_stop
tls_server p256 -tls1_3
asks 'a server of TLS 1.3 alone' 1 '' 'the peer sent an alert: protocol version: it does not speak TLS 1.2, perhaps only TLS 1.3' trust
tls_stop
for version in tls1 tls1_1; do
	tls_server rsa2048 -$version -cipher ALL:@SECLEVEL=0
	asks "a server of $version alone" 1 '' "$old" trust
	tls_stop
done
tls_server rsa2048 -tls1_2 -cipher AES128-GCM-SHA256:AES256-SHA
asks 'a server of static RSA' 1 '' "the peer sent an alert: $refused" trust
tls_stop
tls_server p256 -tls1_2 -groups X448:ffdhe2048 -cipher ALL
asks 'a server without a curve of ours' 1 '' "the peer sent an alert: $refused" trust
tls_stop
tls_server p256 -tls1_2 -servername elsewhere.local -servername_fatal -cert2 p256/server.crt -key2 p256/server.key
asks 'a server of another name' 13 '' 'the peer sent an alert: unrecognized name: it does not serve this name' trust
tls_stop
for type in p256 p384 rsa2048; do
	tls_server p256 -tls1_2 -Verify 2 -CAfile $type/ca.crt
	asks "our certificate, $type, to a trusted server" 0 '*HTTP/1.0 200 ok*' '' trust $type/server.key $type/chain
	asks '… not to one only accepted' 1 '' "the peer sent an alert: $refused" accept $type/server.key $type/chain
	asks '… not without one' 1 '' "the peer sent an alert: $refused" trust
	tls_stop
done
tls_server p256 -tls1_2 -Verify 2 -verify_return_error -CAfile p384/ca.crt
asks 'one under a CA that the server does not know' 13 '' 'the peer sent an alert: *: it does not *' trust p256/server.key p256/server.crt
tls_stop
if has gnutls-serv; then
	port=$((10000 + $$ % 20000))
	gnutls-serv --http --x509keyfile p384/server.key --x509certfile p384/chain -p $port >gnutls.log 2>&1 &
	server=$!
	later "kill $server 2>/dev/null"
	wait_for 'listening on IPv4' gnutls.log
	asks "GnuTLS's server" 0 'c[0c][2a][9bc]
HTTP/1.0 200 OK*' '*' trust
	unserve
else skip 1 'no gnutls-serv'; fi

# --- ours with ours
serve p256 3000000
run ./tls get board.local "$port" trust
is "$code $(wc -c <"$TAP/out")" "0 $((3000000 + 63 + 5))" '3 MB from ours to ours'
said '* board.local http/1.1 new; fine' 'and well'
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-openssl.t - openssl judges: strict paths, names, real handshakes; what must be refused is.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
oracle_sets
named() { verifies "$1/anchor.crt" "$1/server.crt" "$2" "$3"; }
# shakes DIR ANCHOR NAME-OPTION NAME
shakes() {
	printf 'GET / HTTP/1.0\r\n\r\n' | openssl s_client -connect "127.0.0.1:$port" -CAfile "$2" -x509_strict -verify_return_error "$3" "$4" -brief >"$TAP/shook" 2>&1
}
for kind in $KINDS; do
	ok "$kind: verify -x509_strict -purpose sslserver" verifies "$kind/anchor.crt" "$kind/server.crt"
	is "$(openssl verify -x509_strict -purpose sslserver -CAfile "$kind/anchor.crt" "$kind/server.crt" 2>&1)" "$kind/server.crt: OK" "$kind: nothing else is said"
	for name in board.local localhost; do ok "$kind: for $name" named "$kind" -verify_hostname "$name"; done
	for ip in 127.0.0.1 ::1; do ok "$kind: for $ip" named "$kind" -verify_ip "$ip"; done
	not_ok "$kind: not for another name" named "$kind" -verify_hostname elsewhere.local
	not_ok "$kind: not for another address" named "$kind" -verify_ip 127.0.0.2
	not_ok "$kind: not under another CA" verifies other/ca.crt "$kind/server.crt"
	not_ok "$kind: not as a client" verifies "$kind/anchor.crt" "$kind/server.crt" -purpose sslclient
	# Security level 2 is today's default on Debian, 3 wants 128 bits.
	ok "$kind: at security level 2" verifies "$kind/anchor.crt" "$kind/server.crt" -auth_level 2
	for version in -tls1_2 -tls1_3; do
		tls_server "$kind" "$version"
		ok "$kind: a handshake, $version" shakes "$kind" "$kind/anchor.crt" -verify_hostname localhost
		ok "$kind: … by address" shakes "$kind" "$kind/anchor.crt" -verify_ip 127.0.0.1
		not_ok "$kind: … not under another CA" shakes "$kind" other/ca.crt -verify_hostname localhost
		not_ok "$kind: … not for another name" shakes "$kind" "$kind/anchor.crt" -verify_hostname elsewhere.local
		tls_stop
	done
done
# What a server sends is enough: leaf, never the root.
is "$(grep -c BEGIN p256/server.crt)" 1 'server.crt holds the leaf alone'
openssl verify -x509_strict -purpose sslserver -partial_chain -CAfile p256/server.crt p256/server.crt >/dev/null 2>&1
ok 'a client certificate' sh -c '"$CERTBOX" certgen -q -d client --use client --subject /CN=alice >/dev/null && openssl verify -x509_strict -purpose sslclient -CAfile client/ca.crt client/server.crt'
when=$(($(not_after p256/server.crt) + 1))
not_ok 'control: a day too late' verifies p256/anchor.crt p256/server.crt
when=$(($(not_before p256/server.crt) - 1))
not_ok 'control: a second too early' verifies p256/anchor.crt p256/server.crt
done_testing

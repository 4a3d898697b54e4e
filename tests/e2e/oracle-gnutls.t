#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-gnutls.t - GnuTLS judges: certtool --verify, and gnutls-cli against a server.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has certtool || skip_all 'no certtool'
oracle_sets
judges() { certtool --verify --load-ca-certificate "$1" --infile "$2" --verify-hostname "$3" --verify-purpose 1.3.6.1.5.5.7.3.1; }
connects() { timeout 10 gnutls-cli --x509cafile "$1" --verify-hostname "$2" -p "$port" 127.0.0.1 </dev/null; }
for kind in $KINDS; do
	# certtool takes no anchor that is not a CA, whoever made it; gnutls-cli, below, takes ours.
	[ "$kind" = self ] || for name in board.local localhost 127.0.0.1 ::1; do ok "$kind: for $name" judges "$kind/anchor.crt" "$kind/server.crt" "$name"; done
	not_ok "$kind: not for another name" judges "$kind/anchor.crt" "$kind/server.crt" elsewhere.local
	not_ok "$kind: not for another address" judges "$kind/anchor.crt" "$kind/server.crt" 127.0.0.2
	not_ok "$kind: not under another CA" judges other/ca.crt "$kind/server.crt" board.local
	ok "$kind: certtool reads the certificate" certtool --certificate-info --infile "$kind/server.crt"
	run certtool --certificate-info --infile "$kind/anchor.crt"
	unlike "$out$err" '*rror*' "$kind: … and the anchor, without complaint"
	ok "$kind: certtool reads the key" certtool --key-info --infile "$kind/server.key"
	if has gnutls-cli; then
		tls_server "$kind"
		ok "$kind: a handshake" connects "$kind/anchor.crt" localhost
		not_ok "$kind: … not for another name" connects "$kind/anchor.crt" elsewhere.local
		not_ok "$kind: … not under another CA" connects other/ca.crt localhost
		tls_stop
	else skip 3 'no gnutls-cli'; fi
done
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-nss.t - NSS judges (Firefox, Chrome of old): vfychain, and tstclnt against a server.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has certutil vfychain || skip_all 'no NSS tools'
oracle_sets
# trusts DB ANCHOR
trusts() {
	mkdir "$1" && certutil -N -d "sql:$1" --empty-password && certutil -A -d "sql:$1" -n anchor -t "$3" -i "$2"
}
# Usage 1 is SSL server; -pp takes libpkix, as browsers do.
chain() {
	# shellcheck disable=SC2086 # none or one
	vfychain -d "sql:$1" $2 -u 1 -a "$3/server.crt"
}
connects() { timeout 10 tstclnt -d "sql:$1" -h 127.0.0.1 -p "$port" -a "$2" -V tls1.2:tls1.3 -Q </dev/null; }
trusts db.other other/ca.crt C,,
for kind in $KINDS; do
	flags=C,,
	[ "$kind" != self ] || flags=P,,
	ok "$kind: certutil takes the anchor" trusts "db.$kind" "$kind/anchor.crt" $flags
	# NSS's own judge (not Firefox's) wants keyEncipherment of every RSA key, whatever the key exchange.
	case $kind in rsa*)
		not_ok "$kind: NSS refuses it without keyEncipherment" chain "db.$kind" '' "$kind"
		# shellcheck disable=SC2086 # words
		certgen -q -d "$kind" --rsa-kex $NAMES >/dev/null
		;;
	esac
	ok "$kind: vfychain" chain "db.$kind" '' "$kind"
	ok "$kind: vfychain -pp" chain "db.$kind" -pp "$kind"
	not_ok "$kind: not under another CA" chain db.other '' "$kind"
	not_ok "$kind: not under another CA, -pp" chain db.other -pp "$kind"
	leaf=anchor
	if [ "$kind" != self ]; then
		certutil -A -d "sql:db.$kind" -n leaf -t ,, -i "$kind/server.crt"
		leaf=leaf
	fi
	ok "$kind: certutil -V as a server" certutil -V -d "sql:db.$kind" -n $leaf -u V -e
	run certutil -L -d "sql:db.$kind" -n anchor
	like "$code $out" '0 *Certificate*' "$kind: certutil prints the anchor"
	if has tstclnt; then
		tls_server "$kind"
		ok "$kind: a handshake" connects "db.$kind" localhost
		not_ok "$kind: … not under another CA" connects db.other localhost
		tls_stop
	else skip 2 'no tstclnt'; fi
done
if has tstclnt; then
	trusts db.elsewhere elsewhere/anchor.crt P,, && certgen -q -d far far.local >/dev/null && trusts db.far far/ca.crt C,,
	tls_server far
	not_ok 'not for another name' connects db.far localhost
	tls_stop
else skip 1 'no tstclnt'; fi
done_testing

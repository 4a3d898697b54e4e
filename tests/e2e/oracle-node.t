#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-node.t - Node judges: a server with our pair, clients that check name and chain.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has node || skip_all 'no node'
oracle_sets
cat >judge.js <<'END'
// judge.js: lines "DIR ANCHOR NAME HOST"; serves DIR's pair on HOST, connects as NAME; "yes" or the reason against, a line each.
const tls = require('tls'), net = require('net'), fs = require('fs');
const judge = (dir, anchor, name, host) => new Promise(done => {
	const server = tls.createServer({key: fs.readFileSync(dir + '/server.key'), cert: fs.readFileSync(dir + '/server.crt')}, s => s.end('hello'));
	const end = said => { server.close(); done(said); };
	server.on('tlsClientError', () => {});
	server.on('error', e => done(e.code));
	server.listen(0, host, () => {
		const client = tls.connect({port: server.address().port, host, ca: fs.readFileSync(anchor), servername: net.isIP(name) ? '' : name,
			checkServerIdentity: (_, cert) => tls.checkServerIdentity(name, cert)});
		client.on('data', () => { client.destroy(); end('yes'); });
		client.on('error', e => end(e.code));
	});
});
(async () => {
	for (const line of fs.readFileSync(0, 'utf8').trim().split('\n')) console.log(await judge(...line.split(' ')));
})();
END
answer() { n=$((n + 1)) && answered=$(sed -n "${n}p" answers); }
for kind in $KINDS; do
	printf "$kind $kind/anchor.crt %s 127.0.0.1\n" board.local localhost 127.0.0.1 elsewhere.local 127.0.0.2 >ask
	printf '%s\n' "$kind other/ca.crt board.local 127.0.0.1" "$kind $kind/anchor.crt ::1 ::1" >>ask
	node judge.js <ask >answers 2>"$TAP/err" || diag "$(cat "$TAP/err")"
	n=0
	for name in board.local localhost 127.0.0.1; do answer && is "$answered" yes "$kind: for $name"; done
	for name in elsewhere.local 127.0.0.2; do answer && is "$answered" ERR_TLS_CERT_ALTNAME_INVALID "$kind: not for $name"; done
	answer && like "$answered" '*[A-Z]*' "$kind: not under another CA"
	answer
	case $answered in
	EADDRNOTAVAIL | EAFNOSUPPORT) skip 1 'no IPv6 here' ;;
	*) is "$answered" yes "$kind: for ::1" ;;
	esac
done
run node -e 'const {X509Certificate: X} = require("crypto"), fs = require("fs"), leaf = new X(fs.readFileSync("p256/server.crt")), ca = new X(fs.readFileSync("p256/ca.crt"));
	console.log(leaf.checkIssued(ca), leaf.verify(ca.publicKey), ca.ca, leaf.ca, leaf.subjectAltName)'
is "$out" 'true true true false DNS:board.local, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1' 'crypto.X509Certificate reads them'
done_testing

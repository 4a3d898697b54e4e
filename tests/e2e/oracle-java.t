#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-java.t - Java judges: keytool, and where a compiler is, a client with the platform's own trust manager.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
here=$(cd "${0%/*}" && pwd) || exit 1
. "$here/sets.sh"
has keytool || skip_all 'no keytool'
oracle_sets
keys() { keytool -J-Xshare:auto -J-XX:TieredStopAtLevel=1 "$@"; }
for kind in $KINDS; do
	ok "$kind: keytool takes the anchor" keys -importcert -noprompt -alias anchor -file "$kind/anchor.crt" -keystore "$kind/trust" -storepass changeit
	cat "$kind/server.crt" >>leaves
done
run keys -printcert -file leaves
for kind in $KINDS; do like "$code $out" "0 *SHA256: $(fingerprint "$kind/server.crt")*" "$kind: keytool reads the leaf"; done
like "$out" '*DNSName: board.local*IPAddress: 127.0.0.1*' '… and its names'
unlike "$out$err" '*arning*' '… without a warning'
# A reply is taken only when its chain ends at a trusted certificate.
openssl req -x509 -new -key p256/server.key -subj /CN=before -out before.crt
openssl pkcs12 -export -in before.crt -inkey p256/server.key -name leaf -out leaf.p12 -passout pass:changeit
cp leaf.p12 p12 && keys -importcert -noprompt -alias anchor -file p256/ca.crt -keystore p12 -storepass changeit >/dev/null 2>&1
ok 'keytool builds the chain of a reply' keys -importcert -noprompt -alias leaf -file p256/server.crt -keystore p12 -storepass changeit
like "$(keys -list -v -alias leaf -keystore p12 -storepass changeit 2>/dev/null)" '*chain length: 2*' '… up to the CA'
cp leaf.p12 p12 && keys -importcert -noprompt -alias anchor -file other/ca.crt -keystore p12 -storepass changeit >/dev/null 2>&1
not_ok '… not under another CA' keys -importcert -noprompt -alias leaf -file p256/server.crt -keystore p12 -storepass changeit
if ! has javac java; then
	for kind in $KINDS; do skip 4 'no javac'; done
	done_testing
fi
javac -J-XX:TieredStopAtLevel=1 -d . "$here/Judge.java" || diag 'javac fails'
: >ask
for kind in $KINDS; do
	tls_server "$kind"
	printf "$port $kind/anchor.crt %s\n" localhost 127.0.0.1 elsewhere.local >>ask
	echo "$port other/ca.crt localhost" >>ask
done
java -XX:TieredStopAtLevel=1 -cp . Judge <ask >answers 2>"$TAP/err" || diag "$(cat "$TAP/err")"
n=0
answer() { n=$((n + 1)) && answered=$(sed -n "${n}p" answers); }
for kind in $KINDS; do
	answer && is "$answered" yes "$kind: a handshake for localhost"
	answer && is "$answered" yes "$kind: for 127.0.0.1"
	answer && like "$answered" '*No *elsewhere.local*' "$kind: not for another name"
	answer && like "$answered" '*PKIX*' "$kind: not under another CA"
done
done_testing

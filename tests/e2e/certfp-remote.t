#!/bin/sh
# SPDX-License-Identifier: MIT
# certfp-remote.t - certfp HOST:PORT and --trust: what a server shows, as openssl and curl see it; nobody is trusted, nothing asked for.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
# shellcheck source=fetching.sh
. "$SRC/tests/e2e/fetching.sh"
"$CERTBOX" certfp --help | grep -q -- --trust || skip_all 'certfp calls nobody in this box'
has curl python3 openssl || skip_all 'no curl, python3 or openssl'
python3 -c 'import cryptography' 2>/dev/null || skip_all 'no cryptography for python3'
ok 'certificates of all kinds are made' has_made
certfp() { "$CERTBOX" certfp "$@"; }
certgen -q -d tls localhost 127.0.0.1 >/dev/null
serve tls -q
at=localhost:$https
openssl s_client -connect "127.0.0.1:$https" </dev/null 2>/dev/null | openssl x509 >shown.crt

# --- as openssl prints it
for hash in sha256 sha384 sha512 sha1; do
	expect "-a $hash: as openssl prints it" 0 "$hash Fingerprint=$(openssl x509 -in shown.crt -noout -fingerprint -$hash | sed 's/.*=//')" '' certfp -a $hash "$at"
done
shown="sha256 Fingerprint=$(fingerprint shown.crt)"
expect 'by its address' 0 "$shown" '' certfp "127.0.0.1:$https"
expect 'by its URL' 0 "$shown" '' certfp "https://127.0.0.1:$https/healthz"
expect 'by a name that its certificate has not' 0 "$shown" '' certfp "ip6-localhost.localhost:$https"
expect '--trust: its CA' 0 "sha256 Fingerprint=$(fingerprint tls/ca.crt)" '' certfp --trust "$at"
expect '--trust -f words' 0 "$("$CERTBOX" certfp -f words tls/ca.crt)" '' certfp --trust -f words "$at"
expect '--spki' 0 "$("$CERTBOX" certfp --spki shown.crt)" '' certfp --spki "$at"
expect '--all of a chain of one' 0 "$shown" '' certfp --all "$at"
run certfp -f pin "$at"
ok '-f pin: curl takes it' curl -sSk -m 20 --noproxy '*' --pinnedpubkey "$out" -o /dev/null "https://$at/healthz"
not_ok "… and not the CA's" curl -sSk -m 20 --noproxy '*' --pinnedpubkey "$(certfp --trust -f pin "$at")" -o /dev/null "https://$at/healthz"
expect '--text: the page of the file' 0 "$(certfp --text shown.crt | sed "s/shown.crt/$at/")" '' certfp --text "$at"
expect '--json: the object of the file' 0 "$(certfp --json shown.crt | sed "s/shown.crt/$at/")" '' certfp --json "$at"
expect '--lint: nothing is wrong with it' 0 '*' '' certfp --lint "$at"
expect '--match' 0 '*' '' certfp --match "$(fingerprint shown.crt)" "$at"
expect '… of its key' 0 '*' '' certfp --match "$(certfp -f pin shown.crt)" "$at"
expect '… of its anchor' 0 '*' '' certfp --trust --match "$(fingerprint tls/ca.crt)" "$at"
expect "… of another's" 11 '' "certfp: $at: *" certfp --match "$(fingerprint made/ca.crt)" "$at"
expect '--days-left: for some days' 0 '*' '' certfp --days-left 300 "$at"
expect '… not for so many' 13 '' "certfp: $at: *" certfp --days-left 999 "$at"
expect 'two servers by name' 0 "$at: $shown
127.0.0.1:$https: $shown" '' certfp "$at" "127.0.0.1:$https"
expect 'one is down: the rest is shown' 14 "$at: $shown
shown.crt: $shown" 'certfp: 127.0.0.1:1: *' certfp "$at" 127.0.0.1:1 shown.crt
expect 'nobody there' 14 '' 'certfp: localhost:1: *' certfp localhost:1
expect 'a name of nobody' 14 '' 'certfp: nobody.invalid:8443: *' certfp nobody.invalid:8443
expect 'http:// shows no certificate' 2 '' "certfp: http://localhost:$http: *https*" certfp "http://localhost:$http"
expect 'no port, and no file' 1 '' 'certfp: localhost: No such file*' certfp localhost
expect 'no port that there is' 2 '' 'certfp: localhost:99999: *' certfp localhost:99999
cp made/ca.crt "$at"
expect 'a file of that name is meant' 0 "sha256 Fingerprint=$(fingerprint made/ca.crt)" '' certfp "$at"
expect '… but not by --trust' 0 "sha256 Fingerprint=$(fingerprint tls/ca.crt)" '' certfp --trust "$at"
rm "$at"

# --- servers of all kinds
hostile chain=made/good2.crt,made/int.crt trust=made/ca.crt
at=localhost:$port
expect '--all: the chain as it came' 0 "sha256 Fingerprint=$(fingerprint made/good2.crt)
sha256 Fingerprint=$(fingerprint made/int.crt)" '' certfp --all "$at"
expect 'the first of it' 0 "sha256 Fingerprint=$(fingerprint made/good2.crt)" '' certfp "$at"
expect '--all --match: one of them' 0 '*' '' certfp --all --match "$(fingerprint made/int.crt)" "$at"
is "$(cat "$asked")" '' 'it was asked for nothing'
expect '--trust over a CA between them' 0 "sha256 Fingerprint=$(fingerprint made/ca.crt)" '' certfp --trust "$at"
is "$(cat "$asked")" 'GET /trust HTTP/1.1' 'it was asked for /trust alone'
hostile_end
for kind in expired early client; do
	hostile chain=made/$kind.crt trust=made/ca.crt
	expect "a leaf that nobody would trust: $kind" 0 "sha256 Fingerprint=$(fingerprint made/$kind.crt)" '' certfp "localhost:$port"
	hostile_end
done
hostile chain=made/expired.crt trust=made/ca.crt
expect '--trust: when is not the question' 0 "sha256 Fingerprint=$(fingerprint made/ca.crt)" '' certfp --trust "localhost:$port"
expect '--days-left: it has expired' 13 '' "certfp: localhost:$port: *" certfp --days-left 0 "localhost:$port"
hostile_end
hostile chain=made/good.crt trust=made/ca.crt as=404
expect '--trust, and it has none' 13 '' "certfp: localhost:$port: no trust anchor at /trust" certfp --trust "localhost:$port"
hostile_end
hostile chain=made/good.crt trust=made/else.crt
expect "--trust, and it is another's" 13 '' "certfp: localhost:$port: what it hands out did not issue its own certificate" certfp --trust "localhost:$port"
hostile_end
hostile chain=made/good.crt trust=made/twin.crt
expect '… which has the name of its issuer' 13 '' "certfp: localhost:$port: what it hands out did not issue*" certfp --trust "localhost:$port"
hostile_end
hostile chain=made/good.crt trust=made/ca.crt first=relative then=made/good2.crt,made/int.crt
expect '--trust is of the handshake it came by, when there were two' 0 "sha256 Fingerprint=$(fingerprint made/ca.crt)" '' certfp --trust "localhost:$port"
hostile_end
hostile chain=made/good.crt trust=made/ca.crt first=relative then=made/elseleaf.crt
expect '… not of the first' 13 '' "certfp: localhost:$port: what it hands out did not issue*" certfp --trust "localhost:$port"
hostile_end
hostile chain=made/good.crt trust=made/ca.crt tls=1.3-1.3
expect 'TLS 1.3 alone: said' 1 '' "certfp: localhost:$port: *1.3*" certfp "localhost:$port"
hostile_end
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# demo.sh - the main job, shown: a first boot, what it made, a heal, a new name, an idle run; then trust handed out, and a renewal meanwhile.
set -eu
: "${CERTBOX:?names the box to show}"
set=$(mktemp -d "${TMPDIR:-/tmp}/certbox-demo.XXXXXX")/tls
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "${set%/tls}"' EXIT

bold='' plain=''
if [ -t 1 ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
fi

title() { printf '\n%s== %s%s\n\n' "$bold" "$*" "$plain"; }

# Show a command as a person would type it, then run it; $code is its exit code.
show() {
	printf '%s$ %s%s\n' "$bold" "$*" "$plain"
	code=0
	"$@" || code=$?
	[ "$code" = 0 ] || echo "(exit code $code)"
}

# certserve has said a line that begins so.
says() {
	n=0
	until grep "^$1 " said || [ $n -ge 200 ]; do sleep 0.05; n=$((n + 1)); done
}

# The box's applets, by their own names.
mkdir -p "${set%/tls}/bin"
"$CERTBOX" --install -s "${set%/tls}/bin" >/dev/null
PATH=${set%/tls}/bin:$PATH
cd "${set%/tls}"

title 'First boot: there is nothing yet'
show certgen -d tls board.local 192.168.7.20
show ls -l tls

title 'What to compare: the console shows it, the client sees it'
show certfp tls/ca.crt
show certfp -f words tls/ca.crt
show certfp -f art tls/ca.crt

title 'What a stranger says of it'
show openssl verify -x509_strict -purpose sslserver -verify_hostname board.local -CAfile tls/ca.crt tls/server.crt
show openssl x509 -in tls/server.crt -noout -subject -issuer -dates -ext subjectAltName,extendedKeyUsage

title 'The plug was pulled: a torn certificate, then an empty key'
show truncate -s 100 tls/server.crt
show certgen -d tls board.local 192.168.7.20
show truncate -s 0 tls/server.key
show certgen -d tls --check board.local 192.168.7.20
show certgen -d tls board.local 192.168.7.20
show openssl verify -x509_strict -purpose sslserver -CAfile tls/ca.crt tls/server.crt

title 'A new address: the leaf is issued again, its key and the CA stay'
show certgen -d tls board.local 192.168.7.20 192.168.7.21

title 'Every other boot: nothing to do, nothing written'
show certgen -d tls board.local 192.168.7.20 192.168.7.21

title 'Trust handed out: who has the anchor is served, who has not is warned'
printf '%s$ certserve -d tls -l 127.0.0.1:0 &%s\n' "$bold" "$plain"
certserve -d tls -l 127.0.0.1:0 >said 2>&1 &
server=$!
says serving
url=$(sed -n 's/^serving  *\([^ ]*\) .*/\1/p' said)
at=${url#https://}:127.0.0.1
show curl -s --cacert tls/ca.crt --resolve "$at" "$url/healthz"
show curl -s -w '%{errormsg}\n' --resolve "$at" "$url/healthz"
show curl -s --cacert tls/ca.crt --resolve "$at" -o page "$url/"
show grep -o '<title>.*</title>' page

title 'A new key while it serves'
show certgen -d tls --rotate key board.local 192.168.7.20 192.168.7.21
says reloaded
show curl -s --cacert tls/ca.crt --resolve "$at" "$url/healthz"
show kill "$server"
code=0
wait "$server" || code=$?
server=
echo "(exit code $code)"
echo

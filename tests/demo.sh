#!/bin/sh
# SPDX-License-Identifier: MIT
# demo.sh - the main job, shown: a first boot, what it made, a heal, a new name, an idle run; trust handed out, taken once, and verified
# through a renewal, a new CA, and an impostor.
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

# says WORD [N]: certserve has said N lines that begin so; the last one.
says() {
	n=0
	until [ "$(grep -c "^$1 " said)" -ge "${2:-1}" ] || [ $n -ge 200 ]; do sleep 0.05; n=$((n + 1)); done
	grep "^$1 " said | tail -n 1
}

# serve DIR [PORT]: in the background; $url is where.
serve() {
	certserve -d "$1" -l "127.0.0.1:${2:-0}" >said 2>&1 &
	server=$!
	says serving
	url=$(sed -n 's/^serving  *\([^ ]*\) .*/\1/p' said)
}

stop() {
	kill "$server"
	wait "$server" || :
	server=
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

title 'A new name: the leaf is issued again, its key and the CA stay'
show certgen -d tls board.local localhost 192.168.7.20

title 'Every other boot: nothing to do, nothing written'
show certgen -d tls board.local localhost 192.168.7.20

title 'Trust handed out'
printf '%s$ certserve -d tls -l 127.0.0.1:0 &%s\n' "$bold" "$plain"
serve tls
port=${url##*:}
title 'Trust once: what is stored has issued what was seen; compare it with the console of the board'
show certfetch -d peers "localhost:$port"
show certfp tls/ca.crt
show cmp "peers/localhost_$port.crt" tls/ca.crt
title '... and whoever reads PEM files is served'
show curl -s --cacert "peers/localhost_$port.crt" "https://localhost:$port/healthz"

title 'Then verify: a renewed certificate is no change'
show certgen -d tls --rotate key board.local localhost 192.168.7.20
says reloaded
show certfetch -d peers "localhost:$port"

title 'A new CA, which the old one has signed, is followed'
show certgen -d tls --rotate ca board.local localhost 192.168.7.20
says reloaded 2
show certfetch -d peers "localhost:$port"
show ls peers
show certfetch --get -d peers -o page.html "localhost:$port/"

title 'Somebody else at the same address is refused, and not a word is said to him'
stop
show certgen -d other localhost
printf '%s$ certserve -d other -l 127.0.0.1:%s &%s\n' "$bold" "$port" "$plain"
serve other "$port"
show certfetch -d peers "localhost:$port"
show cmp "peers/localhost_$port.crt" tls/ca.crt
stop
echo

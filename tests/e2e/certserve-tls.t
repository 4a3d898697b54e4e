#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-tls.t - certserve's TLS as openssl, GnuTLS and curl see it, and reloads under it.
# shellcheck source-path=SCRIPTDIR disable=SC2059 # requests are formats
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
has curl python3 openssl || skip_all 'no curl, python3 or openssl'
for type in p256 p384 rsa2048; do certgen -q -d $type -t $type board.local 127.0.0.1 >/dev/null; done
CLOSE='GET /healthz HTTP/1.1\r\nHost: board.local\r\nConnection: close\r\n\r\n'
# s_client OPTION…: openssl asks; -ign_eof: until the answer is over.
s_client() {
	printf "$CLOSE" | timeout 20 openssl s_client -connect "127.0.0.1:$https" -servername board.local -CAfile "$type/ca.crt" \
		-verify_return_error -ign_eof "$@" 2>&1
}
# metric NAME: its value now.
metric() { curl -sS "http://127.0.0.1:$http/metrics" | grep -F "certserve_$1 " | grep -v '^#' | sed 's/.* //'; }
nothing='no cipher suite, curve or signature in common with the peer; perhaps it speaks only TLS 1.3'

for type in p256 p384 rsa2048; do
	serve $type
	kind=ECDSA
	[ $type != rsa2048 ] || kind=RSA
	for suite in AES128-GCM-SHA256 AES256-GCM-SHA384 CHACHA20-POLY1305; do
		run s_client -tls1_2 -cipher ECDHE-$kind-$suite
		like "$code $out" "0 *Cipher    : ECDHE-$kind-$suite*Verify return code: 0 (ok)*HTTP/1.1 200 OK*ok*" "$type: openssl with $suite"
	done
	run s_client -tls1_2 -sess_out session
	run s_client -tls1_2 -sess_in session
	like "$code $out" '0 *Reused, TLSv1.2*HTTP/1.1 200 OK*' "$type: a session is resumed"
	is "$(metric 'handshakes_total{end="resumed"}')" 1 '… without a signature'
	run s_client -tls1_3
	like "$code $out" '1 *alert handshake failure*' "$type: TLS 1.3 alone is refused"
	ok '… in words' log_has "127.0.0.1 TLS: $nothing"
	for suite in AES128-GCM-SHA256 ECDHE-$kind-AES128-SHA; do
		run s_client -tls1_2 -cipher "$suite:@SECLEVEL=0"
		like "$code $out" '1 *alert handshake failure*' "$type: $suite is refused"
	done
	serve_end
	is "$code" 0 '… and it ends well'
done
type=p256
serve p256
run s_client -tls1_2 -alpn h2,http/1.1
like "$code $out" '0 *ALPN protocol: http/1.1*' 'ALPN'
run s_client -tls1_2 -alpn h2
like "$code $out" '1 *alert no application protocol*' 'HTTP/2 alone is refused'
run s_client -tls1_1 -cipher ALL:@SECLEVEL=0
like "$code $out" '1 *alert protocol version*' 'TLS 1.1 is refused'
run sh -c "{ sleep 0.3; echo R; sleep 1; } | timeout 20 openssl s_client -connect 127.0.0.1:$https -tls1_2 2>&1"
like "$code $out" '1 *no renegotiation*' 'renegotiation is refused'
for name in localhost evil.example; do
	run s_client -tls1_2 -servername $name
	like "$code $out" '0 *HTTP/1.1 200 OK*' "SNI $name"
done
run s_client -tls1_2 -split_send_frag 3 -max_send_frag 512
like "$code $out" '0 *HTTP/1.1 200 OK*' 'a request in records of three octets'
run s_client -tls1_2 -groups P-256
like "$code $out" '0 *Server Temp Key: ECDH, prime256v1*' 'P-256'
run curl -sS --cacert p384/ca.crt "https://127.0.0.1:$https/"
is "$code" 60 'a client that does not know the CA'
ok '… says so' log_has '127.0.0.1 TLS: the peer sent an alert: unknown CA: it does not trust this certificate'
if has gnutls-cli; then
	printf "$CLOSE" >request
	run timeout 20 gnutls-cli --x509cafile p256/ca.crt -p "$https" --sni-hostname board.local --verify-hostname board.local 127.0.0.1 <request
	like "$code $out" '0 *The certificate is trusted*HTTP/1.1 200 OK*' 'GnuTLS'
else skip 1 'no gnutls-cli'; fi

# --- a handshake in pieces, and strangers
cat >pieces.py <<'END'
import socket, ssl, sys
c = ssl.create_default_context(cafile=sys.argv[2])
c.maximum_version = ssl.TLSVersion.TLSv1_2
i, o = ssl.MemoryBIO(), ssl.MemoryBIO()
t = c.wrap_bio(i, o, server_hostname="board.local")
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
def out():
    b = o.read()
    for k in range(len(b)):
        s.sendall(b[k:k + 1])
def step(f):
    while True:
        try:
            r = f()
            out()
            return r
        except ssl.SSLWantReadError:
            out()
            b = s.recv(1)
            i.write(b) if b else i.write_eof()
step(t.do_handshake)
step(lambda: t.write(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
got = b""
while not got.endswith(b"\r\n\r\nok\n"):
    got += step(lambda: t.read(100))
print(got.decode().split("\r\n")[0])
END
expect 'a client that sends and reads single octets' 0 'HTTP/1.1 200 OK' '' python3 pieces.py "$https" p256/ca.crt
for hello in '\026\003\001\002\000' '\200\056\001\000\002\000\025\000\000\000\020' '\026\003\003\377\377\001\002\003' '\000\000\000' '\027\003\003\000\001a'; do
	printf "$hello" | raw "$https" EOF >answer
	ok "no TLS: $(printf %s "$hello" | sed 's/\\/ /g')" [ "$(wc -c <answer)" -le 7 ]
done
ok 'it still serves' curl -sS --cacert p256/ca.crt "https://127.0.0.1:$https/healthz"

# --- reload
curl -sS "http://127.0.0.1:$http/ca.crt" -o before
run s_client -tls1_2 -sess_out session
certgen -q -d p256 --rotate ca board.local 127.0.0.1 >/dev/null
n=0
until curl -sS "http://127.0.0.1:$http/ca.crt" | cmp -s - p256/ca.crt || [ $n -ge 40 ]; do sleep 0.05; n=$((n + 1)); done
not_ok 'a new CA is served' cmp -s before p256/ca.crt
is "$(curl -sS "http://127.0.0.1:$http/ca.crt" | sum /dev/stdin)" "$(sum p256/ca.crt)" '… within two seconds'
run s_client -tls1_2 -sess_in session
like "$code $out" '0 *New, TLSv1.2*HTTP/1.1 200 OK*' 'sessions of before are forgotten'
ok 'clients that trust the new CA alone' curl -sS --cacert p256/ca.crt "https://127.0.0.1:$https/healthz"
ok '… and those of the old one' curl -sS --cacert before "https://127.0.0.1:$https/healthz"
is "$(metric reloads_total)" 2 'it is counted'
serve_end
is "$code" 0 'and it ends well'
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-renewed.t - many clients while the set is renewed every second: no request fails, nothing grows. LONG=1: 64 for two minutes.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
has curl python3 || skip_all 'no curl or python3'
certgen -q -d tls board.local localhost 127.0.0.1 >/dev/null

cat >clients.py <<'END'
import random, socket, ssl, subprocess, sys, threading, time
https, http, clients, seconds, box = *map(int, sys.argv[1:5]), sys.argv[5]
end, bad, good, ca = time.time() + seconds, [], [0] * clients, open("tls/ca.crt").read()
def answer(s):
    b = b""
    while b"\r\n\r\n" not in b:
        b += s.recv(65536) or 1 / 0
    head, _, body = b.partition(b"\r\n\r\n")
    left = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0]) - len(body)
    while left > 0:
        left -= len(s.recv(65536)) or 1 / 0
    assert b" 200 " in head, head
def client(k):
    c = ssl.create_default_context(cadata=ca)
    while time.time() < end:
        try:
            s = socket.create_connection(("127.0.0.1", https if k % 2 else http), 20)
            if k % 2:
                s = c.wrap_socket(s, server_hostname="localhost")
            for i in range(random.randrange(1, 6)):
                s.sendall(b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % random.choice([b"/", b"/ca.crt", b"/metrics", b"/chain.pem"]))
                answer(s)
                good[k] += 1
                if k % 4 == 0:
                    time.sleep(random.random())
            s.close()
        except Exception as e:
            bad.append((k, repr(e)))
threads = [threading.Thread(target=client, args=(k,)) for k in range(clients)]
for t in threads:
    t.start()
renewed = 0
while time.time() < end:
    renewed += 1 - subprocess.call([box, "certgen", "-q", "-d", "tls", "--rotate", "key", "board.local", "localhost", "127.0.0.1"], stdout=subprocess.DEVNULL)
    time.sleep(1)
for t in threads:
    t.join()
print("#", sum(good), "requests,", renewed, "renewals", file=sys.stderr)
print("renewed" if renewed > seconds / 4 else renewed, "asked" if min(good) > 0 else good, bad[:5])
END
serve tls -q
front=$(front_of "$server")
# Memory of their own in kB, of the front and the keeper.
held() { sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$front/status" "/proc/$server/status" | tr '\n' ' '; }
clients=16 seconds=8
! emulated || clients=4
[ -z "${LONG-}" ] || clients=64 seconds=120
before=$(fds "$front" "$server")
# A place is 22 kB from its first connection on: all are used once.
python3 -c 'import socket, ssl, sys
c = ssl.create_default_context(cafile="tls/ca.crt")
held = [c.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20), server_hostname="localhost") for i in range(250)]' "$https"
expect 'no request fails' 0 'renewed asked \[\]' '# *' python3 clients.py "$https" "$http" $clients 5 "$CERTBOX"
# shellcheck disable=SC2046 # words
set -- $(held)
expect '… nor later' 0 'renewed asked \[\]' '# *' python3 clients.py "$https" "$http" $clients $seconds "$CERTBOX"
# shellcheck disable=SC2046
set -- "$@" $(held)
diag "$err; front $1 kB, then $3; keeper $2 kB, then $4; descriptors $before, then $(fds "$front" "$server")"
ok 'neither process has grown' [ $(($3 - $1 < 256 && $4 - $2 < 64)) = 1 ]
ok 'the front holds less than 8 MiB' [ "$3" -lt 8192 ]
left() { [ "$(fds "$front" "$server")" -eq "$before" ]; }
until_it left
is "$(fds "$front" "$server")" "$before" 'no descriptor is lost'
like "$(curl -sS "http://127.0.0.1:$http/metrics")" '*handshakes_total{end="failed"} 0*answers_total{code="4xx"} 0*answers_total{code="5xx"} 0*' 'none was refused'
serve_end
is "$code" 0 'and it ends well'
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-crowd.t - strangers in numbers, slow ones, those who stay: others are served all the same, and nothing is left behind.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
has curl python3 openssl || skip_all 'no curl, python3 or openssl'
certgen -q -d tls board.local localhost 127.0.0.1 >/dev/null
head -c 1000000 /dev/zero >large
get() { curl -sS -m 8 --cacert tls/ca.crt "$@"; }

cat >crowd.py <<'END'
import random, socket, struct, ssl, subprocess, sys, time
https, http = int(sys.argv[1]), int(sys.argv[2])
def connect(port):
    s = socket.create_connection(("127.0.0.1", port), 10)
    s.settimeout(10)
    return s
def ask(s, path="/healthz", more=""):
    s.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n{more}\r\n".encode())
    b = b""
    while b"\r\n\r\n" not in b or not b.endswith(b"ok\n"):
        b += s.recv(65536) or 1 / 0
    return b
def secure():
    c = ssl.create_default_context(cafile="tls/ca.crt")
    return c.wrap_socket(connect(https), server_hostname="localhost")
hello = bytes.fromhex("16030100050100000100")
kinds = [
    lambda: connect(https), lambda: connect(http),
    lambda: (s := connect(http), s.sendall(b"G")), lambda: (s := connect(https), s.sendall(hello[:3])),
    lambda: (s := connect(http), s.sendall(b"GET / HTTP/1.1\r\nA: b")), lambda: (s := connect(https), s.sendall(hello + b"\0" * 9)),
    lambda: (s := secure(), s.sendall(b"GET /")), lambda: (s := secure(),),
    lambda: (s := connect(http), ask(s)), lambda: (s := secure(), ask(s)),
]
def crowd(n):
    return [kinds[i % len(kinds)]() for i in range(n)]
END

# --- more than fit
serve tls --max-conn 20
cat crowd.py - >full.py <<'END'
held = crowd(60)
for i in range(10):
    ask(connect(http))
    ask(secure())
print("served")
END
expect 'of sixty who stay twenty fit, and who comes is served' 0 served '' python3 full.py "$https" "$http"
ok '… somebody had to go' log_has '127.0.0.1 had to go: too many connections*'
ok 'it is counted' sh -c "curl -sS http://127.0.0.1:$http/metrics | grep -q 'refused_total [1-9]'"
serve_end
is "$code" 0 'and it ends well'

# --- hundreds, and those who send rubbish or reset
serve tls --publish /large="$PWD/large"
front=$(front_of "$server")
get "https://localhost:$https/healthz" -o /dev/null
before=$(fds "$front")
cat crowd.py - >many.py <<'END'
held = crowd(240)
random.seed(7)
for i in range(300):
    s = connect(random.choice([https, http]))
    try:
        s.sendall(random.choice([random.randbytes(random.randrange(1, 3000)), hello, b"\x80\x2e\x01\x00\x02" + b"x" * 60, b"GET / HTTP/1.1\r\n" * 300]))
        if i % 3 == 0:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    except ConnectionError:
        pass
    s.close()
    if i % 10 == 0:
        ask(secure() if i % 20 else connect(http))
print("served")
END
expect '240 who stay, 300 who send rubbish: who asks is served' 0 served '' python3 many.py "$https" "$http"
left() { [ "$(fds "$front")" -eq "$before" ]; }
until_it left
if root; then is "$(fds "$front")" "$before" 'no descriptor is left'; else skip 1 'not root'; fi
is "$(front_of "$server")" "$front" 'the front is the same'

# --- deadlines: what they say, and that they come
cat crowd.py - >slow.py <<'END'
head, shake, drip = connect(http), connect(https), secure()
head.sendall(b"GET / HTTP/1.1\r\n")
drip.sendall(b"GET / ")
start, said = time.time(), b""
for s in (head, drip, shake):
    s.settimeout(15)
for i in range(8):
    time.sleep(1)
    head.sendall(b"A: b\r\n")
    drip.sendall(b"x")
print(head.recv(4096).split(b"\r\n")[0].decode(), drip.recv(4096).split(b"\r\n")[0].decode(), len(shake.recv(10)))
END
expect 'slow requests are told so after ten seconds, a slow handshake ends' 0 'HTTP/1.1 408 Request Timeout HTTP/1.1 408 Request Timeout 0' '' \
	python3 slow.py "$https" "$http"

# --- SIGTERM: those at rest go, an answer that is under way comes whole
cat crowd.py - >drain.py <<'END'
import os, signal
rest, busy, shaking = secure(), socket.socket(), connect(https)
busy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
busy.connect(("127.0.0.1", http))
ask(rest)
busy.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
got = len(busy.recv(1000))
os.kill(int(sys.argv[3]), signal.SIGTERM)
print("goodbye" if rest.recv(10) == b"" else "?")
while b := busy.recv(65536):
    got += len(b)
print("whole" if got > 1000000 else got)
try:
    connect(http)
    print("open")
except ConnectionRefusedError:
    print("closed")
END
expect 'SIGTERM' 0 'goodbye
whole
closed' '' python3 drain.py "$https" "$http" "$server"
wait "$server"
is $? 0 'and it ends well'

# --- public addresses
if spaces -n && has ip; then
	cat >public.sh <<'END'
ip link set lo up && ip addr add 9.9.9.9/32 dev lo
"$CERTBOX" certserve -d tls -l 9.9.9.9:8443 --http 9.9.9.9:8080 "$@" >public.log 2>&1 &
pid=$!
n=0
until grep -q ^serving public.log || [ $n -ge 100 ]; do sleep 0.05; n=$((n + 1)); done
curl -sS -m 5 -o /dev/null -w '%{http_code}' http://9.9.9.9:8080/healthz
kill $pid && wait $pid
END
	run unshare -n sh public.sh
	is "$out" 000 'a public address is turned away'
	like "$(cat public.log)" '*9.9.9.9 turned away: a public address*' '… and it is said'
	run unshare -n sh public.sh --public
	is "$out" 200 '--public: it is served'
else skip 3 'no namespace of our own, or no ip'; fi
done_testing

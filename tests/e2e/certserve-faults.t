#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-faults.t - what strangers and machines do to a service: after each of it a fresh client is served, and in the end nothing is left behind.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
has curl python3 || skip_all 'no curl or python3'
make_set() { certgen -q -d "$1" board.local localhost 127.0.0.1 >/dev/null; }
make_set tls
many=300
emulated && many=40

cat >strangers.py <<'END'
# strangers.py HTTPS HTTP KIND N: N strangers of a kind, all there at once; good clients are served meanwhile and afterwards
import glob, os, random, socket, ssl, struct, sys, time
https, http, kind, n = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
random.seed(5)

def connect(port, seconds=30):
    return socket.create_connection(("127.0.0.1", port), seconds)
def answer(s):
    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    got = b""
    while b := s.recv(65536):
        got += b
    assert got.startswith(b"HTTP/1.1 200 ") and got.endswith(b"\r\n\r\nok\n"), got
def good():
    c = ssl.create_default_context(cafile="tls/ca.crt")
    answer(c.wrap_socket(connect(https), server_hostname="localhost", suppress_ragged_eofs=False))
    answer(connect(http))

# One end of TLS without a descriptor; what it would send first.
def talker():
    c = ssl.create_default_context(cafile="tls/ca.crt")
    c.maximum_version = ssl.TLSVersion.TLSv1_2
    i, o = ssl.MemoryBIO(), ssl.MemoryBIO()
    return c.wrap_bio(i, o, server_hostname="localhost"), i, o
def hello():
    t, _, o = talker()
    try:
        t.do_handshake()
    except ssl.SSLWantReadError:
        return o.read()

def tell(s, b):
    try:
        s.send(b, socket.MSG_DONTWAIT)
    except (BlockingIOError, ConnectionError):
        pass
def reset(s):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()
def ports(i):
    return https if i % 2 else http
# All that comes until the other end is done with us; True: it was. What it is sent first may be more than it takes.
def over(s, b=b""):
    try:
        s.sendall(b)
        s.shutdown(socket.SHUT_WR)
        while s.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True

def silent():
    held = [connect(ports(i)) for i in range(n)]
    good()
    return held
def drip():
    first = hello()
    held = [(connect(ports(i)), first if i % 2 else b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 99) for i in range(n)]
    for second in range(4):
        for s, what in held:
            tell(s, what[second:second + 1])
        good()
        time.sleep(1)
    return held
def resets():
    first = hello()
    for i in range(n):
        s = connect(https)
        s.sendall(first[:random.randrange(1, len(first))] if i % 2 else first)
        if i % 4 == 0:
            s.recv(random.randrange(1, 900))
        reset(s)
def garbage():
    held = [(connect(ports(i)), random.randbytes(random.randrange(1, 4000))) for i in range(n)]
    for s, what in held:
        tell(s, what)
    good()
    assert all(over(s) for s, _ in held[-200:])
def headers():
    field = b"A: " + b"b" * 1000 + b"\r\n"
    c = ssl.create_default_context(cafile="tls/ca.crt")
    refused = 0
    for i in range(n):
        s = connect(ports(i))
        if i % 2:
            s = c.wrap_socket(s, server_hostname="localhost")
        try:
            s.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n" + field * 1048)
            refused += s.recv(100).startswith(b"HTTP/1.1 431 ")
        except OSError:
            refused += 1 # it does not take a mebibyte
        reset(s)
    assert refused == n, refused
def hellos():
    v2 = b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10\x01\x00\x80\x03\x00\x80\x07\x00\xc0\x06\x00\x40\x02\x00\x80\x04\x00\x80" + random.randbytes(16)
    v23 = b"\x80\x2e\x01\x03\x01" + v2[5:]
    body = b"\x03\x00" + random.randbytes(32) + b"\x00\x00\x04\x00\x0a\x00\x05\x01\x00"
    v3 = b"\x16\x03\x00" + struct.pack(">HB", len(body) + 4, 1) + struct.pack(">I", len(body))[1:] + body
    for i in range(n):
        s = connect(https)
        s.sendall([v2, v23, v3][i % 3])
        got = s.recv(100)
        assert got == b"" or got[:1] == b"\x15" and got[5:6] == b"\x02", got # a fatal alert
        assert over(s)
# Each octet of the handshake in a record of its own, as far as it is not encrypted: odd, and right (RFC 5246 6.2.1).
def fragments():
    for i in range(n // 10):
        t, into, out = talker()
        s = connect(https)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        def send():
            b, encrypted = out.read(), False
            while b:
                size = struct.unpack(">H", b[3:5])[0]
                record, b = b[5:5 + size], (head := b[:3], b[5 + size:])[1]
                if head[:1] == b"\x14":
                    encrypted = True
                step = 1 if head[:1] == b"\x16" and not encrypted else size
                s.sendall(b"".join(head + struct.pack(">H", len(record[k:k + step])) + record[k:k + step] for k in range(0, size, step)))
        while True:
            try:
                t.do_handshake()
                send()
                break
            except ssl.SSLWantReadError:
                send()
                into.write(s.recv(65536) or 1 / 0)
        t.write(b"GET /healthz HTTP/1.0\r\n\r\n")
        send()
        got = b""
        while b"\r\n\r\nok\n" not in got:
            try:
                got += t.read(1000)
            except ssl.SSLWantReadError:
                into.write(s.recv(65536) or 1 / 0)
        s.close()
def corpus():
    files = sorted(glob.glob(os.environ["CORPORA"] + "/tls-*/*/*"))
    for i, name in enumerate(files[::1 if os.environ.get("LONG") else 6]):
        with open(name, "rb") as f:
            assert over(connect(https), f.read()), name
    assert len(files) > 100
held = {f.__name__: f for f in (silent, drip, resets, garbage, headers, hellos, fragments, corpus)}[kind]()
good()
print("served")
END
# Memory of a process's own, in kB.
memory() { sed -n 's/^RssAnon:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$1/status"; }
get() { curl -sS -m 30 --cacert "${ca:-tls/ca.crt}" "https://localhost:$https$1"; }

# --- strangers
serve tls -q
front=$(front_of "$server")
get /healthz >/dev/null
before=$(fds "$front"),$(fds "$server")
for row in 'silent|who say nothing' 'drip|who send an octet a second' 'resets|who reset in the midst of a handshake' 'garbage|who send rubbish' \
	'headers|who send a mebibyte of headers' 'hellos|who say hello in SSL 2 and 3' 'fragments|who put each octet into a record of its own'; do
	expect "$many ${row#*|}" 0 served '' python3 strangers.py "$https" "$http" "${row%%|*}" $many
done
if [ -d "${CORPORA:-/nowhere}/tls-client" ]; then
	expect 'a corpus of handshakes that went wrong' 0 served '' python3 strangers.py "$https" "$http" corpus 0
else skip 1 'no CORPORA'; fi
is "$(front_of "$server")" "$front" 'the front is the same'
# shellcheck disable=SC2016 # evaluated later
if root && ! emulated; then
	left() { [ "$(fds "$front"),$(fds "$server")" = "$before" ]; }
	ok 'no descriptor is left' until_it left
	ok 'the front holds less than 8 MiB' [ "$(memory "$front")" -lt 8192 ]
else skip 2 'nothing to be seen in /proc'; fi
ok 'handshakes that failed were counted' sh -c "curl -sS http://127.0.0.1:$http/metrics | grep -q 'handshakes_total{end=\"failed\"} [1-9][0-9]'"

# --- no descriptor for one more
if root && has prlimit && ! emulated && prlimit --pid "$front" --nofile=64:1024 2>/dev/null; then
	cat >few.py <<'END'
import socket, subprocess, sys
http, front = int(sys.argv[1]), sys.argv[2]
def connect():
    return socket.create_connection(("127.0.0.1", http), 30)
def ask(s):
    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    got = b""
    while not got.endswith(b"\r\n\r\nok\n"):
        got += s.recv(1000) or 1 / 0
def worked():
    with open(f"/proc/{front}/stat") as f:
        return sum(map(int, f.read().rpartition(")")[2].split()[11:13]))
first = connect()
ask(first)
subprocess.run(["prlimit", "--pid", front, "--nofile=24:64"], check=True)
held = [connect() for i in range(60)]
ask(first)
before = worked()
try:
    late = connect()
    late.settimeout(2)
    ask(late)
    print("there were enough")
except TimeoutError:
    pass
print("waits" if worked() - before < 50 else "spins")
ask(first)
for s in held:
    s.close()
late.settimeout(30)
while not late.recv(1000).endswith(b"ok\n"):
    pass
ask(connect())
print("served")
END
	expect 'out of descriptors: who is there is served, who comes waits for a place' 0 'waits
served' '' python3 few.py "$http" "$front"
	prlimit --pid "$front" --nofile=1024:1024
else skip 1 "another's limits cannot be changed here"; fi
if root && has prlimit && ! emulated && prlimit --pid "$server" --nofile=3:1024; then
	cp tls/ca.crt ca.before
	certgen -q -d tls --rotate key board.local localhost 127.0.0.1 >/dev/null
	ok 'none for the files: it is said' log_has 'certserve: warning: *tls/server.crt: Too many open files; what was good before is served'
	is "$(ca=ca.before get /healthz)" ok '… what was good before is served'
	prlimit --pid "$server" --nofile=1024:1024
	ok '… and the new one when there are' log_has 'reloaded *'
	is "$(get /healthz)" ok '… to a fresh client'
else skip 4 'limits cannot be changed here'; fi
serve_end
is "$code" 0 'it ends well'
cat >few <<'END'
#!/bin/sh
# shellcheck disable=SC3045 # dash has it
ulimit -n 40 && exec "$CERTBOX" "$@"
END
chmod +x few
SERVE=./few
serve tls
ok 'a limit of forty descriptors: it is said' log_has 'certserve: warning: --max-conn: * fit, by the limit of open files'
expect '… and strangers who stay' 0 served '' python3 strangers.py "$https" "$http" silent $many
SERVE=$CERTBOX

# --- a restart by a supervisor, while clients are there
expect 'both killed, with clients there: begun again at the same port at once' 0 'ok
exit 0' '' python3 - "$https" "$http" "$server" <<'END'
import os, signal, socket, ssl, subprocess, sys, time
https, http, server = map(int, sys.argv[1:])
c = ssl.create_default_context(cafile="tls/ca.crt")
held = [c.wrap_socket(socket.create_connection(("127.0.0.1", https), 30), server_hostname="localhost") for i in range(5)]
held += [socket.create_connection(("127.0.0.1", http), 30) for i in range(5)]
os.kill(server, signal.SIGKILL)
for s in held:
    try:
        s.recv(100) # the front is gone, too
    except ConnectionError:
        pass
for tries in range(100): # until it is: nobody listens
    try:
        socket.create_connection(("127.0.0.1", http), 30).close()
        time.sleep(0.05)
    except ConnectionError:
        break
new = subprocess.Popen([os.environ["CERTBOX"], "certserve", "-d", "tls", "-l", f"127.0.0.1:{https}", "--http", f"127.0.0.1:{http}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
new.stdout.readline()
s = c.wrap_socket(socket.create_connection(("127.0.0.1", https), 30), server_hostname="localhost")
s.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
got = b""
while b := s.recv(1000):
    got += b
print(got.decode().split("\r\n\r\n")[1], end="")
new.terminate()
print("exit", new.wait())
END

# --- a full disk
if spaces -m && ! emulated; then
	cat >full.sh <<'END'
mkdir full && mount -t tmpfs -o size=64k tmpfs full || exit
"$CERTBOX" certserve -d tls -l "127.0.0.1:$1" --http "127.0.0.1:$2" >full/out 2>full/log &
pid=$!
get() { curl -sS -m 30 --cacert tls/ca.crt "https://localhost:$1/healthz"; }
n=0
until grep -qs ^serving full/out || [ $n -ge 200 ]; do sleep 0.05; n=$((n + 1)); done
get "$1"
cat /dev/zero >full/fill 2>/dev/null
long=$(head -c 1500 /dev/zero | tr '\0' a)
for i in $(seq 30); do curl -sS -o /dev/null "http://127.0.0.1:$2/$long"; done
get "$1"
rm full/fill
get "$1"
n=0
until grep -q 'lines were lost' full/log || [ $n -ge 100 ]; do sleep 0.05; n=$((n + 1)); done
grep -o 'certserve: [0-9]* lines were lost' full/log | sed 's/[0-9][0-9]*/N/'
kill $pid && wait $pid
echo "exit $?"
END
	serve_port=$((serve_port + 2))
	expect 'a full disk under the log: served, and what is lost is said when there is room' 0 'ok
ok
ok
certserve: N lines were lost
exit 0' '' unshare -m sh full.sh $serve_port $((serve_port + 1))
else skip 1 'no file system of our own'; fi

# --- the clock jumps while it serves
SERVE=$CERTBOX_TEST
jump() { printf '%020d' "$1" >clock; }
now=$(date +%s)
jump "$now"
export CERTBOX_TEST_NOW="$PWD/clock"
serve tls
unset CERTBOX_TEST_NOW
cat >stays.py <<'END'
# A connection that is there while the clock jumps is answered, at all times; what Date says, year by year.
import socket, sys, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 30)
for at in map(int, sys.argv[2:]):
    with open("clock", "r+") as f:
        f.write(f"{at:020}")
    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    got = b""
    while not got.endswith(b"\r\n\r\nok\n"):
        got += s.recv(9000) or 1 / 0
    print(next((h.decode().split()[4] for h in got.split(b"\r\n") if h.startswith(b"Date: ")), "none"))
END
expect 'a connection outlives jumps, there and back' 0 "$(date -u -d @$((now + 500 * DAY)) +%Y)
1970
2106
$(date -u -d "@$now" +%Y)" '' python3 stays.py "$http" $((now + 500 * DAY)) 86400 4294967296 "$now"
jump $((now + 500 * DAY))
ok 'a certificate that is out of date after a jump: it is said' log_has "certserve: warning: tls/server.crt: expired * by this machine's clock; served all the same"
jump 0
make_set new
cp -p new/ca.crt new/server.key new/server.crt tls/
ok 'a set renewed in 1970 is served' log_has 'reloaded *'
is "$(get /healthz)" ok '… to a fresh client'
jump "$now"
is "$(get /healthz)" ok '… and after the clock is right again'
serve_end
is "$code" 0 'and it ends well'
done_testing

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# bench_serve.py - what serving costs, beside openssl s_server and busybox httpd in the same run. `make bench` calls it.
#
# CPU is what the kernel counts for the server's processes (schedstat, nanoseconds), the clients' not; ours and theirs alternate.
# Nothing here passes or fails: a busy machine is no bug.
import os, shutil, socket, ssl, statistics, subprocess, sys, tempfile, threading, time

BOX = os.environ.get("CERTBOX", "build/certbox")
ROUNDS, NEW, GETS, HOSTILE = 5, 200, 1000, 250


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def family(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as f:
        return [pid] + [d for c in f.read().split() for d in family(int(c))]


def cpu(server):
    """Nanoseconds of the server and its children, those that have ended too."""
    total = 0
    for pid in family(server.pid):
        try:
            with open(f"/proc/{pid}/schedstat") as f:
                total += int(f.read().split()[0])
        except FileNotFoundError:
            pass  # ended meanwhile: it counts below
    with open(f"/proc/{server.pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return total + (int(fields[13]) + int(fields[14])) * 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def start(port, *argv):
    server = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            time.sleep(0.1)
            return server
        except OSError:
            time.sleep(0.02)
    sys.exit(f"bench_serve.py: {argv[0]} does not listen")


def context(ca):
    c = ssl.create_default_context(cafile=ca)
    c.maximum_version = ssl.TLSVersion.TLSv1_2
    c.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    return c


def handshake(c, port, session=None):
    with socket.create_connection(("127.0.0.1", port)) as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with c.wrap_socket(raw, server_hostname="board.local", session=session, suppress_ragged_eofs=True) as s:
            if session is not None and not s.session_reused:
                raise RuntimeError("not resumed")
            return s.session


def per(server, count, work):
    before = cpu(server)
    for _ in range(count):
        work()
    return (cpu(server) - before) / count / 1000


def line(label, values, unit="us"):
    print(f"{label:58} {statistics.median(values):9.1f} {unit}   ({min(values):.1f} to {max(values):.1f})")
    return statistics.median(values)


def figures(label, ours, theirs, asked, more=False):
    a, b = line(label[0], ours), line(label[1], theirs)
    ratio = b / a if more else a / b
    print(f"{'':58} {ratio:9.2f} x    (asked: {asked})")


def fetch(port):
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(b"GET /ca.crt HTTP/1.0\r\n\r\n")
        n = 0
        while True:
            got = s.recv(65536)
            if not got:
                return n
            n += len(got)


def tls(c, ours, theirs):
    new = {ours: [], theirs: []}
    resumed = {ours: [], theirs: []}
    for _ in range(ROUNDS):
        for port, server in ((ours, SERVERS[ours]), (theirs, SERVERS[theirs])):
            new[port].append(per(server, NEW, lambda: handshake(c, port)))
            session = handshake(c, port)
            resumed[port].append(per(server, NEW, lambda: handshake(c, port, session)))
    figures(("a new handshake, certserve, both processes", "a new handshake, openssl s_server"), new[ours], new[theirs], "at most 2.5")
    a = line("a resumed handshake, certserve", resumed[ours])
    print(f"{'':58} {a / statistics.median(new[ours]):9.2f} x of a new one    (asked: at most 0.3)")


def plain(ours, theirs):
    got = {ours: [], theirs: []}
    for port in (ours, theirs):
        if fetch(port) < 500:
            sys.exit("bench_serve.py: no ca.crt")
    for _ in range(ROUNDS):
        for port in (ours, theirs):
            got[port].append(per(SERVERS[port], GETS, lambda: fetch(port)))
    figures(("GET /ca.crt, plain, certserve", "GET /ca.crt, plain, busybox httpd"), got[ours], got[theirs], "at least 1.5", True)


def private(server):
    """KiB that nobody shares, of the front."""
    total = 0
    with open(f"/proc/{family(server.pid)[-1]}/smaps_rollup") as f:
        for row in f:
            if row.startswith(("Private_Dirty:", "Private_Clean:", "Shared_Dirty:")):
                total += int(row.split()[1])
    return total


def memory(c, port, count):
    server, idle, held = SERVERS[port], private(SERVERS[port]), []
    for _ in range(count):
        raw = socket.create_connection(("127.0.0.1", port))
        s = c.wrap_socket(raw, server_hostname="board.local")
        s.sendall(b"GET /healthz HTTP/1.1\r\nHost: board.local\r\n\r\n")
        s.recv(4096)
        held.append(s)
    full = private(server)
    print(f"{'memory of the front, no connection':58} {idle:9.0f} KiB")
    print(f"{f'… with {count} TLS connections':58} {full:9.0f} KiB  (asked: 8192)")
    print(f"{'… a connection':58} {(full - idle) / count:9.1f} KiB  (asked: 24)")
    for s in held:
        s.close()


def waits(c, port):
    got = []
    for _ in range(60):
        t = time.monotonic()
        handshake(c, port)
        got.append((time.monotonic() - t) * 1000)
    return got


def hostile(c, port):
    before, crowd, stop = waits(c, port), [], threading.Event()
    for i in range(HOSTILE):
        s = socket.create_connection(("127.0.0.1", port))
        s.setblocking(False)
        crowd.append(s)

    def drip():
        hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64)
        for n in range(60):
            for i, s in enumerate(crowd):
                try:
                    s.send(hello[n:n + 1] if i % 2 else b"\x80"[: n % 2])
                except OSError:
                    pass
            if stop.wait(1):
                return

    t = threading.Thread(target=drip)
    t.start()
    time.sleep(0.2)
    during = waits(c, port)
    stop.set()
    t.join()
    for s in crowd:
        s.close()
    a = line("a fresh client's handshake", before, "ms")
    b = line(f"… beside {HOSTILE} that send an octet a second", during, "ms")
    print(f"{'':58} {b - a:9.1f} ms longer    (asked: at most 20)")


SERVERS = {}


def main():
    tmp = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    try:
        subprocess.run([BOX, "certgen", "-q", "-d", tmp, "board.local", "127.0.0.1"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ours, theirs, http, busy = (free_port() for _ in range(4))
        SERVERS[ours] = SERVERS[http] = start(ours, BOX, "certserve", "-q", "-d", tmp, "-l", f"127.0.0.1:{ours}", "--http", f"127.0.0.1:{http}", "--max-conn", "300")
        SERVERS[theirs] = start(theirs, "openssl", "s_server", "-accept", str(theirs), "-cert", f"{tmp}/server.crt", "-key", f"{tmp}/server.key",
                                "-tls1_2", "-quiet", "-groups", "X25519:P-256")
        SERVERS[busy] = start(busy, "busybox", "httpd", "-f", "-p", f"127.0.0.1:{busy}", "-h", tmp)
        c = context(f"{tmp}/ca.crt")
        tls(c, ours, theirs)
        plain(http, busy)
        memory(c, ours, 256)
        hostile(c, ours)
    finally:
        for server in set(SERVERS.values()):
            server.terminate()
            server.wait()
        shutil.rmtree(tmp)


main()

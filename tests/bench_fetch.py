#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# bench_fetch.py - what a fetch costs, beside curl --cacert doing the same in the same run. `make bench` calls it.
#
# CPU is what the kernel counts for the client's process (wait4), the server's not; ours and curl's alternate. Rss is that at exit (bench.c).
# Nothing here passes or fails: a busy machine is no bug.
import os, socket, statistics, subprocess, sys, tempfile, time

BOX = os.environ.get("CERTBOX", "build/certbox")
SRC = os.environ.get("SRC", os.getcwd())
ROUNDS, LARGE = 60, 64 << 20


def run(*argv):
    """CPU seconds of one process, which must succeed."""
    pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"bench_fetch.py: {' '.join(argv)}: status {status}")
    return used.ru_utime + used.ru_stime


def compare(ours, theirs, rounds):
    """Medians of CPU; what is resident at our exit."""
    a, b = [], []
    for _ in range(rounds):
        a.append(run(*ours))
        b.append(run(*theirs))
    rss = subprocess.run(("./measure", "rss") + ours, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return statistics.median(a), statistics.median(b), rss


def wait_for(port):
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.02)


def row(what, value, unit, bound=""):
    print(f"{what:<44}{value:>10} {unit:<6}{bound}", flush=True)


def main():
    folder = tempfile.mkdtemp(prefix="certbox-bench.")
    subprocess.run((os.environ.get("HOSTCC", "gcc"), "-O2", "-o", folder + "/measure", os.path.join(SRC, "tests/bench.c")), check=True)
    os.chdir(folder)
    certgen, fetch = (BOX, "certgen", "-q", "-d", "tls", "localhost"), (BOX, "certfetch", "-d", "peers")
    subprocess.run(certgen, check=True, stdout=subprocess.DEVNULL)
    with open("large", "wb") as f:
        f.truncate(LARGE)
    server = subprocess.Popen((BOX, "certserve", "-d", "tls", "-l", "127.0.0.1:0"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    large = None
    try:
        url = server.stdout.readline().split()[1]
        at = url[len("https://"):]
        run(*fetch, at)
        curl = ("curl", "-s", "--cacert", "tls/ca.crt", "--tlsv1.2", "--tls-max", "1.2", "-o", "got")
        ours, theirs, rss = compare(fetch + ("-o", "got", at), curl + (url + "/trust",), ROUNDS)
        row("a fetch of /trust, CPU", f"{ours * 1e3:.2f}", "ms", f"{ours / theirs:.2f} of curl's {theirs * 1e3:.2f}: at most 1.2")
        row("... Rss at exit", rss, "KiB", "at most 320")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        large = subprocess.Popen(("openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", "tls/server.crt", "-key", "tls/server.key", "-WWW", "-tls1_2"),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        wait_for(port)
        ours, theirs, rss = compare((BOX, "certfetch", "-q", "--get", "--ca", "tls/ca.crt", "-d", "none", "-o", "got", f"https://localhost:{port}/large"),
                                    curl + (f"https://localhost:{port}/large",), 5)
        row("64 MiB by --get, CPU", f"{ours * 1e3:.0f}", "ms", f"{ours / theirs:.2f} of curl's {theirs * 1e3:.0f}; ours takes their SHA-256, too")
        row("... Rss at exit", rss, "KiB", "at most 320")
    finally:
        for p in (server, large):
            if p is not None:
                p.terminate()
                p.wait()
        subprocess.run(("rm", "-rf", folder))


main()

# SPDX-License-Identifier: MIT
# fetching_rows.py DIR KIND COMMAND… - certfetch (COMMAND) against servers of fetching.py, a row of stdin each: NAME, a tab, what is wrong ("": nothing).
#
# Whatever a row asks for, this holds: a failure is one line of stderr and nothing on stdout, nothing is stored, no file is left where the download should be, and the
# server has seen no other requests than the row says; nothing hangs.
import concurrent.futures, fnmatch, hashlib, os, ssl, subprocess, sys
from fetching import Server

folder, kind, *command = sys.argv[1:]
made = os.path.join(folder, "made")
env = dict(os.environ, LC_ALL="C")

def file_of(name):
    return os.path.join(made, name + ".crt")
def contents(path):
    if not os.path.isdir(path):
        return None
    return {n: open(os.path.join(path, n), "rb").read() for n in sorted(os.listdir(path)) if n != ".lock"}
def run(words):
    try:
        r = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, env=env)
        return r.returncode, r.stdout.decode("utf-8", "replace"), r.stderr.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return None, "", "hangs"

# A server, and a place for one row. words: "chain=good,int as=short …"; names of certificates become files.
class Place:
    def __init__(self, n, words, default):
        self.path = os.path.join(folder, f"{kind}.{n}")
        os.makedirs(self.path)
        how = dict(default, **dict(w.split("=", 1) for w in words.split()))
        self.anchor = how.get("trust", "ca")
        if how.get("chain") == "none": # plain HTTP
            del how["chain"]
        for word, separator in (("chain", ","), ("then", ","), ("trust", ","), ("client", ","), ("may", ","), ("swap", ":")):
            if word in how:
                how[word] = separator.join(map(file_of, how[word].split(separator)))
        self.server = Server(0, folder=self.path, **how)
        self.got = os.path.join(self.path, "got")
    def store(self, name, host, known):
        path = os.path.join(self.path, name)
        if known:
            os.makedirs(path, 0o700)
            with open(file_of(known), "rb") as f, open(os.path.join(path, f"{host}_{self.server.port}.crt"), "wb") as out:
                out.write(f.read())
        return path

# One run: what is wrong with it. asked: the requests that may be seen, in order; a list: these; a set: at most one, of these.
def tried(place, store, words, code, pattern, asked):
    wrong, before = [], contents(store)
    place.server.seen.clear()
    got_code, out, err = run([*command, "-d", store, *words])
    if not place.server.settle():
        wrong.append("a connection is left open")
    seen = [line.split()[1] + line[line.index("HTTP") + 8:].replace(" shown", "+certificate") for line in place.server.seen]
    if got_code != code:
        wrong.append(f"exit {got_code}, want {code}")
    if code != 0:
        if out:
            wrong.append(f"stdout {out!r}")
        if not err.endswith("\n") or err.count("\n") != 1 or len(err) < 20:
            wrong.append("not one line")
        if any(ord(c) < 32 or ord(c) == 127 for c in err[:-1]):
            wrong.append("control characters")
        if contents(store) != before:
            wrong.append(f"store: {before} became {contents(store)}")
        if os.listdir(place.path) and any(n.startswith(("got", ".got")) for n in os.listdir(place.path)):
            wrong.append("a file is left of the download")
    if not fnmatch.fnmatchcase(err.rstrip("\n"), pattern):
        wrong.append("stderr is not like " + pattern)
    if seen != asked if isinstance(asked, list) else len(seen) > 1 or not set(seen) <= asked:
        wrong.append(f"requests {seen}, want {asked}")
    return wrong and [" ".join(words) + ": " + "; ".join(wrong) + f"; stdout {out[:200]!r} stderr {err[:500]!r}"]

def fits(got, content):
    return [] if os.path.exists(got) and open(got, "rb").read() == content else ["got something else"]

# --- certificates: NAME|chain and words|anchor|host|codes with --ca, stored and at first contact|stderr|curl|gnutls-cli|why they differ
def curl(place, host):
    port = place.server.port
    code, _, err = run(["curl", "-sS", "-m", "20", "--noproxy", "*", "--cacert", file_of(place.anchor), "--resolve", f"{host}:{port}:127.0.0.1", "-o",
                        os.devnull, f"https://{host}:{port}/hello"])
    return ("yes" if code == 0 else "no"), err
def gnutls(place, host):
    code, out, err = run(["gnutls-cli", "--x509cafile", file_of(place.anchor), "--verify-hostname", host, "--sni-hostname", host, "-p", str(place.server.port),
                          "127.0.0.1"])
    return ("yes" if code == 0 else "no"), out[-300:] + err
def certificates(n, row):
    name, words, anchor, host, codes, pattern, *peers, why = row
    place = Place(n, f"chain={words} trust={anchor}", {})
    where, wrong = f"{host}:{place.server.port}", []
    with_ca, stored, first = map(int, codes.split())
    wrong += tried(place, os.path.join(place.path, "a"), ["--timeout", "20", "--ca", file_of(anchor), "--get", "-o", place.got, f"https://{where}/hello"],
                   with_ca, pattern, [] if with_ca else ["/hello"])
    if with_ca == 0:
        wrong += fits(place.got, b"hello\n")
        os.path.exists(place.got) and os.unlink(place.got)
    quiet = "" if pattern == "" else "*"
    wrong += tried(place, place.store("b", host, anchor), ["-q", "--timeout", "20", where], stored, quiet, [] if stored else {"/trust"})
    wrong += tried(place, os.path.join(place.path, "c"), ["--timeout", "20", where], first, quiet, {"/trust"})
    if first == 0 and not contents(os.path.join(place.path, "c")):
        wrong.append("nothing was stored at first contact")
    says = "yes" if with_ca == 0 else "no"
    for peer, want in zip((curl, gnutls), peers):
        if want == "-" or not yardsticks[peer.__name__]:
            continue
        got, text = peer(place, host)
        if got != want:
            wrong.append(f"{peer.__name__}: {got}, want {want}: {text!r}")
    if (why != "") != any(want not in (says, "-") for want in peers):
        wrong.append("a reason stands where nothing differs, or none where something does")
    place.server.close()
    return wrong

# --- what a server does: NAME|words|known, new, get, pinned (as get, with the anchor's pin) or http (with it), and options|code|stderr|requests|content
def ways(n, row):
    name, words, options, code, pattern, asked, *content = row
    place = Place(n, words, {"chain": "good", "trust": "ca"})
    how, *more = [w.format(made=made) for w in options.split()]
    store = place.store("store", "localhost", place.anchor if how in ("known", "get") else None)
    where = f"localhost:{place.server.port}"
    if how in ("pinned", "http"):
        with open(file_of(place.anchor)) as f:
            more += ["--pin", hashlib.sha256(ssl.PEM_cert_to_DER_cert(f.read())).hexdigest()]
    if how in ("get", "pinned"):
        more += ["--get", "-o", place.got, f"https://{where}/hello"]
    else:
        more += ["http://" + where if how == "http" else where]
    wrong = tried(place, store, ["--timeout", "20", *more], int(code), pattern.format(port=place.server.port), asked.split())
    if content and content[0]:
        wrong += fits(place.got, content[0].encode().decode("unicode_escape").encode())
    place.server.close()
    return wrong

# --- cut after each octet, or one of them turned: NAME|cut or flip|first|last|step|new or known
def spoilt(n, row):
    name, what, first, last, step, how = row
    place = Place(n, "chain=good,int trust=ca", {})
    where, wrong = f"localhost:{place.server.port}", []
    store = place.store("store", "localhost", "ca" if how == "known" else None)
    wrong += tried(place, store if how == "known" else store + "0", ["-q", where], 0, "*", ["/trust"])
    end = place.server.wire.handshake or 0
    if not 500 < end < 4000:
        return wrong + [f"the handshake has {end} octets"]
    last = min(int(last), end - 5) # signatures are of 68 to 72 octets
    records = harmless(place.server.wire.records[:end])
    for at in range(int(first), last + 1, int(step)):
        place.server.words[what] = at
        if what == "cut":
            wrong += tried(place, store, [where], 14, f"certfetch: {where}: *", [])
        elif at not in records:
            wrong += refused(place, store, where)
        if len(wrong) > 3:
            break
    place.server.close()
    return wrong
# Octets, counted from 1, of records' headers: a version is not looked at by everybody, and of a length one more the rest never comes.
def harmless(b):
    at, out = 0, set()
    while at < len(b):
        out |= set(range(at + 1, at + 6))
        at += 5 + int.from_bytes(b[at + 3:at + 5], "big")
    return out
def refused(place, store, where):
    place.server.seen.clear()
    code, _, err = run([*command, "-d", store, "--timeout", "20", where])
    place.server.settle()
    seen, at = place.server.seen, place.server.words["flip"]
    if code in (1, 11, 12, 13, 14) and err.count("\n") == 1 and not seen:
        return []
    return [f"octet {at} turned: exit {code}, {err!r}, requests {seen}"]

def row_of(line):
    return [field.strip() for field in line.split("|")]
yardsticks = {}
for tool in ("curl", "gnutls-cli"):
    yardsticks[tool.split("-")[0]] = any(os.access(os.path.join(p, tool), os.X_OK) for p in os.environ["PATH"].split(":"))
rows = [row_of(line) for line in sys.stdin if line.strip() and not line.startswith("#")]
judge = {"certificates": certificates, "ways": ways, "spoilt": spoilt}[kind]
def judged(n, row):
    try:
        return judge(n, row)
    except Exception as e: # a row that cannot be tried is not green
        return [f"{type(e).__name__}: {e}"]
with concurrent.futures.ThreadPoolExecutor(3) as several:
    for row, wrong in zip(rows, several.map(judged, range(len(rows)), rows)):
        print(row[0] + "\t" + " / ".join(wrong).replace("\n", " "), flush=True)

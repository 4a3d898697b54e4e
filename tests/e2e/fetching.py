# SPDX-License-Identifier: MIT
# fetching.py - servers that certfetch should not come to harm by: TLS by Python's ssl, all that goes out cut, stalled or changed on its way.
#
#   fetching.py serve LOG PORT KEY=VALUE…    one server at 127.0.0.1:PORT; it says "ready"; a line to LOG for each request it sees
#
# KEYs: chain=FILE,FILE… leaf first, its key in FILE with .key; trust=FILE what /trust hands out; as=WAY (before TLS: silent closes resets garbage http ssh;
# else what is answered, ANSWERS below); tls=MIN-MAX (1.0, 1.2, 1.3); client=FILE whose certificates clients must show, may=FILE can show ("shown" in
# the log); then=FILE,… the chain of the second connection and all behind it; first=WAY of the first answer; cut=N, stall=N: no octet behind the
# Nth goes out (closed, or silence; stall=end: none of the handshake's last); flip=N: the Nth octet's lowest bit is turned; swap=FROM:TO: one DER file's octets for another's, of the same length;
# split=1: each octet of the handshake in a record of its own, as far as it is not encrypted; slow=1: each in a packet of its own.
import base64, os, random, socket, ssl, struct, sys, threading, time

VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-x509-ca-cert\r\n"
FOREVER = 1 << 62

def length(body, said=None):
    return OK + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % (len(body) if said is None else said) + body
def moved(to, code=302):
    return lambda s, body: b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % (code, to.format(port=s.port).encode())
def status(code, words, body=b"sorry\n"):
    return lambda s, body_: b"HTTP/1.1 %d %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (code, words, len(body), body)
def page(s, body):
    text = b"<!doctype html><title>Log in</title>"
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(text) + text
def chunks(body, step=100):
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (body[i:i + step] for i in range(0, len(body), step))) + b"0\r\nX: y\r\n\r\n"

# WAY: what is answered, as a function of the server and the body it should have been; a pair: first the one, then the other for ever.
ANSWERS = {
    "well": lambda s, body: length(body),
    "kept": lambda s, body: length(body).replace(b"Connection: close\r\n", b""),
    "chunked": lambda s, body: OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks(body),
    "old": lambda s, body: b"HTTP/1.0 200 OK\r\n\r\n" + body,
    "page": page,
    "empty": lambda s, body: length(b""),
    "broken": lambda s, body: length(body.replace(b"M", b"N")),
    "torn": lambda s, body: length(body[:len(body) // 2]),
    "key": lambda s, body: length(body + s.secret()),
    "twice": lambda s, body: length(body + s.other()),
    "short": lambda s, body: length(body[:3], len(body)),
    "shortchunk": lambda s, body: OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks(body)[:50],
    "long": lambda s, body: length(body + b"more and more\n" * 99, len(body)),
    "lengths": lambda s, body: OK + b"Content-Length: 5\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
    "lengthless": lambda s, body: OK + b"Content-Length: a lot\r\n\r\n" + body,
    "both": lambda s, body: OK + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(body) + chunks(body),
    "badchunk": lambda s, body: OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body,
    "hugechunk": lambda s, body: OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 17 + b"\r\n" + body,
    "gzip": lambda s, body: OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
    "folded": lambda s, body: OK + b"X: a\r\n b\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
    "nulhead": lambda s, body: OK + b"X: a\0b\r\nContent-Length: %d\r\n\r\n" % len(body) + body,
    "noise": lambda s, body: random.Random(5).randbytes(3000),
    "shell": lambda s, body: b"220 board ESMTP\r\n" * 3,
    "nothing": lambda s, body: b"",
    "endless": (OK + b"\r\n", b"A" * 16000),
    "endlesspem": (OK + b"\r\n-----BEGIN CERTIFICATE-----\n", b"QUJD" * 16 + b"\n"),
    "endlesshead": (OK, b"X-And-On: and on\r\n" * 500),
    "endlessline": (OK + b"X: ", b"y" * 16000),
    "endlesschunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n5;", b"y" * 16000),
    "endlesstrailer": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-And-On: and on\r\n" * 500),
    "endlessmoved": (b"HTTP/1.1 302 Moved\r\nLocation: /moved\r\n\r\n", b"A" * 16000),
    "continues": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
    "loop": moved("/loop"),
    "elsewhere": moved("https://board.example/trust"),
    "otherport": moved("https://localhost:1/trust"),
    "plain": moved("http://localhost:{port}/moved"),
    "plainly": moved("http://localhost/moved"),
    "file": moved("file:///etc/passwd"),
    "relative": moved("moved", 301),
    "whole": moved("https://localhost:{port}/moved", 307),
    "nowhere": lambda s, body: b"HTTP/1.1 302 Moved\r\nContent-Length: 0\r\n\r\n",
    "404": status(404, b"Not Found"),
    "500": status(500, b"Internal Server Error"),
    "503": status(503, b"Service Unavailable"),
    "escape": status(404, b"\x1b]0;owned\x07\x1b[2J"),
    "777": status(777, b"Odd"),
    "206": status(206, b"Partial Content"),
    "204": status(204, b"No Content", b""),
}
PLAIN = {"garbage": random.Random(7).randbytes(5000), "ssh": b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
         "http": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\n\r\nuse https!\n",
         "alert": b"\x15\3\3\0\2\2\x28", "bigrecord": b"\x16\3\3\xff\xff" + bytes(70000), "empties": b"\x16\3\3\0\0" * 2000}

# What is said before there is silence, or no goodbye.
LAST = {"mute": lambda body: b"", "stallhead": lambda body: OK, "stallbody": lambda body: length(body[:3], len(body)), "bodycut": lambda body: length(body[:3], len(body)),
        "oldcut": lambda body: b"HTTP/1.0 200 OK\r\n\r\n" + body, "chunkcut": lambda body: OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks(body)[:-10]}

class Gone(Exception):
    pass

# What goes out: TLS's octets on their way to the socket.
class Wire:
    def __init__(self, sock, words):
        self.sock, self.sent = sock, 0
        self.stop = min(words.get("cut", FOREVER), words.get("stall", FOREVER))
        self.stalls, self.flip, self.swap = "stall" in words, words.get("flip", 0), words.get("swap")
        self.last, self.split, self.slow = self.stop == -1, "split" in words, "slow" in words
        self.records, self.handshake = b"", None # octets until the first record of the application's
    def measure(self, b):
        self.records += b
        at = 0
        while at + 5 <= len(self.records):
            if self.records[at] == 23:
                self.handshake = at
                return
            at += 5 + struct.unpack(">H", self.records[at + 3:at + 5])[0]
    def fragments(self, b):
        out = b""
        while b:
            head, size = b[:3], struct.unpack(">H", b[3:5])[0]
            record, b = b[5:5 + size], b[5 + size:]
            self.split = self.split and head[0] == 22
            step = 1 if self.split else size
            out += b"".join(head + struct.pack(">H", len(record[k:k + step])) + record[k:k + step] for k in range(0, size, step))
        return out
    def send(self, b):
        if self.handshake is None and len(self.records) < 100000:
            self.measure(b)
        if self.split:
            b = self.fragments(b)
        if self.swap and self.swap[0] in b:
            b = b.replace(*self.swap)
        if self.sent < self.flip <= self.sent + len(b):
            at = self.flip - self.sent - 1
            b = b[:at] + bytes([b[at] ^ 1]) + b[at + 1:]
        if self.last: # ChangeCipherSpec begins it
            self.stop = self.sent if b[:1] == b"\x14" else FOREVER
        whole = b
        b = b[:max(0, self.stop - self.sent)]
        for octet in range(len(b)) if self.slow else ():
            self.sock.send(b[octet:octet + 1])
        if not self.slow:
            self.sock.sendall(b)
        self.sent += len(b)
        if len(b) < len(whole) or self.sent == self.stop:
            if self.stalls:
                drain(self.sock)
            raise Gone

# Until the other end is done.
def drain(sock):
    while sock.recv(65536):
        pass

class Talk: # TLS over a Wire
    def __init__(self, sock, context, words):
        self.sock, self.wire = sock, Wire(sock, words)
        self.into, self.out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.into, self.out, server_side=True)
    def flush(self):
        if self.out.pending:
            self.wire.send(self.out.read())
    def do(self, what, *args):
        while True:
            try:
                got = what(*args)
                self.flush()
                return got
            except ssl.SSLWantReadError:
                self.flush()
                b = self.sock.recv(65536)
                if not b:
                    raise Gone
                self.into.write(b)
            except ssl.SSLError:
                self.flush()
                raise
    def read(self):
        b = self.do(self.tls.read, 65536)
        if not b: # goodbye
            raise Gone
        return b
    def send(self, b):
        self.do(self.tls.write, b)
    def close(self):
        try:
            self.tls.unwrap()
        except ssl.SSLError:
            pass
        self.flush()
class Bare: # http://
    def __init__(self, sock):
        self.sock, self.send = sock, sock.sendall
    def read(self):
        b = self.sock.recv(65536)
        if not b:
            raise Gone
        return b
    def close(self):
        pass

class Server:
    def __init__(self, port, log=None, **words):
        self.way, self.first, self.words, self.log = words.get("as", "well"), words.get("first"), words, log
        self.seen, self.threads, self.wire, self.marker, self.reached, self.wanted = [], [], None, None, threading.Event(), None
        for number in ("cut", "stall", "flip"):
            if number in words:
                words[number] = -1 if words[number] == "end" else int(words[number])
        if isinstance(words.get("swap"), str):
            words["swap"] = tuple(base64.b64decode("".join(open(f).read().split("\n")[1:-2])) for f in words["swap"].split(":"))
        self.context = self.made_context(words["chain"]) if "chain" in words else None
        self.later = self.made_context(words["then"]) if "then" in words else self.context
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", port))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()
    def made_context(self, chain):
        c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        low, high = self.words.get("tls", "1.2-1.3").split("-")
        c.set_ciphers("ALL:@SECLEVEL=0")
        c.minimum_version, c.maximum_version = VERSIONS[low], VERSIONS[high]
        c.options |= ssl.OP_NO_TICKET
        files = chain.split(",")
        folder = self.words.get("folder") or os.path.dirname(os.path.abspath(files[0]))
        pem = os.path.join(folder, f"chain.{os.getpid()}.{id(self)}")
        with open(pem, "w") as f:
            f.write("".join(open(name).read() for name in files))
        c.load_cert_chain(pem, files[0].replace(".crt", ".key"))
        os.unlink(pem)
        for word, how in (("client", ssl.CERT_REQUIRED), ("may", ssl.CERT_OPTIONAL)):
            if word in self.words:
                c.verify_mode = how
                c.load_verify_locations(self.words[word])
        return c
    def secret(self):
        return open(self.words["chain"].split(",")[0].replace(".crt", ".key"), "rb").read()
    def other(self):
        return open(self.words["chain"].split(",")[0], "rb").read()
    def note(self, line):
        self.seen.append(line)
        if self.log:
            with open(self.log, "a") as f:
                f.write(line + "\n")

    def accept(self):
        while True:
            try:
                sock, peer = self.listener.accept()
            except OSError:
                return
            if peer[1] == self.marker:
                sock.close()
                self.reached.set()
                continue
            t = threading.Thread(target=self.serve, args=(sock,), daemon=True)
            t.start()
            self.threads.append(t)
    # All who came are gone, and what they asked for is known; False: somebody does not go. Who comes last, we ourselves, is accepted last.
    def settle(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.marker = s.getsockname()[1]
            s.connect(("127.0.0.1", self.port))
            self.reached.wait(20)
            self.reached.clear()
            self.marker = None
        for t in self.threads:
            t.join(20)
        gone = not any(t.is_alive() for t in self.threads)
        self.threads = []
        return gone
    def close(self):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()

    def serve(self, sock):
        with sock:
            sock.settimeout(30)
            try:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.speak(sock)
            except (Gone, OSError): # ssl.SSLError, too
                pass
    def speak(self, sock):
        if self.way == "silent":
            drain(sock)
        elif self.way == "resets":
            sock.recv(100)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif self.way in PLAIN:
            sock.sendall(PLAIN[self.way])
            sock.shutdown(socket.SHUT_WR)
            drain(sock)
        elif self.way == "drips":
            talk = Talk(sock, self.context, self.words)
            self.wire = talk.wire
            talk.do(talk.tls.do_handshake)
            self.note(talk.read().split(b"\r\n")[0].decode("latin-1"))
            talk.send(length(b"", 60000))
            while True:
                talk.send(b"A")
                time.sleep(0.2)
        elif self.way != "closes":
            context, self.context = self.context, self.later
            talk = Talk(sock, context, self.words) if context else Bare(sock)
            if context:
                self.wire = talk.wire
                talk.do(talk.tls.do_handshake)
            while self.answer(talk):
                pass
            talk.close()
            sock.shutdown(socket.SHUT_WR)
            drain(sock)
    # One request; True: there may be another.
    def answer(self, talk):
        head = b""
        while b"\r\n\r\n" not in head:
            head += talk.read()
        asked = head.split(b"\r\n")[0].decode("latin-1")
        self.note(asked + (" shown" if self.context and talk.tls.getpeercert() else ""))
        path = asked.split()[1]
        self.wanted = self.wanted if path in ("/moved", "/loop") else path # what was asked for before it was redirected
        body = b"hello\n" if self.wanted == "/hello" else open(self.words["trust"], "rb").read()
        way = "well" if path == "/moved" else self.first or self.way
        self.first = None
        if way in LAST:
            talk.send(LAST[way](body))
            if not way.endswith("cut"):
                drain(talk.sock)
            raise Gone
        what = ANSWERS[way]
        if isinstance(what, tuple):
            talk.send(what[0])
            while True:
                talk.send(what[1])
        talk.send(what(self, body))
        return way == "kept"

if __name__ == "__main__":
    _, _, log, port, *words = sys.argv
    Server(int(port), log, **dict(w.split("=", 1) for w in words))
    print("ready", flush=True)
    threading.Event().wait()

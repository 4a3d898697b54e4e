# SPDX-License-Identifier: MIT
# getting.py - a server of files that cuts, lies and changes its mind, for certfetch --get; HTTPS by Python's ssl.
#
#   getting.py FOLDER LOG CERT,KEY [CERT,KEY]    at a port of 127.0.0.1, which it prints; a line to LOG for each request
#
# GET /NAME?WORDS answers with FOLDER/NAME. Each request of the same target takes the next of the words, separated by '/', and the last one stands for
# all that follow: "cut=100/ok". A word is made of these, joined by '+':
#   ok           all of it, or the range that was asked for; its ETag is the content's
#   cut=N        the connection ends after N octets of the body: reset, without TLS's goodbye
#   bye=N        … the same with its goodbye
#   short=N long=N   Content-Length tells N octets fewer, more
#   norange      Range is not known; dated: Last-Modified in place of ETag; bare: neither
#   is=NAME      another file's content by now; twin=NAME: the same under the first one's ETag, whatever If-Range asks
#   chunked old  Transfer-Encoding; HTTP/1.0, until it closes
#   slow         64 KiB, then 100 ms of nothing
#   other        after this the second certificate is shown
import hashlib, os, socket, ssl, struct, sys, threading, time

folder, log = sys.argv[1], open(sys.argv[2], "a", buffering=1)
asked, shown = {}, [0]

def context(pair):
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.maximum_version = ssl.TLSVersion.TLSv1_2
    c.load_cert_chain(*pair.split(","))
    return c

contexts = [context(pair) for pair in sys.argv[3:]]

def head(s, path, fields, words):
    name = path.split("?")[0].strip("/")
    seen = name
    if not os.path.exists(os.path.join(folder, name)):
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\n", b"sorry\n"
    if "is" in words or "twin" in words:
        name = words.get("is") or words["twin"]
        seen = name if "is" in words else seen
    body = open(os.path.join(folder, name), "rb").read()
    tag = '"%s"' % hashlib.md5(open(os.path.join(folder, seen), "rb").read()).hexdigest()[:8]
    date = "Sun, 06 Nov 1994 08:49:37 GMT"
    named = "" if "bare" in words else "Last-Modified: %s\r\n" % date if "dated" in words else "ETag: %s\r\n" % tag
    start, status = 0, "200 OK"
    fits = fields.get("if-range") in (None, date if "dated" in words else tag)
    if "range" in fields and "norange" not in words and fits:
        start, status = int(fields["range"].split("=")[1].split("-")[0]), "206 Partial Content"
        if start >= len(body):
            return "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nContent-Range: bytes */%d\r\n\r\n" % len(body), b""
        named += "Content-Range: bytes %d-%d/%d\r\n" % (start, len(body) - 1, len(body))
    rest = body[start:]
    said = len(rest) - int(words.get("short", 0)) + int(words.get("long", 0))
    if "old" in words:
        return "HTTP/1.0 %s\r\n%s\r\n" % (status, named), rest
    length = "Transfer-Encoding: chunked" if "chunked" in words else "Content-Length: %d" % said
    return "HTTP/1.1 %s\r\n%s%s\r\n\r\n" % (status, named, length), rest

def send(s, text, rest, words):
    end = int(words.get("cut", words.get("bye", len(rest))))
    s.sendall(text.encode())
    for at in range(0, end, 65536):
        part = rest[at:min(at + 65536, end)]
        s.sendall(b"%x\r\n%s\r\n" % (len(part), part) if "chunked" in words else part)
        if "slow" in words:
            time.sleep(0.1)
    if "chunked" in words and end == len(rest):
        s.sendall(b"0\r\n\r\n")

def answer(s):
    lines = b""
    while b"\r\n\r\n" not in lines:
        b = s.recv(65536)
        if not b:
            return False
        lines += b
    first, *rest = lines.decode().split("\r\n\r\n")[0].split("\r\n")
    path = first.split()[1]
    fields = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in rest)}
    log.write("%s %s %s\n" % (path.split("?")[0], fields.get("range", "-"), fields.get("if-range", "-")))
    way = (path + "?ok").split("?")[1].split("/")
    n = asked[path] = asked.get(path, -1) + 1
    words = dict((word + "=").split("=")[:2] for word in way[min(n, len(way) - 1)].split("+"))
    if "other" in words:
        shown[0] = 1
    send(s, *head(s, path, fields, words), words)
    if "cut" in words:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 0, 0))
        time.sleep(0.2) # what has gone out is read before the reset
        os.close(s.detach())
        return False
    if "bye" in words or "old" in words:
        s.settimeout(1)
        try:
            s.unwrap()
        except OSError:
            pass
        s.close()
        return False
    return True

def talk(s):
    try:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s = contexts[shown[0]].wrap_socket(s, server_side=True)
        while answer(s):
            pass
    except OSError as e:
        log.write("# %s\n" % e)

listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()

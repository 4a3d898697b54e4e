# SPDX-License-Identifier: MIT
"""A name server for resolve.t that does what servers do, good and bad.

    dns.py ADDRESS=HOW...      HOW: well, fails (SERVFAIL), silent, refuses. What it is asked goes to stdout.
"""
import select
import socket
import struct
import sys
import time

A, CNAME, AAAA = 1, 5, 28
NAMES = {
    "board.test": [(A, "192.0.2.1"), (AAAA, "2001:db8::1"), (AAAA, "fd00::1"), (A, "192.0.2.2")],
    "six.test": [(AAAA, "2001:db8::6")],
    "link.test": [(AAAA, "fe80::6"), (A, "192.0.2.6")],
    "empty.test": [],
    "cut.test": [(A, "192.0.2.%d" % i) for i in range(1, 5)],
    "long.test": [(A, "192.0.%d.%d" % (i // 250, i % 250)) for i in range(200)],
    "lost.test": [(A, "192.0.2.7")],
    "half.test": [(A, "192.0.2.8")],
    "spoofed.test": [(A, "192.0.2.9")],
    "wrong.test": [(A, "192.0.2.10")],
    "nas.corp.test": [(A, "192.0.2.11")],
    "nas.lab.corp.test": [(A, "192.0.2.12")],
    "known.local": [(A, "192.0.2.13")],
    "same.test": [(A, "192.0.2.14")] * 3,
}
ALIASES = {"alias.test": "middle.test", "middle.test": "board.test", "dangling.test": "nobody.test"}
seen = {}


def name_of(message):
    labels, at = [], 12
    while message[at]:
        labels.append(message[at + 1:at + 1 + message[at]].decode())
        at += 1 + message[at]
    return ".".join(labels), at + 1


def spell(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def record(name, kind, data):
    return spell(name) + struct.pack(">HHIH", kind, 1, 60, len(data)) + data


def address(text):
    return socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)


def answer(query, how, tcp):
    """The messages that go back."""
    identity = struct.unpack(">H", query[:2])[0]
    asked, end = name_of(query)
    kind = struct.unpack(">H", query[end:end + 2])[0]
    name, records, flags = asked.lower(), [], 0x8180
    while name in ALIASES:
        records.insert(0, record(name, CNAME, spell(ALIASES[name])))
        name = ALIASES[name]
    if how == "fails" or name == "ill.test":
        flags |= 2
    elif how == "refuses":
        flags |= 5
    elif name not in NAMES:
        flags |= 3
    else:
        records = [record(name, kind, address(text)) for k, text in NAMES[name] if k == kind] + records
    seen[name, kind] = seen.get((name, kind), 0) + 1
    if name == "lost.test" and seen[name, kind] == 1 or name == "half.test" and kind == AAAA:
        return []
    if name in ("cut.test", "long.test") and not tcp:
        flags |= 0x200
        records = records[:20] if name == "long.test" else []

    def message(i, question, content):
        return struct.pack(">HHHHHH", i, flags, 1, len(content), 0, 0) + question + b"".join(content)
    question = query[12:end + 4]
    right = message(identity, question, records)
    if name == "spoofed.test":
        forged = [record(name, A, address("203.0.113.66"))]
        return [message(identity ^ 1, question, forged), message(identity, spell("other.test") + question[-4:], forged), right[:30], b"", right]
    return [right]


def in_pieces(call, data):
    call.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        for piece in data[:1], data[1:9], data[9:]:
            call.sendall(piece)
            time.sleep(0.02)
    except ConnectionError:
        pass  # too long for it


def main():
    ears = {}
    for word in sys.argv[1:]:
        where, how = word.split("=")
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            info = socket.getaddrinfo(where, 53, type=kind, flags=socket.AI_NUMERICHOST)[0]
            ear = socket.socket(info[0], kind)
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            ear.bind(info[4])
            if kind == socket.SOCK_STREAM:
                ear.listen()
            ears[ear] = (where, how, kind == socket.SOCK_STREAM)
    print("ready", flush=True)
    while True:
        for ear in select.select(list(ears), [], [])[0]:
            where, how, tcp = ears[ear]
            if tcp:
                call, _ = ear.accept()
                query = call.recv(512)[2:]
            else:
                query, peer = ear.recvfrom(512)
            print(where, "tcp" if tcp else "udp", name_of(query)[0], flush=True)
            for message in [] if how == "silent" else answer(query, how, tcp):
                if tcp:
                    in_pieces(call, struct.pack(">H", len(message)) + message)
                else:
                    ear.sendto(message, peer)
            if tcp:
                call.close()


main()

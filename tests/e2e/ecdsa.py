# SPDX-License-Identifier: MIT
# ecdsa.py - ./ecdsa against openssl, both ways: COUNT random keys and hashes a curve, and signatures whose numbers are rare.
# Prints what differs; exit code 0 when nothing does.
import random
import subprocess
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

random.seed(6979)
HASHES = {20: hashes.SHA1(), 32: hashes.SHA256(), 48: hashes.SHA384(), 64: hashes.SHA512()}
questions, expected, names = [], [], []


class Curve:
    def __init__(self, kind, openssl, p, n, g):
        self.kind, self.openssl, self.p, self.n, self.g = kind, openssl, p, n, g
        self.len = (n.bit_length() + 7) // 8
        self.b = (g[1] ** 2 - g[0] ** 3 + 3 * g[0]) % p

    def scalar(self):
        return random.randrange(1, self.n)

    def add(self, a, b):
        if not a or not b:
            return a or b
        if a[0] == b[0] and (a[1] + b[1]) % self.p == 0:
            return None
        slope = (3 * a[0] ** 2 - 3) * pow(2 * a[1], -1, self.p) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, self.p)
        x = (slope ** 2 - a[0] - b[0]) % self.p
        return x, (slope * (a[0] - x) - a[1]) % self.p

    def times(self, k, a):
        r = None
        for bit in bin(k % self.n)[2:]:
            r = self.add(r, r)
            if bit == '1':
                r = self.add(r, a)
        return r

    def number(self, h):
        return int.from_bytes(h, 'big') >> max(0, 8 * len(h) - self.n.bit_length())

    def over(self, a, b):
        return a * pow(b, -1, self.n) % self.n

    def sign(self, d, h, k):
        r = self.times(k, self.g)[0] % self.n
        return r, self.over(self.number(h) + r * d, k)

    def hex(self, point):
        return '04' + ''.join(x.to_bytes(self.len, 'big').hex() for x in point)

    def public(self, point):
        return ec.EllipticCurvePublicNumbers(*point, self.openssl).public_key()

    # r and s of h under point: openssl and we say the same, and that is `want`
    def check(self, name, point, h, rs, want):
        der = utils.encode_dss_signature(*rs)
        try:
            self.public(point).verify(der, h, ec.ECDSA(utils.Prehashed(HASHES[len(h)])))
            theirs = True
        except InvalidSignature:
            theirs = False
        if theirs != want:
            print('openssl says otherwise:', self.kind, name)
        ask(f'{self.kind}: {name}', f'v {self.kind} {self.hex(point)} {h.hex()} {der.hex()}', str(int(theirs)))


def ask(name, question, answer):
    names.append(name)
    questions.append(question)
    expected.append(answer)


CURVES = [
    Curve(1, ec.SECP256R1(), 2**256 - 2**224 + 2**192 + 2**96 - 1, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
          (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
           0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)),
    Curve(2, ec.SECP384R1(), 2**384 - 2**128 - 2**96 + 2**32 - 1, 2**384 - 2**192 + 0xC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
          (0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
           0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F)),
    Curve(3, ec.SECP521R1(), 2**521 - 1, 2**521 - 2**260 + 0xA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
          (0xC6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66,
           0x11839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650)),
]


def rare(c):
    d, h, k, n = c.scalar(), random.randbytes(64), c.scalar(), c.n
    point, z = c.times(d, c.g), c.number(h)
    for special in (b'\xff' * 64, b'\xff' * 32, bytes(32), random.randbytes(20)):
        c.check('a hash ' + special.hex(), point, special, c.sign(d, special, k), True)
    r, s = c.sign(d, h, k)
    c.check('the other s', point, h, (r, n - s), True)
    c.check('the other r', point, h, (n - r, s), False)
    for a in (0, 1, n - 1, n, n + 1, c.p, 2**c.n.bit_length() - 1):
        c.check(f'r = {a}', point, h, (a, s), False)
        c.check(f's = {a}', point, h, (r, a), False)
        c.check(f'both {a}', point, h, (a, a), False)
    for a in (1, 2, n - 2, n - 1):
        c.check(f'the key {a}', c.times(a, c.g), h, c.sign(a, h, k), True)
        c.check(f'the nonce {a}', point, h, c.sign(d, h, a), True)
    x = n + 1
    while pow(x**3 - 3 * x + c.b, (c.p - 1) // 2, c.p) != 1:
        x += 1
    y = pow(x**3 - 3 * x + c.b, (c.p + 1) // 4, c.p)
    far = c.times(c.over(1, x - n), c.add(c.times(s, (x, y)), c.times(-z, c.g)))
    c.check('an x above n', far, h, (x - n, s), True)
    c.check('as it is', far, h, (x, s), False)
    c.check('infinity', c.times(c.over(-z, r), c.g), h, (r, s), False)
    half = c.over(k, 2)
    s = c.over(z, half)
    c.check('two equal points are added', c.times(c.over(half * s, r), c.g), h, (r, s), True)


def random_ones(c, count):
    for i in range(count):
        key = ec.derive_private_key(c.scalar(), c.openssl)
        numbers = key.private_numbers()
        point = (numbers.public_numbers.x, numbers.public_numbers.y)
        h = random.randbytes((32, 48, 64)[i % 3])
        rs = utils.decode_dss_signature(key.sign(h, ec.ECDSA(utils.Prehashed(HASHES[len(h)]))))
        c.check('random', point, h, rs, True)
        c.check('another hash', point, bytes([h[0] ^ 1]) + h[1:], rs, False)
        if c.kind < 3:
            ask(f'{c.kind}: ours', f's {c.kind} {numbers.private_value.to_bytes(c.len, "big").hex()} {h.hex()}', (c, point, h))


def agrees(want, got):
    if isinstance(want, str):
        return want == got
    c, point, h = want
    try:
        c.public(point).verify(bytes.fromhex(got), h, ec.ECDSA(utils.Prehashed(HASHES[len(h)])))
        return True
    except (ValueError, InvalidSignature):
        return False


for curve in CURVES:
    rare(curve)
    random_ones(curve, int(sys.argv[1]))
answers = subprocess.run(['./ecdsa'], input='\n'.join(questions) + '\n', capture_output=True, text=True, check=True).stdout.split()
wrong = [name for name, want, got in zip(names, expected, answers) if not agrees(want, got)]
print('\n'.join(wrong + [f'{len(answers)} of {len(questions)} answered']))
sys.exit(bool(wrong) or len(answers) != len(questions))

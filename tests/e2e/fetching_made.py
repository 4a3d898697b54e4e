# SPDX-License-Identifier: MIT
# fetching_made.py - certificates, good and bad, that certfetch's tests serve: made(DIR) writes NAME.crt and NAME.key, PEM.
#
# The DER is written here octet by octet: what no tool would make is what is wanted. Only keys and signatures come from cryptography, and an RSA key of
# 8192 bits, of five primes so that it takes no minute, from openssl.
import base64, ipaddress, itertools, os, subprocess, time
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

DAY = 86400
NOW = int(time.time())
HASHES = {"md5": hashes.MD5(), "sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
RSA_SIGNS = {"md5": 4, "sha1": 5, "sha256": 11, "sha384": 12, "sha512": 13}
EC_SIGNS = {"sha1": "1", "sha256": "3.2", "sha384": "3.3", "sha512": "3.4"}
SERVER, CLIENT = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"

# --- DER
def der(tag, *parts):
    body = b"".join(parts)
    n = len(body)
    octets = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([n]) if n < 128 else bytes([0x80 | len(octets)]) + octets) + body
def seq(*parts):
    return der(0x30, *parts)
def oid(text):
    first, second, *rest = map(int, text.split("."))
    out = [first * 40 + second]
    for n in rest:
        groups = [n & 127]
        while n := n >> 7:
            groups.append(n & 127 | 128)
        out += reversed(groups)
    return der(6, bytes(out))
def distinguished(cn):
    cn = cn if isinstance(cn, bytes) else cn.encode()
    return seq(der(0x31, seq(oid("2.5.4.3"), der(12, cn))))
def utc(t):
    return der(0x17, time.strftime("%y%m%d%H%M%SZ", time.gmtime(t)).encode())
def extension(number, value, critical=False):
    return seq(oid(number), der(1, b"\xff") if critical else b"", der(4, value))
def general(n):
    if isinstance(n, str):
        try:
            return der(0x87, ipaddress.ip_address(n).packed)
        except ValueError:
            return der(0x82, n.encode())
    return der(0x82, n) if isinstance(n, bytes) else der(0x87, n.network_address.packed, n.netmask.packed)

# --- keys
class Openssls: # a key that cryptography cannot read
    def __init__(self, path):
        self.path = path
    def spki(self):
        return subprocess.run(["openssl", "pkey", "-in", self.path, "-pubout", "-outform", "DER"], capture_output=True, check=True).stdout
    def sign(self, data):
        return subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.path], input=data, capture_output=True, check=True).stdout
def curve(c=ec.SECP256R1):
    return ec.generate_private_key(c())
def rsa_key(bits):
    return rsa.generate_private_key(65537, bits)
def spki(key):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.spki() if isinstance(key, Openssls) else key.public_key().public_bytes(serialization.Encoding.DER, form)
# What signs with this key, and how: its AlgorithmIdentifier, and the signature of what it is given.
def signer(key, digest):
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return seq(oid("1.3.101.112")), key.sign
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return seq(oid("1.2.840.10045.4." + EC_SIGNS[digest])), lambda data: key.sign(data, ec.ECDSA(HASHES[digest]))
    if digest == "pss":
        sha256 = seq(oid("2.16.840.1.101.3.4.2.1"), der(5))
        mgf = seq(oid("1.2.840.113549.1.1.8"), sha256)
        how = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
        return (seq(oid("1.2.840.113549.1.1.10"), seq(der(0xa0, sha256), der(0xa1, mgf), der(0xa2, der(2, b"\x20")))),
                lambda data: key.sign(data, how, hashes.SHA256()))
    algorithm = seq(oid(f"1.2.840.113549.1.1.{RSA_SIGNS[digest]}"), der(5))
    return algorithm, key.sign if isinstance(key, Openssls) else lambda data: key.sign(data, padding.PKCS1v15(), HASHES[digest])

# --- certificates
class Made:
    def __init__(self, cn, key, der_, name):
        self.cn, self.key, self.der, self.name = cn, key, der_, name
    def pem(self):
        text = base64.encodebytes(self.der).decode().replace("\n", "")
        return "-----BEGIN CERTIFICATE-----\n" + "\n".join(text[i:i + 64] for i in range(0, len(text), 64)) + "\n-----END CERTIFICATE-----\n"

def constraints(permitted=(), excluded=()):
    def trees(tag, names):
        return der(tag, *(seq(general(n)) for n in names)) if names else b""
    return seq(trees(0xa0, permitted), trees(0xa1, excluded))
# usage: the octets of KeyUsage's BIT STRING; constrained: (NameConstraints, critical); signed: the key that signs, if it is not the issuer's
def make(cn, by=None, key=None, san=("localhost", "127.0.0.1", "::1"), ca=None, length=None, usage=None, eku=(SERVER,), days=(-2, 300), digest="sha256",
         constrained=None, more=(), signed=None):
    key = key or curve()
    algorithm, sign = signer(signed or (by.key if by else key), digest)
    if usage is None:
        usage = b"\x01\x06" if ca else b"\x07\x80"
    parts = [extension("2.5.29.19", seq(der(1, b"\xff") if ca else b"", b"" if length is None else der(2, bytes([length]))), True),
             extension("2.5.29.15", der(3, usage), True)]
    if not ca:
        parts += [extension("2.5.29.37", seq(*map(oid, eku)))]
        parts += [extension("2.5.29.17", seq(*map(general, san)))] if san else []
    if constrained:
        parts += [extension("2.5.29.30", constrained[0], constrained[1])]
    subject = distinguished(cn)
    body = seq(der(0xa0, der(2, b"\x02")), der(2, b"\x40" + os.urandom(15)), algorithm, by.name if by else subject,
               seq(utc(NOW + days[0] * DAY), utc(NOW + days[1] * DAY)), subject, spki(key), der(0xa3, seq(*parts, *more)))
    return Made(cn, key, seq(body, algorithm, der(3, b"\0" + sign(body))), subject)
def root(cn, **how):
    return make(cn, ca=True, **how)

def alike(one, other):
    return next(m for m in (other() for _ in itertools.count()) if len(m.der) == len(one.der))
def chains(made, ca):
    before = ca
    for i in range(1, 11): # deep1 … deep10, each issued by the one before; leaf10 and leaf11 make paths of 10 and 11 certificates
        made[f"deep{i}"] = before = root(f"deep {i}", by=before)
    made["leaf10"], made["leaf11"] = make("leaf", by=made["deep9"]), make("leaf", by=made["deep10"])
    for i in range(68):
        made[f"stranger{i}"] = root(f"stranger {i}")
    for i in range(40): # all of one name, and each could have issued each
        made[f"tangle{i}"] = root("tangle", by=made["tangle0"] if i else None)
    made["tangled"] = make("tangled", by=made["tangle0"], signed=curve())
    made["fat"] = root("fat", more=[extension("1.3.6.1.4.1.99999.1", der(4, bytes(66000)))])

def names(made, ca):
    for name, san in {"other": ("other.example",), "ip": ("127.0.0.1",), "iptext": (b"127.0.0.1",), "wild": ("*.box.localhost",), "wildpart": ("b*.box.localhost",),
                      "wildtop": ("*.localhost",), "wildmid": ("a.*.localhost",), "wildall": ("*",), "nul": (b"localhost\0.evil.example",),
                      "upper": ("LOCALHOST",), "dotted": ("localhost.",), "blank": (b" localhost",)}.items():
        made[name] = make("board", by=ca, san=san)
    made["cn"], made["nameless"] = make("localhost", by=ca, san=()), make("board", by=ca, san=())
    made["escape"] = make("board", by=ca, san=(b"\x1b[2J\x07.example", b"\xff\xfe\n.example"))
    made["escaped"] = make("leaf", by=root(b"\x1b]0;owned\x07\n"), san=("localhost",))
    made["loud"] = make("board", by=ca, san=tuple(("x" * 60 + ".") * 4 + f"a{i}.example" for i in range(100)))
    made["nulcn"] = make(b"localhost\0.evil.example", by=ca, san=())
    ten = ipaddress.ip_network("10.0.0.0/8")
    for name, permitted, excluded, critical in (("ncgood", ("localhost",), (), True), ("ncout", ("example",), (), True), ("ncsoft", ("example",), (), False),
                                                ("ncex", (), ("localhost",), True), ("ncip", (ten,), (), True), ("ncipex", (), (ipaddress.ip_network("127.0.0.0/8"),), True)):
        made[name] = root(name, constrained=(constraints(permitted, excluded), critical))
        made[name + "leaf"] = make("leaf", by=made[name], san=("127.0.0.1",) if "ip" in name else ("localhost",))
    made["ncfree"] = root("ncgood", key=made["ncgood"].key) # the same CA, without its constraints
    made["ncforged"] = root("ncgood", key=made["ncgood"].key, signed=curve()) # … by somebody who has not its key
    made["ncint"] = root("ncint", by=ca, constrained=(constraints(("example",)), True))
    made["ncintleaf"] = make("leaf", by=made["ncint"])

def algorithms(made, ca, folder):
    big = os.path.join(folder, "big.pem")
    subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:8192", "-pkeyopt", "rsa_keygen_primes:5", "-out", big],
                   stderr=subprocess.DEVNULL, check=True)
    made["big"] = root("big", key=Openssls(big))
    made["bigleaf"] = make("leaf", by=made["big"])
    made["rsa"] = rsas = root("rsa", key=rsa_key(2048))
    made["rsaleaf"] = make("leaf", by=rsas, key=rsa_key(2048))
    made["rsa384"], made["rsa512"] = make("leaf", by=rsas, digest="sha384"), make("leaf", by=rsas, digest="sha512")
    made["pss"], made["md5"], made["sha1"] = (make("leaf", by=rsas, digest=d) for d in ("pss", "md5", "sha1"))
    made["sha1ec"] = make("leaf", by=ca, digest="sha1")
    made["sha1int"] = root("sha1int", by=rsas, digest="sha1")
    made["sha1intleaf"] = make("leaf", by=made["sha1int"])
    made["sha1root"] = root("sha1root", digest="sha1")
    made["sha1rootleaf"] = make("leaf", by=made["sha1root"])
    made["weak"] = make("leaf", by=ca, key=rsa_key(1024))
    made["weakca"] = root("weakca", key=rsa_key(1024))
    made["weakcaleaf"] = make("leaf", by=made["weakca"])
    for name, c in (("k1", ec.SECP256K1), ("brainpool", ec.BrainpoolP256R1)):
        made[name] = root(name, key=curve(c))
        made[name + "leaf"] = make("leaf", by=made[name])
    made["k1key"] = make("leaf", by=ca, key=curve(ec.SECP256K1))
    made["edca"] = root("edca", key=ed25519.Ed25519PrivateKey.generate())
    made["edcaleaf"] = make("leaf", by=made["edca"])
    made["ed"] = make("leaf", by=ca, key=ed25519.Ed25519PrivateKey.generate())
    for name, c, digest in (("p384", ec.SECP384R1, "sha384"), ("p521", ec.SECP521R1, "sha512")):
        made[name] = root(name, key=curve(c), digest=digest)
        made[name + "leaf"] = make("leaf", by=made[name], key=curve(c), digest=digest)

def made(folder):
    made = {}
    made["ca"] = ca = root("board CA")
    made["int"] = root("int", by=ca)
    # The new CA of a rotation, and what only looks like one: of another name, with another key.
    made["introot"], made["intname"], made["inttwin"] = root("int", key=made["int"].key), root("int2", key=made["int"].key), root("int")
    made["good"], made["good2"] = make("good", by=ca), make("good2", by=made["int"])
    made["expired"], made["early"] = make("leaf", by=ca, days=(-400, -3)), make("leaf", by=ca, days=(3, 400))
    made["ancient"] = make("leaf", by=ca, days=(-9000, -8000))
    made["oldca"] = root("old", days=(-400, -3))
    made["oldcaleaf"] = make("leaf", by=made["oldca"])
    made["oldint"] = root("oldint", by=ca, days=(-400, -3))
    made["oldintleaf"] = make("leaf", by=made["oldint"])
    made["else"] = root("elsewhere CA")
    made["elseleaf"] = make("leaf", by=made["else"])
    # What any server can have made, so that its leaf verifies under another CA, too.
    made["planted"] = root("board CA", by=made["else"], key=ca.key)
    made["twin"] = root("board CA")
    made["twinleaf"] = make("leaf", by=made["twin"])
    made["self"] = make("self")
    made["self2"] = make("self")
    # Of the same length, for one to stand in the other's place: a forger's, and one whose key may not do what the server does with it.
    made["forged"] = alike(made["good"], lambda: make("good", by=made["twin"]))
    made["agrees"] = make("leaf", by=ca, usage=b"\x03\x08")
    made["noise"], made["noise2"] = (Made("", None, os.urandom(len(m.der)), b"") for m in (made["good"], made["int"]))
    made["grown"] = Made("", None, made["good"].der[:3] + bytes([made["good"].der[3] + 1]) + made["good"].der[4:], b"")
    made["signs"] = alike(made["agrees"], lambda: make("leaf", by=ca, key=made["agrees"].key))
    made["pl0"] = root("pl0", length=0)
    made["pl0int"] = root("pl0int", by=made["pl0"])
    made["pl0leaf"] = make("leaf", by=made["pl0int"])
    made["noca"] = make("noca", by=ca, usage=b"\x01\x06")
    made["nocaleaf"] = make("leaf", by=made["noca"])
    made["nosign"] = root("nosign", by=ca, usage=b"\x07\x80")
    made["nosignleaf"] = make("leaf", by=made["nosign"])
    made["client"], made["visitor"] = make("leaf", by=ca, eku=(CLIENT,)), make("visitor", by=made["else"], eku=(CLIENT,))
    made["critical"] = make("leaf", by=ca, more=[extension("1.3.6.1.4.1.99999.2", der(5), True)])
    names(made, ca)
    algorithms(made, ca, folder)
    chains(made, ca)
    for name, m in made.items():
        with open(os.path.join(folder, name + ".crt"), "w") as f:
            f.write(m.pem())
        if m.key is None or isinstance(m.key, Openssls):
            continue
        with open(os.path.join(folder, name + ".key"), "wb") as f:
            f.write(m.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return made

if __name__ == "__main__":
    import sys
    os.makedirs(sys.argv[1], exist_ok=True)
    made(sys.argv[1])

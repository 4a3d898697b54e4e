# SPDX-License-Identifier: MIT
"""path.py - chains good and bad, by python3-cryptography, for path.t.

Writes NAME.ca (anchors) and NAME.sent (leaf, then what came with it) into the current folder, and prints of each the name, what is
asked for, and what should come of it: good or bad.
"""
import base64
import datetime
import ipaddress
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, ed448, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.fromtimestamp(int(time.time()), datetime.timezone.utc).replace(tzinfo=None)
DAY = datetime.timedelta(days=1)
KEYS = {}
DN = {"C": NameOID.COUNTRY_NAME, "O": NameOID.ORGANIZATION_NAME, "CN": NameOID.COMMON_NAME, "E": NameOID.EMAIL_ADDRESS}
PURPOSES = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH, "any": ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}


def key(name, kind="p256"):
    """One key for each name, whatever is asked first says of which kind."""
    made = {
        "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "ed448": ed448.Ed448PrivateKey.generate,
    }
    if name not in KEYS:
        KEYS[name] = made[kind]() if kind in made else rsa.generate_private_key(65537, int(kind[3:]))
    return KEYS[name]


def dn(text):
    parts = [p.split("=", 1) for p in text.strip("/").split("/")]
    return x509.Name([x509.NameAttribute(DN[k], v) for k, v in parts])


def general(text):
    kind, _, value = text.partition(":")
    return {
        "d": lambda: x509.DNSName(value),
        "i": lambda: x509.IPAddress(ipaddress.ip_network(value) if "/" in value else ipaddress.ip_address(value)),
        "e": lambda: x509.RFC822Name(value),
        "u": lambda: x509.UniformResourceIdentifier(value),
        "n": lambda: x509.DirectoryName(dn(value)),
    }[kind]()


def usage(names):
    all_of = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
              "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{n: n in names for n in all_of})


def cert(name, by=None, **o):
    """name and by are keys; their names are what stands before a '/'."""
    by = by or name
    own, signer = key(name, o.get("kind", "p256")), key(by, o.get("bykind", "p256"))
    subject = o.get("dn", "/CN=" + name.split("/")[0])
    b = x509.CertificateBuilder().serial_number(x509.random_serial_number()).public_key(own.public_key())
    b = b.subject_name(dn(subject)).issuer_name(dn(o.get("idn", "/CN=" + by.split("/")[0])))
    b = b.not_valid_before(NOW + o.get("start", -10) * DAY).not_valid_after(NOW + o.get("end", 10) * DAY)
    ca = o.get("ca", False)
    if ca or o.get("basic"):
        b = b.add_extension(x509.BasicConstraints(ca and o.get("basic", True), o.get("length")), True)
    b = b.add_extension(usage(o.get("ku", ["key_cert_sign", "crl_sign"] if ca else ["digital_signature"])), True)
    b = b.add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False)
    b = b.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False)
    if o.get("san"):
        b = b.add_extension(x509.SubjectAlternativeName([general(s) for s in o["san"].split()]), False)
    if o.get("eku"):
        b = b.add_extension(x509.ExtendedKeyUsage([PURPOSES[e] for e in o["eku"].split()]), False)
    if o.get("permit") or o.get("exclude"):
        trees = [[general(s) for s in o[k].split()] if o.get(k) else None for k in ("permit", "exclude")]
        b = b.add_extension(x509.NameConstraints(*trees), o.get("critical", True))
    if o.get("unknown") is not None:
        b = b.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), o["unknown"])
    if isinstance(signer, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)):
        return b.sign(signer, None)
    return b.sign(signer, o.get("hash", hashes.SHA256)())


def leaf(by="A", **o):
    o.setdefault("san", "d:a.example")
    return cert("leaf" if "kind" not in o else "leaf-" + o["kind"], by, **{"dn": "/CN=leaf", **o})


def pem(certs):
    return b"".join(c if isinstance(c, bytes) else c.public_bytes(serialization.Encoding.PEM) for c in certs)


def put(name, want, sent, anchors, host="a.example"):
    with open(name + ".sent", "wb") as f:
        f.write(pem(sent))
    with open(name + ".ca", "wb") as f:
        f.write(pem(anchors))
    print(name, host, want)


def spoilt(c):
    """Another last octet of the signature."""
    der = c.public_bytes(serialization.Encoding.DER)
    return x509.load_der_x509_certificate(der[:-1] + bytes([der[-1] ^ 1]))


def issuers():
    r, a, a_cross = cert("R", ca=True), cert("A", "R", ca=True), cert("A", "B", ca=True)
    put("one", "good", [leaf("R")], [r])
    put("two", "good", [leaf(), a], [r])
    put("three", "good", [leaf(), a_cross, cert("B", "R", ca=True)], [r])
    put("order", "good", [leaf(), cert("B", "R", ca=True), a_cross], [r])
    put("twice", "good", [leaf(), a, a, leaf(), r, r], [r])
    put("strangers", "good", [leaf(), cert("x", "y", ca=True), r, a], [cert("z", ca=True), r])
    put("unknown", "bad", [leaf("U")], [r])
    put("unknown-above", "bad", [leaf(), cert("A", "U", ca=True)], [r])
    put("self-signed", "bad", [cert("alone", san="d:a.example")], [r])
    put("root-sent", "bad", [leaf("U"), cert("U", ca=True)], [r])
    put("same-name", "bad", [leaf("R/2"), cert("R/2", ca=True)], [r])
    put("forged-leaf", "bad", [spoilt(leaf("R"))], [r])
    put("forged-ca", "bad", [leaf(), spoilt(a)], [r])
    put("forged-root-behind", "bad", [leaf("A/2"), cert("A/2", "R/2", ca=True), a, r], [r])
    put("partial", "good", [leaf(), a], [a])
    put("rotated", "good", [leaf("B"), cert("B", "R", ca=True)], [r])
    put("rotated-twice", "good", [leaf("R/2"), cert("R/2", "B", ca=True), cert("B", "R", ca=True)], [r])
    put("loop", "bad", [leaf(), a_cross, cert("B", "A", ca=True)], [r])
    put("case", "good", [leaf(idn="/CN=a  CA"), cert("A", "R", ca=True, dn="/CN=A ca")], [r])


def rules():
    r = cert("R", ca=True)
    put("no-ca", "bad", [leaf(), cert("A", "R", san="d:a.example")], [r])
    put("no-signer", "bad", [leaf(), cert("A", "R", ca=True, ku=["crl_sign"])], [r])
    put("length-0", "good", [leaf(), cert("A", "R", ca=True, length=0)], [r])
    put("length-exceeded", "bad", [leaf(), cert("A", "B", ca=True), cert("B", "R", ca=True, length=0)], [r])
    put("length-of-root", "bad", [leaf(), cert("A", "R", ca=True)], [cert("R", ca=True, length=0)])
    put("length-self-issued", "good", [leaf("A/2"), cert("A/2", "A", ca=True), cert("A", "R", ca=True, length=0)], [r])
    put("critical", "bad", [leaf("R", unknown=True)], [r])
    put("critical-ca", "bad", [leaf(), cert("A", "R", ca=True, unknown=True)], [r])
    put("not-critical", "good", [leaf("R", unknown=False)], [r])
    put("expired", "bad", [leaf("R", end=-1)], [r])
    put("expired-ca", "bad", [leaf(), cert("A", "R", ca=True, end=-1)], [r])
    put("expired-root", "bad", [leaf("R")], [cert("R", ca=True, end=-1)])
    put("early", "bad", [leaf("R", start=1)], [r])
    put("client", "bad", [leaf("R", eku="client")], [r])
    put("server", "good", [leaf("R", eku="client server")], [r])
    put("any", "good", [leaf("R", eku="any")], [r])
    put("client-ca", "bad", [leaf(), cert("A", "R", ca=True, eku="client")], [r])
    put("any-ca", "good", [leaf(), cert("A", "R", ca=True, eku="any")], [r])
    put("agreement", "bad", [leaf("R", ku=["key_agreement"])], [r])


def names():
    r = cert("R", ca=True)
    for name, san, host, want in (
            ("name", "d:a.example", "A.EXAMPLE", "good"), ("name-other", "d:b.example", "a.example", "bad"),
            ("wildcard", "d:*.b.example", "a.b.example", "good"), ("wildcard-two", "d:*.b.example", "a.a.b.example", "bad"),
            ("wildcard-none", "d:*.b.example", "b.example", "bad"), ("wildcard-top", "d:*.example", "a.example", "bad"),
            ("wildcard-part", "d:f*.b.example", "foo.b.example", "bad"), ("wildcard-middle", "d:a.*.example", "a.b.example", "bad"),
            ("address", "i:10.0.0.1", "10.0.0.1", "good"), ("address-6", "i:fd00::1", "fd00::1", "good"),
            ("address-other", "i:10.0.0.1", "10.0.0.2", "bad"), ("address-dns", "d:10.0.0.1", "10.0.0.1", "bad"),
            ("address-mapped", "i:::ffff:10.0.0.1", "10.0.0.1", "bad"), ("nul", "d:a.example\0.b.example", "a.example", "bad")):
        put(name, want, [leaf("R", san=san)], [r], host)
    put("common-name", "bad", [leaf("R", dn="/CN=a.example", san="d:b.example")], [r])
    put("common-name-alone", "bad", [leaf("R", dn="/CN=a.example", san="")], [r])


def constraints():
    r = cert("R", ca=True)
    for name, o, trees, want in (
            ("dns-in", {}, {"permit": "d:example"}, "good"), ("dns-out", {}, {"permit": "d:b.example"}, "bad"),
            ("dns-excluded", {}, {"exclude": "d:a.example"}, "bad"), ("dns-not-critical", {}, {"permit": "d:b.example", "critical": False}, "bad"),
            ("ip-in", {"san": "d:a.example i:10.1.2.3"}, {"permit": "i:10.0.0.0/8"}, "good"),
            ("ip-out", {"san": "d:a.example i:11.1.2.3"}, {"permit": "i:10.0.0.0/8"}, "bad"),
            ("ip-6", {"san": "d:a.example i:fd00::1"}, {"permit": "i:10.0.0.0/8"}, "bad"),
            ("mail-in", {"san": "d:a.example e:jo@a.example"}, {"permit": "e:a.example"}, "good"),
            ("mail-out", {"san": "d:a.example e:jo@b.example"}, {"permit": "e:a.example"}, "bad"),
            ("mail-subject", {"dn": "/CN=leaf/E=jo@b.example"}, {"permit": "e:a.example"}, "bad"),
            ("uri-in", {"san": "d:a.example u:https://x.a.example/"}, {"permit": "u:.a.example"}, "good"),
            ("uri-out", {"san": "d:a.example u:https://x.b.example/"}, {"permit": "u:.a.example"}, "bad"),
            ("dn-in", {"dn": "/C=DE/O=x/CN=leaf"}, {"permit": "n:/C=DE/O=X"}, "good"),
            ("dn-out", {"dn": "/C=DE/O=y/CN=leaf"}, {"permit": "n:/C=DE/O=x"}, "bad"),
            ("dn-excluded", {"dn": "/C=DE/O=x/CN=leaf"}, {"exclude": "n:/C=DE"}, "bad")):
        put("constraint-" + name, want, [leaf(**o), cert("A", "R", ca=True, **trees)], [r])
        put("root-constraint-" + name, want, [leaf("R", **o)], [cert("R", ca=True, **trees)])
    put("constraint-self-issued", "good",
        [leaf("A/2"), cert("A/2", "A", ca=True, san="d:b.example"), cert("A", "R", ca=True, permit="d:a.example")], [r])


def der(tag, content):
    n = len(content)
    length = bytes([n]) if n < 128 else bytes([0x82]) + n.to_bytes(2, "big")
    return bytes([tag]) + length + content


def element(at):
    """The first element, and what follows."""
    n, head = (at[1], 2) if at[1] < 128 else (int.from_bytes(at[2:2 + (at[1] & 127)], "big"), 2 + (at[1] & 127))
    return at[:head + n], at[head:head + n], at[head + n:]


def resigned(c, algorithm, sign):
    """With another AlgorithmIdentifier and signature: the library no longer signs certificates with everything."""
    version, _, rest = element(element(c.tbs_certificate_bytes)[1])
    serial, _, rest = element(rest)
    tbs = der(0x30, version + serial + algorithm + element(rest)[2])
    whole = der(0x30, tbs + algorithm + der(0x03, b"\0" + sign(tbs)))
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(whole) + b"-----END CERTIFICATE-----\n"


def old_algorithms():
    ec_root, rsa_root = cert("R", ca=True), cert("R-rsa2048", ca=True, kind="rsa2048", bykind="rsa2048")
    r, e = key("R-rsa2048"), key("R")
    pss = "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120"
    for name, root, algorithm, sign in (
            ("md5", rsa_root, "300d06092a864886f70d0101040500", lambda tbs: r.sign(tbs, padding.PKCS1v15(), hashes.MD5())),
            ("sha1", rsa_root, "300d06092a864886f70d0101050500", lambda tbs: r.sign(tbs, padding.PKCS1v15(), hashes.SHA1())),
            ("ecdsa-sha1", ec_root, "300906072a8648ce3d0401", lambda tbs: e.sign(tbs, ec.ECDSA(hashes.SHA1()))),
            ("pss", rsa_root, pss, lambda tbs: r.sign(tbs, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()))):
        put(name, "bad", [resigned(leaf("R" if root is ec_root else "R-rsa2048"), bytes.fromhex(algorithm), sign)], [root])


def algorithms():
    for kind, digest, want in (("p384", "SHA384", "good"), ("p521", "SHA512", "good"), ("p256", "SHA512", "good"), ("rsa2048", "SHA256", "good"),
                               ("rsa3072", "SHA384", "good"), ("rsa4096", "SHA512", "good"), ("rsa1024", "SHA256", "bad"),
                               ("p256", "SHA224", "bad"),
                               ("ed25519", "SHA256", "bad"), ("ed448", "SHA256", "bad")):
        name = "R-" + kind
        root = cert(name, ca=True, kind=kind, bykind=kind)
        put(kind + "-" + digest.lower(), want, [leaf(name, hash=getattr(hashes, digest))], [root])
    for kind in "p521", "rsa2048", "rsa1024", "ed25519":
        put("leaf-" + kind, "good" if kind in ("p521", "rsa2048") else "bad", [leaf("R", kind=kind)], [cert("R", ca=True)])


issuers()
rules()
names()
constraints()
algorithms()
old_algorithms()

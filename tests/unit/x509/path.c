/* SPDX-License-Identifier: MIT */
/*
 * path.c - tests of certification paths: each result, each rule, with signatures that are names (chains.h); and a few that are real.
 *
 * long because: a row a rule, as the standards have them.
 */
#include "tests/unit/x509/chains.h"

#define ED25519 "302A300506032B65700321005E49366E035AD636D47A482377AA3B14FB68EAC242A22D29E9DBADB951BDD1CF"
#define ED448 "3043300506032B6571033A0000000000000000" ZEROS
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
#define SHA1_RSA "06092A864886F70D0101050500"

static const struct row {
	const char *name;
	const char *sent, *anchors;
	enum path_result want;
	const char *says;     /* of GOOD: the keys of the path; else what is in the text */
	const char *rule;     /* a name asked for; "client": not a server; "unsure": of the clock */
} ROWS[] = {
	/* who issued whom */
	{ "a leaf under an anchor", "leaf by A", "A ca", PATH_GOOD, "leaf A", "" },
	{ "through one more", "leaf by A; A by R ca", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "through two", "leaf by A; A by B ca; B by R ca", "R ca", PATH_GOOD, "leaf A B R", "" },
	{ "in another order", "leaf by A; B by R ca; A by B ca", "R ca", PATH_GOOD, "leaf A B R", "" },
	{ "each twice", "leaf by A; A by B ca; leaf by A; A by B ca; B by R ca; B by R ca", "R ca; R ca", PATH_GOOD, "leaf A B R", "" },
	{ "with strangers", "leaf by A; x by y; R ca; z ca; A by R ca; q by A", "z ca; R ca; leaf by x ca", PATH_GOOD, "leaf A R", "" },
	{ "an anchor before what was sent", "leaf by A; A by R ca", "R ca; A by R ca", PATH_GOOD, "leaf A", "" },
	{ "an anchor that is not its own issuer", "leaf by A", "A by R ca", PATH_GOOD, "leaf A", "" },
	{ "without key identifiers", "leaf by A noid; A by R ca noid", "R ca noid", PATH_GOOD, "leaf A R", "" },
	{ "key identifiers are hints: another one may still be it", "leaf by A; A by R ca dn=/CN=A", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "of two with one name and identifier the one that signed",
	  "leaf by A noid; A/2 by R ca noid; A by R ca", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "of two the one that is in date", "leaf by A; A by R ca to=-1; A by R ca", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "of two the one that is no forgery", "leaf by A; A by R ca forged; A by R ca", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "of two the one that leads to an anchor", "leaf by A; A by Q ca; A by R ca", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "names are compared without case and blanks",
	  "leaf by A idn=/CN=board__ca; A by R ca dn=/CN=Board_CA", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "names in another order are others",
	  "leaf by A idn=/O=x/CN=A; A by R ca dn=/CN=A/O=x", "R ca", PATH_UNKNOWN, "unknown issuer CN=A,O=x", "" },
	{ "nobody knows the issuer", "leaf by A", "R ca", PATH_UNKNOWN, "unknown issuer CN=A", "" },
	{ "nobody knows the issuer's issuer", "leaf by A; A by B ca", "R ca", PATH_UNKNOWN, "unknown issuer CN=B", "" },
	{ "without anchors", "leaf by A; A ca", "", PATH_SELF_SIGNED, "unknown issuer CN=A", "" },
	{ "a root that was sent is no anchor", "leaf by R; R ca", "Q ca", PATH_SELF_SIGNED, "unknown issuer CN=R", "" },
	{ "self-signed", "leaf", "R ca", PATH_SELF_SIGNED, "self-signed", "" },
	{ "self-signed, and a CA", "R ca", "Q ca", PATH_SELF_SIGNED, "self-signed", "" },
	{ "self-signed, and sent twice", "leaf; leaf", "R ca", PATH_SELF_SIGNED, "self-signed", "" },
	{ "two that issued each other", "leaf by A; A by B ca; B by A ca", "R ca", PATH_UNKNOWN, "unknown issuer", "" },
	{ "three in a ring, and two roots",
	  "leaf by A; A by B ca; B by C ca; C by A ca; A ca; C ca", "R ca", PATH_SELF_SIGNED, "unknown issuer", "" },
	{ "a ring with a way out", "leaf by A; A by B ca; B by A ca; B by R ca", "R ca", PATH_GOOD, "leaf A B R", "" },
	/* rotation */
	{ "followed over one cross-certificate", "leaf by B; B by A ca", "A ca", PATH_GOOD, "leaf B A", "" },
	{ "followed over two, of alternating names", "leaf by A/2; A/2 by B ca; B by A ca", "A ca", PATH_GOOD, "leaf A/2 B A", "" },
	{ "the same without key identifiers", "leaf by A/2 noid; A/2 by B ca noid; B by A ca noid", "A ca noid", PATH_GOOD, "leaf A/2 B A", "" },
	{ "three rotations, in any order", "leaf by B/2; A/2 by B ca; B by A ca; B/2 by A/2 ca", "A ca", PATH_GOOD, "leaf B/2 A/2 B A", "" },
	{ "who trusts the newest needs none of them", "leaf by A/2; A/2 by B ca; B by A ca", "A/2 ca", PATH_GOOD, "leaf A/2", "" },
	/* swapped and forged */
	{ "a leaf of a CA of the same name", "leaf by A/x", "A ca", PATH_SIGNATURE, "not signed with the key of CN=A", "" },
	{ "the genuine root behind a forged leaf", "leaf by R/x; R ca", "R ca", PATH_SIGNATURE, "not signed with the key of CN=R", "" },
	{ "the genuine chain behind a forged leaf", "leaf by A/x; A by R ca; R ca", "R ca", PATH_SIGNATURE, "not signed", "" },
	{ "the genuine root behind a forged CA", "leaf by A/x; A/x by R ca forged; A by R ca; R ca", "R ca", PATH_SIGNATURE, "not signed", "" },
	{ "a leaf that was changed", "leaf by A forged", "A ca", PATH_SIGNATURE, "not signed with the key of CN=A", "" },
	{ "a CA that was changed", "leaf by A; A by R ca forged", "R ca", PATH_SIGNATURE, "CN=A: not signed with the key of CN=R", "" },
	{ "how an anchor is signed does not matter", "leaf by R", "R ca forged", PATH_GOOD, "leaf R", "" },
	{ "a leaf of a leaf", "leaf by good; good by R", "R ca", PATH_NO_CA, "CN=good: not a CA", "" },
	{ "a leaf of a leaf that is an anchor", "leaf by good", "good by R", PATH_NO_CA, "CN=good: not a CA", "" },
	/* anchors that are leaves */
	{ "a leaf that is an anchor", "leaf by A san=a.example", "leaf by A san=a.example", PATH_GOOD, "leaf leaf", "a.example" },
	{ "self-signed, no CA, and an anchor", "leaf san=a.example", "R ca; leaf san=a.example", PATH_GOOD, "leaf leaf", "a.example" },
	{ "… with strangers behind it", "leaf; R ca; x by R", "leaf", PATH_GOOD, "leaf leaf", "" },
	{ "… with another name",
	  "leaf san=b.example", "leaf san=b.example", PATH_NAME, "of b.example, not of a.example", "a.example" },
	{ "… expired", "leaf to=-1", "leaf to=-1", PATH_EXPIRED, "expired 2027-01-14", "" },
	{ "… of an Ed25519 key", "leaf key=" ED25519, "leaf key=" ED25519, PATH_ALGORITHM, "a key of Ed25519, which", "" },
	{ "… signed with SHA-1 by itself", "leaf sig=" SHA1_RSA, "leaf sig=" SHA1_RSA, PATH_GOOD, "leaf leaf", "" },
	{ "a leaf that differs from the anchor in a date", "leaf to=11", "leaf", PATH_NO_CA, "CN=leaf: not a CA", "" },
	/* malformed */
	{ "nothing", "", "R ca", PATH_MALFORMED, "malformed", "" },
	/* basic constraints, key usage, path length */
	{ "an issuer without BasicConstraints", "leaf by A; A by R ca nobasic", "R ca", PATH_NO_CA, "CN=A: not a CA", "" },
	{ "an anchor without BasicConstraints", "leaf by R", "R ca nobasic", PATH_NO_CA, "CN=R: not a CA", "" },
	{ "an issuer that may not sign certificates",
	  "leaf by A; A by R ca ku=64", "R ca", PATH_NO_SIGNER, "CN=A: a CA that may not sign certificates", "" },
	{ "an anchor that may not sign certificates", "leaf by R", "R ca ku=1", PATH_NO_SIGNER, "CN=R: a CA", "" },
	{ "an issuer without KeyUsage", "leaf by A; A by R ca noku", "R ca noku", PATH_GOOD, "leaf A R", "" },
	{ "a path length of 0 over a leaf", "leaf by A; A by R ca len=0", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "a path length of 0 over a CA", "leaf by A; A by B ca; B by R ca len=0", "R ca", PATH_LENGTH, "CN=B: its path length is exceeded", "" },
	{ "a path length of 1 over a CA", "leaf by A; A by B ca; B by R ca len=1", "R ca", PATH_GOOD, "leaf A B R", "" },
	{ "a path length of 1 over two CAs",
	  "leaf by A; A by B ca; B by C ca; C by R ca len=1", "R ca", PATH_LENGTH, "CN=C: its path length", "" },
	{ "a path length of an anchor", "leaf by A; A by R ca", "R ca len=0", PATH_LENGTH, "CN=R: its path length", "" },
	{ "self-issued CAs are not counted",
	  "leaf by A/3; A/3 by A/2 ca; A/2 by A ca; A by R ca len=0", "R ca", PATH_GOOD, "leaf A/3 A/2 A R", "" },
	{ "nor is a leaf that is a CA", "leaf by A ca ku=1; A by R ca len=0", "R ca", PATH_GOOD, "leaf A R", "" },
	/* critical extensions */
	{ "an unknown extension of a leaf", "leaf by R ext=300606022A030400", "R ca", PATH_GOOD, "leaf R", "" },
	{ "a critical one", "leaf by R ext=300906022A030101FF0400", "R ca", PATH_CRITICAL, "a critical extension that is not known", "" },
	{ "a critical one of an issuer",
	  "leaf by A; A by R ca ext=300906022A030101FF0400", "R ca", PATH_CRITICAL, "CN=A: a critical extension", "" },
	{ "a critical one of an anchor", "leaf by R", "R ca ext=300906022A030101FF0400", PATH_CRITICAL, "CN=R: a critical extension", "" },
	/* algorithms */
	{ "signed with RSA-PSS",
	  "leaf by R sig=06092A864886F70D01010A3000", "R ca", PATH_ALGORITHM, "signed with RSA-PSS, which certbox does not check", "" },
	{ "a CA signed with RSA-PSS",
	  "leaf by A; A by R ca sig=06092A864886F70D01010A3000", "R ca", PATH_ALGORITHM, "CN=A: signed with RSA-PSS, which", "" },
	{ "signed with Ed25519", "leaf by R sig=06032B6570", "R ca", PATH_ALGORITHM, "signed with Ed25519, which", "" },
	{ "signed with Ed448", "leaf by R sig=06032B6571", "R ca", PATH_ALGORITHM, "signed with Ed448, which", "" },
	{ "signed with DSA", "leaf by R sig=06072A8648CE380403", "R ca", PATH_ALGORITHM, "signed with DSA, which", "" },
	{ "signed with DSA and SHA-256", "leaf by R sig=0609608648016503040302", "R ca", PATH_ALGORITHM, "signed with DSA, which", "" },
	{ "signed with nobody knows what", "leaf by R sig=06032A0304", "R ca", PATH_ALGORITHM, "signed with 1.2.3.4, which", "" },
	{ "under an Ed25519 key", "leaf by R", "R ca key=" ED25519, PATH_ALGORITHM, "CN=R: a key of Ed25519, which", "" },
	{ "an Ed25519 key of a leaf", "leaf by R key=" ED25519, "R ca", PATH_ALGORITHM, "a key of Ed25519, which", "" },
	{ "an Ed448 key of a leaf",
	  "leaf by R key=" ED448, "R ca", PATH_ALGORITHM, "a key of Ed448, which", "" },
	{ "a DSA key of a leaf", "leaf by R key=3010300906072A8648CE3804010303000400", "R ca", PATH_ALGORITHM, "a key of DSA, which", "" },
	{ "a key on secp256k1 of a leaf",
	  "leaf by R key=3016301006072A8648CE3D020106052B8104000A03020004", "R ca", PATH_ALGORITHM, "a key of another curve, which", "" },
	{ "an unknown key of a leaf", "leaf by R key=300B300506032A030403020004", "R ca", PATH_ALGORITHM, "a key of 1.2.3.4, which", "" },
	{ "an RSA key of 8192 bits of a leaf", "leaf by R rsa=8192", "R ca", PATH_ALGORITHM, "RSA-8192, which certbox does not check", "" },
	{ "an RSA key of 8192 bits of an issuer", "leaf by R", "R ca rsa=8192", PATH_GOOD, "leaf R", "" },
	{ "an RSA key of 8200 bits of an issuer", "leaf by R", "R ca rsa=8200", PATH_ALGORITHM, "CN=R: RSA-8200, which", "" },
	{ "an RSA key of 4096 bits of a leaf", "leaf by R rsa=4096", "R ca", PATH_GOOD, "leaf R", "" },
	/* weak */
	{ "signed with MD5", "leaf by R sig=06092A864886F70D0101040500", "R ca", PATH_WEAK, "signed with MD5", "" },
	{ "signed with SHA-1", "leaf by R sig=" SHA1_RSA, "R ca", PATH_WEAK, "signed with SHA-1", "" },
	{ "signed with SHA-1, ECDSA", "leaf by R sig=06072A8648CE3D0401", "R ca", PATH_WEAK, "signed with SHA-1", "" },
	{ "a CA signed with SHA-1", "leaf by A; A by R ca sig=" SHA1_RSA, "R ca", PATH_WEAK, "CN=A: signed with SHA-1", "" },
	{ "an anchor signed with SHA-1", "leaf by R", "R ca sig=" SHA1_RSA, PATH_GOOD, "leaf R", "" },
	{ "an RSA key of 1024 bits", "leaf by R rsa=1024", "R ca", PATH_WEAK, "RSA-1024", "" },
	{ "an RSA key of 2040 bits", "leaf by R rsa=2040", "R ca", PATH_WEAK, "RSA-2040", "" },
	{ "an RSA key of 2048 bits", "leaf by R rsa=2048", "R ca", PATH_GOOD, "leaf R", "" },
	{ "an RSA key of 1024 bits of an anchor", "leaf by R", "R ca rsa=1024", PATH_WEAK, "CN=R: RSA-1024", "" },
	/* purposes */
	{ "for servers", "leaf by R eku=server", "R ca", PATH_GOOD, "leaf R", "" },
	{ "for clients and servers", "leaf by R eku=client,server", "R ca", PATH_GOOD, "leaf R", "" },
	{ "for any purpose", "leaf by R eku=any", "R ca", PATH_GOOD, "leaf R", "" },
	{ "for clients", "leaf by R eku=client", "R ca", PATH_PURPOSE, "not meant for servers", "" },
	{ "for code", "leaf by R eku=2B06010505070303", "R ca", PATH_PURPOSE, "not meant for servers", "" },
	{ "a key that may only agree on keys", "leaf by R ku=16", "R ca", PATH_PURPOSE, "not meant for servers", "" },
	{ "a leaf without KeyUsage", "leaf by R noku", "R ca", PATH_GOOD, "leaf R", "" },
	{ "an issuer for servers", "leaf by A; A by R ca eku=server", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "an issuer for any purpose", "leaf by A; A by R ca eku=any", "R ca", PATH_GOOD, "leaf A R", "" },
	{ "an issuer for clients", "leaf by A; A by R ca eku=client", "R ca", PATH_PURPOSE, "CN=A: not meant for servers", "" },
	{ "an anchor for clients", "leaf by R", "R ca eku=client", PATH_PURPOSE, "CN=R: not meant for servers", "" },
	{ "a client's, asked as one", "leaf by R eku=client", "R ca", PATH_GOOD, "leaf R", "client" },
	{ "a server's, asked as a client's", "leaf by R eku=server", "R ca", PATH_PURPOSE, "not meant for clients", "client" },
	/* dates */
	{ "from this second on", "leaf by R from=0", "R ca from=0", PATH_GOOD, "leaf R", "" },
	{ "until this second", "leaf by R to=0", "R ca to=0", PATH_GOOD, "leaf R", "" },
	{ "expired", "leaf by R to=-1", "R ca", PATH_EXPIRED, "expired 2027-01-14", "" },
	{ "an issuer expired", "leaf by A; A by R ca to=-1", "R ca", PATH_EXPIRED, "CN=A: expired 2027-01-14", "" },
	{ "an anchor expired", "leaf by R", "R ca to=-1", PATH_EXPIRED, "CN=R: expired 2027-01-14", "" },
	{ "not yet valid", "leaf by R from=1", "R ca", PATH_EARLY, "not yet valid, from 2027-01-16", "" },
	{ "an issuer not yet valid", "leaf by A; A by R ca from=1", "R ca", PATH_EARLY, "CN=A: not yet valid, from 2027-01-16", "" },
	{ "an anchor not yet valid", "leaf by R", "R ca from=1", PATH_EARLY, "CN=R: not yet", "" },
	{ "not yet valid by a clock that is a floor",
	  "leaf by A from=1; A by R ca from=2", "R ca from=3", PATH_GOOD, "leaf A R", "unsure" },
	{ "expired by a clock that is a floor", "leaf by R to=-1", "R ca", PATH_EXPIRED, "expired", "unsure" },
	/* what is said of several faults */
	{ "expired and of another name", "leaf by R to=-1 san=b.example", "R ca", PATH_EXPIRED, "expired", "a.example" },
	{ "expired, and unknown", "leaf by A to=-1", "R ca", PATH_UNKNOWN, "unknown issuer", "" },
	{ "expired, and forged", "leaf by R to=-1 forged", "R ca", PATH_SIGNATURE, "not signed", "" },
	{ "for clients, and expired", "leaf by R to=-1 eku=client", "R ca", PATH_PURPOSE, "not meant", "" },
	{ "of several issuers what came furthest",
	  "leaf by A; A by R ca ku=1; A by Q ca; A by R ca to=-1", "R ca", PATH_EXPIRED, "CN=A: expired", "" },
	{ "one that only has the name says less", "leaf by A; A by R ca ku=64; A/2 by R ca", "R ca", PATH_NO_SIGNER, "CN=A: a CA that may not", "" },
	{ "an expired way and a forged one", "leaf by A; A by R ca forged; A by R ca to=-1", "R ca", PATH_EXPIRED, "CN=A: expired", "" },
};

/* What a search gives; in text the path, or what was said. */
static enum path_result find(const struct path_rules *r, struct view sent, struct view anchors, char text[static 512])
{
	enum path_result got;
	struct cert_view c;
	struct path p;
	struct text t;

	text_init(&t, text, 512);
	chain_checked = 0;
	got = path_find(r, sent, anchors, &p);
	if (got != p.result || chain_checked > PATH_SIGNATURES)
		abort();
	for (unsigned i = 0; got == PATH_GOOD && i <= p.n; i++) {
		if (cert_read(i < p.n ? p.cert[i] : p.anchor, &c, NULL))
			abort();
		text_add(&t, i ? " " : "");
		text_add_bytes(&t, (const char *)key_name(&c.key).p, strnlen((const char *)key_name(&c.key).p, 64));
	}
	if (got != PATH_GOOD)
		path_add_text(&t, r, &p);
	return got;
}

static enum path_result find_words(const struct path_rules *r, const char *sent, const char *anchors, char text[static 512])
{
	struct view s = make_chain(sent), a = make_chain(anchors);
	enum path_result got = find(r, s, a, text);

	free_chain(s);
	free_chain(a);
	return got;
}

static const struct path_rules RULES = { .now = NOW, .purpose = EKU_SERVER, .verify = fake_verify };

static void rows(void)
{
	char text[512];

	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
		const struct row *row = &ROWS[i];
		struct path_rules r = RULES;
		struct san name;

		r.unsure = strcmp(row->rule, "unsure") == 0;
		r.purpose = strcmp(row->rule, "client") == 0 ? EKU_CLIENT : EKU_SERVER;
		r.name = strchr(row->rule, '.') && !san_parse(row->rule, &name, NULL) ? &name : NULL;
		is_int(find_words(&r, row->sent, row->anchors, text), row->want, row->name);
		if (row->want == PATH_GOOD ? strcmp(text, row->says) != 0 : !strstr(text, row->says)) {
			ok(false, join(row->name, ": what is said"));
			diag("got  %s", text);
			diag("want %s", row->says);
		}
	}
}

/* --- name constraints: of an issuer, and of the anchor; critical, and not --------------------------- */

static const struct {
	const char *name;
	const char *leaf, *issuer;
	bool good;
} CONSTRAINTS[] = {
	{ "a name inside", "san=www.a.example", "permit=da.example", true },
	{ "a name outside", "san=b.example", "permit=da.example", false },
	{ "one of two outside", "san=a.example,b.example", "permit=da.example", false },
	{ "a name excluded", "san=x.b.example", "permit=dexample exclude=db.example", false },
	{ "a name beside the excluded", "san=c.example", "permit=dexample exclude=db.example", true },
	{ "a wildcard that reaches into the excluded", "san=*.example", "exclude=db.example", false },
	{ "no name at all", "", "permit=da.example", true },
	{ "another kind of name", "san=10.0.0.1", "permit=da.example", true },
	{ "a name in capitals, with a dot behind", "san=#820A412E4558414D504C452E", "permit=da.example", true },
	{ "an address inside", "san=10.1.2.3", "permit=i10.0.0.0/8", true },
	{ "an address outside", "san=11.1.2.3", "permit=i10.0.0.0/8", false },
	{ "an IPv6 address where IPv4 is permitted", "san=fd00::1", "permit=i10.0.0.0/8", false },
	{ "an address excluded", "san=10.1.2.3", "exclude=i10.0.0.0/8", false },
	{ "an address of five octets", "san=#87050A01020304", "permit=i10.0.0.0/8", false },
	{ "a mailbox on the host", "san=jo@a.example", "permit=ea.example", true },
	{ "a mailbox on another host", "san=jo@b.example", "permit=ea.example", false },
	{ "a mailbox excluded", "san=jo@a.example", "exclude=ejo@A.example", false },
	{ "a mailbox of another case", "san=Jo@a.example", "exclude=ejo@a.example", true },
	{ "a mailbox in the subject", "dn=/CN=x/emailAddress=jo@b.example", "permit=ea.example", false },
	{ "a mailbox in the subject, inside", "dn=/CN=x/emailAddress=jo@a.example", "permit=ea.example", true },
	{ "two in the subject, one outside", "dn=/emailAddress=jo@a.example/emailAddress=jo@b.example", "permit=ea.example", false },
	{ "one in the subject beside an alternative name", "dn=/CN=x/emailAddress=jo@b.example san=jo@a.example", "permit=ea.example", true },
	{ "a URI on the host", "san=https://a.example/x", "permit=ua.example", true },
	{ "a URI on another", "san=https://b.example/", "permit=ua.example", false },
	{ "a URI without a host name", "san=https://10.0.0.1/", "exclude=ub.example", false },
	{ "a subject inside", "dn=/C=DE/O=x/CN=y", "permit=n/C=DE/O=x", true },
	{ "a subject inside, in another case", "dn=/C=DE/O=Big__Firm/CN=y", "permit=n/C=DE/O=big_firm", true },
	{ "a subject beside", "dn=/C=DE/O=z/CN=y", "permit=n/C=DE/O=x", false },
	{ "a subject that is too short", "dn=/C=DE", "permit=n/C=DE/O=x", false },
	{ "a subject with the RDNs elsewhere", "dn=/CN=y/C=DE/O=x", "permit=n/C=DE/O=x", false },
	{ "a subject excluded", "dn=/C=DE/O=x/CN=y", "exclude=n/C=DE/O=x", false },
	{ "an empty subject", "dn=#3000 san=a.example", "permit=n/C=DE", true },
	{ "a directory name among the alternative ones, outside", "dn=/C=DE san=#A411300F310D300B06035504030C0461626364", "permit=n/C=DE", false },
	{ "the common name is no DNS name", "dn=/CN=b.example san=a.example", "permit=da.example", true },
	{ "a registered ID where critical constraints are on them", "san=#88032A0304", "permit=#88032A0304 critical", false },
	{ "… which exclude others", "san=#88032A0304", "exclude=#88022A03 critical", false },
	{ "… which are not critical", "san=#88032A0304", "permit=#88032A0304", true },
	{ "… of which the leaf has none", "san=a.example", "permit=#88032A0304 critical", true },
};

static void constraint(const char *name, const char *leaf, const char *issuer, bool good)
{
	char sent[4096], anchors[2048], text[512];
	enum path_result want = good ? PATH_GOOD : PATH_CONSTRAINT;
	bool right;

	snprintf(sent, sizeof sent, "leaf by A %s; A by R ca %s", leaf, issuer);
	right = find_words(&RULES, sent, "R ca", text) == want;
	snprintf(sent, sizeof sent, "leaf by R %s", leaf);
	snprintf(anchors, sizeof anchors, "R ca %s", issuer);
	right &= find_words(&RULES, sent, anchors, text) == want && (good || strcmp(text, "outside its issuer's name constraints") == 0);
	if (!strstr(name, "not critical")) {
		snprintf(anchors, sizeof anchors, "R ca %s critical", issuer);
		right &= find_words(&RULES, sent, anchors, text) == want;
	}
	ok(right, join(good ? "constraints permit " : "constraints refuse ", name));
}

static void constraints(void)
{
	char leaf[2048], text[512];

	for (size_t i = 0; i < sizeof CONSTRAINTS / sizeof *CONSTRAINTS; i++)
		constraint(CONSTRAINTS[i].name, CONSTRAINTS[i].leaf, CONSTRAINTS[i].issuer, CONSTRAINTS[i].good);
	snprintf(leaf, sizeof leaf, "san=#8682012C68747470733A2F2F622E6578616D706C652F%0564d", 0);
	for (char *p = strchr(leaf, '#') + 45; *p; p++)
		*p = "61"[(p - leaf) % 2 == 0];
	constraint("a URI of 300 octets", leaf, "exclude=ub.example", false);
	constraint("it elsewhere", leaf, "exclude=ua.example", true);
	is_int(find_words(&RULES, "leaf by A san=b.example; A by B ca; B by R ca permit=da.example", "R ca", text), PATH_CONSTRAINT,
	       "constraints reach over an issuer between");
	is_int(find_words(&RULES, "leaf by A; A by B ca san=b.example; B by R ca permit=da.example", "R ca", text), PATH_CONSTRAINT,
	       "and hold for a CA that has a name");
	is_str(text, "CN=A: outside its issuer's name constraints", "which is named then");
	is_int(find_words(&RULES, "leaf by A/2; A/2 by A ca san=b.example; A by R ca permit=da.example", "R ca", text), PATH_GOOD,
	       "but not for one that is self-issued");
	is_int(find_words(&RULES, "A/2 by A san=b.example; A by R ca permit=da.example", "R ca", text), PATH_CONSTRAINT,
	       "for a self-issued leaf they do");
	is_int(find_words(&RULES, "leaf by A/2 san=b.a.example; A/2 by B ca permit=da.example; B by A ca permit=dexample", "A ca permit=dexample",
			  text), PATH_GOOD, "those of all rotations hold, when all permit it");
	is_int(find_words(&RULES, "leaf by A/2 san=c.example; A/2 by B ca permit=dexample; B by A ca permit=dexample", "A ca permit=da.example",
			  text), PATH_CONSTRAINT, "and the oldest's refuse what only the newest permits");
}

/* --- numbers: many certificates, deep and tangled chains ---------------------------------------------- */

static void deep(unsigned n, char *words, size_t cap)
{
	struct text t;

	text_init(&t, words, cap);
	text_format(&t, "leaf by c1; ");
	for (unsigned i = 1; i < n; i++)
		text_format(&t, "c%u by c%u ca; ", i, i + 1);
}

static void depths(void)
{
	char words[4096], text[512], anchors[32];

	deep(PATH_DEPTH, words, sizeof words);
	snprintf(anchors, sizeof anchors, "c%d ca", PATH_DEPTH);
	is_int(find_words(&RULES, words, anchors, text), PATH_GOOD, "a path of ten certificates");
	deep(PATH_DEPTH + 1, words, sizeof words);
	snprintf(anchors, sizeof anchors, "c%d ca", PATH_DEPTH + 1);
	is_int(find_words(&RULES, words, anchors, text), PATH_LONG, "one of eleven is too long");
	ok(strstr(text, "too long a chain") != NULL, "which is said");
	is_int(find_words(&RULES, words, "R ca", text), PATH_LONG, "also where no anchor would follow");
}

/* Of 64 certificates two are the way. */
static void crowds(void)
{
	static char words[8192];
	char text[512];
	struct text t;

	text_init(&t, words, sizeof words);
	text_format(&t, "leaf by A; ");
	for (unsigned i = 0; i < 31; i++)
		text_format(&t, "s%u by R ca; A/x%u by R ca; ", i, i);
	text_format(&t, "A by R ca");
	is_int(find_words(&RULES, words, "R ca", text), PATH_GOOD, "a way among 64 certificates, half of them of one name");
	is_int(chain_checked, 2, "key identifiers led there with two signatures");
	for (char *p = words; (p = strstr(p, " ca")); p++)
		memcpy(p, ";  ", 3);
	is_int(find_words(&RULES, words, "R ca", text), PATH_NO_CA, "the same without a CA");
	is_int(chain_checked, 0, "cost no signature");
}

/* Ten CAs, each certified by each: without a bound ten million ways. */
static void tangles(void)
{
	static char words[16384];
	char text[512];
	struct text t;

	text_init(&t, words, sizeof words);
	text_format(&t, "leaf by c0 noid; ");
	for (unsigned i = 0; i < 10; i++)
		for (unsigned j = 0; j < 10; j++)
			text_format(&t, "c%u by c%u ca noid; ", i, j);
	is_int(find_words(&RULES, words, "R ca", text), PATH_LONG, "a tangle of issuers ends");
	is_int(chain_checked, PATH_SIGNATURES, "with all the signatures that are checked for one");
	is_int(find_words(&RULES, words, "R ca; c0 ca", text), PATH_GOOD, "which a known issuer does not need");
	text_init(&t, words, sizeof words);
	text_format(&t, "leaf by A; ");
	for (unsigned i = 0; i < 15; i++)
		text_format(&t, "A by R%u ca forged; ", i);
	text_format(&t, "A by R ca; R0 ca");
	is_int(find_words(&RULES, words, "R ca", text), PATH_GOOD, "ways that end nowhere do not hide the good one");
}

/* --- what does not parse ------------------------------------------------------------------------------- */

static struct view joined(const uint8_t *a, size_t a_len, struct view b)
{
	uint8_t *p = malloc(a_len + b.len ? a_len + b.len : 1);

	memcpy(p, a, a_len);
	memcpy(p + a_len, b.p, b.len);
	return view_of(p, a_len + b.len);
}

static void malformed(void)
{
	static const uint8_t empty[] = { 0x30, 0 }, open[] = { 0x30, 0x84, 0xFF }, zeros[8];
	struct view good = make_chain("leaf by A; A by R ca"), root = make_chain("R ca"), leaf = make_chain("leaf by A"), sent;
	char text[512];

	sent = joined(leaf.p, leaf.len, view_of(empty, 2));
	is_int(find(&RULES, sent, root, text), PATH_MALFORMED, "a certificate without content, where an issuer is missed");
	free_chain(sent);
	sent = joined(leaf.p, leaf.len, view_of(open, 3));
	is_int(find(&RULES, sent, root, text), PATH_MALFORMED, "one that has no end");
	is_str(text, "malformed", "is called so");
	free_chain(sent);
	sent = joined(empty, 2, good);
	is_int(find(&RULES, sent, root, text), PATH_MALFORMED, "a leaf without content");
	free_chain(sent);
	sent = joined(good.p, good.len, view_of(zeros, 8));
	is_int(find(&RULES, sent, root, text), PATH_GOOD, "octets behind a good chain");
	free_chain(sent);
	sent = joined(empty, 2, root);
	is_int(find(&RULES, good, sent, text), PATH_GOOD, "an anchor before the good one that does not parse");
	is_int(find(&RULES, leaf, sent, text), PATH_UNKNOWN, "and it is not said of it where an issuer is missed");
	free_chain(sent);
	for (size_t n = 0; n < good.len; n++) {
		sent = joined(good.p, n, view_of(zeros, 0));
		if (find(&RULES, sent, root, text) == PATH_GOOD)
			abort();
		free_chain(sent);
	}
	ok(true, "a chain cut anywhere is none");
	free_chain(good);
	free_chain(root);
	free_chain(leaf);
}

/* Each bit of a chain turned, of what was sent and of the anchor: sanitizers watch. Nobody checks signatures here. */
static bool any_verify(const struct spki *key, enum sig_algorithm a, struct view data, struct view signature)
{
	(void)key;
	(void)a;
	(void)data;
	(void)signature;
	return true;
}

static void turned(void)
{
	struct view sent = make_chain("leaf by A san=a.example,10.0.0.1,jo@a.example,https://a.example/ dn=/C=DE/O=x idn=/C=DE/CN=A; "
				      "A by R ca len=0 dn=/C=DE/CN=A permit=da.example,i10.0.0.0/8,ea.example,ua.example,n/C=DE exclude=db.example,n/C=FR critical");
	struct view anchors = make_chain("R ca permit=da.example,n/C=de eku=server");
	struct path_rules r = RULES;
	unsigned seen[PATH_NAME + 1] = { 0 }, kinds = 0;
	char text[512];

	r.verify = any_verify;
	for (size_t i = 0; i < 8 * (sent.len + anchors.len); i++) {
		struct view v = i / 8 < sent.len ? sent : anchors;
		uint8_t *octet = (uint8_t *)(uintptr_t)(v.p + (i / 8 < sent.len ? i / 8 : i / 8 - sent.len));

		*octet ^= (uint8_t)(1 << i % 8);
		seen[find(&r, sent, anchors, text)]++;
		*octet ^= (uint8_t)(1 << i % 8);
	}
	for (unsigned i = 0; i <= PATH_NAME; i++)
		kinds += seen[i] > 0;
	is_int(find(&r, sent, anchors, text), PATH_GOOD, "a chain with all its parts");
	ok(seen[PATH_GOOD] > 0 && kinds >= 10, "with any bit turned it is judged in one of many ways");
	free_chain(sent);
	free_chain(anchors);
}

/* --- names -------------------------------------------------------------------------------------------- */

static const struct {
	const char *sans;     /* as chains.h has them */
	const char *name;     /* asked for */
	bool has;
} NAMES[] = {
	{ "a.example", "a.example", true },
	{ "a.example", "A.Example", true },
	{ "a.example", "a.example.", true },
	{ "!A.EXAMPLE.", "a.example", true },
	{ "a.example", "b.a.example", false },
	{ "a.example", "example", false },
	{ "b.example,a.example", "a.example", true },
	{ "*.example.com", "a.example.com", true },
	{ "!*.EXAMPLE.com.", "A.example.COM.", true },
	{ "*.example.com", "b.a.example.com", false },
	{ "*.example.com", "example.com", false },
	{ "*.example.com", ".example.com", false },
	{ "b.example.com", "a.example.com", false },
	{ "*.example.com", "a.example.net", false },
	{ "*.example.com", "aexample.com", false },
	{ "!*.com", "example.com", false },
	{ "!*.com.", "example.com", false },
	{ "!*.com", "com", false },
	{ "!f*.example.com", "foo.example.com", false },
	{ "!*o.example.com", "foo.example.com", false },
	{ "!a.*.example.com", "a.b.example.com", false },
	{ "!*.*.example.com", "a.b.example.com", false },
	{ "!**.example.com", "a.example.com", false },
	{ "!*", "example", false },
	{ "!*.", "example", false },
	{ "!*..", "a..", false },
	{ "!*.0.0.1", "10.0.0.1", false },
	{ "!10.0.0.1", "10.0.0.1", false },
	{ "!a.example^.evil", "a.example", false },
	{ "!a.example^", "a.example", false },
	{ "!^a.example", "a.example", false },
	{ "!", "a.example", false },
	{ "#8609612E6578616D706C65", "a.example", false }, /* a URI */
	{ "10.0.0.1", "10.0.0.1", true },
	{ "10.0.0.1", "10.0.0.2", false },
	{ "fd00::1", "fd00:0::1", true },
	{ "fd00::1", "fd00::2", false },
	{ "10.0.0.1", "::ffff:10.0.0.1", true }, /* asked for, it is IPv4 */
	{ "#871000000000000000000000FFFF0A000001", "10.0.0.1", false }, /* certified, it is other octets */
	{ "42.46.98.46", "97.46.98.46", false }, /* the octets of "*.b." and "a.b." */
	{ "!*.b..", "97.46.98.46", false },
	{ "#87050A00000100", "10.0.0.1", false },
	{ "#82040A000001", "10.0.0.1", false },
};

static void names(void)
{
	struct cert_view c;
	struct san name;

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		char words[256];
		struct view leaf;

		snprintf(words, sizeof words, "leaf san=%s", NAMES[i].sans);
		leaf = make_chain(words);
		if (cert_read(leaf, &c, NULL))
			abort();
		if (san_parse(NAMES[i].name, &name, NULL)) {
			name = (struct san){ .kind = SAN_DNS, .len = (uint8_t)strlen(NAMES[i].name) };
			memcpy(name.value, NAMES[i].name, name.len);
		}
		is_int(path_names(&c, &name), NAMES[i].has, join(join(NAMES[i].sans, NAMES[i].has ? " has " : " has not "), NAMES[i].name));
		free_chain(leaf);
	}
}

static void common_names(void)
{
	struct path_rules r = RULES;
	char text[512];
	struct san name;

	san_parse("a.example", &name, NULL);
	r.name = &name;
	is_int(find_words(&r, "leaf by R dn=/CN=a.example", "R ca", text), PATH_NAME, "a common name is no name, where there is no other");
	is_str(text, "without names, not of a.example", "which is said");
	is_int(find_words(&r, "leaf by R dn=/CN=a.example san=b.example", "R ca", text), PATH_NAME, "nor where there are others");
	is_int(find_words(&r, "leaf by R san=b.example,10.0.0.1,c.example,d.example", "R ca", text), PATH_NAME, "four other names");
	is_str(text, "of b.example, 10.0.0.1 +2, not of a.example", "are not all told");
	is_int(find_words(&r, "leaf by A san=a.example; A by R ca san=b.example", "R ca", text), PATH_GOOD, "an issuer's names do not matter");
}

static void leaves(void)
{
	static const struct {
		const char *name, *words;
		enum path_result want;
	} rows[] = {
		{ "a stored leaf is good by itself", "leaf by A san=a.example", PATH_GOOD },
		{ "forged or not", "leaf by A san=a.example forged sig=06032A0304", PATH_GOOD },
		{ "but not of another name", "leaf by A san=b.example", PATH_NAME },
		{ "nor expired", "leaf by A san=a.example to=-1", PATH_EXPIRED },
		{ "nor early", "leaf by A san=a.example from=1", PATH_EARLY },
		{ "nor for clients", "leaf by A san=a.example eku=client", PATH_PURPOSE },
		{ "nor with a key that is not known", "leaf by A san=a.example key=" ED25519, PATH_ALGORITHM },
		{ "nor nothing", "", PATH_MALFORMED },
	};
	struct path_rules r = RULES;
	struct san name;
	struct path p;

	san_parse("a.example", &name, NULL);
	r.name = &name;
	r.verify = NULL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct view leaf = make_chain(rows[i].words);

		is_int(path_leaf(&r, leaf, &p), rows[i].want, rows[i].name);
		ok(p.result == rows[i].want && p.n == 1 && view_same(p.cert[0], leaf) && view_same(p.at, leaf), "it is the one");
		free_chain(leaf);
	}
}

int main(void)
{
	rows();
	constraints();
	depths();
	crowds();
	tangles();
	malformed();
	turned();
	names();
	common_names();
	leaves();
	return done_testing();
}

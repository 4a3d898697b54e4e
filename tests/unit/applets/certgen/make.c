/* SPDX-License-Identifier: MIT */
/* make.c - keys and certificates made in memory, read again from their own text, field by field and octet by octet. */
/* long because: one certificate is read field by field, and its kinds stand beside each other. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/mark.h"
#include "applets/release.h"
#include "bearssl-glue/digest.h"
#include "bearssl-glue/sign.h"
#include "bearssl-glue/verify.h"
#include "tests/unit/applets/certgen/fixture.h"
#include "tests/unit/applets/certgen/golden.h"
#include "tests/unit/bearssl-glue/keys.h"
#include "x509/name.h"
#include "x509/pem.h"

enum { EC_KEY = 1, EC384_KEY = 3, RSA_KEY = 4 }; /* rows of good_keys */

/* The n-th certificate of a product, read from nothing but its text. der holds it. */
static struct cert_view certificate(enum set_file file, int n)
{
	static uint8_t der[4][4096];
	static unsigned turn;
	struct view at = view_of((const uint8_t *)fixed.made[file].bytes, fixed.made[file].len);
	uint8_t *room = der[turn++ % 4];
	struct cert_view c = {.ca = false};
	struct pem_object o;
	int64_t len;

	while (pem_next(&at, &o) == 1) {
		if (n-- > 0)
			continue;
		len = pem_decode(&o, room, sizeof der[0]);
		if (len < 0 || cert_read(view_of(room, (size_t)len), &c, NULL))
			diag("a certificate that does not read");
		break;
	}
	return c;
}

static int count(enum set_file file)
{
	struct view at = view_of((const uint8_t *)fixed.made[file].bytes, fixed.made[file].len);
	struct pem_object o;
	int n = 0;

	while (fixed.made[file].bytes && pem_next(&at, &o) == 1)
		n++;
	return n;
}

static bool signed_by(const struct cert_view *c, const struct cert_view *ca)
{
	return verify_bytes(&ca->key, c->signature, c->tbs, c->signature_value);
}

/* RFC 7093 2 (1): 160 bits of SHA-256 over the subjectPublicKey, which is what ends an SPKI of these kinds. */
static bool has_key_id(const struct cert_view *c, size_t key_len)
{
	uint8_t hash[SHA256_LEN];

	digest_sha256(c->spki.p + c->spki.len - key_len, key_len, hash);
	return view_is(c->key_id, hash, CERT_KEY_ID_LEN);
}

/* The names as text, parted by blanks. */
static const char *names_in(const struct cert_view *c)
{
	static char buf[512];
	struct view at = c->sans;
	struct text t;
	struct san s;

	text_init(&t, buf, sizeof buf);
	while (cert_next_san(&at, &s)) {
		if (t.len)
			text_add_char(&t, ' ');
		san_add_text(&t, &s);
	}
	return buf;
}

static const char *name_text(struct view name)
{
	static char buf[2][256];
	static unsigned turn;
	struct text t;

	text_init(&t, buf[turn ^= 1], sizeof buf[0]);
	name_add_text(&t, name);
	return t.buf;
}

static bool is_permitted(const struct cert_view *c, const char *name)
{
	struct san s;

	return san_parse(name, &s, NULL) == 0 && cert_permits(c, &s);
}

/* An empty folder, and what is made for it. */
static void make(uint8_t seed)
{
	folder_empty();
	fixed_seed(seed);
	is_int(fixed_make(), 0, "(made)");
}

static void ca_fields(void)
{
	struct cert_view c;

	fixed_wish("board.lan", "www.example.org", "192.168.7.20", "203.0.113.9", NULL);
	make(1);
	c = certificate(SET_CA_CERT, 0);
	ok(c.ca && c.has_basic && !c.has_path_len, "a CA, without a length of path");
	is_int(c.key_usage, KU_KEY_CERT_SIGN | KU_CRL_SIGN, "it signs certificates and CRLs, and nothing else");
	ok(!c.has_eku && c.sans.len == 0 && !c.unknown_critical, "no extended use, no names, nothing unknown");
	ok(view_same(c.issuer, c.subject) && signed_by(&c, &c), "signed by itself");
	ok(has_key_id(&c, 65), "identified by 160 bits of its key's SHA-256");
	ok(c.authority_key_id.len == 0 || view_same(c.authority_key_id, c.key_id), "… with no other authority (RFC 5280 4.2.1.1: may be left out)");
	ok(c.serial.len == MARK_SERIAL_LEN && (c.serial.p[0] & 0xC0) == 0x40 && mark_of(c.serial, c.spki) == MARK_CA, "its serial is positive, of 17 octets, and marks it");
	ok(c.not_before == THEN && c.not_after == THEN + 3650 * DAY, "good from now, as this is before the release, for ten years");
	ok(strncmp(name_text(c.subject), "CN=board CA ", 12) == 0 && strlen(name_text(c.subject)) == 28, "named by the first name and its key");
	ok(c.constraints.len && !c.constraints_critical, "constrained, not critically");
	ok(is_permitted(&c, "x.lan") && is_permitted(&c, "a.local") && is_permitted(&c, "10.1.2.3") && is_permitted(&c, "fd00::1"), "to home's names and addresses");
	ok(is_permitted(&c, "www.example.org") && is_permitted(&c, "a.www.example.org") && is_permitted(&c, "203.0.113.9"), "… and those that were given");
	ok(!is_permitted(&c, "example.org") && !is_permitted(&c, "203.0.113.10") && !is_permitted(&c, "com"), "… and no others");
	ok(is_permitted(&c, "jo@example.org"), "… of these kinds");
	ok(c.key.kind == KEY_P256 && c.signature == SIG_ECDSA_SHA256, "P-256, ECDSA with SHA-256");
}

static void leaf_fields(void)
{
	struct cert_view ca = certificate(SET_CA_CERT, 0), c = certificate(SET_LEAF_CERT, 0);

	is_int(count(SET_LEAF_CERT), 1, "one certificate, no chain: nothing leads elsewhere");
	ok(c.has_basic && !c.ca, "a leaf says that it is no CA");
	is_int(c.key_usage, KU_DIGITAL_SIGNATURE, "it signs, and nothing else");
	is_int(c.eku, EKU_SERVER, "it serves");
	is_str(names_in(&c), "board.lan www.example.org 192.168.7.20 203.0.113.9", "its names, in their order");
	is_str(name_text(c.subject), "CN=board.lan", "the first is its subject's");
	ok(!c.san_critical && !c.constraints.len && !c.unknown_critical, "nothing but the usual");
	ok(view_same(c.issuer, ca.subject) && signed_by(&c, &ca) && !signed_by(&c, &c), "issued and signed by the CA");
	ok(has_key_id(&c, 65) && view_same(c.authority_key_id, ca.key_id), "with its key's identifier, and the CA's");
	ok(c.serial.len == MARK_SERIAL_LEN && mark_of(c.serial, c.spki) == MARK_NORMAL && !view_same(c.serial, ca.serial), "its own mark");
	ok(c.not_before == THEN && c.not_after == THEN + 397 * DAY, "good from no earlier than its CA, for 397 days");
	ok(view_same(fixed.s.cert[SET_LEAF].whole, c.whole) && fixed.s.cert_found[SET_LEAF] == CERT_FILE_OURS && fixed.s.mark[SET_LEAF] == MARK_NORMAL,
	    "and the set has it already, as a later run will read it");
}

static void keys(void)
{
	static uint8_t work[KEY_PEM_MAX];
	static struct key k;
	uint8_t spki[SPKI_MAX];

	for (int pair = 0; pair < SET_PAIRS; pair++) {
		const struct product *p = &fixed.made[SET_KEY_OF(pair)];
		struct cert_view c = certificate(SET_CERT_OF(pair), 0);

		ok(key_read(view_of((const uint8_t *)p->bytes, p->len), work, sizeof work, &k, NULL) == KEY_READ && key_complete(&k) == 0
		    && view_is(c.spki, spki, key_spki(&k, spki)), pair ? "the leaf's key is its certificate's" : "the CA's key is its certificate's");
	}
	key_wipe(&k);
	ok(memcmp(fixed.made[SET_CA_KEY].bytes, fixed.made[SET_LEAF_KEY].bytes, fixed.made[SET_CA_KEY].len) != 0, "and they are two");
	make_free(fixed.made);
	ok(!fixed.made[SET_CA_KEY].bytes && !fixed.made[SET_LEAF_CERT].bytes, "freed, nothing is left");
	make_free(fixed.made);
}

static void chance(void)
{
	static char first[8192];
	size_t len, same = 0;

	fixed_wish("board.lan", NULL);
	make(5);
	len = fixed.made[SET_LEAF_CERT].len;
	memcpy(first, fixed.made[SET_LEAF_CERT].bytes, len);
	make(5);
	is_mem(fixed.made[SET_LEAF_CERT].bytes, fixed.made[SET_LEAF_CERT].len, first, len, "the same chance, the same octets");
	make(6);
	for (size_t i = 28; i < len && i < fixed.made[SET_LEAF_CERT].len; i++)
		same += fixed.made[SET_LEAF_CERT].bytes[i] == first[i];
	ok(same < len * 3 / 4, "another chance, another certificate");
}

/* Wishes, and how they show. */
static void kinds(void)
{
	static const char *const long_name = "a-label-that-is-long.another-label-that-is-long.and-a-third-one-that-is.lan";
	struct cert_view c, ca;

	fixed_wish("--constrain", "critical", "board.lan", NULL);
	make(1);
	ca = certificate(SET_CA_CERT, 0);
	ok(ca.constraints.len && ca.constraints_critical, "--constrain critical");
	fixed_wish("--constrain", "off", "board.lan", NULL);
	make(1);
	ca = certificate(SET_CA_CERT, 0);
	ok(!ca.constraints.len, "--constrain off");
	fixed_wish("--use", "both", "board.lan", NULL);
	make(1);
	ok(certificate(SET_LEAF_CERT, 0).eku == (EKU_SERVER | EKU_CLIENT), "--use both");
	fixed_wish("--subject", "/O=Boards", "--ca-subject", "/O=Roots", "board.lan", NULL);
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	is_str(name_text(c.subject), "CN=board.lan,O=Boards", "--subject, with the first name");
	is_str(name_text(c.issuer), "O=Roots", "--ca-subject, as it is");
	fixed_wish("--self-signed", "board.lan", NULL);
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ok(!fixed.made[SET_CA_KEY].bytes && !fixed.made[SET_CA_CERT].bytes, "--self-signed makes no CA");
	ok(view_same(c.issuer, c.subject) && view_same(c.authority_key_id, c.key_id) && signed_by(&c, &c) && !c.ca && c.not_before == THEN - DAY,
	    "… but one certificate of itself, that is no CA, and begins a day back");
	fixed_wish("--ca-only", NULL);
	make(1);
	ok(fixed.made[SET_CA_CERT].bytes && !fixed.made[SET_LEAF_KEY].bytes && !fixed.made[SET_LEAF_CERT].bytes, "--ca-only makes no leaf");
	fixed_wish(long_name, NULL);
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ok(c.subject.len == 2 && c.san_critical && strcmp(names_in(&c), long_name) == 0, "a name too long for a subject: none, and the names are critical");
	fixed_wish("--key-type", "p384", "board.lan", NULL);
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ca = certificate(SET_CA_CERT, 0);
	ok(c.key.kind == KEY_P384 && c.signature == SIG_ECDSA_SHA384 && signed_by(&c, &ca) && has_key_id(&c, 97), "P-384, with SHA-384");
	fixed_wish("--ca-key-type", "p384", "board.lan", NULL);
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ok(c.key.kind == KEY_P256 && c.signature == SIG_ECDSA_SHA384, "a leaf is signed as its CA's key asks");
}

/* Dates under clocks and CAs. */
static void dates(void)
{
	struct cert_view c, ca;

	fixed_wish("--days", "500", "--ca-days", "100", "board.lan", NULL);
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ca = certificate(SET_CA_CERT, 0);
	ok(ca.not_after == THEN + 100 * DAY && c.not_after == ca.not_after, "no leaf outlasts its CA");
	fixed_wish("board.lan", NULL);
	fixed.clock = release_date + 50 * DAY;
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ca = certificate(SET_CA_CERT, 0);
	ok(ca.not_before == release_date && ca.not_after == fixed.clock + 3650 * DAY, "a CA begins with the release, so that a clock set back finds it good");
	ok(c.not_before == fixed.clock - DAY && c.not_after == fixed.clock + 397 * DAY, "a leaf begins a day back");
	fixed_wish("--provisional-days", "900", "board.lan", NULL);
	fixed.clock = 12345;
	fixed.believed = false;
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ok(mark_of(c.serial, c.spki) == MARK_PROVISIONAL, "without a clock a leaf is marked as provisional");
	ok(c.not_before == release_date && c.not_after == release_date + 900 * DAY, "… and good for its whole span from the release");
	fixed_wish("--self-signed", "board.lan", NULL);
	fixed.believed = false;
	make(1);
	c = certificate(SET_LEAF_CERT, 0);
	ok(c.not_before == release_date - DAY && c.not_after == c.not_before + 825 * DAY, "… or a day before, where no CA holds it");
}

/* A set that stands, and one thing about it. */
static void again(void)
{
	static struct kept ca;
	static uint8_t spki[SPKI_MAX];
	struct view old_spki = {spki, 0};
	struct cert_view c;

	fixed_wish("board.lan", "old.lan", NULL);
	fixed_whole(3);
	keep(&ca, "ca.crt");
	old_spki.len = fixed.s.cert[SET_LEAF].spki.len;
	memcpy(spki, fixed.s.cert[SET_LEAF].spki.p, old_spki.len);
	fixed_wish("board.lan", "new.lan", NULL);
	is_int(fixed_make(), 0, "a name more");
	ok(!fixed.made[SET_LEAF_KEY].bytes && !fixed.made[SET_CA_KEY].bytes && !fixed.made[SET_CA_CERT].bytes && fixed.made[SET_LEAF_CERT].bytes, "makes a certificate alone");
	c = certificate(SET_LEAF_CERT, 0);
	is_str(names_in(&c), "board.lan new.lan", "… whose names, being given, are those and no others");
	ok(view_same(c.spki, fixed.s.cert[SET_LEAF].spki) && view_same(c.authority_key_id, fixed.s.cert[SET_CA].key_id), "… of the same key and CA");
	is_int(fixed_judge(), 0, "(judged)");
	fixed.wanted.automatic = fixed.wanted.saw_host = true;
	plan_make(&fixed.f, &fixed.w.plan, &fixed.p);
	is_int(fixed_products(), 0, "(made by auto)");
	c = certificate(SET_LEAF_CERT, 0);
	is_str(names_in(&c), "board.lan new.lan old.lan", "by auto the old ones are carried over");
	unlink("ca.crt");
	fixed_wish("board.lan", "old.lan", NULL);
	is_int(fixed_make(), 0, "ca.crt missing");
	c = certificate(SET_CA_CERT, 0);
	ok(fixed.made[SET_CA_CERT].bytes && !fixed.made[SET_LEAF_CERT].bytes && !fixed.made[SET_CA_KEY].bytes, "it alone is made");
	ok(view_same(c.subject, fixed.s.cert[SET_LEAF].issuer) && signed_by(&fixed.s.cert[SET_LEAF], &c) && view_same(fixed.s.cert[SET_LEAF].authority_key_id, c.key_id),
	    "… as what the leaf's issuer was, by name, key and identifier");
	put_octets("ca.crt", ca.bytes, ca.len, 0644);
	unlink("server.key");
	is_int(fixed_make(), 0, "server.key missing");
	c = certificate(SET_LEAF_CERT, 0);
	ok(fixed.made[SET_LEAF_KEY].bytes && fixed.made[SET_LEAF_CERT].bytes && !fixed.made[SET_CA_CERT].bytes, "a pair is made");
	ok(!view_same(c.spki, old_spki) && signed_by(&c, &fixed.s.cert[SET_CA]), "… of another key, and the same CA");
}

static void rsa(void)
{
	struct cert_view c;

	fixed_wish("--rsa-kex", "board.lan", NULL);
	folder_empty();
	fixed_seed(1);
	put_octets("server.key", good_keys[RSA_KEY].text, strlen(good_keys[RSA_KEY].text), 0600);
	is_int(fixed_make(), 0, "an RSA key that is there");
	c = certificate(SET_LEAF_CERT, 0);
	ok(c.key.kind == KEY_RSA && c.signature == SIG_ECDSA_SHA256, "its certificate is signed by the CA's EC key");
	is_int(c.key_usage, KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT, "--rsa-kex adds keyEncipherment");
	fixed_wish("--self-signed", "board.lan", NULL);
	is_int(fixed_make(), 0, "… signed by itself");
	c = certificate(SET_LEAF_CERT, 0);
	ok(c.signature == SIG_RSA_SHA256 && signed_by(&c, &c) && c.key_usage == KU_DIGITAL_SIGNATURE, "RSA with SHA-256, and no encipherment unasked");
}

/* A user's own CA that has no key identifier: RFC 5280 4.2.1.1 asks the leaf for one all the same. */
static void foreign_ca(void)
{
	static const uint8_t serial[] = {1, 2, 3};
	static uint8_t work[4096], tbs[2048], whole[4096], name[NAME_MAX_DER], spki[SPKI_MAX], signature[SIGNATURE_MAX];
	static struct key k;
	struct cert ca = {.signature = SIG_ECDSA_SHA384, .not_before = THEN - 5 * DAY, .not_after = THEN + 600 * DAY, .ca = true};
	struct cert_view c;
	struct der d;
	int len = name_parse("/O=User/CN=Own", name, NULL);
	size_t signed_len;

	key_read(view_of((const uint8_t *)good_keys[EC384_KEY].text, strlen(good_keys[EC384_KEY].text)), work, sizeof work, &k, NULL);
	key_complete(&k);
	ca.serial = view_of(serial, sizeof serial);
	ca.issuer = ca.subject = view_of(name, len < 0 ? 0 : (size_t)len);
	ca.spki = view_of(spki, key_spki(&k, spki));
	der_init(&d, tbs, sizeof tbs);
	cert_tbs(&d, &ca);
	ca.serial = view_of(der_bytes(&d), d.len);
	ok(sign_bytes(&k, ca.serial, signature, &signed_len) == 0, "(a CA by hand)");
	der_init(&d, whole, sizeof whole);
	cert_wrap(&d, ca.serial, ca.signature, signature, signed_len);
	key_wipe(&k);
	folder_empty();
	fixed_wish("www.example.org", NULL);
	fixed_seed(1);
	put_octets("ca.key", good_keys[EC384_KEY].text, strlen(good_keys[EC384_KEY].text), 0600);
	put_octets("ca.crt", der_bytes(&d), d.len, 0644);
	is_int(fixed_make(), 0, "a user's own CA signs our leaf");
	ok(fixed.f.ca.cert == CERT_FILE_FOREIGN && !fixed.made[SET_CA_CERT].bytes, "… and is not made again");
	c = certificate(SET_LEAF_CERT, 0);
	ok(signed_by(&c, &fixed.s.cert[SET_CA]) && view_same(c.issuer, fixed.s.cert[SET_CA].subject), "… which is issued by it");
	ok(fixed.s.cert[SET_CA].key_id.len == 0 && c.authority_key_id.len == CERT_KEY_ID_LEN, "… with an identifier that the CA itself has not");
	ok(c.not_before == THEN - DAY && strcmp(names_in(&c), "www.example.org") == 0, "… and any name, as it is not constrained");
}

/* --rotate ca: the new CA is led to by what the old one signed. */
static void rotation(void)
{
	struct cert_view leaf, ca, cross;
	static struct kept old_ca;

	fixed_wish("board.lan", NULL);
	fixed_whole(11);
	keep(&old_ca, "ca.crt");
	fixed_wish("--rotate", "ca", "board.lan", NULL);
	fixed_seed(12);
	is_int(fixed_make(), 0, "--rotate ca");
	ok(fixed.made[SET_CA_KEY].bytes && !fixed.made[SET_LEAF_KEY].bytes && count(SET_LEAF_CERT) == 2 && count(SET_CA_CERT) == 1,
	    "a new CA, the leaf by it with its old key, and one more certificate behind");
	leaf = certificate(SET_LEAF_CERT, 0);
	cross = certificate(SET_LEAF_CERT, 1);
	ca = certificate(SET_CA_CERT, 0);
	ok(signed_by(&leaf, &ca) && view_same(leaf.issuer, ca.subject) && view_same(leaf.authority_key_id, ca.key_id), "the leaf is the new CA's");
	ok(view_same(cross.subject, ca.subject) && view_same(cross.spki, ca.spki) && view_same(cross.key_id, ca.key_id) && cross.ca && cross.key_usage == ca.key_usage,
	    "the other names the new CA: name, key, identifier, uses");
	free(fixed.made[SET_CA_CERT].bytes);
	fixed.made[SET_CA_CERT] = (struct product){.bytes = strndup(old_ca.bytes, old_ca.len), .len = old_ca.len};
	ca = certificate(SET_CA_CERT, 0);
	ok(signed_by(&cross, &ca) && view_same(cross.issuer, ca.subject) && view_same(cross.authority_key_id, ca.key_id), "… as the old one signs it");
	ok(cross.not_before >= ca.not_before && cross.not_after <= ca.not_after, "… inside the old one's dates");
	ok(mark_of(cross.serial, cross.spki) == MARK_CA && !view_same(cross.serial, leaf.serial), "… marked, with a serial of its own");
	fixed_wish("--rotate", "ca", "--compromised", "board.lan", NULL);
	is_int(fixed_make(), 0, "--rotate ca --compromised");
	is_int(count(SET_LEAF_CERT), 1, "nothing leads to it");
	fixed_wish("--rotate", "key", "board.lan", NULL);
	is_int(fixed_make(), 0, "--rotate key");
	ok(fixed.made[SET_LEAF_KEY].bytes && !fixed.made[SET_CA_KEY].bytes && !fixed.made[SET_CA_CERT].bytes && count(SET_LEAF_CERT) == 1, "a new pair, and nothing of the CA");
}

static void sealed(void)
{
	struct cert_view ca, leaf;
	uint8_t left = 0;

	folder_empty();
	fixed_wish("--seal", "board.lan", NULL);
	fixed_seed(13);
	is_int(fixed_make(), 0, "--seal");
	ok(!fixed.made[SET_CA_KEY].bytes && fixed.made[SET_LEAF_KEY].bytes, "no file is made of the CA's key");
	for (size_t i = 0; i < sizeof fixed.s.key[SET_CA]; i++)
		left |= ((const uint8_t *)&fixed.s.key[SET_CA])[i];
	ok(left == 0, "… and the key is wiped");
	ca = certificate(SET_CA_CERT, 0);
	leaf = certificate(SET_LEAF_CERT, 0);
	ok(view_same(leaf.issuer, ca.subject) && view_same(leaf.authority_key_id, ca.key_id) && count(SET_LEAF_CERT) == 1, "the leaf is that CA's");
	is_int(leaf.not_after, THEN + 824 * DAY, "it is good for 824 days, and the day back makes 825");
}

static void golden(void)
{
	folder_empty();
	fixed_wish("board.lan", "192.168.7.20", NULL);
	fixed_seed(1);
	put_octets("ca.key", golden_ca_key, sizeof golden_ca_key - 1, 0600);
	put_octets("server.key", golden_leaf_key, sizeof golden_leaf_key - 1, 0600);
	is_int(fixed_make(), 0, "certificates of two keys that are there");
	is_mem(fixed.made[SET_CA_CERT].bytes, fixed.made[SET_CA_CERT].len, golden_ca, sizeof golden_ca - 1, "the CA's, octet for octet");
	is_mem(fixed.made[SET_LEAF_CERT].bytes, fixed.made[SET_LEAF_CERT].len, golden_leaf, sizeof golden_leaf - 1, "the leaf's, octet for octet");
	if (getenv("GOLDEN")) /* a folder: what was made is left there, for openssl to look at */
		for (int i = SET_CA_CERT; i < SET_FILES; i += 2) {
			char path[512];

			snprintf(path, sizeof path, "%s/%s", getenv("GOLDEN"), fixed.files[i]);
			put_octets(path, fixed.made[i].bytes, fixed.made[i].len, 0644);
		}
}

int main(void)
{
	(void)refused_keys;
	folder_make();
	ca_fields();
	leaf_fields();
	keys();
	chance();
	kinds();
	dates();
	again();
	rsa();
	foreign_ca();
	rotation();
	sealed();
	golden();
	fixed_close();
	folder_remove();
	return done_testing();
}

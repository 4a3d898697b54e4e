/* SPDX-License-Identifier: MIT */
/* judge.c - the clock, modes, and what certificates and keys are worth, bit by bit. */
#include <string.h>

#include "applets/certgen/judge.h"
#include "applets/release.h"
#include "bearssl-glue/digest.h"
#include "tests/unit/applets/certgen/fixture.h"
#include "x509/pem.h"

#define FIFTEEN_YEARS (INT64_C(15) * 31557600)
#define STEP 41 /* bits between two damages; no divisor of 8, so that each place in an octet is met */

static struct kept ca_key, ca_crt, leaf_key, leaf_crt;

/* A whole set of these wishes, kept aside. */
static void begin(uint8_t seed)
{
	fixed_whole(seed);
	keep(&ca_key, "ca.key");
	keep(&ca_crt, "ca.crt");
	keep(&leaf_key, "server.key");
	keep(&leaf_crt, "server.crt");
}

static void put_back(void)
{
	put_octets("ca.key", ca_key.bytes, ca_key.len, 0600);
	put_octets("ca.crt", ca_crt.bytes, ca_crt.len, 0644);
	put_octets("server.key", leaf_key.bytes, leaf_key.len, 0600);
	put_octets("server.crt", leaf_crt.bytes, leaf_crt.len, 0644);
}

static void clocks(void)
{
	const int64_t release = release_date;
	const struct {
		const char *name;
		int64_t clock;
		bool automatic, set, unset; /* believed under auto; under check, set and not; under ok always */
	} rows[] = {
		{"1970", 0, false, false, false},
		{"before 1970", -1, false, false, false},
		{"a second before the release", release - 1, false, false, false},
		{"the release", release, true, true, false},
		{"a year after", release + 365 * DAY, true, true, false},
		{"fifteen years after", release + FIFTEEN_YEARS, true, true, false},
		{"a second more", release + FIFTEEN_YEARS + 1, false, false, false},
		{"2100", INT64_C(4102444800), false, false, false},
		{"the largest", INT64_MAX, false, false, false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t t = rows[i].clock;
		bool right = judge_clock(t, CLOCK_AUTO, false) == rows[i].automatic && judge_clock(t, CLOCK_AUTO, true) == rows[i].automatic
		    && judge_clock(t, CLOCK_CHECK, true) == rows[i].set && judge_clock(t, CLOCK_CHECK, false) == rows[i].unset
		    && judge_clock(t, CLOCK_OK, true) && judge_clock(t, CLOCK_OK, false);

		ok(right, rows[i].name);
	}
}

static void modes(void)
{
	static const struct {
		const char *name;
		enum set_file file;
		mode_t has, owners, want;
	} rows[] = {
		{"a key of 600 stays", SET_LEAF_KEY, 0600, 0, 0600},
		{"a key of 640 stays: a group may read", SET_LEAF_KEY, 0640, 0, 0640},
		{"a key of 644 loses others", SET_LEAF_KEY, 0644, 0, 0640},
		{"a key of 666 loses more", SET_CA_KEY, 0666, 0, 0640},
		{"a key of 777 keeps its owner's", SET_CA_KEY, 0777, 0, 0740},
		{"a key of 400 stays", SET_CA_KEY, 0400, 0, 0400},
		{"a key nobody may read stays", SET_CA_KEY, 0, 0, 0},
		{"set-user-id is no permission", SET_LEAF_KEY, 04600, 0, 0600},
		{"--owner's mode is the leaf key's", SET_LEAF_KEY, 0600, 0640, 0640},
		{"… also when it is tighter", SET_LEAF_KEY, 0640, 0600, 0600},
		{"… and not the CA key's", SET_CA_KEY, 0600, 0640, 0600},
		{"… nor a certificate's", SET_LEAF_CERT, 0644, 0640, 0644},
		{"a certificate of 644 stays", SET_LEAF_CERT, 0644, 0, 0644},
		{"a certificate of 600 stays", SET_CA_CERT, 0600, 0, 0600},
		{"a certificate of 666 is written by its owner alone", SET_CA_CERT, 0666, 0, 0644},
	};
	static struct set s;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct leaf_owner owner = {.uid = (uid_t)-1, .gid = (gid_t)-1, .mode = rows[i].owners};

		memset(&s, 0, sizeof s);
		s.entry[rows[i].file].file.facts.mode = rows[i].has;
		is_int(judge_mode(&s, rows[i].file, &owner), rows[i].want, rows[i].name);
	}
}

static void constraints(void)
{
	fixed_wish("x.lan", NULL);
	ok(judge_constrained(&fixed.w), "a new CA is constrained");
	fixed_wish("--constrain", "critical", "x.lan", NULL);
	ok(judge_constrained(&fixed.w), "critically, too");
	fixed_wish("--constrain", "off", "x.lan", NULL);
	ok(!judge_constrained(&fixed.w), "--constrain off: it is not");
	fixed_wish("--self-signed", "x.lan", NULL);
	ok(!judge_constrained(&fixed.w), "nor is a certificate that is its own");
}

static bool whole(void)
{
	const struct found_pair *ca = &fixed.f.ca, *leaf = &fixed.f.leaf;

	return ca->key == KEY_FILE_GOOD && ca->cert == CERT_FILE_OURS && ca->fits && ca->can_sign
	    && leaf->key == KEY_FILE_GOOD && leaf->cert == CERT_FILE_OURS && leaf->fits && leaf->issued;
}

static void sound(void)
{
	const struct found_pair *leaf = &fixed.f.leaf;

	is_int(fixed_judge(), 0, "a set just made is judged");
	ok(whole(), "… and is whole: both fit, the CA signs, the leaf is issued by it");
	ok(!leaf->self_issued && !leaf->provisional && !leaf->other_subject && !leaf->other_use && !leaf->other_type && !leaf->lacks
	    && !leaf->known && !leaf->open_key && !leaf->open_cert && !leaf->key_link, "… with nothing to be said against the leaf");
	ok(fixed.f.now == THEN && fixed.f.believed && fixed.f.outside == 0, "… at the time that is believed");
	ok(leaf->not_before == fixed.s.cert[SET_LEAF].not_before && leaf->not_after == fixed.s.cert[SET_LEAF].not_after, "… with its dates");
	fixed.w.plan.ca_only = true;
	is_int(fixed_judge(), 0, "judged for --ca-only");
	ok(fixed.f.ca.fits && !fixed.f.leaf.fits, "… the leaf is not looked into");
	fixed.w.plan.ca_only = false;
}

/* Each STEP-th bit of a certificate's DER: what is found must never again be a good certificate of ours. */
static void damaged_certificate(const struct kept *file, const char *name, enum set_pair pair, bool ca_key_here, const char *title)
{
	static uint8_t der[4096];
	struct view at = view_of((const uint8_t *)file->bytes, file->len);
	struct pem_object o = {0};
	int64_t len = pem_next(&at, &o) == 1 ? pem_decode(&o, der, sizeof der) : -1;
	unsigned tried = 0, good = 0, refused = 0;

	put_back();
	if (!ca_key_here)
		unlink("ca.key");
	for (int64_t bit = 3; bit < 8 * len; bit += STEP, tried++) {
		const struct found_pair *p = pair == SET_CA ? &fixed.f.ca : &fixed.f.leaf;

		der[bit / 8] ^= (uint8_t)(1 << bit % 8);
		put_octets(name, der, (size_t)len, 0644);
		if (fixed_judge())
			refused++;
		else if (p->cert == CERT_FILE_OURS && p->fits && (pair == SET_CA || p->issued)) {
			good++;
			diag("bit %d passes", (int)bit);
		}
		der[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	ok(tried > 60 && good == 0 && refused == 0, title);
	put_octets(name, der, len > 0 ? (size_t)len : 0, 0644);
	ok(fixed_judge() == 0 && (ca_key_here ? whole() : fixed.f.leaf.issued), "… and unharmed, in DER, it is good again");
}

/* A changed character of a key's text: another number, so torn, or no key; or one that means the same. */
static void damaged_key(const struct kept *file, const char *name, enum set_pair pair, const char *title)
{
	static struct kept broken;
	unsigned tried = 0, good = 0;

	put_back();
	for (size_t i = 28; i + 26 < file->len; i += 3, tried++) {
		const struct found_pair *p = pair == SET_CA ? &fixed.f.ca : &fixed.f.leaf;

		broken = *file;
		if (broken.bytes[i] == '\n')
			continue;
		broken.bytes[i] = broken.bytes[i] == 'A' ? 'B' : 'A';
		put_octets(name, broken.bytes, broken.len, 0600);
		err_clear(&fixed.e);
		/* An object identifier that has changed is a key of another kind, and refused. */
		if (fixed_judge() == 0 && p->key == KEY_FILE_GOOD) {
			good++;
			diag("character %zu of %s passes", i, name);
		}
	}
	ok(tried > 60 && good == 0, title);
	put_back();
	ok(fixed_judge() == 0 && whole(), "… and unharmed it is good again");
}

static void damaged(void)
{
	damaged_certificate(&leaf_crt, "server.crt", SET_LEAF, true, "a leaf with any bit changed is not a good one of ours");
	damaged_certificate(&leaf_crt, "server.crt", SET_LEAF, false, "… nor without the CA's key");
	damaged_certificate(&ca_crt, "ca.crt", SET_CA, true, "a CA certificate with any bit changed is not a good one of ours");
	damaged_key(&leaf_key, "server.key", SET_LEAF, "a leaf key with a character changed is torn");
	damaged_key(&ca_key, "ca.key", SET_CA, "a CA key with a character changed is torn");
}

static void missing(void)
{
	put_back();
	unlink("ca.key");
	ok(fixed_judge() == 0 && fixed.f.ca.key == KEY_FILE_NONE && fixed.f.ca.cert == CERT_FILE_OURS && !fixed.f.ca.fits && fixed.f.leaf.issued,
	    "without ca.key the leaf is known by the CA's certificate");
	put_back();
	unlink("ca.crt");
	ok(fixed_judge() == 0 && fixed.f.ca.cert == CERT_FILE_NONE && fixed.f.ca.key == KEY_FILE_GOOD && fixed.f.leaf.issued,
	    "without ca.crt the leaf is known by the CA's key");
	unlink("ca.key");
	ok(fixed_judge() == 0 && !fixed.f.leaf.issued && fixed.f.leaf.cert == CERT_FILE_OURS, "without both nobody issued it, and it is still ours");
	put_back();
	unlink("server.key");
	ok(fixed_judge() == 0 && !fixed.f.leaf.fits && fixed.f.leaf.issued, "without its key a leaf fits nothing");
	put_back();
	put_octets("server.key", ca_key.bytes, ca_key.len, 0600);
	ok(fixed_judge() == 0 && !fixed.f.leaf.fits && fixed.f.leaf.key == KEY_FILE_GOOD, "another key, a good one, does not fit");
	put_back();
	put_octets("ca.key", leaf_key.bytes, leaf_key.len, 0600);
	ok(fixed_judge() == 0 && !fixed.f.ca.fits && fixed.f.ca.key == KEY_FILE_GOOD && fixed.f.leaf.issued, "… nor does another CA key");
}

/* Another CA of ours, and the user's own. */
static void strangers(void)
{
	static struct kept other_ca, other_key, other_crt;

	fixed_whole(90);
	keep(&other_ca, "ca.crt");
	keep(&other_key, "ca.key");
	keep(&other_crt, "server.crt");
	put_back();
	put_octets("ca.crt", other_ca.bytes, other_ca.len, 0644);
	put_octets("ca.key", other_key.bytes, other_key.len, 0600);
	ok(fixed_judge() == 0 && fixed.f.ca.fits && fixed.f.ca.can_sign && !fixed.f.leaf.issued && fixed.f.leaf.cert == CERT_FILE_OURS,
	    "another CA did not issue this leaf, which is whole all the same");
	put_back();
	put_octets("server.crt", other_crt.bytes, other_crt.len, 0644);
	ok(fixed_judge() == 0 && !fixed.f.leaf.fits && !fixed.f.leaf.issued, "another CA's leaf fits neither key nor CA");
	put_back();
	put_octets("ca.crt", leaf_crt.bytes, leaf_crt.len, 0644);
	ok(fixed_judge() == 0 && fixed.f.ca.cert == CERT_FILE_FOREIGN && !fixed.f.ca.can_sign, "a leaf in the CA's place is foreign, and cannot sign");
	put_back();
	rename("server.crt", "elsewhere");
	ok(symlink("elsewhere", "server.crt") == 0 && fixed_judge() == 0 && fixed.f.leaf.cert == CERT_FILE_FOREIGN && fixed.f.leaf.fits,
	    "our leaf behind a link is the user's own");
	unlink("server.crt");
}

static void wished_otherwise(void)
{
	static const struct {
		const char *name, *option, *value;
		size_t member; /* of struct found_pair: the one fact that this changes */
	} rows[] = {
		{"another subject", "--subject", "/O=other", offsetof(struct found_pair, other_subject)},
		{"another use", "--use", "client", offsetof(struct found_pair, other_use)},
		{"both uses", "--use", "both", offsetof(struct found_pair, other_use)},
		{"another type", "--key-type", "p384", offsetof(struct found_pair, other_type)},
		{"a type that asks RSA of EC", "--key-type", "rsa2048", offsetof(struct found_pair, other_type)},
	};
	static const size_t facts[] = {offsetof(struct found_pair, other_subject), offsetof(struct found_pair, other_use),
		offsetof(struct found_pair, other_type), offsetof(struct found_pair, known)};

	put_back();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool right;

		fixed_wish(rows[i].option, rows[i].value, "board.local", NULL);
		right = fixed_judge() == 0 && fixed.f.leaf.issued && fixed.f.leaf.fits;
		for (size_t j = 0; j < sizeof facts / sizeof *facts; j++)
			right &= ((const uint8_t *)&fixed.f.leaf)[facts[j]] == (facts[j] == rows[i].member);
		ok(right, rows[i].name);
	}
	fixed_wish("--key-type", "p256", "--use", "server", "--subject", "/CN=board.local", "board.local", NULL);
	ok(fixed_judge() == 0 && !fixed.f.leaf.other_type && !fixed.f.leaf.other_use && !fixed.f.leaf.other_subject, "what it has, asked for aloud, is nothing else");
	fixed_wish("--rsa-kex", "board.local", NULL);
	ok(fixed_judge() == 0 && !fixed.f.leaf.other_use, "--rsa-kex is nothing to an EC key");
	fixed_wish("board.local", "a.lan", "b.lan", "192.168.7.20", NULL);
	ok(fixed_judge() == 0 && fixed.f.leaf.lacks == 3 && fixed.f.outside == 0, "three names lack");
	fixed_wish("board.local", "www.example.org", "8.8.8.8", NULL);
	ok(fixed_judge() == 0 && fixed.f.leaf.lacks == 0 && fixed.f.outside == 2, "names outside the CA's constraints are not lacking but outside");
	ok(fixed.wanted.list[1].out && fixed.wanted.list[2].out && !fixed.wanted.list[0].out, "… and marked");
	fixed_wish("--self-signed", "board.local", NULL);
	ok(fixed_judge() == 0 && !fixed.f.leaf.self_issued && fixed.f.outside == 0, "a leaf of a CA is not self-issued");
}

static void known(void)
{
	char hex[2 * SHA256_LEN + 1], spki[2 * SHA256_LEN + 8], crossed[2 * SHA256_LEN + 8];
	uint8_t hash[SHA256_LEN];
	struct text t;

	put_back();
	fixed_wish("board.local", NULL);
	fixed_judge();
	digest_sha256(fixed.s.cert[SET_LEAF].whole.p, fixed.s.cert[SET_LEAF].whole.len, hash);
	text_init(&t, hex, sizeof hex);
	text_add_hex(&t, hash, sizeof hash, 0);
	text_init(&t, crossed, sizeof crossed);
	text_add(&t, "sha256//");
	text_add_base64(&t, hash, sizeof hash);
	digest_sha256(fixed.s.cert[SET_LEAF].spki.p, fixed.s.cert[SET_LEAF].spki.len, hash);
	text_init(&t, spki, sizeof spki);
	text_add(&t, "sha256//");
	text_add_base64(&t, hash, sizeof hash);
	fixed_wish("--replace-known", hex, "board.local", NULL);
	ok(fixed_judge() == 0 && fixed.f.leaf.known && !fixed.f.ca.known, "a pair is known by its certificate");
	unlink("server.crt");
	ok(fixed_judge() == 0 && !fixed.f.leaf.known, "… and not by its key, when the certificate was named");
	fixed_wish("--replace-known", spki, "board.local", NULL);
	ok(fixed_judge() == 0 && fixed.f.leaf.known && !fixed.f.ca.known, "a key alone is known by its own fingerprint");
	put_back();
	ok(fixed_judge() == 0 && fixed.f.leaf.known, "… and with its certificate, too");
	fixed_wish("--replace-known", crossed, "board.local", NULL);
	ok(fixed_judge() == 0 && !fixed.f.leaf.known, "a certificate's fingerprint said to be a key's is not it");
	hex[0] = hex[0] == '0' ? '1' : '0';
	fixed_wish("--replace-known", hex, "board.local", NULL);
	ok(fixed_judge() == 0 && !fixed.f.leaf.known, "another fingerprint is not it");
}

static void open_modes(void)
{
	fixed_wish("board.local", NULL);
	put_back();
	ok(chmod("server.key", 0644) == 0 && chmod("ca.crt", 0666) == 0 && fixed_judge() == 0, "modes too open");
	ok(fixed.f.leaf.open_key && fixed.f.ca.open_cert && !fixed.f.leaf.open_cert && !fixed.f.ca.open_key, "… are told of the files that have them");
	put_back();
	fixed.owner = (struct leaf_owner){.uid = 12345, .gid = (gid_t)-1, .mode = 0600};
	ok(fixed_judge() == 0 && fixed.f.leaf.open_key && !fixed.f.ca.open_key, "a leaf key of another owner than --owner's is to be mended");
	fixed.owner.uid = geteuid();
	ok(fixed_judge() == 0 && !fixed.f.leaf.open_key, "of --owner's it is not");
	fixed.owner.mode = 0640;
	ok(fixed_judge() == 0 && fixed.f.leaf.open_key, "… but for its mode");
}

static void times(void)
{
	put_back();
	fixed_wish("board.local", NULL);
	fixed.believed = false;
	fixed.clock = 0;
	ok(fixed_judge() == 0 && fixed.f.now == release_date && !fixed.f.believed, "a clock that is not believed: time is the release's");
	fixed.believed = true;
	fixed.clock = release_date + 300 * DAY;
	fixed_whole(120);
	fixed.believed = false;
	fixed.clock = 0;
	ok(fixed_judge() == 0 && fixed.f.now == release_date + 299 * DAY, "… or our newest certificate's beginning");
	fixed.believed = true;
	fixed.clock = release_date + FIFTEEN_YEARS + 20 * DAY;
	fixed_whole(121);
	fixed.believed = false;
	ok(fixed_judge() == 0 && fixed.f.now == release_date, "… unless that is no believable time itself");
}

static void alone(void)
{
	fixed_wish("--self-signed", "board.local", NULL);
	fixed_whole(7);
	keep(&leaf_key, "server.key");
	keep(&leaf_crt, "server.crt");
	ok(fixed_judge() == 0 && fixed.f.leaf.self_issued && !fixed.f.leaf.issued && fixed.f.leaf.fits && fixed.f.leaf.cert == CERT_FILE_OURS,
	    "a certificate on its own is self-issued, and ours");
	unlink("server.key");
	ok(fixed_judge() == 0 && fixed.f.leaf.self_issued && fixed.f.leaf.cert == CERT_FILE_OURS && !fixed.f.leaf.fits, "… known without its key, too");
}

int main(void)
{
	folder_make();
	clocks();
	modes();
	constraints();
	fixed_wish("board.local", NULL);
	begin(1);
	sound();
	damaged();
	missing();
	strangers();
	wished_otherwise();
	known();
	open_modes();
	times();
	alone();
	fixed_close();
	folder_remove();
	return done_testing();
}

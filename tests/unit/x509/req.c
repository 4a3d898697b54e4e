/* SPDX-License-Identifier: MIT */
/* req.c - requests that others made: read, cut anywhere, each bit turned, one part changed; and written again. */
#include <string.h>

#include "tests/unit/x509/golden.h"
#include "tests/unit/x509/requests.h"
#include "x509/req.h"

#define SPKI \
	"3059301306072a8648ce3d020106082a8648ce3d030107034200048a931334d56c87fe945f63fda1c885b635ccb5f51a54eb7a5485a8b6d431bc83" \
	"e3468d82d8b7b54c54375d45212566011eb5260fb6d94f040c0054703f9cddd9"
#define SIGNED \
	"300a06082a8648ce3d0403020348003045022029cd441692692a89cb627b63bb70dbc883e9c877edad6414f8ec239be59d1d98022100dd7ecd43f0" \
	"677b55a9c1abcaac96a91dd596b12207aed3c1eb6d6043a71cc515"
#define NAME "300c310a300806035504030c0178"
#define ATTRIBUTES "a01f301d06092a864886f70d01090e3110300e300c0603551d11040530038201 78"

static const struct {
	const char *name;
	const char *der;
	const char *want;     /* what is said; NULL: nothing */
} rows[] = {
	{ "openssl's, with an extension request", "3081e630818d020100" NAME SPKI ATTRIBUTES SIGNED, NULL },
	{ "an empty subject, no attributes", "3081ba3062020100 3000" SPKI "a000" SIGNED, NULL },
	{ "attributes left out, as some do", "3081b83060020100 3000" SPKI SIGNED, NULL },
	{ "version 2", "3081ba3062020101 3000" SPKI "a000" SIGNED, "malformed request: version" },
	{ "something behind it", "3081ba3062020100 3000" SPKI "a000" SIGNED "00", "malformed request: not one whole SEQUENCE" },
	{ "something behind the signature", "3081bc3062020100 3000" SPKI "a000" SIGNED "0500", "malformed request: signature" },
	{ "something behind the attributes", "3081bc3064020100 3000" SPKI "a0000500" SIGNED, "malformed request: attributes" },
	{ "a subject that is no name", "3081ba3062020100 3100" SPKI "a000" SIGNED, "malformed request: subject" },
	{ "no key", "3061 3009 020100 3000 a000 0500" SIGNED, "malformed request: public key" },
	{ "no signature", "3064 3062020100 3000" SPKI "a000", "malformed request: signature" },
	{ "nothing", "", "malformed request: not one whole SEQUENCE" },
};

/* In a room of its own, so that sanitizers see a step outside. */
static int read_copy(const uint8_t *p, size_t len, struct err *e)
{
	uint8_t *room = malloc(len ? len : 1);
	struct cert_view r;
	int result;

	memcpy(room, p, len);
	result = req_read(view_of(room, len), &r, e);
	if (result == 0)
		(void)cert_count_sans(&r);
	free(room);
	return result;
}

static void cuts(const struct bytes *whole, const char *name)
{
	unsigned wrong = 0;

	for (size_t n = 0; n < whole->len; n++) {
		struct err e = { 0 };

		wrong += read_copy(whole->b, n, &e) != -1 || e.kind != ERR_MALFORMED;
	}
	is_int(wrong, 0, join(name, ": cut at any octet it is none"));
}

static void turned(struct bytes *b, const char *name)
{
	unsigned refused = 0, wrong = 0;

	for (size_t n = 0; n < 8 * b->len; n++) {
		struct err e = { 0 };

		b->b[n / 8] ^= (uint8_t)(1 << n % 8);
		if (read_copy(b->b, b->len, &e)) {
			refused++;
			wrong += e.kind != ERR_MALFORMED || strncmp(e.text, "malformed request: ", 19) != 0;
		}
		b->b[n / 8] ^= (uint8_t)(1 << n % 8);
	}
	ok(refused > 8 * b->len / 8 && wrong == 0, join(name, ": with any bit turned it is read, or refused and why"));
}

static void write_info(struct der *d, const void *arg)
{
	req_info(d, arg);
}

/* openssl, asked for the same, wrote the same octets. */
static void write_again(const struct cert_view *r)
{
	struct san sans[4];
	struct cert c = { .subject = r->subject, .spki = r->spki, .key_usage = r->key_usage, .eku = r->eku, .sans = sans };
	struct view at = r->sans;
	struct bytes want;

	while (c.n_sans < 4 && cert_next_san(&at, &sans[c.n_sans]))
		c.n_sans++;
	want.len = r->tbs.len;
	memcpy(want.b, r->tbs.p, want.len);
	is_written(write_info, &c, &want, "what openssl wrote");
}

static void others(void)
{
	struct cert_view r;

	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		struct bytes b = hex(requests[i].der);
		struct err e = { 0 };

		is_int(req_read(view(&b), &r, &e), 0, requests[i].name);
		ok(r.key.kind == KEY_P256 && r.spki.len == 91 && r.signature != SIG_OTHER && r.signature_value.len, "... key and signature");
		if (i == 0)
			write_again(&r);
		cuts(&b, requests[i].name);
		turned(&b, requests[i].name);
	}
	/* The last asks for a CA, and for what nobody knows. */
	ok(r.ca && r.has_key_usage && r.key_usage == KU_KEY_CERT_SIGN && r.unknown_critical, "what is asked for is seen");
	ok(!r.has_eku && !r.sans.len && !r.issuer.len && !r.serial.len, "... and nothing else");
}

static void wanted(void)
{
	struct bytes b = hex(requests[1].der);
	struct cert_view r;
	struct view at;
	struct san s;

	req_read(view(&b), &r, NULL);
	at = r.sans;
	ok(cert_count_sans(&r) == 4 && cert_next_san(&at, &s) && s.kind == SAN_DNS && s.len == 9, "names");
	ok(r.eku == (EKU_SERVER | EKU_CLIENT) && r.key_usage == KU_DIGITAL_SIGNATURE && r.has_basic && !r.ca, "uses");
}

#define LIST "06092a864886f70d01090e"
#define DNS "300c 0603551d11 0405 300382 0178"

/* A request of no subject with these attributes. */
static const char *attributes(const char *content, struct err *e)
{
	struct bytes part = hex(content), rest = hex(SIGNED), key = hex(SPKI);
	uint8_t room[512];
	struct cert_view r;
	struct der d;

	der_init(&d, room, sizeof room);
	der_raw(&d, rest.b, rest.len);
	rest.len = d.len;
	der_value(&d, DER_CONTEXT_CONSTRUCTED, part.b, part.len);
	der_raw(&d, key.b, key.len);
	der_raw(&d, (const uint8_t *)"\x02\x01\x00\x30", 5);
	der_wrap(&d, DER_SEQUENCE, rest.len);
	der_wrap(&d, DER_SEQUENCE, 0);
	*e = (struct err){ 0 };
	return req_read(view_of(der_bytes(&d), d.len), &r, e) ? e->text : "";
}

static void attribute_rows(void)
{
	static const struct {
		const char *name, *content, *want;
	} broken[] = {
		{ "one list of extensions", "301d" LIST "3110 300e" DNS, "" },
		{ "another attribute, of any value", "3007 06022a03 3101 05", "" },
		{ "a list that stands there twice", "301d" LIST "3110 300e" DNS "301d" LIST "3110 300e" DNS, "extensionRequest stands there twice" },
		{ "two lists in one", "302d" LIST "3120 300e" DNS "300e" DNS, "extensionRequest" },
		{ "a list of nothing", "300d" LIST "3100", "extensionRequest" },
		{ "an empty list", "300f" LIST "3102 3000", "extensions" },
		{ "an extension twice", "302b" LIST "311e 301c" DNS DNS, "an extension stands there twice" },
		{ "a name that is none", "301d" LIST "3110 300e 300c 0603551d11 0405 300382 0278", "SubjectAltName" },
		{ "a list of another tag", "301d" LIST "3110 310e" DNS, "extensionRequest" },
		{ "an attribute without values", "300b" LIST, "attributes" },
		{ "an attribute that is no SEQUENCE", "0500", "attributes" },
	};
	struct err e;

	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		const char *want = *broken[i].want ? join("malformed request: ", broken[i].want) : "";

		is_str(attributes(broken[i].content, &e), want, broken[i].name);
	}
}

int main(void)
{
	struct bytes want = hex(SPKI);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes b = hex(rows[i].der);
		struct err e = { 0 };
		struct cert_view r;
		int got = req_read(view(&b), &r, &e);

		ok(got == (rows[i].want ? -1 : 0) && !strcmp(e.text, rows[i].want ? rows[i].want : ""), rows[i].name);
		if (got == 0)
			ok(view_same(r.spki, view(&want)) && r.key.kind == KEY_P256, "... its key");
	}
	others();
	wanted();
	attribute_rows();
	return done_testing();
}

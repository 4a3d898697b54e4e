/* SPDX-License-Identifier: MIT */
/* req.c - requests that openssl made: read, cut anywhere, one part changed. */
#include "tests/unit/x509/golden.h"
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
	int want;
} rows[] = {
	{ "openssl's, with an extension request", "3081e630818d020100" NAME SPKI ATTRIBUTES SIGNED, 0 },
	{ "an empty subject, no attributes", "3081ba3062020100 3000" SPKI "a000" SIGNED, 0 },
	{ "attributes left out, as some do", "3081b83060020100 3000" SPKI SIGNED, 0 },
	{ "version 2", "3081ba3062020101 3000" SPKI "a000" SIGNED, -1 },
	{ "something behind it", "3081ba3062020100 3000" SPKI "a000" SIGNED "00", -1 },
	{ "something behind the signature", "3081bc3062020100 3000" SPKI "a000" SIGNED "0500", -1 },
	{ "something behind the attributes", "3081bc3064020100 3000" SPKI "a0000500" SIGNED, -1 },
	{ "a subject that is no name", "3081ba3062020100 3100" SPKI "a000" SIGNED, -1 },
	{ "no key", "3061 3009 020100 3000 a000 0500" SIGNED, -1 },
	{ "no signature", "3064 3062020100 3000" SPKI "a000", -1 },
	{ "nothing", "", -1 },
};

static void cuts(void)
{
	struct bytes whole = hex(rows[0].der);
	unsigned wrong = 0;

	for (size_t n = 0; n < whole.len; n++) {
		uint8_t *room = malloc(n + 1);
		struct view spki;
		struct spki key;

		memcpy(room, whole.b, n);
		wrong += req_read_spki(view_of(room, n), &spki, &key) != -1;
		free(room);
	}
	is_int(wrong, 0, "a request cut at any octet is none");
}

int main(void)
{
	struct bytes want = hex(SPKI);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct bytes b = hex(rows[i].der);
		struct view spki;
		struct spki key;
		int got = req_read_spki(view(&b), &spki, &key);

		is_int(got, rows[i].want, rows[i].name);
		if (got == 0)
			ok(view_same(spki, view(&want)) && key.kind == KEY_P256, "... its key");
	}
	cuts();
	return done_testing();
}

/* SPDX-License-Identifier: MIT */
/* profile.c - the profile, byte for byte; python3's plistlib reads it when it is there. */
#include "applets/certserve/profile.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

static uint8_t sha256[PROFILE_SHA256];
static const uint8_t der[] = { 0x30, 0x03, 0x02, 0x01, 0x05 };
static const struct profile usual = { .name = "board <CA> & 'co'", .der = der, .der_len = sizeof der, .sha256 = sha256, .ca = true };
static char room[4096];

#define NAME "<key>PayloadDisplayName</key>\n<string>board &#60;CA&#62; &#38; &#39;co&#39;</string>\n"
#define UUID_1 "a0a1a2a3-a4a5-86a7-a8a9-aaabacadaeaf"
#define UUID_2 "b0b1b2b3-b4b5-86b7-b8b9-babbbcbdbebf"
#define IDS(uuid)                                                                                                 \
	"<key>PayloadVersion</key>\n<integer>1</integer>\n<key>PayloadUUID</key>\n<string>" uuid "</string>\n"          \
	"<key>PayloadIdentifier</key>\n<string>certbox." uuid "</string>\n"

static const char want[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
	"<plist version=\"1.0\">\n<dict>\n" NAME "<key>PayloadType</key>\n<string>Configuration</string>\n" IDS(UUID_1)
	"<key>PayloadDescription</key>\n<string>Compare with the device's own screen: SHA-256 "
	"A0:A1:A2:A3:A4:A5:A6:A7:A8:A9:AA:AB:AC:AD:AE:AF:B0:B1:B2:B3:B4:B5:B6:B7:B8:B9:BA:BB:BC:BD:BE:BF</string>\n"
	"<key>PayloadContent</key>\n<array>\n<dict>\n" NAME "<key>PayloadType</key>\n<string>com.apple.security.root</string>\n" IDS(UUID_2)
	"<key>PayloadContent</key>\n<data>MAMCAQU=</data>\n</dict>\n</array>\n</dict>\n</plist>\n";

/* What Apple asks for, checked by a parser of property lists: status 0. */
static const char parser[] =
	"python3 -c '\n"
	"import plistlib, sys, uuid\n"
	"p = plistlib.loads(sys.stdin.buffer.read())\n"
	"c, = p[\"PayloadContent\"]\n"
	"assert p[\"PayloadType\"] == \"Configuration\" and c[\"PayloadType\"] == \"com.apple.security.root\"\n"
	"assert c[\"PayloadContent\"] == bytes.fromhex(\"3003020105\")\n"
	"assert len({uuid.UUID(d[\"PayloadUUID\"]) for d in (p, c)}) == len({d[\"PayloadIdentifier\"] for d in (p, c)}) == 2\n"
	"assert all(d[\"PayloadVersion\"] == 1 and uuid.UUID(d[\"PayloadUUID\"]).variant == uuid.RFC_4122 for d in (p, c))\n"
	"assert p[\"PayloadDisplayName\"] == \"board <CA> & \\x27co\\x27\"\n"
	"' 2>/dev/null";

static int parse(const char *text)
{
	FILE *f = popen(parser, "w"); /* NOLINT(cert-env33-c): a fixed command */

	if (f == NULL)
		return -1;
	fputs(text, f);
	return pclose(f);
}

static void bounds(size_t len)
{
	struct text t;
	bool refused = true;

	for (size_t cap = 1; cap <= len; cap++) {
		char *less = malloc(cap);

		if (less == NULL)
			abort();
		text_init(&t, less, cap);
		refused &= profile_write(&t, &usual) == -1;
		free(less);
	}
	ok(refused, "every smaller room is seen");
}

int main(void)
{
	struct profile leaf = usual;
	struct text t;

	for (size_t i = 0; i < sizeof sha256; i++)
		sha256[i] = (uint8_t)(0xA0 + i);
	text_init(&t, room, sizeof room);
	is_int(profile_write(&t, &usual), 0, "a CA has its profile");
	is_str(room, want, "... byte for byte");
	ok(t.len < 2048 + sizeof der * 4 / 3, "... within its bound");
	bounds(t.len);
	if (system("python3 -c pass 2>/dev/null") == 0) { /* NOLINT(cert-env33-c): a fixed command */
		is_int(parse(want), 0, "a parser of property lists finds all of it");
		ok(parse("<plist version=\"1.0\"><dict></dict></plist>") != 0, "... and not in an empty one");
	} else {
		skip("a parser of property lists finds all of it", "no python3");
	}
	leaf.ca = false;
	text_init(&t, room, sizeof room);
	ok(profile_write(&t, &leaf) == -1 && t.len == 0, "a certificate that is no CA has none");
	return done_testing();
}

/* SPDX-License-Identifier: MIT */
/* profile.c - an Apple configuration profile that installs one CA. */
#include "applets/certserve/profile.h"

#include "applets/certserve/markup.h"

#define HALF 16 /* octets of a UUID */

static void add_key(struct text *t, const char *key)
{
	text_format(t, "<key>Payload%s</key>\n", key);
}

static void add_string(struct text *t, const char *key, const char *value)
{
	add_key(t, key);
	text_add(t, "<string>");
	markup_add(t, value);
	text_add_text(t, TEXT("</string>\n"));
}

static void add_uuid(struct text *t, const uint8_t half[static HALF])
{
	static const uint8_t groups[] = { 4, 2, 2, 2, 6 };
	const uint8_t *from = half;
	uint8_t octets[6];

	for (size_t g = 0; g < sizeof groups; from += groups[g++]) {
		for (size_t i = 0; i < groups[g]; i++)
			octets[i] = from[i];
		if (g == 2)
			octets[0] = (octets[0] & 0x0F) | 0x80; /* version 8 */
		if (g == 3)
			octets[0] = (octets[0] & 0x3F) | 0x80; /* variant */
		text_add(t, g > 0 ? "-" : "");
		text_add_hex(t, octets, groups[g], '\0');
	}
}

/* What both dictionaries say of themselves; the UUID is in the identifier, too, which keeps machines' profiles apart. */
static void add_common(struct text *t, const struct profile *p, const uint8_t half[static HALF], const char *type)
{
	add_string(t, "DisplayName", p->name);
	add_string(t, "Type", type);
	add_key(t, "Version");
	text_add_text(t, TEXT("<integer>1</integer>\n"));
	add_key(t, "UUID");
	text_add(t, "<string>");
	add_uuid(t, half);
	text_add_text(t, TEXT("</string>\n"));
	add_key(t, "Identifier");
	text_add_text(t, TEXT("<string>certbox."));
	add_uuid(t, half);
	text_add_text(t, TEXT("</string>\n"));
}

int profile_write(struct text *t, const struct profile *p)
{
	if (!p->ca)
		return -1;
	text_add_text(t, TEXT("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
		"<plist version=\"1.0\">\n<dict>\n"));
	add_common(t, p, p->sha256, "Configuration");
	add_key(t, "Description");
	text_add_text(t, TEXT("<string>Compare with the device's own screen: SHA-256 "));
	text_add_hex(t, p->sha256, PROFILE_SHA256, ':');
	text_add_text(t, TEXT("</string>\n"));
	add_key(t, "Content");
	text_add_text(t, TEXT("<array>\n<dict>\n"));
	add_common(t, p, p->sha256 + HALF, "com.apple.security.root");
	add_key(t, "Content");
	text_add(t, "<data>");
	text_add_base64(t, p->der, p->der_len);
	text_add_text(t, TEXT("</data>\n</dict>\n</array>\n</dict>\n</plist>\n"));
	return t->cut ? -1 : 0;
}

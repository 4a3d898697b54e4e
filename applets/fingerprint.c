/* SPDX-License-Identifier: MIT */
/* fingerprint.c - a SHA-256 fingerprint in the forms people meet. */
#include "applets/fingerprint.h"

#include <string.h>
#include <strings.h>

#include "lib/art.h"
#include "lib/words.h"

#define HEX_MAX (3 * SHA256_LEN) /* characters with separators, and room for the NUL */
#define BASE64_LEN 44
#define PER_LINE 8               /* words: four lines, which the ear can keep apart */

int fingerprint_form(const char *name, enum fingerprint_form *form, struct err *e)
{
	static const char names[FINGERPRINT_FORMS][8] = { "openssl", "hex", "pin", "words", "art" };

	for (unsigned i = 0; i < FINGERPRINT_FORMS; i++) {
		if (strcmp(name, names[i]) != 0)
			continue;
		*form = (enum fingerprint_form)i;
		return 0;
	}
	return err_set(e, ERR_USAGE, "--form is one of openssl hex pin words art, not '%s'", name);
}

void fingerprint_add(struct text *t, const struct fingerprint *f, enum fingerprint_form form, const char *title)
{
	switch (form) {
	case FINGERPRINT_HEX:
		text_add_hex(t, f->sha256, SHA256_LEN, '\0');
		break;
	case FINGERPRINT_PIN:
		text_add(t, "sha256//");
		text_add_base64(t, f->sha256, SHA256_LEN);
		break;
	case FINGERPRINT_WORDS:
		words_add(t, f->sha256, SHA256_LEN, PER_LINE);
		break;
	case FINGERPRINT_ART:
		art_add(t, f->sha256, SHA256_LEN, title, "SHA256");
		t->buf[--t->len] = '\0';
		break;
	default:
		text_add(t, f->spki ? "sha256 SPKI=" : "sha256 Fingerprint=");
		text_add_hex(t, f->sha256, SHA256_LEN, ':');
	}
}

/* Is s at this prefix, in any case? Then step over it. */
static bool skip(const char **s, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncasecmp(*s, prefix, len) != 0)
		return false;
	*s += len;
	return true;
}

/* What stands before the digits; they start at *s then. True when it announces base64. */
static bool read_prefix(const char **s, bool *spki)
{
	const char *start = *s;

	*spki = skip(s, "pin-sha256:");
	if (*spki)
		return true;
	if (!skip(s, "sha256"))
		return false;
	if (skip(s, "//"))
		return *spki = true;
	if (skip(s, ":"))
		return true;
	if (!skip(s, " ")) {
		*s = start;
		return false;
	}
	*spki = skip(s, "SPKI=");
	if (!*spki)
		skip(s, "Fingerprint=");
	return false;
}

static bool read_hex(const char *s, size_t len, uint8_t out[static SHA256_LEN])
{
	char digits[HEX_MAX];

	if (len >= sizeof digits)
		return false;
	for (size_t i = 0; i < len; i++)
		digits[i] = s[i] == ' ' ? ':' : s[i];
	return text_unhex(digits, len, out, SHA256_LEN) == SHA256_LEN;
}

static bool read_base64(const char *s, size_t len, uint8_t out[static SHA256_LEN])
{
	char digits[BASE64_LEN];

	if (len != BASE64_LEN && len != BASE64_LEN - 1)
		return false;
	digits[BASE64_LEN - 1] = '=';
	memcpy(digits, s, len);
	return text_unbase64(digits, BASE64_LEN, out, SHA256_LEN) == SHA256_LEN;
}

int fingerprint_parse(const char *s, struct fingerprint *out, struct err *e)
{
	const char *seen = s;

	s += strspn(s, " \t\n");
	bool base64 = read_prefix(&s, &out->spki);
	size_t len = strlen(s);
	while (len > 0 && strchr(" \t\n", s[len - 1]) != NULL)
		len--;
	if ((base64 && read_base64(s, len, out->sha256)) || read_hex(s, len, out->sha256))
		return 0;
	if (!base64 && words_read(s, out->sha256, SHA256_LEN) == SHA256_LEN)
		return 0;
	return err_set(e, ERR_USAGE, "'%s' is no whole SHA-256 fingerprint (64 hex digits, SHA256:…, sha256//…, 32 words)",
	    seen);
}

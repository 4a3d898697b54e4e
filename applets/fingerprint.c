/* SPDX-License-Identifier: MIT */
/* fingerprint.c - a fingerprint in the forms people meet. */
#include "applets/fingerprint.h"

#include <string.h>
#include <strings.h>

#include "lib/art.h"
#include "lib/words.h"
#include "with.inc"

#define HEX_MAX (3 * SHA256_LEN) /* characters with separators, and room for the NUL */
#define BASE64_LEN 44
#define PER_LINE 8               /* words: four lines, which the ear can keep apart */

static const struct {
	char word[7];
	uint8_t len;
} algorithms[DIGESTS] = {
	[DIGEST_SHA256] = { "sha256", SHA256_LEN }, [DIGEST_SHA384] = { "sha384", 48 },
	[DIGEST_SHA512] = { "sha512", 64 }, [DIGEST_SHA1] = { "sha1", SHA1_LEN },
};

int fingerprint_form(const char *name, enum fingerprint_form *form, struct err *e)
{
	static const char names[FINGERPRINT_FORMS][8] = { "openssl", "hex", "base64", "pin", "ssh", "words", "art", WITH_qr("qr") };

	for (unsigned i = 0; i < FINGERPRINT_FORMS; i++) {
		if (names[i][0] == '\0' || strcmp(name, names[i]) != 0)
			continue;
		*form = (enum fingerprint_form)i;
		return 0;
	}
	return err_set(e, ERR_USAGE, "--form is one of openssl hex base64 pin ssh words art" WITH_qr(" qr") ", not '%s'", name);
}

int fingerprint_algorithm(const char *name, enum digest *algorithm, struct err *e)
{
	for (unsigned i = 0; i < DIGESTS; i++) {
		if (!text_same_case(name, algorithms[i].word))
			continue;
		*algorithm = (enum digest)i;
		return 0;
	}
	return err_set(e, ERR_USAGE, "--algorithm is one of sha256 sha384 sha512 sha1, not '%s'", name);
}

const char *fingerprint_word(enum digest algorithm)
{
	return algorithms[algorithm].word;
}

void fingerprint_of(struct fingerprint *f, const void *p, size_t len)
{
	digest_bytes(f->algorithm, p, len, f->hash);
}

void fingerprint_title(enum key_kind kind, unsigned bits, char out[static FINGERPRINT_TITLE])
{
	struct text t;

	text_init(&t, out, FINGERPRINT_TITLE);
	if (kind == KEY_OTHER || kind == KEY_NONE)
		text_add(&t, "key");
	else
		text_format(&t, "%s %u", kind == KEY_RSA ? "RSA" : "EC", bits);
}

/* From here on in capitals. */
static void capitals(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
}

/* OpenSSH's name of the hash. */
static void add_name(struct text *t, const char *word)
{
	size_t start = t->len;

	text_add(t, word);
	capitals(t->buf + start);
}

static void add_art(struct text *t, const struct fingerprint *f, size_t len, const char *title)
{
	char name[sizeof algorithms[0].word];
	struct text n;

	text_init(&n, name, sizeof name);
	add_name(&n, fingerprint_word(f->algorithm));
	art_add(t, f->hash, len, title, name);
	t->buf[--t->len] = '\0';
}

static void add_ssh(struct text *t, const struct fingerprint *f, size_t len)
{
	add_name(t, fingerprint_word(f->algorithm));
	text_add_char(t, ':');
	text_add_base64(t, f->hash, len);
	while (t->buf[t->len - 1] == '=')
		t->buf[--t->len] = '\0';
}

static void add_qr(struct text *t, const struct fingerprint *f, size_t len)
{
	size_t start = t->len;

	text_format(t, "%s:", fingerprint_word(f->algorithm));
	text_add_hex(t, f->hash, len, '\0');
	capitals(t->buf + start);
}

void fingerprint_add(struct text *t, const struct fingerprint *f, enum fingerprint_form form, const char *title)
{
	const char *word = fingerprint_word(f->algorithm);
	size_t len = algorithms[f->algorithm].len;

	switch (form) {
	case FINGERPRINT_HEX:
		text_add_hex(t, f->hash, len, '\0');
		break;
	case FINGERPRINT_PIN:
		text_format(t, "%s//", word);
		text_add_base64(t, f->hash, len);
		break;
	case FINGERPRINT_BASE64:
		text_add_base64(t, f->hash, len);
		break;
	case FINGERPRINT_SSH:
		add_ssh(t, f, len);
		break;
	case FINGERPRINT_WORDS:
		words_add(t, f->hash, len, PER_LINE);
		break;
	case FINGERPRINT_ART:
		add_art(t, f, len, title);
		break;
	case FINGERPRINT_QR:
		add_qr(t, f, len);
		break;
	default:
		text_format(t, "%s %s=", word, f->spki ? "SPKI" : "Fingerprint");
		text_add_hex(t, f->hash, len, ':');
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

static int (*const read_words[])(const char *s, uint8_t *out, size_t cap) = { WITH_words(words_read,) NULL };

int fingerprint_parse(const char *s, struct fingerprint *out, struct err *e)
{
	const char *seen = s;

	out->algorithm = DIGEST_SHA256;
	s += strspn(s, " \t\n");
	bool base64 = read_prefix(&s, &out->spki);
	size_t len = strlen(s);
	while (len > 0 && strchr(" \t\n", s[len - 1]) != NULL)
		len--;
	if ((base64 && read_base64(s, len, out->sha256)) || read_hex(s, len, out->sha256))
		return 0;
	if (!base64 && read_words[0] && read_words[0](s, out->sha256, SHA256_LEN) == SHA256_LEN)
		return 0;
	return err_set(e, ERR_USAGE, "'%s' is no whole SHA-256 fingerprint (64 hex digits, SHA256:..., sha256//..., 32 words)",
	    seen);
}

/* SPDX-License-Identifier: MIT */
/* reply.c - HTTP/1 answers, octet by octet but for their bodies. */
#include "applets/reply.h"

#include <string.h>
#include <strings.h>

/* What the next octet is of. */
enum { AT_STATUS, AT_FIELD, AT_SIZE, AT_CHUNK_END, AT_TRAILER, AT_DATA };

#define CUT (sizeof ((struct reply *)0)->line - 1) /* characters of a line that may have had more */

/* Each reader of a line says whether it makes sense. */

/* What follows the number at s; NULL: there is none, or it is 2^59 or more. */
static const char *number(const char *s, unsigned base, uint64_t *n)
{
	const char *start = s;

	for (*n = 0; *n >> 59 == 0; s++) {
		unsigned digit = (unsigned char)*s - '0', letter = ((unsigned char)*s | 0x20u) - 'a';

		if (digit > 9)
			digit = letter < 6 ? letter + 10 : 16;
		if (digit >= base)
			return s > start ? s : NULL;
		*n = *n * base + digit;
	}
	return NULL;
}

/* Its characters; false: it was cut off. */
static bool keep(char *out, size_t cap, const char *value)
{
	struct text t;

	text_init(&t, out, cap);
	text_add(&t, value);
	return !t.cut;
}

static bool done(struct reply *r)
{
	r->state = REPLY_DONE;
	r->keep = !r->close && (r->stays || !r->old);
	return true;
}

/* --- the head ------------------------------------------------------------------------------------ */

static bool read_status(struct reply *r)
{
	const char *end;
	uint64_t n;

	if (strncmp(r->line, "HTTP/1.", 7) != 0 || r->line[8] != ' ')
		return false;
	end = number(r->line + 9, 10, &n);
	if (end != r->line + 12 || n < 100 || n > 599)
		return false;
	r->old = r->line[7] == '0';
	r->status = (unsigned)n;
	keep(r->words, sizeof r->words, r->line + 9);
	r->at = AT_FIELD;
	return true;
}

static bool read_length(struct reply *r, const char *value)
{
	uint64_t n;
	const char *end = number(value, 10, &n);

	if (end == NULL || *end != '\0' || (r->sized && r->length != n))
		return false;
	r->sized = true;
	r->length = n;
	return true;
}

/* RFC 9110 14.4: "bytes 0-9/10", "bytes 0-9/" and an asterisk. left is what the body must have. */
static bool read_range(struct reply *r, const char *s)
{
	uint64_t last;

	if (r->ranged || strncasecmp(s, "bytes ", 6) != 0)
		return false;
	s = number(s + 6, 10, &r->from);
	if (s == NULL || *s != '-')
		return false;
	s = number(s + 1, 10, &last);
	if (s == NULL || *s != '/')
		return false;
	r->ranged = true;
	r->left = last - r->from + 1;
	r->whole = UINT64_MAX;
	if (s[1] == '*')
		s += 2;
	else
		s = number(s + 1, 10, &r->whole);
	return s != NULL && *s == '\0' && r->from <= last && last < r->whole;
}

enum { LENGTH, CODING, CONNECTION, LOCATION, ETAG, MODIFIED, RANGE, FIELDS };

/* NUL after each. */
static const char names[] = "content-length\0transfer-encoding\0connection\0location\0etag\0last-modified\0content-range";

static bool read_known(struct reply *r, unsigned field, const char *value)
{
	switch (field) {
	case LENGTH:
		return read_length(r, value);
	case CODING:
		if (r->chunked || r->old)
			return false;
		r->chunked = true;
		return text_same_case(value, "chunked");
	case CONNECTION:
		r->close |= strcasestr(value, "close") != NULL;
		r->stays |= strcasestr(value, "keep-alive") != NULL;
		break;
	case LOCATION:
		return keep(r->location, sizeof r->location, value);
	case ETAG:
		if (!keep(r->etag, sizeof r->etag, value) || *value != '"')
			r->etag[0] = '\0';
		break;
	case MODIFIED:
		if (!keep(r->modified, sizeof r->modified, value))
			r->modified[0] = '\0';
		break;
	case RANGE:
		return r->status != 206 || read_range(r, value);
	}
	return true;
}

static bool read_field(struct reply *r)
{
	size_t n = strcspn(r->line, ": \t"), len = r->line_len;
	char *value = r->line + n + 1;
	const char *name = names;

	/* a folded line begins with a blank, and no name ends in one (RFC 9112 5.1, 5.2) */
	if (r->line[n] != ':' || n == 0)
		return false;
	r->line[n] = '\0';
	value += strspn(value, " \t");
	while (r->line[len - 1] == ' ' || r->line[len - 1] == '\t')
		len--;
	r->line[len] = '\0';
	for (unsigned i = 0; i < FIELDS; i++, name += strlen(name) + 1)
		if (text_same_case(r->line, name))
			return r->line_len < CUT && read_known(r, i, value);
	return true;
}

/* The length of the body (RFC 9112 6.3). */
static bool end_head(struct reply *r)
{
	uint16_t head_len = r->head_len;

	if (r->status < 200) {
		memset(r, 0, sizeof *r);
		r->head_len = head_len;
		return true;
	}
	if ((r->chunked && r->sized) || (r->status == 206 && (!r->ranged || (r->sized && r->length != r->left))))
		return false;
	if (r->status == 204 || r->status == 304) {
		r->sized = true;
		r->length = 0;
	}
	r->state = REPLY_BODY;
	r->at = r->chunked ? AT_SIZE : AT_DATA;
	r->head_len = 0;
	r->left = r->sized ? r->length : UINT64_MAX;
	return r->left > 0 || done(r);
}

/* --- lines ------------------------------------------------------------------------------------------ */

static bool read_size(struct reply *r)
{
	const char *end = number(r->line, 16, &r->left);

	r->at = r->left > 0 ? AT_DATA : AT_TRAILER;
	r->head_len = 0;
	return end != NULL && strchr("; \t", *end) != NULL;
}

static bool read_line(struct reply *r)
{
	bool empty = r->line_len == 0;

	switch (r->at) {
	case AT_STATUS:
		return read_status(r);
	case AT_FIELD:
		return empty ? end_head(r) : read_field(r);
	case AT_SIZE:
		return read_size(r);
	case AT_CHUNK_END:
		r->at = AT_SIZE;
		return empty;
	default:
		return !empty || done(r);
	}
}

static bool read_octet(struct reply *r, char c)
{
	if (++r->head_len > REPLY_HEAD_MAX || c == '\0' || (r->cr && c != '\n'))
		return false;
	r->cr = c == '\r';
	if (c == '\n') {
		r->line[r->line_len] = '\0';
		if (!read_line(r))
			return false;
		r->line_len = 0;
	} else if (!r->cr && r->line_len < CUT) {
		r->line[r->line_len++] = c;
	}
	return true;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

/* In the line that is in r. */
static void broken(struct reply *r, struct err *e)
{
	r->state = REPLY_BROKEN;
	r->line[r->line_len < 60 ? r->line_len : 60] = '\0';
	if (r->at == AT_STATUS && (r->line[0] | 3) == 0x17)
		err_set(e, ERR_MALFORMED, "it speaks TLS, not plain HTTP");
	else
		err_set(e, ERR_MALFORMED, "this is no HTTP/1.1: '%s'", r->line);
}

/* Some of the body. */
static size_t take(struct reply *r, size_t len)
{
	size_t n = len < r->left ? len : (size_t)r->left;

	r->got += n;
	r->left -= n;
	if (r->left == 0) {
		r->at = AT_CHUNK_END;
		(void)(r->chunked || done(r));
	}
	return n;
}

static void end(struct reply *r, struct err *e)
{
	size_t n = r->line_len < 7 ? r->line_len : 7;

	if (r->state >= REPLY_DONE)
		return;
	if (r->state == REPLY_BODY && !r->sized && !r->chunked) {
		r->state = REPLY_DONE;
		return;
	}
	if (r->at == AT_STATUS && strncmp(r->line, "HTTP/1.", n) != 0)
		broken(r, e);
	r->state = REPLY_BROKEN;
	if (r->sized)
		err_set(e, ERR_UNREACHABLE, "cut after %l of %l octets", (int64_t)r->got, (int64_t)r->length);
	else
		err_set(e, ERR_UNREACHABLE, "cut after %l octets", (int64_t)r->got);
}

enum reply_state reply_feed(struct reply *r, const uint8_t *p, size_t len, size_t *used, const uint8_t **body, size_t *body_len, struct err *e)
{
	bool fine = true;

	*used = *body_len = 0;
	if (len == 0)
		end(r, e);
	while (fine && *used < len && r->state < REPLY_DONE && r->at != AT_DATA)
		fine = read_octet(r, (char)p[(*used)++]);
	if (!fine)
		broken(r, e);
	*body = p + *used;
	if (*used < len && r->state == REPLY_BODY)
		*used += *body_len = take(r, len - *used);
	return r->state;
}

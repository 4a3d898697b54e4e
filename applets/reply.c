/* SPDX-License-Identifier: MIT */
/* reply.c - HTTP/1 answers, octet by octet but for their bodies. */
#include "applets/reply.h"

#include <string.h>
#include <strings.h>

/* What the next octet is of. */
enum { AT_STATUS, AT_FIELD, AT_SIZE, AT_CHUNK_END, AT_TRAILER, AT_DATA };

#define CUT (sizeof ((struct reply *)0)->line - 1) /* characters of a line that may have had more */

/* Each reader of a line gives NULL, or what is wrong: a TEXT. */

/* What follows the number at s; NULL: there is none, or it is over 2^62. */
static const char *number(const char *s, unsigned base, uint64_t *n)
{
	const char *start = s;

	for (*n = 0;; s++) {
		unsigned digit = (unsigned char)*s - '0', letter = ((unsigned char)*s | 0x20u) - 'a';

		if (digit > 9)
			digit = letter < 6 ? letter + 10 : 16;
		if (digit >= base)
			return s > start ? s : NULL;
		if (*n >> 59 != 0)
			return NULL;
		*n = *n * base + digit;
	}
}

static void done(struct reply *r)
{
	r->state = REPLY_DONE;
	r->keep = !r->close && (r->stays || !r->old);
}

/* --- the head ------------------------------------------------------------------------------------ */

static const char *read_status(struct reply *r)
{
	uint64_t n;
	const char *end;

	if (strncmp(r->line, "HTTP/1.", 7) != 0 || (unsigned char)(r->line[7] - '0') > 9 || r->line[8] != ' ')
		return ""; /* broken() words it */
	end = number(r->line + 9, 10, &n);
	if (end != r->line + 12 || n < 100 || n > 599 || (*end != '\0' && *end != ' '))
		return "";
	r->old = r->line[7] == '0';
	r->status = (unsigned)n;
	r->reason[0] = '\0';
	strncat(r->reason, end + (*end == ' '), sizeof r->reason - 1);
	r->at = AT_FIELD;
	return NULL;
}

static void keep(char *out, size_t cap, const char *value)
{
	size_t len = strlen(value);

	if (len < cap)
		memcpy(out, value, len + 1);
	else
		*out = '\0';
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
	if (s == NULL || *s != '/' || last < r->from)
		return false;
	r->ranged = true;
	r->left = last - r->from + 1;
	r->whole = UINT64_MAX;
	if (strcmp(s, "/*") == 0)
		return true;
	s = number(s + 1, 10, &r->whole);
	return s != NULL && *s == '\0' && last < r->whole;
}

static bool read_known(struct reply *r, unsigned field, const char *value)
{
	enum { LENGTH, CODING, CONNECTION, LOCATION, ETAG, MODIFIED, RANGE, CONTENT };
	size_t len = strlen(value);

	switch (field) {
	case LENGTH:
		return read_length(r, value);
	case CODING:
		if (r->chunked || r->old || !text_same_case(value, "chunked"))
			return false;
		r->chunked = true;
		break;
	case CONNECTION:
		r->close |= strcasestr(value, "close") != NULL;
		r->stays |= strcasestr(value, "keep-alive") != NULL;
		break;
	case LOCATION:
		keep(r->location, sizeof r->location, value);
		return len < sizeof r->location;
	case ETAG:
		keep(r->etag, sizeof r->etag, len > 1 && *value == '"' && value[len - 1] == '"' ? value : "");
		break;
	case MODIFIED:
		keep(r->modified, sizeof r->modified, value);
		break;
	case RANGE:
		return r->status != 206 || read_range(r, value);
	case CONTENT:
		return r->status / 100 != 2 || text_same_case(value, "identity");
	}
	return true;
}

static const char *read_field(struct reply *r)
{
	static const char names[][18] = { "content-length", "transfer-encoding", "connection", "location", "etag", "last-modified", "content-range",
	    "content-encoding" };
	static const char *const bad = TEXT("a field of its answer is wrong");
	size_t n = strcspn(r->line, ": \t"), len = r->line_len;
	char *value = r->line + n + 1;

	/* a folded line begins with a blank, and no name ends in one (RFC 9112 5.1, 5.2) */
	if (r->line[n] != ':' || n == 0)
		return bad;
	r->line[n] = '\0';
	value += strspn(value, " \t");
	while (r->line[len - 1] == ' ' || r->line[len - 1] == '\t')
		len--;
	r->line[len] = '\0';
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
		if (text_same_case(r->line, names[i]))
			return r->line_len < CUT && read_known(r, i, value) ? NULL : bad;
	return NULL;
}

/* The length of the body (RFC 9112 6.3). */
static const char *end_head(struct reply *r)
{
	bool none = r->status == 204 || r->status == 304;

	if (r->status < 200) {
		memset(r, 0, offsetof(struct reply, line));
		r->chunked = r->close = r->stays = false;
		r->at = AT_STATUS;
		return NULL;
	}
	if (r->chunked && r->sized)
		return TEXT("its answer has two lengths");
	if (r->status == 206 && (!r->ranged || (r->sized && r->length != r->left)))
		return TEXT("its answer is not the part it says");
	r->state = REPLY_BODY;
	r->at = r->chunked ? AT_SIZE : AT_DATA;
	if (none) {
		r->sized = true;
		r->length = 0;
	}
	r->head_len = 0;
	r->left = r->sized ? r->length : UINT64_MAX;
	if (r->left == 0)
		done(r);
	return NULL;
}

/* --- lines ------------------------------------------------------------------------------------------ */

static const char *read_size(struct reply *r)
{
	const char *end = number(r->line, 16, &r->left);

	if (end == NULL || strchr("; \t", *end) == NULL)
		return TEXT("a chunk of its answer has no length");
	r->at = r->left > 0 ? AT_DATA : AT_TRAILER;
	r->head_len = 0;
	return NULL;
}

static const char *read_line(struct reply *r)
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
		return empty ? NULL : TEXT("a chunk of its answer is longer than it says");
	default:
		if (empty)
			done(r);
		return NULL;
	}
}

static const char *read_octet(struct reply *r, uint8_t c)
{
	const char *why;

	if (++r->head_len > REPLY_HEAD_MAX)
		return TEXT("its answer's head is too long");
	if (c == '\0' || (r->cr && c != '\n'))
		return TEXT("its answer has a control character");
	r->cr = c == '\r';
	if (c != '\n') {
		if (!r->cr && r->line_len < CUT)
			r->line[r->line_len++] = (char)c;
		return NULL;
	}
	r->line[r->line_len] = '\0';
	why = read_line(r);
	if (why == NULL)
		r->line_len = 0;
	return why;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static void broken(struct reply *r, const char *why, struct err *e)
{
	r->state = REPLY_BROKEN;
	r->line[r->line_len < 60 ? r->line_len : 60] = '\0';
	if (r->at != AT_STATUS)
		err_set(e, ERR_MALFORMED, "%t", why);
	else if (r->line[0] == 0x15 || r->line[0] == 0x16)
		err_set(e, ERR_MALFORMED, "it speaks TLS, not plain HTTP");
	else
		err_set(e, ERR_MALFORMED, "it does not speak HTTP/1.1: '%s'", r->line);
}

static void end(struct reply *r, struct err *e)
{
	bool foreign = r->at == AT_STATUS && r->line_len > 0 && strncmp(r->line, "HTTP/1.", r->line_len < 7 ? r->line_len : 7) != 0;

	if (r->state >= REPLY_DONE)
		return;
	if (foreign) {
		broken(r, NULL, e);
	} else if (r->state == REPLY_BODY && !r->sized && !r->chunked) {
		r->state = REPLY_DONE;
	} else {
		if (r->state == REPLY_HEAD)
			err_set(e, ERR_UNREACHABLE, "cut off before its answer");
		else if (r->sized)
			err_set(e, ERR_UNREACHABLE, "cut after %l of %l octets", (int64_t)r->got, (int64_t)r->length);
		else
			err_set(e, ERR_UNREACHABLE, "cut after %l octets", (int64_t)r->got);
		r->state = REPLY_BROKEN;
	}
}

/* Some of the body. */
static size_t take(struct reply *r, size_t len)
{
	size_t n = len < r->left ? len : (size_t)r->left;

	r->got += n;
	r->left -= n;
	if (r->left == 0) {
		if (r->chunked)
			r->at = AT_CHUNK_END;
		else
			done(r);
	}
	return n;
}

enum reply_state reply_feed(struct reply *r, const uint8_t *p, size_t len, size_t *used, const uint8_t **body, size_t *body_len, struct err *e)
{
	const char *why = NULL;

	*used = *body_len = 0;
	*body = p;
	if (len == 0)
		end(r, e);
	while (*used < len && r->state < REPLY_DONE && r->at != AT_DATA && why == NULL)
		why = read_octet(r, p[(*used)++]);
	if (why != NULL)
		broken(r, why, e);
	if (*used < len && r->state == REPLY_BODY) {
		*body = p + *used;
		*body_len = take(r, len - *used);
		*used += *body_len;
	}
	return r->state;
}

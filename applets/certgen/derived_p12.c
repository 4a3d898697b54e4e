/* SPDX-License-Identifier: MIT */
/* derived_p12.c - --p12: the pair and its chain under a password, and the file with that password. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/derived.h"
#include "applets/certgen/options.h"
#include "applets/room.h"
#include "bearssl-glue/p12.h"
#include "lib/wipe.h"

#define PASSWORD_MADE 32 /* characters of 62: 190 bits */

/* Letters and digits, each as likely as the others: 248 is 4 times 62. */
int password_make(struct derived *d, struct product *out, struct err *e)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	uint8_t octet;

	out->bytes = room_make(PASSWORD_MADE, e);
	if (!out->bytes)
		return -1;
	while (out->len < PASSWORD_MADE) {
		rng_fill(&d->r->rng, &octet, 1);
		if (octet < 248)
			out->bytes[out->len++] = letters[octet % 62];
	}
	return 0;
}

/* Without the end of its line, which editors and echo add. */
static int password_of(const struct file *f, struct view *out, struct err *e)
{
	size_t n = f->size;

	if (n && f->bytes[n - 1] == '\n')
		n--;
	if (n && f->bytes[n - 1] == '\r' && n < f->size)
		n--;
	*out = view_of(f->bytes, n);
	for (size_t i = 0; i < n; i++) {
		if (f->bytes[i] < ' ' || f->bytes[i] > '~')
			return err_set(e, ERR_MALFORMED, "the password has characters that are not printable ASCII");
	}
	return n && n <= P12_PASSWORD_MAX ? 0 : err_set(e, ERR_MALFORMED, "the password is not of 1 to %d characters", P12_PASSWORD_MAX);
}

int password_same(struct derived *d, struct err *e)
{
	struct view ignored;

	return password_of(&d->at.file, &ignored, e) ? -1 : 1;
}

/* What the file is to hold, and what that stands on. */
struct content {
	struct p12 p12;
	struct bundle chain;
	struct view certificates[P12_CERTIFICATES_MAX];
	struct file secret;
	struct view password;
	struct text name;
	char name_room[4 * P12_NAME_MAX + 1];
};

/* The CN, or the first name. Long ones are cut: it is a label. */
static void default_name(const struct cert_view *leaf, struct text *t)
{
	struct view cn = name_common_of(leaf->subject), at = leaf->sans;
	struct san first;

	if (cn.len && text_is_clean_utf8((const char *)cn.p, cn.len))
		text_add_bytes(t, (const char *)cn.p, cn.len);
	else if (cert_next_san(&at, &first))
		san_add_text(t, &first);
}

/* The chain ends with our CA's certificate, where it does lead there: what is imported is then whole, as after mkcert. */
static int add_chain(const struct set *s, struct content *c, struct err *e)
{
	const struct cert_view *ca = &s->cert[SET_CA];
	struct view at, one;
	struct cert_view v;

	if (bundle_add_file(&c->chain, &s->entry[SET_LEAF_CERT], e))
		return -1;
	for (at = view_of(c->chain.der, c->chain.len); derived_anchor(s) == SET_CA_CERT && view_whole(&at, DER_SEQUENCE, &one) == 0;) {
		if (cert_read(one, &v, NULL) == 0 && view_same(v.issuer, ca->subject) && (!v.authority_key_id.len || view_same(v.authority_key_id, ca->key_id)))
			return bundle_add(&c->chain, ca->whole, e);
	}
	return 0;
}

static int content_of(struct derived *d, struct content *c, struct err *e)
{
	struct set *s = &d->r->set;
	const char *name = derived_value(d->r, OPT_P12_NAME);
	struct view at;

	text_init(&c->name, c->name_room, sizeof c->name_room);
	if (name)
		text_add(&c->name, name);
	else
		default_name(&s->cert[SET_LEAF], &c->name);
	if (add_chain(s, c, e) || key_complete(&s->key[SET_LEAF]) || derived_read(d, OPT_PASSWORD_FILE, 2 * P12_PASSWORD_MAX, &c->secret, e))
		return -1;
	if (password_of(&c->secret, &c->password, e))
		return err_prefix(e, "--password-file");
	c->p12 = (struct p12){.kind = args_on(d->r->w->args, OPT_P12_COMPAT) ? P12_COMPAT : P12_STANDARD, .key = &s->key[SET_LEAF],
		.certificates = c->certificates, .name = c->name.len ? c->name_room : NULL};
	at = view_of(c->chain.der, c->chain.len);
	while (c->p12.n_certificates < P12_CERTIFICATES_MAX && view_whole(&at, DER_SEQUENCE, &c->certificates[c->p12.n_certificates]) == 0)
		c->p12.n_certificates++;
	return 0;
}

static void content_free(struct content *c)
{
	bundle_free(&c->chain);
	file_wipe(&c->secret);
}

static struct view octets(const struct file *f)
{
	return view_of(f->bytes, f->size);
}

int p12_file_same(struct derived *d, struct err *e)
{
	struct content c = {.chain.der = NULL};
	uint8_t *work = room_make(d->at.file.size + 1, e);
	size_t len;
	int result = work ? content_of(d, &c, e) : -1;

	if (result == 0)
		result = p12_write(&c.p12, c.password, NULL, NULL, 0, &len, e);
	if (result == 0)
		result = p12_same(octets(&d->at.file), c.password, work, d->at.file.size, &c.p12);
	free(work);
	content_free(&c);
	return result;
}

int p12_file_make(struct derived *d, struct product *out, struct err *e)
{
	struct content c = {.chain.der = NULL};
	int result = content_of(d, &c, e);

	if (result == 0)
		result = p12_write(&c.p12, c.password, NULL, NULL, 0, &out->len, e);
	if (result == 0) {
		out->bytes = room_make(out->len, e);
		result = out->bytes ? p12_write(&c.p12, c.password, &d->r->rng, (uint8_t *)out->bytes, out->len, &out->len, e) : -1;
	}
	content_free(&c);
	return result;
}

bool p12_file_is_ours(struct derived *d)
{
	struct content c = {.chain.der = NULL};
	struct p12_found found;
	struct file *f = &d->at.file;
	bool ours = content_of(d, &c, NULL) == 0 && p12_read(octets(f), c.password, f->bytes, f->size, &found, NULL) == P12_READ;

	key_wipe(&found.key);
	content_free(&c);
	return ours;
}

/* SPDX-License-Identifier: MIT */
/* import_read.c - keys and certificates out of files of any form. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/import_read.h"
#include "applets/certgen/options.h"
#include "applets/room.h"
#include "applets/operand.h"
#include "bearssl-glue/p12.h"
#include "x509/pem.h"

/* The key that was read last stands where the set has the CA's, the one that was given where it has the retired one. */
static struct key *last_key(const struct import *m)
{
	return &m->r->set.key[SET_CA];
}

static int take_key(struct import *m, struct err *e)
{
	uint8_t spki[SPKI_MAX];
	size_t len;

	if (key_complete(last_key(m)))
		return err_set(e, ERR_MALFORMED, "a private key that contradicts itself");
	len = key_spki(last_key(m), spki);
	if (m->spki_len && !view_is(view_of(m->spki, m->spki_len), spki, len))
		return err_set(e, ERR_MALFORMED, "another private key than before; give one");
	memcpy(m->spki, spki, len);
	m->spki_len = len;
	m->r->set.retired = *last_key(m);
	m->taken++;
	return 0;
}

static int take_cert(struct import *m, struct view der, struct err *e)
{
	struct cert_view *c = &m->certs[m->n].view;

	m->taken++;
	for (size_t i = 0; i < m->n; i++) {
		if (view_same(m->certs[i].view.whole, der))
			return 0;
	}
	if (m->n == IMPORT_CERTS_MAX)
		return err_set(e, ERR_MALFORMED, "more than %d certificates", IMPORT_CERTS_MAX);
	if (cert_read(der, c, e))
		return -1;
	m->n++;
	return 0;
}

static int take_text(struct import *m, struct view at, uint8_t *room, struct err *e)
{
	struct pem_object o;
	struct view from = at;
	int64_t len;
	int found;

	for (; (found = pem_next(&at, &o)) == 1; from = at) {
		if (o.kind == PEM_CERTIFICATE) {
			len = pem_decode(&o, room, o.text_len + 4);
			if (len < 0)
				return err_set(e, ERR_MALFORMED, "a certificate that is not base64");
			if (take_cert(m, view_of(room, (size_t)len), e))
				return -1;
			room += len;
		} else if (o.kind >= PEM_PKCS8 && o.kind <= PEM_OPENSSH) {
			from.len -= at.len;
			if (key_read(from, room, from.len, last_key(m), e) || take_key(m, e))
				return -1;
		}
	}
	return found < 0 ? err_set(e, ERR_MALFORMED, "a PEM object begins and does not end") : 0;
}

/* As all files of options P is in DIR; with the FILEs, else. */
static int read_password(struct import *m, struct file *f, struct view *out, struct err *e)
{
	const char *name = args_value(m->r->w->args, OPT_PASSWORD_FILE, NULL);
	char path[2 * SET_NAME_MAX];
	struct text t;

	*out = view_of(NULL, 0);
	if (!name)
		return 0;
	text_init(&t, path, sizeof path);
	text_format(&t, "%s/%s", m->r->w->dir, name);
	if (name[0] == '/' || t.cut || file_read(AT_FDCWD, path, FILE_MAX, f, NULL) || !f->facts.there) {
		file_wipe(f);
		if (operand_read(name, f, e))
			return -1;
	}
	*out = view_of(f->bytes, f->size);
	out->len -= out->len && out->p[out->len - 1] == '\n';
	out->len -= out->len < f->size && out->len && out->p[out->len - 1] == '\r';
	return 0;
}

static int take_found(struct import *m, const struct p12_found *found, struct err *e)
{
	*last_key(m) = found->key;
	if (found->key.kind != KEY_NONE && take_key(m, e))
		return -1;
	for (size_t i = 0; i < found->n_certificates; i++) {
		if (take_cert(m, found->certificates[i], e))
			return -1;
	}
	return 0;
}

static int take_p12(struct import *m, struct view file, uint8_t *room, struct err *e)
{
	struct p12_found found;
	struct file secret = {0};
	struct view password;
	enum p12_result opened;
	int result = -1;

	if (read_password(m, &secret, &password, e))
		return -1;
	opened = p12_read(file, password, room, file.len, &found, e);
	file_wipe(&secret);
	if (opened == P12_READ)
		result = take_found(m, &found, e);
	else if (opened == P12_PASSWORD && !password.p) {
		err_clear(e);
		err_set(e, ERR_FAIL, "has a password: --password-file P");
	}
	key_wipe(&found.key);
	return result;
}

/* PFX begins with its version, 3, which no key has; indefinite lengths are allowed (RFC 7292). */
static bool is_p12(struct view v)
{
	static const uint8_t version[] = {0x02, 0x01, 0x03};
	size_t at = v.len < 2 ? 0 : v.p[1] & 0x80 ? 2 + (v.p[1] & 0x7fU) : 2;

	return at && v.p[0] == DER_SEQUENCE && v.len > at + sizeof version && memcmp(v.p + at, version, sizeof version) == 0;
}

static int take_der(struct import *m, struct view file, uint8_t *room, struct err *e)
{
	enum key_result result = key_read(file, room, file.len, last_key(m), e);

	if (result == KEY_READ)
		return take_key(m, e);
	if (result == KEY_REFUSED)
		return -1;
	err_clear(e); /* no key: a certificate? */
	memcpy(room, file.p, file.len);
	return take_cert(m, view_of(room, file.len), e);
}

static int take(struct import *m, const struct file *f, struct err *e)
{
	struct view file = view_of(f->bytes, f->size);
	struct import_room *room = room_make(sizeof *room + f->size + 4, e);
	size_t before = m->taken;
	int result;

	if (!room)
		return -1;
	room->next = m->rooms;
	m->rooms = room;
	result = (pem_is_text(file) ? take_text : is_p12(file) ? take_p12 : take_der)(m, file, room->bytes, e);
	if (result == 0 && m->taken == before)
		result = err_set(e, ERR_MALFORMED, "holds neither a certificate nor a private key");
	return result;
}

/* What a config file says of names is not meant here. */
int import_read(struct import *m, struct err *e)
{
	const struct args *a = m->r->w->args;

	for (size_t i = 0; i < a->len; i++) {
		const struct given *g = &a->given[i];
		struct file f = {0};
		int result;

		if (g->option != OPT_IMPORT && (g->option != OPT_SAN || g->source != ARGS_FROM_LINE))
			continue;
		if (operand_read(g->value, &f, e))
			return -1;
		result = take(m, &f, e) ? err_prefix(e, g->value) : 0;
		file_wipe(&f);
		if (result)
			return -1;
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* derived.c - files that follow from the set. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets/certgen/act.h"
#include "applets/certgen/csr.h"
#include "applets/certgen/derived.h"
#include "applets/certgen/leftover.h"
#include "applets/certgen/options.h"
#include "lib/wipe.h"
#include "os/durable.h"
#include "os/mend.h"

#define DERIVED_MAX (2 * FILE_MAX) /* bytes: a bundle, and what is added to it */

/* The key first: nginx, HAProxy, lighttpd and stunnel take either order, and ejabberd, Mongo and Postfix's chain files this one. */
static int make_combined(struct derived *d, struct product *out, struct err *e)
{
	const struct set_entry *cert = &d->r->set.entry[SET_LEAF_CERT];
	struct key *key = &d->r->set.key[SET_LEAF];
	struct file text = {0};

	if (file_read(cert->dirfd, cert->base, FILE_MAX, &text, e))
		return -1;
	out->bytes = malloc(KEY_PEM_MAX + text.size);
	if (!out->bytes || key_complete(key)) {
		file_wipe(&text);
		return err_set(e, ERR_FAIL, out->bytes ? "the key cannot be used" : "out of memory");
	}
	out->len = key_pem(key, out->bytes);
	memcpy(out->bytes + out->len, text.bytes, text.size);
	out->len += text.size;
	file_wipe(&text);
	return 0;
}

static bool holds_our_key(struct derived *d)
{
	struct file *f = &d->at.file;
	struct key key;
	bool ours = key_read(view_of(f->bytes, f->size), f->bytes, f->size, &key, NULL) == KEY_READ && key_complete(&key) == 0;
	uint8_t spki[SPKI_MAX];

	ours = ours && view_is(d->r->set.cert[SET_LEAF].spki, spki, key_spki(&key, spki));
	key_wipe(&key);
	return ours;
}

static const struct derived_row rows[] = {
	{OPT_COMBINED, true, true, make_combined, holds_our_key, NULL},
	{OPT_CSR, false, false, csr_make, csr_ours, NULL},
};

static bool is_same(struct derived *d, const struct product *made)
{
	const struct file *f = &d->at.file;

	if (!f->facts.there)
		return false;
	return d->row->same ? d->row->same(d) : f->size == made->len && memcmp(f->bytes, made->bytes, made->len) == 0;
}

/* The first write is near: whoever stops us, the next run has to pay. */
static int begin(struct derived *d, struct err *e)
{
	struct act a = {.s = &d->r->set, .r = &d->r->rng};

	if (ensure_seed(d->r, e) || (d->r->w->on_change && act_mark_pending(&a, e)))
		return -1;
	d->r->changed = true;
	return 0;
}

static int put(struct derived *d, const struct product *made, struct err *e)
{
	const struct leaf_owner *owner = &d->r->owner;
	bool there = d->at.file.facts.there, ours = there && d->row->ours(d), owned = d->row->secret && owner->mode;
	char temp[MARK_TEMP_NAME_LEN], aside[SET_NAME_MAX + 16];
	struct act a = {.s = &d->r->set, .r = &d->r->rng};
	struct durable_file f = {.name = d->at.base, .temp = temp, .bytes = made->bytes, .len = made->len,
		.mode = owned ? owner->mode : d->row->secret ? 0600 : 0644, .uid = owned ? owner->uid : (uid_t)-1,
		.gid = owned ? owner->gid : (gid_t)-1, .secret = d->row->secret, .how = ours ? DURABLE_REPLACE : DURABLE_CREATE};

	if (there && !ours) {
		if (durable_set_aside(d->at.dirfd, d->at.base, aside, sizeof aside, e))
			return -1;
		say_change(d->r->say, "set-aside", d->at.shown, aside);
	}
	act_temp(&a, &d->at, temp);
	if (durable_put(d->at.dirfd, &f, e))
		return -1;
	say_change(d->r->say, ours ? "reissued" : "created", d->at.shown, "");
	return 0;
}

static int mend(struct derived *d, struct err *e)
{
	const struct file_facts *facts = &d->at.file.facts;
	struct leaf_owner owner = d->row->secret ? d->r->owner : (struct leaf_owner){.uid = (uid_t)-1, .gid = (gid_t)-1};
	mode_t mode = owner.mode ? owner.mode : facts->mode & (mode_t)(d->row->secret ? ~0037 : ~0022);

	if (mode == (facts->mode & 0777) && (owner.uid == (uid_t)-1 || owner.uid == facts->uid) && (owner.gid == (gid_t)-1 || owner.gid == facts->gid))
		return 0;
	if (!d->check && (begin(d, e) || mend_file(d->at.dirfd, d->at.base, mode, owner.uid, owner.gid, e)))
		return -1;
	*d->work = true;
	say_change(d->r->say, "mended", d->at.shown, "mode or owner");
	return 0;
}

static int compare(struct derived *d, struct product *made, struct err *e)
{
	bool made_first = !d->row->same, stale = d->check && *d->work;

	if (d->at.dirfd >= 0 && file_read(d->at.dirfd, d->at.base, DERIVED_MAX, &d->at.file, e))
		return -1;
	if (d->at.file.facts.link)
		return err_set(e, ERR_FAIL, "is a symbolic link; not written");
	if (!stale && made_first && d->row->make(d, made, e))
		return -1;
	if (!stale && is_same(d, made))
		return mend(d, e);
	*d->work = true;
	if (d->check) {
		say_change(d->r->say, d->at.file.facts.there ? "reissued" : "created", d->at.shown, "");
		return 0;
	}
	if (begin(d, e) || (!made_first && d->row->make(d, made, e)))
		return -1;
	return put(d, made, e);
}

static int update(struct derived *d, struct err *e)
{
	struct set *s = &d->r->set;
	struct product made = {0};
	struct err why = {0};
	uint32_t left = 0;
	int result = set_entry_open(&d->at, args_value(d->r->w->args, d->row->option, NULL), s->dirfd, &why);

	if (result == 0) {
		/* What an earlier run left outside DIR; within it, the plan has seen to that. */
		if (d->at.dirfd != s->dirfd && !d->check && leftover_count(d->at.dirfd, s->path, &left, NULL) == 0 && left)
			leftover_remove(d->at.dirfd, s->path, NULL);
		result = compare(d, &made, &why);
		if (d->at.dirfd != s->dirfd)
			close(d->at.dirfd);
	}
	if (made.bytes) {
		wipe(made.bytes, made.len);
		free(made.bytes);
	}
	file_wipe(&d->at.file);
	if (result == 0)
		return 0;
	/* No other DIR helps when it is a file outside that cannot be written. */
	err_set(e, why.kind, "--%s: %s: %s", d->r->w->args->options[d->row->option].word, d->at.shown, why.text);
	if (e->number == 0 && d->at.dirfd == s->dirfd)
		e->number = why.number;
	return -1;
}

int derived_update(struct run *r, bool check, bool *work, struct err *e)
{
	bool has_cert = r->set.cert_found[SET_LEAF] == CERT_FILE_OURS || r->set.cert_found[SET_LEAF] == CERT_FILE_FOREIGN;
	bool stale = *work;
	int result = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct derived d = {.r = r, .row = &rows[i], .check = check, .work = &stale};

		if (!args_value(r->w->args, rows[i].option, NULL) || r->w->plan.csr != (rows[i].option == OPT_CSR) || (rows[i].cert && !has_cert && !(check && *work)))
			continue;
		stale = *work;
		result |= update(&d, e);
		*work |= stale;
	}
	return result;
}

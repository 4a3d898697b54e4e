/* SPDX-License-Identifier: MIT */
/* peers.c - the store: names, files, who may change them. */
#include "applets/certfetch/peers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/sha256.h"
#include "bearssl-glue/digest.h"
#include "os/durable.h"
#include "os/lock.h"
#include "x509/pem.h"
#include "x509/time.h"
#include "x509/view.h"

#define LOCK ".lock"
#define TEMP ".certfetch.new"
#define WAIT_MS 10000
#define OTHERS (S_IWGRP | S_IWOTH)

#define LONGEST 230     /* characters of a host, and of --as: room for "_65535.crt.bad-9999" */
#define HASHED 16       /* hex digits */

static const char SUFFIX[] = ".crt";

/* --- names ------------------------------------------------------------------------------------------- */

static bool ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && strcmp(name + n - m, suffix) == 0;
}

static int plain_name(const char *as, struct text *t, struct err *e)
{
	size_t len = strlen(as);

	if (len == 0 || len > LONGEST || as[0] == '.' || as[0] == '-' || strchr(as, '/') || !text_is_clean_utf8(as, len))
		return err_set(e, ERR_USAGE, "--as: '%s' is no plain file name", as);
	text_add(t, as);
	if (!ends_in(as, SUFFIX))
		text_add(t, SUFFIX);
	return 0;
}

/* Would a name of this host alone look like one with a port? */
static bool ends_in_port(const char *host)
{
	const char *last = strrchr(host, '_');

	return last && last[1] && last[1 + strspn(last + 1, "0123456789")] == '\0';
}

int peers_name(const struct url *u, const char *as, char out[static PEERS_NAME], struct err *e)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_%:";
	const char *c = u->host;
	size_t len = strlen(c);
	struct text t;
	unsigned port = u->plain ? URL_PORT : u->port;
	uint8_t hash[SHA256_LEN];
	bool odd = len > LONGEST || c[strspn(c, plain)];

	text_init(&t, out, PEERS_NAME);
	if (as)
		return plain_name(as, &t, e);
	for (; *c && t.len < (odd ? LONGEST - HASHED : LONGEST); c++)
		text_add_char(&t, *c == ':' ? '+' : strchr(plain, *c) ? *c : '_');
	if (odd) {
		digest_sha256(u->host, len, hash);
		text_add_char(&t, '~');
		text_add_hex(&t, hash, HASHED / 2, 0);
	}
	if (port != URL_PORT || ends_in_port(u->host))
		text_format(&t, "_%u", port);
	text_add(&t, SUFFIX);
	return 0;
}

/* --- reading ----------------------------------------------------------------------------------------- */

/* The file, and who may change it. */
static int read_file(const struct peer *p, struct file *f, struct err *e)
{
	char end[FILE_BASE];
	int fd;

	if (file_read(p->dirfd, p->name, FILE_MAX, f, e) || (fd = file_end(p->dirfd, p->name, OTHERS, end, e)) < 0)
		return -1;
	close(fd);
	if (f->facts.dangling)
		return err_set(e, ERR_FAIL, "%s is a dangling link", p->name);
	return f->facts.there ? file_fit(&f->facts, OTHERS, p->name, e) : 0;
}

static int understand(struct peer *p, struct err *e)
{
	struct view text = view_of(p->file.bytes, p->file.size), at = text, all, one;
	struct pem_object o;
	struct cert_view c;

	while (pem_next(&at, &o) == 1)
		if (o.kind != PEM_CERTIFICATE)
			return err_set(e, ERR_MALFORMED, "holds what is no certificate");
	if (bundle_add(&p->certs, text, e))
		return -1;
	all = at = view_of(p->certs.der, p->certs.len);
	while (view_whole(&at, DER_SEQUENCE, &one) == 0) {
		if (cert_read(one, &c, e))
			return -1;
		if (one.p != all.p)
			continue;
		p->ca = c.ca;
		if (!c.ca)
			all.len = one.len;
	}
	p->ders = all;
	return 0;
}

int peers_open(struct peer *p, const char *dir, const char *name, struct err *e)
{
	int result;

	memset(p, 0, sizeof *p);
	p->dir = dir;
	memcpy(p->name, name, strlen(name) + 1);
	p->dirfd = file_folder(dir);
	if (p->dirfd < 0)
		return errno == ENOENT ? 0 : err_errno(e, errno, "%s", dir);
	result = read_file(p, &p->file, e);
	p->there = p->file.facts.there;
	if (result == 0 && p->there && understand(p, e))
		result = err_prefix(e, name);
	return result ? err_prefix(e, dir) : 0;
}

void peers_close(struct peer *p)
{
	if (p->dirfd >= 0)
		close(p->dirfd);
	file_wipe(&p->file);
	bundle_free(&p->certs);
}

/* --- writing ----------------------------------------------------------------------------------------- */

static int put(const struct peer *p, const char *name, const struct text *t, struct err *e)
{
	/* Of a run that was killed: the lock is ours. */
	unlinkat(p->dirfd, TEMP, 0);
	return durable_note(p->dirfd, name, TEMP, 0644, t, e);
}

/* What the file is now, as NAME.old-N. */
static int keep_old(const struct peer *p, struct err *e)
{
	const struct text old = {.buf = (char *)p->file.bytes, .len = p->file.size};
	char name[PEERS_NAME + 16];
	struct file_facts facts;
	struct text t;

	for (unsigned n = 1;; n++) {
		text_init(&t, name, sizeof name);
		text_format(&t, "%s.old-%u", p->name, n);
		if (file_look(p->dirfd, name, &facts, e))
			return -1;
		if (!facts.there && !facts.link)
			return put(p, name, &old, e);
	}
}

/* p NULL: not there. */
static bool same(const struct file *f, struct view v)
{
	return f->facts.there ? v.p && view_same(view_of(f->bytes, f->size), v) : !v.p;
}

/* Under the lock. */
static int replace(const struct peer *p, const struct text *pem, bool keep, struct err *e)
{
	struct file now;
	int result = read_file(p, &now, e);

	if (result == 0 && !same(&now, view_of((const uint8_t *)pem->buf, pem->len))) {
		if (now.facts.link)
			result = err_set(e, ERR_FAIL, "%s is a symbolic link: not written", p->name);
		else if (!same(&now, view_of(p->file.bytes, p->file.size)))
			result = err_set(e, ERR_FAIL, "%s changed meanwhile", p->name);
		else if ((keep && p->there && keep_old(p, e)) || put(p, p->name, pem, e))
			result = -1;
	}
	file_wipe(&now);
	return result;
}

int peers_store(struct peer *p, struct view ders, bool keep, struct err *e)
{
	struct text pem = {.cap = 0};
	int lock, result = -1;

	if (p->dirfd < 0) {
		if (durable_mkdirs(p->dir, S_IRWXU, e))
			return -1;
		p->dirfd = file_folder(p->dir);
		if (p->dirfd < 0)
			return err_errno(e, errno, "%s", p->dir);
	}
	pem.buf = bundle_pem(ders, &pem.len, e);
	lock = pem.buf ? lock_take(p->dirfd, LOCK, WAIT_MS, NULL, NULL, e) : -1;
	/* -2: on a file system that is read-only, as what follows will say. */
	if (lock != -1)
		result = replace(p, &pem, keep, e);
	if (lock >= 0)
		close(lock);
	free(pem.buf);
	return result ? err_prefix(e, p->dir) : 0;
}

int peers_forget(struct peer *p, char *out, size_t cap, struct err *e)
{
	if (p->dirfd < 0)
		err_errno(e, ENOENT, "cannot open it");
	else if (durable_set_aside(p->dirfd, p->name, out, cap, e) == 0)
		return 0;
	if (e->number == ENOENT)
		e->kind = ERR_UNTRUSTED;
	return err_prefix(e, p->dir);
}

/* --- list -------------------------------------------------------------------------------------------- */

/* The next name in order: a folder is read again and again rather than held. */
struct search {
	const char *behind;
	char name[PEERS_NAME];     /* the first of those behind that, so far */
};

static int compare(void *ctx, const char *name)
{
	struct search *s = ctx;

	if (ends_in(name, SUFFIX) && name[0] != '.' && strcmp(name, s->behind) > 0 && (!s->name[0] || strcmp(name, s->name) < 0))
		memcpy(s->name, name, strlen(name) + 1);
	return 0;
}

static void say_all(const struct peer *p, const struct say *say)
{
	struct view at = p->ders, one;
	char detail[SHA256_TEXT + 32];
	struct cert_view c;
	struct text t;

	while (view_whole(&at, DER_SEQUENCE, &one) == 0 && cert_read(one, &c, NULL) == 0) {
		text_init(&t, detail, sizeof detail);
		sha256_add(&t, one);
		text_format(&t, "  %s, until ", c.ca ? "CA" : "leaf");
		time_add_date(&t, c.not_after);
		say_state(say, "trust", p->name, detail);
	}
}

int peers_list(const char *dir, const struct say *say, struct err *e)
{
	struct search s = {.behind = ""};
	struct peer p = {.name = ""};
	int fd = file_folder(dir), result;

	if (fd < 0)
		return errno == ENOENT ? 0 : err_errno(e, errno, "%s", dir);
	while ((result = file_each(fd, compare, &s, e)) == 0 && s.name[0]) {
		struct err why = {.kind = ERR_NONE};

		if (peers_open(&p, dir, s.name, &why)) {
			say_warning(say, "%s", why.text);
			err_set(e, ERR_MALFORMED, "%s: not all of it can be read", dir);
		} else {
			say_all(&p, say);
		}
		peers_close(&p);
		s.behind = p.name;
		s.name[0] = '\0';
	}
	close(fd);
	return result || (e && e->kind) ? -1 : 0;
}

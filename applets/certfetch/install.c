/* SPDX-License-Identifier: MIT */
/* install.c - make the anchor known to this system. */
#include "applets/certfetch/install.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/bundle.h"
#include "applets/room.h"
#include "os/durable.h"
#include "os/file.h"
#include "os/lock.h"
#include "os/run.h"
#include "x509/pem.h"
#include "x509/view.h"

#define PATH 1024
#define LABEL "CERTIFICATE"
#define TEMP ".certfetch.new"
#define BUNDLE_MAX (4 * FILE_MAX) /* bytes: a system's is a quarter of one */
#define LOCK_MS 10000
#define RUN_MS 120000             /* all CAs hashed anew on a slow board */

/* --- bundles ----------------------------------------------------------------------------------------- */

/* Its text, and behind it those of ders that it lacks: 1, 0 if it lacks none. Or these alone. -1. */
static int grow(int dirfd, const char *name, bool append, struct view ders, struct file *f, struct err *e)
{
	struct bundle have = {.len = 0};
	struct view text, one;
	int result = file_read(dirfd, name, BUNDLE_MAX, f, e);

	if (!append)
		f->size = 0;
	text = view_of(f->bytes, f->size);
	if (result == 0 && f->size) {
		/* One in DER would be none with PEM behind it. */
		result = pem_is_text(text) ? bundle_add(&have, text, e) : err_set(e, ERR_MALFORMED, "holds no certificate in PEM");
		if (result)
			err_prefix(e, name);
	}
	while (result >= 0 && view_whole(&ders, DER_SEQUENCE, &one) == 0) {
		uint8_t *more;

		if (view_holds(view_of(have.der, have.len), one))
			continue;
		more = room_more(f->bytes, f->size + 1 + pem_encode(LABEL, one.p, one.len, NULL), e);
		if (!more) {
			result = -1;
			break;
		}
		f->bytes = more;
		if (f->size && more[f->size - 1] != '\n')
			more[f->size++] = '\n';
		f->size += pem_encode(LABEL, one.p, one.len, (char *)more + f->size);
		result = 1;
	}
	bundle_free(&have);
	return result;
}

static int put(int dirfd, const char *name, struct file *f, struct err *e)
{
	struct durable_file d = {.name = name, .temp = TEMP, .bytes = f->bytes, .len = f->size, .mode = f->facts.mode, .uid = f->facts.uid,
	    .gid = f->facts.gid, .how = DURABLE_REPLACE};

	if (!f->facts.there) {
		d.mode = 0644;
		d.uid = (uid_t)-1;
		d.gid = (gid_t)-1;
		d.how = DURABLE_CREATE;
	}
	unlinkat(dirfd, TEMP, 0);
	return durable_put(dirfd, &d, e);
}

/* append: behind what it holds; else in its place. 1, 0 when nothing had to be done, -1. */
static int update(const char *file, bool append, struct view ders, struct err *e)
{
	struct file f = {.size = 0};
	char name[FILE_BASE];
	int dirfd = file_end(AT_FDCWD, file, 0, name, e), lock, result = -1;

	if (dirfd < 0)
		return -1;
	/* The file is its own lock: who has waited for one that was replaced takes the new one. */
	lock = faccessat(dirfd, name, F_OK, 0) ? -2 : lock_take(dirfd, name, LOCK_MS, NULL, NULL, e);
	if (lock != -1)
		result = grow(dirfd, name, append, ders, &f, e);
	if (result > 0 && put(dirfd, name, &f, e))
		result = -1;
	file_wipe(&f);
	if (lock >= 0)
		close(lock);
	close(dirfd);
	return result < 0 ? err_prefix(e, file) : result;
}

static void report(const struct say *say, const char *what, bool changed, const char *how)
{
	if (changed)
		say_change(say, "installed", what, how);
	else
		say_state(say, "unchanged", what, how);
}

int install_bundle(const struct say *say, const char *file, struct view ders, struct err *e)
{
	int changed = update(file, true, ders, e);

	if (changed < 0)
		return -1;
	report(say, file, changed, "");
	return 0;
}

int install_out(const char *file, struct view ders, struct err *e)
{
	return update(file, false, ders, e) < 0 ? -1 : 0;
}

/* --- this system ------------------------------------------------------------------------------------- */

/* Lists of paths: each with its NUL, and one more at the end. */
static const char bundles[] = "/etc/ssl/certs/ca-certificates.crt\0/etc/pki/tls/certs/ca-bundle.crt\0"
    "/etc/ssl/ca-bundle.pem\0/etc/ssl/cert.pem\0";
static const char folders[] = "/usr/sbin/\0/usr/bin/\0/sbin/\0/bin/\0";
static const char local[] = "/usr/local/share/ca-certificates\0";

/* The first of a list, with last behind it, that is there, as path; else NULL. */
static const char *find(const char *root, const char *list, const char *last, char path[static PATH])
{
	struct text t;

	for (; *list; list += strlen(list) + 1) {
		text_init(&t, path, PATH);
		text_format(&t, "%s%s%s", root, list, last);
		if (access(path, *last ? X_OK : R_OK) == 0)
			return path;
	}
	return NULL;
}

/* Each in a file of its own: rehash passes over others. */
static int put_each(const char *folder, const char *name, struct view ders, struct err *e)
{
	int dirfd = file_folder(folder), result = 0;
	char each[FILE_BASE + 16];
	struct view one;

	unlinkat(dirfd, TEMP, 0);
	for (unsigned n = 0; result == 0 && view_whole(&ders, DER_SEQUENCE, &one) == 0; n++) {
		struct text t, pem;

		text_init(&t, each, sizeof each);
		text_add_bytes(&t, name, strlen(name) - 4);
		if (n)
			text_format(&t, "-%u", n);
		text_add(&t, ".crt");
		pem.buf = bundle_pem(one, &pem.len, e);
		result = pem.buf ? durable_note(dirfd, each, TEMP, 0644, &pem, e) : -1;
		free(pem.buf);
	}
	close(dirfd);
	return result ? err_prefix(e, folder) : 0;
}

/* What was said last, before the failure: of a file that is read to its end from where fd stands. */
static void add_last_line(int fd, struct err *e)
{
	struct file said;
	char *last, *end;

	if (file_read_fd(fd, "", FILE_MAX, &said, NULL))
		return;
	last = (char *)said.bytes;
	while ((end = strrchr(last, '\n')) != NULL) {
		*end = '\0';
		if (end[1])
			last = end + 1;
	}
	if (*last)
		err_prefix(e, last);
	file_wipe(&said);
}

/* With a file that has no name: it holds the certificates, which trust reads, and behind them what the command says. */
static int run(const char *command, bool trust, struct view ders, struct err *e)
{
	char line[PATH + 128];
	struct text t;
	size_t len;
	char *pem = bundle_pem(ders, &len, e);
	int fd = pem ? memfd_create("", 0) : -1, result;

	text_init(&t, line, sizeof line);
	text_format(&t, "exec '%s'", command);
	if (trust)
		text_format(&t, " anchor --store /proc/self/fd/%d", fd);
	text_format(&t, " >>/proc/self/fd/%d 2>&1", fd);
	if (fd < 0 || file_write_all(fd, pem, len))
		result = err_errno(e, errno, "cannot be started");
	else if ((result = run_command(line, RUN_MS, e)) != 0)
		add_last_line(fd, e);
	free(pem);
	if (fd >= 0)
		close(fd);
	return result ? err_prefix(e, command) : 0;
}

static int all_cas(struct view ders, struct err *e)
{
	struct view one;
	struct cert_view c;

	while (view_whole(&ders, DER_SEQUENCE, &one) == 0)
		if (cert_read(one, &c, e) || !c.ca)
			return err_set(e, ERR_FAIL, "--install: it is no CA, and systems trust CAs alone; nothing changed");
	return 0;
}

/* Is all of it in the system's bundle? What cannot be read holds nothing. */
static bool is_there(const char *bundle, struct view ders)
{
	struct file f = {.size = 0};
	bool there = bundle && grow(AT_FDCWD, bundle, true, ders, &f, NULL) == 0;

	file_wipe(&f);
	return there;
}

int install_system(const struct say *say, const char *root, const char *name, struct view ders, struct err *e)
{
	char in[PATH], by[PATH], folder[PATH];
	const char *bundle, *command;
	bool there;

	if (!root)
		root = "";
	if (all_cas(ders, e))
		return -1;
	bundle = find(root, bundles, "", in);
	there = is_there(bundle, ders);
	if (!there && find(root, local, "", folder) && (command = find(root, folders, "update-ca-certificates", by)) != NULL) {
		if (put_each(folder, name, ders, e) || run(command, false, ders, e))
			return -1;
	} else if (!there && (command = find(root, folders, "trust", by)) != NULL) {
		if (run(command, true, ders, e))
			return -1;
	} else if (!there) {
		return bundle ? install_bundle(say, bundle, ders, e) : err_set(e, ERR_FAIL, "--install: no CAs of this system found");
	}
	report(say, name, !there, there ? bundle : command);
	return 0;
}

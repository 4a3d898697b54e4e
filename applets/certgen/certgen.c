/* SPDX-License-Identifier: MIT */
/* certgen.c - make DIR hold a valid identity, and change nothing that is right. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets/applet.h"
#include "applets/certgen/act.h"
#include "applets/certgen/certgen.h"
#include "applets/certgen/ensure.h"
#include "applets/certgen/has.h"
#include "applets/certgen/modes.h"
#include "applets/certgen/options.h"
#include "applets/certgen/place.h"
#include "applets/config.h"
#include "os/clock.h"
#include "os/durable.h"
#include "os/harden.h"
#include "os/iface.h"
#include "os/machine.h"
#include "os/owner.h"
#include "os/run.h"

#define CMDLINE_MAX 4096
#define CONFIG_ROOM 1024 /* option lines of all config files and the kernel command line */
#define ON_CHANGE_MS 60000

/* One run's secrets and state; static, so that it can be locked and is found nowhere else. */
static struct run run_state;
static char kernel_line[CMDLINE_MAX];

static void unknown_word(void *ctx, const char *word)
{
	say_warning(ctx, "kernel command line: %s: no such option here", word);
}

/* A slip in the boot loader must not cost the identity: a word that makes no sense is dropped, aloud. w is scratch. */
static void drop_bad_words(struct args *a, size_t first, const struct say *s, struct wishes *w)
{
	size_t n = a->len, kept = first;
	struct err why;

	a->len = first;
	if (wishes_read(a, w, NULL)) {
		a->len = n;
		return;
	}
	for (size_t i = first; i < n; i++) {
		a->given[kept] = a->given[i];
		a->len = kept + 1;
		err_clear(&why);
		if (wishes_read(a, w, &why) == 0)
			kept++;
		else
			say_warning(s, "kernel command line: certbox.%s ignored: %s", a->options[a->given[kept].option].word, why.text);
	}
	a->len = kept;
}

static int read_sources(struct args *a, const struct say *s, struct wishes *w, struct err *e)
{
	size_t first = a->len;
	const char *config = args_value(a, OPT_CONFIG, NULL);
	char path[SET_NAME_MAX];
	struct text t;

	if (args_on(a, OPT_BOOT)) {
		machine_cmdline(kernel_line, sizeof kernel_line);
		args_kernel(a, kernel_line, certgen_boot_words, unknown_word, (void *)(uintptr_t)s);
		drop_bad_words(a, first, s, w);
	}
	if (config && config_load(a, config, ARGS_FROM_CONFIG, e))
		return -1;
	text_init(&t, path, sizeof path);
	text_format(&t, "%s/certgen.conf", args_value(a, OPT_DIR, "/etc/certbox"));
	if (t.cut)
		return err_set(e, ERR_USAGE, "--dir: name too long");
	return config_load(a, path, ARGS_FROM_DIR, e);
}

/* The first of these that can serve as a name: --hostname, kernel command line, ROOT/etc/hostname, kernel. */
static void find_host(const struct wishes *w, char *out, size_t cap)
{
	static const char *const words[] = {"systemd.hostname", "hostname", "live-config.hostname"};
	static char line[CMDLINE_MAX];
	struct text t;

	text_init(&t, out, cap);
	if (w->hostname)
		text_add(&t, w->hostname);
	if (names_usable_host(out))
		return;
	if (w->boot)
		machine_cmdline(line, sizeof line);
	for (size_t i = 0; w->boot && i < sizeof words / sizeof words[0]; i++) {
		if (args_kernel_word(line, words[i], out, cap) && names_usable_host(out))
			return;
	}
	machine_etc_hostname(w->root, out, cap);
	if (names_usable_host(out))
		return;
	machine_hostname(out, cap);
	if (!names_usable_host(out))
		out[0] = '\0';
}

static int find_addresses(const struct wishes *w, const struct say *s, struct iface_address *out, size_t *n, struct err *e)
{
	struct iface_address more[IFACE_MAX];
	const char *only;
	size_t i = 0, found;

	if (args_each(w->args, OPT_IFACE, &i) == NULL)
		return iface_list(NULL, out, n, e);
	*n = 0;
	for (i = 0; (only = args_each(w->args, OPT_IFACE, &i)) != NULL;) {
		if (iface_list(only, more, &found, e))
			return -1;
		if (found == 0)
			say_warning(s, "--iface: %s has no address (yet)", only);
		for (size_t j = 0; j < found && *n < IFACE_MAX; j++)
			out[(*n)++] = more[j];
	}
	return 0;
}

static int add_automatic(const struct wishes *w, const struct say *s, struct names *l, struct err *e)
{
	static struct iface_address addresses[IFACE_MAX];
	char host[256];
	size_t n;

	find_host(w, host, sizeof host);
	/* An identity without addresses is better than none; a later run sees them. */
	if (find_addresses(w, s, addresses, &n, e)) {
		say_warning(s, "addresses are not known: %s", e->text);
		err_clear(e);
		n = 0;
	}
	return names_automatic(l, host, addresses, n, e);
}

static int collect_names(const struct wishes *w, const struct say *say, struct names *l, struct err *e)
{
	const char *s;
	size_t i = 0, n = 0;

	names_free(l);
	if (HAS_IMPORT && w->mode && w->mode->files)
		return 0;
	while ((s = args_each(w->args, OPT_SAN, &i)) != NULL) {
		n++;
		if (strcmp(s, "auto") == 0 ? add_automatic(w, say, l, e) : names_add(l, s, true, e))
			return -1;
	}
	return n == 0 && w->eku != EKU_CLIENT && !(HAS_RUN && w->mode && w->mode->run) ? add_automatic(w, say, l, e) : 0;
}

static int find_owner(const struct wishes *w, const struct say *s, struct leaf_owner *out, struct err *e)
{
	struct owner owner;

	*out = (struct leaf_owner){.uid = (uid_t)-1, .gid = (gid_t)-1};
	if (!w->owner)
		return 0;
	if (owner_parse(w->owner, w->root, &owner, e))
		return err_prefix(e, "--owner");
	if (owner.unknown) {
		say_warning(s, "--owner: %s is not known here (yet): owner left as it is", owner.missing);
		return 0;
	}
	out->uid = owner.uid == (uid_t)-1 && geteuid() == 0 ? 0 : owner.uid;
	out->gid = owner.gid;
	out->mode = owner.gid == (gid_t)-1 ? 0600 : 0640;
	return 0;
}

/* What DIR holds, to be carried over; nothing when DIR is not there, or is another machine's and that calls for a new set. */
static int load_first(const struct run *r, struct set *from, struct err *e)
{
	bool other, unmarked;

	from->dirfd = -1;
	int dirfd = place_open(r->w->dir, false, false, NULL);
	if (dirfd < 0)
		return 0;
	if (set_open(from, r->w->dir, dirfd, r->w->files, e) || host_look(dirfd, r->mark, &other, &unmarked, e))
		return -1;
	return other && r->w->plan.new_on_clone ? 0 : set_load(from, 3u, e);
}

/* A second directory, when the first is read-only or full: what is whole in the first goes along. */
static int fall_back(struct run *r, struct err *e)
{
	static struct set from;
	struct err reason = *e;
	int code = ERR_FAIL;

	set_close(&r->set);
	err_clear(e);
	memset(&from, 0, sizeof from);
	if (collect_names(r->w, r->say, &r->names, e) == 0 && load_first(r, &from, e) == 0) {
		say_warning(r->say, "%s; using %s", reason.text, r->w->fallback);
		code = ensure(r, r->w->fallback, from.dirfd >= 0 ? &from : NULL, e);
	}
	set_close(&from);
	return e->kind ? (int)e->kind : code;
}

/* Owed after any change, and when an earlier run was stopped before it could pay. */
static int run_on_change(const struct run *r, struct err *e)
{
	struct file_facts pending;

	if (!r->w->on_change || r->w->check || r->set.dirfd < 0)
		return 0;
	if (file_look(r->set.dirfd, PENDING_NAME, &pending, e))
		return -1;
	if (!r->changed && !pending.there)
		return 0;
	if (say_finish(e) || run_command(r->w->on_change, ON_CHANGE_MS, e))
		return err_prefix(e, "--on-change");
	return pending.there ? durable_remove(r->set.dirfd, PENDING_NAME, e) : 0;
}

static int certgen(struct run *r, struct err *e)
{
	int code;

	r->clock = clock_now();
	r->believed = judge_clock(r->clock, r->w->clock, r->w->clock == CLOCK_CHECK && clock_is_set());
	host_mark(r->mark);
	if (find_owner(r->w, r->say, &r->owner, e) || collect_names(r->w, r->say, &r->names, e))
		return (int)e->kind;
	if (HAS_RUN && r->w->mode && r->w->mode->run)
		code = r->w->mode->run(r, e);
	else
		code = ensure(r, r->w->dir, NULL, e);
	if (code && r->out_of_room && r->w->fallback && !r->w->check)
		code = fall_back(r, e);
	/* A file that follows from the set may have failed; the set has changed. */
	if ((code == 0 || r->changed) && run_on_change(r, code ? NULL : e) && code == 0)
		code = (int)e->kind;
	return code;
}

static void set_voice(const struct args *a, struct say *s)
{
	s->level = args_on(a, OPT_QUIET) ? SAY_QUIET : args_on(a, OPT_VERBOSE) ? SAY_VERBOSE : SAY_NORMAL;
	s->json = args_on(a, OPT_JSON);
}

/* All is said: the table shrinks to what it holds, and what follows on the heap stands close to it. */
static void give_back(struct args *a)
{
	struct given *less = realloc(a->given, (a->len + 1) * sizeof *a->given);

	if (less) {
		a->given = less;
		a->cap = a->len;
	}
}

static int with_args(struct args *a, int argc, char **argv, struct err *e)
{
	static struct wishes w;
	struct say s = {.who = "certgen"};
	int code;

	if (args_line(a, argc, argv, e))
		return (int)e->kind;
	if (args_on(a, OPT_HELP))
		return applet_help(&certgen_applet, e) ? (int)e->kind : 0;
	set_voice(a, &s);
	if (read_sources(a, &s, &w, e) || wishes_read(a, &w, e))
		return (int)e->kind;
	give_back(a);
	set_voice(a, &s);
	run_state.say = &s;
	run_state.w = &w;
	run_state.set.dirfd = -1;
	code = certgen(&run_state, e);
	set_close(&run_state.set);
	names_free(&run_state.names);
	rng_wipe(&run_state.rng);
	return code;
}

static int run(int argc, char **argv, struct err *e)
{
	struct args a = {.options = certgen_options, .n_options = HAS_OPTIONS, .operand_option = OPT_SAN, .cap = (size_t)argc + CONFIG_ROOM};
	int code;

	harden_process();
	harden_lock(&run_state, sizeof run_state);
	a.given = malloc(a.cap * sizeof *a.given); /* not cleared: what is not used takes no memory */
	if (!a.given)
		return err_set(e, ERR_FAIL, "out of memory"), (int)ERR_FAIL;
	code = with_args(&a, argc, argv, e);
	free(a.given);
	return code;
}

const struct applet certgen_applet = {
	.name = "certgen",
	.summary = TEXT("make DIR hold a valid TLS identity, and change nothing that is right"),
	.operands = "[NAME|IP|auto]...",
	.more = TEXT("Makes ca.key ca.crt server.key server.crt, or mends and renews what is there.\n"
	    "NAMEs as for mkcert; auto (default): host name, NAME.local, addresses.\n"
	    "  certgen                               first boot, each boot, each renewal\n"
	    "  certgen -d /srv/tls -t rsa2048 web.lan 192.168.1.7\n"
	    "  certgen --check                       is there work to do? (10: yes)\n"),
	.options = certgen_options,
	.n_options = HAS_OPTIONS,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* certfp.c - look at certificates and compare their fingerprints. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "applets/applet.h"
#include "applets/certfp/look.h"
#include "applets/config.h"
#include "applets/fingerprint.h"
#include "applets/say.h"
#include "lib/json.h"
#include "x509/time.h"

extern const struct applet certfp_applet;

enum { FORM, SPKI, MATCH, JSON, CONFIG, QUIET, VERBOSE, HELP, N_OPTIONS };

static const struct option options[N_OPTIONS] = {
	[FORM] = { 'f', 0, "form", "FORM", "openssl (default), hex, pin, words or art" },
	[SPKI] = { 0, 0, "spki", NULL, "of the public key, not the certificate; keys too" },
	[MATCH] = { 'm', 0, "match", "FP", "compare with this SHA-256, in any form: 0 or 11" },
	[JSON] = { 0, 0, "json", NULL, "one object a line" },
	[CONFIG] = { 0, ARGS_COMMAND, "config", "FILE", "read options from FILE first" },
	[QUIET] = { 'q', 0, "quiet", NULL, "nothing when it matches" },
	[VERBOSE] = { 'v', 0, "verbose", NULL, "say what was looked at" },
	[HELP] = { 'h', ARGS_COMMAND, "help", NULL, "this screen" },
};

/* What was asked for. */
struct wish {
	struct say say;
	enum fingerprint_form form;
	bool spki;
	const char *match;        /* as it was given, or NULL */
	struct fingerprint wanted;
	bool names;               /* several operands: each line says whose it is */
};

static void title_of(const struct look *l, char *out, size_t cap)
{
	struct text t;

	text_init(&t, out, cap);
	if (l->key == KEY_OTHER || l->key == KEY_NONE)
		text_add(&t, "key");
	else
		text_format(&t, "%s %u", l->key == KEY_RSA ? "RSA" : "EC", l->bits);
}

static void put(const struct wish *w, const char *s)
{
	say_bytes(&w->say, s, strlen(s));
}

static void print(const struct wish *w, const char *name, const struct look *l, const struct fingerprint *f)
{
	char text[FINGERPRINT_TEXT], title[16];
	struct text t;

	title_of(l, title, sizeof title);
	text_init(&t, text, sizeof text);
	fingerprint_add(&t, f, w->form, title);
	if (w->names) {
		put(w, name);
		put(w, strchr(text, '\n') != NULL ? ":\n" : ": ");
	}
	put(w, text);
	put(w, "\n");
}

static void add_hex_member(struct text *t, const char *key, const struct fingerprint *f)
{
	char hex[2 * SHA256_LEN + 1];
	struct text h;

	text_init(&h, hex, sizeof hex);
	text_add_hex(&h, f->sha256, SHA256_LEN, '\0');
	json_string(t, key, hex);
}

static int print_json(const struct wish *w, const char *name, const struct look *l, bool same, struct err *e)
{
	static const char kinds[][12] = { "certificate", "public-key", "private-key" };
	char line[3072];
	struct text t;

	text_init(&t, line, sizeof line);
	json_open(&t);
	json_string(&t, "type", kinds[l->kind]);
	if (l->kind == LOOK_CERTIFICATE)
		add_hex_member(&t, "sha256", &l->certificate);
	add_hex_member(&t, "spki_sha256", &l->spki);
	if (w->match != NULL)
		json_bool(&t, "match", same);
	json_string(&t, "what", name);
	json_close(&t);
	if (t.cut)
		return err_set(e, ERR_FAIL, "a name too long for --json");
	put(w, line);
	return 0;
}

/* Report what --match found: 0, or -1 with both fingerprints. */
static int compare(const struct wish *w, const char *name, const struct look *l, const struct fingerprint *f, struct err *e)
{
	char wanted[FINGERPRINT_TEXT], seen[FINGERPRINT_TEXT];
	struct text t;

	text_init(&t, wanted, sizeof wanted);
	text_add_hex(&t, w->wanted.sha256, SHA256_LEN, ':');
	text_init(&t, seen, sizeof seen);
	fingerprint_add(&t, f, FINGERPRINT_OPENSSL, "");
	if (memcmp(f->sha256, w->wanted.sha256, SHA256_LEN) == 0) {
		if (!w->say.json)
			say_state(&w->say, "ok", name, seen);
		return 0;
	}
	bool its_key = memcmp(l->spki.sha256, w->wanted.sha256, SHA256_LEN) == 0;
	return err_set(e, ERR_MISMATCH, "%s: MISMATCH: wanted %s, seen %s%s", name, wanted, seen,
	    its_key ? " (what was wanted is its key: --spki)" : "");
}

static void note(const struct wish *w, const char *name, const struct look *l)
{
	char text[64], title[16];
	struct text t;

	title_of(l, title, sizeof title);
	text_init(&t, text, sizeof text);
	text_add(&t, title);
	if (l->kind == LOOK_CERTIFICATE) {
		text_add(&t, ", until ");
		time_add_date(&t, l->not_after);
	}
	say_note(&w->say, "%s: %s, %s", name, l->kind == LOOK_CERTIFICATE ? "certificate" : "key", text);
}

static int read_operand(const char *name, struct file *f, struct err *e)
{
	if (strcmp(name, "-") == 0)
		return file_read_fd(STDIN_FILENO, "-", FILE_MAX, f, e);
	if (file_read(AT_FDCWD, name, FILE_MAX, f, e) != 0)
		return -1;
	if (!f->facts.there)
		return err_set(e, ERR_FAIL, "%s: %s", name, f->facts.dangling ? "a link to nothing" : "No such file or directory");
	return 0;
}

static int one(const struct wish *w, const char *name, struct err *e)
{
	struct file f = { .bytes = NULL };
	struct look l;

	if (read_operand(name, &f, e) != 0)
		return -1;
	int result = look_at(&f, w->spki, &l, e);
	file_wipe(&f);
	if (result != 0)
		return err_prefix(e, name);
	note(w, name, &l);
	const struct fingerprint *fp = w->spki ? &l.spki : &l.certificate;
	if (w->say.json && print_json(w, name, &l, memcmp(fp->sha256, w->wanted.sha256, SHA256_LEN) == 0, e) != 0)
		return -1;
	if (w->match != NULL)
		return compare(w, name, &l, fp, e);
	if (!w->say.json)
		print(w, name, &l, fp);
	return 0;
}

/* Every operand is looked at; the exit code is the first failure's. */
static int all(const struct wish *w, char *const *names, size_t n, struct err *e)
{
	int code = 0;

	for (size_t i = 0; i < n; i++) {
		if (one(w, names[i], e) == 0)
			continue;
		code = code != 0 ? code : (int)e->kind;
		if (n == 1)
			break;
		say_failure(w->say.who, e);
		err_clear(e);
	}
	return code;
}

static int understand(const struct args *a, struct wish *w, struct err *e)
{
	if (fingerprint_form(args_value(a, FORM, "openssl"), &w->form, e) != 0)
		return -1;
	w->match = args_value(a, MATCH, NULL);
	if (w->match != NULL && fingerprint_parse(w->match, &w->wanted, e) != 0)
		return -1;
	w->spki = args_on(a, SPKI) || w->form == FINGERPRINT_PIN || w->wanted.spki;
	w->say.json = args_on(a, JSON);
	if (args_on(a, VERBOSE))
		w->say.level = SAY_VERBOSE;
	if (args_on(a, QUIET))
		w->say.level = SAY_QUIET;
	return 0;
}

static int run(int argc, char **argv, struct err *e)
{
	struct given given[N_OPTIONS];
	struct args a = { .options = options, .n_options = N_OPTIONS, .operand_option = ARGS_NO_OPTION, .given = given,
		.cap = N_OPTIONS };
	struct wish w = { .say = { .who = "certfp" } };
	char dash[] = "-", *standard_input[] = { dash };

	if (args_line(&a, argc, argv, e) != 0)
		return ERR_USAGE;
	if (args_on(&a, HELP))
		return applet_help(&certfp_applet, e) == 0 ? 0 : ERR_FAIL;
	const char *config = args_value(&a, CONFIG, NULL);
	if (config != NULL && config_load(&a, config, ARGS_FROM_CONFIG, e) != 0)
		return (int)e->kind;
	if (understand(&a, &w, e) != 0)
		return (int)e->kind;
	w.names = a.n_operands > 1;
	if (a.n_operands > 0)
		return all(&w, a.operands, a.n_operands, e);
	if (isatty(STDIN_FILENO))
		return err_set(e, ERR_USAGE, "no FILE to look at ('-' reads standard input)"), ERR_USAGE;
	return all(&w, standard_input, 1, e);
}

const struct applet certfp_applet = {
	.name = "certfp",
	.summary = "show and compare the SHA-256 fingerprint of a certificate or key",
	.operands = "[FILE|-]...",
	.more = "Of the first certificate in each FILE, PEM or DER; - and none: standard input.\n"
	    "  certfp ca.crt                         as openssl x509 -fingerprint -sha256\n"
	    "  certfp -f words ca.crt                to read aloud\n"
	    "  curl --pinnedpubkey \"$(certfp -f pin server.crt)\" ...\n"
	    "  certfp --match 3F:9A:... ca.crt       exit code 0, or 11 when it is another\n",
	.options = options,
	.n_options = N_OPTIONS,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* certfp.c - look at certificates and compare their fingerprints. */
#include <string.h>
#include <unistd.h>

#include "applets/begin.h"
#include "applets/certfp/wish.h"
#include "applets/operand.h"
#include "os/clock.h"
#include "with.inc"

#define DAYS_MAX 36500
#define URL_MAX 160      /* and a fingerprint: fewer octets than a code holds */

extern const struct applet certfp_applet;

enum { FORM, ALGORITHM, SPKI, ALL, TRUST, MATCH, DAYS_LEFT, LINT, PAGE, URL, JSON, CONFIG, QUIET, VERBOSE, HELP, N_OPTIONS };

static const struct option options[N_OPTIONS] = {
	[FORM] = { 'f', 0, "form", "FORM", TEXT("openssl (default) hex base64 pin ssh words art" WITH_qr(" qr")) },
	[ALGORITHM] = { 'a', 0, "algorithm", "HASH", TEXT("sha256 (default), sha384, sha512 or sha1") },
	[SPKI] = { 0, 0, "spki", NULL, TEXT("of the public key, not the certificate; keys too") },
	[ALL] = { 0, 0, "all", NULL, TEXT("every certificate, not the first alone") },
	WITH_net([TRUST] = { 0, 0, "trust", NULL, TEXT("of HOST:PORT: what it hands out as its trust anchor") },)
	[MATCH] = { 'm', 0, "match", "FP", TEXT("compare with this SHA-256, in any form: 0 or 11") },
	[DAYS_LEFT] = { 0, 0, "days-left", "N", TEXT("good for so many days more? 0 or 13") },
	WITH_lint([LINT] = { 0, 0, "lint", NULL, TEXT("rules it breaks, with their sources: 0 or 12") },)
	[PAGE] = { 0, 0, "text", NULL, TEXT("a page to read") },
	WITH_qr([URL] = { 0, ARGS_HIDDEN, "url", "URL", TEXT_MANUAL("with -f qr: the code of URL, and the fingerprint behind it") },)
	[JSON] = { 0, 0, "json", NULL, TEXT("all of it, one object a line") },
	[CONFIG] = { 0, ARGS_COMMAND, "config", "FILE", TEXT("read options from FILE first") },
	[QUIET] = { 'q', 0, "quiet", NULL, TEXT("nothing when it matches") },
	[VERBOSE] = { 'v', 0, "verbose", NULL, TEXT("say what was looked at") },
	[HELP] = { 'h', ARGS_COMMAND, "help", NULL, TEXT("this screen") },
};

/* A failure is said where it is met, so that the rest is looked at, too. Its kind; broken rules were said already. */
static int failed(const struct wish *w, struct err *e)
{
	int code = (int)e->kind;

	if (code == ERR_NONE)
		return ERR_MALFORMED;
	say_failure(w->say.who, e);
	err_clear(e);
	return code;
}

/* Every certificate of a file, or the first: the first failure's exit code. */
static int walk(const struct wish *w, const char *name, struct file *f, struct err *e)
{
	struct seen s = { .name = name };
	struct looking at;
	bool matched = false;
	int r, code = 0;

	look_begin(&at, f, w->spki && !w->days && !w->text && !w->lint);
	while ((r = look_next(&at, &s.look, e)) == 1) {
		if (answer(w, &s, e) != 0) {
			int its = failed(w, e);
			code = code != 0 ? code : its;
		}
		matched = matched || s.same;
		if (!w->all)
			return code;
	}
	if (r < 0) {
		err_prefix(e, name);
		return failed(w, e);
	}
	if (w->match != NULL && !matched) {
		err_set(e, ERR_MISMATCH, "%s: MISMATCH: none of %u certificates is the wanted one", name, at.found);
		return failed(w, e);
	}
	return code;
}

/* A file, or a server. */
static int find(const struct wish *w, const char *name, struct file *f, struct err *e)
{
	int got = remoting->read != NULL ? remoting->read(name, w->trust, f, e) : 1;

	return got == 1 ? operand_read(name, f, e) : got;
}

static int one(const struct wish *w, const char *name, struct err *e)
{
	struct file f = { .bytes = NULL };

	if (find(w, name, &f, e) != 0)
		return failed(w, e);
	int code = walk(w, name, &f, e);
	file_wipe(&f);
	return code;
}

/* Every operand is looked at; the exit code is the first failure's. */
static int all(const struct wish *w, char *const *names, size_t n, struct err *e)
{
	int code = 0;

	for (size_t i = 0; i < n; i++) {
		int its = one(w, names[i], e);
		code = code != 0 ? code : its;
	}
	return code;
}

/* What cannot be had together. */
static int fit(const struct wish *w, struct err *e)
{
	if (w->text && w->say.json)
		return err_set(e, ERR_USAGE, "either --text or --json");
	if (strlen(w->url) > URL_MAX)
		return err_set(e, ERR_USAGE, "--url: over %d characters", URL_MAX);
	if (w->algorithm == DIGEST_SHA256)
		return 0;
	if (w->match != NULL)
		return err_set(e, ERR_USAGE, "--match compares SHA-256, not %s", fingerprint_word(w->algorithm));
	if (w->form == FINGERPRINT_PIN)
		return err_set(e, ERR_USAGE, "a pin is a SHA-256, not %s", fingerprint_word(w->algorithm));
	return 0;
}

static int understand(const struct args *a, struct wish *w, struct err *e)
{
	if (fingerprint_form(args_value(a, FORM, "openssl"), &w->form, e) != 0 ||
	    fingerprint_algorithm(args_value(a, ALGORITHM, "sha256"), &w->algorithm, e) != 0 ||
	    args_number(a, DAYS_LEFT, 0, DAYS_MAX, &w->days_left, e) != 0)
		return -1;
	w->match = args_value(a, MATCH, NULL);
	if (w->match != NULL && fingerprint_parse(w->match, &w->wanted, e) != 0)
		return -1;
	w->spki = args_on(a, SPKI) || w->form == FINGERPRINT_PIN || w->wanted.spki;
	w->all = args_on(a, ALL);
	w->trust = args_on(a, TRUST);
	w->days = args_on(a, DAYS_LEFT);
	w->text = args_on(a, PAGE);
	w->lint = args_on(a, LINT);
	w->url = args_value(a, URL, "");
	w->now = clock_now();
	w->say.json = args_on(a, JSON);
	return fit(w, e);
}

static int run(int argc, char **argv, struct err *e)
{
	struct given given[N_OPTIONS];
	struct args a = { .given = given, .cap = N_OPTIONS };
	struct wish w = { .match = NULL };
	char dash[] = "-", *standard_input[] = { dash };

	if (applet_begin(&certfp_applet, argc, argv, &a, &w.say, e) != 0 || understand(&a, &w, e) != 0)
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
	.summary = TEXT("show a certificate or key, and compare its fingerprint"),
	.operands = "[FILE|" WITH_net("HOST:PORT|") "-]...",
	.more = TEXT("Of the first certificate in each FILE, PEM or DER; - and none: standard input.\n"
	    "  certfp ca.crt                         as openssl x509 -fingerprint -sha256\n"
	    "  certfp -f words ca.crt                to read aloud\n"
	    "  curl --pinnedpubkey \"$(certfp -f pin server.crt)\" ...\n"
	    "  certfp --match 3F:9A:... ca.crt       exit code 0, or 11 when it is another\n"),
	.options = options,
	.n_options = N_OPTIONS,
	.run = run,
};

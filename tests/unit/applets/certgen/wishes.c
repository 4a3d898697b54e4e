/* SPDX-License-Identifier: MIT */
/* wishes.c - options turned into wishes, or refused. */
#include <string.h>

#include "applets/certgen/options.h"
#include "applets/certgen/wishes.h"
#include "applets/key_name.h"
#include "tests/unit/tap.h"

#define WORDS 12

static int read_line(const char *const *words, struct wishes *w, struct args *a, struct given *given, struct err *e)
{
	static char *argv[WORDS + 2];
	static char name[] = "certgen";
	int argc = 1;

	argv[0] = name;
	for (; words[argc - 1]; argc++)
		argv[argc] = (char *)(uintptr_t)words[argc - 1];
	argv[argc] = NULL;
	*a = (struct args){.options = certgen_options, .n_options = OPT_COUNT, .operand_option = OPT_SAN, .given = given, .cap = 64};
	err_clear(e);
	return args_line(a, argc, argv, e) ? -1 : wishes_read(a, w, e);
}

static void refused(void)
{
	static const struct {
		const char *name, *words[WORDS], *says;
	} rows[] = {
		{"no days", {"--days", "0"}, "--days: 0 is not from 1 to 36500"},
		{"too many days", {"--days", "99999999"}, "--days: 99999999 is not from 1 to 36500"},
		{"days that are no number", {"--days", "soon"}, "--days: soon"},
		{"negative days", {"--days=-1"}, "--days: -1"},
		{"a window as long as the span", {"--days", "30", "--renew-before", "30"}, "--renew-before: 30 is not less than --days 30"},
		{"an unknown key type", {"-t", "rsa1024"}, "--key-type: 'rsa1024' is not one of"},
		{"an unknown CA key type", {"--ca-key-type", "p521"}, "--ca-key-type: 'p521'"},
		{"an unknown use", {"--use", "mail"}, "--use: unknown word 'mail'"},
		{"an unknown constraint", {"--constrain", "maybe"}, "--constrain: unknown word 'maybe'"},
		{"an unknown clock", {"--clock", "never"}, "--clock: unknown word 'never'"},
		{"an unknown word for clones", {"--on-clone", "old"}, "--on-clone: unknown word 'old'"},
		{"a broken subject", {"--subject", "/C=Deutschland"}, "--subject"},
		{"a broken CA subject", {"--ca-subject", "nonsense"}, "--ca-subject"},
		{"two kinds at once", {"--self-signed", "--ca-only"}, "exclude each other"},
		{"a client that is nobody", {"--use", "client"}, "--use client needs a name or a --subject"},
		{"a file in a sub-folder", {"--cert", "sub/x.crt"}, "--cert: 'sub/x.crt' is neither a name in DIR nor an absolute path"},
		{"a file that is no name", {"--cert", ".."}, "--cert: '..'"},
		{"a folder for a file", {"--key", "/etc/ssl/"}, "--key: '/etc/ssl/'"},
		{"certgen's own lock as a file", {"--cert", ".lock"}, "a name of certgen's own"},
		{"certgen's own temporary as a file", {"--key", ".certbox-x"}, "a name of certgen's own"},
		{"one name for two files", {"--cert", "x.crt", "--key", "ca.key"}, "'ca.key' is named twice"},
		{"an empty directory", {"--dir="}, "--dir: empty"},
		{"an empty fallback", {"--fallback="}, "--fallback: empty"},
		{"a name that is none", {"-bad-name", "--"}, "-b"},
		{"a label that ends in a hyphen", {"bad-"}, "bad-"},
		{"a known fingerprint cut short", {"--replace-known", "12:34"}, "--replace-known"},
		{"an entropy wait over an hour", {"--entropy-wait", "3601"}, "--entropy-wait: 3601 is not from 0 to 3600"},
	};
	static struct wishes w;
	static struct given given[64];
	struct args a;
	struct err e;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		bool refuses = read_line(rows[i].words, &w, &a, given, &e) && e.kind == ERR_USAGE && strstr(e.text, rows[i].says);

		ok(refuses, rows[i].name);
		if (!refuses)
			diag("kind %d, %s", e.kind, e.text);
	}
}

static void taken(void)
{
	static const char *const none[] = {NULL};
	static const char *const many[] = {"-t", "rsa2048", "--cert", "x.pem", "--ca", "/srv/root.crt", "--use", "both", "--boot", "a.local", NULL};
	static struct wishes w;
	static struct given given[64];
	struct args a;
	struct err e;

	ok(read_line(none, &w, &a, given, &e) == 0, "no words are wishes, too");
	ok(w.plan.days == 397 && w.plan.ca_days == 3650 && w.plan.provisional_days == 825 && w.plan.renew_before == 0, "the usual numbers");
	ok(w.type[SET_LEAF].kind == KEY_P256 && w.type[SET_CA].kind == KEY_P256 && !w.type[SET_LEAF].given, "P-256 unless said otherwise");
	ok(w.eku == EKU_SERVER && w.constrain == CONSTRAIN_ON && w.clock == CLOCK_AUTO && w.entropy_wait_s == 60, "a server, constrained, the clock by its range");
	is_str(w.files[SET_LEAF_KEY], "server.key", "the key is named by the certificate");
	is_str(w.files[SET_CA_KEY], "ca.key", "the CA's, too");
	ok(read_line(many, &w, &a, given, &e) == 0, "many words");
	ok(w.type[SET_LEAF].kind == KEY_RSA && w.type[SET_LEAF].bits == 2048 && w.type[SET_CA].bits == 2048 && w.type[SET_LEAF].given && !w.type[SET_CA].given, "the CA's key is of the leaf's type");
	is_str(w.files[SET_LEAF_KEY], "x-key.pem", "x.pem has x-key.pem");
	is_str(w.files[SET_CA_KEY], "/srv/root.key", "an absolute path's key lies beside it");
	ok(w.clock == CLOCK_CHECK && w.entropy_wait_s == 10, "--boot is careful with the clock and brief with entropy");
	is_int(w.eku, EKU_SERVER | EKU_CLIENT, "both uses");
}

static void key_names(void)
{
	char out[SET_NAME_MAX], long_name[SET_NAME_MAX];

	ok(key_name_of("x", out, SET_NAME_MAX) == 0 && strcmp(out, "x.key") == 0, "x has x.key");
	ok(key_name_of(".crt", out, SET_NAME_MAX) == 0 && strcmp(out, ".crt.key") == 0, "a bare ending is a name");
	ok(key_name_of("a.crt.crt", out, SET_NAME_MAX) == 0 && strcmp(out, "a.crt.key") == 0, "only the last ending goes");
	memset(long_name, 'x', sizeof long_name - 1);
	long_name[sizeof long_name - 1] = '\0';
	ok(key_name_of(long_name, out, SET_NAME_MAX) == -1, "a name without room is refused");
}

int main(void)
{
	refused();
	taken();
	key_names();
	return done_testing();
}

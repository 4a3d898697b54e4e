/* SPDX-License-Identifier: MIT */
/* wishes.c - what the options ask for. */
#include <string.h>

#include "applets/certgen/has.h"
#include "applets/certgen/modes.h"
#include "applets/certgen/options.h"
#include "applets/certgen/wishes.h"
#include "applets/key_name.h"
#include "bearssl-glue/key.h"
#include "lib/text.h"
#include "x509/cert.h"

#define DAYS_MAX 36500

/* Where an option's value goes. */
struct slot {
	uint8_t option, at;
};
#define AT(member) offsetof(struct wishes, member)
_Static_assert(AT(files) <= UINT8_MAX, "slots reach what stands before the large members");

static void *member(struct wishes *w, struct slot s)
{
	return (char *)w + s.at;
}

/* Flags and words that are taken as they are. */
static void read_plain(struct wishes *w)
{
	static const struct slot flags[] = {
		{OPT_BOOT, AT(boot)}, {OPT_CHECK, AT(check)}, {OPT_REQUIRE_MOUNT, AT(require_mount)}, {OPT_RSA_KEX, AT(rsa_kex)},
		{OPT_FORCE, AT(plan.force)}, {OPT_SELF_SIGNED, AT(plan.self_signed)}, {OPT_CA_ONLY, AT(plan.ca_only)},
		WITH_csr({OPT_CSR, AT(plan.csr)},) WITH_seal({OPT_SEAL, AT(plan.seal)},) WITH_rotate({OPT_COMPROMISED, AT(plan.compromised)},)
	};
	static const struct slot words[] = {
		{OPT_DIR, AT(dir)}, {OPT_FALLBACK, AT(fallback)}, {OPT_ROOT, AT(root)}, {OPT_HOSTNAME, AT(hostname)}, {OPT_OWNER, AT(owner)},
		{OPT_ON_CHANGE, AT(on_change)},
	};

	w->dir = "/etc/certbox";
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
		bool *flag = member(w, flags[i]);

		*flag = args_on(w->args, flags[i].option);
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		const char **word = member(w, words[i]);

		*word = args_value(w->args, words[i].option, *word);
	}
}

/* The number of an option's word in a list of words, each with its NUL; *out is left when it is not given. */
static int one_of(const struct args *a, uint16_t option, const char *words, unsigned first, unsigned *out, struct err *e)
{
	const char *s = args_value(a, option, NULL);

	if (!s)
		return 0;
	for (; *words; first++, words += strlen(words) + 1) {
		if (strcmp(s, words) == 0) {
			*out = first;
			return 0;
		}
	}
	return err_set(e, ERR_USAGE, "%s%s: unknown word '%s'", args_origin(a, option), a->options[option].word, s);
}

static int read_words(struct wishes *w, struct err *e)
{
	static const struct {
		struct slot slot;
		uint8_t first;
		const char *words;
	} rows[] = {
		{{OPT_CONSTRAIN, AT(constrain)}, CONSTRAIN_ON, "on\0critical\0off\0"},
		{{OPT_USE, AT(eku)}, EKU_SERVER, "server\0client\0both\0"}, /* which is the sum */
		{{OPT_CLOCK, AT(clock)}, CLOCK_AUTO, "auto\0check\0ok\0"},
		{{OPT_ON_CLONE, AT(plan.new_on_clone)}, 0, "keep\0new\0"},
		WITH_rotate({{OPT_ROTATE, AT(plan.rotate)}, ROTATE_KEY, "key\0ca\0"},)
	};

	w->eku = EKU_SERVER;
	w->clock = w->boot ? CLOCK_CHECK : CLOCK_AUTO;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (one_of(w->args, rows[i].slot.option, rows[i].words, rows[i].first, member(w, rows[i].slot), e))
			return -1;
	}
	return 0;
}

static int read_numbers(struct wishes *w, struct err *e)
{
	static const struct slot days[] = {
		{OPT_DAYS, AT(plan.days)}, {OPT_CA_DAYS, AT(plan.ca_days)}, {OPT_PROVISIONAL_DAYS, AT(plan.provisional_days)},
		{OPT_RENEW_BEFORE, AT(plan.renew_before)},
	};
	struct plan_wishes *p = &w->plan;

	p->days = has_seal(p) ? PLAN_SPAN_WARNED - 1 : 397;
	p->ca_days = 3650;
	p->provisional_days = 825;
	w->entropy_wait_s = w->boot ? 10 : 60;
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		if (args_number(w->args, days[i].option, 1, DAYS_MAX, member(w, days[i]), e))
			return -1;
	}
	if (args_number(w->args, OPT_ENTROPY_WAIT, 0, 3600, &w->entropy_wait_s, e))
		return -1;
	if (p->renew_before >= p->days)
		return err_set(e, ERR_USAGE, "--renew-before: %u is not less than --days %u", p->renew_before, p->days);
	return 0;
}

static int read_type(const struct args *a, uint16_t option, struct wished_type *t, struct err *e)
{
	const char *s = args_value(a, option, NULL);

	t->given = s != NULL;
	if (!s || key_type_parse(s, &t->kind, &t->bits) == 0)
		return 0;
	return err_set(e, ERR_USAGE, "%s%s: '%s' is not one of %t", args_origin(a, option), a->options[option].word, s,
	    a->options[OPT_KEY_TYPE].help);
}

static int read_types(struct wishes *w, struct err *e)
{
	struct wished_type *leaf = &w->type[SET_LEAF], *ca = &w->type[SET_CA];

	leaf->kind = KEY_P256;
	leaf->bits = 256;
	if (read_type(w->args, OPT_KEY_TYPE, leaf, e))
		return -1;
	*ca = *leaf;
	return read_type(w->args, OPT_CA_KEY_TYPE, ca, e);
}

static int read_subject(struct wishes *w, enum set_pair pair, uint16_t option, struct err *e)
{
	const char *s = args_value(w->args, option, NULL);
	int n;

	if (!s)
		return 0;
	n = name_parse(s, w->subject[pair].der, e);
	if (n < 0)
		return err_prefix(e, pair == SET_LEAF ? "--subject" : "--ca-subject");
	w->subject[pair].len = (size_t)n;
	return 0;
}

uint16_t wishes_key_usage(const struct wishes *w, enum key_kind kind)
{
	return w->rsa_kex && kind == KEY_RSA ? KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT : KU_DIGITAL_SIGNATURE;
}

/* A plain name in DIR or an absolute path; none of certbox's own names. */
static int check_name(const struct args *a, uint16_t option, const char *name, struct err *e)
{
	const char *word = a->options[option].word, *base = strrchr(name, '/');

	base = base ? base + 1 : name;
	if (!*base || strcmp(base, ".") == 0 || strcmp(base, "..") == 0 || (name[0] != '/' && base != name))
		return err_set(e, ERR_USAGE, "--%s: '%s' is neither a name in DIR nor an absolute path", word, name);
	if (strncmp(base, ".certbox-", 9) == 0 || strcmp(name, ".lock") == 0 || strcmp(name, ".host") == 0 || strcmp(name, "certgen.conf") == 0)
		return err_set(e, ERR_USAGE, "--%s: '%s' is a name of certgen's own", word, name);
	if (strlen(name) >= SET_NAME_MAX - 16 || !text_is_clean_utf8(name, strlen(name)))
		return err_set(e, ERR_USAGE, "--%s: not a usable file name", word);
	return 0;
}

/* A pair's files; the key's option stands behind the certificate's. */
static int read_pair(struct wishes *w, enum set_pair pair, uint16_t option, const char *standard, struct err *e)
{
	const char *cert = args_value(w->args, option, standard), *key = args_value(w->args, option + 1, NULL);
	char *key_file = w->files[SET_KEY_OF(pair)];

	if (check_name(w->args, option, cert, e) || (key && check_name(w->args, option + 1, key, e)))
		return -1;
	memcpy(w->files[SET_CERT_OF(pair)], cert, strlen(cert) + 1); /* check_name has seen to the length */
	if (key)
		memcpy(key_file, key, strlen(key) + 1);
	else
		key_name_of(cert, key_file, SET_NAME_MAX);
	return 0;
}

/* Files beside the set (derived.h) have names of their own. */
static const uint16_t beside[] = {OPT_COMBINED, OPT_BUNDLE, OPT_P12, OPT_PASSWORD_FILE, OPT_CSR};
#define N_BESIDE (sizeof beside / sizeof beside[0])

/* names: by what they are called in DIR. Their number in *n. */
static int read_beside(struct wishes *w, const char *names[static N_BESIDE], size_t *n, struct err *e)
{
	size_t len = strlen(w->dir);

	for (size_t i = 0; i < N_BESIDE; i++) {
		const char *name = args_value(w->args, beside[i], NULL);

		if (!name)
			continue;
		if (check_name(w->args, beside[i], name, e))
			return -1;
		names[(*n)++] = strncmp(name, w->dir, len) == 0 && name[len] == '/' ? name + len + 1 : name;
	}
	w->beside = *n > 0 || args_on(w->args, OPT_HASH_LINK);
	return 0;
}

static int check_alone(struct wishes *w, struct err *e)
{
	const char *names[SET_FILES + N_BESIDE];
	size_t n = 0;

	if (HAS_DERIVED && read_beside(w, names, &n, e))
		return -1;
	for (int i = 0; i < SET_FILES; i++)
		names[n++] = w->files[i];
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			if (strcmp(names[i], names[j]) == 0)
				return err_set(e, ERR_USAGE, "'%s' is named twice", names[i]);
		}
	}
	return 0;
}

static int read_files(struct wishes *w, struct err *e)
{
	if (read_pair(w, SET_CA, OPT_CA, "ca.crt", e) || read_pair(w, SET_LEAF, OPT_CERT, "server.crt", e))
		return -1;
	return check_alone(w, e);
}

static int read_known(struct wishes *w, struct err *e)
{
	const char *s;

	for (size_t i = 0; (s = args_each(w->args, OPT_REPLACE_KNOWN, &i)) != NULL; w->n_known++) {
		if (w->n_known == WISHES_KNOWN_MAX)
			return err_set(e, ERR_USAGE, "--replace-known: more than %u", WISHES_KNOWN_MAX);
		if (fingerprint_parse(s, &w->known[w->n_known], e))
			return err_prefix(e, "--replace-known");
	}
	return 0;
}

/* Names are parsed again when they are gathered; here they are only judged, before anything is done. */
static int check_names(const struct args *a, struct err *e)
{
	struct san ignored;
	const char *s;

	for (size_t i = 0; (s = args_each(a, OPT_SAN, &i)) != NULL;) {
		if (strcmp(s, "auto") != 0 && san_parse(s, &ignored, e))
			return -1;
	}
	return 0;
}

static bool has_mode(const struct wishes *w, uint16_t option)
{
	return w->mode && w->mode->option == option;
}

/* What only modes ask for; without one of them nothing is left of this. */
static int check_modes(const struct wishes *w, struct err *e)
{
	const struct plan_wishes *p = &w->plan;
	bool reset = HAS_RESET && has_mode(w, OPT_RESET), import = HAS_IMPORT && has_mode(w, OPT_IMPORT);

	if (has_seal(p) && (p->self_signed || p->ca_only || (w->mode && !w->check && !reset)))
		return err_set(e, ERR_USAGE, "--seal: no other kind of set, and no mode but --check, goes with it");
	if ((has_rotate(p, ROTATE_CA) && p->self_signed) || (has_rotate(p, ROTATE_KEY) && p->ca_only))
		return err_set(e, ERR_USAGE, "--rotate: this kind of set has no such pair");
	if (import && p->ca_only)
		return err_set(e, ERR_USAGE, "--import: this kind of set has no such pair");
	if (HAS_RESET && reset != args_on(w->args, OPT_YES))
		return err_set(e, ERR_USAGE, "--reset and --yes go together: keys are removed for good");
	if (HAS_ROTATE && p->compromised && p->rotate != ROTATE_CA)
		return err_set(e, ERR_USAGE, "--compromised goes with --rotate ca");
	if (HAS_SIGN && (args_on(w->args, OPT_SIGN) ? !args_on(w->args, OPT_OUTPUT) : args_on(w->args, OPT_OUTPUT) || args_on(w->args, OPT_COPY_NAMES)))
		return err_set(e, ERR_USAGE, "--sign goes with -o, and -o and --copy-names with it");
	if (HAS_P12 && args_on(w->args, OPT_P12) != args_on(w->args, OPT_PASSWORD_FILE) && !(import && !args_on(w->args, OPT_P12)))
		return err_set(e, ERR_USAGE, "--p12 and --password-file go together");
	return 0;
}

static int check_together(const struct wishes *w, struct err *e)
{
	size_t i = 0;
	bool names = args_each(w->args, OPT_SAN, &i) != NULL;

	if (w->plan.self_signed && w->plan.ca_only)
		return err_set(e, ERR_USAGE, "--self-signed and --ca-only exclude each other");
	if (!(HAS_RUN && w->mode && w->mode->run) && w->eku == EKU_CLIENT && !names && !w->subject[SET_LEAF].len && !w->plan.ca_only)
		return err_set(e, ERR_USAGE, "--use client needs a name or a --subject");
	if (check_modes(w, e))
		return -1;
	if (w->dir[0] == '\0' || (w->fallback && w->fallback[0] == '\0'))
		return err_set(e, ERR_USAGE, "--%s: empty", w->dir[0] ? "fallback" : "dir");
	return 0;
}

int wishes_read(const struct args *a, struct wishes *w, struct err *e)
{
	*w = (struct wishes){.args = a};
	read_plain(w);
	if (modes_find(a, &w->mode, e) || read_words(w, e) || read_numbers(w, e) || read_types(w, e) || read_files(w, e) || read_known(w, e)
	    || read_subject(w, SET_LEAF, OPT_SUBJECT, e) || read_subject(w, SET_CA, OPT_CA_SUBJECT, e))
		return -1;
	if (!(HAS_IMPORT && w->mode && w->mode->files) && check_names(a, e))
		return -1;
	return check_together(w, e);
}

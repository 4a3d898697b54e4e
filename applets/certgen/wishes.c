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

/* The place of an option's word in a list of words, each with its NUL; *out is left when it is not given. */
static int one_of(const struct args *a, uint16_t option, const char *words, unsigned *out, struct err *e)
{
	const char *s = args_value(a, option, NULL);

	if (!s)
		return 0;
	for (unsigned i = 0; *words; i++, words += strlen(words) + 1) {
		if (strcmp(s, words) == 0) {
			*out = i;
			return 0;
		}
	}
	return err_set(e, ERR_USAGE, "%s%s: unknown word '%s'", args_origin(a, option), a->options[option].word, s);
}

static int read_words(struct wishes *w, struct err *e)
{
	static const uint8_t ekus[] = {EKU_SERVER, EKU_CLIENT, EKU_SERVER | EKU_CLIENT};
	unsigned constrain = CONSTRAIN_ON, use = 0, clock = w->boot ? CLOCK_CHECK : CLOCK_AUTO, clone = 0, rotate = UINT32_MAX;

	if (one_of(w->args, OPT_CONSTRAIN, "on\0critical\0off\0", &constrain, e) || one_of(w->args, OPT_USE, "server\0client\0both\0", &use, e)
	    || one_of(w->args, OPT_CLOCK, "auto\0check\0ok\0", &clock, e) || one_of(w->args, OPT_ON_CLONE, "keep\0new\0", &clone, e)
	    || (HAS_ROTATE && one_of(w->args, OPT_ROTATE, "key\0ca\0", &rotate, e)))
		return -1;
	w->constrain = (enum constrain)constrain;
	w->eku = ekus[use];
	w->clock = (enum clock_trust)clock;
	w->plan.new_on_clone = clone == 1;
	w->plan.rotate = (enum rotate)(rotate + 1); /* not said: nothing */
	return 0;
}

static int read_numbers(struct wishes *w, struct err *e)
{
	uint32_t wait = w->boot ? 10 : 60;
	struct plan_wishes *p = &w->plan;

	p->days = has_seal(p) ? PLAN_SPAN_WARNED - 1 : 397;
	p->ca_days = 3650;
	p->provisional_days = 825;
	if (args_number(w->args, OPT_DAYS, 1, DAYS_MAX, &p->days, e)
	    || args_number(w->args, OPT_CA_DAYS, 1, DAYS_MAX, &p->ca_days, e)
	    || args_number(w->args, OPT_PROVISIONAL_DAYS, 1, DAYS_MAX, &p->provisional_days, e)
	    || args_number(w->args, OPT_RENEW_BEFORE, 1, DAYS_MAX, &p->renew_before, e)
	    || args_number(w->args, OPT_ENTROPY_WAIT, 0, 3600, &wait, e))
		return -1;
	w->entropy_wait_ms = wait * 1000;
	if (p->renew_before >= p->days)
		return err_set(e, ERR_USAGE, "--renew-before: %u is not less than --days %u", p->renew_before, p->days);
	return 0;
}

static int read_type(const struct args *a, uint16_t option, enum key_kind *kind, unsigned *bits, bool *given, struct err *e)
{
	const char *s = args_value(a, option, NULL);

	if (!s)
		return 0;
	*given = true;
	if (key_type_parse(s, kind, bits) == 0)
		return 0;
	return err_set(e, ERR_USAGE, "%s%s: '%s' is not one of %t", args_origin(a, option), a->options[option].word, s,
	    a->options[OPT_KEY_TYPE].help);
}

static int read_types(struct wishes *w, struct err *e)
{
	w->leaf_kind = KEY_P256;
	w->leaf_bits = 256;
	if (read_type(w->args, OPT_KEY_TYPE, &w->leaf_kind, &w->leaf_bits, &w->leaf_type_given, e))
		return -1;
	w->ca_kind = w->leaf_kind;
	w->ca_bits = w->leaf_bits;
	return read_type(w->args, OPT_CA_KEY_TYPE, &w->ca_kind, &w->ca_bits, &w->ca_type_given, e);
}

static int read_subject(const struct args *a, uint16_t option, uint8_t *out, size_t *len, bool *given, struct err *e)
{
	const char *s = args_value(a, option, NULL);
	int n;

	if (!s)
		return 0;
	*given = true;
	n = name_parse(s, out, e);
	if (n < 0)
		return err_prefix(e, option == OPT_SUBJECT ? "--subject" : "--ca-subject");
	*len = (size_t)n;
	return 0;
}

uint16_t wishes_key_usage(const struct wishes *w, enum key_kind kind)
{
	return w->rsa_kex && kind == KEY_RSA ? KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT : KU_DIGITAL_SIGNATURE;
}

/* A plain name in DIR or an absolute path; none of certbox's own names. */
static int check_name(const char *word, const char *name, struct err *e)
{
	const char *base = strrchr(name, '/');

	base = base ? base + 1 : name;
	if (!*base || strcmp(base, ".") == 0 || strcmp(base, "..") == 0 || (name[0] != '/' && base != name))
		return err_set(e, ERR_USAGE, "--%s: '%s' is neither a name in DIR nor an absolute path", word, name);
	if (strncmp(base, ".certbox-", 9) == 0 || strcmp(name, ".lock") == 0 || strcmp(name, ".host") == 0 || strcmp(name, "certgen.conf") == 0)
		return err_set(e, ERR_USAGE, "--%s: '%s' is a name of certgen's own", word, name);
	if (strlen(name) >= SET_NAME_MAX - 16 || !text_is_clean_utf8(name, strlen(name)))
		return err_set(e, ERR_USAGE, "--%s: not a usable file name", word);
	return 0;
}

static int read_file_pair(struct wishes *w, uint16_t cert, uint16_t key, const char *standard, int key_at, int cert_at, struct err *e)
{
	const char *c = args_value(w->args, cert, standard), *k = args_value(w->args, key, NULL);
	struct text t;

	if (check_name(w->args->options[cert].word, c, e) || (k && check_name(w->args->options[key].word, k, e)))
		return -1;
	text_init(&t, w->files[cert_at], SET_NAME_MAX);
	text_add(&t, c);
	text_init(&t, w->files[key_at], SET_NAME_MAX);
	if (k)
		text_add(&t, k);
	else if (key_name_of(c, w->files[key_at], SET_NAME_MAX))
		return err_set(e, ERR_USAGE, "--%s: name too long", w->args->options[cert].word);
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
		if (check_name(w->args->options[beside[i]].word, name, e))
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
	if (read_file_pair(w, OPT_CA, OPT_CA_KEY, "ca.crt", SET_CA_KEY, SET_CA_CERT, e)
	    || read_file_pair(w, OPT_CERT, OPT_KEY, "server.crt", SET_LEAF_KEY, SET_LEAF_CERT, e))
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
	if (!(HAS_RUN && w->mode && w->mode->run) && w->eku == EKU_CLIENT && !names && !w->subject_given && !w->plan.ca_only)
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
	w->dir = args_value(a, OPT_DIR, "/etc/certbox");
	w->fallback = args_value(a, OPT_FALLBACK, NULL);
	w->root = args_value(a, OPT_ROOT, NULL);
	w->hostname = args_value(a, OPT_HOSTNAME, NULL);
	w->owner = args_value(a, OPT_OWNER, NULL);
	w->on_change = args_value(a, OPT_ON_CHANGE, NULL);
	w->boot = args_on(a, OPT_BOOT);
	w->check = args_on(a, OPT_CHECK);
	w->require_mount = args_on(a, OPT_REQUIRE_MOUNT);
	w->rsa_kex = args_on(a, OPT_RSA_KEX);
	w->plan.force = args_on(a, OPT_FORCE);
	w->plan.self_signed = args_on(a, OPT_SELF_SIGNED);
	w->plan.ca_only = args_on(a, OPT_CA_ONLY);
	w->plan.csr = HAS_CSR && args_on(a, OPT_CSR);
	w->plan.seal = HAS_SEAL && args_on(a, OPT_SEAL);
	w->plan.compromised = HAS_ROTATE && args_on(a, OPT_COMPROMISED);
	if (modes_find(a, &w->mode, e) || read_words(w, e) || read_numbers(w, e) || read_types(w, e) || read_files(w, e) || read_known(w, e)
	    || read_subject(a, OPT_SUBJECT, w->subject, &w->subject_len, &w->subject_given, e)
	    || read_subject(a, OPT_CA_SUBJECT, w->ca_subject, &w->ca_subject_len, &w->ca_subject_given, e))
		return -1;
	if (!(HAS_IMPORT && w->mode && w->mode->files) && check_names(a, e))
		return -1;
	return check_together(w, e);
}

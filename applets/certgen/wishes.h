/* SPDX-License-Identifier: MIT */
/* wishes.h - what the options ask for, read and bounded; no disk is touched. */
#ifndef CERTGEN_WISHES_H
#define CERTGEN_WISHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "applets/certgen/plan.h"
#include "applets/certgen/set.h"
#include "applets/fingerprint.h"
#include "lib/args.h"
#include "lib/err.h"
#include "x509/name.h"
#include "x509/spki.h"

#define WISHES_KNOWN_MAX 16

struct mode;

enum constrain { CONSTRAIN_ON, CONSTRAIN_CRITICAL, CONSTRAIN_OFF };
enum clock_trust { CLOCK_AUTO, CLOCK_CHECK, CLOCK_OK };

/* A key's type; P-256 unless given. */
struct wished_type {
	enum key_kind kind;
	unsigned bits;
	bool given;
};

/* A subject, a Name in DER. len 0: not given. */
struct wished_name {
	size_t len;
	uint8_t der[NAME_MAX_DER];
};

/* Strings point into the args' texts. What is large stands last: the rest is reached by shorter code. */
struct wishes {
	const struct args *args;      /* lists are read where they are used: --san, --iface, --replace-known */
	struct plan_wishes plan;
	const struct mode *mode;      /* NULL: none asked for */
	const char *dir, *fallback, *root;
	const char *hostname;         /* NULL: found out */
	struct wished_type type[SET_PAIRS];
	unsigned eku;                 /* EKU_ bits */
	bool rsa_kex;
	enum constrain constrain;
	const char *owner, *on_change;
	bool beside;                  /* files beside the set are asked for: derived_update has something to do */
	size_t n_known;
	bool require_mount, boot, check;
	enum clock_trust clock;
	uint32_t entropy_wait_s;
	char files[SET_FILES][SET_NAME_MAX]; /* in DIR, or absolute */
	struct wished_name subject[SET_PAIRS];
	struct fingerprint known[WISHES_KNOWN_MAX]; /* --replace-known */
};

/* From what was said. -1: ERR_USAGE naming the option. */
int wishes_read(const struct args *a, struct wishes *w, struct err *e);

/* KeyUsage of a leaf with a key of this kind. */
uint16_t wishes_key_usage(const struct wishes *w, enum key_kind kind);

#endif

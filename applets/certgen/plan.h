/* SPDX-License-Identifier: MIT */
/* plan.h - from what was found and what is wished to what is done (SPEC 2). Pure. */
#ifndef CERTGEN_PLAN_H
#define CERTGEN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/text.h"

enum found_key { KEY_FILE_NONE, KEY_FILE_TORN, KEY_FILE_GOOD };
enum found_cert {
	CERT_FILE_NONE,
	CERT_FILE_TORN,       /* read completely, does not parse; or its signature is broken */
	CERT_FILE_OURS,       /* its serial bears our mark */
	CERT_FILE_FOREIGN     /* the user's own; also ours behind a symbolic link */
};

/* A key and a certificate, as found. Times are seconds since 1970. */
struct found_pair {
	enum found_key key;
	enum found_cert cert;
	bool fits;            /* the certificate's public key is the key's */
	bool key_link;        /* the key's name is a symbolic link: never replaced */
	bool known;           /* its certificate or key is one --replace-known names */
	bool open_key;        /* mode wider than a key's may be, or than --owner asks */
	bool open_cert;
	bool other_type;      /* the key is not of the explicitly given type */
	int64_t not_before, not_after;
	bool can_sign;        /* CA: BasicConstraints CA:TRUE, and KeyUsage allows it */
	bool issued;          /* leaf: the CA here signed it (or, with no ca.crt, the CA key here) */
	bool self_issued;     /* leaf: signed by itself */
	bool provisional;     /* leaf: made while the clock was not believed */
	bool other_subject;   /* leaf: not the explicitly given subject */
	bool other_use;       /* leaf: extended key usage or key usage are not as wished */
	uint32_t lacks;       /* leaf: wanted names it has not, and could have */
};

struct found {
	struct found_pair ca, leaf;
	int64_t now;          /* the clock, or the floor when it is not believed */
	bool believed;
	bool other_machine;   /* DIR/.host holds marks, and this machine's is not among them */
	bool unmarked;        /* there is no mark of this machine, and it has one */
	uint32_t outside;     /* given names that the CA here does not permit */
	uint32_t leftovers;   /* files of an interrupted run */
};

enum rotate { ROTATE_NOTHING, ROTATE_KEY, ROTATE_CA };

struct plan_wishes {
	enum rotate rotate;
	bool compromised;     /* with ROTATE_CA: no cross-certificate */
	bool csr;             /* the leaf's key alone, for a request; no certificate is made or looked at */
	bool self_signed, ca_only, seal, force;
	unsigned new_on_clone; /* 1: a whole new set on another machine */
	uint32_t days, ca_days, provisional_days;
	uint32_t renew_before; /* days; 0: a third of the span */
};

/* What is done to a pair; several bits, done in this order. */
enum {
	STEP_ASIDE_KEY = 1,   /* NAME becomes NAME.bad-N */
	STEP_ASIDE_CERT = 2,
	STEP_NEW_KEY = 4,     /* of a sealed set's CA: in memory alone */
	STEP_NEW_CERT = 8,
	STEP_MEND_KEY = 16,   /* mode or owner */
	STEP_MEND_CERT = 32
};

/* Why, of all that plan says; plan_add_text words it. */
enum why {
	WHY_FINE,
	/* a pair or certificate is made */
	WHY_MISSING, WHY_KNOWN, WHY_FORCED, WHY_CLONE, WHY_ROTATED, WHY_IMPORTED, WHY_TORN_KEY, WHY_NO_KEY, WHY_NO_CERT, WHY_TORN_CERT, WHY_MISFIT,
	WHY_OTHER_KIND, WHY_OTHER_ISSUER, WHY_NAMES, WHY_SUBJECT, WHY_EXPIRED, WHY_NOT_YET, WHY_CLOCK_CAME, WHY_RENEWAL, WHY_DAYS,
	WHY_UNSEALED,         /* --seal: not a whole sealed set */
	WHY_SIGNED,           /* another's request */
	/* nothing is done */
	WHY_KEPT,             /* the user's own, in order */
	WHY_NOT_NEEDED,       /* no such pair in this kind of set */
	WHY_CA_OFFLINE,       /* ca.key is not here; the leaf is in date */
	WHY_CA_GONE,          /* both CA files are gone; the leaf is in date */
	/* failures */
	WHY_FOREIGN_NO_KEY, WHY_FOREIGN_MISFIT, WHY_FOREIGN_DATE, WHY_FOREIGN_NOT_CA, WHY_CA_MISFIT, WHY_CA_EXPIRED,
	WHY_CA_KEY_LOST, WHY_CA_LOST, WHY_LINKED_KEY, WHY_OUTSIDE,
	WHY_KEY_WAS_HERE,     /* --seal: the CA key has been on the disk */
	WHY_NO_CLOCK,         /* --seal: … is not believed */
	WHY_COUNT
};

struct pair_plan {
	unsigned steps;       /* STEP_ bits */
	enum why why;
};

/* Warnings: the exit code stays. */
enum {
	WARN_KEPT_NAMES = 1,  /* the user's own leaf lacks wanted names */
	WARN_WAITS = 2,       /* names or renewal wait for a CA key (--check: work) */
	WARN_CA_OFFLINE = 4,  /* ca.key is missing */
	WARN_CA_GONE = 8,
	WARN_CA_ENDS = 16,    /* the CA has less than 400 days left (--check: work) */
	WARN_SPAN = 32,       /* leaf over 825 days */
	WARN_TYPE = 64,       /* another key type needs --rotate key */
	WARN_CA_TYPE = 128,
	WARN_OTHER_MACHINE = 256,
	WARN_NO_CROSS = 1024, /* a new CA, and nothing that leads old clients to it */
	WARN_LEAF_SHORT = 512 /* the leaf is in its window, but would not end later: the CA ends */
};

enum signer { SIGNER_NONE, SIGNER_CA, SIGNER_SELF };

struct plan {
	enum err_kind failure; /* ERR_NONE: do it; else nothing at all is changed */
	enum why because;      /* … for this reason */
	bool because_leaf;     /* … of the leaf pair, else of the CA's */
	struct pair_plan ca, leaf;
	bool at_once;          /* something that is there is replaced as a pair: stage all, commit, roll forward */
	bool cross;            /* the old CA's key signs the new CA (SPEC 2, --rotate ca) */
	bool gone;             /* what the steps set aside is removed (--reset) */
	bool mark;             /* add this machine's mark */
	bool tidy;             /* remove leftovers */
	enum signer signer;
	unsigned warnings;     /* WARN_ bits */
	bool work;             /* --check exits 10 */
};

#define PLAN_SPAN_WARNED 825  /* days: Apple's limit for leaves under user-installed roots (support article 103769) */
#define PLAN_CA_WARNED 400    /* days */

/* Decide. Same input, same output; nothing is read, written, asked of clock or chance. */
void plan_make(const struct found *f, const struct plan_wishes *w, struct plan *out);

/* A leaf's dates made now: a day back, days plus that day in all, inside the CA's (0, 0: no CA). */
void plan_leaf_dates(const struct found *f, const struct plan_wishes *w, int64_t ca_not_before, int64_t ca_not_after, int64_t *not_before, int64_t *not_after);

/* When a leaf of these dates enters its renewal window. */
int64_t plan_renews_at(int64_t not_before, int64_t not_after, uint32_t renew_before_days);

/*
 * A clause for people, without full stop, behind what stands before it: "does not parse"; "is the user's own and has no key: put the key
 * beside it, or --force". False, and nothing, for what goes without saying.
 */
bool plan_add_text(struct text *t, const char *before, enum why why);

#endif

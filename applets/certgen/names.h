/* SPDX-License-Identifier: MIT */
/* names.h - the names a leaf shall bear: given, or found out by `auto`. */
#ifndef CERTGEN_NAMES_H
#define CERTGEN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"
#include "os/iface.h"
#include "x509/san.h"
#include "x509/view.h"

struct wanted {
	struct san san;
	bool given;           /* by the user, not by auto */
	bool out;             /* the CA does not permit it: left out */
};

/* A list on the heap, without doubles, in the order of wishes. Zero it before use. */
struct names {
	struct wanted *list;
	size_t n, cap;
	bool automatic;       /* auto took part: names the leaf has may be carried over */
	bool saw_host, saw_address;
};

/* One name in its text form. 0, -1 ERR_USAGE or out of memory. */
int names_add(struct names *l, const char *text, bool given, struct err *e);
int names_add_san(struct names *l, const struct san *s, bool given, struct err *e);

/*
 * What `auto` stands for: HOST.local, HOST, the addresses, localhost, 127.0.0.1, ::1. host "" : no
 * usable host name. The .local name is made of the first label.
 */
int names_automatic(struct names *l, const char *host, const struct iface_address *a, size_t n, struct err *e);

/* A host name to make names of? Not "(none)", "localhost…", invalid, over 253 or with a label over 63. */
bool names_usable_host(const char *host);

/*
 * Which wanted names does a CA not permit (c NULL: a new one, with the default constraints; given names
 * become part of those)? Sets `out`; *outside counts given ones.
 */
void names_judge(struct names *l, const struct cert_view *c, bool constrained, uint32_t *outside);

/* Wanted, permitted names the leaf does not have. */
uint32_t names_lacking(const struct names *l, const struct cert_view *leaf);

/*
 * Carry over what the old leaf has and may keep: everything (whole), else DNS names when no host was seen, addresses when none
 * was seen. Names given explicitly are not added to.
 */
int names_carry(struct names *l, const struct cert_view *leaf, const struct cert_view *ca, bool constrained, bool whole, struct err *e);

/*
 * The permitted subtrees of a new CA (SPEC 2): local localhost lan internal home.arpa, private addresses, and
 * the DNS names (and given addresses) in l that are not inside them. Heap array.
 */
int names_subtrees(const struct names *l, struct san **out, size_t *n, struct err *e);

/* Those that are not out. Heap array, the caller's to free. */
int names_sans(const struct names *l, struct san **out, size_t *n, struct err *e);

void names_free(struct names *l);

#endif

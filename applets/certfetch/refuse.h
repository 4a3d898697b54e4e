/* SPDX-License-Identifier: MIT */
/* refuse.h - what a refusal says: who is not trusted, and what was seen instead. */
#ifndef CERTFETCH_REFUSE_H
#define CERTFETCH_REFUSE_H

#include "applets/certfetch/visit.h"

#define SHA256_TEXT 104 /* bytes that hold "sha256 3F:9A:…" */

/* Word v->verdict, a refusal, without the server's name, which finds room before it; its kind is decide_kind's. Returns -1. */
int refuse(const struct visit *v, struct err *e);
/* "sha256 3F:9A:…" of a certificate. */
void refuse_add_sha256(struct text *t, struct view der);
/* The digits alone. */
void refuse_add_digits(struct text *t, struct view der);

#endif

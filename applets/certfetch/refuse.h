/* SPDX-License-Identifier: MIT */
/* refuse.h - what a refusal says: who is not trusted, and what was seen instead. */
#ifndef CERTFETCH_REFUSE_H
#define CERTFETCH_REFUSE_H

#include "applets/certfetch/visit.h"

/* Word v->verdict, a refusal, without the server's name, which finds room before it; its kind is decide_kind's. Returns -1. */
int refuse(const struct visit *v, struct err *e);

#endif

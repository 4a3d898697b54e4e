/* SPDX-License-Identifier: MIT */
/* has.h - which modes this box has (config.mk), as constants: what serves only those it has not the compiler leaves out. */
#ifndef CERTGEN_HAS_H
#define CERTGEN_HAS_H

#include "applets/certgen/options.h"
#include "applets/certgen/plan.h"
#include "with.inc"

enum {
	HAS_CSR = 0 WITH_csr(+ 1),
	HAS_SIGN = 0 WITH_sign(+ 1),
	HAS_ROTATE = 0 WITH_rotate(+ 1),
	HAS_IMPORT = 0 WITH_import(+ 1),
	HAS_SEAL = 0 WITH_seal(+ 1),
	HAS_P12 = 0 WITH_p12(+ 1),
	HAS_RESET = 0 WITH_reset(+ 1),
	HAS_DERIVED = 0 WITH_derived(+ 1),
	HAS_OPTIONS = HAS_CSR | HAS_SIGN | HAS_ROTATE | HAS_IMPORT | HAS_SEAL | HAS_RESET | HAS_DERIVED ? OPT_COUNT : OPT_MODES, /* rows */
	HAS_RUN = HAS_SIGN | HAS_IMPORT | HAS_RESET, /* a mode with a way of its own */
	HAS_CROSS = HAS_ROTATE | HAS_SIGN            /* cross-certificates are looked at; else they stay as they are */
};

/* Is it wished? Elsewhere than here nobody asks the wishes themselves. */
static inline bool has_csr(const struct plan_wishes *w)
{
	return HAS_CSR && w->csr;
}

static inline bool has_seal(const struct plan_wishes *w)
{
	return HAS_SEAL && w->seal;
}

static inline bool has_rotate(const struct plan_wishes *w, enum rotate what)
{
	return HAS_ROTATE && w->rotate == what;
}

/* Is it for this reason, which only a mode has? */
static inline bool has_why(enum why why, enum why what, bool has)
{
	return has && why == what;
}

#endif

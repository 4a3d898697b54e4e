/* SPDX-License-Identifier: MIT */
/* plan_text.c - the reasons of a plan, worded. */
#include "applets/certgen/has.h"
#include "applets/certgen/plan.h"
#include "lib/text.h"

/* Those that are not here go without saying. */
#define REASONS(X) \
	X(WHY_KNOWN, "a known default") \
	X(WHY_FORCED, "--force") \
	X(WHY_CLONE, "another machine") \
	X(WHY_TORN_KEY, "key does not parse") \
	X(WHY_NO_KEY, "key is missing") \
	X(WHY_NO_CERT, "was missing, same key") \
	X(WHY_TORN_CERT, "does not parse") \
	X(WHY_MISFIT, "did not fit its key") \
	X(WHY_OTHER_KIND, "another kind is wished") \
	X(WHY_OTHER_ISSUER, "was not issued by this CA") \
	X(WHY_NAMES, "new names") \
	X(WHY_SUBJECT, "new subject") \
	X(WHY_EXPIRED, "expired") \
	X(WHY_NOT_YET, "was not yet valid") \
	X(WHY_CLOCK_CAME, "the clock is known now") \
	X(WHY_RENEWAL, "renewed in time") \
	X(WHY_DAYS, "longer span wished") \
	WITH_seal(X(WHY_UNSEALED, "no whole sealed set")) \
	X(WHY_KEPT, "your own") \
	X(WHY_FOREIGN_NO_KEY, "is not of certbox and its key is not here; nothing changed (put the key beside it, or --force)") \
	X(WHY_FOREIGN_MISFIT, "is not of certbox and does not fit its key; nothing changed (put the right key beside it, or --force)") \
	X(WHY_FOREIGN_DATE, "is not of certbox and out of date; nothing changed (renew it where it came from, or --force)") \
	X(WHY_FOREIGN_NOT_CA, "is not of certbox and may not sign certificates; nothing changed (--force replaces it)") \
	X(WHY_CA_MISFIT, "does not fit its key; nothing changed (bring the right file back, or --rotate ca)") \
	X(WHY_CA_EXPIRED, "has expired; nothing changed (a new CA: --rotate ca)") \
	X(WHY_CA_LOST, "is gone, its key too, and the certificate they signed is not in order; nothing changed (bring them back, or --force for a new CA)") \
	X(WHY_LINKED_KEY, "is a symbolic link, and is not replaced; nothing changed (mend its target)") \
	WITH_seal(X(WHY_KEY_WAS_HERE, "has been on a disk already: too late to seal it; nothing changed (a new CA: --seal --force)")) \
	WITH_seal(X(WHY_NO_CLOCK, "is not sealed while the clock is not believed; nothing changed (set it, or --clock ok)"))
#define WHY(why, text) why,
#define LINE(why, text) text "\n"

bool plan_add_text(struct text *t, const char *before, enum why why)
{
	static const uint8_t whys[] = {REASONS(WHY)};

	for (unsigned i = 0; i < sizeof whys; i++) {
		if (whys[i] == why) {
			text_add(t, before);
			text_add_line(t, TEXT(REASONS(LINE)), i);
			return true;
		}
	}
	return false;
}

/* SPDX-License-Identifier: MIT */
/* plan_text.c - the reasons of a plan, worded. */
#include "applets/certgen/plan.h"

static const char *const texts[WHY_COUNT] = {
	[WHY_FINE] = "",
	[WHY_MISSING] = "",
	[WHY_KNOWN] = "a known default",
	[WHY_FORCED] = "--force",
	[WHY_CLONE] = "another machine",
	[WHY_ROTATED] = "",
	[WHY_IMPORTED] = "",
	[WHY_TORN_KEY] = "key does not parse",
	[WHY_NO_KEY] = "key is missing",
	[WHY_NO_CERT] = "was missing, same key",
	[WHY_TORN_CERT] = "does not parse",
	[WHY_MISFIT] = "did not fit its key",
	[WHY_OTHER_KIND] = "another kind is wished",
	[WHY_OTHER_ISSUER] = "was not issued by this CA",
	[WHY_NAMES] = "new names",
	[WHY_SUBJECT] = "new subject",
	[WHY_EXPIRED] = "expired",
	[WHY_NOT_YET] = "was not yet valid",
	[WHY_CLOCK_CAME] = "the clock is known now",
	[WHY_RENEWAL] = "renewed in time",
	[WHY_DAYS] = "longer span wished",
	[WHY_UNSEALED] = "no whole sealed set",
	[WHY_SIGNED] = "",
	[WHY_KEPT] = "your own",
	[WHY_NOT_NEEDED] = "",
	[WHY_CA_OFFLINE] = "",
	[WHY_CA_GONE] = "",
	[WHY_FOREIGN_NO_KEY] = "is not of certbox and its key is not here; nothing changed (put the key beside it, or --force)",
	[WHY_FOREIGN_MISFIT] = "is not of certbox and does not fit its key; nothing changed (put the right key beside it, or --force)",
	[WHY_FOREIGN_DATE] = "is not of certbox and out of date; nothing changed (renew it where it came from, or --force)",
	[WHY_FOREIGN_NOT_CA] = "is not of certbox and may not sign certificates; nothing changed (--force replaces it)",
	[WHY_CA_MISFIT] = "does not fit its key; nothing changed (bring the right file back, or --rotate ca)",
	[WHY_CA_EXPIRED] = "has expired; nothing changed (a new CA: --rotate ca)",
	[WHY_CA_KEY_LOST] = "",
	[WHY_CA_LOST] = "is gone, its key too, and the certificate they signed is not in order; nothing changed (bring them back, or --force for a new CA)",
	[WHY_LINKED_KEY] = "is a symbolic link, and is not replaced; nothing changed (mend its target)",
	[WHY_OUTSIDE] = "",
	[WHY_KEY_WAS_HERE] = "has been on a disk already: too late to seal it; nothing changed (a new CA: --seal --force)",
	[WHY_NO_CLOCK] = "is not sealed while the clock is not believed; nothing changed (set it, or --clock ok)",
};

const char *plan_text(enum why why)
{
	return why < WHY_COUNT ? texts[why] : "";
}

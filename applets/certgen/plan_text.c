/* SPDX-License-Identifier: MIT */
/* plan_text.c - the reasons of a plan, worded. */
#include "applets/certgen/has.h"
#include "applets/certgen/plan.h"
#include "lib/text.h"

static const char *const texts[WHY_COUNT] = {
	[WHY_FINE] = "",
	[WHY_MISSING] = "",
	[WHY_KNOWN] = TEXT("a known default"),
	[WHY_FORCED] = TEXT("--force"),
	[WHY_CLONE] = TEXT("another machine"),
	[WHY_ROTATED] = "",
	[WHY_IMPORTED] = "",
	[WHY_TORN_KEY] = TEXT("key does not parse"),
	[WHY_NO_KEY] = TEXT("key is missing"),
	[WHY_NO_CERT] = TEXT("was missing, same key"),
	[WHY_TORN_CERT] = TEXT("does not parse"),
	[WHY_MISFIT] = TEXT("did not fit its key"),
	[WHY_OTHER_KIND] = TEXT("another kind is wished"),
	[WHY_OTHER_ISSUER] = TEXT("was not issued by this CA"),
	[WHY_NAMES] = TEXT("new names"),
	[WHY_SUBJECT] = TEXT("new subject"),
	[WHY_EXPIRED] = TEXT("expired"),
	[WHY_NOT_YET] = TEXT("was not yet valid"),
	[WHY_CLOCK_CAME] = TEXT("the clock is known now"),
	[WHY_RENEWAL] = TEXT("renewed in time"),
	[WHY_DAYS] = TEXT("longer span wished"),
	WITH_seal([WHY_UNSEALED] = TEXT("no whole sealed set"),)
	[WHY_SIGNED] = "",
	[WHY_KEPT] = TEXT("your own"),
	[WHY_NOT_NEEDED] = "",
	[WHY_CA_OFFLINE] = "",
	[WHY_CA_GONE] = "",
	[WHY_FOREIGN_NO_KEY] = TEXT("is not of certbox and its key is not here; nothing changed (put the key beside it, or --force)"),
	[WHY_FOREIGN_MISFIT] = TEXT("is not of certbox and does not fit its key; nothing changed (put the right key beside it, or --force)"),
	[WHY_FOREIGN_DATE] = TEXT("is not of certbox and out of date; nothing changed (renew it where it came from, or --force)"),
	[WHY_FOREIGN_NOT_CA] = TEXT("is not of certbox and may not sign certificates; nothing changed (--force replaces it)"),
	[WHY_CA_MISFIT] = TEXT("does not fit its key; nothing changed (bring the right file back, or --rotate ca)"),
	[WHY_CA_EXPIRED] = TEXT("has expired; nothing changed (a new CA: --rotate ca)"),
	[WHY_CA_KEY_LOST] = "",
	[WHY_CA_LOST] = TEXT("is gone, its key too, and the certificate they signed is not in order; nothing changed (bring them back, or --force for a new CA)"),
	[WHY_LINKED_KEY] = TEXT("is a symbolic link, and is not replaced; nothing changed (mend its target)"),
	[WHY_OUTSIDE] = "",
	WITH_seal([WHY_KEY_WAS_HERE] = TEXT("has been on a disk already: too late to seal it; nothing changed (a new CA: --seal --force)"),)
	WITH_seal([WHY_NO_CLOCK] = TEXT("is not sealed while the clock is not believed; nothing changed (set it, or --clock ok)"),)
};

const char *plan_text(enum why why)
{
	return why < WHY_COUNT ? texts[why] : "";
}

/* SPDX-License-Identifier: MIT */
/* plan.c - what was found and what is wished, and the steps that follow: SPEC 2's table, row by row, without a disk. */
/* long because: it is one table, and its rows are read beside each other. */
#include "applets/certgen/plan.h"
#include "tests/unit/tap.h"

/* Rows state a whole pair and then what is different about theirs. */
#pragma GCC diagnostic ignored "-Woverride-init"

#define DAY INT64_C(86400)
#define NOW INT64_C(1800000000)

#define GOOD .key = KEY_FILE_GOOD
#define TORN .key = KEY_FILE_TORN
#define NO_KEY .key = KEY_FILE_NONE
#define OURS .cert = CERT_FILE_OURS
#define FOREIGN .cert = CERT_FILE_FOREIGN
#define BAD .cert = CERT_FILE_TORN
#define NO_CERT .cert = CERT_FILE_NONE

#define CA(...) .ca = {GOOD, OURS, .fits = true, .can_sign = true, .not_before = NOW - 10 * DAY, .not_after = NOW + 3640 * DAY, __VA_ARGS__}
#define LEAF(...) .leaf = {GOOD, OURS, .fits = true, .issued = true, .not_before = NOW - 8 * DAY, .not_after = NOW + 390 * DAY, __VA_ARGS__}
#define SELF(...) .leaf = {GOOD, OURS, .fits = true, .self_issued = true, .not_before = NOW - 8 * DAY, .not_after = NOW + 390 * DAY, __VA_ARGS__}
#define TIME .now = NOW, .believed = true
#define NO_CLOCK .now = NOW, .believed = false
#define USUAL .days = 397, .ca_days = 3650, .provisional_days = 825

#define SEAL(...) CA(NO_KEY, .fits = false, __VA_ARGS__)
#define LONG(...) LEAF(.not_after = NOW + 817 * DAY, __VA_ARGS__)
#define SEALED .seal = true, .days = 824, .ca_days = 3650, .provisional_days = 825

#define AK STEP_ASIDE_KEY
#define AC STEP_ASIDE_CERT
#define NK STEP_NEW_KEY
#define NC STEP_NEW_CERT
#define MK STEP_MEND_KEY
#define MC STEP_MEND_CERT

struct row {
	const char *name;
	struct found f;
	struct plan_wishes w;
	unsigned ca, leaf;    /* steps */
	enum why ca_why, leaf_why;
	unsigned warnings;
	enum err_kind failure;
	enum why because;
	bool work, at_once, cross, because_leaf;
};

#define NOTHING .work = false
#define FAILS(kind, why, leaf_pair) .failure = (kind), .because = (why), .because_leaf = (leaf_pair)
#define BOTH(steps_ca, why_ca, steps_leaf, why_leaf) .ca = (steps_ca), .ca_why = (why_ca), .leaf = (steps_leaf), .leaf_why = (why_leaf)
#define STAYS(steps_leaf, why_leaf) BOTH(0, WHY_FINE, steps_leaf, why_leaf)

#define ALL(steps_ca, steps_leaf, why) BOTH(steps_ca, why, steps_leaf, why)
#define ANEW(why) ALL(AC | NK | NC, AK | AC | NK | NC, why), .warnings = WARN_NO_CROSS, .work = true, .at_once = true
#define WAITS(why) BOTH(0, WHY_CA_OFFLINE, 0, why), .warnings = WARN_WAITS, .work = true

static const struct row rows[] = {
	/* --- nothing, and everything --- */
	{"an empty folder gets both pairs", {TIME}, {USUAL}, BOTH(NK | NC, WHY_MISSING, NK | NC, WHY_MISSING), .work = true},
	{"a whole set is left alone", {TIME, CA(), LEAF()}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"an empty folder without a clock gets both pairs", {NO_CLOCK}, {USUAL}, BOTH(NK | NC, WHY_MISSING, NK | NC, WHY_MISSING), .work = true},
	{"a CA pair alone gets a leaf", {TIME, CA()}, {USUAL}, STAYS(NK | NC, WHY_MISSING), .work = true},
	{"a CA key alone (killed after the first file) gets the rest", {TIME, .ca = {GOOD}}, {USUAL}, BOTH(NC, WHY_NO_CERT, NK | NC, WHY_MISSING), .work = true},
	{"a leaf key alone with a CA gets its certificate", {TIME, CA(), .leaf = {GOOD}}, {USUAL}, STAYS(NC, WHY_NO_CERT), .work = true},
	/* --- the leaf's key --- */
	{"a leaf certificate without key: set aside, new pair", {TIME, CA(), LEAF(NO_KEY, .fits = false)}, {USUAL}, STAYS(AC | NK | NC, WHY_NO_KEY), .work = true, .at_once = true},
	{"a torn leaf key: both set aside, new pair", {TIME, CA(), LEAF(TORN, .fits = false)}, {USUAL}, STAYS(AK | AC | NK | NC, WHY_TORN_KEY), .work = true, .at_once = true},
	{"a torn leaf key and no certificate: set aside, new pair", {TIME, CA(), .leaf = {TORN}}, {USUAL}, STAYS(AK | NK | NC, WHY_TORN_KEY), .work = true, .at_once = true},
	{"a torn leaf key and a torn certificate: both aside", {TIME, CA(), .leaf = {TORN, BAD}}, {USUAL}, STAYS(AK | AC | NK | NC, WHY_TORN_KEY), .work = true, .at_once = true},
	{"a torn certificate without key: aside, new pair", {TIME, CA(), .leaf = {NO_KEY, BAD}}, {USUAL}, STAYS(AC | NK | NC, WHY_NO_KEY), .work = true, .at_once = true},
	{"a torn key behind a link is not replaced", {TIME, CA(), .leaf = {TORN, .key_link = true}}, {USUAL}, FAILS(ERR_MALFORMED, WHY_LINKED_KEY, true)},
	{"a good key behind a link gets its certificate", {TIME, CA(), .leaf = {GOOD, .key_link = true}}, {USUAL}, STAYS(NC, WHY_NO_CERT), .work = true},
	/* --- the leaf's certificate: same key --- */
	{"a torn leaf certificate: aside, same key", {TIME, CA(), .leaf = {GOOD, BAD}}, {USUAL}, STAYS(AC | NC, WHY_TORN_CERT), .work = true, .at_once = true},
	{"our leaf certificate of another key: aside, the key wins", {TIME, CA(), LEAF(.fits = false)}, {USUAL}, STAYS(AC | NC, WHY_MISFIT), .work = true, .at_once = true},
	{"a leaf that lacks a name is issued again", {TIME, CA(), LEAF(.lacks = 1)}, {USUAL}, STAYS(NC, WHY_NAMES), .work = true},
	{"a leaf of another subject is issued again", {TIME, CA(), LEAF(.other_subject = true)}, {USUAL}, STAYS(NC, WHY_SUBJECT), .work = true},
	{"a leaf of another use is issued again", {TIME, CA(), LEAF(.other_use = true)}, {USUAL}, STAYS(NC, WHY_OTHER_KIND), .work = true},
	{"a leaf of another CA is issued again", {TIME, CA(), LEAF(.issued = false)}, {USUAL}, STAYS(NC, WHY_OTHER_ISSUER), .work = true},
	{"an expired leaf is issued again", {TIME, CA(), LEAF(.not_before = NOW - 400 * DAY, .not_after = NOW - DAY)}, {USUAL}, STAYS(NC, WHY_EXPIRED), .work = true},
	{"a leaf that ends this second is still good", {TIME, CA(), LEAF(.not_before = NOW - 398 * DAY, .not_after = NOW)}, {USUAL}, STAYS(NC, WHY_RENEWAL), .work = true},
	{"a leaf that ended a second ago has expired", {TIME, CA(), LEAF(.not_before = NOW - 398 * DAY, .not_after = NOW - 1)}, {USUAL}, STAYS(NC, WHY_EXPIRED), .work = true},
	{"a leaf not yet valid under a believed clock is issued again", {TIME, CA(), LEAF(.not_before = NOW + DAY, .not_after = NOW + 399 * DAY)}, {USUAL}, STAYS(NC, WHY_NOT_YET), .work = true},
	{"a leaf not yet valid without a clock stays", {NO_CLOCK, CA(), LEAF(.not_before = NOW + DAY, .not_after = NOW + 399 * DAY)}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"a leaf not yet valid that would begin no earlier stays", {TIME, CA(.not_before = NOW + DAY), LEAF(.not_before = NOW + DAY, .not_after = NOW + 399 * DAY)}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"names come before renewal", {TIME, CA(), LEAF(.lacks = 2, .not_before = NOW - 390 * DAY, .not_after = NOW + 8 * DAY)}, {USUAL}, STAYS(NC, WHY_NAMES), .work = true},
	/* --- renewal --- */
	{"less than a third left: renewed", {TIME, CA(), LEAF(.not_before = NOW - 266 * DAY, .not_after = NOW + 132 * DAY)}, {USUAL}, STAYS(NC, WHY_RENEWAL), .work = true},
	{"more than a third left: not renewed", {TIME, CA(), LEAF(.not_before = NOW - 264 * DAY, .not_after = NOW + 134 * DAY)}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"--renew-before 30 with 29 days left: renewed", {TIME, CA(), LEAF(.not_before = NOW - 369 * DAY, .not_after = NOW + 29 * DAY)}, {USUAL, .renew_before = 30}, STAYS(NC, WHY_RENEWAL), .work = true},
	{"--renew-before 30 with 31 days left: not renewed", {TIME, CA(), LEAF(.not_before = NOW - 367 * DAY, .not_after = NOW + 31 * DAY)}, {USUAL, .renew_before = 30}, STAYS(0, WHY_FINE), NOTHING},
	{"no renewal that would not end later", {TIME, CA(.not_after = NOW + 60 * DAY), LEAF(.not_before = NOW - 338 * DAY, .not_after = NOW + 60 * DAY)}, {USUAL}, STAYS(0, WHY_FINE), .warnings = WARN_CA_ENDS | WARN_LEAF_SHORT, .work = true},
	{"more days wished: issued again", {TIME, CA(), LEAF()}, {USUAL, .days = 800}, STAYS(NC, WHY_DAYS), .work = true},
	{"fewer days wished: not issued again", {TIME, CA(), LEAF()}, {USUAL, .days = 30}, STAYS(0, WHY_FINE), NOTHING},
	{"the same days wished: not issued again", {TIME, CA(), LEAF(.not_before = NOW - DAY, .not_after = NOW + 397 * DAY)}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"the same days, clamped to a CA younger than a day: not issued again", {TIME, CA(.not_before = NOW - DAY / 2), LEAF(.not_before = NOW - DAY / 2, .not_after = NOW + 397 * DAY)}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"more days than the CA has left: not issued again and again", {TIME, CA(.not_after = NOW + 390 * DAY), LEAF()}, {USUAL, .days = 800}, STAYS(0, WHY_FINE), .warnings = WARN_CA_ENDS, .work = true},
	{"a span over 825 days is warned of", {TIME, CA()}, {USUAL, .days = 825}, STAYS(NK | NC, WHY_MISSING), .warnings = WARN_SPAN, .work = true},
	{"a span of 825 days is not", {TIME, CA()}, {USUAL, .days = 824}, STAYS(NK | NC, WHY_MISSING), .work = true},
	/* --- the clock --- */
	{"a provisional leaf is issued again when the clock has come", {TIME, CA(), LEAF(.provisional = true)}, {USUAL}, STAYS(NC, WHY_CLOCK_CAME), .work = true},
	{"a provisional leaf stays while the clock has not come", {NO_CLOCK, CA(), LEAF(.provisional = true)}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"a provisional leaf of 825 days is not shortened by days", {NO_CLOCK, CA(), LEAF(.provisional = true, .not_after = NOW + 817 * DAY)}, {USUAL, .days = 900}, STAYS(0, WHY_FINE), NOTHING},
	{"a normal leaf stays while the clock is not believed", {NO_CLOCK, CA(), LEAF()}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"a leaf that lacks a name is issued without a clock, too", {NO_CLOCK, CA(), LEAF(.lacks = 1)}, {USUAL}, STAYS(NC, WHY_NAMES), .work = true},
	{"a provisional span over 825 days is not warned of twice", {NO_CLOCK, CA()}, {USUAL, .days = 900}, STAYS(NK | NC, WHY_MISSING), .work = true},
	/* --- the user's own leaf --- */
	{"a user's own leaf is kept", {TIME, CA(), LEAF(FOREIGN, .issued = false)}, {USUAL}, STAYS(0, WHY_KEPT), NOTHING},
	{"… and lacks names: a warning", {TIME, CA(), LEAF(FOREIGN, .issued = false, .lacks = 2)}, {USUAL}, STAYS(0, WHY_KEPT), .warnings = WARN_KEPT_NAMES},
	{"… is not renewed", {TIME, CA(), LEAF(FOREIGN, .not_before = NOW - 390 * DAY, .not_after = NOW + DAY)}, {USUAL}, STAYS(0, WHY_KEPT), NOTHING},
	{"… without its key", {TIME, CA(), LEAF(FOREIGN, NO_KEY, .fits = false)}, {USUAL}, FAILS(ERR_MISMATCH, WHY_FOREIGN_NO_KEY, true)},
	{"… with a torn key", {TIME, CA(), LEAF(FOREIGN, TORN, .fits = false)}, {USUAL}, FAILS(ERR_MISMATCH, WHY_FOREIGN_NO_KEY, true)},
	{"… with another key", {TIME, CA(), LEAF(FOREIGN, .fits = false)}, {USUAL}, FAILS(ERR_MISMATCH, WHY_FOREIGN_MISFIT, true)},
	{"… expired", {TIME, CA(), LEAF(FOREIGN, .not_after = NOW - 1)}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_FOREIGN_DATE, true)},
	{"… not yet valid", {TIME, CA(), LEAF(FOREIGN, .not_before = NOW + 1)}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_FOREIGN_DATE, true)},
	{"… not yet valid, without a clock: kept", {NO_CLOCK, CA(), LEAF(FOREIGN, .not_before = NOW + 1)}, {USUAL}, STAYS(0, WHY_KEPT), NOTHING},
	{"… with open modes is not chmodded", {TIME, CA(), LEAF(FOREIGN, .open_key = true, .open_cert = true)}, {USUAL}, STAYS(0, WHY_KEPT), NOTHING},
	{"… with --force: set aside, new pair", {TIME, CA(), LEAF(FOREIGN)}, {USUAL, .force = true}, STAYS(AK | AC | NK | NC, WHY_FORCED), .work = true, .at_once = true},
	{"… with --force and no key", {TIME, CA(), LEAF(FOREIGN, NO_KEY, .fits = false)}, {USUAL, .force = true}, STAYS(AC | NK | NC, WHY_FORCED), .work = true, .at_once = true},
	{"… alone: no CA is made to sign nothing", {TIME, LEAF(FOREIGN)}, {USUAL}, BOTH(0, WHY_NOT_NEEDED, 0, WHY_KEPT), NOTHING},
	{"… alone, with --ca-only the CA is made", {TIME, LEAF(FOREIGN)}, {USUAL, .ca_only = true}, BOTH(NK | NC, WHY_MISSING, 0, WHY_NOT_NEEDED), .work = true},
	{"… alone with --force: all is made", {TIME, LEAF(FOREIGN)}, {USUAL, .force = true}, BOTH(NK | NC, WHY_MISSING, AK | AC | NK | NC, WHY_FORCED), .work = true, .at_once = true},
	{"--force leaves our own good pairs alone", {TIME, CA(), LEAF()}, {USUAL, .force = true}, STAYS(0, WHY_FINE), NOTHING},
	/* --- known defaults, clones --- */
	{"a known default leaf is replaced", {TIME, CA(), LEAF(FOREIGN, .known = true)}, {USUAL}, STAYS(AK | AC | NK | NC, WHY_KNOWN), .work = true, .at_once = true},
	{"a known default CA is replaced, and the leaf issued by the new one", {TIME, CA(FOREIGN, .known = true), LEAF()}, {USUAL}, BOTH(AK | AC | NK | NC, WHY_KNOWN, NC, WHY_OTHER_ISSUER), .work = true, .at_once = true},
	{"a known default key alone is replaced", {TIME, CA(), .leaf = {GOOD, .known = true}}, {USUAL}, STAYS(AK | NK | NC, WHY_KNOWN), .work = true, .at_once = true},
	{"another machine: said, and its mark added", {TIME, CA(), LEAF(), .other_machine = true, .unmarked = true}, {USUAL}, STAYS(0, WHY_FINE), .warnings = WARN_OTHER_MACHINE, .work = true},
	{"another machine with --on-clone new: a whole new set", {TIME, CA(), LEAF(), .other_machine = true, .unmarked = true}, {USUAL, .new_on_clone = true}, BOTH(AK | AC | NK | NC, WHY_CLONE, AK | AC | NK | NC, WHY_CLONE), .warnings = WARN_OTHER_MACHINE, .work = true, .at_once = true},
	{"another machine with --on-clone new: a user's own leaf is kept", {TIME, CA(), LEAF(FOREIGN), .other_machine = true, .unmarked = true}, {USUAL, .new_on_clone = true}, BOTH(AK | AC | NK | NC, WHY_CLONE, 0, WHY_KEPT), .warnings = WARN_OTHER_MACHINE, .work = true, .at_once = true},
	{"the same machine with --on-clone new: nothing", {TIME, CA(), LEAF()}, {USUAL, .new_on_clone = true}, STAYS(0, WHY_FINE), NOTHING},
	{"a machine not yet marked is work", {TIME, CA(), LEAF(), .unmarked = true}, {USUAL}, STAYS(0, WHY_FINE), .work = true},
	/* --- the CA --- */
	{"a CA certificate of another key", {TIME, CA(.fits = false), LEAF()}, {USUAL}, FAILS(ERR_MISMATCH, WHY_CA_MISFIT, false)},
	{"an expired CA", {TIME, CA(.not_after = NOW - 1), LEAF()}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_CA_EXPIRED, false)},
	{"an expired CA without its key", {TIME, CA(NO_KEY, .not_after = NOW - 1), LEAF(.not_after = NOW - 1)}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_CA_EXPIRED, false)},
	{"a CA with 399 days left: a warning and work", {TIME, CA(.not_after = NOW + 399 * DAY), LEAF()}, {USUAL}, STAYS(0, WHY_FINE), .warnings = WARN_CA_ENDS, .work = true},
	{"a CA with 400 days left: none", {TIME, CA(.not_after = NOW + 400 * DAY), LEAF()}, {USUAL}, STAYS(0, WHY_FINE), NOTHING},
	{"a new CA of 390 days is warned of", {TIME}, {USUAL, .ca_days = 390}, BOTH(NK | NC, WHY_MISSING, NK | NC, WHY_MISSING), .warnings = WARN_CA_ENDS, .work = true},
	{"ca.crt missing: made again, same key; the leaf stays", {TIME, .ca = {GOOD}, LEAF()}, {USUAL}, BOTH(NC, WHY_NO_CERT, 0, WHY_FINE), .work = true},
	{"ca.crt torn: aside, made again, same key", {TIME, .ca = {GOOD, BAD}, LEAF()}, {USUAL}, BOTH(AC | NC, WHY_TORN_CERT, 0, WHY_FINE), .work = true, .at_once = true},
	{"ca.crt missing, and the leaf of another CA: both", {TIME, .ca = {GOOD}, LEAF(.issued = false)}, {USUAL}, BOTH(NC, WHY_NO_CERT, NC, WHY_OTHER_ISSUER), .work = true},
	{"ca.key missing, leaf in date: 0", {TIME, CA(NO_KEY, .fits = false), LEAF()}, {USUAL}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), .warnings = WARN_CA_OFFLINE},
	{"ca.key missing, names wait", {TIME, CA(NO_KEY, .fits = false), LEAF(.lacks = 1)}, {USUAL}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_NAMES), .warnings = WARN_CA_OFFLINE | WARN_WAITS, .work = true},
	{"ca.key missing, given names outside wait, too", {TIME, CA(NO_KEY, .fits = false), LEAF(), .outside = 1}, {USUAL}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), .warnings = WARN_CA_OFFLINE},
	{"ca.key missing, renewal waits", {TIME, CA(NO_KEY, .fits = false), LEAF(.not_before = NOW - 390 * DAY, .not_after = NOW + 8 * DAY)}, {USUAL}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_RENEWAL), .warnings = WARN_CA_OFFLINE | WARN_WAITS, .work = true},
	{"ca.key missing, the leaf's key torn", {TIME, CA(NO_KEY, .fits = false), LEAF(TORN, .fits = false)}, {USUAL}, FAILS(ERR_FAIL, WHY_CA_KEY_LOST, false)},
	{"ca.key missing, the leaf expired", {TIME, CA(NO_KEY, .fits = false), LEAF(.not_after = NOW - 1)}, {USUAL}, FAILS(ERR_FAIL, WHY_CA_KEY_LOST, false)},
	{"ca.key missing, no leaf", {TIME, CA(NO_KEY, .fits = false)}, {USUAL}, FAILS(ERR_FAIL, WHY_CA_KEY_LOST, false)},
	{"ca.key missing, --ca-only", {TIME, CA(NO_KEY, .fits = false)}, {USUAL, .ca_only = true}, FAILS(ERR_FAIL, WHY_CA_KEY_LOST, false)},
	{"ca.key torn, leaf in date: set aside", {TIME, CA(TORN, .fits = false), LEAF()}, {USUAL}, BOTH(AK, WHY_CA_OFFLINE, 0, WHY_FINE), .warnings = WARN_CA_OFFLINE, .work = true},
	{"ca.key torn behind a link", {TIME, CA(TORN, .fits = false, .key_link = true), LEAF()}, {USUAL}, FAILS(ERR_MALFORMED, WHY_LINKED_KEY, false)},
	{"both CA files gone, our leaf in date: kept, warned", {TIME, LEAF(.issued = false)}, {USUAL}, BOTH(0, WHY_CA_GONE, 0, WHY_FINE), .warnings = WARN_CA_GONE},
	{"both CA files gone, our leaf lacks a name: waits", {TIME, LEAF(.issued = false, .lacks = 1)}, {USUAL}, BOTH(0, WHY_CA_GONE, 0, WHY_NAMES), .warnings = WARN_CA_GONE | WARN_WAITS, .work = true},
	{"both CA files gone, our leaf expired: no new CA", {TIME, LEAF(.issued = false, .not_after = NOW - 1)}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_CA_LOST, false)},
	{"both CA files gone, our leaf's key too: no new CA", {TIME, LEAF(NO_KEY, .fits = false, .issued = false)}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_CA_LOST, false)},
	{"both CA files gone, --force: a new CA, the leaf by it", {TIME, LEAF(.issued = false)}, {USUAL, .force = true}, BOTH(NK | NC, WHY_MISSING, NC, WHY_OTHER_ISSUER), .work = true},
	{"both CA files torn, our leaf in date: set aside, leaf kept", {TIME, .ca = {TORN, BAD}, LEAF(.issued = false)}, {USUAL}, BOTH(AK | AC, WHY_CA_GONE, 0, WHY_FINE), .warnings = WARN_CA_GONE, .work = true},
	{"both CA files torn, no leaf: set aside, all new", {TIME, .ca = {TORN, BAD}}, {USUAL}, BOTH(AK | AC | NK | NC, WHY_TORN_KEY, NK | NC, WHY_MISSING), .work = true, .at_once = true},
	{"an empty ca.key alone: set aside, all new", {TIME, .ca = {TORN}}, {USUAL}, BOTH(AK | NK | NC, WHY_TORN_KEY, NK | NC, WHY_MISSING), .work = true, .at_once = true},
	{"a torn ca.crt alone: set aside, all new", {TIME, .ca = {NO_KEY, BAD}}, {USUAL}, BOTH(AC | NK | NC, WHY_TORN_CERT, NK | NC, WHY_MISSING), .work = true, .at_once = true},
	/* --- the user's own CA --- */
	{"a user's own CA signs our leaf", {TIME, CA(FOREIGN)}, {USUAL}, BOTH(0, WHY_KEPT, NK | NC, WHY_MISSING), .work = true},
	{"a user's own CA and our leaf of it", {TIME, CA(FOREIGN), LEAF()}, {USUAL}, BOTH(0, WHY_KEPT, 0, WHY_FINE), NOTHING},
	{"a user's own CA that may not sign", {TIME, CA(FOREIGN, .can_sign = false)}, {USUAL}, FAILS(ERR_MISMATCH, WHY_FOREIGN_NOT_CA, false)},
	{"a user's own CA, expired", {TIME, CA(FOREIGN, .not_after = NOW - 1), LEAF()}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_FOREIGN_DATE, false)},
	{"a user's own CA with another key", {TIME, CA(FOREIGN, .fits = false), LEAF()}, {USUAL}, FAILS(ERR_MISMATCH, WHY_FOREIGN_MISFIT, false)},
	{"a user's own CA without key, no leaf", {TIME, CA(FOREIGN, NO_KEY, .fits = false)}, {USUAL}, FAILS(ERR_MISMATCH, WHY_FOREIGN_NO_KEY, false)},
	{"a user's own CA without key, our leaf of it in date", {TIME, CA(FOREIGN, NO_KEY, .fits = false), LEAF()}, {USUAL}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), NOTHING},
	{"a user's own CA without key, our leaf of another", {TIME, CA(FOREIGN, NO_KEY, .fits = false), LEAF(.issued = false)}, {USUAL}, FAILS(ERR_MISMATCH, WHY_FOREIGN_NO_KEY, false)},
	{"a user's own CA and leaf, no CA key: a bought certificate", {TIME, CA(FOREIGN, NO_KEY, .fits = false), LEAF(FOREIGN, .issued = false)}, {USUAL}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_KEPT), NOTHING},
	{"a bought certificate that expired leads, not its CA", {TIME, CA(FOREIGN, NO_KEY, .fits = false), LEAF(FOREIGN, .not_after = NOW - 1)}, {USUAL}, FAILS(ERR_UNTRUSTED, WHY_FOREIGN_DATE, true)},
	{"a user's own CA with --force: set aside, all by the new one", {TIME, CA(FOREIGN), LEAF()}, {USUAL, .force = true}, BOTH(AK | AC | NK | NC, WHY_FORCED, NC, WHY_OTHER_ISSUER), .work = true, .at_once = true},
	/* --- kinds of set --- */
	{"--self-signed: one pair", {TIME}, {USUAL, .self_signed = true}, BOTH(0, WHY_NOT_NEEDED, NK | NC, WHY_MISSING), .work = true},
	{"--self-signed, there already", {TIME, SELF()}, {USUAL, .self_signed = true}, BOTH(0, WHY_NOT_NEEDED, 0, WHY_FINE), NOTHING},
	{"--self-signed over a CA's leaf", {TIME, CA(), LEAF()}, {USUAL, .self_signed = true}, BOTH(0, WHY_NOT_NEEDED, NC, WHY_OTHER_KIND), .work = true},
	{"a self-signed leaf, and now a CA is wished", {TIME, SELF()}, {USUAL}, BOTH(NK | NC, WHY_MISSING, NC, WHY_OTHER_KIND), .work = true},
	{"--self-signed and in its window", {TIME, SELF(.not_before = NOW - 390 * DAY, .not_after = NOW + 8 * DAY)}, {USUAL, .self_signed = true}, BOTH(0, WHY_NOT_NEEDED, NC, WHY_RENEWAL), .work = true},
	{"--ca-only: one pair", {TIME}, {USUAL, .ca_only = true}, BOTH(NK | NC, WHY_MISSING, 0, WHY_NOT_NEEDED), .work = true},
	{"--ca-only, there already", {TIME, CA()}, {USUAL, .ca_only = true}, BOTH(0, WHY_FINE, 0, WHY_NOT_NEEDED), NOTHING},
	/* --- sealed: the CA's key is nowhere --- */
	{"--seal in an empty folder", {TIME}, {SEALED}, ALL(NK | NC, NK | NC, WHY_MISSING), .work = true, .at_once = true},
	{"… with --force", {TIME}, {SEALED, .force = true}, ALL(NK | NC, NK | NC, WHY_MISSING), .work = true, .at_once = true},
	{"… while the clock is not believed", {NO_CLOCK}, {SEALED}, FAILS(ERR_FAIL, WHY_NO_CLOCK, false)},
	{"a sealed set, whole", {TIME, SEAL(), LONG()}, {SEALED}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), NOTHING},
	{"… while the clock is not believed", {NO_CLOCK, SEAL(), LONG()}, {SEALED}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), NOTHING},
	{"… in its renewal window", {TIME, SEAL(), LONG(.not_before = NOW - 600 * DAY, .not_after = NOW + 225 * DAY)}, {SEALED}, WAITS(WHY_RENEWAL)},
	{"… and the CA ends with it", {TIME, SEAL(.not_after = NOW + 225 * DAY), LONG(.not_before = NOW - 600 * DAY, .not_after = NOW + 225 * DAY)}, {SEALED}, WAITS(WHY_RENEWAL)},
	{"… lacks a name", {TIME, SEAL(), LONG(.lacks = 1)}, {SEALED}, WAITS(WHY_NAMES)},
	{"… lacks one and has open modes: they are mended", {TIME, SEAL(), LONG(.lacks = 1, .open_key = true)}, {SEALED}, BOTH(0, WHY_CA_OFFLINE, MK, WHY_NAMES), .warnings = WARN_WAITS, .work = true},
	{"… is for another use", {TIME, SEAL(), LONG(.other_use = true)}, {SEALED}, WAITS(WHY_OTHER_KIND)},
	{"… of another machine: said", {TIME, SEAL(), LONG(), .other_machine = true, .unmarked = true}, {SEALED}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), .warnings = WARN_OTHER_MACHINE, .work = true},
	{"… with --on-clone new: sealed anew", {TIME, SEAL(), LONG(), .other_machine = true, .unmarked = true}, {SEALED, .new_on_clone = true}, ALL(AC | NK | NC, AK | AC | NK | NC, WHY_CLONE), .warnings = WARN_OTHER_MACHINE | WARN_NO_CROSS, .work = true, .at_once = true},
	{"… with --force: sealed anew", {TIME, SEAL(), LONG()}, {SEALED, .force = true}, ANEW(WHY_FORCED)},
	{"… with --force while the clock is not believed", {NO_CLOCK, SEAL(), LONG()}, {SEALED, .force = true}, FAILS(ERR_FAIL, WHY_NO_CLOCK, false)},
	{"… a known default: sealed anew", {TIME, SEAL(), LONG(.known = true)}, {SEALED}, ANEW(WHY_KNOWN)},
	{"… expired: sealed anew", {TIME, SEAL(), LONG(.not_before = NOW - 825 * DAY, .not_after = NOW - 1)}, {SEALED}, ANEW(WHY_EXPIRED)},
	{"… its CA expired: sealed anew", {TIME, SEAL(.not_after = NOW - 1), LONG()}, {SEALED}, ANEW(WHY_EXPIRED)},
	{"… not yet valid: sealed anew", {TIME, SEAL(), LONG(.not_before = NOW + DAY)}, {SEALED}, ANEW(WHY_UNSEALED)},
	{"… its key torn", {TIME, SEAL(), LONG(TORN, .fits = false)}, {SEALED}, ANEW(WHY_UNSEALED)},
	{"… its key gone", {TIME, SEAL(), LONG(NO_KEY, .fits = false)}, {SEALED}, ALL(AC | NK | NC, AC | NK | NC, WHY_UNSEALED), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"… its key another's", {TIME, SEAL(), LONG(.fits = false)}, {SEALED}, ANEW(WHY_UNSEALED)},
	{"… its certificate torn", {TIME, SEAL(), LONG(BAD, .fits = false)}, {SEALED}, ANEW(WHY_UNSEALED)},
	{"… its certificate gone", {TIME, SEAL(), LONG(NO_CERT, .fits = false)}, {SEALED}, ALL(AC | NK | NC, AK | NK | NC, WHY_UNSEALED), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"… its certificate another CA's", {TIME, SEAL(), LONG(.issued = false)}, {SEALED}, ANEW(WHY_UNSEALED)},
	{"… its CA certificate torn", {TIME, SEAL(BAD), LONG(.issued = false)}, {SEALED}, ANEW(WHY_UNSEALED)},
	{"… its CA certificate gone", {TIME, LONG(.issued = false)}, {SEALED}, ALL(NK | NC, AK | AC | NK | NC, WHY_UNSEALED), .work = true, .at_once = true},
	{"… its CA certificate alone", {TIME, SEAL()}, {SEALED}, ALL(AC | NK | NC, NK | NC, WHY_UNSEALED), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"… its key alone", {TIME, .leaf = {GOOD}}, {SEALED}, ALL(NK | NC, AK | NK | NC, WHY_UNSEALED), .work = true, .at_once = true},
	{"… its key alone, behind a link", {TIME, .leaf = {GOOD, .key_link = true}}, {SEALED}, FAILS(ERR_MALFORMED, WHY_LINKED_KEY, true)},
	{"… torn, while the clock is not believed", {NO_CLOCK, SEAL(), LONG(TORN, .fits = false)}, {SEALED}, FAILS(ERR_FAIL, WHY_NO_CLOCK, false)},
	{"--seal over a self-signed leaf", {TIME, SELF()}, {SEALED}, ALL(NK | NC, AK | AC | NK | NC, WHY_UNSEALED), .work = true, .at_once = true},
	{"--seal where ca.key is", {TIME, CA(), LEAF()}, {SEALED}, FAILS(ERR_FAIL, WHY_KEY_WAS_HERE, false)},
	{"… a torn one", {TIME, CA(TORN, .fits = false), LEAF()}, {SEALED}, FAILS(ERR_FAIL, WHY_KEY_WAS_HERE, false)},
	{"… alone", {TIME, .ca = {GOOD}}, {SEALED}, FAILS(ERR_FAIL, WHY_KEY_WAS_HERE, false)},
	{"… of the user's own CA", {TIME, CA(FOREIGN), LEAF()}, {SEALED}, FAILS(ERR_FAIL, WHY_KEY_WAS_HERE, false)},
	{"… of a known default: set aside", {TIME, CA(.known = true), LEAF()}, {SEALED}, ALL(AK | AC | NK | NC, AK | AC | NK | NC, WHY_KNOWN), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"… with --force: set aside, sealed anew", {TIME, CA(), LEAF()}, {SEALED, .force = true}, ALL(AK | AC | NK | NC, AK | AC | NK | NC, WHY_FORCED), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"--seal beside a user's own leaf", {TIME, LONG(FOREIGN, .issued = false)}, {SEALED}, BOTH(0, WHY_NOT_NEEDED, 0, WHY_KEPT), NOTHING},
	{"… and a torn ca.crt", {TIME, SEAL(BAD), LONG(FOREIGN, .issued = false)}, {SEALED}, BOTH(0, WHY_NOT_NEEDED, 0, WHY_KEPT), NOTHING},
	{"… that expired", {TIME, LONG(FOREIGN, .not_after = NOW - 1)}, {SEALED}, FAILS(ERR_UNTRUSTED, WHY_FOREIGN_DATE, true)},
	{"… that is a known default", {TIME, LONG(FOREIGN, .known = true)}, {SEALED}, ALL(NK | NC, AK | AC | NK | NC, WHY_KNOWN), .work = true, .at_once = true},
	{"… with --force", {TIME, LONG(FOREIGN)}, {SEALED, .force = true}, ALL(NK | NC, AK | AC | NK | NC, WHY_FORCED), .work = true, .at_once = true},
	{"--seal under a user's own CA without key, its leaf of ours", {TIME, SEAL(FOREIGN), LONG()}, {SEALED}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), NOTHING},
	{"… and no leaf", {TIME, SEAL(FOREIGN)}, {SEALED}, FAILS(ERR_MISMATCH, WHY_FOREIGN_NO_KEY, false)},
	{"a sealed set without --seal", {TIME, SEAL(), LONG()}, {USUAL}, BOTH(0, WHY_CA_OFFLINE, 0, WHY_FINE), .warnings = WARN_CA_OFFLINE},
	{"… and another key is asked for", {TIME, SEAL(), LONG()}, {USUAL, .rotate = ROTATE_KEY}, FAILS(ERR_FAIL, WHY_CA_KEY_LOST, false)},
	/* --- rotation --- */
	{"--csr in an empty folder: a key", {TIME}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, NK, WHY_MISSING), .work = true},
	{"--csr with a key: nothing", {TIME, .leaf = {GOOD}}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, 0, WHY_FINE), NOTHING},
	{"--csr with a torn key: set aside, a new one", {TIME, .leaf = {TORN}}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, AK | NK, WHY_TORN_KEY), .work = true, .at_once = true},
	{"--csr with a torn key behind a link", {TIME, .leaf = {TORN, .key_link = true}}, {USUAL, .csr = true}, FAILS(ERR_MALFORMED, WHY_LINKED_KEY, true)},
	{"--csr leaves an expired set as it is", {TIME, CA(.not_after = NOW - 1), LEAF(.not_after = NOW - 1)}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, 0, WHY_FINE), NOTHING},
	{"--csr and a user's own certificate: left alone", {TIME, .leaf = {GOOD, FOREIGN, .open_key = true, .open_cert = true}}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, 0, WHY_FINE), NOTHING},
	{"--csr with a certificate whose key is gone: the key alone", {TIME, .leaf = {NO_KEY, OURS}}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, NK, WHY_MISSING), .work = true},
	{"--csr mends the key's mode, not the certificate's", {TIME, LEAF(.open_key = true, .open_cert = true)}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, MK, WHY_FINE), .work = true},
	{"--csr on another machine that shall have a key of its own", {TIME, LEAF(), .other_machine = true}, {USUAL, .csr = true, .new_on_clone = true}, BOTH(0, WHY_NOT_NEEDED, AK | NK, WHY_CLONE), .warnings = WARN_OTHER_MACHINE, .work = true, .at_once = true},
	{"--csr with a known default key: set aside", {TIME, LEAF(.known = true)}, {USUAL, .csr = true}, BOTH(0, WHY_NOT_NEEDED, AK | NK, WHY_KNOWN), .work = true, .at_once = true},
	{"--rotate key: both set aside, a new pair, the same CA", {TIME, CA(), LEAF()}, {USUAL, .rotate = ROTATE_KEY}, STAYS(AK | AC | NK | NC, WHY_ROTATED), .work = true, .at_once = true},
	{"--rotate key with no leaf: a pair is made", {TIME, CA()}, {USUAL, .rotate = ROTATE_KEY}, STAYS(NK | NC, WHY_MISSING), .work = true},
	{"--rotate key over a user's own leaf: kept", {TIME, CA(), LEAF(FOREIGN)}, {USUAL, .rotate = ROTATE_KEY}, STAYS(0, WHY_KEPT), NOTHING},
	{"--rotate key of a key behind a link", {TIME, CA(), LEAF(.key_link = true)}, {USUAL, .rotate = ROTATE_KEY}, FAILS(ERR_MALFORMED, WHY_LINKED_KEY, true)},
	{"--rotate key while ca.key is away", {TIME, CA(NO_KEY, .fits = false), LEAF()}, {USUAL, .rotate = ROTATE_KEY}, FAILS(ERR_FAIL, WHY_CA_KEY_LOST, false)},
	{"--rotate key, self-signed", {TIME, SELF()}, {USUAL, .self_signed = true, .rotate = ROTATE_KEY}, BOTH(0, WHY_NOT_NEEDED, AK | AC | NK | NC, WHY_ROTATED), .work = true, .at_once = true},
	{"--rotate ca: a new CA, crossed, the leaf by it with its key", {TIME, CA(), LEAF()}, {USUAL, .rotate = ROTATE_CA}, BOTH(AK | AC | NK | NC, WHY_ROTATED, NC, WHY_OTHER_ISSUER), .work = true, .at_once = true, .cross = true},
	{"--rotate ca --compromised: no cross-certificate", {TIME, CA(), LEAF()}, {USUAL, .rotate = ROTATE_CA, .compromised = true}, BOTH(AK | AC | NK | NC, WHY_ROTATED, NC, WHY_OTHER_ISSUER), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"--rotate ca of an expired CA: no cross-certificate", {TIME, CA(.not_after = NOW - 1), LEAF()}, {USUAL, .rotate = ROTATE_CA}, BOTH(AK | AC | NK | NC, WHY_ROTATED, NC, WHY_OTHER_ISSUER), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"--rotate ca of a mismatched CA: no cross-certificate", {TIME, CA(.fits = false), LEAF()}, {USUAL, .rotate = ROTATE_CA}, BOTH(AK | AC | NK | NC, WHY_ROTATED, NC, WHY_OTHER_ISSUER), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"--rotate ca while its key is away: no cross-certificate", {TIME, CA(NO_KEY, .fits = false), LEAF()}, {USUAL, .rotate = ROTATE_CA}, BOTH(AC | NK | NC, WHY_ROTATED, NC, WHY_OTHER_ISSUER), .warnings = WARN_NO_CROSS, .work = true, .at_once = true},
	{"--rotate ca over a user's own CA: kept", {TIME, CA(FOREIGN), LEAF()}, {USUAL, .rotate = ROTATE_CA}, BOTH(0, WHY_KEPT, 0, WHY_FINE), NOTHING},
	{"--rotate ca with names the old one did not permit", {TIME, CA(), LEAF(.lacks = 1), .outside = 1}, {USUAL, .rotate = ROTATE_CA}, BOTH(AK | AC | NK | NC, WHY_ROTATED, NC, WHY_OTHER_ISSUER), .work = true, .at_once = true, .cross = true},
	/* --- the rest --- */
	{"modes too open are mended", {TIME, CA(.open_key = true), LEAF(.open_key = true, .open_cert = true)}, {USUAL}, BOTH(MK, WHY_FINE, MK | MC, WHY_FINE), .work = true},
	{"a certificate that is made anew needs no mending", {TIME, CA(), LEAF(.open_key = true, .open_cert = true, .lacks = 1)}, {USUAL}, STAYS(NC | MK, WHY_NAMES), .work = true},
	{"another key type is said, not done", {TIME, CA(.other_type = true), LEAF(.other_type = true)}, {USUAL}, STAYS(0, WHY_FINE), .warnings = WARN_TYPE | WARN_CA_TYPE},
	{"leftovers are removed", {TIME, CA(), LEAF(), .leftovers = 2}, {USUAL}, STAYS(0, WHY_FINE), .work = true},
	{"a given name the CA does not permit", {TIME, CA(), LEAF(), .outside = 1}, {USUAL}, FAILS(ERR_FAIL, WHY_OUTSIDE, true)},
	{"… and a new CA permits it", {TIME, .outside = 0}, {USUAL}, BOTH(NK | NC, WHY_MISSING, NK | NC, WHY_MISSING), .work = true},
	{"… and the leaf is a user's own: a matter of names", {TIME, CA(), LEAF(FOREIGN, .lacks = 1), .outside = 1}, {USUAL}, STAYS(0, WHY_KEPT), .warnings = WARN_KEPT_NAMES},
};

static void check(const struct row *r)
{
	struct plan p, again;

	plan_make(&r->f, &r->w, &p);
	plan_make(&r->f, &r->w, &again);
	if (r->failure) {
		bool same = p.failure == r->failure && p.because == r->because && p.because_leaf == r->because_leaf;

		ok(same, r->name);
		if (!same)
			diag("failure %d because %d leaf %d", p.failure, p.because, p.because_leaf);
		return;
	}
	bool same = !p.failure && p.ca.steps == r->ca && p.leaf.steps == r->leaf && p.ca.why == r->ca_why && p.leaf.why == r->leaf_why
	    && p.warnings == r->warnings && p.work == r->work && p.at_once == r->at_once && p.cross == r->cross
	    && again.ca.steps == p.ca.steps && again.leaf.steps == p.leaf.steps && again.warnings == p.warnings;
	ok(same, r->name);
	if (!same)
		diag("failure %d/%d ca %u/%d leaf %u/%d warnings %u work %d at once %d", p.failure, p.because, p.ca.steps, p.ca.why,
		    p.leaf.steps, p.leaf.why, p.warnings, p.work, p.at_once);
}

static void check_dates(void)
{
	struct found f = {TIME};
	struct plan_wishes w = {USUAL};
	int64_t from, to;

	plan_leaf_dates(&f, &w, 0, 0, &from, &to);
	ok(from == NOW - DAY && to - from == 398 * DAY, "a leaf's span is its days and the day back");
	plan_leaf_dates(&f, &w, NOW - DAY / 2, NOW + 100 * DAY, &from, &to);
	ok(from == NOW - DAY / 2 && to == NOW + 100 * DAY, "a leaf lies inside its CA");
	f.believed = false;
	plan_leaf_dates(&f, &w, 0, 0, &from, &to);
	ok(to - from == 825 * DAY, "a provisional leaf spans 825 days");
	plan_leaf_dates(&f, &w, NOW, NOW + 3650 * DAY, &from, &to);
	ok(from == NOW && to - from == 825 * DAY, "a provisional leaf spans 825 days inside a CA that begins now");
	ok(plan_renews_at(0, 300 * DAY, 0) == 200 * DAY, "renewal is due when a third is left");
	ok(plan_renews_at(0, 300 * DAY, 30) == 270 * DAY, "renewal is due N days before the end");
}

int main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		check(&rows[i]);
	check_dates();
	return done_testing();
}

/* SPDX-License-Identifier: MIT */
/* decide.c - verdicts, a row each, in SPEC's words; and rules that hold for every situation there is. */
#include "applets/certfetch/decide.h"

#include "tests/unit/tap.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct {
	const char *name;
	struct decide_wish wish;
	enum decide_verdict want;
} calls[] = {
	{ "an unknown host is called", { .stored = STORED_NONE }, DECIDE_CALL },
	{ "a known one is", { .stored = STORED_CA }, DECIDE_CALL },
	{ "known by its leaf, too", { .stored = STORED_LEAF }, DECIDE_CALL },
	{ "--strict: an unknown host is 13", { .strict = true }, DECIDE_STRICT },
	{ "--strict: a known one is called", { .stored = STORED_CA, .strict = true }, DECIDE_CALL },
	{ "--strict and a pin: the pin knows it", { .strict = true, .pin = true }, DECIDE_CALL },
	{ "--strict and --ca: the CA knows it", { .strict = true, .ca = true }, DECIDE_CALL },
	{ "--strict and --peer are no knowledge", { .strict = true, .peer = true }, DECIDE_STRICT },
	{ "--get from an unknown host is 13", { .get = true }, DECIDE_UNKNOWN },
	{ "--get from an unknown host, --strict: the same", { .get = true, .strict = true }, DECIDE_UNKNOWN },
	{ "--get with a pin", { .get = true, .pin = true }, DECIDE_CALL },
	{ "--get with --ca", { .get = true, .ca = true }, DECIDE_CALL },
	{ "--get from a known host", { .stored = STORED_CA, .get = true }, DECIDE_CALL },
	{ "--get from one known by its leaf", { .stored = STORED_LEAF, .get = true }, DECIDE_CALL },
	{ "--install on first contact is refused", { .install = true }, DECIDE_UNPINNED },
	{ "--install of what was trusted once is, too", { .stored = STORED_CA, .install = true }, DECIDE_UNPINNED },
	{ "--install with a pin", { .install = true, .pin = true }, DECIDE_CALL },
	{ "--install with --ca", { .install = true, .ca = true }, DECIDE_CALL },
	{ "http:// without a pin is refused", { .plain = true }, DECIDE_UNPINNED },
	{ "http:// with --ca alone: nothing verifies there", { .plain = true, .ca = true }, DECIDE_UNPINNED },
	{ "http:// with a pin", { .plain = true, .pin = true }, DECIDE_CALL },
};

#define SHOWN(...) { __VA_ARGS__ }
static const struct {
	const char *name;
	struct decide_wish wish;
	struct decide_shown shown;
	enum decide_verdict want;
} shows[] = {
	{ "first contact: only /trust may be asked for", { 0 }, SHOWN(.path = PATH_UNKNOWN), DECIDE_ASK },
	{ "first contact, whatever the leaf is like: /trust tells", { 0 }, SHOWN(.path = PATH_EXPIRED), DECIDE_ASK },
	{ "a stored CA issued it", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD), DECIDE_TRUST },
	{ "another issuer than the stored one", { .stored = STORED_CA }, SHOWN(.path = PATH_UNKNOWN), DECIDE_CHANGED },
	{ "a self-signed one in a stored CA's place", { .stored = STORED_CA }, SHOWN(.path = PATH_SELF_SIGNED), DECIDE_CHANGED },
	{ "the stored CA's name, another key", { .stored = STORED_CA }, SHOWN(.path = PATH_SIGNATURE), DECIDE_CHANGED },
	{ "the stored CA's, but of another name", { .stored = STORED_CA }, SHOWN(.path = PATH_NAME), DECIDE_INVALID },
	{ "… expired", { .stored = STORED_CA }, SHOWN(.path = PATH_EXPIRED), DECIDE_INVALID },
	{ "… not yet valid", { .stored = STORED_CA }, SHOWN(.path = PATH_EARLY), DECIDE_INVALID },
	{ "… outside of its constraints", { .stored = STORED_CA }, SHOWN(.path = PATH_CONSTRAINT), DECIDE_INVALID },
	{ "… over something that is no CA", { .stored = STORED_CA }, SHOWN(.path = PATH_NO_CA), DECIDE_INVALID },
	{ "… signed with SHA-1", { .stored = STORED_CA }, SHOWN(.path = PATH_WEAK), DECIDE_INVALID },
	{ "… that does not parse", { .stored = STORED_CA }, SHOWN(.path = PATH_MALFORMED), DECIDE_INVALID },
	{ "the stored leaf itself", { .stored = STORED_LEAF }, SHOWN(.path = PATH_GOOD, .same_key = true, .same = true), DECIDE_TRUST },
	{ "a renewal with the stored leaf's key", { .stored = STORED_LEAF }, SHOWN(.path = PATH_GOOD, .same_key = true), DECIDE_TRUST },
	{ "another key than the stored leaf's", { .stored = STORED_LEAF }, SHOWN(.path = PATH_GOOD), DECIDE_CHANGED },
	{ "another key, and another name: changed, too", { .stored = STORED_LEAF }, SHOWN(.path = PATH_NAME), DECIDE_CHANGED },
	{ "the stored leaf's key under another name", { .stored = STORED_LEAF }, SHOWN(.path = PATH_NAME, .same_key = true), DECIDE_INVALID },
	{ "the stored leaf has expired", { .stored = STORED_LEAF }, SHOWN(.path = PATH_EXPIRED, .same_key = true, .same = true), DECIDE_INVALID },
	{ "a stored CA, and the pin of the leaf", { .stored = STORED_CA, .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_LEAF), DECIDE_TRUST },
	{ "a stored CA, and its pin", { .stored = STORED_CA, .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_ABOVE), DECIDE_TRUST },
	{ "a stored CA, and the pin of neither", { .stored = STORED_CA, .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_OTHER), DECIDE_PIN },
	{ "another CA than the stored one, and its pin: changed", { .stored = STORED_CA, .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_LEAF), DECIDE_CHANGED },
	{ "a stored leaf, and another's pin", { .stored = STORED_LEAF, .pin = true }, SHOWN(.path = PATH_GOOD, .same_key = true, .pin = PIN_OTHER), DECIDE_PIN },
	{ "a stored leaf, and its pin", { .stored = STORED_LEAF, .pin = true }, SHOWN(.path = PATH_GOOD, .same_key = true, .pin = PIN_LEAF), DECIDE_TRUST },
	{ "unknown, the leaf's pin", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_LEAF), DECIDE_TRUST },
	{ "unknown, the leaf's pin, expired", { .pin = true }, SHOWN(.path = PATH_EXPIRED, .pin = PIN_LEAF), DECIDE_INVALID },
	{ "unknown, the leaf's pin, another name", { .pin = true }, SHOWN(.path = PATH_NAME, .pin = PIN_LEAF), DECIDE_INVALID },
	{ "unknown, the pin of a CA that came along and issued it", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_ABOVE), DECIDE_TRUST },
	{ "the genuine CA appended to a forged chain", { .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_ABOVE), DECIDE_PIN },
	{ "… with a leaf that bears the CA's name", { .pin = true }, SHOWN(.path = PATH_SIGNATURE, .pin = PIN_ABOVE), DECIDE_PIN },
	{ "the pinned CA issued it, but it has expired", { .pin = true }, SHOWN(.path = PATH_EXPIRED, .pin = PIN_ABOVE), DECIDE_INVALID },
	{ "unknown, a pin of nothing seen yet: /trust may bring it", { .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), DECIDE_ASK },
	{ "--peer and the pin of something else", { .pin = true, .peer = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_OTHER), DECIDE_PIN },
	{ "--peer, unknown: our own certificate is not for whoever it is", { .peer = true }, SHOWN(.path = PATH_GOOD), DECIDE_ASK },
	{ "--peer, and its pin", { .peer = true, .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_LEAF), DECIDE_TRUST },
	{ "--peer, its leaf in store", { .stored = STORED_LEAF, .peer = true }, SHOWN(.path = PATH_GOOD, .same_key = true), DECIDE_TRUST },
	{ "--peer, unknown, expired", { .peer = true }, SHOWN(.path = PATH_EXPIRED), DECIDE_INVALID },
	{ "--peer, unknown, of another name", { .peer = true }, SHOWN(.path = PATH_NAME), DECIDE_INVALID },
	{ "--ca issued it", { .ca = true }, SHOWN(.path = PATH_GOOD), DECIDE_TRUST },
	{ "--ca did not", { .ca = true }, SHOWN(.path = PATH_UNKNOWN), DECIDE_INVALID },
	{ "--ca issued it for another name", { .ca = true }, SHOWN(.path = PATH_NAME), DECIDE_INVALID },
	{ "--ca and a pin: both", { .ca = true, .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_ABOVE), DECIDE_TRUST },
	{ "--ca and a pin: one alone", { .ca = true, .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_OTHER), DECIDE_PIN },
	{ "--get with a pin that /trust may bring", { .get = true, .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), DECIDE_ASK },
	{ "--get goes on, and somebody else is there", { .get = true, .pin = true, .proven = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_OTHER), DECIDE_PIN },
	{ "--get goes on, and the pinned one is there", { .get = true, .pin = true, .proven = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_LEAF), DECIDE_TRUST },
	{ "--get from a stored CA's", { .stored = STORED_CA, .get = true }, SHOWN(.path = PATH_GOOD), DECIDE_TRUST },
};

#define TOLD(...) { __VA_ARGS__ }
static const struct {
	const char *name;
	struct decide_wish wish;
	struct decide_shown shown;
	struct decide_told told;
	enum decide_verdict want;
} tells[] = {
	{ "first contact: /trust issued this very leaf", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_GOOD, .ca = true, .self_signed = true), DECIDE_NEW },
	{ "first contact: self-signed, its own anchor", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_GOOD, .self_signed = true), DECIDE_NEW },
	{ "first contact: /trust is another's", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_UNKNOWN, .ca = true), DECIDE_FOREIGN },
	{ "first contact: /trust has the name alone", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_SIGNATURE, .ca = true), DECIDE_FOREIGN },
	{ "first contact: another self-signed one", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_SELF_SIGNED), DECIDE_FOREIGN },
	{ "first contact: the leaf has expired", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_EXPIRED, .ca = true), DECIDE_INVALID },
	{ "first contact: the leaf is not yet valid", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_EARLY, .ca = true), DECIDE_INVALID },
	{ "first contact: the leaf is of another name", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_NAME, .ca = true), DECIDE_INVALID },
	{ "first contact: /trust is no CA", { 0 }, { 0 }, TOLD(.there = true, .path = PATH_NO_CA), DECIDE_INVALID },
	{ "first contact: no /trust", { 0 }, { 0 }, { 0 }, DECIDE_NO_TRUST },
	{ "a pinned leaf, and its CA", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_LEAF), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .self_signed = true), DECIDE_NEW },
	{ "a pinned leaf, and a CA that is not its own", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_LEAF), TOLD(.there = true, .path = PATH_UNKNOWN, .ca = true), DECIDE_FOREIGN },
	{ "a pinned leaf, and no /trust", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_LEAF), { 0 }, DECIDE_NO_TRUST },
	{ "/trust is what was pinned", { .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .pin = PIN_ANCHOR), DECIDE_NEW },
	{ "/trust is what was pinned, the leaf another's", { .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), TOLD(.there = true, .path = PATH_UNKNOWN, .ca = true, .pin = PIN_ANCHOR), DECIDE_PIN },
	{ "/trust is what was pinned, the leaf has expired", { .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), TOLD(.there = true, .path = PATH_EXPIRED, .ca = true, .pin = PIN_ANCHOR), DECIDE_INVALID },
	{ "/trust is not what was pinned, either", { .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .pin = PIN_OTHER), DECIDE_PIN },
	{ "a pin of nothing seen, and no /trust", { .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), { 0 }, DECIDE_PIN },
	{ "the stored CA, as ever", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_GOOD, .same = true, .alike = true, .ca = true), DECIDE_UNCHANGED },
	{ "a stored CA, and no /trust: it has proven itself", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD), { 0 }, DECIDE_UNCHANGED },
	{ "the stored CA, made again with its key and name", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_GOOD, .alike = true, .ca = true, .self_signed = true), DECIDE_RENEWED },
	{ "… by somebody who has not its key", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_GOOD, .alike = true, .ca = true), DECIDE_UNCHANGED },
	{ "… that expired before it was handed out", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_EXPIRED, .alike = true, .ca = true), DECIDE_UNCHANGED },
	{ "rotation by cross-certificate", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD, .crossed = true), TOLD(.there = true, .path = PATH_GOOD, .known = true, .ca = true, .self_signed = true), DECIDE_ROTATED },
	{ "a sub-CA is not taken over", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD, .crossed = true), TOLD(.there = true, .path = PATH_GOOD, .known = true, .ca = true), DECIDE_UNCHANGED },
	{ "a CA of another name or key is not taken over", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD, .crossed = true), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .self_signed = true), DECIDE_UNCHANGED },
	{ "a CA that nobody has signed is not taken over", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_UNKNOWN, .known = true, .ca = true, .self_signed = true), DECIDE_UNCHANGED },
	{ "the cross-certificate's, but it did not issue the leaf", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD, .crossed = true), TOLD(.there = true, .path = PATH_EXPIRED, .known = true, .ca = true, .self_signed = true), DECIDE_UNCHANGED },
	{ "the cross-certificate's, no CA", { .stored = STORED_CA }, SHOWN(.path = PATH_GOOD, .crossed = true), TOLD(.there = true, .path = PATH_GOOD, .known = true, .self_signed = true), DECIDE_UNCHANGED },
	{ "rotation under --pin is not followed", { .stored = STORED_CA, .pin = true }, SHOWN(.path = PATH_GOOD, .crossed = true, .pin = PIN_ABOVE), TOLD(.there = true, .path = PATH_GOOD, .known = true, .ca = true, .self_signed = true), DECIDE_UNCHANGED },
	{ "rotation under the pin of the new one is not, either", { .stored = STORED_CA, .pin = true }, SHOWN(.path = PATH_GOOD, .crossed = true, .pin = PIN_ABOVE), TOLD(.there = true, .path = PATH_GOOD, .known = true, .ca = true, .self_signed = true, .pin = PIN_ANCHOR), DECIDE_UNCHANGED },
	{ "the stored leaf, as ever", { .stored = STORED_LEAF }, SHOWN(.path = PATH_GOOD, .same_key = true, .same = true), { 0 }, DECIDE_UNCHANGED },
	{ "the stored leaf, renewed", { .stored = STORED_LEAF }, SHOWN(.path = PATH_GOOD, .same_key = true), { 0 }, DECIDE_RENEWED },
	{ "--peer, unknown: whoever it is", { .peer = true }, SHOWN(.path = PATH_GOOD), { 0 }, DECIDE_NEW },
	{ "--peer with a CA in store: that is worth more", { .stored = STORED_CA, .peer = true }, SHOWN(.path = PATH_GOOD), { 0 }, DECIDE_UNCHANGED },
	{ "--peer, its leaf in store", { .stored = STORED_LEAF, .peer = true }, SHOWN(.path = PATH_GOOD, .same_key = true), { 0 }, DECIDE_RENEWED },
	{ "--ca, and what it issued under the same", { .ca = true }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_GOOD, .known = true, .ca = true, .self_signed = true), DECIDE_NEW },
	{ "--ca, and a /trust of another CA that the leaf was made to verify under", { .ca = true }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .self_signed = true), DECIDE_STRANGER },
	{ "a pinned CA that came along, and /trust is another", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_ABOVE), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .self_signed = true), DECIDE_STRANGER },
	{ "a pinned CA that came along, and /trust is the same", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_ABOVE), TOLD(.there = true, .path = PATH_GOOD, .known = true, .ca = true), DECIDE_NEW },
	{ "a pinned CA's key that came along, and /trust has it, too", { .pin = true }, SHOWN(.path = PATH_GOOD, .pin = PIN_ABOVE), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .self_signed = true, .pin = PIN_ANCHOR), DECIDE_NEW },
	{ "--ca, and a /trust that did not issue the leaf", { .ca = true }, SHOWN(.path = PATH_GOOD), TOLD(.there = true, .path = PATH_UNKNOWN, .ca = true), DECIDE_FOREIGN },
	{ "--get, and /trust is what was pinned", { .get = true, .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), TOLD(.there = true, .path = PATH_GOOD, .ca = true, .pin = PIN_ANCHOR), DECIDE_TRUST },
	{ "--get, and it is not", { .get = true, .pin = true }, SHOWN(.path = PATH_UNKNOWN, .pin = PIN_OTHER), TOLD(.there = true, .path = PATH_GOOD, .ca = true), DECIDE_PIN },
	{ "http://, what was pinned", { .plain = true, .pin = true }, { 0 }, TOLD(.there = true, .path = PATH_GOOD, .pin = PIN_ANCHOR, .ca = true), DECIDE_NEW },
	{ "http://, something else", { .plain = true, .pin = true }, { 0 }, TOLD(.there = true, .path = PATH_GOOD, .ca = true), DECIDE_PIN },
	{ "http://, nothing", { .plain = true, .pin = true }, { 0 }, { 0 }, DECIDE_NO_TRUST },
	{ "http://, what was pinned has expired", { .plain = true, .pin = true }, { 0 }, TOLD(.there = true, .path = PATH_EXPIRED, .pin = PIN_ANCHOR), DECIDE_INVALID },
	{ "http://, the stored one", { .stored = STORED_CA, .plain = true, .pin = true }, { 0 }, TOLD(.there = true, .path = PATH_GOOD, .same = true, .alike = true, .pin = PIN_ANCHOR), DECIDE_UNCHANGED },
	{ "http://, pinned, but another than the stored one", { .stored = STORED_CA, .plain = true, .pin = true }, { 0 }, TOLD(.there = true, .path = PATH_GOOD, .ca = true, .pin = PIN_ANCHOR), DECIDE_CHANGED },
};

static const struct {
	enum decide_verdict verdict;
	enum path_result path;
	int want;
} kinds[] = {
	{ DECIDE_NEW, PATH_GOOD, 0 }, { DECIDE_UNCHANGED, PATH_GOOD, 0 }, { DECIDE_ROTATED, PATH_GOOD, 0 }, { DECIDE_CALL, PATH_GOOD, 0 },
	{ DECIDE_STRICT, PATH_GOOD, 13 }, { DECIDE_UNKNOWN, PATH_GOOD, 13 }, { DECIDE_UNPINNED, PATH_GOOD, 2 }, { DECIDE_CHANGED, PATH_UNKNOWN, 11 },
	{ DECIDE_PIN, PATH_GOOD, 11 }, { DECIDE_INVALID, PATH_EXPIRED, 13 }, { DECIDE_INVALID, PATH_NAME, 11 }, { DECIDE_INVALID, PATH_MALFORMED, 12 },
	{ DECIDE_INVALID, PATH_UNKNOWN, 13 }, { DECIDE_NO_TRUST, PATH_GOOD, 13 }, { DECIDE_FOREIGN, PATH_UNKNOWN, 13 }, { DECIDE_STRANGER, PATH_GOOD, 13 },
};

static const struct {
	const char *name;
	struct decide_wish wish;
	enum decide_verdict verdict;
	bool vouched;
	enum decide_verdict want;
} keeps[] = {
	{ "--install of a CA that nobody vouches for, which a pinned leaf verified under", { .install = true, .pin = true }, DECIDE_NEW, false, DECIDE_STRANGER },
	{ "--install of what is stored, and not what --ca names", { .stored = STORED_CA, .install = true, .ca = true }, DECIDE_UNCHANGED, false, DECIDE_STRANGER },
	{ "--install of a new CA in a stored one's place", { .stored = STORED_CA, .install = true, .ca = true }, DECIDE_ROTATED, false, DECIDE_STRANGER },
	{ "--install of what is pinned", { .install = true, .pin = true }, DECIDE_NEW, true, DECIDE_NEW },
	{ "--install of what is stored, and pinned", { .stored = STORED_CA, .install = true, .pin = true }, DECIDE_UNCHANGED, true, DECIDE_UNCHANGED },
	{ "--install: a refusal stays what it is", { .install = true, .pin = true }, DECIDE_FOREIGN, false, DECIDE_FOREIGN },
	{ "what is not installed needs nobody more", { .pin = true }, DECIDE_NEW, false, DECIDE_NEW },
};

/* Every situation there is: what must never be. */
static bool trusts(enum decide_verdict v)
{
	return v == DECIDE_TRUST;
}

static bool takes(enum decide_verdict v)
{
	return v == DECIDE_NEW || v == DECIDE_RENEWED || v == DECIDE_ROTATED;
}

static bool bit(unsigned n, unsigned i)
{
	return (n >> i) & 1;
}

static struct decide_wish wish_of(unsigned n)
{
	return (struct decide_wish){ .stored = (enum decide_stored)(n % 3), .pin = bit(n / 3, 0), .ca = bit(n / 3, 1), .strict = bit(n / 3, 2), .get = bit(n / 3, 3),
		.peer = bit(n / 3, 4), .install = bit(n / 3, 5), .plain = bit(n / 3, 6), .proven = bit(n / 3, 7) };
}

static void shown_never(void)
{
	unsigned unproven = 0, unpinned = 0, keyless = 0, strangers = 0, asked = 0;

	for (unsigned n = 0; n < 3 * 256; n++)
		for (unsigned m = 0; m < 8 * 5 * (PATH_NAME + 1); m++) {
			struct decide_wish w = wish_of(n);
			struct decide_shown s = { .same_key = bit(m, 0), .same = bit(m, 1), .crossed = bit(m, 2), .pin = (enum decide_pin)(m / 8 % 5),
				.path = (enum path_result)(m / 40) };
			enum decide_verdict v = decide_shown(&w, &s);

			unproven += trusts(v) && s.path != PATH_GOOD;
			unpinned += trusts(v) && w.pin && s.pin != PIN_LEAF && s.pin != PIN_ABOVE;
			asked += v == DECIDE_ASK && w.proven && (w.pin || w.ca);
			strangers += trusts(v) && w.stored == STORED_NONE && !w.pin && !w.ca;
			keyless += w.stored == STORED_LEAF && !s.same_key && v != DECIDE_CHANGED;
		}
	is_int(unproven, 0, "nobody is trusted whose path is not good");
	is_int(unpinned, 0, "nobody is trusted against the pin");
	is_int(strangers, 0, "no stranger is trusted");
	is_int(asked, 0, "when --get goes on, no stranger is asked");
	is_int(keyless, 0, "another key than the stored leaf's is always a change");
}

static void told_never(void)
{
	unsigned unproven = 0, unpinned = 0, rotated = 0, strangers = 0;

	for (unsigned n = 0; n < 3 * 128; n++)
		for (unsigned m = 0; m < 64 * 25 * (PATH_NAME + 1); m++) {
			struct decide_wish w = wish_of(n);
			struct decide_shown s = { .path = PATH_GOOD, .same_key = true, .crossed = bit(m, 0), .pin = (enum decide_pin)(m / 64 % 5) };
			struct decide_told t = { .there = bit(m, 1), .same = bit(m, 2), .alike = bit(m, 3), .ca = bit(m, 4), .self_signed = bit(m, 5),
				.known = bit(m, 0), .pin = (enum decide_pin)(m / 320 % 5), .path = (enum path_result)(m / 1600) };
			enum decide_verdict v = decide_told(&w, &s, &t);
			bool leaf = w.peer || w.stored == STORED_LEAF;

			unproven += takes(v) && !leaf && (!t.there || t.path != PATH_GOOD);
			unpinned += takes(v) && !leaf && w.pin && s.pin != PIN_LEAF && s.pin != PIN_ABOVE && t.pin != PIN_ANCHOR;
			rotated += v == DECIDE_ROTATED && (w.pin || w.stored != STORED_CA || !s.crossed || !t.self_signed || !t.ca);
			strangers += v == DECIDE_NEW && w.stored != STORED_NONE;
		}
	is_int(unproven, 0, "nothing is stored under which the leaf does not verify");
	is_int(unpinned, 0, "nothing is stored against the pin");
	is_int(rotated, 0, "a new CA is taken over from a stored one alone, self-signed, over a cross-certificate, never under a pin");
	is_int(strangers, 0, "what is stored is never new");
}

int main(void)
{
	for (size_t i = 0; i < COUNT(calls); i++)
		is_int(decide_call(&calls[i].wish), calls[i].want, calls[i].name);
	for (size_t i = 0; i < COUNT(shows); i++)
		is_int(decide_shown(&shows[i].wish, &shows[i].shown), shows[i].want, shows[i].name);
	for (size_t i = 0; i < COUNT(tells); i++)
		is_int(decide_told(&tells[i].wish, &tells[i].shown, &tells[i].told), tells[i].want, tells[i].name);
	for (size_t i = 0; i < COUNT(keeps); i++)
		is_int(decide_keep(&keeps[i].wish, keeps[i].verdict, keeps[i].vouched), keeps[i].want, keeps[i].name);
	for (size_t i = 0; i < COUNT(kinds); i++)
		is_int(decide_kind(kinds[i].verdict, kinds[i].path), kinds[i].want, "the exit code of a verdict");
	shown_never();
	told_never();
	return done_testing();
}

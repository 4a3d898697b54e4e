/* SPDX-License-Identifier: MIT */
/*
 * judge.c - certificates -> facts -> verdict: whole visits without a network, in SPEC's words. Certificates are chains.h's.
 *
 * long because: a row a situation.
 */
#include "applets/certfetch/judge.h"

#include "tests/unit/x509/chains.h"

#define LEAF "leaf by A san=a.example"
#define SELF "leaf san=a.example"
#define B_BY_A "B by A ca"

/*
 * What is stored ("" nothing), what was wished, --pin (of a certificate, "#" of its key), --ca, what was shown and told ("-" nobody came so far);
 * and what comes of it: facts of what was shown, "|" of what was told, "->" the verdict. Facts: the path's result, then what is true.
 */
static const struct row {
	const char *name, *stored, *wish, *pin, *ca, *sent, *told, *want;
} ROWS[] = {
	/* first contact */
	{ "first contact: /trust issued the leaf of this handshake", "", "", "", "", LEAF, "A ca", "good | good ca self -> NEW" },
	{ "… over a CA between them that came along", "", "", "", "", "leaf by S san=a.example; S by A ca", "A ca", "good | good ca self -> NEW" },
	{ "… which is no root", "", "", "", "", LEAF, "A by R ca", "good | good ca -> NEW" },
	{ "… and the leaf is its own anchor", "", "", "", "", SELF, SELF, "good | good self known -> NEW" },
	{ "… and another self-signed one is handed out", "", "", "", "", SELF, "other san=a.example", "good | self-signed self -> FOREIGN" },
	{ "… the anchor of somebody else", "", "", "", "", LEAF, "B ca", "good | unknown ca self -> FOREIGN" },
	{ "… one with the issuer's name and another key", "", "", "", "", LEAF, "A/2 ca", "good | signature ca self -> FOREIGN" },
	{ "… no CA", "", "", "", "", LEAF, "A", "good | no-ca self -> INVALID" },
	{ "… nothing", "", "", "", "", LEAF, "", "good -> NO_TRUST" },
	{ "… what does not parse", "", "", "", "", LEAF, "?", "good | malformed -> INVALID" },
	{ "… one that has signed itself by another name", "", "", "", "", LEAF, "A ca idn=/CN=X", "good | good ca -> NEW" },
	{ "… the leaf itself, which has expired", "", "", "", "", SELF " to=-1", SELF " to=-1", "expired | expired self -> INVALID" },
	{ "… and the leaf has expired", "", "", "", "", LEAF " to=-1", "A ca", "expired | expired ca self -> INVALID" },
	{ "… and it is not yet valid", "", "", "", "", LEAF " from=1", "A ca", "early | early ca self -> INVALID" },
	{ "… which an unbelieved clock cannot tell", "", "unsure", "", "", LEAF " from=1", "A ca", "good | good ca self -> NEW" },
	{ "… but what has expired by the floor has expired", "", "unsure", "", "", LEAF " to=-1", "A ca", "expired | expired ca self -> INVALID" },
	{ "… and it is of another name", "", "", "", "", "leaf by A san=b.example", "A ca", "name | name ca self -> INVALID" },
	{ "… of a name that the CA may not give", "", "", "", "", LEAF, "A ca permit=dlocal", "good | constraint ca self -> INVALID" },
	{ "… for clients", "", "", "", "", LEAF " eku=client", "A ca", "purpose | purpose ca self -> INVALID" },
	{ "--strict: nobody is called", "", "strict", "", "", LEAF, "A ca", "-> STRICT" },
	{ "--get: nobody is called", "", "get", "", "", LEAF, "A ca", "-> UNKNOWN" },
	{ "--install: nobody is called", "", "install", "", "", LEAF, "A ca", "-> UNPINNED" },
	/* --peer */
	{ "--peer: whoever it is", "", "peer", "", "", LEAF, "-", "good -> NEW" },
	{ "--peer: another name", "", "peer", "", "", "leaf by A san=b.example", "-", "name -> INVALID" },
	{ "--peer: expired", "", "peer", "", "", LEAF " to=-1", "-", "expired -> INVALID" },
	{ "--peer, and its pin", "", "peer", LEAF, "", LEAF, "-", "good leaf -> NEW" },
	{ "--peer, and another pin", "", "peer", "A ca", "", LEAF, "-", "good other -> PIN" },
	/* a stored CA */
	{ "a stored CA, as ever", "A ca", "", "", "", LEAF, "A ca", "good | good same alike ca self known -> UNCHANGED" },
	{ "… a leaf that was renewed with another key", "A ca", "", "", "", "leaf/2 by A san=a.example", "A ca", "good | good same alike ca self known -> UNCHANGED" },
	{ "… and nothing at /trust: it has proven itself", "A ca", "", "", "", LEAF, "", "good -> UNCHANGED" },
	{ "… another issuer", "A ca", "", "", "", "leaf by B san=a.example", "-", "unknown -> CHANGED" },
	{ "… one of its name", "A ca", "", "", "", "leaf by A/2 san=a.example", "-", "signature -> CHANGED" },
	{ "… which comes along, and the genuine one with it", "A ca", "", "", "", "leaf by A/2 san=a.example; A/2 ca; A ca", "-", "signature -> CHANGED" },
	{ "… and a self-signed one", "A ca", "", "", "", SELF, "-", "self-signed -> CHANGED" },
	{ "… another name", "A ca", "", "", "", "leaf by A san=b.example", "-", "name -> INVALID" },
	{ "… expired", "A ca", "", "", "", LEAF " to=-1", "-", "expired -> INVALID" },
	{ "… the CA has expired", "A ca to=-1", "", "", "", LEAF, "-", "expired -> INVALID" },
	{ "… outside its constraints", "A ca permit=dlocal", "", "", "", LEAF, "-", "constraint -> INVALID" },
	{ "… by a leaf of it", "A ca", "", "", "", "leaf by good san=a.example; good by A", "-", "no-ca -> INVALID" },
	{ "… what does not parse", "A ca", "", "", "", "?", "-", "malformed -> INVALID" },
	{ "… --peer: the CA is worth more", "A ca", "peer", "", "", LEAF, "-", "good -> UNCHANGED" },
	{ "… --get", "A ca", "get", "", "", LEAF, "-", "good -> TRUST" },
	{ "… --get, another issuer", "A ca", "get", "", "", "leaf by B san=a.example", "-", "unknown -> CHANGED" },
	{ "… --strict: it is known", "A ca", "strict", "", "", LEAF, "A ca", "good | good same alike ca self known -> UNCHANGED" },
	{ "… --ca of another does not count", "A ca", "", "", "B ca", "leaf by B san=a.example", "-", "unknown -> CHANGED" },
	{ "of several stored CAs the second", "Q ca; A ca", "", "", "", LEAF, "A ca", "good | good same alike ca self known -> UNCHANGED" },
	{ "… and none of them", "Q ca; A ca", "", "", "", "leaf by B san=a.example", "-", "unknown -> CHANGED" },
	{ "the stored CA, made again with its key", "A ca", "", "", "", LEAF, "A ca to=20", "good | good alike ca self known -> RENEWED" },
	{ "… under another name", "A ca", "", "", "", LEAF, "A ca dn=/CN=C idn=/CN=C", "good | unknown ca self -> UNCHANGED" },
	{ "… by somebody without it", "A ca", "", "", "", LEAF, "A ca to=20 forged", "good | good alike ca -> UNCHANGED" },
	{ "… and expired", "A ca", "", "", "", LEAF, "A ca to=-1", "good | expired alike ca self known -> UNCHANGED" },
	{ "… under --pin: kept", "A ca", "", "A ca", "", LEAF, "A ca to=20", "good above | good alike ca self known other -> UNCHANGED" },
	/* rotation */
	{ "rotated: the new CA is the cross-certificate's", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, "B ca",
	  "good crossed | good ca self known -> ROTATED" },
	{ "… over two rotations", "A ca", "", "", "", "leaf by A/2 san=a.example; A/2 by B ca; " B_BY_A, "A/2 ca", "good crossed | good ca self known -> ROTATED" },
	{ "… over two, but the one between them", "A ca", "", "", "", "leaf by A/2 san=a.example; A/2 by B ca; " B_BY_A, "B ca",
	  "good crossed | good ca self known -> ROTATED" },
	{ "… a sub-CA, as it is, is not taken over", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, B_BY_A, "good crossed | good ca known -> UNCHANGED" },
	{ "… one of another name", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, "C ca", "good crossed | unknown ca self -> UNCHANGED" },
	{ "… one of another key", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, "B/2 ca", "good crossed | unknown ca self -> UNCHANGED" },
	{ "… which the stored one has not signed", "A ca", "", "", "", LEAF "; B ca", "B ca", "good | unknown ca self -> UNCHANGED" },
	{ "… under a cross-certificate that was forged", "A ca", "", "", "", "leaf by B san=a.example; B by A ca forged", "-", "signature -> CHANGED" },
	{ "… not signed by itself", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, "B ca forged", "good crossed | good ca -> UNCHANGED" },
	{ "… no CA", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, "B", "good crossed | no-ca self known -> UNCHANGED" },
	{ "… nothing at /trust", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, "", "good crossed -> UNCHANGED" },
	{ "… never under --pin of the old one", "A ca", "", "A ca", "", "leaf by B san=a.example; " B_BY_A, "B ca", "good crossed above | good ca self known other -> UNCHANGED" },
	{ "… nor of the new one's key", "A ca", "", "#B ca", "", "leaf by B san=a.example; " B_BY_A, "B ca", "good crossed above | good ca self known anchor -> UNCHANGED" },
	{ "… and the old CA is handed out still", "A ca", "", "", "", "leaf by B san=a.example; " B_BY_A, "A ca", "good crossed | good same alike ca self known -> UNCHANGED" },
	/* a stored leaf */
	{ "a stored leaf, as ever", SELF, "", "", "", SELF, "-", "good key same -> UNCHANGED" },
	{ "… of a CA", LEAF, "", "", "", LEAF, "-", "good key same -> UNCHANGED" },
	{ "… renewed with its key", LEAF, "", "", "", LEAF " to=20", "-", "good key -> RENEWED" },
	{ "… by whomever: it has the key", LEAF, "", "", "", "leaf by B san=a.example", "-", "good key -> RENEWED" },
	{ "… another key", LEAF, "", "", "", "leaf/2 by A san=a.example", "-", "good -> CHANGED" },
	{ "… another name", LEAF, "", "", "", "leaf by A san=b.example", "-", "name key -> INVALID" },
	{ "… expired", LEAF " to=-1", "", "", "", LEAF " to=-1", "-", "expired key same -> INVALID" },
	{ "… --ca does not count", LEAF, "", "", "B ca", LEAF, "-", "good key same -> UNCHANGED" },
	{ "… --get", LEAF, "get", "", "", LEAF, "-", "good key same -> TRUST" },
	{ "… its pin", LEAF, "", LEAF, "", LEAF, "-", "good key same leaf -> UNCHANGED" },
	{ "… its key's, when it was renewed", LEAF, "", "#" LEAF, "", LEAF " to=20", "-", "good key leaf -> RENEWED" },
	{ "… another's", LEAF, "", "B ca", "", LEAF, "-", "good key same other -> PIN" },
	{ "… a CA's that only came along", LEAF, "", "A ca", "", LEAF "; A ca", "-", "good key same other -> PIN" },
	/* pins, of an unknown host */
	{ "--pin of the leaf", "", "", LEAF, "", LEAF, "A ca", "good leaf | good ca self other -> NEW" },
	{ "… of its key", "", "", "#" LEAF, "", LEAF, "A ca", "good leaf | good ca self other -> NEW" },
	{ "… and another CA is handed out", "", "", LEAF, "", LEAF, "B ca", "good leaf | unknown ca self other -> FOREIGN" },
	{ "… expired", "", "", LEAF " to=-1", "", LEAF " to=-1", "-", "expired leaf -> INVALID" },
	{ "… of its key, another name", "", "", "#" LEAF, "", "leaf by A san=b.example", "-", "name leaf -> INVALID" },
	{ "--pin of what /trust hands out", "", "", "A ca", "", LEAF, "A ca", "good other | good ca self anchor -> NEW" },
	{ "… of its key", "", "", "#A ca", "", LEAF, "A ca", "good other | good ca self anchor -> NEW" },
	{ "… of its key, about which others have written", "", "", "#A ca", "", LEAF, "A ca forged", "good other | good ca other -> PIN" },
	{ "… and it did not issue the leaf", "", "", "A ca", "", "leaf by B san=a.example", "A ca", "good other | unknown ca self anchor -> PIN" },
	{ "… a leaf with the issuer's name", "", "", "A ca", "", "leaf by A/2 san=a.example", "A ca", "good other | signature ca self anchor -> PIN" },
	{ "… expired", "", "", "A ca", "", LEAF " to=-1", "A ca", "expired other | expired ca self anchor -> INVALID" },
	{ "--pin of nobody seen", "", "", "B ca", "", LEAF, "A ca", "good other | good ca self other -> PIN" },
	{ "… and nothing is handed out", "", "", "B ca", "", LEAF, "", "good other -> PIN" },
	{ "--pin of a CA that came along, and issued it", "", "", "A ca", "", LEAF "; A ca", "A ca", "good above | good ca self known anchor -> NEW" },
	{ "… of an intermediate, and it is handed out", "", "", "S by A ca", "", "leaf by S san=a.example; S by A ca", "S by A ca", "good above | good ca known anchor -> NEW" },
	{ "… of an intermediate, and what stands above it is handed out", "", "", "S by A ca", "", "leaf by S san=a.example; S by A ca", "A ca",
	  "good above | good ca self other -> STRANGER" },
	{ "… the genuine CA behind a forged chain", "", "", "A ca", "", "leaf by B san=a.example; B ca; A ca", "-", "self-signed above -> PIN" },
	{ "… with a leaf that bears its name", "", "", "A ca", "", "leaf by A/2 san=a.example; A ca", "-", "signature above -> PIN" },
	{ "… that issued it, expired", "", "", "A ca", "", LEAF " to=-1; A ca", "-", "expired above -> INVALID" },
	{ "… and a leaf's owner hands out a CA of his own", "", "", "A ca", "", LEAF "; A ca; A by evil ca", "evil ca", "good above | good ca self other -> STRANGER" },
	{ "--get, and the pin of the leaf", "", "get", LEAF, "", LEAF, "-", "good leaf -> TRUST" },
	{ "--get, and the pin of what /trust hands out", "", "get", "A ca", "", LEAF, "A ca", "good other | good ca self anchor -> TRUST" },
	{ "--get, and it did not issue the leaf", "", "get", "A ca", "", "leaf by B san=a.example", "A ca", "good other | unknown ca self anchor -> PIN" },
	{ "--strict, and a pin", "", "strict", LEAF, "", LEAF, "A ca", "good leaf | good ca self other -> NEW" },
	/* --ca */
	{ "--ca issued it", "", "", "", "A ca", LEAF, "A ca", "good | good ca self known -> NEW" },
	{ "… one of several", "", "", "", "Q ca; A ca", LEAF, "A ca", "good | good ca self known -> NEW" },
	{ "… over a CA that came along, which is handed out", "", "", "", "A ca", "leaf by S san=a.example; S by A ca", "S by A ca", "good crossed | good ca known -> NEW" },
	{ "… over a cross-certificate, and the new one is handed out", "", "", "", "A ca", "leaf by B san=a.example; " B_BY_A, "B ca", "good crossed | good ca self known -> NEW" },
	{ "… and somebody else's is handed out", "", "", "", "A ca", LEAF, "B ca", "good | unknown ca self -> FOREIGN" },
	{ "… and a leaf's owner hands out a CA of his own", "", "", "", "A ca", LEAF "; A by evil ca", "evil ca", "good | good ca self -> STRANGER" },
	{ "… did not", "", "", "", "A ca", "leaf by B san=a.example", "-", "unknown -> INVALID" },
	{ "… issued it for somebody else", "", "", "", "A ca", "leaf by A san=b.example", "-", "name -> INVALID" },
	{ "… is the leaf itself", "", "", "", SELF, SELF, SELF, "good | good self known -> NEW" },
	{ "… and --peer", "", "peer", "", "A ca", LEAF, "-", "good -> NEW" },
	{ "… and --get", "", "get", "", "A ca", LEAF, "-", "good -> TRUST" },
	{ "… and its pin", "", "", "A ca", "A ca", LEAF, "A ca", "good above | good ca self known anchor -> NEW" },
	{ "… is the leaf, and its pin", "", "", SELF, SELF, SELF, SELF, "good leaf | good self known anchor -> NEW" },
	{ "… did not, and the pinned CA that came along did", "", "", "A ca", "Q ca", LEAF "; A ca", "-", "self-signed other -> INVALID" },
	{ "… and another's", "", "", "B ca", "A ca", LEAF, "-", "good other -> PIN" },
	/* --install, --bundle */
	{ "--install of the pinned CA", "", "install", "A ca", "", LEAF, "A ca", "good other | good ca self anchor -> NEW" },
	{ "… of what --ca names", "", "install", "", "A ca", LEAF, "A ca", "good | good ca self known -> NEW" },
	{ "… of what was made again with the key of one that --ca names", "", "install", "", "A ca", LEAF, "A ca to=20", "good | good ca self known -> STRANGER" },
	{ "… of what is stored, and pinned", "A ca", "install", "A ca", "", LEAF, "A ca", "good above | good same alike ca self known anchor -> UNCHANGED" },
	{ "… of what is stored, and what --ca names", "A ca", "install", "", "A ca", LEAF, "", "good -> UNCHANGED" },
	{ "… under a leaf's pin: its owner may make any CA", "", "install", LEAF, "", LEAF, "A ca", "good leaf | good ca self other -> STRANGER" },
	{ "… under the pin of a leaf's key, which has made itself a CA", "", "install", "#" SELF, "", "leaf/x by leaf san=a.example", "leaf ca", "good other | good ca self anchor -> STRANGER" },
	{ "… under a CA's key alone", "", "install", "#A ca", "", LEAF, "A ca", "good other | good ca self anchor -> STRANGER" },
	{ "… of what was trusted once, under a leaf's pin", "A ca", "install", LEAF, "", LEAF, "A ca", "good leaf | good same alike ca self known other -> STRANGER" },
	{ "… of what was trusted once, and --ca names another", "A ca", "install", "", "B ca", LEAF, "A ca", "good | good same alike ca self known -> STRANGER" },
	{ "… of a new CA that --ca does not name", "A ca", "install", "", "A ca", "leaf by B san=a.example; " B_BY_A, "B ca", "good crossed | good ca self known -> STRANGER" },
	{ "… of stored CAs of which one is pinned", "A ca; Q ca", "install", "A ca", "", LEAF, "A ca", "good above | good same alike ca self known anchor -> STRANGER" },
	/* http:// */
	{ "http:// without a pin", "", "plain", "", "", "-", "A ca", "-> UNPINNED" },
	{ "http:// and what is pinned", "", "plain", "A ca", "", "-", "A ca", "good ca self anchor -> NEW" },
	{ "… its key", "", "plain", "#A ca", "", "-", "A ca", "good ca self anchor -> NEW" },
	{ "… its key, about which somebody on the way has written", "", "plain", "#A ca", "", "-", "A ca forged to=99", "good ca other -> PIN" },
	{ "… a leaf", "", "plain", LEAF, "", "-", LEAF, "good anchor -> NEW" },
	{ "… something else", "", "plain", "A ca", "", "-", "B ca", "good ca self other -> PIN" },
	{ "… nothing", "", "plain", "A ca", "", "-", "", "-> NO_TRUST" },
	{ "… expired", "", "plain", "A ca to=-1", "", "-", "A ca to=-1", "expired ca self anchor -> INVALID" },
	{ "… not yet valid", "", "plain", "A ca from=1", "", "-", "A ca from=1", "early ca self anchor -> INVALID" },
	{ "… which an unbelieved clock cannot tell", "", "plain unsure", "A ca from=1", "", "-", "A ca from=1", "good ca self anchor -> NEW" },
	{ "… expired, by an unbelieved clock's floor", "", "plain unsure", "A ca to=-1", "", "-", "A ca to=-1", "expired ca self anchor -> INVALID" },
	{ "… what is stored", "A ca", "plain", "A ca", "", "-", "A ca", "good same alike ca self anchor -> UNCHANGED" },
	{ "… another than what is stored", "A ca", "plain", "B ca", "", "-", "B ca", "good ca self anchor -> CHANGED" },
	{ "… another of the stored one's name and key", "A ca", "plain", "A ca to=20", "", "-", "A ca to=20", "good alike ca self anchor -> UNCHANGED" },
	{ "… a stored leaf", LEAF, "plain", LEAF, "", "-", LEAF, "good same alike anchor -> UNCHANGED" },
	{ "… another than the stored leaf", LEAF, "plain", "A ca", "", "-", "A ca", "good ca self anchor -> CHANGED" },
	{ "… --install of what is pinned", "", "plain install", "A ca", "", "-", "A ca", "good ca self anchor -> NEW" },
	{ "… --install of a key", "", "plain install", "#A ca", "", "-", "A ca", "good ca self anchor -> STRANGER" },
};

static const char *const PATHS[] = { "good", "unknown", "self-signed", "long", "malformed", "no-ca", "no-signer", "length", "critical", "algorithm", "weak", "signature",
	"purpose", "constraint", "early", "expired", "name" };
static const char *const PINS[] = { "", " leaf", " above", " anchor", " other" };
static const char *const VERDICTS[] = { "CALL", "ASK", "TRUST", "NEW", "UNCHANGED", "RENEWED", "ROTATED", "STRICT", "UNKNOWN", "UNPINNED", "CHANGED", "PIN", "INVALID",
	"NO_TRUST", "FOREIGN", "STRANGER" };

static char got[256];

static void add(const char *s)
{
	strncat(got, s, sizeof got - strlen(got) - 1);
}

static void add_if(bool yes, const char *s)
{
	if (yes)
		add(s);
}

static void add_told(const struct decide_told *t)
{
	add(PATHS[t->path]);
	add_if(t->same, " same");
	add_if(t->alike, " alike");
	add_if(t->ca, " ca");
	add_if(t->self_signed, " self");
	add_if(t->known, " known");
	add(PINS[t->pin]);
	add(" ");
}

static void add_shown(const struct decide_shown *s)
{
	add(PATHS[s->path]);
	add_if(s->same_key, " key");
	add_if(s->same, " same");
	add_if(s->crossed, " crossed");
	add(PINS[s->pin]);
	add(" ");
}

/* What a visit asks for, when it is asked; the same steps. */
static enum decide_verdict visited(struct judge *j, struct view sent, struct view told)
{
	const struct decide_wish *w = &j->wish;
	bool leaf = !w->plain && (w->peer || w->stored == STORED_LEAF);
	enum decide_verdict v = decide_call(w);

	if (v != DECIDE_CALL)
		return v;
	if (!w->plain) {
		judge_shown(j, sent);
		add_shown(&j->shown);
		v = decide_shown(w, &j->shown);
		if (v > DECIDE_TRUST || (v == DECIDE_TRUST && w->get))
			return v;
	}
	judge_told(j, sent, leaf ? view_of(NULL, 0) : told);
	if (j->told.there) {
		add_if(!w->plain, "| ");
		add_told(&j->told);
	}
	v = decide_told(w, &j->shown, &j->told);
	return decide_keep(w, v, judge_vouched(j, v == DECIDE_UNCHANGED ? j->stored : leaf ? j->leaf : told));
}

/* "?": a SEQUENCE that is no certificate. "-": nothing. */
static struct view list(const char *words)
{
	uint8_t *odd;

	if (*words != '?')
		return make_chain(*words == '-' ? "" : words);
	odd = malloc(2);
	memcpy(odd, "\x30", 2);
	return view_of(odd, 2);
}

static void pin_it(struct fingerprint *f, const char *words)
{
	struct view one = make_chain(words + (*words == '#'));
	struct cert_view c;

	f->spki = *words == '#';
	if (cert_read(one, &c, NULL))
		abort();
	fingerprint_of(f, f->spki ? c.spki.p : one.p, f->spki ? c.spki.len : one.len);
	free_chain(one);
}

static void row(const struct row *r)
{
	static struct san name;
	struct fingerprint pin = { .algorithm = DIGEST_SHA256 };
	struct view stored = list(r->stored), ca = list(r->ca), sent = list(r->sent), told = list(r->told);
	struct judge j = { .pin = &pin, .stored = stored, .ca = ca,
		.rules = { .now = NOW, .purpose = EKU_SERVER, .verify = fake_verify, .name = &name, .unsure = strstr(r->wish, "unsure") != NULL },
		.wish = { .pin = *r->pin != '\0', .ca = *r->ca != '\0', .strict = strstr(r->wish, "strict"), .get = strstr(r->wish, "get"),
			.peer = strstr(r->wish, "peer"), .install = strstr(r->wish, "install"), .plain = strstr(r->wish, "plain") } };
	struct view at = stored;
	struct cert_view c;
	enum decide_verdict v;

	if (san_parse("a.example", &name, NULL))
		abort();
	if (stored.len > 0 && cert_read(judge_next(&at), &c, NULL) == 0)
		j.wish.stored = c.ca ? STORED_CA : STORED_LEAF;
	if (j.wish.pin)
		pin_it(&pin, r->pin);
	got[0] = '\0';
	v = visited(&j, sent, told);
	add("-> ");
	add(VERDICTS[v]);
	is_str(got, r->want, r->name);
	free_chain(stored);
	free_chain(ca);
	free_chain(sent);
	free_chain(told);
}

/* A list ends where it is no longer one. */
static void lists(void)
{
	static const uint8_t bytes[] = { 0x30, 1, 7, 0x30, 0, 0x30, 9, 1 };
	struct view rest = view_of(bytes, sizeof bytes);

	is_int((intmax_t)judge_next(&rest).len, 3, "the first of a list");
	is_int((intmax_t)judge_next(&rest).len, 2, "the second");
	is_int((intmax_t)judge_next(&rest).len, 0, "what is broken off is none");
	is_int((intmax_t)rest.len, 0, "… and ends the list");
	is_int((intmax_t)judge_next(&rest).len, 0, "nothing follows");
}

int main(void)
{
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
		row(&ROWS[i]);
	lists();
	return done_testing();
}

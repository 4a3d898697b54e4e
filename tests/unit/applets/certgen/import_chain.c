/* SPDX-License-Identifier: MIT */
/* import_chain.c - a pile of certificates: what is sent, in which order, and what becomes of the rest. */
#include <string.h>

#include "applets/certgen/import_chain.h"
#include "tests/unit/tap.h"

#define NOW INT64_C(1000)
static const struct import_time now = {NOW, true};

static struct import_cert pile[IMPORT_CERTS_MAX];
static size_t n;
static char sent[2 * IMPORT_CERTS_MAX + 1], rest[2 * IMPORT_CERTS_MAX + 1];

static struct view text(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

/* Names and keys are letters here. A signature is the letter of the key that made it; "?" is one that cannot be judged. */
static void add(const char *subject, const char *issuer, const char *key, const char *signer)
{
	pile[n++].view = (struct cert_view){.subject = text(subject), .issuer = text(issuer), .spki = text(key), .signature_value = text(signer),
		.key_id = text(key), .authority_key_id = text(signer), .not_after = NOW + 1};
}

static struct cert_view *last(void)
{
	return &pile[n - 1].view;
}

static bool is_signed(const struct cert_view *c, const struct cert_view *issuer)
{
	return view_same(c->signature_value, issuer->spki);
}

static size_t find(const char *key)
{
	return import_leaf(pile, n, text(key), now);
}

/* The chain of a key, and the places of the others, as letters of the pile's order. */
static void chain(const char *key)
{
	static const char places[] = "-.rob";
	uint8_t order[IMPORT_CERTS_MAX];
	size_t len = import_chain(pile, n, find(key), now, is_signed, order);

	for (size_t i = 0; i < len; i++)
		sent[i] = (char)('0' + order[i]);
	sent[len] = '\0';
	for (size_t i = 0; i < n; i++)
		rest[i] = places[pile[i].place];
	rest[n] = '\0';
	n = 0;
}

static void is_chain(const char *key, const char *want, const char *places, const char *name)
{
	chain(key);
	if (strcmp(sent, want) != 0 || strcmp(rest, places) != 0)
		diag("sent %s, others %s", sent, rest);
	ok(strcmp(sent, want) == 0 && strcmp(rest, places) == 0, name);
}

static void leaves(void)
{
	add("l", "i", "k", "i");
	add("m", "i", "o", "i");
	ok(find("k") == 0 && find("o") == 1, "the leaf is the key's certificate");
	ok(find("x") == n, "there is none for another key");
	add("l", "i", "k", "i");
	last()->not_after = NOW + 5;
	ok(find("k") == 2, "of two that which lasts longer");
	last()->not_before = NOW + 1;
	ok(find("k") == 0, "… but not when it is not yet valid");
	ok(import_leaf(pile, n, text("k"), (struct import_time){NOW, false}) == 2, "… unless the clock is not believed");
	pile[0].view.not_after = NOW - 1;
	pile[2].view.not_after = NOW - 2;
	ok(find("k") == 0, "of two that are over the later one");
	n = 0;
}

static void orders(void)
{
	add("l", "i", "k", "i");
	is_chain("k", "0", ".", "a leaf alone");
	add("j", "r", "j", "r");
	add("i", "j", "i", "j");
	add("l", "i", "k", "i");
	is_chain("k", "210", "...", "a chain backwards is turned round");
	add("r", "r", "r", "r");
	add("i", "r", "i", "r");
	add("l", "i", "k", "i");
	is_chain("k", "21", "r..", "the root is left out");
	add("l", "l", "k", "k");
	is_chain("k", "0", ".", "a leaf that signs itself is sent");
	add("x", "y", "x", "y");
	add("l", "i", "k", "i");
	add("i", "r", "i", "r");
	is_chain("k", "12", "-..", "a stranger is left over");
	add("l", "i", "k", "i");
	add("i", "r", "i", "r");
	add("i", "s", "i", "s");
	add("i", "i", "i", "i");
	is_chain("k", "012", "...r", "cross-certificates are both sent, the root of that name is not");
	add("l", "a", "k", "a");
	add("a", "b", "a", "b");
	add("b", "a", "b", "a");
	is_chain("k", "012", "...", "a circle ends");
	add("l", "i", "k", "i");
	add("i", "i", "i", "o");
	add("i", "i", "o", "o");
	is_chain("k", "01", "..r", "a CA that changed its key leads on, by the old one");
}

static void unusable(void)
{
	add("l", "i", "k", "i");
	add("i", "r", "i", "r");
	last()->not_after = NOW - 1;
	is_chain("k", "0", ".o", "one that is over is not sent");
	add("l", "i", "k", "i");
	add("i", "r", "i", "r");
	last()->not_before = NOW + 1;
	is_chain("k", "0", ".o", "nor one that is not yet valid");
	add("l", "i", "k", "i");
	add("i", "r", "o", "r");
	is_chain("k", "0", ".b", "an issuer by name alone is a fault");
	add("l", "x", "k", "?");
	last()->authority_key_id = text("i");
	add("i", "r", "i", "r");
	is_chain("k", "0", ".b", "so is one by key alone");
	add("l", "i", "k", "i");
	add("i", "r", "o", "r");
	add("i", "r", "i", "r");
	is_chain("k", "02", ".-.", "… but not where the right one is here, too");
	add("l", "l", "k", "?");
	is_chain("k", "0", "b", "a signature of its own that does not hold is one, too");
	add("l", "x", "k", "x");
	last()->authority_key_id = view_of(NULL, 0);
	add("i", "r", "i", "r");
	last()->key_id = view_of(NULL, 0);
	is_chain("k", "0", ".-", "no key identifier is not the same as none");
}

int main(void)
{
	leaves();
	orders();
	unusable();
	return done_testing();
}

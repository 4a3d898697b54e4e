/* SPDX-License-Identifier: MIT */
/* load.c - pairs, chains and anchors out of files' bytes; what is torn, mismatched or private is not offered. */
#include "applets/certserve/load.h"

#include <stdlib.h>

#include "applets/certserve/private.h"
#include "tests/unit/applets/certserve/pairs.h"
#include "tests/unit/tap.h"
#include "x509/pem.h"

static struct offer o, other;
static struct load l;
static struct key key;
static struct err e;

static struct someone leaf, ca, root, stranger;
static struct text_file cert_file, key_file, ca_file;

static void set_key(const struct someone *who)
{
	key_file.len = key_pem(&who->key, key_file.text);
}

static void begin(void)
{
	cert_file.len = ca_file.len = 0;
	set_key(&leaf);
}

static struct view of(const struct text_file *f)
{
	return f->len > 0 ? view_of((const uint8_t *)f->text, f->len) : view_of(NULL, 0);
}

/* In work of exactly the size that is promised to be enough. */
static int load(void)
{
	static uint8_t *work;
	int result;

	free(work); /* views of the last one point into it */
	l.work_cap = cert_file.len + key_file.len + ca_file.len + LOAD_WORK;
	l.work = work = malloc(l.work_cap);
	l.cert = (struct load_file){ "server.crt", of(&cert_file) };
	l.key = (struct load_file){ "server.key", of(&key_file) };
	l.ca = (struct load_file){ "ca.crt", of(&ca_file) };
	memset(&e, 0, sizeof e);
	offer_begin(&o, 1);
	result = load_pair(&l, &o, &key, &e);
	if (result != 0)
		ok(key.kind == KEY_NONE, "... and no key is left");
	return result;
}

static bool file_is(const struct text_file *f)
{
	return view_is(offer_view(&o, o.anchor_file), (const uint8_t *)f->text, f->len);
}

static bool anchor_is(size_t i)
{
	return o.anchor.len > 0 && l.anchor == i && view_same(offer_view(&o, o.anchor), l.certs[i].whole);
}

static void usual(void)
{
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	add_cert(&ca_file, &ca, &ca, true);
	is_int(load(), 0, "a leaf, its key and its CA");
	ok(key.kind == KEY_P256 && o.kind == KEY_P256 && o.good, "... are good, with the key");
	ok(o.chain_len == 1 && view_same(offer_view(&o, o.chain[0]), l.certs[0].whole), "... the chain is the leaf");
	ok(anchor_is(1) && o.ca && file_is(&ca_file), "... the anchor the CA, and its file as it is");
	offer_begin(&other, 2);
	ok(load_again(&other, &o) == 0 && load_same(&other, &o), "it is offered again, and is the same");
	other.room[other.used - 1] ^= 1;
	ok(!load_same(&other, &o), "... unlike with a bit changed");
	ca_file.len = 0;
	is_int(load(), 0, "without a CA's file");
	ok(o.anchor.len == 0 && o.anchor_file.len == 0 && !load_same(&other, &o), "... there is no anchor");
	offer_begin(&other, 2);
	ok(load_again(&other, &o) == 0 && load_same(&other, &o), "... again, too");
}

static void mismatched(void)
{
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	set_key(&stranger);
	ok(load() != 0 && e.kind == ERR_MISMATCH, "another's key is no pair");
	is_str(e.text, "server.key: is not the key of server.crt", "... and says so");
	set_key(&leaf);
	add_cert(&ca_file, &stranger, &stranger, true);
	ok(load() == 0 && o.anchor.len == 0, "a CA that has not signed the leaf is no anchor");
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	add_cert(&ca_file, &ca, &ca, false);
	ok(load() == 0 && o.anchor.len == 0, "nor is one that is no CA");
}

static void torn(void)
{
	begin();
	is_int(load(), -1, "no certificate");
	ok(e.kind == ERR_FAIL && strcmp(e.text, "server.crt: is not there: run certgen first") == 0, "... is said");
	add_cert(&cert_file, &leaf, &ca, false);
	add_cert(&ca_file, &ca, &ca, true);
	key_file.len = 0;
	ok(load() != 0 && strcmp(e.text, "server.key: is not there: run certgen first") == 0, "no key is said");
	set_key(&leaf);
	for (size_t whole = cert_file.len, cut = 1; cut < whole; cut += 97) {
		cert_file.len = cut;
		ok(load() != 0 && e.kind == ERR_MALFORMED, "a certificate that is cut is malformed");
	}
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	key_file.len -= 40;
	ok(load() != 0 && e.kind == ERR_MALFORMED && strncmp(e.text, "server.key: ", 12) == 0, "a key that is cut");
	set_key(&leaf);
	add_cert(&ca_file, &ca, &ca, true);
	ca_file.len /= 2;
	ok(load() != 0 && e.kind == ERR_MALFORMED && strncmp(e.text, "ca.crt: ", 8) == 0, "a CA that is cut");
	begin();
	for (int i = 0; i < OFFER_CHAIN; i++)
		add_cert(&cert_file, &leaf, &ca, false);
	ok(load() == 0 && o.chain_len == OFFER_CHAIN, "as many certificates as there may be");
	add_cert(&cert_file, &leaf, &ca, false);
	ok(load() != 0 && e.kind == ERR_MALFORMED, "... and one more");
}

static void chains(void)
{
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	add_cert(&cert_file, &ca, &root, true);
	add_cert(&ca_file, &stranger, &stranger, true);
	add_cert(&ca_file, &root, &root, true);
	ok(load() == 0 && o.chain_len == 2 && anchor_is(3) && file_is(&ca_file), "through a cross-certificate to the second of the CA's file");
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	add_cert(&ca_file, &ca, &root, true);
	ok(load() == 0 && anchor_is(1), "a CA that is no root is an anchor where there is none");
	add_cert(&ca_file, &root, &root, true);
	ok(load() == 0 && anchor_is(2), "... else the root is");
	ca_file.len = 0;
	add_cert(&ca_file, &root, &ca, true);
	add_cert(&ca_file, &ca, &root, true);
	ok(load() == 0 && anchor_is(1), "two that have signed each other: the first, in the end");
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	add_cert(&cert_file, &ca, &ca, true);
	ok(load() == 0 && o.chain_len == 2 && o.anchor.len == 0, "a root in the chain alone is no anchor");
}

static void self_signed(void)
{
	static const char line[] = "text before\n";
	uint8_t der[1024];
	struct view made;
	struct pem_object object;

	begin();
	add_cert(&cert_file, &leaf, &leaf, false);
	memcpy(ca_file.text, line, ca_file.len = sizeof line - 1);
	ok(load() == 0 && anchor_is(0) && !o.ca && file_is(&cert_file), "a self-signed leaf is its own anchor, whatever the CA's file is");
	memcpy(cert_file.text + cert_file.len, key_file.text, key_file.len);
	cert_file.len += key_file.len;
	ok(private_inside(of(&cert_file)), "with its key in one file");
	ok(load() == 0 && anchor_is(0) && o.chain_len == 1, "... it is good, too");
	ok(!private_inside(view_of(o.room, o.used)), "... and no octet of the key is offered");
	made = offer_view(&o, o.anchor_file);
	ok(pem_next(&made, &object) == 1 && pem_decode(&object, der, sizeof der) == o.anchor.len &&
	    view_is(offer_view(&o, o.anchor), der, o.anchor.len) && made.len == 0, "... but a file made of the certificate");
	begin();
	add_cert(&cert_file, &leaf, &ca, false);
	ca_file.len = certify(&ca, &ca, true, (uint8_t *)ca_file.text);
	ok(load() == 0 && anchor_is(1) && offer_view(&o, o.anchor_file).p[0] == '-', "a CA in DER is offered as PEM");
}

int main(void)
{
	be(&leaf, "board.local", 1);
	be(&ca, "board CA", 2);
	be(&root, "root CA", 3);
	be(&stranger, "board CA", 4);
	usual();
	mismatched();
	torn();
	chains();
	self_signed();
	return done_testing();
}

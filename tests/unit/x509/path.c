/* SPDX-License-Identifier: MIT */
/* path.c - tests of certification paths: each result, each rule, with signatures that are names (chains.h). */
#include "tests/unit/x509/chains.h"

#define EKU_CODE "2B06010505070303"
#define RSA_1024 "30819F300D06092A864886F70D010101050003818D0030818902818100" /* and the modulus */

static const struct row {
	const char *name;
	const char *sent, *anchors;
	enum path_result want;
	const char *says;     /* of GOOD: the path; else a piece of the text */
} ROWS[] = {
	{ "a leaf under an anchor", "leaf by A san=a.example", "A ca", PATH_GOOD, "leaf A" },
};

static struct san wanted_name;

static enum path_result find(const struct row *r, const struct path_rules *rules, char *text, size_t cap)
{
	struct view sent = make_chain(r->sent), anchors = make_chain(r->anchors);
	enum path_result got;
	struct path p;
	struct text t;
	struct cert_view c;

	text_init(&t, text, cap);
	chain_checked = 0;
	got = path_find(rules, sent, anchors, &p);
	for (unsigned i = 0; got == PATH_GOOD && i <= p.n; i++) {
		cert_read(i < p.n ? p.cert[i] : p.anchor, &c, NULL);
		text_add(&t, i ? " " : "");
		text_add_bytes(&t, (const char *)c.key.point.p + 1, strnlen((const char *)c.key.point.p + 1, 64));
	}
	if (got != PATH_GOOD)
		path_add_text(&t, rules, &p);
	free((void *)(uintptr_t)sent.p);
	free((void *)(uintptr_t)anchors.p);
	return got;
}

static void rows(void)
{
	struct path_rules r = { .now = NOW, .name = &wanted_name, .purpose = EKU_SERVER, .verify = fake_verify };
	char text[512];

	san_parse("a.example", &wanted_name, NULL);
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
		is_int(find(&ROWS[i], &r, text, sizeof text), ROWS[i].want, ROWS[i].name);
		if (ROWS[i].want == PATH_GOOD)
			is_str(text, ROWS[i].says, join(ROWS[i].name, ": the path"));
		else if (!ok(strstr(text, ROWS[i].says) != NULL, join(ROWS[i].name, ": said")))
			diag("got  %s\n# want %s", text, ROWS[i].says);
	}
}

int main(void)
{
	rows();
	return done_testing();
}

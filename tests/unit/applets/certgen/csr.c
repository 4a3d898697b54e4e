/* SPDX-License-Identifier: MIT */
/* csr.c - the request of a key: made, made again, known again; what auto cannot see stays. */
#include "applets/certgen/csr.h"
#include "bearssl-glue/verify.h"
#include "tests/unit/applets/certgen/fixture.h"

static struct run run;
static struct derived row = {.r = &run};

/* What stands there is what was made. */
static void stand(struct product *p)
{
	file_wipe(&row.at.file);
	row.at.file = (struct file){.facts = {.there = true}, .bytes = (uint8_t *)p->bytes, .size = p->len};
	*p = (struct product){0};
}

static bool makes(const char *const *names, bool automatic, struct product *out)
{
	names_free(&run.names);
	for (; *names; names++)
		names_add(&run.names, *names, !automatic, NULL);
	run.names.automatic = automatic;
	return csr_make(&row, out, &fixed.e) == 0;
}

static size_t says(struct cert_view *r, uint8_t **der)
{
	free(*der);
	*der = NULL;
	return csr_read(&row.at.file, der, r, NULL) ? 0 : cert_count_sans(r);
}

int main(void)
{
	static const char *const two[] = {"board.lan", "10.0.0.1", NULL}, *const one[] = {"localhost", NULL};
	struct product a = {0}, b = {0};
	struct cert_view r = {0};
	uint8_t *der = NULL;

	folder_make();
	fixed_seed(1);
	fixed_wish("--csr", "web.csr", "board.lan", NULL);
	run.w = &fixed.w;
	ok(key_generate(KEY_P256, 256, &fixed.r, NULL, &run.set.key[SET_LEAF], NULL) == 0 && makes(two, false, &a) && makes(two, false, &b), "a request is made");
	is_mem(a.bytes, a.len, b.bytes, b.len, "… the same twice");
	ok(!csr_ours(&row), "what is not there is not ours");
	stand(&a);
	ok(csr_ours(&row) && says(&r, &der) == 2, "it is known again, and has its names");
	ok(verify_bytes(&r.key, r.signature, r.tbs, r.signature_value) && r.eku == EKU_SERVER && r.key_usage == KU_DIGITAL_SIGNATURE, "… its signature holds");
	ok(makes(one, true, &a), "auto that sees neither host nor address");
	stand(&a);
	is_int((int)says(&r, &der), 3, "… leaves those that were there");
	ok(makes(one, false, &a), "given ones");
	stand(&a);
	is_int((int)says(&r, &der), 1, "… stand alone");
	ok(key_generate(KEY_P384, 384, &fixed.r, NULL, &run.set.key[SET_LEAF], NULL) == 0 && makes(two, false, &a), "another key");
	ok(!csr_ours(&row), "… does not know the first one's");
	free(der);
	free(a.bytes);
	free(b.bytes);
	file_wipe(&row.at.file);
	names_free(&run.names);
	fixed_close();
	folder_remove();
	return done_testing();
}

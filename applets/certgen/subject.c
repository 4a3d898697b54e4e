/* SPDX-License-Identifier: MIT */
/* subject.c - the subject a leaf and a CA get. */
#include <string.h>

#include "applets/certgen/subject.h"
#include "bearssl-glue/digest.h"
#include "lib/text.h"

static const struct san *first_name(const struct names *l)
{
	for (size_t i = 0; i < l->n; i++) {
		if (!l->list[i].out)
			return &l->list[i].san;
	}
	return NULL;
}

size_t subject_leaf(const struct wishes *w, const struct names *l, uint8_t out[static NAME_MAX_DER])
{
	const struct san *first = first_name(l);
	const struct wished_name *wished = &w->subject[SET_LEAF];
	static const uint8_t empty[] = {DER_SEQUENCE, 0};
	struct view base = wished->len ? view_of(wished->der, wished->len) : view_of(empty, sizeof empty);
	char cn[SAN_MAX + 1] = "";
	struct text t;
	int len;

	text_init(&t, cn, sizeof cn);
	if (first)
		san_add_text(&t, first);
	memcpy(out, base.p, base.len);
	len = name_add_common(out, base.len, first ? cn : NULL);
	return len < 0 ? wished->len : (size_t)len;
}

bool subject_as_wished(const struct wishes *w, struct view subject)
{
	const struct wished_name *wished = &w->subject[SET_LEAF];
	uint8_t wanted[NAME_MAX_DER];
	struct view cn = name_common_of(subject);
	char text[65];
	int len;

	if (!wished->len || view_is(subject, wished->der, wished->len))
		return true;
	if (cn.len == 0 || cn.len >= sizeof text)
		return false;
	memcpy(text, cn.p, cn.len);
	text[cn.len] = '\0';
	memcpy(wanted, wished->der, wished->len);
	len = name_add_common(wanted, wished->len, text);
	return len > 0 && view_is(subject, wanted, (size_t)len);
}

size_t subject_ca(const struct wishes *w, const struct names *l, struct view spki, uint8_t out[static NAME_MAX_DER])
{
	const struct san *first = first_name(l);
	const struct wished_name *wished = &w->subject[SET_CA];
	uint8_t hash[SHA256_LEN];
	char cn[SAN_MAX + 40], name[SAN_MAX + 1] = "";
	struct text t;
	size_t label;
	int len;

	if (wished->len) {
		memcpy(out, wished->der, wished->len);
		return wished->len;
	}
	text_init(&t, name, sizeof name);
	if (first)
		san_add_text(&t, first);
	label = first && first->kind == SAN_DNS ? strcspn(name + (name[0] == '*' ? 2 : 0), ".") : strlen(name);
	text_init(&t, cn, sizeof cn);
	text_add_bytes(&t, name[0] == '*' ? name + 2 : name, label < 44 ? label : 44);
	text_add(&t, first ? " CA " : "certbox CA ");
	digest_sha256(spki.p, spki.len, hash);
	text_add_hex(&t, hash, 8, 0);
	len = name_common(cn, out);
	return len < 0 ? 0 : (size_t)len;
}

/* SPDX-License-Identifier: MIT */
/* import_chain.c - a pile of certificates, put in order. */
#include "applets/certgen/import_chain.h"

bool import_in_date(const struct cert_view *c, struct import_time t)
{
	return t.now <= c->not_after && !(t.early && t.now < c->not_before);
}

size_t import_leaf(const struct import_cert *certs, size_t n, struct view spki, struct import_time t)
{
	size_t best = n;

	for (size_t i = 0; i < n; i++) {
		const struct cert_view *c = &certs[i].view, *b = &certs[best < n ? best : i].view;
		bool good = import_in_date(c, t), best_good = import_in_date(b, t);

		if (view_same(c->spki, spki) && (best == n || good > best_good || (good == best_good && c->not_after > b->not_after)))
			best = i;
	}
	return best;
}

/* A CA that changes its key signs itself too, by name only: that one leads on. */
static enum import_place place_of(const struct cert_view *c, struct import_time t, import_signed *is_signed)
{
	if (cert_self_issued(c) && is_signed(c, c))
		return IMPORT_ROOT;
	return import_in_date(c, t) ? IMPORT_SENT : IMPORT_OVER;
}

static bool names(const struct cert_view *c, const struct cert_view *issuer)
{
	return view_same(c->issuer, issuer->subject) || (c->authority_key_id.len && view_same(c->authority_key_id, issuer->key_id));
}

size_t import_chain(struct import_cert *certs, size_t n, size_t leaf, struct import_time t, import_signed *is_signed, uint8_t order[static IMPORT_CERTS_MAX])
{
	size_t len = 1;

	for (size_t i = 0; i < n; i++)
		certs[i].place = IMPORT_LOOSE;
	certs[leaf].place = IMPORT_SENT;
	order[0] = (uint8_t)leaf;
	for (size_t i = 0; i < len; i++) {
		const struct cert_view *c = &certs[order[i]].view;
		bool good = false;

		for (size_t j = 0; j < n; j++) {
			const struct cert_view *issuer = &certs[j].view;

			if (!view_same(c->issuer, issuer->subject) || !is_signed(c, issuer))
				continue;
			good = true;
			if (certs[j].place != IMPORT_LOOSE)
				continue;
			certs[j].place = place_of(issuer, t, is_signed);
			if (certs[j].place == IMPORT_SENT)
				order[len++] = (uint8_t)j;
		}
		for (size_t j = 0; j < n && !good; j++) {
			if (names(c, &certs[j].view))
				certs[j].place = IMPORT_BROKEN;
		}
	}
	return len;
}

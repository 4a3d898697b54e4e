/* SPDX-License-Identifier: MIT */
/* req.c - read a certification request. */
#include "x509/name.h"
#include "x509/req.h"

/* RFC 2986 4.1: version 0, subject, key, attributes [0]; behind it algorithm and signature. */
int req_read_spki(struct view whole, struct view *spki, struct spki *key)
{
	struct view v, info, part;
	uint32_t version;

	if (view_only(whole, DER_SEQUENCE, &v) || view_read(&v, DER_SEQUENCE, &info) || view_small(&info, 0, &version))
		return -1;
	if (view_whole(&info, DER_SEQUENCE, &part) || name_check(part))
		return -1;
	if (view_whole(&info, DER_SEQUENCE, spki) || spki_read(*spki, key))
		return -1;
	if (view_maybe(&info, DER_CONTEXT_CONSTRUCTED, &part) < 0 || info.len)
		return -1;
	return view_read(&v, DER_SEQUENCE, &part) || view_bits(&v, &part) || v.len ? -1 : 0;
}

/* SPDX-License-Identifier: MIT */
/* p12_key.c - a private key as PKCS#12 holds it: what a PEM file has inside. */
#include "bearssl-glue/p12_key.h"

#include "lib/wipe.h"
#include "x509/pem.h"

int p12_key_write(struct der *d, const struct key *k)
{
	uint8_t room[KEY_PEM_MAX];
	struct view at = view_of(room, key_pem(k, (char *)room));
	struct pem_object o;
	int64_t len = -1;

	if (pem_next(&at, &o) == 1)
		len = pem_decode(&o, room, sizeof(room));
	if (len > 0)
		der_raw(d, room, (size_t)len);
	wipe(room, sizeof(room));
	return len > 0 ? 0 : -1;
}

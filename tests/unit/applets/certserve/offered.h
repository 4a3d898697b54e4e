/* SPDX-License-Identifier: MIT */
/* offered.h - an offer as the keeper makes it, for tests of what the front does with it. Include it from one file only, after tap.h. */
#ifndef TESTS_UNIT_APPLETS_CERTSERVE_OFFERED_H
#define TESTS_UNIT_APPLETS_CERTSERVE_OFFERED_H

#include "applets/certserve/resource.h"
#include "tests/unit/tap.h"
#include "x509/pem.h"

/* certgen board.local 192.168.7.20 fd00::20 '*.board.local' */
static const char offered_leaf[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIB7zCCAZWgAwIBAgIRa/s7FIHNIGmyeYJTQ9tS46EwCgYIKoZIzj0EAwIwJDEi\n"
	"MCAGA1UEAwwZYm9hcmQgQ0EgMWU1OTNkOTQ2N2RiMTIxZTAeFw0yNjExMjEyMjAy\n"
	"MDNaFw0yNzEyMjQyMjAyMDNaMBYxFDASBgNVBAMMC2JvYXJkLmxvY2FsMFkwEwYH\n"
	"KoZIzj0CAQYIKoZIzj0DAQcDQgAEzevTUMEFqmmuWwUR0rFvl6gWEHDN4k5zJ4xW\n"
	"62kjqZxkGA3Jy7ORFjf2iWAh5x56jJRG70K3Lyt9sFstYI3GH6OBtTCBsjAMBgNV\n"
	"HRMBAf8EAjAAMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDATAd\n"
	"BgNVHQ4EFgQUllzWcHynou3Ph6H9LB8eyXnbz+MwHwYDVR0jBBgwFoAUk0B5ompN\n"
	"EINy6z9RaT86HBr9IUYwPQYDVR0RBDYwNIILYm9hcmQubG9jYWyHBMCoBxSHEP0A\n"
	"AAAAAAAAAAAAAAAAACCCDSouYm9hcmQubG9jYWwwCgYIKoZIzj0EAwIDSAAwRQIh\n"
	"AJDVGn6RjTknozS+9SKuFZOt70tD630fGsJ396a2CYUjAiBRw0U4QzcJxlAnNZwD\n"
	"fggQVx8MBEHuJL+C743E/0gnpA==\n"
	"-----END CERTIFICATE-----\n";
static const char offered_ca[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIICiDCCAi6gAwIBAgIRZzR4LPleBVCum379KokixTEwCgYIKoZIzj0EAwIwJDEi\n"
	"MCAGA1UEAwwZYm9hcmQgQ0EgMWU1OTNkOTQ2N2RiMTIxZTAeFw0yNjExMDEwMDAw\n"
	"MDBaFw0zNjExMTkyMjAyMDNaMCQxIjAgBgNVBAMMGWJvYXJkIENBIDFlNTkzZDk0\n"
	"NjdkYjEyMWUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATk46puXrW3rMgykHTC\n"
	"netmQayzt2LG66xy+p+nUw7WPQRjQdaZxk0t+OuzN4aFaVsxGpJXNGbgOZEQ+izb\n"
	"yYLvo4IBPzCCATswDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYD\n"
	"VR0OBBYEFJNAeaJqTRCDcus/UWk/Ohwa/SFGMIH4BgNVHR4EgfAwge2ggeowB4IF\n"
	"bG9jYWwwC4IJbG9jYWxob3N0MAWCA2xhbjAKgghpbnRlcm5hbDALgglob21lLmFy\n"
	"cGEwCocIfwAAAP8AAAAwCocICgAAAP8AAAAwCocIrBAAAP/wAAAwCocIwKgAAP//\n"
	"AAAwCocIZEAAAP/AAAAwCocIqf4AAP//AAAwIocgAAAAAAAAAAAAAAAAAAAAAf//\n"
	"//////////////////8wIocg/AAAAAAAAAAAAAAAAAAAAP4AAAAAAAAAAAAAAAAA\n"
	"AAAwIocg/oAAAAAAAAAAAAAAAAAAAP/AAAAAAAAAAAAAAAAAAAAwCgYIKoZIzj0E\n"
	"AwIDSAAwRQIgfn2Jv9s5LCUfGVmNNkQNG4XZfy3IFvuD38542VlL3oUCIQCX55pw\n"
	"meJ3f2OVti3IyI+Xak5B8wOkGUhF9YNOkKwkvQ==\n"
	"-----END CERTIFICATE-----\n";

static struct offers offered;
static struct shelf shelves[OFFER_KEPT];

static struct view offered_der(const char *pem, uint8_t *room, size_t cap)
{
	struct view at = view_of((const uint8_t *)pem, strlen(pem));
	struct pem_object o;

	return pem_next(&at, &o) == 1 ? view_of(room, (size_t)pem_decode(&o, room, cap)) : view_of(NULL, 0);
}

static void offered_add(struct offer *o, struct view v, struct offer_part *part)
{
	*part = (struct offer_part){ o->used, (uint32_t)v.len };
	if (v.len > 0)
		memcpy(o->room + o->used, v.p, v.len);
	o->used += (uint32_t)v.len;
}

static struct view offered_text(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

TAP_USED static void offered_publish(struct offer *o, const char *path, struct view body)
{
	offered_add(o, offered_text(path), &o->files[o->n_files].path);
	offered_add(o, body, &o->files[o->n_files++].body);
}

enum offered_kind { OFFERED_CA, OFFERED_SELF, OFFERED_BARE };

/* Generation g, not on its shelf yet. BARE: nothing verifies the leaf. */
static struct offer *offered_make(uint32_t generation, enum offered_kind kind)
{
	struct offer *o = offer_of(&offered, generation);
	uint8_t room[2048];

	memset(o, 0, offsetof(struct offer, room));
	*o = (struct offer){ .generation = generation, .kind = KEY_P256, .ca = kind == OFFERED_CA, .good = true, .chain_len = 1, .reloads = 3, .loaded = 1793491200 };
	offered_add(o, offered_der(offered_leaf, room, sizeof room), &o->chain[0]);
	if (kind != OFFERED_BARE) {
		const char *pem = kind == OFFERED_CA ? offered_ca : offered_leaf;

		offered_add(o, offered_der(pem, room, sizeof room), &o->anchor);
		offered_add(o, offered_text(pem), &o->anchor_file);
	}
	return o;
}

static struct shelf *offered_shelf(uint32_t generation)
{
	struct shelf *s = &shelves[generation % OFFER_KEPT];
	struct err e = { .kind = ERR_NONE };

	if (shelf_fill(s, offer_of(&offered, generation), "board", &e) < 0)
		diag("shelf: %s", e.text);
	return s;
}

#endif

/* SPDX-License-Identifier: MIT */
/* page.h - the page for people: this machine, its anchor to compare, and how to trust it. */
#ifndef APPLETS_CERTSERVE_PAGE_H
#define APPLETS_CERTSERVE_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/text.h"

#define PAGE_MAX 40960 /* bytes that hold any page of names up to 8 KiB and a QR code of up to 57 squares (QR_VERSION_MAX) */
/* Its style sheet's hash, as a source for style-src (CSP 3, 2.3.1): without it the page is bare. */
#define PAGE_STYLE "'sha256-ywxUGidQbAdXHxralJq/3Z0f5l+HZdb8AAXltcSXFHE='"

/* All of it the caller's; texts are plain (page_write escapes them). */
struct page {
	const char *host;          /* what the machine is called */
	const char *base;          /* where it is reached: "https://board.local:8443", no slash at the end, of characters a Host may have */
	const char *anchor;        /* the trust anchor's own name */
	const char *key;           /* title of the picture: "EC 256" */
	const char *const *names;  /* of the certificate, and NULL */
	int64_t now, leaf_until, anchor_until;
	const uint8_t *sha256;     /* of the anchor's DER; NULL: there is none to hand out, and what is about it isn't looked at */
	bool plain;                /* it goes out without TLS */
	bool ca;                   /* the anchor is a CA; else it is the certificate itself, which phones don't take */
	int qr_size;               /* squares a side of the QR code of the fingerprint, without margin; 0: none */
	bool (*qr_dark)(const void *qr, int x, int y);
	const void *qr;
};

/*
 * One document: HTML, UTF-8, no script, nothing fetched. It links /ca.crt, /ca.cer and, of a CA, /ca.mobileconfig. 0, or -1
 * when t has no room (what is in it is worthless).
 */
int page_write(struct text *t, const struct page *p);

#endif

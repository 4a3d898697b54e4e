/* SPDX-License-Identifier: MIT */
/* san.h - subject alternative names (RFC 5280 4.2.1.6): from text, to DER, compared. */
#ifndef X509_SAN_H
#define X509_SAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/text.h"
#include "x509/der.h"

/* GeneralName's context tags. */
enum san_kind { SAN_EMAIL = 1, SAN_DNS = 2, SAN_DIRECTORY = 4 /* in constraints only */, SAN_URI = 6, SAN_IP = 7 };

#define SAN_MAX 255

/* One name in its DER content form: DNS lower-case ASCII without trailing dot; IP 4 or 16 octets. */
struct san {
	uint8_t kind;
	uint8_t len;          /* bytes of value */
	uint8_t value[SAN_MAX];
};

/*
 * One name as mkcert takes it, its kind seen from its form: IPv4, IPv6 (also in [ ]; a zone
 * id is refused; an IPv4-mapped IPv6 address becomes IPv4), scheme://..., user@host (the host is lowered, no quoted
 * local parts), else DNS: letters, digits, '-', '_' (not at
 * a label's ends for '-'), labels of 1-63, 253 in all, one leading "*." label (then at least one more label); a
 * trailing dot is dropped; upper case
 * lowered; an all-digits last label is refused (it looks like a broken IPv4). IDNs must
 * come as A-labels: any other octet >= 0x80 is refused saying so. Control characters, blanks, empty: refused.
 * ERR_USAGE naming what was seen (control characters as ?).
 */
int san_parse(const char *text, struct san *out, struct err *e);
/*
 * From DER: the next GeneralName; DNS and a mail address's host lowered, DNS without trailing dot. 0; 1 one certbox has no
 * use for (another kind, empty, an IP that is neither 4 nor 16 octets, over SAN_MAX): skipped; -1 broken.
 */
int san_read(struct view *v, struct san *out);
/*
 * The next GeneralSubtree (RFC 5280 4.2.1.10: minimum 0, no maximum). As san_read; IP: 8 or 32 octets, else -1; may
 * be empty.
 */
int san_read_subtree(struct view *v, struct san *out);
/* One GeneralName. */
void san_write(struct der *d, const struct san *s);
/*
 * As text: DNS, e-mail and URI as they are (other octets as ?), IPv4 dotted, IPv6 by RFC 5952; a subtree's IP as
 * 10.0.0.0/8.
 */
void san_add_text(struct text *t, const struct san *s);
/* The same as a URL has it (RFC 3986 3.2.2): IPv6 in brackets. No subtree. */
void san_add_host(struct text *t, const struct san *s);
bool san_same(const struct san *a, const struct san *b);

/*
 * Name constraints (RFC 5280 4.2.1.10): is a name inside a subtree of its kind, both as they stand in DER (an IP's subtree: address and
 * mask, 8 or 32 octets)? DNS matches whole labels from the right, "*.x" is inside x, ".x" holds only what is below x; e-mail is a mailbox,
 * a host, or a ".domain"; URI a host or a ".domain"; a directory name begins with the subtree's RDNs (name_within). doubt is the answer
 * where none can be given, true for an excluded subtree: "*.x" and a subtree below x, a URI without a host name, any other kind.
 */
bool san_within(unsigned kind, struct view name, struct view subtree, bool doubt);
/*
 * Is the name inside one of the permitted subtrees? A kind of which there is no subtree is not constrained: true. A subtree is a san
 * whose IP value is address and mask.
 */
bool san_permitted(const struct san *name, const struct san *subtrees, size_t n);
/* Address and prefix length as a subtree: "10.0.0.0/8", "fc00::/7"; host bits are cleared. 0 or -1. */
int san_subtree(const char *text, struct san *out);

#endif

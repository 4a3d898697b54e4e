/* SPDX-License-Identifier: MIT */
/* dns.h - ask for a name's addresses, and read answers: messages of DNS (RFC 1035) and multicast DNS (RFC 6762 5.1). */
#ifndef LIB_DNS_H
#define LIB_DNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DNS_QUESTION_MAX 271   /* octets: header, a name of 255, type and class */
#define DNS_MESSAGE_MAX 1500   /* octets that are read of an answer (mDNS may use a whole frame) */
#define DNS_A 1
#define DNS_AAAA 28

/* One address: len 4 or 16. */
struct dns_address {
	uint8_t len;
	uint8_t octets[16];
};

enum dns_result {
	DNS_FOREIGN,          /* no answer to this question: another id, another name, broken; to be ignored */
	DNS_FOUND,            /* some addresses */
	DNS_NONE,             /* the name has none of this type */
	DNS_UNKNOWN,          /* there is no such name (NXDOMAIN) */
	DNS_CUT,              /* cut to fit (TC): ask by TCP, or make do with what there is */
	DNS_FAILED            /* the server cannot or will not (SERVFAIL, REFUSED): ask another */
};

/*
 * One question. name: labels of 1 to 63 octets, together at most 255 with their lengths; letters, digits, '-', '_' and what is beyond
 * ASCII; a dot at its end allowed. multicast: id 0 and no recursion, and a responder is asked to answer to us alone
 * (RFC 6762 5.4). Octets written, or 0 when the name is none.
 */
size_t dns_ask(const char *name, unsigned type, uint16_t id, bool multicast, uint8_t out[static DNS_QUESTION_MAX]);

/*
 * The answer to a question that dns_ask wrote (asked octets): addresses of its type for its name, CNAMEs followed within the message
 * in any order (at most 8), pointers that run backwards only. It must repeat id and question (that of mDNS need not). Case
 * does not matter. *n: how many addresses there were before, and are then, at most cap. Some may have been found where it says
 * DNS_CUT, none where it says anything but DNS_FOUND else.
 */
enum dns_result dns_read(const uint8_t *message, size_t len, const uint8_t *question, size_t asked, struct dns_address *out, size_t cap,
    size_t *n);

#endif

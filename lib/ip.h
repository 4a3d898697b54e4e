/* SPDX-License-Identifier: MIT */
/* ip.h - IP addresses: text to octets and back, stricter than inet_pton and without stdio. */
#ifndef LIB_IP_H
#define LIB_IP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/text.h"

/*
 * len characters as an address: four decimal numbers without leading zeros (they are octal elsewhere), or
 * IPv6 (RFC 4291 2.2; "::" stands for at least one group; no zone, no brackets). Octets written, 4 or 16; 0 when it is neither.
 */
size_t ip_parse(const char *s, size_t len, uint8_t out[static 16]);
/* IPv4-mapped (::ffff:0:0/96, RFC 4291 2.5.5.2)? The last 4 octets are the address. */
bool ip_is_mapped(const uint8_t p[static 16]);
/* Dotted, or by RFC 5952 (IPv4-mapped ones end dotted). len is 4, else 16. */
void ip_add_text(struct text *t, const uint8_t *p, size_t len);
/* The prefix length of a mask of len octets, or -1 when its bits have gaps. */
int ip_prefix(const uint8_t *mask, size_t len);

#endif

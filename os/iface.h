/* SPDX-License-Identifier: MIT */
/* iface.h - addresses a machine can be reached at, by rtnetlink. */
#ifndef OS_IFACE_H
#define OS_IFACE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#define IFACE_MAX 64

struct iface_address {
	char interface[16];
	uint8_t len;          /* 4 or 16 octets */
	uint8_t octets[16];
};

/*
 * Addresses of interfaces that are up (IFF_UP and running), in the kernel's order, IPv4 first: not loopback; not IPv6 temporary,
 * tentative, DAD-failed or deprecated ones (IFA_FLAGS; for IPv4 these bits mean otherwise and are not looked at); not those of veths,
 * nor of container bridges (docker*, br- with 12 hex digits, virbr*, lxcbr*, lxdbr*, incusbr*, cni*, podman*, cali*, flannel*). IPv6 link-local addresses are left out (useless
 * without a zone). With only != NULL: that interface alone, whatever its kind. *n at most IFACE_MAX.
 * No netlink, no interface: 0 with *n = 0. -1 when the kernel breaks off its answer.
 */
int iface_list(const char *only, struct iface_address out[static IFACE_MAX], size_t *n, struct err *e);

/* Numbers of the interfaces that are up and speak multicast, containers' too. How many; 0 also where there is no netlink. */
size_t iface_multicast(uint32_t out[static IFACE_MAX]);

/* Is this interface one of a container's? (pure, for tests) kind is IFLA_INFO_KIND or "". */
int iface_is_container(const char *name, const char *kind);

#endif

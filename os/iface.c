/* SPDX-License-Identifier: MIT */
/* iface.c - addresses a machine can be reached at, by rtnetlink. */
#include "os/iface.h"

#include <errno.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/text.h"

#define LINKS_MAX IFACE_MAX

struct iface_link {
	uint32_t index;
	char name[16];
};

/* What was found so far. */
struct search {
	const char *only;
	bool multicast;       /* any that speaks it */
	struct iface_link links[LINKS_MAX];
	size_t n_links;
	struct iface_address *out;
	size_t n;
};

/* An attribute's value. */
struct view {
	const uint8_t *at;
	size_t len;
};

/* rtnetlink(7): an answer never exceeds this (NLMSG_GOODSIZE). */
static uint8_t answer[8192] __attribute__((aligned(8)));

/* Walked by hand: the kernel's macros cast alignment away. */
static struct view attribute(struct view in, unsigned type)
{
	while (in.len >= sizeof(struct rtattr)) {
		struct rtattr a;

		memcpy(&a, in.at, sizeof a);
		if (a.rta_len < sizeof a || a.rta_len > in.len)
			break;
		if ((a.rta_type & NLA_TYPE_MASK) == type)
			return (struct view){ in.at + sizeof a, a.rta_len - sizeof a };
		size_t step = RTA_ALIGN((size_t)a.rta_len);

		if (step > in.len)
			break;
		in.at += step;
		in.len -= step;
	}
	return (struct view){ NULL, 0 };
}

static void copy_name(char out[static 16], struct view v)
{
	struct text t;

	text_init(&t, out, 16);
	text_add_bytes(&t, (const char *)v.at, v.len > 0 ? strnlen((const char *)v.at, v.len) : 0);
}

static bool is_bridge_of_docker(const char *name)
{
	return strncmp(name, "br-", 3) == 0 && strlen(name) == 15 && strspn(name + 3, "0123456789abcdef") == 12;
}

int iface_is_container(const char *name, const char *kind)
{
	static const char *const starts[] = {
		"docker", "virbr", "lxcbr", "lxdbr", "incusbr", "cni", "podman", "cali", "flannel",
	};

	if (strcmp(kind, "veth") == 0 || is_bridge_of_docker(name))
		return 1;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (strncmp(name, starts[i], strlen(starts[i])) == 0)
			return 1;
	return 0;
}

static bool is_wanted(const struct search *s, const char *name, const char *kind, unsigned flags)
{
	if ((flags & (IFF_UP | IFF_RUNNING)) != (IFF_UP | IFF_RUNNING))
		return false;
	if (s->multicast)
		return (flags & IFF_MULTICAST) != 0;
	if (s->only != NULL)
		return strcmp(name, s->only) == 0;
	return (flags & IFF_LOOPBACK) == 0 && !iface_is_container(name, kind);
}

static void take_link(struct search *s, struct view message)
{
	struct ifinfomsg m;
	struct iface_link *l = &s->links[s->n_links];
	struct view attributes = { message.at + NLMSG_ALIGN(sizeof m), message.len - NLMSG_ALIGN(sizeof m) };
	char kind[16];

	memcpy(&m, message.at, sizeof m);
	if (s->n_links == LINKS_MAX)
		return;
	l->index = (uint32_t)m.ifi_index;
	copy_name(l->name, attribute(attributes, IFLA_IFNAME));
	copy_name(kind, attribute(attribute(attributes, IFLA_LINKINFO), IFLA_INFO_KIND));
	if (is_wanted(s, l->name, kind, m.ifi_flags))
		s->n_links++;
}

static const struct iface_link *find_link(const struct search *s, uint32_t index)
{
	for (size_t i = 0; i < s->n_links; i++)
		if (s->links[i].index == index)
			return &s->links[i];
	return NULL;
}

/* An IPv6 address that will be gone soon, may not be ours, or means nothing without a zone. */
static bool is_fleeting(const struct ifaddrmsg *m, struct view attributes, struct view address)
{
	struct view wide = attribute(attributes, IFA_FLAGS);
	uint32_t flags = m->ifa_flags;

	if (wide.len == sizeof flags)
		memcpy(&flags, wide.at, sizeof flags);
	return (flags & (IFA_F_TEMPORARY | IFA_F_TENTATIVE | IFA_F_DADFAILED | IFA_F_DEPRECATED)) != 0 ||
	    (address.at[0] == 0xFE && (address.at[1] & 0xC0) == 0x80);
}

static void take_address(struct search *s, struct view message)
{
	struct ifaddrmsg m;
	struct view attributes = { message.at + NLMSG_ALIGN(sizeof m), message.len - NLMSG_ALIGN(sizeof m) };
	struct view v = attribute(attributes, IFA_LOCAL); /* on point-to-point links IFA_ADDRESS is the peer's */
	const struct iface_link *l;

	memcpy(&m, message.at, sizeof m);
	l = find_link(s, m.ifa_index);
	if (v.len == 0)
		v = attribute(attributes, IFA_ADDRESS);
	if (l == NULL || s->n == IFACE_MAX || v.len != (m.ifa_family == AF_INET ? 4 : 16))
		return;
	if (m.ifa_family == AF_INET6 && is_fleeting(&m, attributes, v))
		return;
	struct iface_address *a = &s->out[s->n++];

	memset(a, 0, sizeof *a);
	memcpy(a->interface, l->name, sizeof a->interface);
	a->len = (uint8_t)v.len;
	memcpy(a->octets, v.at, v.len);
}

/* All messages of one answer: 1 when it was the last, -1 with errno when the kernel refuses. */
static int take(struct search *s, size_t len)
{
	const uint8_t *p = answer;

	while (len >= sizeof(struct nlmsghdr)) {
		struct nlmsghdr h;

		memcpy(&h, p, sizeof h);
		if (h.nlmsg_len < sizeof h || h.nlmsg_len > len || h.nlmsg_type == NLMSG_DONE)
			return 1;
		struct view body = { p + sizeof h, h.nlmsg_len - sizeof h };

		if (h.nlmsg_type == NLMSG_ERROR) {
			errno = EIO;
			return -1;
		}
		if (h.nlmsg_type == RTM_NEWLINK && body.len >= NLMSG_ALIGN(sizeof(struct ifinfomsg)))
			take_link(s, body);
		if (h.nlmsg_type == RTM_NEWADDR && body.len >= NLMSG_ALIGN(sizeof(struct ifaddrmsg)))
			take_address(s, body);
		size_t step = NLMSG_ALIGN((size_t)h.nlmsg_len);

		if (step >= len)
			break;
		p += step;
		len -= step;
	}
	return 0;
}

static int open_netlink(void)
{
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
}

static int ask(int fd, struct search *s, unsigned short type, unsigned char family)
{
	struct {
		struct nlmsghdr h;
		struct rtgenmsg g;
	} question;
	int done = 0;

	memset(&question, 0, sizeof question);
	question.h.nlmsg_len = NLMSG_LENGTH(sizeof question.g);
	question.h.nlmsg_type = type;
	question.h.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	question.g.rtgen_family = family;
	if (send(fd, &question, question.h.nlmsg_len, 0) < 0)
		return -1;
	while (done == 0) {
		ssize_t n = recv(fd, answer, sizeof answer, 0);

		if (n < 0 && errno == EINTR)
			continue;
		done = n < 0 ? -1 : take(s, (size_t)n);
	}
	return done < 0 ? -1 : 0;
}

size_t iface_multicast(uint32_t out[static IFACE_MAX])
{
	struct search s = { .multicast = true };
	int fd = open_netlink();

	if (fd < 0)
		return 0;
	(void)ask(fd, &s, RTM_GETLINK, AF_UNSPEC);
	close(fd);
	for (size_t i = 0; i < s.n_links; i++)
		out[i] = s.links[i].index;
	return s.n_links;
}

int iface_list(const char *only, struct iface_address out[static IFACE_MAX], size_t *n, struct err *e)
{
	struct search s = { .only = only, .out = out };
	int rc = 0, fd = open_netlink();

	*n = 0;
	if (fd < 0)
		return 0;
	if (ask(fd, &s, RTM_GETLINK, AF_UNSPEC) < 0 || ask(fd, &s, RTM_GETADDR, AF_INET) < 0 ||
	    ask(fd, &s, RTM_GETADDR, AF_INET6) < 0)
		rc = err_errno(e, errno, "cannot list the addresses of this machine");
	else
		*n = s.n;
	close(fd);
	return rc;
}

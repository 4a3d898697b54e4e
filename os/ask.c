/* SPDX-License-Identifier: MIT */
/* ask.c - a question to a name server, or to everybody on the links. */
#include "os/ask.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/dial.h"
#include "os/iface.h"

#define LINK_MS    5000  /* for multicast DNS, questions at 0, 1 and 3 s */
#define COLLECT_MS 300   /* for other answers behind the first (RFC 8305 3 has 50; a server may be far) */

/* --- what was found -------------------------------------------------------------------------------- */

/* RFC 6724 10.3: a site's own addresses stand behind IPv4; one of the link reaches the least. */
static int rank(const union sock_address *a)
{
	switch (sock_class(a)) {
	case SOCK_LINK_LOCAL:
		return 3;
	case SOCK_UNIQUE_LOCAL:
		return 2;
	default:
		return a->any.sa_family == AF_INET;
	}
}

void ask_add(struct ask *s, const union sock_address *a)
{
	int at = s->n;

	for (int i = 0; i < s->n; i++)
		if (memcmp(&s->out[i], a, sizeof *a) == 0) // NOLINT(*-memory-comparison,cert-exp42-c,cert-flp37-c): all began as zeros
			return;
	if (at == ASK_MAX)
		return;
	for (; at > 0 && rank(&s->out[at - 1]) > rank(a); at--)
		s->out[at] = s->out[at - 1];
	s->out[at] = *a;
	s->n++;
}

/* Without a zone, a link-local address leads nowhere. */
static void add_octets(struct ask *s, const struct dns_address *found, uint32_t zone)
{
	union sock_address a;
	bool v4 = found->len == 4;

	memset(&a, 0, sizeof a);
	a.v4.sin_port = htons(s->port);
	a.any.sa_family = v4 ? AF_INET : AF_INET6;
	memcpy(v4 ? (void *)&a.v4.sin_addr : (void *)&a.v6.sin6_addr, found->octets, found->len);
	if (!v4 && sock_class(&a) == SOCK_LINK_LOCAL && (a.v6.sin6_scope_id = zone) == 0)
		return;
	ask_add(s, &a);
}

/* --- both ------------------------------------------------------------------------------------------ */

/* Sockets that ask: that of a name server alone, or for multicast one of IPv4 and one of IPv6, which ask on every link. */
struct line {
	struct pollfd fds[2];
	union sock_address to[2];
	uint32_t zones[IFACE_MAX];
	size_t n_zones;
	int n;                /* sockets */
};

static struct line line;

/* A server's own socket says when there is none; a link that cannot be asked is no matter. */
static bool has_failed(const struct line *l, ssize_t n)
{
	return n < 0 && errno != EAGAIN && l->n == 1;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static bool put_question(struct ask *s, int i, unsigned type, const char *name, bool multicast)
{
	uint16_t id = (uint16_t)clock_ticks_ms();

	if (getrandom(&id, sizeof id, GRND_NONBLOCK) < 0)
		id ^= (uint16_t)type; /* so early that there is no chance: the clock's will do */
	s->asked[i] = dns_ask(name, type, multicast ? 0 : id, multicast, s->questions[i]);
	s->is[i] = DNS_FOREIGN;
	return s->asked[i] > 0;
}

static bool put_questions(struct ask *s, const char *name, bool multicast)
{
	return put_question(s, 0, DNS_AAAA, name, multicast) && put_question(s, 1, DNS_A, name, multicast);
}

static void open_line(struct line *l, int i)
{
	l->fds[i] = (struct pollfd){ .fd = socket(l->to[i].any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), .events = POLLIN };
}

static int send_all(const struct ask *s, struct line *l)
{
	for (size_t zone = 0; zone < l->n_zones; zone++) {
		struct ip_mreqn from = { .imr_ifindex = (int)l->zones[zone] };

		(void)setsockopt(l->fds[0].fd, IPPROTO_IP, IP_MULTICAST_IF, &from, sizeof from);
		l->to[1].v6.sin6_scope_id = l->zones[zone];
		for (int i = 0; i < 2 * l->n; i++)
			if (has_failed(l, sendto(l->fds[i / 2].fd, s->questions[i % 2], s->asked[i % 2], 0, &l->to[i / 2].any, sizeof *l->to)))
				return -1;
	}
	return 0;
}

static void receive(struct ask *s, int i, const uint8_t *message, size_t len, uint32_t zone)
{
	static struct dns_address found[ASK_MAX];
	size_t n = 0;

	if (s->is[i] == DNS_FOREIGN)
		s->is[i] = dns_read(message, len, s->questions[i], s->asked[i], found, ASK_MAX, &n);
	for (size_t k = 0; k < n; k++)
		add_octets(s, &found[k], zone);
}

/* What came to the sockets. Responders speak from their own port (RFC 6762 6). */
static int hear(struct ask *s, const struct line *l)
{
	for (int i = 0; i < l->n; i++) {
		static uint8_t m[DNS_MESSAGE_MAX];
		union sock_address from;
		ssize_t n;

		memset(&from, 0, sizeof from);
		n = recvfrom(l->fds[i].fd, m, sizeof m, 0, &from.any, &(socklen_t){ sizeof from });
		if (has_failed(l, n))
			return -1;
		if (n > 0 && from.v4.sin_port == l->to[i].v4.sin_port) {
			receive(s, 0, m, (size_t)n, from.v6.sin6_scope_id);
			receive(s, 1, m, (size_t)n, from.v6.sin6_scope_id);
		}
		if (l->n > 1)
			s->is[0] = s->is[1] = DNS_FOREIGN; /* another may know more */
	}
	return 0;
}

/* Until both questions are answered, or time is over; asked again after 1, 2, ... seconds. */
static void converse(struct ask *s, struct line *l, int64_t due)
{
	int64_t now, next = 0, pause = 1000;

	while ((now = clock_ticks_ms()) < due && (s->is[0] == DNS_FOREIGN || s->is[1] == DNS_FOREIGN)) {
		if (now >= next) {
			if (send_all(s, l) < 0)
				return;
			next = now + pause;
			pause *= 2;
		}
		if (poll(l->fds, (nfds_t)l->n, (int)(sooner(next, due) - now)) > 0 && hear(s, l) < 0)
			return;
		if (s->n > 0)
			due = sooner(due, clock_ticks_ms() + COLLECT_MS);
	}
}

/* --- a name server --------------------------------------------------------------------------------- */

static bool can_read(int fd, int64_t due)
{
	int64_t left = due - clock_ticks_ms();

	return poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, left > 0 ? (int)left : 0) > 0;
}

/* An answer that was cut, in full, unless it is longer than there is use for. */
static void ask_tcp(struct ask *s, int i, const union sock_address *server, int64_t due)
{
	static uint8_t m[2 + DNS_MESSAGE_MAX];
	size_t have = 0, want = 2;
	ssize_t n;
	int fd;

	if (s->is[i] != DNS_CUT || (fd = dial(server, 1, due, &(size_t){ 0 }, NULL)) < 0)
		return;
	m[0] = (uint8_t)(s->asked[i] >> 8);
	m[1] = (uint8_t)s->asked[i];
	memcpy(m + 2, s->questions[i], s->asked[i]);
	n = send(fd, m, 2 + s->asked[i], MSG_NOSIGNAL);
	while (n > 0 && have < want && want <= sizeof m && can_read(fd, due)) {
		n = recv(fd, m + have, want - have, 0);
		have += n > 0 ? (size_t)n : 0;
		if (have == 2)
			want += (size_t)m[0] << 8 | m[1];
	}
	close(fd);
	s->is[i] = DNS_FOREIGN;
	if (have == want)
		receive(s, i, m + 2, have - 2, 0);
}

enum dns_result ask_server(struct ask *s, const char *name, const union sock_address *server, int64_t due)
{
	struct line *l = &line;

	if (!put_questions(s, name, false))
		return DNS_UNKNOWN;
	l->to[0] = *server;
	l->n_zones = 1;
	l->n = 1;
	open_line(l, 0);
	if (connect(l->fds[0].fd, &server->any, sizeof *server) == 0) /* from a port of the kernel's choice, which hears this server alone */
		converse(s, l, due);
	close(l->fds[0].fd);
	ask_tcp(s, 0, server, due);
	ask_tcp(s, 1, server, due);
	if (s->n > 0)
		return DNS_FOUND;
	return s->is[0] == DNS_NONE || s->is[1] == DNS_UNKNOWN ? s->is[1] : s->is[0];
}

/* --- links ----------------------------------------------------------------------------------------- */

void ask_links(struct ask *s, const char *name, uint16_t port, int64_t due)
{
	struct line *l = &line;

	(void)sock_read("224.0.0.251", port, "", &l->to[0], NULL);
	(void)sock_read("ff02::fb", port, "", &l->to[1], NULL);
	l->n = 2;
	l->n_zones = iface_multicast(l->zones);
	open_line(l, 0);
	open_line(l, 1);
	(void)setsockopt(l->fds[0].fd, IPPROTO_IP, IP_MULTICAST_TTL, &(int){ 255 }, sizeof(int));
	(void)setsockopt(l->fds[1].fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &(int){ 255 }, sizeof(int));
	if (l->n_zones > 0 && put_questions(s, name, true))
		converse(s, l, sooner(due, clock_ticks_ms() + LINK_MS));
	close(l->fds[0].fd);
	close(l->fds[1].fd);
}

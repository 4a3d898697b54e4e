/* SPDX-License-Identifier: MIT */
/* resolve.c - the addresses of a host: /etc/hosts, name servers, multicast DNS. */
#include "os/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <unistd.h>

#include "lib/dns.h"
#include "os/clock.h"
#include "os/dial.h"
#include "os/file.h"
#include "os/iface.h"

#define SERVERS_MAX 3
#define DOMAINS_MAX 6
#define LOCAL_MS    1000  /* for servers to know a name below .local */
#define SECOND_MS   500   /* for the other family's answer (RFC 8305 3 has less; a server may be far) */
#define LINK_MS     5000  /* for multicast DNS, questions at 0, 1 and 3 s */
#define COLLECT_MS  200   /* for other answers behind the first */
#define BLANKS      " \t\r"

static const uint16_t types[2] = { DNS_AAAA, DNS_A };

struct search {
	const struct resolve_where *where;
	const char *host;
	size_t len;           /* of host, without a dot at its end */
	uint16_t port;
	int64_t due;
	union sock_address *out;
	int n;
	union sock_address servers[SERVERS_MAX];
	size_t n_servers;
	const char *domains[DOMAINS_MAX + 2]; /* from 1 on; "" is the root, before and behind them */
	size_t n_domains;
	uint32_t options[3];
};

/* resolv.conf(5), and its bounds. */
enum { NDOTS, TIMEOUT, ATTEMPTS };
static const struct option {
	char word[10];
	uint8_t len, max;
} options[] = {
	{ "ndots:", 6, 15 },
	{ "timeout:", 8, 30 },
	{ "attempts:", 9, 5 },
};

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

static void add(struct search *s, const union sock_address *a)
{
	int at = s->n;

	for (int i = 0; i < s->n; i++)
		if (memcmp(&s->out[i], a, sizeof *a) == 0)
			return;
	if (at == RESOLVE_MAX)
		return;
	while (at > 0 && rank(&s->out[at - 1]) > rank(a))
		at--;
	memmove(s->out + at + 1, s->out + at, (size_t)(s->n++ - at) * sizeof *a);
	s->out[at] = *a;
}

static void add_text(struct search *s, const char *text)
{
	union sock_address a;

	if (sock_read(text, s->port, "", &a, NULL) > 0)
		add(s, &a);
}

/* Without a zone, a link-local address leads nowhere. */
static void add_octets(struct search *s, const struct dns_address *found, uint32_t zone)
{
	union sock_address a;

	memset(&a, 0, sizeof a);
	a.v4.sin_port = htons(s->port);
	if (found->len == 4) {
		a.v4.sin_family = AF_INET;
		memcpy(&a.v4.sin_addr, found->octets, 4);
	} else {
		a.v6.sin6_family = AF_INET6;
		memcpy(&a.v6.sin6_addr, found->octets, 16);
		if (IN6_IS_ADDR_LINKLOCAL(&a.v6.sin6_addr) && (a.v6.sin6_scope_id = zone) == 0)
			return;
	}
	add(s, &a);
}

/* --- files ----------------------------------------------------------------------------------------- */

/* Each line: its first word, and where strtok_r finds the others. They stand in *f, the caller's to wipe. */
static void each_line(const char *path, struct file *f, struct search *s, void (*take)(struct search *s, const char *word, char **rest))
{
	char *lines, *words;

	if (file_read(AT_FDCWD, path, FILE_MAX, f, NULL) < 0 || f->bytes == NULL)
		return;
	for (char *line = strtok_r((char *)f->bytes, "\n", &lines); line != NULL; line = strtok_r(NULL, "\n", &lines)) {
		line[strcspn(line, "#;")] = '\0';
		const char *word = strtok_r(line, BLANKS, &words);

		if (word != NULL)
			take(s, word, &words);
	}
}

static void take_host(struct search *s, const char *word, char **rest)
{
	const char *name;

	while ((name = strtok_r(NULL, BLANKS, rest)) != NULL)
		if (strncasecmp(name, s->host, s->len) == 0 && name[s->len] == '\0')
			add_text(s, word);
}

static void take_option(struct search *s, const char *word)
{
	for (const struct option *o = options; o < options + 3; o++)
		if (strncmp(word, o->word, o->len) == 0)
			(void)text_number(word + o->len, o->max, &s->options[o - options]);
}

static void take_setting(struct search *s, const char *word, char **rest)
{
	bool search = strcmp(word, "search") == 0 || strcmp(word, "domain") == 0;
	const char *value;

	if (search)
		s->n_domains = 0;
	while ((value = strtok_r(NULL, BLANKS, rest)) != NULL) {
		if (search && s->n_domains < DOMAINS_MAX)
			s->domains[++s->n_domains] = value;
		if (strcmp(word, "nameserver") == 0 && s->n_servers < SERVERS_MAX &&
		    sock_read(value, s->where->port ? s->where->port : 53, "", &s->servers[s->n_servers], NULL) > 0)
			s->n_servers++;
		if (strcmp(word, "options") == 0)
			take_option(s, value);
	}
}

/* --- name servers ---------------------------------------------------------------------------------- */

/* A name asked about, in both types. */
struct question {
	const char *name;
	bool multicast;
	uint16_t id[2];
	enum dns_result is[2];
};

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void receive(struct search *s, struct question *q, const uint8_t *message, size_t len, uint32_t zone)
{
	struct dns_address found[RESOLVE_MAX];

	for (int i = 0; i < 2; i++) {
		size_t n = 0;

		if (q->is[i] == DNS_FOREIGN)
			q->is[i] = dns_read(message, len, q->name, types[i], q->id[i], q->multicast, found, RESOLVE_MAX, &n);
		for (size_t k = 0; k < n; k++)
			add_octets(s, &found[k], zone);
		if (q->multicast)
			q->is[i] = DNS_FOREIGN; /* another may know more */
	}
}

static bool can_read(int fd, int64_t due)
{
	int64_t left = due - clock_ticks_ms();

	return poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, left > 0 ? (int)left : 0) > 0;
}

/* The answer that was cut, in full; what does not fit is cut again. */
static void ask_tcp(struct search *s, struct question *q, int i, const union sock_address *server, int64_t due)
{
	uint8_t m[2 + DNS_MESSAGE_MAX];
	size_t len = dns_ask(q->name, types[i], q->id[i], false, m + 2), have = 0, want = 2;
	int fd = dial(server, 1, due, &(size_t){ 0 }, NULL);
	ssize_t n;

	if (fd < 0)
		return;
	m[0] = (uint8_t)(len >> 8);
	m[1] = (uint8_t)len;
	n = send(fd, m, len + 2, MSG_NOSIGNAL);
	while (n > 0 && have < want && can_read(fd, due)) {
		n = recv(fd, m + have, want - have, 0);
		have += n > 0 ? (size_t)n : 0;
		if (have == 2)
			want += (size_t)m[0] << 8 | m[1];
		if (want > sizeof m)
			want = sizeof m;
	}
	close(fd);
	if (have < want)
		return;
	if ((size_t)(m[0] << 8 | m[1]) > DNS_MESSAGE_MAX)
		m[4] |= 2;
	q->is[i] = DNS_FOREIGN;
	receive(s, q, m + 2, have - 2, 0);
}

/* By UDP, from a port of the kernel's choice that hears this server alone. */
static void ask_udp(struct search *s, struct question *q, const union sock_address *server, int64_t due)
{
	uint8_t m[DNS_MESSAGE_MAX];
	int fd = socket(server->any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool asked = fd >= 0 && connect(fd, &server->any, sizeof *server) == 0;

	for (int i = 0; i < 2 && asked; i++)
		asked = send(fd, m, dns_ask(q->name, types[i], q->id[i], false, m), 0) > 0;
	while (asked && (q->is[0] == DNS_FOREIGN || q->is[1] == DNS_FOREIGN) && can_read(fd, due)) {
		ssize_t n = recv(fd, m, sizeof m, 0);

		if (n < 0 && errno != EAGAIN && errno != EINTR) /* refused */
			break;
		if (n > 0)
			receive(s, q, m, (size_t)n, 0);
		if (s->n > 0)
			due = sooner(due, clock_ticks_ms() + SECOND_MS);
	}
	if (fd >= 0)
		close(fd);
}

static enum dns_result ask_server(struct search *s, const char *name, const union sock_address *server, int64_t due)
{
	struct question q = { .name = name, .id = { (uint16_t)clock_ticks_ms(), 1 } };

	if (getrandom(q.id, sizeof q.id, GRND_NONBLOCK) < 0)
		q.id[1] ^= q.id[0]; /* so early, there is no better one */
	ask_udp(s, &q, server, due);
	for (int i = 0; i < 2; i++)
		if (q.is[i] == DNS_CUT)
			ask_tcp(s, &q, i, server, due);
	if (s->n > 0)
		return DNS_FOUND;
	if (q.is[0] == DNS_UNKNOWN || q.is[1] == DNS_UNKNOWN)
		return DNS_UNKNOWN;
	return q.is[0] == DNS_NONE ? q.is[1] : q.is[0];
}

/* Does this answer hold, whoever else is asked? */
static bool is_final(enum dns_result r)
{
	return r == DNS_FOUND || r == DNS_NONE || r == DNS_UNKNOWN;
}

static enum dns_result ask_servers(struct search *s, const char *name, int64_t due)
{
	uint8_t question[DNS_QUESTION_MAX];
	enum dns_result r;
	size_t i = 0;

	if (dns_ask(name, DNS_A, 0, false, question) == 0)
		return DNS_UNKNOWN;
	do {
		r = ask_server(s, name, &s->servers[i % s->n_servers], sooner(due, clock_ticks_ms() + s->options[TIMEOUT] * 1000));
	} while (!is_final(r) && ++i < s->options[ATTEMPTS] * s->n_servers && clock_ticks_ms() < due);
	return r;
}

/* As it stands, and in the domains of resolv.conf; which of these first, its dots tell. */
static enum dns_result ask_domains(struct search *s, bool absolute, int64_t due)
{
	size_t dots = 0, first, i;
	enum dns_result r;

	for (i = 0; i < s->len; i++)
		dots += s->host[i] == '.';
	first = absolute || dots >= s->options[NDOTS] ? 0 : 1;
	s->domains[0] = s->domains[s->n_domains + 1] = "";
	i = first;
	do {
		char name[256];
		struct text t;

		text_init(&t, name, sizeof name);
		text_add_bytes(&t, s->host, s->len);
		text_format(&t, ".%s", s->domains[i]);
		r = t.cut ? DNS_UNKNOWN : ask_servers(s, name, due);
	} while (!absolute && (r == DNS_NONE || r == DNS_UNKNOWN) && ++i <= first + s->n_domains);
	return r;
}

/* --- multicast DNS --------------------------------------------------------------------------------- */

/* Two sockets, IPv4 and IPv6, and whom they ask. */
struct link {
	struct pollfd fds[2];
	union sock_address groups[2];
	uint32_t zones[IFACE_MAX];
	size_t n_zones;
};

static void open_link(struct link *l, uint16_t port)
{
	*l = (struct link){ .groups = { { .v4 = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0xE00000FB) } },
	    { .v6 = { .sin6_family = AF_INET6, .sin6_addr.s6_addr = { 0xFF, 2, [15] = 0xFB } } } } };
	for (int i = 0; i < 2; i++) {
		l->groups[i].v4.sin_port = htons(port);
		l->fds[i].events = POLLIN;
		l->fds[i].fd = socket(l->groups[i].any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	}
	(void)setsockopt(l->fds[0].fd, IPPROTO_IP, IP_MULTICAST_TTL, &(int){ 255 }, sizeof(int));
	(void)setsockopt(l->fds[1].fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &(int){ 255 }, sizeof(int));
	l->n_zones = iface_multicast(l->zones);
}

static void ask_all(struct link *l, const char *name)
{
	uint8_t m[DNS_QUESTION_MAX];

	for (int type = 0; type < 2; type++) {
		size_t len = dns_ask(name, types[type], 0, true, m);

		for (size_t i = 0; i < l->n_zones; i++) {
			struct ip_mreqn from = { .imr_ifindex = (int)l->zones[i] };

			(void)setsockopt(l->fds[0].fd, IPPROTO_IP, IP_MULTICAST_IF, &from, sizeof from);
			l->groups[1].v6.sin6_scope_id = l->zones[i];
			for (int k = 0; k < 2; k++)
				(void)sendto(l->fds[k].fd, m, len, 0, &l->groups[k].any, sizeof l->groups[k]);
		}
	}
}

/* What came to one of the sockets. Responders speak from their own port (RFC 6762 6). */
static void hear(struct search *s, struct question *q, const struct link *l, int i)
{
	uint8_t m[DNS_MESSAGE_MAX];
	union sock_address from;
	ssize_t n;

	memset(&from, 0, sizeof from);
	n = recvfrom(l->fds[i].fd, m, sizeof m, 0, &from.any, &(socklen_t){ sizeof from });
	if (n > 0 && from.v4.sin_port == l->groups[i].v4.sin_port)
		receive(s, q, m, (size_t)n, i == 1 ? from.v6.sin6_scope_id : 0);
}

static void ask_link(struct search *s, const char *name)
{
	struct link l;
	struct question q = { .name = name, .multicast = true };
	int64_t now = clock_ticks_ms(), next = now, pause = 1000, over = sooner(s->due, now + LINK_MS);

	open_link(&l, s->where->multicast_port ? s->where->multicast_port : 5353);
	for (; now < over; now = clock_ticks_ms()) {
		if (now >= next) {
			ask_all(&l, name);
			next = now + pause;
			pause *= 2;
		}
		if (poll(l.fds, 2, (int)(sooner(next, over) - now)) <= 0)
			continue;
		for (int i = 0; i < 2; i++)
			if (l.fds[i].revents != 0)
				hear(s, &q, &l, i);
		if (s->n > 0 && next < INT64_MAX) {
			next = INT64_MAX;
			over = sooner(over, clock_ticks_ms() + COLLECT_MS);
		}
	}
	for (int i = 0; i < 2; i++)
		if (l.fds[i].fd >= 0)
			close(l.fds[i].fd);
}

/* --- all of it ------------------------------------------------------------------------------------- */

/* Is it this domain, or below it? */
static bool is_in(const struct search *s, const char *domain, size_t len)
{
	size_t start = s->len - len;

	return s->len >= len && strncasecmp(s->host + start, domain, len) == 0 && (start == 0 || s->host[start - 1] == '.');
}

static enum dns_result look_up(struct search *s)
{
	const char *conf = s->where->conf;
	bool local = is_in(s, "local", 5), absolute = local || s->host[s->len] == '.';
	struct file f = { .bytes = NULL };
	enum dns_result r;

	each_line(conf != NULL ? conf : "/etc/resolv.conf", &f, s, take_setting);
	if (s->n_servers == 0 && sock_read("127.0.0.1", s->where->port ? s->where->port : 53, "", s->servers, NULL) > 0)
		s->n_servers = 1;
	r = ask_domains(s, absolute, local ? sooner(s->due, clock_ticks_ms() + LOCAL_MS) : s->due);
	file_wipe(&f);
	if (local && s->n == 0)
		ask_link(s, s->host);
	return r;
}

int resolve(const struct resolve_where *w, const char *host, uint16_t port, int64_t due, union sock_address out[static RESOLVE_MAX],
    struct err *e)
{
	struct search s = { .where = w, .host = host, .len = strlen(host), .port = port, .due = due, .out = out, .options = { 1, 5, 2 } };
	int rc = sock_read(host, port, host, out, e);
	enum dns_result r = DNS_UNKNOWN;
	struct file f = { .bytes = NULL };

	if (rc != 0)
		return rc;
	if (s.len > 0 && host[s.len - 1] == '.')
		s.len--;
	if (is_in(&s, "localhost", 9)) {
		add_text(&s, "::1");
		add_text(&s, "127.0.0.1");
	} else {
		each_line(w->hosts != NULL ? w->hosts : "/etc/hosts", &f, &s, take_host);
		file_wipe(&f);
	}
	if (s.n == 0)
		r = look_up(&s);
	if (s.n > 0)
		return s.n;
	return err_set(e, ERR_UNREACHABLE, "no address for %s (%t)", host, r == DNS_UNKNOWN ? TEXT("no such name") :
	    r == DNS_NONE ? TEXT("it has none") : r == DNS_FAILED ? TEXT("name servers fail") : TEXT("no name server answers"));
}

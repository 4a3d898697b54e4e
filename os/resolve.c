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
#define LINK_MS     5000  /* for multicast DNS, questions at 0, 1 and 3 s */
#define COLLECT_MS  300   /* for other answers behind the first (RFC 8305 3 has 50; a server may be far) */
#define BLANKS      " \t\r"

struct search {
	const char *host;
	size_t len;           /* of host, without a dot at its end */
	uint16_t port, server_port, multicast_port;
	int n;
	union sock_address *out;
	int64_t due;
	uint32_t options[3], n_servers, n_domains;
	enum dns_result is[2]; /* how what is asked now was answered, for both types */
	size_t asked[2];
	uint8_t questions[2][DNS_QUESTION_MAX];
	union sock_address servers[SERVERS_MAX];
	const char *domains[DOMAINS_MAX + 2]; /* from 1 on; "" is the root, before and behind them */
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
	for (; at > 0 && rank(&s->out[at - 1]) > rank(a); at--)
		s->out[at] = s->out[at - 1];
	s->out[at] = *a;
	s->n++;
}

static bool add_text(struct search *s, const char *text)
{
	union sock_address a;
	bool read = sock_read(text, s->port, "", &a, NULL) > 0;

	if (read)
		add(s, &a);
	return read;
}

/* Without a zone, a link-local address leads nowhere. */
static void add_octets(struct search *s, const struct dns_address *found, uint32_t zone)
{
	union sock_address a;
	bool v4 = found->len == 4;

	memset(&a, 0, sizeof a);
	a.v4.sin_port = htons(s->port);
	a.any.sa_family = v4 ? AF_INET : AF_INET6;
	memcpy(v4 ? (void *)&a.v4.sin_addr : (void *)&a.v6.sin6_addr, found->octets, found->len);
	if (!v4 && sock_class(&a) == SOCK_LINK_LOCAL && (a.v6.sin6_scope_id = zone) == 0)
		return;
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
		    sock_read(value, s->server_port, "", &s->servers[s->n_servers], NULL) > 0)
			s->n_servers++;
		if (strcmp(word, "options") == 0)
			take_option(s, value);
	}
}

/* --- asking ---------------------------------------------------------------------------------------- */

/* Sockets that ask: that of a name server alone, or for multicast one of IPv4 and one of IPv6, which ask on every link. */
struct line {
	struct pollfd fds[2];
	union sock_address to[2];
	uint32_t zones[IFACE_MAX];
	size_t n_zones;
	int n;                /* sockets */
};

/* A server's own socket says when there is none; a link that cannot be asked is no matter. */
static bool has_failed(const struct line *l, ssize_t n)
{
	return n < 0 && errno != EAGAIN && l->n == 1;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static bool put_question(struct search *s, int i, unsigned type, const char *name, bool multicast)
{
	uint16_t id = (uint16_t)clock_ticks_ms();

	if (getrandom(&id, sizeof id, GRND_NONBLOCK) < 0)
		id ^= (uint16_t)type; /* so early that there is no chance: the clock's will do */
	s->asked[i] = dns_ask(name, type, multicast ? 0 : id, multicast, s->questions[i]);
	s->is[i] = DNS_FOREIGN;
	return s->asked[i] > 0;
}

static bool put_questions(struct search *s, const char *name, bool multicast)
{
	return put_question(s, 0, DNS_AAAA, name, multicast) && put_question(s, 1, DNS_A, name, multicast);
}

static void open_line(struct line *l, int i)
{
	l->fds[i] = (struct pollfd){ .fd = socket(l->to[i].any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), .events = POLLIN };
}

static int send_all(const struct search *s, struct line *l)
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

static void receive(struct search *s, int i, const uint8_t *message, size_t len, uint32_t zone)
{
	struct dns_address found[RESOLVE_MAX];
	size_t n = 0;

	if (s->is[i] == DNS_FOREIGN)
		s->is[i] = dns_read(message, len, s->questions[i], s->asked[i], found, RESOLVE_MAX, &n);
	for (size_t k = 0; k < n; k++)
		add_octets(s, &found[k], zone);
}

/* What came to the sockets. Responders speak from their own port (RFC 6762 6). */
static int hear(struct search *s, const struct line *l)
{
	for (int i = 0; i < l->n; i++) {
		uint8_t m[DNS_MESSAGE_MAX];
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
static void converse(struct search *s, struct line *l, int64_t due)
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

/* --- name servers ---------------------------------------------------------------------------------- */

static bool can_read(int fd, int64_t due)
{
	int64_t left = due - clock_ticks_ms();

	return poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, left > 0 ? (int)left : 0) > 0;
}

/* An answer that was cut, in full, unless it is longer than there is use for. */
static void ask_tcp(struct search *s, int i, const union sock_address *server, int64_t due)
{
	uint8_t m[2 + DNS_MESSAGE_MAX] = { [1] = (uint8_t)s->asked[i], [0] = (uint8_t)(s->asked[i] >> 8) };
	size_t have = 0, want = 2;
	ssize_t n;
	int fd;

	if (s->is[i] != DNS_CUT || (fd = dial(server, 1, due, &(size_t){ 0 }, NULL)) < 0)
		return;
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

static enum dns_result ask_server(struct search *s, const char *name, const union sock_address *server, int64_t due)
{
	struct line l = { .to = { *server }, .n_zones = 1, .n = 1 };

	if (!put_questions(s, name, false))
		return DNS_UNKNOWN;
	open_line(&l, 0);
	if (connect(l.fds[0].fd, &server->any, sizeof *server) == 0) /* from a port of the kernel's choice, which hears this server alone */
		converse(s, &l, due);
	close(l.fds[0].fd);
	ask_tcp(s, 0, server, due);
	ask_tcp(s, 1, server, due);
	if (s->n > 0)
		return DNS_FOUND;
	return s->is[0] == DNS_NONE || s->is[1] == DNS_UNKNOWN ? s->is[1] : s->is[0];
}

/* Nobody is asked after these. */
static bool is_final(enum dns_result r)
{
	return r == DNS_FOUND || r == DNS_NONE || r == DNS_UNKNOWN;
}

static enum dns_result ask_servers(struct search *s, const char *name, int64_t due)
{
	enum dns_result r;
	size_t i = 0;

	do {
		r = ask_server(s, name, &s->servers[i % s->n_servers], sooner(due, clock_ticks_ms() + s->options[TIMEOUT] * 1000));
	} while (!is_final(r) && ++i < s->options[ATTEMPTS] * s->n_servers && clock_ticks_ms() < due);
	return r;
}

/* As it stands, and in the domains of resolv.conf; which of these first, its dots tell. */
static enum dns_result ask_domains(struct search *s, bool absolute, int64_t due)
{
	uint32_t dots = 0, first, i;
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
	} while (!absolute && r != DNS_FOUND && is_final(r) && ++i <= first + s->n_domains);
	return r;
}

/* --- multicast DNS --------------------------------------------------------------------------------- */

static void ask_links(struct search *s)
{
	struct line l = { .to = { { .v4 = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0xE00000FB) } },
	    { .v6 = { .sin6_family = AF_INET6, .sin6_addr.s6_addr = { 0xFF, 2, [15] = 0xFB } } } }, .n = 2 };

	l.to[0].v4.sin_port = l.to[1].v6.sin6_port = htons(s->multicast_port);
	l.n_zones = iface_multicast(l.zones);
	open_line(&l, 0);
	open_line(&l, 1);
	(void)setsockopt(l.fds[0].fd, IPPROTO_IP, IP_MULTICAST_TTL, &(int){ 255 }, sizeof(int));
	(void)setsockopt(l.fds[1].fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &(int){ 255 }, sizeof(int));
	if (l.n_zones > 0 && put_questions(s, s->host, true))
		converse(s, &l, sooner(s->due, clock_ticks_ms() + LINK_MS));
	close(l.fds[0].fd);
	close(l.fds[1].fd);
}

/* --- all of it ------------------------------------------------------------------------------------- */

/* Is it this domain, or below it? */
static bool is_in(const struct search *s, const char *domain, size_t len)
{
	size_t start = s->len - len;

	return s->len >= len && strncasecmp(s->host + start, domain, len) == 0 && (start == 0 || s->host[start - 1] == '.');
}

static enum dns_result look_up(struct search *s, const char *conf)
{
	bool local = is_in(s, "local", 5), absolute = local || s->host[s->len] == '.';
	struct file f = { .bytes = NULL };
	enum dns_result r;

	each_line(conf, &f, s, take_setting);
	if (s->n_servers == 0 && sock_read("127.0.0.1", s->server_port, "", s->servers, NULL) > 0)
		s->n_servers = 1;
	r = ask_domains(s, absolute, local ? sooner(s->due, clock_ticks_ms() + LOCAL_MS) : s->due);
	file_wipe(&f);
	if (local && s->n == 0)
		ask_links(s);
	return r;
}

int resolve(const struct resolve_where *w, const char *host, uint16_t port, int64_t due, union sock_address out[static RESOLVE_MAX],
    struct err *e)
{
	struct search s = { .server_port = w->port ? w->port : 53, .multicast_port = w->multicast_port ? w->multicast_port : 5353,
	    .host = host, .len = strlen(host), .port = port, .due = due, .out = out, .options = { 1, 5, 2 } };
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
		r = look_up(&s, w->conf != NULL ? w->conf : "/etc/resolv.conf");
	if (s.n > 0)
		return s.n;
	return err_set(e, ERR_UNREACHABLE, "no address for %s (%t)", host, r == DNS_UNKNOWN ? TEXT("no such name") :
	    r == DNS_NONE ? TEXT("it has none") : r == DNS_FAILED ? TEXT("name servers fail") : TEXT("no name server answers"));
}

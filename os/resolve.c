/* SPDX-License-Identifier: MIT */
/* resolve.c - the addresses of a host: /etc/hosts, name servers, multicast DNS. */
#include "os/resolve.h"

#include <fcntl.h>
#include <string.h>
#include <strings.h>

#include "os/ask.h"
#include "os/clock.h"
#include "os/file.h"

#define SERVERS_MAX 3
#define DOMAINS_MAX 6
#define LOCAL_MS    1000  /* for servers to know a name below .local */
#define BLANKS      " \t\r"

struct search {
	const char *host;
	size_t len;           /* of host, without a dot at its end */
	uint16_t server_port, multicast_port;
	uint32_t options[3], n_servers, n_domains;
	int64_t due;
	struct ask a;
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

/* --- files ----------------------------------------------------------------------------------------- */

static bool read_address(const char *text, uint16_t port, union sock_address *out)
{
	return sock_read(text, port, "", out, NULL) > 0;
}

static void add_text(struct search *s, const char *text)
{
	union sock_address a;

	if (read_address(text, s->a.port, &a))
		ask_add(&s->a, &a);
}

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
		else if (strcmp(word, "nameserver") == 0 && s->n_servers < SERVERS_MAX)
			s->n_servers += read_address(value, s->server_port, &s->servers[s->n_servers]);
		else if (strcmp(word, "options") == 0)
			take_option(s, value);
	}
}

/* --- names ----------------------------------------------------------------------------------------- */

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
		int64_t soon = clock_ticks_ms() + s->options[TIMEOUT] * 1000;

		r = ask_server(&s->a, name, &s->servers[i % s->n_servers], soon < due ? soon : due);
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
		static char name[256];
		struct text t;

		text_init(&t, name, sizeof name);
		text_add_bytes(&t, s->host, s->len);
		text_format(&t, ".%s", s->domains[i]);
		r = t.cut ? DNS_UNKNOWN : ask_servers(s, name, due);
	} while (!absolute && r != DNS_FOUND && is_final(r) && ++i <= first + s->n_domains);
	return r;
}

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
	int64_t soon = clock_ticks_ms() + LOCAL_MS;

	each_line(conf, &f, s, take_setting);
	if (s->n_servers == 0 && read_address("127.0.0.1", s->server_port, s->servers))
		s->n_servers = 1;
	r = ask_domains(s, absolute, local && s->due > soon ? soon : s->due);
	file_wipe(&f);
	if (local && s->a.n == 0)
		ask_links(&s->a, s->host, s->multicast_port, s->due);
	return r;
}

int resolve(const struct resolve_where *w, const char *host, uint16_t port, int64_t due, union sock_address out[static RESOLVE_MAX],
    struct err *e)
{
	static struct search s;
	struct file f = { .bytes = NULL };
	enum dns_result r = DNS_UNKNOWN;
	int rc = sock_read(host, port, host, out, e);

	if (rc != 0)
		return rc;
	s = (struct search){ .server_port = w->port ? w->port : 53, .multicast_port = w->multicast_port ? w->multicast_port : 5353,
	    .host = host, .len = strlen(host), .due = due, .a = { .out = out, .port = port }, .options = { 1, 5, 2 } };
	if (s.len > 0 && host[s.len - 1] == '.')
		s.len--;
	if (is_in(&s, "localhost", 9)) {
		add_text(&s, "::1");
		add_text(&s, "127.0.0.1");
	} else {
		each_line(w->hosts != NULL ? w->hosts : "/etc/hosts", &f, &s, take_host);
		file_wipe(&f);
	}
	if (s.a.n == 0)
		r = look_up(&s, w->conf != NULL ? w->conf : "/etc/resolv.conf");
	if (s.a.n > 0)
		return s.a.n;
	return err_set(e, ERR_UNREACHABLE, "no address for %s (%t)", host, r == DNS_UNKNOWN ? TEXT("no such name") :
	    r == DNS_NONE ? TEXT("it has none") : r == DNS_FAILED ? TEXT("name servers fail") : TEXT("no name server answers"));
}

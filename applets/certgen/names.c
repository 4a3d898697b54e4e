/* SPDX-License-Identifier: MIT */
/* names.c - the names a leaf shall bear. */
#include <stdlib.h>
#include <string.h>

#include "applets/certgen/names.h"
#include "applets/room.h"
#include "lib/text.h"

/* RFC 6762 (local), 6761 (localhost), 8375 (home.arpa); ICANN SAC113 (internal); lan by habit. */
#define DOMAINS "local\0localhost\0lan\0internal\0home.arpa\0"
/* RFC 1122, 1918, 6598, 3927; RFC 4291, 4193. */
#define RANGES "127.0.0.0/8\0" "10.0.0.0/8\0" "172.16.0.0/12\0" "192.168.0.0/16\0" "100.64.0.0/10\0" "169.254.0.0/16\0" \
	"::1/128\0" "fc00::/7\0" "fe80::/10\0"
enum { N_DEFAULTS = 5 + 9 };

static void default_subtrees(struct san out[static N_DEFAULTS])
{
	for (const char *s = DOMAINS RANGES; *s; s += strlen(s) + 1, out++) {
		if (strchr(s, '/'))
			san_subtree(s, out);
		else
			san_parse(s, out, NULL);
	}
}

int names_add_san(struct names *l, const struct san *s, bool given, struct err *e)
{
	for (size_t i = 0; i < l->n; i++) {
		if (san_same(&l->list[i].san, s)) {
			l->list[i].given |= given;
			return 0;
		}
	}
	if (l->n == l->cap) {
		size_t cap = l->cap ? 2 * l->cap : 8;
		struct wanted *bigger = room_more(l->list, cap * sizeof *bigger, e);

		if (!bigger)
			return -1;
		l->list = bigger;
		l->cap = cap;
	}
	l->list[l->n++] = (struct wanted){.san = *s, .given = given};
	return 0;
}

int names_add(struct names *l, const char *text, bool given, struct err *e)
{
	struct san s;

	return san_parse(text, &s, e) ? -1 : names_add_san(l, &s, given, e);
}

bool names_usable_host(const char *host)
{
	struct san s;

	if (strncmp(host, "localhost", 9) == 0 && (host[9] == '\0' || host[9] == '.'))
		return false;
	return san_parse(host, &s, NULL) == 0 && s.kind == SAN_DNS && s.value[0] != '*';
}

static int add_host(struct names *l, const char *host, struct err *e)
{
	char local[SAN_MAX + 8];
	struct text t;

	l->saw_host = true;
	text_init(&t, local, sizeof local);
	text_add_bytes(&t, host, strcspn(host, "."));
	text_add(&t, ".local");
	return names_add(l, local, false, e) ? -1 : names_add(l, host, false, e);
}

int names_automatic(struct names *l, const char *host, const struct iface_address *a, size_t n, struct err *e)
{
	static const char *const always[] = {"localhost", "127.0.0.1", "::1"};

	l->automatic = true;
	if (*host && add_host(l, host, e))
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct san s = {.kind = SAN_IP, .len = a[i].len};

		memcpy(s.value, a[i].octets, a[i].len);
		if (names_add_san(l, &s, false, e))
			return -1;
		l->saw_address = true;
	}
	for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
		if (names_add(l, always[i], false, e))
			return -1;
	}
	return 0;
}

/* An automatic address counts only inside the default ranges; a DNS name, or one the user gave, makes its own subtree. */
static bool new_ca_permits(const struct wanted *w, const struct san *defaults)
{
	return w->given || w->san.kind != SAN_IP || san_permitted(&w->san, defaults, N_DEFAULTS);
}

void names_judge(struct names *l, const struct cert_view *c, bool constrained, uint32_t *outside)
{
	struct san defaults[N_DEFAULTS];

	*outside = 0;
	default_subtrees(defaults);
	for (size_t i = 0; i < l->n; i++) {
		struct wanted *w = &l->list[i];

		w->out = c ? !cert_permits(c, &w->san) : constrained && !new_ca_permits(w, defaults);
		*outside += w->out && w->given;
	}
}

uint32_t names_lacking(const struct names *l, const struct cert_view *leaf)
{
	uint32_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += !l->list[i].out && !cert_has_san(leaf, &l->list[i].san);
	return n;
}

static int add_list(struct names *to, const struct names *from, struct err *e)
{
	for (size_t i = 0; i < from->n; i++) {
		if (names_add_san(to, &from->list[i].san, from->list[i].given, e))
			return -1;
	}
	return 0;
}

static int add_old(struct names *to, const struct names *seen, const struct cert_view *leaf, bool whole, struct err *e)
{
	struct view at = leaf->sans;
	struct san s;

	while (cert_next_san(&at, &s)) {
		bool unseen = s.kind == SAN_IP ? !seen->saw_address : s.kind == SAN_DNS && !seen->saw_host;

		if ((whole || unseen) && names_add_san(to, &s, false, e))
			return -1;
	}
	return 0;
}

/* With no host name seen the old leaf's names come first, so that its CN stays. */
int names_carry(struct names *l, const struct cert_view *leaf, const struct cert_view *ca, bool constrained, bool whole, struct err *e)
{
	struct names merged = {.automatic = true, .saw_host = l->saw_host, .saw_address = l->saw_address};
	uint32_t outside;

	if (!l->automatic)
		return 0;
	if ((l->saw_host && add_list(&merged, l, e)) || add_old(&merged, l, leaf, whole, e) || add_list(&merged, l, e)) {
		names_free(&merged);
		return -1;
	}
	names_free(l);
	*l = merged;
	names_judge(l, ca, constrained, &outside);
	return 0;
}

int names_subtrees(const struct names *l, struct san **out, size_t *n, struct err *e)
{
	struct san *list = room_make((N_DEFAULTS + l->n) * sizeof *list, e);

	*n = N_DEFAULTS;
	*out = list;
	if (!list)
		return -1;
	default_subtrees(list);
	for (size_t i = 0; i < l->n; i++) {
		struct san s = l->list[i].san;

		/* Others than DNS and addresses have no subtree here, and so no constraint. */
		if ((s.kind != SAN_DNS && s.kind != SAN_IP) || san_permitted(&s, list, *n))
			continue;
		if (s.kind == SAN_DNS && s.value[0] == '*')
			memmove(s.value, s.value + 2, s.len = (uint8_t)(s.len - 2));
		if (s.kind == SAN_IP) {
			if (!l->list[i].given)
				continue;
			memset(s.value + s.len, 0xFF, s.len);
			s.len = (uint8_t)(2 * s.len);
		}
		list[(*n)++] = s;
	}
	return 0;
}

int names_sans(const struct names *l, struct san **out, size_t *n, struct err *e)
{
	*n = 0;
	*out = room_make((l->n + 1) * sizeof **out, e);
	if (!*out)
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		if (!l->list[i].out)
			(*out)[(*n)++] = l->list[i].san;
	}
	return 0;
}

void names_free(struct names *l)
{
	free(l->list);
	*l = (struct names){0};
}

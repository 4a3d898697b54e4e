/* SPDX-License-Identifier: MIT */
/* tls_server.c - the server's end of a TLS connection. */
#include "bearssl-glue/tls_server.h"

#include <string.h>

#include "bearssl-glue/tls_state.h"
#include "lib/wipe.h"

/* --- remembered sessions: BearSSL's cache is a tree, for thousands, and 1.3 KB more */

static struct tls_session *find(struct tls_cache *c, const uint8_t *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->slot[i].suite && memcmp(c->slot[i].id, id, sizeof(c->slot[i].id)) == 0)
			return &c->slot[i];
	return NULL;
}

/* Free ones have never been used. */
static struct tls_session *oldest(struct tls_cache *c)
{
	struct tls_session *s = c->slot;

	for (size_t i = 1; i < c->n; i++)
		if (c->slot[i].used < s->used)
			s = &c->slot[i];
	return s;
}

static struct tls_cache *cache_of(const br_ssl_session_cache_class **self)
{
	return tls_around(self, side.server.sessions)->side.server.cache;
}

/* Not one whose handshake began before the identity changed. */
static void save(const br_ssl_session_cache_class **self, br_ssl_server_context *server, const br_ssl_session_parameters *p)
{
	struct tls_cache *c = cache_of(self);
	struct tls_session *s = oldest(c);

	(void)server;
	if (tls_around(self, side.server.sessions)->identity->generation != c->generation)
		return;
	memcpy(s->id, p->session_id, sizeof(s->id));
	memcpy(s->master, p->master_secret, sizeof(s->master));
	s->suite = p->cipher_suite;
	s->used = ++c->clock;
}

static int load(const br_ssl_session_cache_class **self, br_ssl_server_context *server, br_ssl_session_parameters *p)
{
	struct tls_cache *c = cache_of(self);
	struct tls_session *s = find(c, p->session_id);

	(void)server;
	if (!s)
		return 0;
	s->used = ++c->clock;
	p->version = BR_TLS12;
	p->cipher_suite = s->suite;
	memcpy(p->master_secret, s->master, sizeof(s->master));
	return 1;
}

static const br_ssl_session_cache_class sessions = { sizeof(void *), save, load };

void tls_cache_flush(struct tls_cache *c, uint32_t generation)
{
	wipe(c->slot, c->n * sizeof(*c->slot));
	c->clock = 0;
	c->generation = generation;
}

/* --- what we sign */

/* BearSSL has left only suites that the client has, too, ours first, and hashes in common. */
static int choose(const br_ssl_server_policy_class **self, const br_ssl_server_context *server, br_ssl_server_choices *choices)
{
	const struct tls_identity *who = tls_around(self, side.server.policy)->identity;
	int hash = tls_choose_hash(who->kind, br_ssl_server_get_client_hashes(server));
	size_t n;

	choices->cipher_suite = br_ssl_server_get_client_suites(server, &n)[0][0];
	choices->algo_id = 0xFF00 + (unsigned)hash;
	choices->chain = tls_chain(who);
	choices->chain_len = who->chain_len;
	return hash != 0;
}

/* No suite of ours comes here. */
static uint32_t exchange(const br_ssl_server_policy_class **self, unsigned char *data, size_t *len)
{
	(void)self;
	(void)data;
	(void)len;
	return 0;
}

static size_t sign(const br_ssl_server_policy_class **self, unsigned algorithm, unsigned char *data, size_t hash_len, size_t cap)
{
	return tls_sign(tls_around(self, side.server.policy), algorithm & 0xFF, data, hash_len, cap);
}

static const br_ssl_server_policy_class policy = { sizeof(void *), choose, exchange, sign };

void tls_server_init(struct tls *t, const struct tls_identity *identity, struct tls_cache *cache, uint8_t buffer[static TLS_BUFFER_LEN],
    const uint8_t seed[static TLS_SEED_LEN])
{
	struct tls_state *s = tls_state(t);

	memset(t, 0, sizeof(*t));
	s->identity = identity;
	s->side.server.policy = &policy;
	br_ssl_server_set_policy(&s->br.server, &s->side.server.policy);
	if (cache && cache->n > 0) {
		s->side.server.cache = cache;
		s->side.server.sessions = &sessions;
		br_ssl_server_set_cache(&s->br.server, &s->side.server.sessions);
	}
	tls_begin(t, identity->kind, &tls_curves, buffer, TLS_BUFFER_LEN, seed);
	br_ssl_server_reset(&s->br.server);
	s->br.engine.version_out = BR_TLS10; /* of the alert to a client that is too old: BearSSL leaves it 0, which nobody reads */
}

const char *tls_server_name(const struct tls *t)
{
	return br_ssl_engine_get_server_name(tls_engine(t));
}

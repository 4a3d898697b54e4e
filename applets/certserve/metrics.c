/* SPDX-License-Identifier: MIT */
/* metrics.c - what a Prometheus scrapes. */
#include "applets/certserve/metrics.h"

#include <stdbool.h>
#include <stddef.h>

/* A row without a name belongs to the family of the row before. Names end as promtool wants: counters in _total. */
static const struct {
	const char *name, *help, *label;
} rows[METRICS_VALUES] = {
	[METRICS_STARTED] = { "start_time_seconds", TEXT("When certserve was started."), "" },
	[METRICS_RELOADED] = { "last_reload_timestamp_seconds", TEXT("When the set now served was loaded."), "" },
	[METRICS_RELOAD_GOOD] = { "last_reload_successful", TEXT("Whether what lies in DIR is what is served."), "" },
	[METRICS_RELOADS_TOTAL] = { "reloads_total", TEXT("Sets taken over."), "" },
	[METRICS_OPEN] = { "connections", TEXT("Connections open now."), "" },
	[METRICS_OPEN_MAX] = { "connections_limit", TEXT("Connections open at most (--max-conn)."), "" },
	[METRICS_ACCEPTED_TOTAL] = { "connections_accepted_total", TEXT("Connections served."), "" },
	[METRICS_TURNED_AWAY_TOTAL] = { "connections_refused_total", TEXT("Connections over the limit or from public addresses."), "" },
	[METRICS_HANDSHAKES_NEW_TOTAL] = { "handshakes_total", TEXT("TLS handshakes by their end."), "{end=\"new\"}" },
	[METRICS_HANDSHAKES_RESUMED_TOTAL] = { NULL, NULL, "{end=\"resumed\"}" },
	[METRICS_HANDSHAKES_FAILED_TOTAL] = { NULL, NULL, "{end=\"failed\"}" },
	[METRICS_ANSWERS_2XX_TOTAL] = { "answers_total", TEXT("HTTP answers by the class of their status."), "{code=\"2xx\"}" },
	[METRICS_ANSWERS_3XX_TOTAL] = { NULL, NULL, "{code=\"3xx\"}" },
	[METRICS_ANSWERS_4XX_TOTAL] = { NULL, NULL, "{code=\"4xx\"}" },
	[METRICS_ANSWERS_5XX_TOTAL] = { NULL, NULL, "{code=\"5xx\"}" },
};

static void begin(struct text *t, const char *prefix, const char *name, const char *help, bool counter)
{
	text_format(t, "# HELP %s_%s %t\n# TYPE %s_%s %s\n", prefix, name, help, prefix, name, counter ? "counter" : "gauge");
}

static bool is_counter(size_t i)
{
	return i == METRICS_RELOADS_TOTAL || i >= METRICS_ACCEPTED_TOTAL;
}

static void add_values(struct text *t, const struct metrics *m)
{
	const char *name = NULL;

	for (size_t i = 0; i < METRICS_VALUES; i++) {
		if (rows[i].name != NULL) {
			name = rows[i].name;
			begin(t, "certserve", name, rows[i].help, is_counter(i));
		}
		text_format(t, "certserve_%s%s %l\n", name, rows[i].label, m->values[i]);
	}
}

static void add_certs(struct text *t, const struct metrics *m)
{
	static const char *const families[][2] = {
		{ "info", TEXT("A certificate served and its SHA-256.") },
		{ "not_before_timestamp_seconds", TEXT("Since when it is valid.") },
		{ "not_after_timestamp_seconds", TEXT("Until when it is valid.") },
	};

	for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
		begin(t, "certbox_certificate", families[f][0], families[f][1], false);
		for (int i = 0; i < 2; i++) {
			const struct metrics_cert *c = i == 0 ? &m->leaf : &m->anchor;

			if (c->sha256 == NULL)
				continue;
			text_format(t, "certbox_certificate_%s{role=\"%s\"", families[f][0], i == 0 ? "leaf" : "anchor");
			if (f == 0) {
				text_add_text(t, TEXT(",sha256=\""));
				text_add_hex(t, c->sha256, METRICS_SHA256, '\0');
				text_add_char(t, '"');
			}
			text_format(t, "} %l\n", f == 0 ? (int64_t)1 : f == 1 ? c->not_before : c->not_after);
		}
	}
}

int metrics_write(struct text *t, const struct metrics *m)
{
	begin(t, "certbox", "build_info", TEXT("The box."), false);
	text_format(t, "certbox_build_info{version=\"%s\"} 1\n", m->version);
	add_certs(t, m);
	add_values(t, m);
	return t->cut ? -1 : 0;
}

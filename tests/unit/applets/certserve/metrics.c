/* SPDX-License-Identifier: MIT */
/* metrics.c - the text format by its rules; promtool checks it where it is there. */
#include "applets/certserve/metrics.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

#define HEX "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"

static char room[METRICS_ROOM];
static uint8_t sha256[METRICS_SHA256];
static struct metrics usual = {
	.version = "0.1", .leaf = { sha256, 1793491200, 1829779200 }, .anchor = { sha256, 1793491200, 2088151200 },
};

static bool has(const char *s)
{
	if (strstr(room, s) != NULL)
		return true;
	diag("not there: %s", s);
	return false;
}

static bool is_number(const char *s)
{
	s += *s == '-';
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

/* Each line is a comment or a sample; a sample's family has just been named, by HELP and TYPE, and once. */
static bool is_well_formed(void)
{
	char name[100], family[100] = "", type[20] = "", line[300];
	int used = 0;

	for (const char *s = room; *s; s += strcspn(s, "\n") + 1) {
		if (s[strcspn(s, "\n")] != '\n' || strcspn(s, "\n") >= sizeof line)
			return false;
		snprintf(line, sizeof line, "%.*s", (int)strcspn(s, "\n"), s);
		if (sscanf(line, "# HELP %99s %*[A-Z]%n", family, &used) == 1 && used > 0)
			continue;
		if (sscanf(line, "# TYPE %99s %19s", name, type) == 2 && strcmp(name, family) == 0) {
			size_t len = strlen(name);
			bool total = len > 6 && strcmp(name + len - 6, "_total") == 0;

			if (strcmp(type, total ? "counter" : "gauge") != 0)
				return false;
			continue;
		}
		if (strcspn(line, "{ ") != strlen(family) || strncmp(line, family, strlen(family)) != 0 ||
			!is_number(strrchr(line, ' ') + 1)) {
			diag("%s", line);
			return false;
		}
	}
	return true;
}

static void promtool(void)
{
	FILE *f;

	if (system("command -v promtool >/dev/null") != 0) { /* NOLINT(cert-env33-c): a fixed command */
		skip("promtool has nothing to say", "no promtool");
		return;
	}
	f = popen("exec promtool check metrics 2>&1 | sed 's/^/# /' | { ! grep .; }", "w"); /* NOLINT(cert-env33-c): a fixed command */
	if (f == NULL)
		abort();
	fputs(room, f);
	is_int(pclose(f), 0, "promtool has nothing to say");
}

int main(void)
{
	struct metrics none = { .version = "0.1" };
	bool refused = true;
	size_t len;
	struct text t;

	for (size_t i = 0; i < sizeof sha256; i++)
		sha256[i] = (uint8_t)(i + 1);
	for (size_t i = 0; i < METRICS_VALUES; i++)
		usual.values[i] = (int64_t)(1000 + i);
	text_init(&t, room, sizeof room);
	is_int(metrics_write(&t, &usual), 0, "all of it fits");
	len = t.len;
	ok(is_well_formed(), "every line is what the format wants");
	ok(has("certbox_certificate_not_after_timestamp_seconds{role=\"leaf\"} 1829779200\n"), "the leaf's end");
	ok(has("certbox_certificate_not_after_timestamp_seconds{role=\"anchor\"} 2088151200\n"), "the anchor's end");
	ok(has("certbox_certificate_info{role=\"anchor\",sha256=\"" HEX "\"} 1\n"), "the anchor's fingerprint");
	ok(has("\ncertserve_start_time_seconds 1000\n") && has("\ncertserve_answers_total{code=\"5xx\"} 1014\n") &&
	   has("\n# TYPE certserve_answers_total counter\ncertserve_answers_total{code=\"2xx\"} 1011\n"), "each value in its place");
	promtool();
	for (size_t cap = 1; cap <= len; cap++) {
		char *less = malloc(cap);

		if (less == NULL)
			abort();
		text_init(&t, less, cap);
		refused &= metrics_write(&t, &usual) == -1;
		free(less);
	}
	ok(refused, "every smaller room is seen");
	for (size_t i = 0; i < METRICS_VALUES; i++)
		usual.values[i] = INT64_MIN;
	usual.leaf.not_before = usual.leaf.not_after = usual.anchor.not_before = usual.anchor.not_after = INT64_MIN;
	text_init(&t, room, sizeof room);
	is_int(metrics_write(&t, &usual), 0, "the longest numbers fit");
	text_init(&t, room, sizeof room);
	ok(metrics_write(&t, &none) == 0 && is_well_formed() && strstr(room, "role=") == NULL, "no certificate, no sample");
	return done_testing();
}

/* SPDX-License-Identifier: MIT */
/* time.c - instants, days and their forms in certificates, without the C library's clock or zones. */
#include <stdbool.h>
#include <stddef.h>

#include "x509/time.h"

/* Years that certificates can say (RFC 5280 4.1.2.5), as seconds: 0000-01-01 and 9999-12-31T23:59:59Z. */
#define FIRST (-62167219200)
#define LAST 253402300799
/* What UTCTime can say: 1950-01-01 until before 2050-01-01. */
#define UTC_FIRST (-631152000)
#define UTC_END 2524608000

/* Days before a month in a year that begins in March, so that the leap day comes last. */
static int days_before(int march_month)
{
	return (153 * march_month + 2) / 5;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t time_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month < 3);

	/* 719468 days lie between 0000-03-01 and 1970-01-01. */
	return 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) +
	       days_before((month + 9) % 12) + day - 1 - 719468;
}

void time_civil(int64_t seconds, int *year, int *month, int *day, int *second_of_day)
{
	int64_t days = floor_div(seconds, TIME_DAY), z = days + 719468;
	int64_t era = floor_div(z, 146097);     /* 400 years have 146097 days */
	int doe = (int)(z - era * 146097);      /* day of the era */
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int m = (5 * doy + 2) / 153;            /* from March */

	*second_of_day = (int)(seconds - days * TIME_DAY);
	*day = doy - days_before(m) + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int)(era * 400) + yoe + (m >= 10);
}

/* YYYYMMDDhhmmss of an instant, in pairs of digits: century first. */
#define PAIRS 7
#define STAMP (2 * PAIRS + 1)

/* YYYYMMDDhhmmssZ, clamped to what four digits of year can say. */
static void stamp(int64_t seconds, char out[static STAMP])
{
	int year, pairs[PAIRS], second;

	if (seconds < FIRST)
		seconds = FIRST;
	if (seconds > LAST)
		seconds = LAST;
	time_civil(seconds, &year, &pairs[2], &pairs[3], &second);
	pairs[0] = year / 100;
	pairs[1] = year % 100;
	pairs[4] = second / 3600;
	pairs[5] = second / 60 % 60;
	pairs[6] = second % 60;
	for (int i = 0; i < PAIRS; i++) {
		*out++ = (char)('0' + pairs[i] / 10);
		*out++ = (char)('0' + pairs[i] % 10);
	}
	*out = 'Z';
}

void time_write(struct der *d, int64_t seconds)
{
	char text[STAMP];
	bool utc = seconds >= UTC_FIRST && seconds < UTC_END;
	size_t skip = utc ? 2 : 0;

	stamp(seconds, text);
	der_value(d, utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, (const uint8_t *)text + skip, STAMP - skip);
}

static int days_in(int year, int month)
{
	return month == 12 ? 31 : (int)(time_days(year, month + 1, 1) - time_days(year, month, 1));
}

/* Pairs of digits from the first-th to the last, each in its bounds, then Z. */
static bool read_pairs(const uint8_t *p, int first, int pairs[static PAIRS])
{
	static const uint8_t max[PAIRS] = { 99, 99, 12, 31, 23, 59, 59 };

	for (int i = first; i < PAIRS; i++, p += 2) {
		if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
			return false;
		pairs[i] = (p[0] - '0') * 10 + p[1] - '0';
		if (pairs[i] > max[i])
			return false;
	}
	return *p == 'Z';
}

int time_read(struct view *v, int64_t *seconds)
{
	struct view at = *v, c;
	bool utc = view_tag(at) == DER_UTC_TIME;
	int n[PAIRS], year;

	if (view_read(&at, utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, &c) || c.len != (utc ? STAMP - 2 : STAMP))
		return -1;
	if (!read_pairs(c.p, utc, n))
		return -1;
	if (utc)
		n[0] = n[1] < 50 ? 20 : 19;
	year = n[0] * 100 + n[1];
	if (!n[2] || !n[3] || n[3] > days_in(year, n[2]))
		return -1;
	*seconds = time_days(year, n[2], n[3]) * TIME_DAY + (int64_t)n[4] * 3600 + n[5] * 60 + n[6];
	*v = at;
	return 0;
}

/* Digits go where the form has a 0. */
static void add_form(struct text *t, int64_t seconds, const char *form)
{
	char s[STAMP];
	const char *digit = s;

	stamp(seconds, s);
	for (; *form; form++)
		text_add_char(t, *form == '0' ? *digit++ : *form);
}

void time_add_date(struct text *t, int64_t seconds)
{
	add_form(t, seconds, "0000-00-00");
}

void time_add_instant(struct text *t, int64_t seconds)
{
	add_form(t, seconds, "0000-00-00T00:00:00Z");
}

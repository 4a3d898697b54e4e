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

/* The digits of n, least first, into the characters that end at end. */
static void digits(char *end, int n, int count)
{
	for (; count; count--, n /= 10)
		*--end = (char)('0' + n % 10);
}

/* YYYYMMDDhhmmssZ, clamped to what four digits of year can say. */
static void stamp(int64_t seconds, char out[static 15])
{
	int year, month, day, second;

	if (seconds < FIRST)
		seconds = FIRST;
	if (seconds > LAST)
		seconds = LAST;
	time_civil(seconds, &year, &month, &day, &second);
	digits(out + 4, year, 4);
	digits(out + 6, month, 2);
	digits(out + 8, day, 2);
	digits(out + 10, second / 3600, 2);
	digits(out + 12, second / 60 % 60, 2);
	digits(out + 14, second % 60, 2);
	out[14] = 'Z';
}

void time_write(struct der *d, int64_t seconds)
{
	char text[15];
	bool utc = seconds >= UTC_FIRST && seconds < UTC_END;
	size_t skip = utc ? 2 : 0;

	stamp(seconds, text);
	der_value(d, utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, (const uint8_t *)text + skip, sizeof text - skip);
}

/* Two digits that are at least min and at most max, or -1. */
static int pair(const uint8_t *p, int min, int max)
{
	int n = (p[0] - '0') * 10 + p[1] - '0';

	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9' || n < min || n > max)
		return -1;
	return n;
}

static int days_in(int year, int month)
{
	return (int)(month == 12 ? 31 : time_days(year, month + 1, 1) - time_days(year, month, 1));
}

/* MMDDhhmmssZ of a year. */
static int read_rest(const uint8_t *p, int year, int64_t *seconds)
{
	int month = pair(p, 1, 12);
	int day = month < 0 ? -1 : pair(p + 2, 1, days_in(year, month));
	int hour = pair(p + 4, 0, 23), minute = pair(p + 6, 0, 59), second = pair(p + 8, 0, 59);

	if (day < 0 || hour < 0 || minute < 0 || second < 0 || p[10] != 'Z')
		return -1;
	*seconds = time_days(year, month, day) * TIME_DAY + (int64_t)hour * 3600 + minute * 60 + second;
	return 0;
}

int time_read(struct view *v, int64_t *seconds)
{
	struct view at = *v, c;
	int century, year;
	bool utc = view_tag(at) == DER_UTC_TIME;

	if (view_read(&at, utc ? DER_UTC_TIME : DER_GENERALIZED_TIME, &c) || c.len != (utc ? 13 : 15))
		return -1;
	year = pair(c.p + (utc ? 0 : 2), 0, 99);
	century = utc ? (year < 50 ? 20 : 19) : pair(c.p, 0, 99);
	if (year < 0 || century < 0 || read_rest(c.p + c.len - 11, century * 100 + year, seconds))
		return -1;
	*v = at;
	return 0;
}

void time_add_date(struct text *t, int64_t seconds)
{
	char s[15];

	stamp(seconds, s);
	text_add_bytes(t, s, 4);
	text_add_char(t, '-');
	text_add_bytes(t, s + 4, 2);
	text_add_char(t, '-');
	text_add_bytes(t, s + 6, 2);
}

void time_add_instant(struct text *t, int64_t seconds)
{
	char s[15];

	stamp(seconds, s);
	time_add_date(t, seconds);
	for (int i = 0; i < 3; i++) {
		text_add_char(t, "T::"[i]);
		text_add_bytes(t, s + 8 + 2 * i, 2);
	}
	text_add_char(t, 'Z');
}

/* SPDX-License-Identifier: MIT */
/* time.c - tests of instants and their forms; the C library's calendar is the oracle. */
#include <time.h>

#include "tests/unit/x509/golden.h"
#include "x509/time.h"

/* Seconds by `date -u -d @N`. */
static const struct {
	const char *name;
	int64_t seconds;
	const char *form;     /* tag, then characters */
	const char *instant;
} WRITTEN[] = {
	{ "1970 begins at 0", 0, "U700101000000Z", "1970-01-01T00:00:00Z" },
	{ "a second before 1970 is 1969", -1, "U691231235959Z", "1969-12-31T23:59:59Z" },
	{ "1950 begins as UTCTime", -631152000, "U500101000000Z", "1950-01-01T00:00:00Z" },
	{ "1949 ends as GeneralizedTime, which UTCTime could not say", -631152001, "G19491231235959Z", "1949-12-31T23:59:59Z" },
	{ "2049 ends as UTCTime", 2524607999, "U491231235959Z", "2049-12-31T23:59:59Z" },
	{ "2050 begins as GeneralizedTime", 2524608000, "G20500101000000Z", "2050-01-01T00:00:00Z" },
	{ "2000 has a leap day", 951782400, "U000229000000Z", "2000-02-29T00:00:00Z" },
	{ "2100 has none", 4107542400, "G21000301000000Z", "2100-03-01T00:00:00Z" },
	{ "2038 passes 2^31", 2147483648, "U380119031408Z", "2038-01-19T03:14:08Z" },
	{ "9999 ends (RFC 5280 4.1.2.5: no expiry)", 253402300799, "G99991231235959Z", "9999-12-31T23:59:59Z" },
	{ "what is later is 9999's end", 253402300800, "G99991231235959Z", NULL },
	{ "the year 0 begins", -62167219200, "G00000101000000Z", "0000-01-01T00:00:00Z" },
	{ "what is earlier is year 0's beginning", -62167219201, "G00000101000000Z", NULL },
	{ "the largest number is clamped", INT64_MAX, "G99991231235959Z", NULL },
	{ "the smallest number is clamped", INT64_MIN, "G00000101000000Z", NULL },
	{ "a usual instant has its parts in order", 2087901296, "U360229123456Z", "2036-02-29T12:34:56Z" },
};

static const struct {
	const char *name;
	const char *form;
	const char *instant;  /* NULL: refused */
} READ[] = {
	{ "a UTCTime of 491231235959Z is 2049", "U491231235959Z", "2049-12-31T23:59:59Z" },
	{ "a UTCTime of 500101000000Z is 1950", "U500101000000Z", "1950-01-01T00:00:00Z" },
	{ "a UTCTime of 000101000000Z is 2000", "U000101000000Z", "2000-01-01T00:00:00Z" },
	{ "a UTCTime of 991231235959Z is 1999", "U991231235959Z", "1999-12-31T23:59:59Z" },
	{ "a GeneralizedTime before 2050 is let pass", "G20360301000000Z", "2036-03-01T00:00:00Z" },
	{ "a GeneralizedTime of the year 0 is read", "G00000101000000Z", "0000-01-01T00:00:00Z" },
	{ "29 February 2000 is a day", "G20000229000000Z", "2000-02-29T00:00:00Z" },
	{ "31 December is a day", "U251231000000Z", "2025-12-31T00:00:00Z" },
	{ "29 February 1900 is none", "G19000229000000Z", NULL },
	{ "29 February 2023 is none", "U230229000000Z", NULL },
	{ "30 February is none", "U240230000000Z", NULL },
	{ "31 April is none", "U250431000000Z", NULL },
	{ "32 December is none", "U251232000000Z", NULL },
	{ "month 0 is none", "U250001000000Z", NULL },
	{ "month 13 is none", "U251301000000Z", NULL },
	{ "day 0 is none", "U250100000000Z", NULL },
	{ "hour 24 is none", "U250101240000Z", NULL },
	{ "minute 60 is none", "U250101006000Z", NULL },
	{ "second 60 is none", "U250101000060Z", NULL },
	{ "seconds cannot be left out", "U2501010000Z", NULL },
	{ "an offset is refused", "U250101000000+0000", NULL },
	{ "a small z is refused", "U250101000000z", NULL },
	{ "a fraction is refused", "G20250101000000.5Z", NULL },
	{ "a missing Z is refused", "G20250101000000", NULL },
	{ "a sign among digits is refused", "U25-101000000Z", NULL },
	{ "a blank among digits is refused", "U 50101000000Z", NULL },
	{ "a UTCTime with four digits of year is refused", "U20250101000000Z", NULL },
	{ "a GeneralizedTime with two digits of year is refused", "G250101000000Z", NULL },
	{ "an empty time is refused", "U", NULL },
	{ "another type is refused", "X250101000000Z", NULL },
};

static struct bytes encoded(const char *form)
{
	struct bytes b = { 0 };

	b.len = strlen(form) + 1;
	b.b[0] = *form == 'U' ? 0x17 : *form == 'G' ? 0x18 : 0x16;
	b.b[1] = (uint8_t)(b.len - 2);
	memcpy(b.b + 2, form + 1, b.len - 2);
	return b;
}

static void write_time(struct der *d, const void *arg)
{
	time_write(d, *(const int64_t *)arg);
}

static const char *instant(int64_t seconds)
{
	static char buf[32];
	struct text t;

	text_init(&t, buf, sizeof buf);
	time_add_instant(&t, seconds);
	return buf;
}

static void against_the_library(void)
{
	unsigned wrong = 0, tried = 0;
	uint64_t x = 1;

	for (int64_t day = -719528; day <= 2932896; day++, tried++) {
		time_t at = (time_t)(day * TIME_DAY + (int64_t)((x = x * 6364136223846793005u + 1) >> 33) % TIME_DAY);
		int year, month, dom, second;
		struct tm tm;

		gmtime_r(&at, &tm);
		time_civil(at, &year, &month, &dom, &second);
		wrong += year != tm.tm_year + 1900 || month != tm.tm_mon + 1 || dom != tm.tm_mday ||
			 second != tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec || time_days(year, month, dom) != day;
	}
	diag("%u days from year 0 to 9999", tried);
	is_int(wrong, 0, "every day from year 0 to 9999 is the C library's, there and back");
}

int main(void)
{
	char buf[32];
	struct text t;

	for (size_t i = 0; i < sizeof WRITTEN / sizeof *WRITTEN; i++) {
		struct bytes want = encoded(WRITTEN[i].form);
		struct view v = view(&want);
		int64_t back = 1;

		is_written(write_time, &WRITTEN[i].seconds, &want, WRITTEN[i].name);
		if (!WRITTEN[i].instant)
			continue;
		ok(!time_read(&v, &back) && back == WRITTEN[i].seconds && !v.len, join(WRITTEN[i].name, ": read back"));
		is_str(instant(back), WRITTEN[i].instant, join(WRITTEN[i].name, ": as text"));
	}
	for (size_t i = 0; i < sizeof READ / sizeof *READ; i++) {
		struct bytes b = encoded(READ[i].form);
		struct view v = view(&b);
		int64_t s = 0;
		int r = time_read(&v, &s);

		is_str(r ? NULL : instant(s), READ[i].instant, READ[i].name);
		ok(v.len == (r ? b.len : 0), join(READ[i].name, ": the view moves only when it was read"));
	}
	text_init(&t, buf, sizeof buf);
	time_add_date(&t, 2088000000);
	is_str(buf, "2036-03-01", "a date is its day");
	against_the_library();
	return done_testing();
}

/* SPDX-License-Identifier: MIT */
/* time.h - instants as seconds since 1970 UTC, and their forms in certificates (RFC 5280 4.1.2.5). */
#ifndef X509_TIME_H
#define X509_TIME_H

#include <stdint.h>

#include "lib/text.h"
#include "x509/der.h"

#define TIME_DAY 86400

/* Proleptic Gregorian; days since 1970-01-01. month and day from 1. */
int64_t time_days(int year, int month, int day);
void time_civil(int64_t seconds, int *year, int *month, int *day, int *second_of_day);

/* UTCTime from 1950 through 2049, else GeneralizedTime; seconds from year 0 to 9999 (clamped). */
void time_write(struct der *d, int64_t seconds);
/*
 * Either form, as RFC 5280 demands it: seconds given, Z, no fraction, no second 60; UTCTime years 50-99 are 19xx. A
 * GeneralizedTime before 2050 is let pass.
 */
int time_read(struct view *v, int64_t *seconds);
/* 2036-03-01 */
void time_add_date(struct text *t, int64_t seconds);
/* 2036-03-01T12:34:56Z */
void time_add_instant(struct text *t, int64_t seconds);

#endif

/* SPDX-License-Identifier: MIT */
/* p12_ber.c - BER: indefinite lengths, long lengths, strings in pieces, and what is broken. */
#include "bearssl-glue/p12_ber.h"

#include "lib/text.h"
#include "tests/unit/tap.h"

static uint8_t room[256];
static struct view out[8];

static int walk(const char *hex, const char *path)
{
	memset(out, 0, sizeof(out));
	return ber_whole(view_of(room, (size_t)text_unhex(hex, strlen(hex), room, sizeof(room))), path, room, out);
}

static void reads(const char *hex, const char *path, const char *first, const char *name)
{
	int len;
	uint8_t want[64];

	is_int(walk(hex, path), 0, name);
	len = text_unhex(first, strlen(first), want, sizeof(want));
	is_mem(out[0].p, out[0].len, want, (size_t)len, "… and what is in it");
}

static void refuses(const char *hex, const char *path, const char *name)
{
	is_int(walk(hex, path), -1, name);
}

static void lengths(void)
{
	reads("30030201ab", BER_SEQUENCE BER_INTEGER BER_END, "ab", "a definite length");
	reads("30800201ab0000", BER_SEQUENCE BER_INTEGER BER_END, "ab", "an indefinite length");
}

static void pieces(void)
{
	reads("24800402aabb0401cc0000", BER_OCTETS, "aabbcc", "a string in pieces of indefinite length");
	reads("24070402aabb0401cc", BER_OCTETS, "aabbcc", "of definite length");
	reads("248024800401aa00002403" "0401bb" "0401cc0000", BER_OCTETS, "aabbcc", "pieces inside pieces");
	reads("a0800402aabb0401cc0000", BER_IMPLICIT_OCTETS, "aabbcc", "in pieces under an implicit tag");
	reads("8002aabb", BER_IMPLICIT_OCTETS, "aabb", "whole under an implicit tag");
	reads("24800000", BER_OCTETS, "", "no piece at all");
	reads("0400", BER_OCTETS, "", "an empty string");
	refuses("24030201aa", BER_OCTETS, "a number is no piece of a string");
	refuses("24030402aa", BER_OCTETS, "a piece longer than the string");
	refuses("04030401aa" "00", BER_OCTETS, "octets behind the string");
}

static void shapes(void)
{
	reads("3081030201ab", BER_SEQUENCE BER_INTEGER BER_END, "ab", "a length with an octet more than it needs");
	reads("3084000000030201ab", BER_SEQUENCE BER_INTEGER BER_END, "ab", "with four octets");
	reads("30800201ab02010130800000" "0000", BER_SEQUENCE BER_INTEGER BER_REST BER_END, "ab", "the rest of an indefinite one");
	is_mem(out[1].p, out[1].len, "\x02\x01\x01\x30\x80\x00\x00", 7, "… without its end");
	reads("3080308030800201ab000000000000", BER_SEQUENCE BER_SEQUENCE BER_SEQUENCE BER_INTEGER BER_END BER_END BER_END, "ab", "three levels");
	refuses("30850000000003", BER_SEQUENCE BER_REST BER_END, "a length of five octets");
	refuses("3084ffffffff0201ab", BER_SEQUENCE BER_REST BER_END, "a length beyond everything");
	refuses("30040201ab", BER_SEQUENCE BER_REST BER_END, "one octet is missing");
	refuses("30800201ab", BER_SEQUENCE BER_REST BER_END, "the end of contents is missing");
	refuses("30800201ab00", BER_SEQUENCE BER_REST BER_END, "half of it is missing");
	refuses("3080020200000000", BER_SEQUENCE BER_INTEGER BER_INTEGER BER_END, "zeros inside a number do not end anything");
	refuses("0280ab0000", BER_INTEGER, "a number of indefinite length");
	refuses("30030201ab", BER_SEQUENCE BER_END, "more than the path knows");
	refuses("3000", BER_SEQUENCE BER_INTEGER BER_END, "less than the path knows");
	refuses("30030201ab0000", BER_SEQUENCE BER_INTEGER BER_END, "something behind the whole");
	refuses("1f8101" "00", "\x1F", "a tag of several octets");
	refuses("", BER_SEQUENCE, "nothing");
	refuses("30", BER_SEQUENCE, "a tag alone");
}

static void deep(void)
{
	static uint8_t nested[200000];
	struct view all = view_of(nested, sizeof(nested)), inside;

	for (size_t i = 0; i < sizeof(nested) / 2; i++)
		nested[2 * i] = i < sizeof(nested) / 4 ? 0x30 : 0, nested[2 * i + 1] = i < sizeof(nested) / 4 ? 0x80 : 0;
	is_int(ber_whole(all, BER_SEQUENCE BER_REST BER_END, nested, &inside), 0, "50 000 levels are passed over in one go");
	is_int((intmax_t)inside.len, sizeof(nested) - 4, "… to the right end");
}

static void numbers(void)
{
	uint32_t n = 0;

	ok(ber_number(view_of((const uint8_t *)"\0\xFF\xFF\xFF\xFF", 5), &n) == 0 && n == UINT32_MAX, "the largest number");
	is_int(ber_number(view_of((const uint8_t *)"\1\0\0\0\0", 5), &n), -1, "one more is too large");
	is_int(ber_number(view_of((const uint8_t *)"\xFF", 1), &n), -1, "a negative one");
	is_int(ber_number(view_of(NULL, 0), &n), -1, "an empty one");
	ok(ber_number(view_of((const uint8_t *)"\0", 1), &n) == 0 && n == 0, "zero");
}

int main(void)
{
	lengths();
	pieces();
	shapes();
	deep();
	numbers();
	return done_testing();
}

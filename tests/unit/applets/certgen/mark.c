/* SPDX-License-Identifier: MIT */
/* mark.c - serials and temporary names that prove themselves. */
#include <string.h>

#include "applets/certgen/mark.h"
#include "tests/unit/tap.h"

static const uint8_t random_bits[MARK_RANDOM_LEN] = {0xFF, 1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t spki_bytes[] = "an SPKI as far as hashing goes";

static void serials(void)
{
	struct view spki = view_of(spki_bytes, sizeof spki_bytes), other = view_of(spki_bytes, sizeof spki_bytes - 1);
	uint8_t serial[MARK_SERIAL_LEN], normal[MARK_SERIAL_LEN];
	static const char *const names[] = {"", "a normal serial proves itself", "a provisional serial proves itself", "a CA's serial proves itself"};

	for (int kind = MARK_NORMAL; kind <= MARK_CA; kind++) {
		mark_serial((enum mark)kind, random_bits, spki, serial);
		ok(mark_of(view_of(serial, sizeof serial), spki) == (enum mark)kind, names[kind]);
	}
	mark_serial(MARK_NORMAL, random_bits, spki, normal);
	ok((normal[0] & 0xC0) == 0x40, "a serial is positive and keeps its 17 octets");
	ok(mark_of(view_of(normal, sizeof normal), other) == MARK_NONE, "another key's certificate does not bear our mark");
	ok(mark_of(view_of(normal, sizeof normal - 1), spki) == MARK_NONE, "a shorter serial does not");
	for (size_t bit = 0; bit < 8 * sizeof normal; bit++) {
		memcpy(serial, normal, sizeof serial);
		serial[bit / 8] ^= (uint8_t)(1 << bit % 8);
		if (mark_of(view_of(serial, sizeof serial), spki) != MARK_NONE)
			break;
		if (bit == 8 * sizeof normal - 1)
			ok(true, "no serial with one bit changed bears our mark");
	}
}

static void temporaries(void)
{
	static const uint8_t random[MARK_TEMP_RANDOM_LEN] = {1, 2, 3, 4, 5, 6, 7, 8};
	char name[MARK_TEMP_NAME_LEN], changed[MARK_TEMP_NAME_LEN + 1];

	mark_temp_name(random, "", name);
	ok(strlen(name) == MARK_TEMP_NAME_LEN - 1, "a temporary's name has its stated length");
	ok(strncmp(name, ".certbox-0102030405060708", 25) == 0 && strcmp(name + 41, ".new") == 0, "it shows its random part");
	ok(mark_is_temp_name(name, ""), "a temporary's name proves itself");
	ok(!mark_is_temp_name(name, "/etc/certbox"), "but not for another place");
	memcpy(changed, name, sizeof name);
	changed[9] = '2';
	ok(!mark_is_temp_name(changed, ""), "a changed name does not");
	memcpy(changed, name, sizeof name);
	changed[30] = changed[30] >= 'a' ? (char)(changed[30] - 32) : 'A';
	ok(!mark_is_temp_name(changed, ""), "nor one of another case");
	memcpy(changed, name, sizeof name);
	changed[MARK_TEMP_NAME_LEN - 1] = 'x';
	changed[MARK_TEMP_NAME_LEN] = '\0';
	ok(!mark_is_temp_name(changed, ""), "nor a longer one");
	ok(!mark_is_temp_name("", "") && !mark_is_temp_name("server.key", ""), "nor any other file's");
}

int main(void)
{
	serials();
	temporaries();
	return done_testing();
}

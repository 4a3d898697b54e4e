/* SPDX-License-Identifier: MIT */
/* art.c - pictures as `ssh-keygen -lv` draws them (OpenSSH 9.2; the digests are of keys made for this). */
#include "lib/art.h"

#include "tests/unit/tap.h"

static const struct {
	const char *name;
	const char *title;
	const char *hash;
	size_t len;
	const char *digest;
	const char *picture;
} golden[] = {
	{ "ED25519 256 by SHA256", "ED25519 256", "SHA256", 32,
	  "\x12\xde\xda\x3e\x8c\xf1\xd2\x42\x86\x41\xe9\xcc\xec\xf2\xcb\x71\x64\xa9\x55\x30\x5f\xff\x66\xd1"
	  "\xaf\xff\x6b\x33\xce\xa7\x76\x2f",
	  "+--[ED25519 256]--+\n"
	  "|     .o   .      |\n"
	  "|    o  + . .   . |\n"
	  "|   *  . o   . . .|\n"
	  "|    *. =     . ..|\n"
	  "|   . oB S     + .|\n"
	  "|  . o=++     o . |\n"
	  "|   oooo*.     .  |\n"
	  "|   ..o+.=     E=o|\n"
	  "|    o. o..   .+B@|\n"
	  "+----[SHA256]-----+\n" },
	{ "ED25519 256 by SHA512", "ED25519 256", "SHA512", 64,
	  "\x0c\xb1\x9f\x04\x0e\x7f\x47\x2c\xa5\x03\xc2\x2a\xd7\x05\xde\xb8\xe2\xa5\xea\xce\x2f\x7e\xc4\x95"
	  "\xc4\xa2\x29\x95\x6e\xe9\x4d\xcf\x31\x2a\xdb\xda\x00\x47\x7e\xc2\xfa\x83\x53\xd3\xde\x21\x88\x1b"
	  "\x6f\xb2\x07\x00\xcc\x56\x69\xdd\x84\x15\xa5\xfe\xaa\xa8\x04\x0e",
	  "+--[ED25519 256]--+\n"
	  "|o .+B.O+o+o      |\n"
	  "|.+o=.%.*oo.      |\n"
	  "|oo=+=.B.=..      |\n"
	  "|+** o++* +       |\n"
	  "|E*B==+ +S        |\n"
	  "|B=*O= + .        |\n"
	  "|.X=* o . .       |\n"
	  "|B+*++ . .        |\n"
	  "|*%B=....         |\n"
	  "+----[SHA512]-----+\n" },
	{ "ED25519 256 by MD5", "ED25519 256", "MD5", 16,
	  "\x33\xb7\x68\x6d\x02\x7a\xcc\x20\xef\xd5\xe0\x12\xbd\xbe\xe8\x45",
	  "+--[ED25519 256]--+\n"
	  "|                 |\n"
	  "|                 |\n"
	  "|                 |\n"
	  "|     .           |\n"
	  "|  . o E S .      |\n"
	  "|   o O = * .     |\n"
	  "|    + O = +      |\n"
	  "|   . B . o       |\n"
	  "|   .+ o.         |\n"
	  "+------[MD5]------+\n" },
	{ "ECDSA 256 by SHA256", "ECDSA 256", "SHA256", 32,
	  "\xd9\x33\xd3\x88\x09\xd7\xf8\xf2\x3c\xae\xeb\x00\xa6\xb1\x7a\xc6\xeb\xec\xcc\x94\x3d\x86\x3e\x87"
	  "\x50\x1c\xeb\x09\x69\x53\xce\xd3",
	  "+---[ECDSA 256]---+\n"
	  "|                 |\n"
	  "|  ..     o       |\n"
	  "| o+o. . o .      |\n"
	  "|oo++ E o * o     |\n"
	  "|.+o.+   S B .    |\n"
	  "|. oO .   + +     |\n"
	  "| o*.+ .   +      |\n"
	  "| B*... . . .     |\n"
	  "|.=O+   .+o.      |\n"
	  "+----[SHA256]-----+\n" },
	{ "RSA 3072 by SHA256", "RSA 3072", "SHA256", 32,
	  "\x26\x58\x6b\xef\xb7\xa0\x8e\x3a\x05\xfd\xe5\xf5\x83\x78\xa5\x0f\x2e\x68\x31\x1b\xaf\x59\xae\x4a"
	  "\xb2\xf4\xf0\xb4\x9a\x3b\x99\xdb",
	  "+---[RSA 3072]----+\n"
	  "|                 |\n"
	  "|                 |\n"
	  "|   .  .          |\n"
	  "|  . .o .. . .    |\n"
	  "|   ...+oSo =     |\n"
	  "|    ..=+o = o    |\n"
	  "|  ++o  B+o o .   |\n"
	  "| .=@ o+*o.o .    |\n"
	  "|  BBE+*ooo..     |\n"
	  "+----[SHA256]-----+\n" },
};

static void bounds(void)
{
	char room[ART_LINES * (ART_WIDTH + 3) + 1];
	uint8_t digest[32] = { 0 };
	struct text t;

	text_init(&t, room, sizeof room);
	art_add(&t, digest, sizeof digest, "", "");
	ok(!t.cut && t.len == sizeof room - 1, "a picture is eleven lines of nineteen characters");
	ok(strncmp(room, "+-------[]--------+\n|E", 22) == 0, "all zero bits lead to the upper left corner");
	memset(digest, 0xFF, sizeof digest);
	text_init(&t, room, sizeof room);
	art_add(&t, digest, sizeof digest, "EC 256", "SHA256");
	ok(room[9 * 20 + 17] == 'E', "all set bits to the lower right one");
	text_init(&t, room, sizeof room);
	art_add(&t, digest, sizeof digest, "a title far too long for it", "fifteen letters");
	ok(strncmp(room, "+[a title far too]+\n", 20) == 0, "a long title is cut");
	ok(strcmp(room + 200, "+[fifteen letters]+\n") == 0, "fifteen characters fit exactly");
	text_init(&t, room, 50);
	art_add(&t, digest, sizeof digest, "EC 256", "SHA256");
	ok(t.cut && t.len == 49, "less room is not overrun");
	uint8_t none[1];
	text_init(&t, room, sizeof room);
	art_add(&t, none, 0, "", "");
	ok(strchr(room, 'E') != NULL && strchr(room, 'S') == NULL, "a walk of no step ends where it starts");
}

int main(void)
{
	for (size_t i = 0; i < sizeof golden / sizeof *golden; i++) {
		char room[512];
		struct text t;

		text_init(&t, room, sizeof room);
		art_add(&t, (const uint8_t *)golden[i].digest, golden[i].len, golden[i].title, golden[i].hash);
		is_str(room, golden[i].picture, golden[i].name);
	}
	bounds();
	return done_testing();
}

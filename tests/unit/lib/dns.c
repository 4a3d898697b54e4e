/* SPDX-License-Identifier: MIT */
/* dns.c - lib/dns: questions, and answers of every kind, whole, cut, broken and hostile. long because: every kind has its message. */
#include "lib/dns.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

#define CNAME 5
#define ID    0x1234

static uint8_t m[4096], question[DNS_QUESTION_MAX];
static size_t len, asked;
static struct dns_address found[8];

static void put(const void *p, size_t n)
{
	memcpy(m + len, p, n);
	len += n;
}

static void put16(unsigned n)
{
	put((uint8_t[]){ (uint8_t)(n >> 8), (uint8_t)n }, 2);
}

/* "a.b" as labels; "*12" a pointer; "a.*12" both. */
static void put_name(const char *s)
{
	for (size_t n; *s != '\0' && *s != '*'; s += n + (s[n] == '.')) {
		n = strcspn(s, ".");
		put((uint8_t[]){ (uint8_t)n }, 1);
		put(s, n);
	}
	if (*s == '*')
		put16(0xC000U | (unsigned)strtoul(s + 1, NULL, 10));
	else
		put("", 1);
}

/* A message begins: flags as RFC 1035 4.1.1 has them. */
static void begin(unsigned id, unsigned flags, unsigned answers, const char *name, unsigned type)
{
	len = 0;
	put16(id);
	put16(flags);
	put16(name != NULL);
	put16(answers);
	put16(0);
	put16(0);
	if (name == NULL)
		return;
	put_name(name);
	put16(type);
	put16(1);
}

/* Up to the length of its data, which is 0 as yet; where that stands. */
static size_t head(const char *name, unsigned type, unsigned class)
{
	put_name(name);
	put16(type);
	put16(class);
	put16(0);
	put16(120);
	put16(0);
	return len;
}

static void tail(size_t start)
{
	m[start - 2] = (uint8_t)((len - start) >> 8);
	m[start - 1] = (uint8_t)(len - start);
}

static void put_a(const char *name, unsigned last)
{
	size_t at = head(name, DNS_A, 1);

	put((uint8_t[]){ 192, 0, 2, (uint8_t)last }, 4);
	tail(at);
}

static void put_cname(const char *name, const char *to)
{
	size_t at = head(name, CNAME, 1);

	put_name(to);
	tail(at);
}

static void ask(const char *name, unsigned type, bool multicast)
{
	asked = dns_ask(name, type, multicast ? 0 : ID, multicast, question);
}

/* From exactly sized memory, so that a sanitizer sees what is read over. *n addresses. */
static enum dns_result read_part(size_t part, size_t cap, size_t *n)
{
	uint8_t *copy = malloc(part > 0 ? part : 1);
	enum dns_result r;

	memcpy(copy, m, part);
	r = dns_read(copy, part, question, asked, found, cap, n);
	free(copy);
	return r;
}

/* The result, and how many addresses in the tens. */
static int read_all(void)
{
	size_t n = 0;
	enum dns_result r = read_part(len, 8, &n);

	return (int)r + 10 * (int)n;
}

static void questions(void)
{
	static const uint8_t want[] = { 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 5, 'B', 'o', 'a', 'r', 'd', 4, 'h', 'o', 'm', 'e', 0, 0, 28, 0, 1 };
	static const uint8_t local[] = { 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'b', 5, 'l', 'o', 'c', 'a', 'l', 0, 0, 1, 0x80, 1 };
	static const char *const none[] = { "", ".", "..", "a..b", ".a", "a..", "a\\.b", "a\\032b", "a b", "a\tb", "a\nb" };
	char name[300];

	ask("Board.home", DNS_AAAA, false);
	is_mem(question, asked, want, sizeof want, "a question, recursion desired");
	ask("Board.home.", DNS_AAAA, false);
	is_mem(question, asked, want, sizeof want, "a dot at its end is the same");
	ask("b.local", DNS_A, true);
	is_mem(question, asked, local, sizeof local, "one by multicast: no id, no recursion, an answer to us alone");
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		ask(none[i], DNS_A, false);
		is_int(asked, 0, "no name is no question");
	}
	memset(name, 'a', sizeof name);
	name[63] = name[127] = name[191] = '.';
	name[253] = '\0';
	ask(name, DNS_A, false);
	is_int(asked, 12 + 255 + 4, "the longest name");
	name[253] = '.';
	name[254] = '\0';
	ask(name, DNS_A, false);
	is_int(asked, 12 + 255 + 4, "... and its dot");
	name[253] = 'a';
	ask(name, DNS_A, false);
	is_int(asked, 0, "one more is none");
	name[253] = '.';
	name[254] = 'a';
	name[255] = '\0';
	ask(name, DNS_A, false);
	is_int(asked, 0, "nor is a label more");
	name[63] = 'a';
	name[64] = '\0';
	ask(name, DNS_A, false);
	is_int(asked, 0, "a label of 64 octets is none");
	ask("k\xC3\xBC" "che.local", DNS_A, true);
	is_int(asked, 12 + 1 + 6 + 1 + 5 + 1 + 4, "UTF-8 is taken as it is");
}

static void answers(void)
{
	size_t n = 1;

	ask("board.home", DNS_A, false);
	begin(ID, 0x8180, 2, "bOARD.HoMe", DNS_A);
	put_a("*12", 1);
	put_a("Board.home", 2);
	is_int(read_all(), DNS_FOUND + 20, "two addresses, whatever the case");
	ok(found[1].len == 4 && memcmp(found[1].octets, "\xC0\0\2\2", 4) == 0, "... as they came");
	ok(read_part(len, 8, &n) == DNS_FOUND && n == 3, "they stand behind those of before");
	n = 0;
	ok(read_part(len, 1, &n) == DNS_FOUND && n == 1, "no more than there is room for");
	begin(ID, 0x8180, 3, "board.home", DNS_A);
	put_a("other.home", 1);
	put_name("*12");
	put16(DNS_A);
	put16(3); /* CHAOS */
	put("\0\0\0\0\0\4\1\2\3\4", 10);
	put_name("*12");
	put16(DNS_A);
	put16(1);
	put("\0\0\0\0\0\3\1\2\3", 9);
	is_int(read_all(), DNS_NONE, "other names, classes and lengths are not addresses");
	ask("board.home", DNS_AAAA, false);
	begin(ID, 0x8180, 2, "board.home", DNS_AAAA);
	put_a("*12", 1);
	tail(head("*12", DNS_AAAA, 1) + 0);
	len += 16;
	m[len - 17] = 16;
	m[len - 1] = 7;
	is_int(read_all(), DNS_FOUND + 10, "IPv6 among others");
	ok(found[0].len == 16 && found[0].octets[15] == 7, "... of 16 octets");
}

static void other_results(void)
{
	ask("board.home", DNS_A, false);
	begin(ID, 0x8180, 0, "board.home", DNS_A);
	is_int(read_all(), DNS_NONE, "a name without an address");
	begin(ID, 0x8000, 0, "board.home", DNS_A);
	is_int(read_all(), DNS_FAILED, "who neither knows nor asks has not answered");
	begin(ID, 0x8400, 0, "board.home", DNS_A);
	is_int(read_all(), DNS_NONE, "... but the name's own server has");
	begin(ID, 0x8183, 0, "board.home", DNS_A);
	is_int(read_all(), DNS_UNKNOWN, "NXDOMAIN");
	begin(ID, 0x8182, 0, "board.home", DNS_A);
	is_int(read_all(), DNS_FAILED, "SERVFAIL");
	begin(ID, 0x8185, 0, "board.home", DNS_A);
	is_int(read_all(), DNS_FAILED, "REFUSED");
	begin(ID, 0x8380, 0, "board.home", DNS_A);
	is_int(read_all(), DNS_CUT, "TC, and nothing in it");
	begin(ID, 0x8380, 2, "board.home", DNS_A);
	put_a("*12", 1);
	is_int(read_all(), DNS_CUT + 10, "TC, and what there is of it");
	put("\xC0", 1);
	is_int(read_all(), DNS_CUT + 10, "... cut within a record");
}

static void foreign(void)
{
	ask("board.home", DNS_A, false);
	begin(ID + 1, 0x8180, 1, "board.home", DNS_A);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "another id");
	begin(ID, 0x0180, 1, "board.home", DNS_A);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "a question is no answer");
	begin(ID, 0x9180, 1, "board.home", DNS_A);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "another operation");
	begin(ID, 0x8180, 1, "board.hame", DNS_A);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "another name");
	begin(ID, 0x8183, 0, "board.home.x", DNS_A);
	is_int(read_all(), DNS_FOREIGN, "a longer one");
	begin(ID, 0x8180, 1, "board.home", DNS_AAAA);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "another type");
	begin(ID, 0x8180, 0, "board.home", DNS_A);
	m[len - 1] = 3;
	is_int(read_all(), DNS_FOREIGN, "another class");
	begin(ID, 0x8180, 1, NULL, 0);
	put_a("board.home", 1);
	is_int(read_all(), DNS_FOREIGN, "no question");
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	m[5] = 2;
	put_name("board.home");
	put16(DNS_A);
	put16(1);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "two questions");
}

static void aliases(void)
{
	static const char *const names[] = { "board.home", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9" };

	ask("board.home", DNS_A, false);
	begin(ID, 0x8180, 3, "board.home", DNS_A);
	put_cname("*12", "real.*18");
	put_cname("real.home", "c.example");
	put_a("C.example", 1);
	is_int(read_all(), DNS_FOUND + 10, "aliases are followed");
	begin(ID, 0x8180, 3, "board.home", DNS_A);
	put_a("c.example", 1);
	put_cname("real.home", "c.example");
	put_cname("*12", "real.*18");
	is_int(read_all(), DNS_FOUND + 10, "... in any order");
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	put_cname("*12", "real.*18");
	is_int(read_all(), DNS_NONE, "... to nothing");
	begin(ID, 0x8180, 2, "board.home", DNS_A);
	put_cname("*12", "real.*18");
	put_cname("real.home", "*12");
	is_int(read_all(), DNS_NONE, "... not in circles");
	for (unsigned n = 8; n <= 9; n++) {
		begin(ID, 0x8180, n + 1, "board.home", DNS_A);
		for (unsigned i = 0; i < n; i++)
			put_cname(names[i], names[i + 1]);
		put_a(names[n], 1);
		is_int(read_all(), n == 8 ? DNS_FOUND + 10 : DNS_NONE, n == 8 ? "eight of them" : "... not nine");
	}
}

static void multicast(void)
{
	ask("board.local", DNS_A, true);
	begin(0, 0x8400, 1, NULL, 0);
	tail(head("BOARD.local", DNS_A, 0x8001));
	put("\xC0\0\2\7", 4);
	m[len - 5] = 4;
	is_int(read_all(), DNS_FOUND + 10, "multicast: no question, caches are to be flushed");
	m[0] = 7;
	is_int(read_all(), DNS_FOUND + 10, "... its id does not matter");
	m[2] |= 2;
	is_int(read_all(), DNS_FOUND + 10, "... nor whether more would come");
	m[3] = 3;
	is_int(read_all(), DNS_FOREIGN, "... but a failure is nobody's (RFC 6762 18.11)");
	begin(0, 0x8400, 1, "board.local", 255);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOUND + 10, "multicast with a question, like ours or not");
	begin(0, 0, 1, "board.local", DNS_A);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "somebody else's question, with what it knows");
	begin(0, 0x8400, 1, NULL, 0);
	put_a("printer.local", 1);
	is_int(read_all(), DNS_NONE, "another host's answer");
}

static void pointers(void)
{
	char name[64] = "";
	size_t at;

	ask("board.home", DNS_A, false);
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	at = len;
	put_a("*28", 1);
	is_int(at, 28, "control: where the record is");
	is_int(read_all() % 10, DNS_NONE, "a name that points to itself is nobody's");
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	put_a("*30", 1);
	is_int(read_all() % 10, DNS_NONE, "... forwards");
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	put_a("board.*28", 1);
	is_int(read_all() % 10, DNS_NONE, "... in a circle with a label in it");
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	put_a("*16383", 1);
	is_int(read_all() % 10, DNS_NONE, "... outside");
	begin(ID, 0x8180, 1, "*12", DNS_A);
	is_int(read_all(), DNS_FOREIGN, "... in the question");
	begin(ID, 0x8180, 2, "board.home", DNS_A);
	put_cname("*12", "a.*40");
	put_cname("a.*40", "a.*40");
	is_int(read_all() % 10, DNS_NONE, "an alias that is a circle leads nowhere");
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	at = head("*12", CNAME, 1);
	put("\xC0", 1);
	tail(at);
	is_int(read_all(), DNS_NONE, "an alias that is half a pointer");
	m[len++ - 1] = 4;
	m[len - 1] = 'b';
	tail(at);
	is_int(read_all(), DNS_NONE, "... or part of a label");
	memset(name, 'b', 63);
	ask(name, DNS_A, false);
	begin(ID, 0x8180, 1, name, DNS_A);
	at = head("*12", CNAME, 1);
	put("\x3F" "bbb", 4);
	tail(at);
	is_int(read_all(), DNS_NONE, "... that begins as the name does");
	ask("board.home", DNS_A, false);
	begin(ID, 0x8180, 1, "board.home", DNS_A);
	put("\x40" "abcdefgh", 9);
	put_a("*12", 1);
	is_int(read_all(), DNS_FOREIGN, "a label of a kind nobody uses");
	begin(ID, 0x8180, 3, "board.home", DNS_A);
	put_a("home", 1);     /* at 28, 20 octets */
	put_a("board.*28", 2);
	put_a("*48", 3);
	is_int(read_all(), DNS_FOUND + 20, "a pointer to a name that ends in a pointer");
}

/* Every length of a message with everything in it, and every octet of it another one. */
static void torn(void)
{
	unsigned right, ill = 0;
	uint32_t random = 1;
	size_t whole = 0, n;

	for (int mdns = 0; mdns < 2; mdns++) {
		ask("board.home", DNS_A, mdns);
		begin(mdns ? 0 : ID, 0x8180, 4, "board.home", DNS_A);
		put_cname("*12", "real.*18");
		put_a("real.home", 1);
		put_a("*12", 2);
		put_a("real.*18", 3);
		whole = len;
		is_int(read_all(), DNS_FOUND + 10, "control: the whole message");
		right = 0;
		for (size_t part = 0; part < whole; part++) {
			n = 0;
			right += read_part(part, 8, &n) == DNS_FOREIGN && n == 0;
		}
		is_int(right, whole, "cut anywhere it is nobody's, and nothing is read over");
	}
	for (int i = 0; i < 200000; i++) {
		uint8_t was[8];
		size_t at[8];
		unsigned many = 1 + (unsigned)i % 8;

		for (unsigned k = 0; k < many; k++) {
			random = random * 1664525 + 1013904223;
			at[k] = (random >> 8) % (whole > 0 ? whole : 1);
			was[k] = m[at[k]];
			m[at[k]] = (uint8_t)(random >> 24);
		}
		n = 0;
		(void)read_part(whole, 8, &n);
		ill += n > 8;
		for (unsigned k = many; k-- > 0;)
			m[at[k]] = was[k];
	}
	ok(ill == 0, "200000 broken messages are read to an end");
}

int main(void)
{
	questions();
	answers();
	other_results();
	foreign();
	aliases();
	multicast();
	pointers();
	torn();
	return done_testing();
}

/* SPDX-License-Identifier: MIT */
/* owner.c - os/owner: users and groups by name, in a root of their own. */
#include "os/owner.h"

#include "tests/unit/os/folder.h"
#include "tests/unit/tap.h"

static struct owner o;
static struct err e;

static int parse(const char *text)
{
	err_clear(&e);
	return owner_parse(text, folder_path, &o, &e);
}

static bool gives(const char *text, uid_t uid, gid_t gid)
{
	bool right = parse(text) == 0 && o.uid == uid && o.gid == gid && !o.unknown;

	if (!right)
		diag("uid %u gid %u missing %s: %s", o.uid, o.gid, o.missing, e.text);
	return right;
}

#define NONE ((uid_t)-1)

static void known(void)
{
	ok(gives("caddy", 998, NONE), "a user by name");
	ok(gives("caddy:ssl", 998, 111), "a user and a group");
	ok(gives(":ssl", NONE, 111), "a group alone");
	ok(gives("1000", 1000, NONE), "a user by number");
	ok(gives("1000:100", 1000, 100), "both by number");
	ok(gives("0:0", 0, 0), "root");
	ok(gives("last", 7, NONE), "the last line, without its end");
	ok(gives("cad", 12, NONE), "a name that begins another");
	ok(parse("4294967295") == -1 && e.kind == ERR_USAGE, "a number too large is a usage error");
}

static void unknown(void)
{
	ok(parse("nginx:ssl") == 0 && o.unknown && o.uid == NONE && o.gid == 111, "an unknown user is no failure");
	is_str(o.missing, "nginx", "and told");
	ok(parse("caddy:wheel") == 0 && o.unknown && o.uid == 998, "nor is an unknown group");
	is_str(o.missing, "wheel", "also told");
	ok(parse("broken") == 0 && o.unknown, "a line without number is not found");
	ok(parse("huge") == 0 && o.unknown, "nor one whose number is none");
	ok(parse("short") == 0 && o.unknown, "nor one that ends early");
	ok(parse("comment") == 0 && o.unknown, "nor one in a comment");
}

static void broken(void)
{
	static const char *const forms[] = { "", ":", "a:", "a:b:c", "a b", "a/b", "a\tb", ":a:", "12:",
	    "a-name-of-forty-characters-is-too-long-x" };
	char name[64];

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		snprintf(name, sizeof name, "'%.42s' is a usage error", forms[i]);
		ok(parse(forms[i]) == -1 && e.kind == ERR_USAGE, name);
	}
}

static void without_files(void)
{
	unlink("etc/passwd");
	ok(parse("caddy") == 0 && o.unknown, "without /etc/passwd nobody is known");
	ok(gives("33", 33, NONE), "but numbers are");
	mkdir("etc/passwd", 0755);
	ok(parse("caddy") == -1 && e.kind == ERR_FAIL, "a passwd that cannot be read is a failure");
	err_clear(&e);
	ok(owner_parse("caddy", "/no/such/root", &o, &e) == -1, "so is a root that is not there");
	err_clear(&e);
	ok(owner_parse("root:0", NULL, &o, &e) == 0 && o.uid == 0 && o.gid == 0, "the system's own root is the default");
}

int main(void)
{
	folder_make();
	mkdir("etc", 0755);
	put("etc/passwd", "root:x:0:0:root:/root:/bin/sh\ncaddy:x:998:997::/var/lib/caddy:/bin/false\n#comment:x:1:1\nbroken:x\n"
	    "huge:x:4294967295:1\nshort:\ncad:x:12:13:::\n\nlast:x:7");
	put("etc/group", "root:x:0:\nssl:x:111:caddy,nginx\n");
	known();
	unknown();
	broken();
	without_files();
	folder_remove();
	return done_testing();
}

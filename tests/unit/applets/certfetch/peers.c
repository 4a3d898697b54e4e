/* SPDX-License-Identifier: MIT */
/* peers.c - the store: what files are called, what is taken for one, what is listed. */
#include <errno.h>

#include "bearssl-glue/digest.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certfetch/stored.h"
#include "tests/unit/tap.h"

#define TEN(s) s s s s s s s s s s
#define LABEL TEN("abcdef") "." /* 61 characters */
#define H "143662334192c612"    /* of 4 labels and "local", by sha256sum */
#define FIVE "abcdefabcdefabcdefabcdefabcdef"

/* --- names ------------------------------------------------------------------------------------------- */

static void names_of_files(void)
{
	static const struct {
		const char *name, *host;
		uint16_t port;
		bool plain;
		const char *want;
	} cases[] = {
		{ "the port of a bare host is not in its name", "board.local", 8443, false, "board.local.crt" },
		{ "another one is", "board.local", 443, false, "board.local_443.crt" },
		{ "… the highest, too", "board.local", 65535, false, "board.local_65535.crt" },
		{ "what plain HTTP hands out speaks for the host", "board.local", 80, true, "board.local.crt" },
		{ "… at any port", "board.local", 8080, true, "board.local.crt" },
		{ "a host that ends like a port has its own behind it", "board_443", 8443, false, "board_443_8443.crt" },
		{ "… so that another is not it", "board", 443, false, "board_443.crt" },
		{ "… nor a third", "board_443", 443, false, "board_443_443.crt" },
		{ "… by plain HTTP, too", "board_443", 80, true, "board_443_8443.crt" },
		{ "a host with a name behind the '_' needs none", "board_4a", 8443, false, "board_4a.crt" },
		{ "… nor one with nothing", "board_", 8443, false, "board_.crt" },
		{ "… nor one whose number is further in front", "board_443.local", 8443, false, "board_443.local.crt" },
		{ "a '_' in front is no harm", "_443", 8443, false, "_443_8443.crt" },
		{ "IPv4 is itself", "192.168.7.20", 8443, false, "192.168.7.20.crt" },
		{ "… with its port", "192.168.7.20", 443, false, "192.168.7.20_443.crt" },
		{ "IPv6 has '+' for ':'", "fe80::1", 8443, false, "fe80++1.crt" },
		{ "… with its port", "2001:db8::20", 443, false, "2001+db8++20_443.crt" },
		{ "… so that none begins with a dash or dot", "::1", 8443, false, "++1.crt" },
		{ "… IPv4-mapped", "::ffff:10.0.0.1", 8443, false, "++ffff+10.0.0.1.crt" },
		{ "a zone stays", "fe80::1%eth0", 8443, false, "fe80++1%eth0.crt" },
		{ "… with dots, dashes and '_'", "fe80::1%br-lan.7_x", 8443, false, "fe80++1%br-lan.7_x.crt" },
		{ "… one that ends like a port has its own behind it", "fe80::1%eth_0", 8443, false, "fe80++1%eth_0_8443.crt" },
		{ "a zone in capitals, which FAT takes for the same, is told apart", "fe80::1%Eth0", 8443, false, "fe80++1%_th0~48632a6990e6bb81.crt" },
		{ "… one with '/'", "fe80::1%a/b", 8443, false, "fe80++1%a_b~d44d2055855d5e33.crt" },
		{ "… and one with '+', which is not ':'", "fe80::1%a+b", 8443, false, "fe80++1%a_b~ff4478ccbdb597f6.crt" },
		{ "… with its port behind", "fe80::1%a+b", 443, false, "fe80++1%a_b~ff4478ccbdb597f6_443.crt" },
		{ "230 characters are taken", LABEL LABEL LABEL TEN("123") ".abcdefgh.local.x", 8443, false, LABEL LABEL LABEL TEN("123") ".abcdefgh.local.x.crt" },
		{ "one more is cut, and has a hash", LABEL LABEL LABEL LABEL "local", 8443, false, LABEL LABEL LABEL FIVE "a~" H ".crt" },
		{ "… and its port", LABEL LABEL LABEL LABEL "local", 443, false, LABEL LABEL LABEL FIVE "a~" H "_443.crt" },
	};
	struct url u;
	char out[PEERS_NAME];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		u = (struct url){ .plain = cases[i].plain, .port = cases[i].port };
		snprintf(u.host, sizeof u.host, "%s", cases[i].host);
		ok(peers_name(&u, NULL, out, &e) == 0 && strlen(out) <= 255 - strlen(".bad-9999"), "with room for what is set aside");
		is_str(out, cases[i].want, cases[i].name);
	}
}

static bool plain_name(const char *as)
{
	const struct url u = { .port = 443, .host = "board.local" };
	char out[PEERS_NAME];

	err_clear(&e);
	return peers_name(&u, as, out, &e) == 0 && strncmp(out, as, strlen(as)) == 0;
}

static void given_names(void)
{
	static const char *const bad[] = { "", "a/b", "/a", ".", "..", ".hidden", "-o", "a\nb", "a\x7f", "a\xC2\x9B", "a\xFF" };
	const struct url u = { .port = 443, .host = "board.local" };
	char out[PEERS_NAME], long_name[300] = "";

	ok(peers_name(&u, "kitchen", out, &e) == 0, "--as names it");
	is_str(out, "kitchen.crt", "… with .crt behind");
	ok(peers_name(&u, "Kitchen.crt", out, &e) == 0, "… which may be there");
	is_str(out, "Kitchen.crt", "… and is not doubled");
	ok(peers_name(&u, "crt", out, &e) == 0 && strcmp(out, "crt.crt") == 0, "a name is more than its end");
	ok(plain_name("Küche Süd"), "any UTF-8 is a name");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!ok(!plain_name(bad[i]) && e.kind == ERR_USAGE && strstr(e.text, "--as"), "what is no plain name is a usage error"))
			diag("'%s'", bad[i]);
	memset(long_name, 'x', 230);
	ok(plain_name(long_name), "230 octets are taken");
	long_name[230] = 'x';
	ok(!plain_name(long_name) && e.kind == ERR_USAGE, "one more is not");
}

/* --- reading ----------------------------------------------------------------------------------------- */

/* Is it refused for this, naming store and file? */
static bool refused(const char *name, enum err_kind kind, const char *says)
{
	bool right = opened(name) == -1 && e.kind == kind && strstr(e.text, says) && strncmp(e.text, "store: ", 7) == 0 && strstr(e.text, name) && !p.ders.len;

	if (!right)
		diag("kind %d: %s", e.kind, e.text);
	return right;
}

static void what_is_stored(void)
{
	ok(opened("a.crt") == 0 && !p.there && p.dirfd == -1, "without a store nothing is stored");
	ok(mkdir("store", 0700) == 0 && opened("a.crt") == 0 && !p.there && p.dirfd >= 0, "nor in an empty one");
	written("store/a.crt", pem[CA], "");
	ok(opened("a.crt") == 0 && holds(true, of(CA)), "a CA is an anchor");
	written("store/a.crt", pem[CA], pem[NEXT]);
	ok(opened("a.crt") == 0 && holds(true, both(CA, NEXT)), "so are two");
	written("store/a.crt", pem[CA], pem[CA]);
	ok(opened("a.crt") == 0 && holds(true, of(CA)), "… one that is there twice counts once");
	written("store/a.crt", pem[LEAF], "");
	ok(opened("a.crt") == 0 && holds(false, of(LEAF)), "a leaf is a leaf");
	written("store/a.crt", pem[LEAF], pem[CA]);
	ok(opened("a.crt") == 0 && holds(false, of(LEAF)), "… what stands behind it is passed over");
	written("store/a.crt", "words before it\r\n", pem[CA]);
	ok(opened("a.crt") == 0 && holds(true, of(CA)), "words of the user's do no harm");
	written("store/own", pem[CA], "");
	ok(symlink("own", "store/l.crt") == 0 && opened("l.crt") == 0 && holds(true, of(CA)), "a link of the user's is followed");
	ok(mkdir("own", 0755) == 0, "");
	written("own/ca.crt", pem[NEXT], "");
	ok(symlink("../own/ca.crt", "store/m.crt") == 0 && opened("m.crt") == 0 && holds(true, of(NEXT)), "… out of the store, too");
	ok(symlink("m.crt", "store/n.crt") == 0 && opened("n.crt") == 0 && holds(true, of(NEXT)), "… and by way of another");
}

static void what_is_broken(void)
{
	char *torn = strdup(pem[CA]);

	written("store/b.crt", "", "");
	ok(refused("b.crt", ERR_MALFORMED, "holds no certificate"), "an empty file is broken, not absent");
	written("store/b.crt", "\001\002\003", "");
	ok(refused("b.crt", ERR_MALFORMED, "holds no certificate"), "so is garbage");
	torn[strlen(torn) / 2] = '\0';
	written("store/b.crt", torn, "");
	ok(refused("b.crt", ERR_MALFORMED, "whole"), "a torn certificate");
	written("store/b.crt", pem[CA], torn);
	ok(refused("b.crt", ERR_MALFORMED, "whole"), "… behind a whole one");
	written("store/b.crt", pem[CA], "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n");
	ok(refused("b.crt", ERR_MALFORMED, ""), "what is no certificate but says so");
	written("store/b.crt", pem[CA], "-----BEGIN PRIVATE KEY-----\nMAMCAQE=\n-----END PRIVATE KEY-----\n");
	ok(refused("b.crt", ERR_MALFORMED, "holds what is no certificate"), "a private key behind it");
	ok(!strstr(e.text, "MAMC"), "… which is not told");
	written("store/b.crt", "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n", pem[CA]);
	ok(refused("b.crt", ERR_MALFORMED, "holds what is no certificate"), "… and before it");
	ok(truncate("store/b.crt", FILE_MAX + 1) == 0 && refused("b.crt", ERR_MALFORMED, "larger than"), "a huge one");
	free(torn);
}

static void what_is_no_file(void)
{
	ok(mkdir("store/d.crt", 0755) == 0 && refused("d.crt", ERR_FAIL, "is a directory"), "a directory is refused");
	ok(mkfifo("store/f.crt", 0644) == 0 && refused("f.crt", ERR_FAIL, "is a FIFO"), "a FIFO, without waiting");
	ok(symlink("f.crt", "store/lf.crt") == 0 && refused("lf.crt", ERR_FAIL, "is a FIFO"), "… a link to it");
	ok(symlink("d.crt", "store/ld.crt") == 0 && refused("ld.crt", ERR_FAIL, "is a directory"), "a link to a directory");
	ok(symlink("nothing", "store/x.crt") == 0 && refused("x.crt", ERR_FAIL, "dangling link"), "a dangling link is not absent");
	ok(symlink("no/thing", "store/y.crt") == 0 && refused("y.crt", ERR_FAIL, "y.crt"), "… into no folder");
	ok(symlink("z.crt", "store/z.crt") == 0 && refused("z.crt", ERR_FAIL, "link loop"), "a link to itself");
	ok(symlink("/dev/zero", "store/dev.crt") == 0 && refused("dev.crt", ERR_FAIL, "is a device"), "a device");
}

/* Who else could change it. */
static void what_others_may_write(void)
{
	ok(chmod("store/a.crt", 0664) == 0 && refused("a.crt", ERR_FAIL, "others may write"), "a file its group may write");
	ok(chmod("store/a.crt", 0646) == 0 && refused("a.crt", ERR_FAIL, "others may write"), "… or everybody");
	ok(chmod("store/a.crt", 0600) == 0 && opened("a.crt") == 0, "a private one is taken");
	ok(chmod("own/ca.crt", 0666) == 0 && refused("m.crt", ERR_FAIL, "others may write"), "what a link leads to and all may write");
	ok(chmod("own/ca.crt", 0644) == 0 && chmod("own", 0777) == 0 && refused("m.crt", ERR_FAIL, "others may write"), "… in a folder that all may write");
	ok(refused("n.crt", ERR_FAIL, "others may write"), "… by way of another link");
	ok(mkdir("bridge", 0755) == 0 && symlink("../store/own", "bridge/l") == 0 && symlink("../bridge/l", "store/o.crt") == 0 && opened("o.crt") == 0, "a bridge");
	ok(chmod("bridge", 0777) == 0 && refused("o.crt", ERR_FAIL, "others may write"), "… in a folder that all may write");
	ok(chmod("own", 0755) == 0 && opened("m.crt") == 0, "else it is taken");
	for (unsigned mode = 0; mode < 4; mode++) {
		static const mode_t bad[] = { 0777, 0770, 01777, 0702 };

		ok(chmod("store", bad[mode]) == 0 && refused("a.crt", ERR_FAIL, "others may write") && refused("absent.crt", ERR_FAIL, "others may write"),
		    "a store that others may write, whatever is in it");
	}
	ok(chmod("store", 0755) == 0 && opened("a.crt") == 0, "one that all may read is taken");
	if (geteuid() != 0) {
		skip("a stranger's file", "needs root");
		return;
	}
	ok(chown("store/a.crt", 12345, 0) == 0 && refused("a.crt", ERR_FAIL, "belongs to user 12345"), "a stranger's file");
	ok(chown("store", 12345, 0) == 0 && chown("store/a.crt", 0, 0) == 0 && refused("a.crt", ERR_FAIL, "belongs to user 12345"), "a stranger's store");
	ok(chown("store", 0, 0) == 0, "");
}

static void what_is_no_store(void)
{
	put("plain", "");
	peers_close(&p);
	err_clear(&e);
	ok(peers_open(&p, "plain", "a.crt", &e) == -1 && e.kind == ERR_FAIL && e.number == ENOTDIR, "a file is no store");
	peers_close(&p);
	err_clear(&e);
	ok(symlink("gone", "to-gone") == 0 && peers_open(&p, "plain/below", "a.crt", &e) == -1 && e.number == ENOTDIR, "nor is what lies below one");
	peers_close(&p);
	err_clear(&e);
	ok(symlink("round", "round") == 0 && peers_open(&p, "round", "a.crt", &e) == -1 && e.number == ELOOP, "nor a link to itself");
}

/* --- listing ------------------------------------------------------------------------------------------ */

static const struct say voice = { .who = "certfetch" }, quiet = { .who = "certfetch", .level = SAY_QUIET };

static int listed(const struct say *say)
{
	int result;

	err_clear(&e);
	capture_begin();
	result = peers_list("store", say, &e);
	capture_end();
	return result;
}

/* "trust      NAME  sha256 3F:…  REST", the hash by what hashes everything else. */
static const char *row(const char *name, int which, const char *rest)
{
	static char out[4][300];
	static unsigned turn;
	char fp[3 * SHA256_LEN + 1];
	uint8_t hash[SHA256_LEN];
	struct text t;

	digest_sha256(der[which].b, der[which].len, hash);
	text_init(&t, fp, sizeof fp);
	text_add_hex(&t, hash, sizeof hash, ':');
	snprintf(out[turn % 4], sizeof out[0], "trust      %-10s  sha256 %s  %s\n", name, fp, rest);
	return out[turn++ % 4];
}

static void what_is_listed(void)
{
	char want[1024];

	folder_empty();
	ok(listed(&voice) == 0 && !captured.out[0], "a store that is not there is empty");
	ok(mkdir("store", 0700) == 0 && listed(&voice) == 0 && !captured.out[0] && !captured.err[0], "so is one without files");
	written("store/c.crt", pem[LEAF], pem[CA]);
	written("store/a.crt", pem[CA], "");
	written("store/B.crt", pem[CA], pem[NEXT]);
	written("store/a.crt.bad-1", "broken", "");
	written("store/a.crt.old-1", "broken", "");
	written("store/.crt", "broken", "");
	written("store/.certfetch.crt", "broken", "");
	written("store/notes", "broken", "");
	ok(listed(&voice) == 0 && !captured.err[0], "files are listed");
	snprintf(want, sizeof want, "%s%s%s%s", row("B.crt", CA, "CA, until 2050-02-20"), row("B.crt", NEXT, "CA, until 2050-02-19"),
	    row("a.crt", CA, "CA, until 2050-02-20"), row("c.crt", LEAF, "leaf, until 2027-12-24"));
	is_str(captured.out, want, "… in order, each certificate that counts, and nothing else");
	written("store/b.crt", "broken", "");
	ok(mkfifo("store/d.crt", 0600) == 0 && listed(&voice) == -1 && e.kind == ERR_MALFORMED, "broken ones fail in the end");
	is_str(captured.out, want, "… and keep no other from being listed");
	is_str(captured.err, "certfetch: warning: store: b.crt: holds no certificate\ncertfetch: warning: store: d.crt is a FIFO, not a file\n", "… and are said");
	ok(listed(&quiet) == -1 && !captured.out[0], "-q says only those");
	ok(chmod("store", 0777) == 0 && listed(&voice) == -1 && !captured.out[0], "of a store that others may write nothing counts");
	ok(chmod("store", 0700) == 0, "");
}

int main(void)
{
	folder_make();
	stored_make();
	p.dirfd = -1;
	names_of_files();
	given_names();
	what_is_stored();
	what_is_broken();
	what_is_no_file();
	what_others_may_write();
	what_is_no_store();
	what_is_listed();
	peers_close(&p);
	stored_free();
	folder_remove();
	return done_testing();
}

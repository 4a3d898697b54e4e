/* SPDX-License-Identifier: MIT */
/* set.c - the four files: opened, read, told apart, refused, carried over. */
#include <string.h>

#include "applets/certgen/set.h"
#include "tests/unit/applets/certgen/fixture.h"
#include "x509/pem.h"

static struct kept ca_key, ca_crt, leaf_key, leaf_crt;
static struct kept leaf_der, prefixed_crt, two_crts, torn_crt, bad_base64, binary;

static void append(struct kept *to, const char *p, size_t len)
{
	memcpy(to->bytes + to->len, p, len);
	to->len += len;
}

static void begin(void)
{
	static const char words[] = "Certificate:\n    Data:\n        Version: 3 (0x2)\n";
	struct pem_object o;
	struct view at;

	fixed_wish("board.local", NULL);
	fixed_whole(1);
	keep(&ca_key, "ca.key");
	keep(&ca_crt, "ca.crt");
	keep(&leaf_key, "server.key");
	keep(&leaf_crt, "server.crt");
	at = view_of((const uint8_t *)leaf_crt.bytes, leaf_crt.len);
	leaf_der.len = pem_next(&at, &o) == 1 ? (size_t)pem_decode(&o, (uint8_t *)leaf_der.bytes, sizeof leaf_der.bytes) : 0;
	append(&prefixed_crt, words, sizeof words - 1);
	append(&prefixed_crt, leaf_crt.bytes, leaf_crt.len);
	append(&two_crts, leaf_crt.bytes, leaf_crt.len);
	append(&two_crts, ca_crt.bytes, ca_crt.len);
	append(&torn_crt, leaf_crt.bytes, leaf_crt.len / 2);
	bad_base64 = leaf_crt;
	bad_base64.bytes[40] = '!';
	for (binary.len = 0; binary.len < 512; binary.len++)
		binary.bytes[binary.len] = (char)(binary.len * 7);
}

static void put_back(void)
{
	folder_empty();
	put_octets("ca.key", ca_key.bytes, ca_key.len, 0600);
	put_octets("ca.crt", ca_crt.bytes, ca_crt.len, 0644);
	put_octets("server.key", leaf_key.bytes, leaf_key.len, 0600);
	put_octets("server.crt", leaf_crt.bytes, leaf_crt.len, 0644);
}

static void whole(void)
{
	put_back();
	is_int(fixed_load(), 0, "a whole set is read");
	ok(fixed.s.key_found[SET_CA] == KEY_FILE_GOOD && fixed.s.key_found[SET_LEAF] == KEY_FILE_GOOD, "… both keys");
	ok(fixed.s.cert_found[SET_CA] == CERT_FILE_OURS && fixed.s.cert_found[SET_LEAF] == CERT_FILE_OURS, "… both certificates, as ours");
	ok(fixed.s.mark[SET_CA] == MARK_CA && fixed.s.mark[SET_LEAF] == MARK_NORMAL, "… each by its mark");
	is_mem(fixed.s.cert[SET_LEAF].whole.p, fixed.s.cert[SET_LEAF].whole.len, leaf_der.bytes, leaf_der.len, "… octet for octet");
	folder_empty();
	ok(fixed_load() == 0 && fixed.s.key_found[SET_CA] == KEY_FILE_NONE && fixed.s.cert_found[SET_LEAF] == CERT_FILE_NONE, "an empty folder holds nothing");
}

static void masks(void)
{
	folder_empty();
	put_octets("server.key", leaf_key.bytes, leaf_key.len, 0600);
	if (mkdir("ca.key", 0700))
		diag("no folder");
	ok(fixed_open() == 0 && set_load(&fixed.s, 1u << SET_LEAF, &fixed.e) == 0 && fixed.s.key_found[SET_LEAF] == KEY_FILE_GOOD,
	    "the leaf alone is read, whatever stands in the CA's place");
	ok(set_load(&fixed.s, 1u << SET_CA, &fixed.e) == -1 && fixed.e.kind == ERR_FAIL && strstr(fixed.e.text, "ca.key is a directory"), "which is a folder");
	ok(strncmp(fixed.e.text, folder_path, strlen(folder_path)) == 0, "… and the failure begins with DIR");
}

/* One file's content, and what it is taken for. */
static void certificates(void)
{
	static const struct {
		const char *name;
		const struct kept *content;
		const char *file;
		enum found_cert want;
		enum mark mark;
	} rows[] = {
		{"DER is read as PEM is", &leaf_der, "server.crt", CERT_FILE_OURS, MARK_NORMAL},
		{"text before the object is passed over", &prefixed_crt, "server.crt", CERT_FILE_OURS, MARK_NORMAL},
		{"of two certificates the first counts", &two_crts, "server.crt", CERT_FILE_OURS, MARK_NORMAL},
		{"half a file is torn", &torn_crt, "server.crt", CERT_FILE_TORN, MARK_NONE},
		{"bad base64 is torn", &bad_base64, "server.crt", CERT_FILE_TORN, MARK_NONE},
		{"a key is no certificate", &leaf_key, "server.crt", CERT_FILE_TORN, MARK_NONE},
		{"rubbish is torn", &binary, "ca.crt", CERT_FILE_TORN, MARK_NONE},
		{"a CA in a leaf's place is not ours", &ca_crt, "server.crt", CERT_FILE_FOREIGN, MARK_CA},
		{"a leaf in the CA's place is not ours", &leaf_crt, "ca.crt", CERT_FILE_FOREIGN, MARK_NORMAL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum set_pair pair = rows[i].file[0] == 'c' ? SET_CA : SET_LEAF;

		put_back();
		put_octets(rows[i].file, rows[i].content->bytes, rows[i].content->len, 0644);
		ok(fixed_load() == 0 && fixed.s.cert_found[pair] == rows[i].want && fixed.s.mark[pair] == rows[i].mark, rows[i].name);
	}
	put_back();
	put("server.crt", "");
	ok(fixed_load() == 0 && fixed.s.cert_found[SET_LEAF] == CERT_FILE_TORN, "an empty file is torn");
}

/* Every length of a certificate and a key: whole at the end alone, and nothing is read beyond it. */
static void cut(void)
{
	unsigned good = 0, tried = 0;

	put_back();
	for (size_t len = 0; len + 30 < leaf_crt.len; len += 37, tried++) {
		put_octets("server.crt", leaf_crt.bytes, len, 0644);
		good += fixed_load() != 0 || fixed.s.cert_found[SET_LEAF] != CERT_FILE_TORN;
	}
	for (size_t len = 0; len + 30 < leaf_key.len; len += 17, tried++) {
		put_octets("server.key", leaf_key.bytes, len, 0600);
		good += fixed_load() != 0 || fixed.s.key_found[SET_LEAF] != KEY_FILE_TORN;
	}
	ok(tried > 20 && good == 0, "a file cut anywhere is torn");
}

static const char encrypted[] =
	"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg=\n-----END ENCRYPTED PRIVATE KEY-----\n";

static void refuse_nothing(void) {}
static void refuse_encrypted(void) { put("server.key", encrypted); }
static void refuse_dangling(void) { unlink("server.crt"); ok(symlink("nowhere", "server.crt") == 0, "(a link to nothing)"); }
static void refuse_dangling_key(void) { unlink("ca.key"); ok(symlink("nowhere", "ca.key") == 0, "(a key's link to nothing)"); }
static void refuse_two_links(void) { ok(link("server.key", "elsewhere") == 0, "(a key's second link)"); }
static void refuse_link_to_rubbish(void) { unlink("server.crt"); put("rubbish", "x"); ok(symlink("rubbish", "server.crt") == 0, "(a link to rubbish)"); }
static void refuse_folder(void) { unlink("server.crt"); ok(mkdir("server.crt", 0700) == 0, "(a folder)"); }
static void refuse_fifo(void) { unlink("server.key"); ok(mkfifo("server.key", 0600) == 0, "(a FIFO)"); }
static void refuse_large(void) { ok(truncate("server.crt", FILE_MAX + 1) == 0, "(a huge file)"); }
static void refuse_loop(void) { unlink("server.crt"); ok(symlink("server.crt", "server.crt") == 0, "(a link to itself)"); }

static void refused(void)
{
	static const struct {
		const char *name;
		void (*prepare)(void);
		enum err_kind kind;
		const char *says[2];
	} rows[] = {
		{"an encrypted key is refused", refuse_encrypted, ERR_MALFORMED, {": server.key: ", "encrypted"}},
		{"a certificate behind a dangling link", refuse_dangling, ERR_FAIL, {": server.crt: ", "is a link whose target does not exist; nothing changed"}},
		{"a key behind a dangling link", refuse_dangling_key, ERR_FAIL, {": ca.key: ", "is a link whose target does not exist"}},
		{"a key with a second link that is not ours", refuse_two_links, ERR_FAIL, {": server.key: ", "has 2 hard links"}},
		{"a link to what is no certificate", refuse_link_to_rubbish, ERR_MALFORMED, {": server.crt: ", "is a link to what is no certificate"}},
		{"a folder in a file's place", refuse_folder, ERR_FAIL, {"server.crt", "directory"}},
		{"a FIFO, without waiting for its writer", refuse_fifo, ERR_FAIL, {"server.key", "FIFO"}},
		{"a file larger than any certificate", refuse_large, ERR_MALFORMED, {"server.crt", ""}},
		{"a link to itself", refuse_loop, ERR_FAIL, {"server.crt", ""}},
		{"and nothing at all is not refused", refuse_nothing, ERR_NONE, {"", ""}},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool right;

		put_back();
		rows[i].prepare();
		right = (fixed_load() != 0) == (rows[i].kind != ERR_NONE) && fixed.e.kind == rows[i].kind && strstr(fixed.e.text, rows[i].says[0]) && strstr(fixed.e.text, rows[i].says[1]);
		ok(right, rows[i].name);
		if (!right)
			diag("kind %d: %s", fixed.e.kind, fixed.e.text);
	}
}

static void links(void)
{
	static const uint8_t random[MARK_TEMP_RANDOM_LEN] = {1, 2, 3};
	char temp[MARK_TEMP_NAME_LEN];

	put_back();
	mark_temp_name(random, "", temp);
	ok(link("server.key", temp) == 0 && fixed_load() == 0 && fixed.s.key_found[SET_LEAF] == KEY_FILE_GOOD,
	    "a key whose second link is a temporary of ours is fine");
	ok(link("server.key", "third") == 0 && fixed_load() == 0, "… that one vouches for the rest");
	put_back();
	ok(link("server.crt", "copy") == 0 && fixed_load() == 0 && fixed.s.cert_found[SET_LEAF] == CERT_FILE_OURS, "a certificate may have two links");
	put_back();
	rename("server.key", "real");
	ok(symlink("real", "server.key") == 0 && link("real", "copy") == 0 && fixed_load() == 0 && fixed.s.key_found[SET_LEAF] == KEY_FILE_GOOD
	    && fixed.s.entry[SET_LEAF_KEY].file.facts.link, "a key behind a symbolic link is read, and known as such");
	put_back();
	rename("server.crt", "real");
	ok(symlink("real", "server.crt") == 0 && fixed_load() == 0 && fixed.s.cert_found[SET_LEAF] == CERT_FILE_FOREIGN && fixed.s.mark[SET_LEAF] == MARK_NORMAL,
	    "our certificate behind a symbolic link is the user's own");
}

/* Names outside DIR. */
static void absolute(void)
{
	static char outside[128], missing[128], root[] = "/";
	int before;

	put_back();
	snprintf(outside, sizeof outside, "%s/sub/server.key", folder_path);
	snprintf(missing, sizeof missing, "%s/none/server.key", folder_path);
	fixed_wish("--key", outside, "board.local", NULL);
	ok(mkdir("sub", 0755) == 0 && rename("server.key", "sub/server.key") == 0 && fixed_load() == 0 && fixed.s.key_found[SET_LEAF] == KEY_FILE_GOOD,
	    "an absolute name is read from its own folder");
	ok(fixed.s.entry[SET_LEAF_KEY].dirfd != fixed.s.dirfd && fixed.s.entry[SET_LEAF_CERT].dirfd == fixed.s.dirfd, "… through a descriptor of its own");
	is_str(fixed.s.entry[SET_LEAF_KEY].base, "server.key", "… by its last part");
	is_str(fixed.s.entry[SET_LEAF_KEY].shown, outside, "… and shown whole");
	put("sub/server.key", encrypted);
	ok(fixed_load() == -1 && strncmp(fixed.e.text, outside, strlen(outside)) == 0, "its failures begin with it, not with DIR");
	before = chmod("sub", 0777);
	ok(before == 0 && fixed_open() == -1 && fixed.e.kind == ERR_FAIL && strstr(fixed.e.text, "others may write here"), "a folder all may write is refused");
	fixed_wish("--key", missing, "board.local", NULL);
	ok(fixed_open() == -1 && strstr(fixed.e.text, missing) && strstr(fixed.e.text, "its folder"), "a folder that is missing, too");
	memcpy(fixed.w.files[SET_LEAF_KEY], "/certbox-unit-absent.key", sizeof "/certbox-unit-absent.key");
	ok(fixed_load() == 0 && fixed.s.key_found[SET_LEAF] == KEY_FILE_NONE && *root == '/', "a name in / has / for a folder");
	fixed_wish("board.local", NULL);
}

/* --owner gives the leaf key to a service. */
static void owners(void)
{
	put_back();
	if (geteuid() != 0)
		skip("a leaf key may belong to a service", "needs root");
	else
		ok(chown("server.key", 12345, 12345) == 0 && fixed_load() == 0 && fixed.s.entry[SET_LEAF_KEY].file.facts.uid == 12345, "a leaf key may belong to a service");
}

/* --fallback: what is whole there and absent here. */
static void seeds(void)
{
	static char files[SET_FILES][SET_NAME_MAX];
	static struct set here;
	int fd;

	put_back();
	put("server.crt", "torn");
	fixed_load();
	if (mkdir("here", 0755))
		diag("no folder");
	memcpy(files, fixed.w.files, sizeof files);
	fd = open("here", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	put_octets("here/ca.key", leaf_key.bytes, leaf_key.len, 0600);
	ok(set_open(&here, "here", fd, (const char (*)[SET_NAME_MAX])files, NULL) == 0 && set_load(&here, 3u, &(struct err){0}) == 0 && set_seed(&here, &fixed.s, 3u, &(struct err){0}) == 0, "a set is filled from another");
	ok(here.entry[SET_CA_CERT].seeded && here.entry[SET_LEAF_KEY].seeded, "what is whole there and absent here is carried");
	ok(!here.entry[SET_CA_KEY].seeded && !here.entry[SET_LEAF_CERT].seeded, "what is here stays, and what is torn there stays there");
	is_mem(here.entry[SET_LEAF_KEY].file.bytes, here.entry[SET_LEAF_KEY].file.size, leaf_key.bytes, leaf_key.len, "octets are carried, not links to them");
	ok(here.entry[SET_LEAF_KEY].file.bytes != fixed.s.entry[SET_LEAF_KEY].file.bytes, "… in memory of their own");
	ok(here.key_found[SET_LEAF] == KEY_FILE_GOOD && here.cert_found[SET_CA] == CERT_FILE_OURS && here.cert_found[SET_LEAF] == CERT_FILE_NONE, "… and understood");
	ok(!exists("here/server.key"), "… and nothing is written yet");
	set_close(&here);
	ok(here.dirfd == -1 && here.entry[SET_LEAF_KEY].file.bytes == NULL && here.der[SET_CA] == NULL, "closing leaves nothing");
	set_close(&here);
	ok(here.dirfd == -1, "… and can be done twice");
}

int main(void)
{
	folder_make();
	begin();
	whole();
	masks();
	certificates();
	cut();
	refused();
	links();
	absolute();
	owners();
	seeds();
	fixed_close();
	folder_remove();
	return done_testing();
}

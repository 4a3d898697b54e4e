/* SPDX-License-Identifier: MIT */
/* install.c - bundles that grow, and this system's trust: by commands that note how they were called, and by the real ones. */
#include "applets/certfetch/install.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include "os/run.h"
#include "tests/unit/applets/capture.h"
#include "tests/unit/applets/certfetch/stored.h"
#include "tests/unit/tap.h"

static const struct say voice = { .who = "certfetch" };

static const char *cat(const char *a, const char *b, const char *c)
{
	static char out[8192];

	snprintf(out, sizeof out, "%s%s%s", a, b, c);
	return out;
}

static bool sh(const char *line)
{
	return run_command(line, 60000, NULL) == 0;
}

static bool is_now(const char *name, const char *a, const char *b, const char *c)
{
	return strcmp(text_of(name), cat(a, b, c)) == 0;
}

/* 0 and this line, or -1 with this in the failure. */
static bool bundled(const char *file, struct view ders, int want, const char *says)
{
	int result;

	err_clear(&e);
	capture_begin();
	result = install_bundle(&voice, file, ders, &e);
	capture_end();
	if (result == want && strstr(want ? e.text : captured.out, says) && !exists(".certfetch.new"))
		return true;
	diag("%d: %s%s", result, captured.out, e.text);
	return false;
}

static void growing(void)
{
	ok(bundled("b", of(CA), 0, "installed  b\n") && is_now("b", pem[CA], "", ""), "a bundle that was not there is made");
	is_int(mode_of("b"), 0644, "… for all to read");
	ok(bundled("b", of(CA), 0, "unchanged  b\n") && is_now("b", pem[CA], "", ""), "what is there already is not added");
	ok(bundled("b", both(NEXT, CA), 0, "installed") && is_now("b", pem[CA], pem[NEXT], ""), "… each certificate by itself");
	put("b", "");
	ok(bundled("b", both(NEXT, CA), 0, "installed") && is_now("b", pem[NEXT], pem[CA], ""), "an empty file gets all");
	written("b", "# LEAF\n", pem[LEAF]);
	ok(chmod("b", 0640) == 0 && bundled("b", of(CA), 0, "installed") && is_now("b", "# LEAF\n", pem[LEAF], pem[CA]), "the words of a bundle stay");
	is_int(mode_of("b"), 0640, "… and its mode");
	ok(truncate("b", (off_t)(strlen(pem[LEAF]) + 6)) == 0 && bundled("b", of(CA), 0, "installed") && is_now("b", "# LEAF\n", pem[LEAF], pem[CA]), "a line end that is missing is put there");
	ok(symlink("b", "link") == 0 && bundled("link", of(NEXT), 0, "installed  link"), "by a link");
	ok(exists("link") && strstr(text_of("b"), pem[NEXT]) && readlink("link", (char[8]){0}, 8) == 1, "… its target grows, and it stays a link");
	ok(mkdir("sub", 0700) == 0 && bundled("sub/new", of(CA), 0, "installed  sub/new") && is_now("sub/new", pem[CA], "", ""), "in another folder");
	if (geteuid() != 0)
		skip("a bundle's owner stays", "needs root");
	else
		ok(chown("b", 12345, 54321) == 0 && bundled("b", of(LEAF), 0, "unchanged") && bundled("sub/new", of(CA), 0, "unchanged") && chown("sub/new", 12345, 54321) == 0
		    && bundled("sub/new", of(NEXT), 0, "installed") && sh("test $(stat -c %u:%g sub/new) = 12345:54321"), "a bundle's owner stays");
}

static bool put_out(const char *file, struct view ders)
{
	err_clear(&e);
	return install_out(file, ders, &e) == 0 && !exists(".certfetch.new");
}

static void whole_files(void)
{
	ok(put_out("o", both(CA, LEAF)) && is_now("o", pem[CA], pem[LEAF], "") && mode_of("o") == 0644, "-o: a file that was not there");
	ok(chmod("o", 0600) == 0 && put_out("o", of(NEXT)) && is_now("o", pem[NEXT], "", "") && mode_of("o") == 0600, "… another in its place, of the same mode");
	put("o", "words");
	ok(put_out("o", of(CA)) && is_now("o", pem[CA], "", ""), "… whatever it held");
	ok(symlink("o", "lo") == 0 && put_out("lo", of(NEXT)) && is_now("o", pem[NEXT], "", "") && readlink("lo", (char[8]){0}, 8) == 1, "… where a link leads");
	ok(mknod("null", S_IFCHR | 0666, makedev(1, 3)) != 0 || (!put_out("null", of(CA)) && strstr(e.text, "not a file")), "… but no device, nor is that replaced");
	ok(!put_out("sub", of(CA)) && e.kind == ERR_FAIL, "nor a folder");
}

static void refused_bundles(void)
{
	FILE *f = fopen("der", "w");

	ok(f && fwrite(der[CA].b, 1, der[CA].len, f) == der[CA].len && fclose(f) == 0 && bundled("der", of(NEXT), -1, "der") && e.kind == ERR_MALFORMED, "a bundle in DER is none");
	put("text", "root:x:0:0\n");
	ok(bundled("text", of(CA), -1, "text") && e.kind == ERR_MALFORMED && strcmp(text_of("text"), "root:x:0:0\n") == 0, "nor is any other text");
	written("torn", pem[CA], "-----BEGIN CERTIFICATE-----\nMAMC\n");
	ok(bundled("torn", of(NEXT), -1, "torn") && e.kind == ERR_MALFORMED && is_now("torn", pem[CA], "-----BEGIN CERTIFICATE-----\nMAMC\n", ""), "a torn one is left alone");
	ok(bundled("sub", of(CA), -1, "sub") && e.kind == ERR_FAIL, "a folder");
	ok(mkfifo("fifo", 0600) == 0 && bundled("fifo", of(CA), -1, "fifo") && e.kind == ERR_FAIL, "a FIFO, without waiting");
	ok(bundled("/dev/null", of(CA), -1, "null") && e.kind == ERR_FAIL, "a device");
	ok(bundled("no/such", of(CA), -1, "no/such") && e.kind == ERR_FAIL, "a folder that is not there");
	ok(symlink("round", "round") == 0 && bundled("round", of(CA), -1, "round"), "a link to itself");
	ok(symlink("made", "to-made") == 0 && bundled("to-made", of(CA), 0, "installed") && is_now("made", pem[CA], "", ""), "a dangling link leads to a new one");
}

/* Eight add one of three, all at once: nobody's is lost. */
static void at_once(void)
{
	int status, bad = 0;

	put("many", "");
	for (int i = 0; i < 8; i++)
		if (fork() == 0)
			_exit(install_bundle(&voice, "many", of(i % 3), &e) == 0 ? 0 : 1);
	for (int i = 0; i < 8; i++)
		bad += wait(&status) < 0 || status != 0;
	is_int(bad, 0, "eight add to one bundle at once");
	ok(strlen(text_of("many")) == strlen(pem[0]) + strlen(pem[1]) + strlen(pem[2]) && bundled("many", both(CA, NEXT), 0, "unchanged") && bundled("many", of(LEAF), 0, "unchanged"),
	    "… and nobody's is lost, nor there twice");
}

/* --- commands that note how they were called -------------------------------------------------------- */

static char root[300];

static bool installed(struct view ders, int want, const char *says)
{
	int result;

	err_clear(&e);
	capture_begin();
	result = install_system(&voice, root, "board.local.crt", ders, &e);
	capture_end();
	if (result == want && strstr(want ? e.text : captured.out, says) && !captured.err[0])
		return true;
	diag("%d: %s%s%s", result, captured.out, captured.err, e.text);
	return false;
}

static void command(const char *name, const char *does)
{
	char text[600];

	snprintf(text, sizeof text, "#!/bin/sh\necho \"$0 $*\" >>'%s/called'\n%s\n", folder_path, does);
	put(name, text);
	chmod(name, 0755);
}

static void by_commands(void)
{
	folder_empty();
	snprintf(root, sizeof root, "%s/R", folder_path);
	ok(sh("mkdir -p R/usr/sbin R/bin") && installed(of(CA), -1, "no CAs of this system"), "a system without any trust");
	ok(sh("mkdir -p R/usr/local/share/ca-certificates R/etc/ssl/certs R/etc/pki/tls/certs") && installed(of(CA), -1, "no CAs of this system"), "… nor what uses it");
	written("R/etc/pki/tls/certs/ca-bundle.crt", pem[NEXT], "");
	ok(installed(of(CA), 0, "R/etc/pki/tls/certs/ca-bundle.crt\n") && is_now("R/etc/pki/tls/certs/ca-bundle.crt", pem[NEXT], pem[CA], ""), "a bundle alone grows");
	ok(installed(of(CA), 0, "unchanged  board.local.crt"), "… once");
	written("R/etc/ssl/certs/ca-certificates.crt", pem[NEXT], "");
	command("R/bin/trust", "cat \"$3\" >got");
	ok(installed(of(CA), 0, "installed  board.local.crt  ") && strstr(text_of("called"), "/R/bin/trust anchor --store /proc/self/fd/"), "p11-kit's trust is called");
	ok(is_now("got", pem[CA], "", ""), "… and can read them");
	command("R/bin/trust", "echo one; echo >&2 'trust: no configured writable location'; exit 3");
	ok(installed(of(CA), -1, "R/bin/trust: trust: no configured writable location: exit 3") && e.kind == ERR_FAIL, "when it fails, the last it said is told");
	command("R/bin/trust", "exit 1");
	ok(installed(of(CA), -1, "R/bin/trust: exit 1"), "… if it said anything");
	unlink("called");
	command("R/usr/sbin/update-ca-certificates", "echo words; cat \"${0%/usr*}\"/usr/local/share/ca-certificates/*.crt >>\"${0%/usr*}/etc/ssl/certs/ca-certificates.crt\"");
	ok(installed(of(CA), 0, "installed  board.local.crt") && is_now("R/usr/local/share/ca-certificates/board.local.crt", pem[CA], "", ""), "before it comes update-ca-certificates");
	ok(!strstr(text_of("called"), "trust") && strstr(text_of("called"), "update-ca-certificates \n"), "… alone");
	unlink("called");
	ok(installed(of(CA), 0, "unchanged  board.local.crt") && !exists("called"), "… once");
	unlink("R/etc/ssl/certs/ca-certificates.crt");
	unlink("R/etc/pki/tls/certs/ca-bundle.crt");
	ok(installed(both(CA, NEXT), 0, "installed  board.local.crt") && is_now("R/usr/local/share/ca-certificates/board.local.crt", pem[CA], "", "")
	    && is_now("R/usr/local/share/ca-certificates/board.local-1.crt", pem[NEXT], "", "") && !exists("R/usr/local/share/ca-certificates/.certfetch.new"), "two are two files");
	command("R/usr/sbin/update-ca-certificates", "exit 0");
	written("R/etc/ssl/certs/ca-certificates.crt", pem[NEXT], "");
	ok(installed(of(CA), 0, "installed"), "a file that is there and did not count yet is no reason to say so");
	ok(installed(of(LEAF), -1, "no CA") && e.kind == ERR_FAIL && installed(both(CA, LEAF), -1, "no CA"), "a leaf is refused");
	ok(sh("rm -r R/usr/local/share/ca-certificates") && installed(of(CA), -1, "R/bin/trust: exit 1"), "without its folder update-ca-certificates is another one");
}

/* --- the real ones, on a system of our own ------------------------------------------------------------- */

/* Does it hold this one? */
static bool lists(const char *bundle, int which)
{
	char line[400];

	written("wanted", pem[which], "");
	snprintf(line, sizeof line, "tr -d '\\n' <%s | grep -qF -e \"$(tr -d '\\n' <wanted)\"", bundle);
	return sh(line);
}

/* Copies over what stands there; the process has mounts of its own and is gone then. */
static int debian(void)
{
	static const char prepare[] = "mkdir m && mount -t tmpfs m m && cp -a /etc/ssl/certs m/certs && mkdir m/none && mount --bind m/certs /etc/ssl/certs && "
	    "mount --bind m/none /etc/ca-certificates && mount -t tmpfs l /usr/local/share && mkdir /usr/local/share/ca-certificates";

	if (unshare(CLONE_NEWNS) != 0 || mount("", "/", "", MS_REC | MS_PRIVATE, NULL) != 0 || access("/usr/sbin/update-ca-certificates", X_OK) != 0)
		return 77;
	if (!sh(prepare))
		return 2;
	if (!installed(of(CA), 0, "installed  board.local.crt  /usr/sbin/update-ca-certificates") || !lists("/etc/ssl/certs/ca-certificates.crt", CA))
		return 3;
	if (!installed(of(CA), 0, "unchanged") || lists("/etc/ssl/certs/ca-certificates.crt", NEXT) || access("/etc/ssl/certs/board.local.pem", R_OK) != 0)
		return 4;
	if (!installed(both(NEXT, CA), 0, "installed") || !lists("/etc/ssl/certs/ca-certificates.crt", NEXT) || !lists("/etc/ssl/certs/ca-certificates.crt", CA))
		return 5;
	return 0;
}

/* Where p11-kit may write, and what Fedora's trust-extract-compat does: Debian has neither. */
static int fedora(void)
{
	static const char prepare[] = "mkdir m && mount -t tmpfs m m && mkdir m/certs m/anchors m/lib && "
	    "sed \"s|^x-init-reserved:.*|x-init-reserved: paths=$PWD/m/anchors|\" /usr/share/p11-kit/modules/p11-kit-trust.module >m/module && "
	    "mount --bind m/module /usr/share/p11-kit/modules/p11-kit-trust.module && mount --bind m/certs /etc/ssl/certs && "
	    "printf '#!/bin/sh\nexec trust extract --overwrite --format=pem-bundle --filter=ca-anchors --purpose=server-auth /etc/ssl/certs/ca-certificates.crt\n' >m/lib/trust-extract-compat && "
	    "chmod 755 m/lib/trust-extract-compat && mount --bind m/lib /usr/libexec/p11-kit && mount -t tmpfs l /usr/local/share";

	if (unshare(CLONE_NEWNS) != 0 || mount("", "/", "", MS_REC | MS_PRIVATE, NULL) != 0 || access("/usr/bin/trust", X_OK) != 0
	    || access("/usr/libexec/p11-kit", X_OK) != 0)
		return 77;
	if (!sh(prepare))
		return 2;
	if (!installed(of(CA), 0, "installed  board.local.crt  /usr/bin/trust") || !lists("/etc/ssl/certs/ca-certificates.crt", CA))
		return 3;
	if (!installed(of(CA), 0, "unchanged") || lists("/etc/ssl/certs/ca-certificates.crt", NEXT))
		return 4;
	if (!installed(both(NEXT, CA), 0, "installed") || !lists("/etc/ssl/certs/ca-certificates.crt", NEXT))
		return 5;
	if (!sh("rm m/lib/*; rm /etc/ssl/certs/*") || !installed(of(CA), -1, "trust-extract-compat"))
		return 6;
	return 0;
}

static void really(int (*system_of)(void), const char *name)
{
	pid_t child;
	int status = 0;

	root[0] = '\0';
	folder_empty();
	child = fork();
	if (child == 0)
		_exit(system_of());
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip(name, "not here, or no mounts of our own");
	else
		is_int(status >> 8, 0, name);
}

int main(void)
{
	folder_make();
	stored_make();
	growing();
	whole_files();
	refused_bundles();
	at_once();
	by_commands();
	really(debian, "update-ca-certificates takes them, and says so once");
	really(fedora, "so does p11-kit's trust");
	stored_free();
	folder_remove();
	return done_testing();
}

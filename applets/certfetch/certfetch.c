/* SPDX-License-Identifier: MIT */
/* certfetch.c - trust once, then verify: options, and what is not a visit. */
#include <string.h>
#include <sys/stat.h>

#include "applets/anchor.h"
#include "applets/begin.h"
#include "applets/bundle.h"
#include "applets/certfetch/identity.h"
#include "applets/certfetch/visit.h"
#include "applets/key_name.h"
#include "applets/operand.h"
#include "applets/release.h"
#include "bearssl-glue/verify.h"
#include "os/clock.h"
#include "os/harden.h"
#include "x509/time.h"

#define TIMEOUT_S 20
#define FILE_NAME 4096

extern const struct applet certfetch_applet;

enum {
	STORE, PIN, CA, STRICT, PEER, PATH, OUT, GET, SHA256, RETRY, TIMEOUT, CERT, KEY, SERVER_NAME, AS, INSTALL, BUNDLE, ROOT, FORGET, LIST, JSON,
	CONFIG, QUIET, VERBOSE, HELP, N_OPTIONS
};

static const struct option options[N_OPTIONS] = {
	[STORE] = { 'd', 0, "store", "DIR", TEXT("the store, a file a server (/etc/certbox/peers)") },
	[PIN] = { 'p', 0, "pin", "FP", TEXT("SHA-256 it must have: of its certificate, key or CA") },
	[CA] = { 0, 0, "ca", "F", TEXT("believe these CAs, of a host that is not stored") },
	[STRICT] = { 0, 0, "strict", NULL, TEXT("no trust on first use: an unknown host is 13") },
	[PEER] = { 0, 0, "peer", NULL, TEXT("take the server's own certificate, not its CA's") },
	[PATH] = { 0, 0, "path", "PATH", TEXT("where it hands out its trust anchor (/trust)") },
	[OUT] = { 'o', 0, "out", "F", TEXT("what was fetched, in F, too (-: standard output)") },
	[GET] = { 'g', ARGS_COMMAND, "get", NULL, TEXT("fetch PATH, whatever it is, from a trusted server") },
	[SHA256] = { 0, 0, "sha256", "HEX", TEXT("--get: it must be this; goes on where it was cut") },
	[RETRY] = { 0, 0, "retry", "N", TEXT("try again so often (0), after 1, 2, 4 ... 10 s") },
	[TIMEOUT] = { 0, 0, "timeout", "S", TEXT("of each wait (20)") },
	[CERT] = { 0, ARGS_HIDDEN, "cert", "F", TEXT_MANUAL("our certificate, shown to a trusted server") },
	[KEY] = { 0, ARGS_HIDDEN, "key", "F", TEXT_MANUAL("its key (x.crt: x.key, x.pem: x-key.pem)") },
	[SERVER_NAME] = { 0, ARGS_HIDDEN, "server-name", "N", TEXT_MANUAL("the name its certificate must have") },
	[AS] = { 0, ARGS_HIDDEN, "as", "NAME", TEXT_MANUAL("the file's name in the store") },
	[INSTALL] = { 0, 0, "install", NULL, TEXT("add the CA to this system's (with --pin or --ca)") },
	[BUNDLE] = { 0, ARGS_HIDDEN, "bundle", "F", TEXT_MANUAL("add it to a file of CAs (with --pin or --ca)") },
	[ROOT] = { 0, ARGS_HIDDEN, "root", "DIR", TEXT_MANUAL("--install there, not in /") },
	[FORGET] = { 0, ARGS_COMMAND, "forget", NULL, TEXT("trust it no longer; its file is set aside") },
	[LIST] = { 0, ARGS_COMMAND, "list", NULL, TEXT("what is trusted") },
	[JSON] = { 0, ARGS_HIDDEN, "json", NULL, TEXT_MANUAL("one object a line") },
	[CONFIG] = { 0, ARGS_COMMAND, "config", "FILE", TEXT("lines 'option [value]'") },
	[QUIET] = { 'q', 0, "quiet", NULL, TEXT("only changes and failures") },
	[VERBOSE] = { 'v', 0, "verbose", NULL, TEXT("all there is to say") },
	[HELP] = { 'h', ARGS_COMMAND, "help", NULL, TEXT("this screen") },
};

static struct visit the;
static struct fingerprint pin, sum;
static struct bundle cas;
static struct san server_name;

/* --- what was asked for ----------------------------------------------------------------------------- */

static int understand_ca(const char *name, struct err *e)
{
	struct file f = { .bytes = NULL };
	int result;

	if (name == NULL)
		return 0;
	if (operand_read(name, &f, e) != 0)
		return -1;
	result = bundle_add(&cas, view_of(f.bytes, f.size), e);
	file_wipe(&f);
	the.judge.ca = view_of(cas.der, cas.len);
	return result == 0 ? 0 : err_prefix(e, name);
}

static int understand_identity(const struct args *a, struct err *e)
{
	static char name[FILE_NAME];
	const char *cert = args_value(a, CERT, NULL), *key = args_value(a, KEY, NULL);

	if (cert == NULL)
		return key == NULL ? 0 : err_set(e, ERR_USAGE, "--key without --cert");
	if (key == NULL && key_name_of(cert, name, sizeof name) != 0)
		return err_set(e, ERR_USAGE, "--cert: name too long");
	the.wish.identity = identity_load(cert, key != NULL ? key : name, e);
	return the.wish.identity != NULL ? 0 : -1;
}

/* The last part of the path names the file, as with wget. */
static const char *name_of(const char *path, struct err *e)
{
	static char name[URL_PATH];
	size_t len = strcspn(path, "?"), from = len;

	while (from > 0 && path[from - 1] != '/')
		from--;
	memcpy(name, path + from, len - from);
	if (len == from)
		err_set(e, ERR_USAGE, "--get %s: no name in it; -o F", path);
	return name;
}

static int understand_target(const struct args *a, struct err *e)
{
	const char *name = args_value(a, SERVER_NAME, NULL), *path = args_value(a, PATH, NULL);
	struct decide_wish *w = &the.judge.wish;
	struct text t;

	if (a->n_operands != 1)
		return err_set(e, ERR_USAGE, "%z operands: one HOST is wanted", a->n_operands);
	if (url_parse(a->operands[0], &the.url, e) != 0)
		return -1;
	text_init(&t, the.where, sizeof the.where);
	url_add_text(&t, &the.url);
	the.judge.rules.name = &the.url.name;
	the.wish.server_name = name;
	if (name != NULL && san_parse(name, &server_name, e) != 0)
		return -1;
	if (name != NULL)
		the.judge.rules.name = &server_name;
	w->plain = the.url.plain;
	the.trust = path != NULL ? path : the.url.path[0] != '\0' && !w->get ? the.url.path : ANCHOR_PATH;
	if (*the.trust != '/')
		return err_set(e, ERR_USAGE, "--path %s: begins with no '/'", the.trust);
	if (!w->get)
		return 0;
	if (w->plain || w->peer || w->install)
		return err_set(e, ERR_USAGE, "--get goes without http://, --peer, --install and --bundle");
	if (the.out == NULL)
		the.out = name_of(the.url.path, e);
	return e->kind == ERR_NONE ? 0 : -1;
}

static int understand(const struct args *a, struct err *e)
{
	struct decide_wish *w = &the.judge.wish;
	const char *fp = args_value(a, PIN, NULL), *sha256 = args_value(a, SHA256, NULL);
	uint32_t timeout = TIMEOUT_S;

	the.say.json = args_on(a, JSON);
	the.out = args_value(a, OUT, NULL);
	the.say.to_stderr = the.out != NULL && strcmp(the.out, "-") == 0;
	the.bundle = args_value(a, BUNDLE, NULL);
	the.install = args_on(a, INSTALL);
	the.root = args_value(a, ROOT, NULL);
	the.judge.rules.verify = verify_bytes;
	the.judge.rules.purpose = EKU_SERVER;
	the.judge.pin = &pin;
	the.wish.fill = channel_fill;
	*w = (struct decide_wish){ .pin = fp != NULL, .ca = args_on(a, CA), .strict = args_on(a, STRICT), .get = args_on(a, GET), .peer = args_on(a, PEER),
		.install = the.install || the.bundle != NULL };
	if (fp != NULL && fingerprint_parse(fp, &pin, e) != 0)
		return err_prefix(e, "--pin");
	if (sha256 != NULL && fingerprint_parse(sha256, &sum, e) != 0)
		return err_prefix(e, "--sha256");
	the.sha256 = sha256 != NULL ? sum.sha256 : NULL;
	if (args_number(a, RETRY, 0, 1000000, &the.patience.left, e) != 0 || args_number(a, TIMEOUT, 1, 3600, &timeout, e) != 0)
		return -1;
	the.wish.timeout_ms = timeout * 1000;
	return understand_target(a, e);
}

/* --- what time it is -------------------------------------------------------------------------------- */

/* Not believed: a floor, of the release and what is stored (SPEC 5). */
static void tell_time(void)
{
	struct path_rules *r = &the.judge.rules;
	struct view rest = the.judge.stored, one;
	struct cert_view c;
	char floor[16];
	struct text t;

	r->now = clock_now();
	if (release_covers(r->now))
		return;
	r->now = release_date;
	r->unsure = true;
	while ((one = judge_next(&rest)).len > 0)
		if (cert_read(one, &c, NULL) == 0 && c.not_before > r->now && release_covers(c.not_before))
			r->now = c.not_before;
	text_init(&t, floor, sizeof floor);
	time_add_date(&t, r->now);
	say_warning(&the.say, "the clock is not believed: whether it is too early is not checked, and what ended before %s has expired", floor);
}

/* --- modes ------------------------------------------------------------------------------------------ */

static int forget(struct err *e)
{
	char aside[PEERS_NAME + 16];

	if (peers_forget(&the.peer, aside, sizeof aside, e) != 0)
		return err_prefix(e, the.where);
	say_change(&the.say, "forgotten", the.peer.name, aside);
	return 0;
}

static int go(const struct args *a, struct err *e)
{
	const char *dir = args_value(a, STORE, PEERS_DIR);
	char name[PEERS_NAME];
	int opened;

	if (args_on(a, LIST) + args_on(a, FORGET) + args_on(a, GET) > 1 || (args_on(a, LIST) && a->n_operands > 0) || *dir == '\0')
		return err_set(e, ERR_USAGE, "one of --list (of no HOST), --forget and --get; and a DIR that is none");
	if (args_on(a, LIST))
		return peers_list(dir, &the.say, e);
	the.as = args_value(a, AS, NULL);
	if (understand(a, e) != 0 || peers_name(&the.url, the.as, name, e) != 0)
		return -1;
	opened = peers_open(&the.peer, dir, name, e);
	/* What cannot be read can be forgotten. */
	if (args_on(a, FORGET) && (opened == 0 || the.peer.dirfd >= 0)) {
		err_clear(e);
		return forget(e);
	}
	if (opened != 0)
		return -1;
	the.judge.stored = the.peer.ders;
	the.judge.wish.stored = !the.peer.there ? STORED_NONE : the.peer.ca ? STORED_CA : STORED_LEAF;
	if (understand_ca(args_value(a, CA, NULL), e) != 0 || understand_identity(a, e) != 0)
		return -1;
	tell_time();
	return visit(&the, e);
}

static int run(int argc, char **argv, struct err *e)
{
	struct given given[N_OPTIONS];
	struct args a = { .given = given, .cap = N_OPTIONS };
	mode_t mask;
	int result;

	mask = umask(077);
	harden_process();
	umask(mask); /* what is fetched is no secret */
	if (applet_begin(&certfetch_applet, argc, argv, &a, &the.say, e) != 0)
		return (int)e->kind;
	the.peer.dirfd = -1;
	result = go(&a, e);
	identity_wipe();
	return result == 0 ? 0 : (int)e->kind;
}

const struct applet certfetch_applet = {
	.name = "certfetch",
	.summary = TEXT("trust a server once, then verify it; fetch by HTTPS"),
	.operands = "HOST[:PORT][/PATH]|URL",
	.more = TEXT("The first visit stores HOST's trust anchor if it issued the certificate shown;\n"
	    "compare it with its console. From then on any change is refused: 11.\n"
	    "  certfetch board.local              (port 8443)\n"
	    "  certfetch --get -o initrd.img https://board.local/initrd.img --pin 3F:9A:...\n"),
	.options = options,
	.n_options = N_OPTIONS,
	.run = run,
};

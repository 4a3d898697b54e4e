/* SPDX-License-Identifier: MIT */
/* certserve.c - hand out the public half: options, listeners, and the two processes. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "applets/begin.h"
#include "applets/certserve/front.h"
#include "applets/certserve/jail.h"
#include "applets/certserve/keeper.h"
#include "applets/certserve/link.h"
#include "applets/certserve/resource.h"
#include "applets/certserve/tell.h"
#include "applets/key_name.h"
#include "os/harden.h"
#include "os/machine.h"
#include "os/notify.h"
#include "os/owner.h"
#include "os/sock.h"

#define GIVEN 96         /* options of command line and config file */
#define NOBODY 65534
#define CONNECTIONS 256  /* --max-conn */
#define SPARE 16         /* descriptors of the front's beside connections and listeners */
#define CLOSED 1024      /* a descriptor a careless parent left open is hardly higher */

extern const struct applet certserve_applet;

enum { DIR, CERT, KEY, CA, LISTEN, HTTP, PUBLISH, PUBLIC, MAX_CONN, USER, CONFIG, QUIET, VERBOSE, HELP, N_OPTIONS };

static const struct option options[N_OPTIONS] = {
	[DIR] = { 'd', 0, "dir", "DIR", TEXT("where certgen keeps the files (/etc/certbox)") },
	[CERT] = { 0, 0, "cert", "F", TEXT("the certificate, in DIR or a path (server.crt)") },
	[KEY] = { 0, 0, "key", "F", TEXT("its key (x.crt: x.key, x.pem: x-key.pem)") },
	[CA] = { 0, 0, "ca", "F", TEXT("the CA's certificate (ca.crt)") },
	[LISTEN] = { 'l', ARGS_LIST, "listen", "ADDR:PORT", TEXT("HTTPS there (:8443: every address); repeats") },
	[HTTP] = { 0, ARGS_LIST, "http", "ADDR:PORT", TEXT("plain HTTP there; repeats") },
	[PUBLISH] = { 0, ARGS_LIST, "publish", "PATH=FILE", TEXT("hand out FILE, too; no private keys; repeats") },
	[PUBLIC] = { 0, 0, "public", NULL, TEXT("answer public addresses, too") },
	[MAX_CONN] = { 0, 0, "max-conn", "N", TEXT("connections at a time (256)") },
	[USER] = { 0, 0, "user", "U[:G]", TEXT("who the network's process is, for root (65534)") },
	[CONFIG] = { 0, ARGS_COMMAND, "config", "FILE", TEXT("lines 'option [value]'") },
	[QUIET] = { 'q', 0, "quiet", NULL, TEXT("no line for a request") },
	[VERBOSE] = { 'v', 0, "verbose", NULL, TEXT("all there is to say") },
	[HELP] = { 'h', ARGS_COMMAND, "help", NULL, TEXT("this screen") },
};

static struct keeper keeper;
static struct front front;
static char key_name[KEEPER_PATH];

/* --- what was asked for ----------------------------------------------------------------------------- */

/* "." and ".." as a part of it, or an empty one: no browser would ask for it. */
static bool is_odd(const char *path, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		size_t n = strcspn(path + i + 1, "/=");

		if (path[i] == '/' && (n == 0 || (n <= 2 && strspn(path + i + 1, ".") >= n)))
			return true;
		if (path[i] <= ' ' || path[i] > '~' || strchr("?#%\\\"", path[i]) != NULL)
			return true;
	}
	return false;
}

static int understand_file(const char *value, struct err *e)
{
	char *file = strchr(value, '='); // an argument of main's, or of a config file's text: both are ours to cut

	if (file == NULL || *value != '/' || file[1] == '\0' || is_odd(value, (size_t)(file - value)))
		return err_set(e, ERR_USAGE, "--publish %s: not /PATH=FILE", value);
	if (keeper.n_files == OFFER_FILES)
		return err_set(e, ERR_USAGE, "--publish: at most %d files", OFFER_FILES);
	*file = '\0';
	for (size_t i = 0; i < keeper.n_files; i++)
		if (strcmp(keeper.files[i].path, value) == 0)
			return err_set(e, ERR_USAGE, "--publish %s: given twice", value);
	if (resource_own(value, strlen(value)) != RESOURCES)
		return err_set(e, ERR_USAGE, "--publish %s: certserve's own", value);
	keeper.files[keeper.n_files++] = (struct keeper_file){ value, file + 1 };
	return 0;
}

static int understand_user(const char *text, struct err *e)
{
	struct owner o = { .uid = NOBODY, .gid = NOBODY };

	front.uid = front.gid = (uid_t)-1;
	if (text == NULL && geteuid() != 0)
		return 0;
	if (text != NULL && owner_parse(text, NULL, &o, e) < 0)
		return err_prefix(e, "--user");
	if (o.unknown)
		return err_set(e, ERR_FAIL, "--user: no %s here", o.missing);
	front.uid = o.uid != (uid_t)-1 ? o.uid : NOBODY;
	front.gid = o.gid != (gid_t)-1 ? o.gid : NOBODY;
	if (front.uid == 0 || front.gid == 0)
		return err_set(e, ERR_USAGE, "--user: strangers are not served as root");
	return 0;
}

static int understand(const struct args *a, struct err *e)
{
	uint32_t max_conn = CONNECTIONS;
	const char *s;

	keeper.dir = args_value(a, DIR, "/etc/certbox");
	keeper.cert = args_value(a, CERT, "server.crt");
	keeper.key = args_value(a, KEY, NULL);
	keeper.ca = args_value(a, CA, "ca.crt");
	if (keeper.key == NULL) {
		keeper.key = key_name;
		if (key_name_of(keeper.cert, key_name, sizeof key_name) < 0)
			return err_set(e, ERR_USAGE, "--cert: name too long");
	}
	for (size_t i = 0; (s = args_each(a, PUBLISH, &i)) != NULL;)
		if (understand_file(s, e) < 0)
			return -1;
	if (args_number(a, MAX_CONN, 1, LOOP_CONNECTIONS, &max_conn, e) < 0)
		return -1;
	front.max_conn = (uint16_t)max_conn;
	front.everybody = args_on(a, PUBLIC);
	front.log = !args_on(a, QUIET);
	return understand_user(args_value(a, USER, NULL), e);
}

/* --- sockets ---------------------------------------------------------------------------------------- */

static int add_listener(int fd, bool plain, struct err *e)
{
	union sock_address a = { .any.sa_family = AF_UNSPEC };
	struct front_listener *l = &front.listeners[front.n_listeners];

	if (front.n_listeners == LOOP_LISTENERS)
		return err_set(e, ERR_USAGE, "more than %d addresses", LOOP_LISTENERS);
	if (getsockname(fd, &a.any, &(socklen_t){ sizeof a }) < 0)
		return err_errno(e, errno, "a listener");
	*l = (struct front_listener){ fd, ntohs(a.v4.sin_port), plain };
	if (!plain && keeper.port == 0)
		keeper.port = l->port;
	front.n_listeners++;
	return 0;
}

static int listen_at(const char *text, bool plain, struct err *e)
{
	int fds[2], n = sock_listen(text, fds, e);

	for (int i = 0; i < n; i++)
		if (add_listener(fds[i], plain, e) < 0)
			return -1;
	return n < 0 ? -1 : 0;
}

static int listen_all(const struct args *a, struct err *e)
{
	struct sock_inherited given[SOCK_INHERIT_MAX];
	int n = sock_inherit(given, e);
	const char *s;

	if (n < 0)
		return -1;
	for (int i = 0; i < n; i++)
		if (add_listener(given[i].fd, strcmp(given[i].name, "http") == 0, e) < 0)
			return -1;
	for (size_t i = 0; (s = args_each(a, LISTEN, &i)) != NULL;)
		if (listen_at(s, false, e) < 0)
			return -1;
	for (size_t i = 0; (s = args_each(a, HTTP, &i)) != NULL;)
		if (listen_at(s, true, e) < 0)
			return -1;
	/* --http alone does not take HTTPS away; what a service manager hands over is all there is */
	return n > 0 || args_on(a, LISTEN) ? 0 : listen_at(":8443", false, e);
}

/* Room for all connections, as far as we may. */
static void fit(void)
{
	struct rlimit limit = { 0, 0 }, more;
	rlim_t wanted = (rlim_t)front.max_conn + front.n_listeners + SPARE;

	if (prlimit(0, RLIMIT_NOFILE, NULL, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	more = (struct rlimit){ wanted, wanted > limit.rlim_max ? wanted : limit.rlim_max };
	if (prlimit(0, RLIMIT_NOFILE, &more, NULL) == 0)
		return;
	more = (struct rlimit){ limit.rlim_max, limit.rlim_max };
	if (prlimit(0, RLIMIT_NOFILE, &more, NULL) == 0)
		limit = more;
	if (limit.rlim_cur >= wanted)
		return;
	wanted = limit.rlim_cur > (rlim_t)front.n_listeners + SPARE ? limit.rlim_cur - front.n_listeners - SPARE : 1;
	front.max_conn = (uint16_t)wanted;
	say_warning(&keeper.say, "--max-conn: %u fit, by the limit of open files", (unsigned)wanted);
}

/* --- the two processes ------------------------------------------------------------------------------ */

static bool is_own(int fd)
{
	bool own = fd == front.link;

	for (int i = 0; i < front.n_listeners; i++)
		own = own || fd == front.listeners[i].fd;
	return own;
}

/* Nothing but the network and the link. */
static void leave_behind(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; null >= 0 && fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	for (int fd = STDERR_FILENO + 1; fd < CLOSED; fd++)
		if (!is_own(fd))
			close(fd);
	(void)syscall(SYS_close_range, CLOSED, ~0U, 0);
}

static _Noreturn void be_front(void)
{
	static struct link_message last = { .kind = LINK_FAILED };
	struct err e = { .kind = ERR_NONE };

	leave_behind();
	if (offers_lock(front.offers) == 0 && front_run(&front, &e) == 0)
		_exit(0);
	err_set(&e, ERR_FAIL, "no memory for the front");
	last.algorithm = (uint8_t)e.kind;
	last.len = (uint16_t)(strlen(e.text) < LINK_BYTES ? strlen(e.text) : LINK_BYTES);
	memcpy(last.bytes, e.text, last.len);
	link_send(front.link, &last, 1);
	_exit((int)e.kind);
}

/* Signals are the keeper's: they stay blocked in the front, which a terminal or a service manager may send them, too. */
static int open_signals(void)
{
	static const uint8_t all[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof all; i++)
		sigaddset(&set, all[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int part(struct err *e)
{
	int ends[2];

	keeper.signals = open_signals();
	keeper.offers = front.offers = offers_map();
	if (keeper.signals < 0 || keeper.offers == NULL || link_open(ends) < 0 || say_finish(e) < 0)
		return err_errno(e, errno, "cannot begin");
	keeper.link = ends[0];
	front.link = ends[1];
	keeper.front = _Fork(); /* one thread and no atfork handlers: fork without their locks */
	if (keeper.front == 0)
		be_front();
	if (keeper.front < 0)
		return err_errno(e, errno, "cannot fork");
	close(front.link);
	for (int i = 0; i < front.n_listeners; i++)
		close(front.listeners[i].fd);
	return 0;
}

static int serve(const struct args *a, struct err *e)
{
	static char host[256];

	keeper.notify = notify_open();
	if (listen_all(a, e) < 0)
		return (int)e->kind;
	machine_hostname(host, sizeof host);
	front.host = *host != '\0' ? host : "localhost";
	fit();
	if (part(e) < 0)
		return (int)e->kind;
	jail_reader();
	if (keeper_load(&keeper, e) < 0 || keeper_run(&keeper, e) < 0)
		return (int)e->kind;
	return 0;
}

static int run(int argc, char **argv, struct err *e)
{
	struct given given[GIVEN];
	struct args a = { .given = given, .cap = GIVEN };

	harden_process();
	if (applet_begin(&certserve_applet, argc, argv, &a, &keeper.say, e) != 0)
		return (int)e->kind;
	if (a.n_operands > 0)
		return err_set(e, ERR_USAGE, "'%s': no operands", a.operands[0]), ERR_USAGE;
	if (understand(&a, e) != 0)
		return (int)e->kind;
	return serve(&a, e);
}

const struct applet certserve_applet = {
	.name = "certserve",
	.summary = TEXT("hand out the trust anchor and its page, by HTTPS and HTTP"),
	.operands = "",
	.more = TEXT("Serves what certgen made: https://HOST:8443/ is a page for people, /ca.crt for\n"
	    "programs. Only private, loopback and link-local addresses get an answer.\n"
	    "New files need no restart. SIGTERM ends it when open requests are answered.\n"
	    "  certserve                             what is in /etc/certbox\n"
	    "  certserve -l 192.168.7.20:443 --http :80\n"
	    "  certserve --publish /system/ca-cert=/etc/certbox/ca.crt\n"
	    "  curl --cacert ca.crt https://board.local:8443/healthz\n"),
	.options = options,
	.n_options = N_OPTIONS,
	.run = run,
};

/* SPDX-License-Identifier: MIT */
/* jail.c - attacks from inside: without the jail each succeeds, in it none does, and the front's own calls still do. */
#include "applets/certserve/jail.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#define NOBODY 65534

static bool am_root;
static pid_t parent;          /* known before: to ask for it is an attack of its own */
static int file = -1;         /* a regular one, open for writing */
static char folder[40];       /* a name for one */
static int listener = -1, pair[2];
static struct sockaddr_in address = { .sin_family = AF_INET };
static struct err e;

/* Not _exit: AddressSanitizer makes a system call of its own before it, which the jail would kill us for. */
static void leave(int code)
{
	syscall(SYS_exit_group, code);
}

/* --- attacks: 0 or more when they succeed ------------------------------------------------------------- */

static int do_open(void) { return open("/proc/self/status", O_RDONLY); }
static int do_list(void) { return open("/", O_RDONLY | O_DIRECTORY); }
static int do_socket(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static int do_execve(void) { return execve("/bin/true", (char *[]){ (char[]){ "true" }, NULL }, (char *[]){ NULL }); }
static int do_ptrace(void) { return (int)ptrace(PTRACE_SEIZE, parent, NULL, NULL); }
static int do_kill(void) { return kill(parent, 0); }
static int do_write(void) { return pwrite(file, "x", 1, 0) == 1 ? 0 : -1; }
static int do_mkdir(void) { return mkdir(folder, 0700) == 0 ? rmdir(folder) : -1; }
static int do_chroot(void) { return chroot("/"); }
static int do_setuid(void) { return (int)syscall(SYS_setuid, 0); }
static int do_socketpair(void) { return socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){ 0 }); }
static int do_mmap(void) { return mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0; }
static int do_unshare(void) { return unshare(CLONE_FS); }

static int do_nothing(void) { return 0; }

static int do_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		leave(0);
	return child > 0 ? 0 : -1;
}

static int do_fast_open(void)
{
	send(pair[0], "x", 1, 0x20000000 /* MSG_FASTOPEN */);
	return 0;
}

enum { FILES = 1, OTHERS = 2, ROOTS = 4 };

/* layers: who refuses it even without the filter; FILES root and Landlock, OTHERS limits and user. */
static const struct attack {
	const char *name;
	int (*run)(void);
	unsigned layers;
} attacks[] = {
	{ "open a file", do_open, FILES },         { "list the root", do_list, 0 },
	{ "make a socket", do_socket, 0 },         { "execve", do_execve, FILES },
	{ "ptrace its parent", do_ptrace, OTHERS }, { "fork", do_fork, OTHERS },
	{ "signal its parent", do_kill, OTHERS },  { "write to a file that is open", do_write, OTHERS },
	{ "make a folder", do_mkdir, FILES },      { "chroot", do_chroot, OTHERS | ROOTS },
	{ "become root", do_setuid, OTHERS | ROOTS }, { "make a pair of sockets", do_socketpair, 0 },
	{ "map memory to run", do_mmap, 0 },       { "unshare", do_unshare, 0 },
	{ "connect by sending", do_fast_open, 0 },
};

#define ATTACKS (sizeof attacks / sizeof *attacks)

/* --- jails -------------------------------------------------------------------------------------------- */

static bool none(void)
{
	return true;
}

static bool whole(void)
{
	unsigned missing;
	uid_t who = am_root ? NOBODY : (uid_t)-1;

	return jail_enter(who, who, &missing, &e) == 0 && (missing & JAIL_CALLS) == 0;
}

static bool only_calls(void)
{
	jail_privileges();
	return jail_calls() == 0;
}

static bool only_landlock(void)
{
	jail_privileges();
	return jail_landlock() == 0;
}

static bool only_root(void)
{
	return jail_root() == 0;
}

static bool only_user(void)
{
	signal(SIGXFSZ, SIG_IGN);
	jail_limits();
	if (jail_user(NOBODY, NOBODY) < 0)
		return false;
	jail_privileges();
	return true;
}

enum end { SUCCEEDS, REFUSED, FATAL, NO_JAIL };

static enum end end_of(pid_t child)
{
	int status = 0;

	waitpid(child, &status, 0);
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? FATAL : NO_JAIL;
	return WEXITSTATUS(status) > NO_JAIL ? NO_JAIL : (enum end)WEXITSTATUS(status);
}

static enum end attempt(bool (*jail)(void), int (*attack)(void))
{
	pid_t child = fork();

	if (child == 0) {
		if (!jail())
			leave(NO_JAIL);
		leave(attack() >= 0 ? SUCCEEDS : REFUSED);
	}
	return end_of(child);
}

static void named(const char *start, const char *what, bool held)
{
	char name[120];

	snprintf(name, sizeof name, "%s %s", start, what);
	ok(held, name);
}

/* Attacks that these layers refuse are; without a jail they succeed. */
static void layer(const char *start, bool (*jail)(void), unsigned layers, enum end want)
{
	for (const struct attack *a = attacks; a < attacks + ATTACKS; a++) {
		if (layers != 0 && !(a->layers & layers))
			continue;
		if (attempt(none, a->run) != SUCCEEDS) /* CI's own jail */
			skip(a->name, "refused here without a jail, too");
		else
			named(start, a->name, attempt(jail, a->run) == want);
	}
}

static void controls(void)
{
	for (const struct attack *a = attacks; a < attacks + ATTACKS; a++)
		if ((a->layers & ROOTS) && !am_root)
			skip(a->name, "not root");
		else if (a->run == do_ptrace && getenv("EMULATED") != NULL)
			skip(a->name, "qemu has none");
		else
			named("control: without the jail it can", a->name, attempt(none, a->run) == SUCCEEDS);
}

static bool has_filter(void)
{
	return attempt(only_calls, do_fast_open) != NO_JAIL;
}

/* --- what must still work ----------------------------------------------------------------------------- */

/* 0, or what went wrong. */
static int front(void)
{
	struct pollfd p = { .fd = listener, .events = POLLIN };
	struct timespec now;
	char c = 'x';
	struct iovec v = { &c, 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };
	int fd;

	if (poll(&p, 1, 1000) != 1 || (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) < 0)
		return 10;
	if (write(pair[0], "a", 1) != 1 || read(pair[1], &c, 1) != 1 || send(pair[0], "b", 1, MSG_NOSIGNAL) != 1 ||
	    recv(pair[1], &c, 1, 0) != 1 || sendmsg(pair[0], &m, MSG_NOSIGNAL) != 1 || recvmsg(pair[1], &m, 0) != 1)
		return 11;
	if (syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) < 0 || clock_gettime(CLOCK_REALTIME, &now) < 0)
		return 12;
	if (shutdown(fd, SHUT_RDWR) < 0 || close(fd) < 0)
		return 13;
	return 0;
}

static void works(void)
{
	pid_t child;
	int status = 0, fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
		diag("cannot connect");
	child = fork();
	if (child == 0) {
		leave(whole() ? front() : 9);
	}
	waitpid(child, &status, 0);
	is_int(status, 0, "what the front lives by works in the jail");
	close(fd);
}

/* --- kernels that lack something ---------------------------------------------------------------------- */

/* The call with this first argument fails from now on: a kernel without it. */
static void lack(uint32_t call, uint32_t first, uint32_t number)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, first, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | number),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof code / sizeof *code, code };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* The bits of what is missing, in a child that lacks the call; 255 when there is no jail. */
static int missing_without(uint32_t call, uint32_t first, uint32_t number)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		unsigned missing;
		uid_t who = am_root ? NOBODY : (uid_t)-1;

		lack(call, first, number);
		leave(jail_enter(who, who, &missing, &e) < 0 ? 255 : (int)missing);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 254;
}

static void lacking(void)
{
	char room[160];
	struct text t;

	is_int(missing_without(SYS_prctl, PR_SET_SECCOMP, EINVAL) & (JAIL_CALLS | 128), JAIL_CALLS, "a kernel without filters is told of");
	is_int(missing_without(SYS_landlock_create_ruleset, 0, ENOSYS) & (JAIL_LANDLOCK | JAIL_CALLS | 128), JAIL_LANDLOCK,
	    "so is one without Landlock; the rest holds");
	if (am_root)
		is_int(missing_without(SYS_chroot, 0, EPERM) & JAIL_USER, 0, "root gets another user");
	text_init(&t, room, sizeof room);
	jail_missing(&t, JAIL_LANDLOCK);
	is_str(room, "", "one of two that do the same is enough");
	jail_missing(&t, JAIL_USER | JAIL_ROOT | JAIL_LANDLOCK | JAIL_CALLS);
	is_str(room, "no user of its own, neither an empty root nor Landlock, no system call filter", "what is missing is one line");
}

/* --- refused ------------------------------------------------------------------------------------------ */

static void refused(void)
{
	unsigned missing;

	ok(jail_enter(0, NOBODY, &missing, &e) == -1 && e.kind == ERR_USAGE, "root is no user for it");
	err_clear(&e);
	ok(jail_enter(NOBODY, 0, &missing, &e) == -1 && e.kind == ERR_USAGE, "nor is root's group a group");
	err_clear(&e);
	if (am_root)
		ok(jail_enter((uid_t)-1, (gid_t)-1, &missing, &e) == -1 && e.kind == ERR_USAGE, "root may not stay root");
	else
		skip("root may not stay root", "not root");
}

/* Bit by bit what a child that became another user still has. */
static void stripped(void)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		gid_t groups[4] = { 0, 1, 2, 3 };
		int bad = setgroups(4, groups) < 0 || !only_user();

		bad |= getuid() == NOBODY && geteuid() == NOBODY && getgid() == NOBODY && getegid() == NOBODY ? 0 : 2;
		bad |= getgroups(4, groups) == 0 ? 0 : 4;
		bad |= prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 8;
		for (unsigned long c = 0; prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; c++)
			bad |= prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 0 ? 0 : 16;
		leave(bad);
	}
	waitpid(child, &status, 0);
	is_int(WEXITSTATUS(status), 0, "no group, no capability, no new privilege, not dumpable");
}

int main(void)
{
	char name[] = "/tmp/certbox-unit.XXXXXX";
	socklen_t len = sizeof address;

	am_root = geteuid() == 0;
	parent = getpid();
	snprintf(folder, sizeof folder, "/tmp/certbox-unit-%d", (int)parent);
	file = mkstemp(name);
	unlink(name);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (file < 0 || listener < 0 || bind(listener, (struct sockaddr *)&address, len) < 0 || listen(listener, 4) < 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &len) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	refused();
	controls();
	if (has_filter()) {
		ok(attempt(whole, do_nothing) == SUCCEEDS && attempt(only_calls, do_nothing) == SUCCEEDS, "control: who tries nothing lives on");
		layer("in the jail it dies when it tries to", whole, 0, FATAL);
		layer("the filter alone: it dies when it tries to", only_calls, 0, FATAL);
		works();
		lacking();
	} else {
		skip("the filter", "this kernel has none");
	}
	if (attempt(only_landlock, do_socket) != NO_JAIL)
		layer("Landlock alone: it cannot", only_landlock, FILES, REFUSED);
	else
		skip("Landlock alone", "this kernel has none");
	if (am_root) {
		layer("an empty root alone: it cannot", only_root, FILES, REFUSED);
		layer("another user and limits alone: it cannot", only_user, OTHERS, REFUSED);
		stripped();
	} else {
		skip("an empty root, another user", "not root");
	}
	return done_testing();
}

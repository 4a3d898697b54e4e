/* SPDX-License-Identifier: MIT */
/* jail.c - what the front may still do once it talks to strangers. */
#include "applets/certserve/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applets/certserve/machine.h"

/* --- limits, root, user, privileges ------------------------------------------------------------------ */

void jail_limits(void)
{
	static const struct rlimit none = { 0, 0 };

	prlimit(0, RLIMIT_NPROC, &none, NULL);
	prlimit(0, RLIMIT_FSIZE, &none, NULL);
	prlimit(0, RLIMIT_CORE, &none, NULL);
	/* until the kernel knows no such capability, or lets us not */
	for (unsigned long c = 0; prctl(PR_CAPBSET_DROP, c, 0, 0, 0) == 0; c++)
		;
}

static int enter_nameless(const char *name)
{
	int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), bad;

	bad = rmdir(name) < 0 || fd < 0 || fchdir(fd) < 0 || chroot(".") < 0;
	if (fd >= 0)
		close(fd);
	return bad ? -1 : 0;
}

int jail_root(void)
{
	static const char *const places[] = { "/run", "/dev/shm", "/tmp", "" };

	for (size_t i = 0; i < sizeof places / sizeof *places && geteuid() == 0; i++) {
		char name[32];
		unsigned chance = 0; // and where there is none yet, 0 will do: mkdir takes no name that is taken
		struct text t;

		(void)getrandom(&chance, sizeof chance, GRND_NONBLOCK);
		text_init(&t, name, sizeof name);
		text_format(&t, "%s/.certbox-%u", places[i], chance);
		if (mkdir(name, S_IRWXU) == 0)
			return enter_nameless(name);
	}
	return -1;
}

int jail_user(uid_t uid, gid_t gid)
{
	/* not libc's: those tell other threads, and there are none */
	if (syscall(MACHINE_SETGROUPS, 0, NULL) < 0 || syscall(MACHINE_SETRESGID, gid, gid, gid) < 0 ||
	    syscall(MACHINE_SETRESUID, uid, uid, uid) < 0)
		return -1;
	if (syscall(MACHINE_SETRESUID, 0, 0, 0) < 0)
		return 0;
	errno = EPERM; /* there is a way back */
	return -1;
}

/* Of those there are, these of the first 32 stay. */
static void keep_privileges(uint32_t some)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3, .pid = 0 };
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

	memset(sets, 0, sizeof sets);
	if (some != 0 && syscall(SYS_capget, &head, sets) == 0) {
		some &= sets[0].permitted;
		memset(sets, 0, sizeof sets);
		sets[0].permitted = sets[0].effective = some;
	}
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	syscall(SYS_capset, &head, sets);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

void jail_privileges(void)
{
	keep_privileges(0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* a change of user has set it anew */
}

/* --- Landlock ----------------------------------------------------------------------------------------- */

/* linux/landlock.h of 6.12; older headers know less, and older kernels take what they do not know as long as it is zero. */
#define LANDLOCK_VERSION 1u   /* LANDLOCK_CREATE_RULESET_VERSION */
#define LANDLOCK_BENEATH 1    /* LANDLOCK_RULE_PATH_BENEATH */
#define LANDLOCK_READ 12u     /* LANDLOCK_ACCESS_FS_READ_FILE, READ_DIR */
#define LANDLOCK_BIND_CONNECT 3u
#define LANDLOCK_SCOPES 3u    /* abstract Unix sockets, signals */

struct landlock_attr {
	uint64_t files, net, scoped;
};

/* All is denied, but these kinds of access to files (LANDLOCK_ACCESS_FS_) anywhere. */
static int landlock(uint64_t may)
{
	static const uint16_t files[] = { 0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF }; /* by ABI, from 1 on */
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION);
	struct landlock_attr deny = { 0, 0, 0 };
	int fd, bad = 0;

	if (abi < 1)
		return -1;
	deny.files = files[abi > 5 ? 4 : abi - 1];
	deny.net = abi >= 4 ? LANDLOCK_BIND_CONNECT : 0;
	deny.scoped = abi >= 6 && may == 0 ? LANDLOCK_SCOPES : 0; /* else the front could not be ended */
	fd = (int)syscall(SYS_landlock_create_ruleset, &deny, sizeof deny, 0);
	if (fd < 0)
		return -1;
	if (may != 0) {
		struct landlock_rule { uint64_t may; int32_t folder; } __attribute__((packed)) rule = { may, open("/", O_PATH | O_CLOEXEC) };

		bad = syscall(SYS_landlock_add_rule, fd, LANDLOCK_BENEATH, &rule, 0) < 0;
		close(rule.folder);
	}
	bad = bad || syscall(SYS_landlock_restrict_self, fd, 0) < 0;
	close(fd);
	return bad ? -1 : 0;
}

int jail_landlock(void)
{
	return landlock(0);
}

void jail_reader(void)
{
	keep_privileges(1U << CAP_DAC_READ_SEARCH | 1U << CAP_KILL);
	(void)landlock(LANDLOCK_READ);
}

/* --- system calls ------------------------------------------------------------------------------------- */

/* argument, mask: bits that must not be set in it; 0: any. */
static const struct allowed {
	uint16_t number;
	uint8_t argument;
	uint32_t mask;
} allowed[] = {
	/* often used ones first */
	{ SYS_read, 0, 0 },
	{ SYS_write, 0, 0 },
	{ MACHINE_POLL, 0, 0 },
	{ SYS_recvmsg, 0, 0 },
	{ SYS_sendmsg, 2, MSG_FASTOPEN },
	{ SYS_recvfrom, 0, 0 },
	{ SYS_sendto, 3, MSG_FASTOPEN },
	{ SYS_accept4, 0, 0 },
	{ SYS_close, 0, 0 },
	{ SYS_shutdown, 0, 0 },
	{ MACHINE_CLOCK, 0, 0 },
	{ MACHINE_CLOCK32, 0, 0 },
	{ SYS_ppoll, 0, 0 },
	{ MACHINE_PPOLL_TIME64, 0, 0 },
	{ SYS_rt_sigreturn, 0, 0 },
	{ MACHINE_SIGRETURN, 0, 0 },
	{ SYS_restart_syscall, 0, 0 },
	{ SYS_exit, 0, 0 },
	{ SYS_exit_group, 0, 0 },
};

#define ALLOWED (sizeof allowed / sizeof *allowed)
#define LOAD(at) (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(at))
#define RETURN(what) (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, (what))
/* Go on `yes` instructions further when it holds, else `no`. */
#define IF(test, value, yes, no) (struct sock_filter)BPF_JUMP(BPF_JMP | (test) | BPF_K, (value), (yes), (no))

int jail_calls(void)
{
	struct sock_filter code[5 * ALLOWED + 5];
	struct sock_fprog program = { .len = 0, .filter = code };
	unsigned short n = 0;

	code[n++] = LOAD(offsetof(struct seccomp_data, arch));
	code[n++] = IF(BPF_JEQ, MACHINE_AUDIT, 1, 0); /* numbers of another kind of program mean other calls */
	code[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
	code[n++] = LOAD(offsetof(struct seccomp_data, nr));
	for (const struct allowed *a = allowed; a < allowed + ALLOWED; a++) {
		code[n++] = IF(BPF_JEQ, a->number, 0, a->mask != 0 ? 4 : 1);
		if (a->mask != 0) {
			code[n++] = LOAD(offsetof(struct seccomp_data, args) + sizeof(uint64_t) * a->argument); /* its low half: all are little-endian */
			code[n++] = IF(BPF_JSET, a->mask, 0, 1);
			code[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
		}
		code[n++] = RETURN(SECCOMP_RET_ALLOW);
	}
	code[n++] = RETURN(SECCOMP_RET_KILL_PROCESS);
	program.len = n;
	return MACHINE_AUDIT == 0 ? -1 : prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* --- all of it ---------------------------------------------------------------------------------------- */

int jail_enter(uid_t uid, gid_t gid, unsigned *missing, struct err *e)
{
	bool root = geteuid() == 0, stay = uid == (uid_t)-1 || uid == geteuid();

	*missing = 0;
	if (uid == 0 || gid == 0 || (root && (stay || gid == (gid_t)-1)))
		return err_set(e, ERR_USAGE, "strangers are not served as root");
	jail_limits();
	if (jail_root() < 0)
		*missing |= JAIL_ROOT;
	if (stay)
		*missing |= JAIL_USER;
	else if (jail_user(uid, gid) < 0)
		return err_errno(e, errno, "cannot become user %u, group %u", uid, gid);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); /* a change of user has cleared it */
	jail_privileges();
	if (jail_landlock() < 0)
		*missing |= JAIL_LANDLOCK;
	if (jail_calls() < 0)
		*missing |= JAIL_CALLS;
	return 0;
}

void jail_missing(struct text *t, unsigned missing)
{
	static const struct {
		unsigned layers;
		const char *words;
	} all[] = {
		{ JAIL_USER, "no user of its own" },
		{ JAIL_ROOT | JAIL_LANDLOCK, "neither an empty root nor Landlock" },
		{ JAIL_CALLS, "no system call filter" },
	};
	const char *before = "";

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if ((missing & all[i].layers) == all[i].layers) {
			text_add(t, before);
			text_add(t, all[i].words);
			before = ", ";
		}
}

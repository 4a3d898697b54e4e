/* SPDX-License-Identifier: MIT */
/* syscalls.c - the box's system calls, under other names, beside the host's. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#if defined(__x86_64__)
#define SYSCALLS_PREFIX our_
#define SYSCALLS_RETURN our_return
#define OURS(name) extern __typeof__(name) our_##name;
OURS(open) OURS(read) OURS(write) OURS(poll) OURS(stat) OURS(fstat) OURS(fcntl) OURS(ioctl) OURS(fsync) OURS(fchmod) OURS(fchown) OURS(fchdir)
OURS(flock) OURS(dup2) OURS(mkdir) OURS(rmdir) OURS(link) OURS(symlink) OURS(readlink) OURS(fstatfs) OURS(umask) OURS(chroot) OURS(mmap) OURS(mprotect)
OURS(madvise) OURS(mlock) OURS(munlock) OURS(prctl) OURS(execve) OURS(send) OURS(syscall) OURS(recv) OURS(waitpid)
OURS(sigprocmask) OURS(signalfd) OURS(_Fork) OURS(fstatat) OURS(prlimit) OURS(openat) OURS(mkdirat) OURS(unlinkat) OURS(linkat) OURS(symlinkat)
OURS(readlinkat) OURS(pipe2) OURS(getrandom) OURS(socket) OURS(socketpair) OURS(listen) OURS(shutdown)
OURS(getsockopt) OURS(setsockopt) OURS(kill) OURS(setpgid) OURS(getpid) OURS(getppid) OURS(geteuid) OURS(uname) OURS(adjtimex)
OURS(nanosleep) OURS(setitimer) OURS(sched_getaffinity) OURS(memset) OURS(lseek) OURS(ftruncate) OURS(access) OURS(faccessat)
OURS(memfd_create) OURS(sigaction)
/* The host's headers have a union for addresses. */
ssize_t our_sendto(int fd, const void *p, size_t len, int flags, const struct sockaddr *to, socklen_t n);
ssize_t our_recvfrom(int fd, void *p, size_t cap, int flags, struct sockaddr *from, socklen_t *n);
int our_bind(int fd, const struct sockaddr *a, socklen_t len);
int our_connect(int fd, const struct sockaddr *a, socklen_t len);
int our_getsockname(int fd, struct sockaddr *a, socklen_t *len);
int our_accept4(int fd, struct sockaddr *a, socklen_t *len, int flags);
long our_return(unsigned long result);

/* As musl's __syscall_ret. */
long our_return(unsigned long result)
{
	if (result <= -4096UL)
		return (long)result;
	errno = (int)-result;
	return -1;
}

#define sigaction(...) our_sigaction(__VA_ARGS__)
#include "os/syscalls.c"
#undef sigaction

static char folder[] = "/tmp/syscalls.XXXXXX";

static void files(void)
{
	struct stat a = { 0 }, b = { 0 };
	char text[16] = "";
	int fd, at;

	ok(our_mkdir("d", 0711) == 0 && stat("d", &a) == 0 && (a.st_mode & 07777) == 0711 && our_rmdir("d") == 0 && stat("d", &a) < 0, "a folder comes and goes");
	fd = our_open("f", O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	ok(fd >= 0 && our_write(fd, "abc", 3) == 3 && our_fsync(fd) == 0 && lseek(fd, 0, SEEK_SET) == 0 && our_read(fd, text, sizeof text) == 3 &&
	    strcmp(text, "abc") == 0, "what was written is read");
	ok(our_fstat(fd, &a) == 0 && fstat(fd, &b) == 0 && memcmp(&a, &b, sizeof a) == 0 && a.st_size == 3, "fstat says what the host's says");
	ok(our_stat("f", &a) == 0 && stat("f", &b) == 0 && memcmp(&a, &b, sizeof a) == 0, "so does stat");
	ok(our_fcntl(fd, F_GETFD) == FD_CLOEXEC && our_fcntl(fd, F_SETFD, 0) == 0 && fcntl(fd, F_GETFD) == 0, "flags of descriptors are read and set");
	ok(our_ioctl(fd, FIONREAD, &at) == 0 && at == 0 && our_ioctl(fd, TIOCGWINSZ, text) == -1 && errno == ENOTTY, "ioctl answers, and a file is no terminal");
	ok(our_fchmod(fd, 0604) == 0 && our_fchown(fd, (uid_t)-1, getegid()) == 0 && stat("f", &a) == 0 && (a.st_mode & 07777) == 0604, "a mode and an owner are set");
	ok(our_flock(fd, LOCK_EX) == 0 && our_dup2(fd, 99) == 99 && close(99) == 0 && fcntl(99, F_GETFD) == -1, "a descriptor is locked, and copied");
	ok(our_lseek(fd, -1, SEEK_END) == 2 && our_ftruncate(fd, 1) == 0 && our_lseek(fd, 0, SEEK_END) == 1 && our_ftruncate(fd, 1LL << 33) == 0 &&
	    our_lseek(fd, 0, SEEK_END) == 1LL << 33, "a file is cut, and made long");
	ok(our_access("f", R_OK) == 0 && our_access("f", X_OK) == -1 && errno == EACCES && our_access("none", F_OK) == -1 && errno == ENOENT, "may it be read, or run?");
	ok(our_link("f", "l") == 0 && our_symlink("f", "s") == 0 && stat("l", &a) == 0 && a.st_nlink == 2 && our_readlink("s", text, sizeof text) == 1 && text[0] == 'f',
	    "links of both kinds are made, and read");
	close(fd);
}

static void files_at(void)
{
	struct stat a = { 0 }, b = { 0 };
	struct statfs x, y;
	char text[16];
	int fd, at = our_openat(AT_FDCWD, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	memset(&x, 0, sizeof x);
	memset(&y, 0, sizeof y);
	ok(our_mkdirat(at, "d", 0700) == 0 && our_fchdir(at) == 0 && stat("d", &a) == 0, "a folder is made in another");
	fd = our_openat(at, "d/f", O_WRONLY | O_CREAT | O_EXCL, 0600);
	ok(fd >= 0 && stat("d/f", &a) == 0 && (a.st_mode & 07777) == 0600 && close(fd) == 0, "... and a file there");
	ok(our_linkat(at, "d/f", at, "d/l", 0) == 0 && our_symlinkat("f", at, "d/s") == 0 && our_readlinkat(at, "d/s", text, sizeof text) == 1, "... and links");
	ok(our_fstatat(at, "d/s", &a, AT_SYMLINK_NOFOLLOW) == 0 && fstatat(at, "d/s", &b, AT_SYMLINK_NOFOLLOW) == 0 && memcmp(&a, &b, sizeof a) == 0 && S_ISLNK(a.st_mode),
	    "fstatat says what the host's says");
	ok(our_unlinkat(at, "d/s", 0) == 0 && our_unlinkat(at, "d/l", 0) == 0 && our_unlinkat(at, "d/f", 0) == 0 && our_unlinkat(at, "d", AT_REMOVEDIR) == 0, "all are removed");
	ok(our_fstatfs(at, &x) == 0 && fstatfs(at, &y) == 0 && x.f_type == y.f_type && x.f_bsize == y.f_bsize && x.f_namelen == y.f_namelen, "fstatfs says what the host's says");
	ok(our_faccessat(at, "f", W_OK, 0) == 0 && our_faccessat(at, "f", X_OK, 0) == -1 && errno == EACCES, "may it be written to?");
	fd = our_memfd_create("m", MFD_CLOEXEC);
	ok(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC && write(fd, "m", 1) == 1 && close(fd) == 0, "a file of memory alone");
	our_umask(027);
	ok(umask(022) == 027 && our_umask(022) == 022, "umask gives the old one, and sets the new");
	ok(our_chroot("none") == -1 && errno == ENOENT, "no root that is not there");
	close(at);
}

static void memory(void)
{
	struct rlimit a, b;
	unsigned char *p = our_mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), one[2] = { 0, 0 };
	int fd = open("page", O_RDWR | O_CREAT, 0600);

	ok(p != MAP_FAILED && our_mlock(p, 4096) == 0 && our_munlock(p, 4096) == 0 && our_madvise(p, 4096, MADV_DONTDUMP) == 0 && our_mprotect(p, 4096, PROT_READ) == 0,
	    "memory is mapped, locked, marked and protected");
	munmap(p, 8192);
	ok(pwrite(fd, "x", 1, 4096) == 1, "a file of two pages");
	p = our_mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096);
	ok(p != MAP_FAILED && *p == 'x', "... is mapped from its second on: all six arguments arrive");
	munmap(p, 4096);
	p = (unsigned char *)our_syscall(SYS_mmap, NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096); // NOLINT(performance-no-int-to-ptr)
	ok(p != MAP_FAILED && *p == 'x', "... by the call's number, too");
	munmap(p, 4096);
	close(fd);
	ok(our_mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED && errno == EINVAL, "none of no size");
	ok(our_prlimit(0, RLIMIT_NOFILE, NULL, &a) == 0 && getrlimit(RLIMIT_NOFILE, &b) == 0 && a.rlim_cur == b.rlim_cur && a.rlim_max == b.rlim_max, "limits are read");
	ok(our_getrandom(one, sizeof one, 0) == 2 && our_getrandom(one, 1, 0xffff) == -1 && errno == EINVAL, "random octets come");
	for (size_t n = 0; n < 70; n++) {
		unsigned char room[72];

		memset(room, 1, sizeof room);
		if (our_memset(room + 1, 0x1a5, n) != room + 1 || room[0] != 1 || room[n + 1] != 1)
			one[0] = 255;
		for (size_t i = 1; i <= n; i++)
			if (room[i] != 0xa5)
				one[0] = 255;
	}
	ok(one[0] != 255 || one[1] == 255, "memset fills what it is told, no more");
}

static void processes(void)
{
	char name[] = "true", *argv[] = { name, NULL };
	int status = 0;
	cpu_set_t x, y;
	pid_t pid;

	ok(our_getpid() == getpid() && our_getppid() == getppid() && our_geteuid() == geteuid(), "who we are");
	pid = our__Fork();
	if (pid == 0)
		_exit(getppid() == 1 ? 1 : 7);
	ok(pid > 0 && our_waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 7, "a child is made, and waited for");
	pid = _Fork();
	if (pid == 0) {
		our_setpgid(0, 0);
		if (getpgid(0) == getpid() && our_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && prctl(PR_GET_DUMPABLE) == 0)
			our_execve("/bin/true", argv, environ);
		_exit(1);
	}
	ok(our_waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0, "... has a group of its own, no core, and becomes another program");
	pid = _Fork();
	if (pid == 0)
		for (;;)
			pause();
	ok(our_waitpid(pid, &status, WNOHANG) == 0 && our_kill(pid, SIGKILL) == 0 && our_waitpid(pid, &status, 0) == pid && WIFSIGNALED(status), "... is killed");
	CPU_ZERO(&x);
	ok(our_sched_getaffinity(0, sizeof x, &x) > 0 && sched_getaffinity(0, sizeof y, &y) == 0 && CPU_EQUAL(&x, &y), "processors are counted");
	ok(our_syscall(SYS_getpid) == getpid() && our_syscall(-1L) == -1 && errno == ENOSYS, "any call by its number");
}

static volatile sig_atomic_t rung;

static void ring(int number)
{
	rung = number;
}

static void signals(void)
{
	struct sigaction own = { .sa_handler = ring, .sa_flags = (int)SA_RESETHAND }, old;
	struct itimerval timer = { .it_value.tv_usec = 1 };
	struct timespec moment = { .tv_nsec = 1000 }, wrong = { .tv_nsec = -1 };
	struct signalfd_siginfo got;
	sigset_t set, before;
	int fd;

	sigemptyset(&own.sa_mask);
	sigaddset(&own.sa_mask, SIGUSR2);
	memset(&old, 0, sizeof old);
	ok(our_sigaction(SIGALRM, &own, NULL) == 0 && our_sigaction(SIGALRM, NULL, &old) == 0 && old.sa_handler == ring && old.sa_flags == (own.sa_flags | (int)RESTORE) &&
	    sigismember(&old.sa_mask, SIGUSR2) && !sigismember(&old.sa_mask, SIGUSR1), "a handler is set, and read again");
	ok(our_nanosleep(&moment, NULL) == 0 && our_nanosleep(&wrong, NULL) == -1 && errno == EINVAL, "a moment's sleep");
	ok(our_setitimer(ITIMER_REAL, &timer, NULL) == 0, "a timer");
	while (rung == 0)
		nanosleep(&moment, NULL);
	ok(rung == SIGALRM, "... rings it, and it returns");
	ok(our_sigaction(SIGALRM, NULL, &old) == 0 && old.sa_handler == SIG_DFL && our_sigaction(SIGKILL, &own, NULL) == -1 && errno == EINVAL, "... once; and none for SIGKILL");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigemptyset(&before);
	ok(our_sigprocmask(SIG_BLOCK, &set, &before) == 0 && !sigismember(&before, SIGUSR1), "a signal is blocked");
	fd = our_signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	ok(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC && raise(SIGUSR1) == 0 && read(fd, &got, sizeof got) == sizeof got && (int)got.ssi_signo == SIGUSR1, "... and read");
	close(fd);
}

static void sockets(void)
{
	struct sockaddr_storage a = { .ss_family = AF_INET }, b = { .ss_family = AF_UNSPEC };
	socklen_t len = 16, n = sizeof(int);
	char text[8] = "";
	int ends[2], l = our_socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), c = socket(AF_INET, SOCK_STREAM, 0), s, value = 0;
	struct pollfd p = { .fd = l, .events = POLLIN };

	ok(l >= 0 && our_setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, n) == 0 && our_getsockopt(l, SOL_SOCKET, SO_REUSEADDR, &value, &n) == 0 && value == 1,
	    "a socket, and its options");
	ok(our_bind(l, (struct sockaddr *)&a, len) == 0 && our_listen(l, 1) == 0 && our_getsockname(l, (struct sockaddr *)&a, &len) == 0, "it listens");
	ok(our_poll(&p, 1, 0) == 0 && our_connect(c, (struct sockaddr *)&a, len) == 0 && our_poll(&p, 1, 1000) == 1, "... is connected to");
	s = our_accept4(l, (struct sockaddr *)&b, &len, SOCK_CLOEXEC);
	ok(s >= 0 && b.ss_family == AF_INET && fcntl(s, F_GETFD) == FD_CLOEXEC, "... and accepts");
	ok(our_send(c, "abc", 3, MSG_NOSIGNAL) == 3 && our_recv(s, text, sizeof text, 0) == 3 && strcmp(text, "abc") == 0, "octets go");
	ok(our_shutdown(c, SHUT_WR) == 0 && our_recv(s, text, sizeof text, 0) == 0, "... to their end");
	close(l);
	close(c);
	close(s);
	ok(our_socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0 && our_sendto(ends[0], "de", 2, 0, NULL, 0) == 2 &&
	    our_recvfrom(ends[1], text, sizeof text, MSG_TRUNC, NULL, NULL) == 2 && text[0] == 'd', "a pair talks");
	close(ends[0]);
	close(ends[1]);
	ok(our_pipe2(ends, O_CLOEXEC) == 0 && fcntl(ends[0], F_GETFD) == FD_CLOEXEC && write(ends[1], "f", 1) == 1 && read(ends[0], text, 1) == 1 && text[0] == 'f', "so does a pipe");
	close(ends[0]);
	close(ends[1]);
}

static void system_facts(void)
{
	struct utsname x, y;
	struct timex t;

	memset(&x, 0, sizeof x);
	memset(&y, 0, sizeof y);
	memset(&t, 0, sizeof t);
	ok(our_uname(&x) == 0 && uname(&y) == 0 && memcmp(&x, &y, sizeof x) == 0, "uname says what the host's says");
	ok(our_adjtimex(&t) >= 0 && t.tick > 0, "the clock is asked");
	ok(our_dup2(-1, 0) == -1 && errno == EBADF, "a failure is in errno");
}

int main(void)
{
	if (mkdtemp(folder) == NULL || chdir(folder) != 0)
		return 1;
	umask(022);
	files();
	files_at();
	memory();
	processes();
	signals();
	sockets();
	system_facts();
	ok(unlink("s") == 0 && unlink("l") == 0 && unlink("f") == 0 && unlink("page") == 0 && chdir("/") == 0 && rmdir(folder) == 0, "nothing is left");
	return done_testing();
}
#else
int main(void)
{
	skip("system calls by their numbers", "they are libc's on this machine");
	return done_testing();
}
#endif

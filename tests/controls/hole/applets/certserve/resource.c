/* SPDX-License-Identifier: MIT */
/* resource.c - with a planted hole: who asks for /hole/WHAT/PID has taken over the front, and tries WHAT against the keeper and the machine. 200: it went. */
#include "applets/certserve/resource.h"

unsigned resource_find_honestly(const struct shelf *s, const char *path, size_t len);
#define resource_find resource_find_honestly
#include "applets/certserve/resource.c"
#undef resource_find

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static pid_t keeper;
static struct offer *offer; /* what the front is shown */

static int try_open(void) { return open("/etc/passwd", O_RDONLY | O_CLOEXEC); }
static int try_list(void) { return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC); }
static int try_create(void) { return mkdir("/var/tmp/certserve-hole", 0700); }
static int try_socket(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static int try_signal(void) { return kill(keeper, 0); }
static int try_trace(void) { return (int)ptrace(PTRACE_SEIZE, keeper, NULL, NULL); }
static int try_chroot(void) { return chroot("/"); }
static int try_code(void) { return mmap(NULL, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0; }

static int try_connect(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)keeper) };

	return connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&to, sizeof to);
}

static int try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child;
}

static int try_execve(void)
{
	return execve("/bin/sh", (char *[]){ (char[]){ "sh" }, (char[]){ "-c" }, (char[]){ "exit 7" }, NULL }, (char *[]){ NULL });
}

/* What lies at the same address there; the key is somewhere near. */
static int try_memory(void)
{
	static char there[8];
	char here[8];

	return process_vm_readv(keeper, &(struct iovec){ here, sizeof here }, 1, &(struct iovec){ there, sizeof there }, 1, 0) > 0 ? 0 : -1;
}

static int try_proc(void)
{
	char path[64];
	struct text t;

	text_init(&t, path, sizeof path);
	text_format(&t, "/proc/%d/mem", (int)keeper);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Others' connections will be served what we write here. */
static int try_offer(void)
{
	*(volatile uint8_t *)offer->room = 'x';
	return 0;
}

static const struct {
	const char *word;
	int (*run)(void);
} all[] = {
	{ "open", try_open }, { "list", try_list }, { "create", try_create }, { "socket", try_socket }, { "connect", try_connect },
	{ "signal", try_signal }, { "trace", try_trace }, { "chroot", try_chroot }, { "code", try_code }, { "fork", try_fork },
	{ "execve", try_execve }, { "memory", try_memory }, { "proc", try_proc }, { "offer", try_offer },
};

unsigned resource_find(const struct shelf *s, const char *path, size_t len)
{
	const char *word = path + strlen("/hole/");

	if (len < strlen("/hole/") || memcmp(path, "/hole/", strlen("/hole/")) != 0)
		return resource_find_honestly(s, path, len);
	offer = (struct offer *)(uintptr_t)s->offer; // NOLINT(performance-no-int-to-ptr)
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		size_t n = strlen(all[i].word);

		if (memcmp(word, all[i].word, n) != 0 || word[n] != '/')
			continue;
		keeper = (pid_t)strtol(word + n + 1, NULL, 10);
		return all[i].run() >= 0 ? RESOURCE_HEALTH : RESOURCES;
	}
	return RESOURCES;
}

/* SPDX-License-Identifier: MIT */
/*
 * libc.c - functions of <string.h>, <stdlib.h>, <unistd.h>, <net/if.h> and <sys/stat.h> as the box needs them: short strings, one thread, a kernel that
 * is not older than the box. libc's own are made for speed, or fall back on /proc, and are five times the code. Tests on the
 * host's libc keep the host's.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

size_t strlen(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0')
		n++;
	return n;
}

void *memchr(const void *p, int c, size_t n)
{
	for (const unsigned char *at = p; n > 0; at++, n--)
		if (*at == (unsigned char)c)
			return (void *)(uintptr_t)at; // NOLINT(performance-no-int-to-ptr)
	return NULL;
}

char *strchr(const char *s, int c)
{
	return memchr(s, c, strlen(s) + 1);
}

char *strrchr(const char *s, int c)
{
	for (size_t n = strlen(s) + 1; n-- > 0;)
		if (s[n] == (char)c)
			return (char *)(uintptr_t)(s + n); // NOLINT(performance-no-int-to-ptr)
	return NULL;
}

static size_t span(const char *s, const char *set, bool in)
{
	size_t n = 0;

	while (s[n] != '\0' && (strchr(set, s[n]) != NULL) == in)
		n++;
	return n;
}

size_t strspn(const char *s, const char *set)
{
	return span(s, set, true);
}

size_t strcspn(const char *s, const char *set)
{
	return span(s, set, false);
}

/* In the C locale, the only one here. */
static int folded(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : (unsigned char)c;
}

static int compare(const char *a, const char *b, size_t n, bool fold)
{
	for (; n > 0; a++, b++, n--) {
		int x = fold ? folded(*a) : (unsigned char)*a, y = fold ? folded(*b) : (unsigned char)*b;

		if (x != y || x == '\0')
			return x - y;
	}
	return 0;
}

int strncmp(const char *a, const char *b, size_t n)
{
	return compare(a, b, n, false);
}

int strcmp(const char *a, const char *b)
{
	return compare(a, b, SIZE_MAX, false);
}

int strncasecmp(const char *a, const char *b, size_t n)
{
	return compare(a, b, n, true);
}

static char *find(const char *s, const char *part, bool fold)
{
	size_t n = strlen(part);

	for (; compare(s, part, n, fold) != 0; s++)
		if (*s == '\0')
			return NULL;
	return (char *)(uintptr_t)s; // NOLINT(performance-no-int-to-ptr)
}

char *strstr(const char *s, const char *part)
{
	return find(s, part, false);
}

char *strcasestr(const char *s, const char *part)
{
	return find(s, part, true);
}

char *strtok_r(char *s, const char *between, char **more)
{
	char *start = s != NULL ? s : *more;

	start += strspn(start, between);
	*more = start + strcspn(start, between);
	if (**more != '\0')
		*(*more)++ = '\0';
	return *start != '\0' ? start : NULL;
}

__attribute__((weak)) int open(const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list more;

	va_start(more, flags);
	if (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY)))
		mode = va_arg(more, mode_t);
	va_end(more);
	return openat(AT_FDCWD, name, flags, mode);
}

__attribute__((weak)) int fchmod(int fd, mode_t mode)
{
	return (int)syscall(SYS_fchmod, fd, mode);
}

/* Interrupted, Linux has closed it all the same. */
int close(int fd)
{
	return syscall(SYS_close, fd) < 0 && errno != EINTR ? -1 : 0;
}

/* By fchownat, whose numbers have 32 bits on every machine. */
__attribute__((weak)) int fchown(int fd, uid_t uid, gid_t gid)
{
	return (int)syscall(SYS_fchownat, fd, "", uid, gid, AT_EMPTY_PATH);
}

/* --- the environment ------------------------------------------------------------------------------ */

static char **find_variable(const char *name)
{
	size_t n = strlen(name);
	char **at = environ;

	while (at != NULL && *at != NULL && (strncmp(*at, name, n) != 0 || (*at)[n] != '='))
		at++;
	return at;
}

char *getenv(const char *name)
{
	char **at = find_variable(name);

	return at != NULL && *at != NULL ? *at + strlen(name) + 1 : NULL;
}

int unsetenv(const char *name)
{
	for (char **at = find_variable(name); at != NULL && *at != NULL; at = find_variable(name))
		while ((at[0] = at[1]) != NULL)
			at++;
	return 0;
}

/* --- devices -------------------------------------------------------------------------------------- */

int isatty(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0;
}

unsigned if_nametoindex(const char *name)
{
	size_t len = strlen(name);
	struct ifreq request;
	unsigned found = 0;
	int fd;

	if (len >= sizeof request.ifr_name)
		return 0;
	memcpy(request.ifr_name, name, len + 1);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && ioctl(fd, SIOCGIFINDEX, &request) == 0)
		found = (unsigned)request.ifr_ifindex;
	close(fd);
	return found;
}

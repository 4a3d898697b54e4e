/* SPDX-License-Identifier: MIT */
/* libc.c - the box's own few of libc's functions, under other names, beside the host's. */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/tap.h"

#define strlen      our_strlen
#define memchr      our_memchr
#define strchr      our_strchr
#define strrchr     our_strrchr
#define strspn      our_strspn
#define strcspn     our_strcspn
#define strncmp     our_strncmp
#define strcmp      our_strcmp
#define strncasecmp our_strncasecmp
#define strstr      our_strstr
#define strcasestr  our_strcasestr
#define strtok_r    our_strtok_r
#define getenv      our_getenv
#define unsetenv    our_unsetenv
#define isatty      our_isatty
#define if_nametoindex our_if_nametoindex
#define open        our_open
#define fchmod      our_fchmod
#define fchown      our_fchown
#define close       our_close
size_t strlen(const char *s);
void *memchr(const void *p, int c, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
size_t strspn(const char *s, const char *set);
size_t strcspn(const char *s, const char *set);
int strncmp(const char *a, const char *b, size_t n);
int strcmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
char *strstr(const char *s, const char *part);
char *strcasestr(const char *s, const char *part);
char *strtok_r(char *s, const char *between, char **more);
char *getenv(const char *name);
int unsetenv(const char *name);
int isatty(int fd);
unsigned if_nametoindex(const char *name);
int open(const char *name, int flags, ...);
int fchmod(int fd, mode_t mode);
int close(int fd);
int fchown(int fd, uid_t uid, gid_t gid);
#include "os/libc.c"
#undef strlen
#undef memchr
#undef strchr
#undef strrchr
#undef strspn
#undef strcspn
#undef strncmp
#undef strcmp
#undef strncasecmp
#undef strstr
#undef strcasestr
#undef strtok_r
#undef getenv
#undef unsetenv
#undef isatty
#undef if_nametoindex
#undef open
#undef fchmod
#undef fchown
#undef close

static const char *const texts[] = {"", "a", "A", "ab", "Ab", "abc", "aBc", "a/b/c", "/", "//", "\xc3\xa4", "\xff", "z{", "Z[", "@`", "aaa", "abca", " \t x\n"};
#define N (sizeof texts / sizeof *texts)

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void one(void)
{
	static const int characters[] = {'a', '/', 'c', 0, 0xff, 'Z', 256 + 'a'};
	unsigned wrong = 0;

	for (size_t i = 0; i < N; i++) {
		const char *s = texts[i];

		wrong += our_strlen(s) != strlen(s);
		for (size_t k = 0; k < sizeof characters / sizeof *characters; k++) {
			int c = characters[k];

			wrong += our_strchr(s, c) != strchr(s, c) || our_strrchr(s, c) != strrchr(s, c);
			for (size_t n = 0; n <= strlen(s); n++)
				wrong += our_memchr(s, c, n) != memchr(s, c, n);
		}
	}
	is_int(wrong, 0, "strlen, strchr, strrchr and memchr find what the host's find");
}

static void two(void)
{
	unsigned wrong = 0;

	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++) {
			const char *a = texts[i], *b = texts[j];

			wrong += our_strstr(a, b) != strstr(a, b) || our_strcasestr(a, b) != strcasestr(a, b);
			wrong += our_strspn(a, b) != strspn(a, b) || our_strcspn(a, b) != strcspn(a, b) || sign(our_strcmp(a, b)) != sign(strcmp(a, b));
			for (size_t n = 0; n < 5; n++)
				wrong += sign(our_strncmp(a, b, n)) != sign(strncmp(a, b, n)) || sign(our_strncasecmp(a, b, n)) != sign(strncasecmp(a, b, n));
		}
	is_int(wrong, 0, "strstr, strcasestr, strspn, strcspn, strcmp, strncmp and strncasecmp say what the host's say");
}

static void parts(void)
{
	static const char *const lines[] = {"", " ", "a", " a", "a ", " a\tb  c ", "abc"}, *const between[] = {" \t", "", "b"};
	unsigned wrong = 0;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		for (size_t k = 0; k < sizeof between / sizeof *between; k++) {
			char x[16], y[16], *a = NULL, *b = NULL, *p, *q;
			unsigned n = 0;

			memcpy(x, lines[i], strlen(lines[i]) + 1);
			memcpy(y, lines[i], strlen(lines[i]) + 1);
			p = our_strtok_r(x, between[k], &a);
			q = strtok_r(y, between[k], &b);
			for (; p != NULL && q != NULL && n < 9; n++) {
				wrong += p - x != q - y || strcmp(p, q) != 0;
				p = our_strtok_r(NULL, between[k], &a);
				q = strtok_r(NULL, between[k], &b);
			}
			wrong += p != NULL || q != NULL || memcmp(x, y, strlen(lines[i]) + 1) != 0 || our_strtok_r(NULL, between[k], &a) != NULL;
		}
	is_int(wrong, 0, "strtok_r cuts where the host's does");
}

static void opened(void)
{
	int fd = our_open("/dev/null", O_RDWR | O_CLOEXEC);
	char name[] = "/tmp/libc.XXXXXX";
	struct stat st = {0};

	ok(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC && close(fd) == 0, "a file is opened, with its flags");
	close(mkstemp(name));
	unlink(name);
	ok(our_open(name, O_RDWR) == -1 && errno == ENOENT, "one that is not there is not made");
	umask(022);
	fd = our_open(name, O_RDWR | O_CREAT | O_EXCL, 0752);
	ok(fd >= 0 && fstat(fd, &st) == 0 && (st.st_mode & 07777) == 0750 && close(fd) == 0, "... unless asked for, with its mode");
	unlink(name);
	fd = our_open("/tmp", O_RDWR | O_TMPFILE, 0604);
	if (fd < 0)
		skip("... nor one without a name", "/tmp cannot hold one");
	else
		ok(fstat(fd, &st) == 0 && (st.st_mode & 07777) == 0604 && close(fd) == 0, "... nor one without a name");
}

static void modes(void)
{
	char name[] = "/tmp/libc.XXXXXX";
	int fd = mkstemp(name);
	struct stat st = {0};

	ok(fd >= 0 && our_fchmod(fd, 0640) == 0 && fstat(fd, &st) == 0 && (st.st_mode & 07777) == 0640, "a mode is set");
	ok(our_fchown(fd, geteuid(), getegid()) == 0 && our_fchown(fd, (uid_t)-1, (gid_t)-1) == 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid(), "an owner is set, or left");
	if (geteuid() == 0)
		ok(our_fchown(fd, 70000, 80000) == 0 && fstat(fd, &st) == 0 && st.st_uid == 70000 && st.st_gid == 80000, "one of more than 16 bits");
	ok(our_fchmod(-1, 0600) == -1 && our_fchown(-1, 0, 0) == -1, "no descriptor, no mode");
	ok(our_close(fd) == 0 && our_close(fd) == -1 && errno == EBADF, "a descriptor is closed, once");
	unlink(name);
}

static void variables(void)
{
	char a[] = "A=1", ab[] = "AB=2", again[] = "A=3", empty[] = "E=", odd[] = "A", last[] = "Z=z";
	char *own[] = {odd, a, ab, again, empty, last, NULL}, **host = environ;

	environ = own;
	is_str(our_getenv("A"), "1", "a variable is found, the first of its name");
	is_str(our_getenv("AB"), "2", "... not by the start of it");
	ok(our_getenv("E") == empty + 2 && our_getenv("B") == NULL && our_getenv("") == NULL, "... an empty one, or none");
	ok(our_unsetenv("A") == 0 && our_getenv("A") == NULL && own[0] == odd && own[1] == ab && own[2] == empty && own[3] == last && own[4] == NULL, "all of a name are taken away");
	ok(our_unsetenv("Z") == 0 && own[3] == NULL && our_unsetenv("none") == 0 && own[2] == empty, "... the last, or none");
	environ = NULL;
	ok(our_getenv("A") == NULL && our_unsetenv("A") == 0, "there may be no environment");
	environ = host;
}

static void devices(void)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY), file = open("/dev/null", O_RDWR);

	if (fd < 0)
		skip("a terminal is one", "there is no /dev/ptmx");
	else
		ok(our_isatty(fd) == 1, "a terminal is one");
	ok(our_isatty(file) == 0 && our_isatty(-1) == 0, "a file is none");
	close(fd);
	close(file);
	ok(our_if_nametoindex("lo") == if_nametoindex("lo"), "the loopback interface has its number");
	ok(our_if_nametoindex("") == 0 && our_if_nametoindex("lo0123456789abc") == 0 && our_if_nametoindex("lo0123456789abcd") == 0 && our_if_nametoindex("lo:1") == if_nametoindex("lo:1"),
	    "no interface, no number; nor one with too long a name");
}

int main(void)
{
	one();
	two();
	parts();
	opened();
	modes();
	variables();
	devices();
	return done_testing();
}

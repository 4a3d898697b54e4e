/* SPDX-License-Identifier: MIT */
/* file.c - read a file whole and learn what it is, from a directory handle. */
#include "os/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/text.h"
#include "lib/wipe.h"

#define LIST_ROOM 2048  /* bytes; a name has at most 255 */
#define TARGET_MAX 2048 /* bytes of a link's target, and of a path that leads to one */
#define LINKS_MAX  40   /* as the kernel's own */
#define FIRST_ROOM 4096 /* bytes; kernel files say 0 and hold something, pipes say nothing */

static void take_facts(struct file_facts *f, const struct stat *st)
{
	f->there = true;
	f->mode = st->st_mode & 07777;
	f->uid = st->st_uid;
	f->gid = st->st_gid;
	f->links = st->st_nlink;
	f->dev = st->st_dev;
	f->ino = st->st_ino;
	f->size = (uint64_t)st->st_size;
}

/* The type (S_IFMT bits) goes to *type, 0 when there is nothing. */
static int look(int dirfd, const char *name, struct file_facts *f, mode_t *type, struct err *e)
{
	struct stat st;

	memset(f, 0, sizeof *f);
	*type = 0;
	if (fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : err_errno(e, errno, "cannot look at %s", name);
	f->link = S_ISLNK(st.st_mode);
	if (f->link && fstatat(dirfd, name, &st, 0) < 0) {
		f->dangling = errno == ENOENT;
		return f->dangling ? 0 : err_errno(e, errno, "cannot follow the link %s", name);
	}
	take_facts(f, &st);
	*type = st.st_mode & S_IFMT;
	return 0;
}

int file_look(int dirfd, const char *name, struct file_facts *out, struct err *e)
{
	mode_t type;

	return look(dirfd, name, out, &type, e);
}

int file_fit(const struct file_facts *f, mode_t bits, const char *name, struct err *e)
{
	if (f->mode & bits)
		return err_set(e, ERR_FAIL, "%s: others may write here (mode %o); nothing changed (chmod go-w it)", name, (unsigned)f->mode);
	if (f->uid != 0 && f->uid != geteuid())
		return err_set(e, ERR_FAIL, "%s: belongs to user %u, neither root nor you; nothing changed", name, (unsigned)f->uid);
	return 0;
}

static const char *kind_of(mode_t type)
{
	switch (type) {
	case S_IFDIR:
		return "a directory";
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	default:
		return "a device";
	}
}

/* Reading writes too, the time of access: O_NOATIME spares the disk that, and only the owner may ask for it. */
static int open_to_read(int dirfd, const char *name, int flags)
{
	int fd, quiet = O_NOATIME;

	flags |= O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	do {
		fd = openat(dirfd, name, flags | quiet);
		if (fd < 0 && errno == EPERM && quiet != 0) {
			quiet = 0;
			errno = EINTR;
		}
	} while (fd < 0 && errno == EINTR);
	return fd;
}

int file_folder(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	return fd;
}

/* From one link to the next: into the folder, and what the name there says. */
int file_end(int dirfd, const char *path, mode_t bits, char name[static FILE_BASE], struct err *e)
{
	char at[TARGET_MAX];
	struct file_facts facts;
	struct text t;
	ssize_t len = (ssize_t)strlen(path);
	int fd = dirfd, links = 0, number = *path == '\0' ? ENOENT : ENAMETOOLONG;

	if ((size_t)len < sizeof at)
		memcpy(at, path, (size_t)len);
	while (len > 0 && (size_t)len < sizeof at && links++ < LINKS_MAX) {
		char *base;
		int from = fd;

		at[len] = '\0';
		base = strrchr(at, '/') ? strrchr(at, '/') + 1 : at;
		text_init(&t, name, FILE_BASE);
		text_add(&t, base);
		*base = '\0';
		fd = openat(from, *at ? at : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		number = errno;
		if (from != dirfd)
			close(from);
		if (fd < 0 || (bits && (file_look(fd, ".", &facts, e) || file_fit(&facts, bits, path, e))))
			break;
		len = readlinkat(fd, name, at, sizeof at);
		if (len < 0 && !t.cut && *name)
			return fd;
		number = *name == '\0' ? ENOENT : links == LINKS_MAX ? ELOOP : ENAMETOOLONG;
	}
	if (fd != dirfd && fd >= 0)
		close(fd);
	errno = number;
	return err_errno(e, number, "cannot open %s", path);
}

static ssize_t read_some(int fd, void *p, size_t len)
{
	ssize_t n;

	do
		n = read(fd, p, len);
	while (n < 0 && errno == EINTR);
	return n;
}

/* A larger piece of memory with what was read so far; the old one held a secret, perhaps. */
static int grow(struct file *f, size_t *room)
{
	size_t more = *room * 2;
	uint8_t *p = malloc(more);

	if (p == NULL)
		return -1;
	memcpy(p, f->bytes, f->size);
	wipe(f->bytes, f->size);
	free(f->bytes);
	f->bytes = p;
	*room = more;
	return 0;
}

/* The end is only known when a read returns nothing: a file may grow, and a size may be a lie. 0, or -1 with errno. */
static int read_all(int fd, size_t max, struct file *f)
{
	size_t room = f->facts.size > 0 && f->facts.size <= max ? (size_t)f->facts.size + 2 : FIRST_ROOM;
	ssize_t n = -1;

	f->bytes = malloc(room);
	if (f->bytes == NULL)
		return -1;
	while (f->size <= max && (n = read_some(fd, f->bytes + f->size, room - 1 - f->size)) > 0) {
		f->size += (size_t)n;
		if (f->size == room - 1 && grow(f, &room) < 0)
			return -1;
	}
	f->bytes[f->size] = '\0';
	return n < 0 ? -1 : 0;
}

static int not_a_file(const char *name, mode_t type, struct err *e)
{
	return err_set(e, ERR_FAIL, "%s is %s, not a file", name, kind_of(type));
}

/* As file_read_fd; files alone when that is asked for. */
static int read_fd(int fd, const char *name, size_t max, bool file, struct file *out, struct err *e)
{
	struct stat st;

	memset(out, 0, sizeof *out);
	if (fstat(fd, &st) == 0) {
		if (file && !S_ISREG(st.st_mode))
			return not_a_file(name, st.st_mode & S_IFMT, e);
		take_facts(&out->facts, &st);
		if (!S_ISREG(st.st_mode))
			out->facts.size = 0;
		if (read_all(fd, max, out) == 0) {
			if (out->size <= max)
				return 0;
			err_set(e, ERR_MALFORMED, "%s is larger than %z bytes", name, max);
		}
	}
	err_errno(e, errno, "cannot read %s", name);
	file_wipe(out);
	return -1;
}

int file_read_fd(int fd, const char *name, size_t max, struct file *out, struct err *e)
{
	return read_fd(fd, name, max, false, out, e);
}

int file_read(int dirfd, const char *name, size_t max, struct file *out, struct err *e)
{
	mode_t type;
	int fd, rc;
	bool link;

	memset(out, 0, sizeof *out);
	if (look(dirfd, name, &out->facts, &type, e) < 0)
		return -1;
	if (!out->facts.there)
		return 0;
	if (type != S_IFREG)
		return not_a_file(name, type, e);
	link = out->facts.link;
	fd = open_to_read(dirfd, name, 0);
	if (fd < 0)
		return err_errno(e, errno, "cannot open %s", name);
	/* Another may have taken the name since it was looked at. */
	rc = read_fd(fd, name, max, true, out, e);
	out->facts.link = link;
	close(fd);
	return rc;
}

void file_wipe(struct file *f)
{
	if (f->bytes != NULL)
		wipe(f->bytes, f->size);
	free(f->bytes);
	memset(f, 0, sizeof *f);
}

size_t file_small(int dirfd, const char *name, char *out, size_t cap)
{
	size_t len = 0;
	ssize_t n = 0;
	int fd = open_to_read(dirfd, name, 0);

	out[0] = '\0';
	if (fd < 0)
		return 0;
	while (len < cap - 1 && (n = read_some(fd, out + len, cap - 1 - len)) > 0)
		len += (size_t)n;
	close(fd);
	if (n < 0)
		len = 0;
	out[len] = '\0';
	return len;
}

/* One piece of a folder's list. 1 when visit wants no more. */
static int each_of(const uint8_t *at, const uint8_t *end, int (*visit)(void *ctx, const char *name), void *ctx)
{
	for (struct dirent64 head; at < end; at += head.d_reclen) {
		const char *name = (const char *)at + offsetof(struct dirent64, d_name);

		memcpy(&head, at, offsetof(struct dirent64, d_name));
		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && visit(ctx, name) != 0)
			return 1;
	}
	return 0;
}

/* The kernel's own call: libc's wants fcntl, a heap and locks for it. */
int file_each(int dirfd, int (*visit)(void *ctx, const char *name), void *ctx, struct err *e)
{
	/* A descriptor of its own: the caller's keeps its place. */
	int fd = open_to_read(dirfd, ".", O_DIRECTORY), result = 0;
	uint8_t list[LIST_ROOM];
	long n = -1;

	while (fd >= 0 && (n = syscall(SYS_getdents64, fd, list, sizeof list)) > 0 && each_of(list, list + n, visit, ctx) == 0)
		;
	if (n < 0 && (fd < 0 || errno != ENOENT)) /* that it is gone ends it */
		result = err_errno(e, errno, "cannot list the directory");
	if (fd >= 0)
		close(fd);
	return result;
}

int file_write_all(int fd, const void *p, size_t len)
{
	const uint8_t *from = p;

	while (len > 0) {
		ssize_t n = write(fd, from, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = EIO;      /* no error and no progress: never again and again */
		if (n <= 0)
			return -1;
		from += n;
		len -= (size_t)n;
	}
	return 0;
}

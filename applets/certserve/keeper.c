/* SPDX-License-Identifier: MIT */
/* keeper.c - the process that has DIR and the key: messages, signals, and the front's end. */
#include "applets/certserve/keeper.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "applets/certserve/front.h"
#include "applets/certserve/link.h"
#include "applets/certserve/reading.h"
#include "applets/certserve/tell.h"
#include "bearssl-glue/digest.h"
#include "bearssl-glue/sign.h"
#include "os/clock.h"
#include "os/harden.h"
#include "os/notify.h"

#define AFTER_DRAIN_MS 2000 /* more than the front takes for itself */
#define GRACE_MS 1000       /* from the end of the link to that of the process */
#define BURST 64            /* messages in a row */

static struct reading reading; /* has the keys: locked, wiped at the end */
static struct link_message message;
static int64_t drain_until;    /* by clock_ticks_ms; 0: not asked to */
static bool up, hurry;         /* LINK_UP has come; look at once */

/* --- the front's end -------------------------------------------------------------------------------- */

static const char *signal_name(int number)
{
	static const struct {
		int number;
		const char *name;
	} all[] = { { SIGKILL, "SIGKILL" }, { SIGSEGV, "SIGSEGV" }, { SIGBUS, "SIGBUS" }, { SIGABRT, "SIGABRT" }, { SIGILL, "SIGILL" },
		{ SIGFPE, "SIGFPE" }, { SIGTERM, "SIGTERM" }, { SIGTRAP, "SIGTRAP" }, { SIGXFSZ, "SIGXFSZ" } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].number == number)
			return all[i].name;
	return NULL;
}

/* 0 when it has ended as it was asked to. */
static int judge_end(int status, bool asked, struct err *e)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (number == SIGSYS)
		return err_set(e, ERR_FAIL, "the front made a system call it may not make (SIGSYS)");
	if (number != 0 && signal_name(number) != NULL)
		return err_set(e, ERR_FAIL, "the front was killed by %s", signal_name(number));
	if (number != 0)
		return err_set(e, ERR_FAIL, "the front was killed by signal %d", number);
	if (WEXITSTATUS(status) == 0 && asked)
		return 0;
	return err_set(e, ERR_FAIL, "the front ended: exit %d", WEXITSTATUS(status));
}

/* Wait for it, and not for ever. */
static int reap(const struct keeper *k)
{
	int64_t until = clock_ticks_ms() + GRACE_MS;
	int status = 0;
	pid_t got;

	while ((got = waitpid(k->front, &status, WNOHANG)) == 0 && clock_ticks_ms() < until)
		clock_sleep_ms(5);
	if (got == 0) {
		kill(k->front, SIGKILL);
		waitpid(k->front, &status, 0);
	}
	return status;
}

/* It does what it should never do; what: a TEXT. */
static int breach(const struct keeper *k, const char *what, struct err *e)
{
	kill(k->front, SIGKILL);
	waitpid(k->front, NULL, 0);
	return err_set(e, ERR_FAIL, "the front %t: ended", what);
}

/* --- messages --------------------------------------------------------------------------------------- */

static int send_to(const struct keeper *k, uint8_t kind, struct err *e)
{
	message.kind = kind;
	if (link_send(k->link, &message, 1) == 0 || errno == EPIPE || errno == ECONNRESET) /* its end is seen soon */
		return 0;
	return breach(k, TEXT("does not listen"), e);
}

static int offer(const struct keeper *k, struct err *e)
{
	message.len = 0;
	message.generation = reading.current;
	return send_to(k, LINK_OFFER, e);
}

static int on_up(const struct keeper *k, struct err *e)
{
	char url[320];
	struct text t;

	if (up)
		return breach(k, TEXT("begins twice"), e);
	up = true;
	text_init(&t, url, sizeof url);
	text_format(&t, "https://%s", reading.name);
	if (k->port != 443)
		text_format(&t, ":%d", k->port);
	notify_send(k->notify, "READY=1");
	reading_report(&reading, k, false, "serving", k->port != 0 ? url : k->dir);
	return 0;
}

static int on_taken(const struct keeper *k, struct err *e)
{
	if (message.generation != reading.current || reading.taken == reading.current)
		return breach(k, TEXT("took what was not offered"), e);
	reading.taken = message.generation;
	reading_forget(&reading);
	return 0;
}

/* A hash of this kind of key, as TLS chooses. */
static bool fits(const struct key *key)
{
	static const uint8_t lengths[] = { [SIG_ECDSA_SHA256] = 32, [SIG_ECDSA_SHA384] = 48, [SIG_ECDSA_SHA512] = 64,
		[SIG_RSA_SHA256] = 32, [SIG_RSA_SHA384] = 48, [SIG_RSA_SHA512] = 64 };
	uint8_t a = message.algorithm;

	return a < sizeof lengths && message.len > 0 && message.len == lengths[a] && (key->kind == KEY_RSA) == (a >= SIG_RSA_SHA256);
}

static int on_sign(const struct keeper *k, struct err *e)
{
	const struct key *key = reading_key(&reading, message.generation);
	uint8_t hash[DIGEST_MAX];
	size_t len;

	if (key == NULL || !fits(key))
		return breach(k, TEXT("asked for a signature that nobody needs"), e);
	memcpy(hash, message.bytes, message.len);
	if (sign_digest(key, (enum sig_algorithm)message.algorithm, view_of(hash, message.len), message.bytes, &len) != 0)
		len = 0;
	message.len = (uint16_t)len;
	return send_to(k, LINK_SIGNED, e);
}

static int on_message(const struct keeper *k, struct err *e)
{
	switch (message.kind) {
	case LINK_UP:
		return on_up(k, e);
	case LINK_TAKEN:
		return on_taken(k, e);
	case LINK_SIGN:
		return on_sign(k, e);
	case LINK_LOG:
		tell_line(&k->say, (const char *)message.bytes, message.len);
		return 0;
	case LINK_FAILED:
		message.bytes[message.len < LINK_BYTES ? message.len : LINK_BYTES - 1] = '\0';
		reap(k);
		return err_set(e, message.algorithm == ERR_USAGE ? ERR_USAGE : ERR_FAIL, "%s", (const char *)message.bytes);
	default:
		return breach(k, TEXT("sent what is no message"), e);
	}
}

/* What has come. 1: go on; 0: it has ended as it should. */
static int on_link(const struct keeper *k, struct err *e)
{
	for (int i = 0; i < BURST; i++) {
		int got = link_receive(k->link, &message, 0);

		if (got == 0)
			return 1;
		if (got < 0 && errno == EPIPE)
			return judge_end(reap(k), drain_until != 0, e);
		if (got < 0)
			return breach(k, TEXT("sent what is no message"), e);
		if (on_message(k, e) < 0)
			return -1;
	}
	return 1;
}

/* --- signals, time ---------------------------------------------------------------------------------- */

static int drain(const struct keeper *k, struct err *e)
{
	if (drain_until != 0) /* asked twice: at once */
		return kill(k->front, SIGKILL);
	drain_until = clock_ticks_ms() + FRONT_DRAIN_MS + AFTER_DRAIN_MS;
	notify_send(k->notify, "STOPPING=1");
	message.len = 0;
	return send_to(k, LINK_DRAIN, e);
}

static int on_signals(const struct keeper *k, struct err *e)
{
	struct signalfd_siginfo s;

	while (read(k->signals, &s, sizeof s) == (ssize_t)sizeof s) {
		if (s.ssi_signo == SIGHUP)
			reading.again = hurry = true;
		else if (s.ssi_signo != SIGCHLD && drain(k, e) < 0)
			return -1;
	}
	return 1;
}

/* The time of the next look, or before it. As on_link. */
static int on_time(const struct keeper *k, int64_t *next, struct err *e)
{
	int64_t now = clock_ticks_ms();

	if (drain_until != 0 && now >= drain_until)
		return breach(k, TEXT("does not end"), e);
	if (now < *next && !hurry)
		return 1;
	hurry = false;
	*next = now + KEEPER_LOOK_MS;
	if (drain_until == 0 && reading_look(&reading, k) == 1 && offer(k, e) < 0)
		return -1;
	return 1;
}

int keeper_load(struct keeper *k, struct err *e)
{
	harden_lock(&reading.keys, sizeof reading.keys);
	return reading_first(&reading, k, e);
}

static int serve(struct keeper *k, struct err *e)
{
	struct pollfd both[] = { { .fd = k->link, .events = POLLIN }, { .fd = k->signals, .events = POLLIN } };
	int64_t next = clock_ticks_ms() + KEEPER_LOOK_MS;
	int go = offer(k, e) < 0 ? -1 : 1;

	while (go == 1) {
		int64_t wait = next - clock_ticks_ms();

		poll(both, 2, wait < 0 ? 0 : (int)wait);
		go = on_signals(k, e);
		if (go == 1)
			go = on_link(k, e);
		if (go == 1)
			go = on_time(k, &next, e);
	}
	return go;
}

int keeper_run(struct keeper *k, struct err *e)
{
	int result = serve(k, e);

	reading_close(&reading);
	return result;
}

/* SPDX-License-Identifier: MIT */
/* channel.c - a channel against servers that behave, and that don't; long because: each of them is a function. */
#include "tests/unit/applets/calling.h"

static void opens(enum err_kind kind, const char *words, const char *name)
{
	channel.one_wait = true;
	if (words == NULL) {
		if (!is_int(channel_open(&channel, &wish, &e), 0, name))
			diag("%s", e.text);
		ok(channel_is_open(&channel) && !channel.one_wait, "is open");
		return;
	}
	is_int(channel_open(&channel, &wish, &e), -1, name);
	is_int(e.kind, kind, "of this kind");
	if (getenv("EMULATED") != NULL && strcmp(e.text, "error 111") == 0)
		skip("in words", "qemu hands SO_ERROR over in this machine's numbers");
	else
		is_str(e.text, words, "in words");
	ok(!channel_is_open(&channel), "and closed");
}

/* Until so many octets have come, or there are no more; -1: it broke. */
static int64_t receive_all(char *room, size_t cap)
{
	size_t got = 0, len;
	const uint8_t *p;

	while (got < cap) {
		if (channel_receive(&channel, &p, &len, &e) != 0)
			return -1;
		if (len == 0)
			break;
		len = len < cap - got ? len : cap - got;
		memcpy(room + got, p, len);
		got += len;
	}
	return (int64_t)got;
}

/* --- who behaves ------------------------------------------------------------------------------------ */

static char much[300000];

static void echo(unsigned nth)
{
	(void)nth;
	if (!meet(&shown))
		return;
	hear_request();
	put_text("pong");
	if (strncmp(told->text, "much", 4) == 0)
		put(much, sizeof much);
	goodbye();
}

static void echo_plain(unsigned nth)
{
	(void)nth;
	hear_request();
	put_text("pong");
	goodbye();
}

static void talks(void)
{
	static char room[sizeof much + 10];
	const uint8_t *p;
	size_t len;

	serve("https://", echo);
	opens(0, NULL, "a server");
	is_int(verdict.asked, 1, "it is judged once");
	is_mem(verdict.sent, verdict.len, leaf, leaf_len, "by its certificate");
	is_int(told->len, 0, "before a word is said");
	is_int(channel_send(&channel, "ping\r\n\r\n", 8, &e), 0, "something is said");
	is_int(receive_all(room, sizeof room), 4, "something comes back");
	is_mem(room, 4, "pong", 4, "what was expected");
	is_str(told->text, "ping\r\n\r\n", "the server has heard it");
	is_str(told->name, "", "and no name, for an address has none");
	ok(channel_receive(&channel, &p, &len, &e) == 0 && len == 0, "its goodbye stays one");
	channel_close(&channel);
	ok(!channel_is_open(&channel), "closed");
	channel_close(&channel);
	serve("https://", echo);
	wish.server_name = "board.local";
	opens(0, NULL, "by another name");
	channel_send(&channel, "much\r\n\r\n", 8, &e);
	is_int(receive_all(room, sizeof room), 4 + sizeof much, "much comes");
	is_mem(room + 4, sizeof much, much, sizeof much, "in order");
	is_str(told->name, "board.local", "the name was sent");
	wish.server_name = NULL;
	verdict.asked = 0;
	serve("http://", echo_plain);
	opens(0, NULL, "a plain server");
	is_int(channel_send(&channel, "ping\r\n\r\n", 8, &e), 0, "something is said");
	is_int(receive_all(room, sizeof room), 4, "something comes back");
	is_mem(room, 4, "pong", 4, "what was expected");
	is_int(verdict.asked, 0, "there is nothing to judge");
}

static void until_goodbye(unsigned nth)
{
	(void)nth;
	meet(&shown);
	hear_request();
	if (serve_until(TLS_CLOSED) && tls_error(&server.tls, NULL) == TLS_FINE)
		snprintf(told->name, sizeof told->name, "goodbye");
	told->handshakes++;
	goodbye();
}

static void closes(void)
{
	static const struct tls nothing;

	serve("https://", until_goodbye);
	opens(0, NULL, "a server that listens to the end");
	channel_send(&channel, "ping\r\n\r\n", 8, &e);
	channel_close(&channel);
	ok(memcmp(&channel.tls, &nothing, sizeof nothing) == 0, "is left without a key of its");
	while (told->handshakes < 2)
		clock_sleep_ms(1);
	is_str(told->name, "goodbye", "and with a goodbye");
}

/* What does not go out at once: this is no TCP, so that little of it does. */
static void halting(void)
{
	int small = 1, ends[2];

	serve("http://", echo_plain);
	hang_up();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
		abort();
	setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
	child = fork();
	if (child == 0) {
		peer = ends[1];
		close(ends[0]);
		fcntl(peer, F_SETFL, 0);
		clock_sleep_ms(100);
		while (listen_once())
			;
		_exit(0);
	}
	close(ends[1]);
	channel.w = &wish;
	channel.plain = true;
	channel.fd = ends[0];
	is_int(channel_send(&channel, much, 16384, &e), 0, "a server that reads late is told much");
	is_int(channel_send(&channel, much + 16384, 16384, &e), 0, "and more");
	channel_close(&channel);
	waitpid(child, NULL, 0);
	child = 0;
	is_mem(told->text, told->len, much, 32768, "all in order");
}

/* --- who is not trusted ------------------------------------------------------------------------------- */

static void judged(void)
{
	serve("https://", echo);
	verdict.verdict = TLS_DISTRUSTED;
	opens(ERR_UNTRUSTED, "the server's certificate is not trusted", "one that is not trusted");
	verdict.words = "CHANGED";
	verdict.kind = ERR_MISMATCH;
	serve("https://", echo);
	opens(ERR_MISMATCH, "CHANGED", "for a reason");
	is_int(told->len, 0, "nothing was said to it");
	is_int(told->handshakes, 0, "the handshake was not ended");
	wish_all();
}

static uint8_t filler[CHANNEL_CHAIN];

/* So many certificates, the second of so many octets. */
static void chain(size_t n, size_t second, const char *words, const char *name)
{
	for (size_t i = 1; i < n; i++)
		shown_chain[i] = view_of(filler, i == 1 ? second : 1);
	shown.chain_len = n;
	verdict.asked = 0;
	serve("https://", echo);
	opens(ERR_MALFORMED, words, name);
	is_int(verdict.asked, words == NULL, "is judged, or not");
	if (words == NULL)
		is_int(verdict.len, leaf_len + second + (n > 2 ? n - 2 : 0), "all of it");
}

static void chains(void)
{
	static const char many[] = "it sends over 64 certificates, or 65536 octets of them";

	chain(2, 100, NULL, "two certificates");
	chain(CHANNEL_CERTS, 1, NULL, "the most that there may be");
	chain(CHANNEL_CERTS + 1, 1, many, "one more");
	chain(2, CHANNEL_CHAIN - leaf_len, NULL, "the longest");
	chain(2, CHANNEL_CHAIN - leaf_len + 1, many, "one octet more");
	chain(3, CHANNEL_CHAIN - leaf_len + 1, many, "and more behind it");
	chain(3, CHANNEL_CHAIN, many, "two long ones");
	show(1);
	shown_chain[0] = owners[0].chain[0];
	serve("https://", echo);
	opens(ERR_MALFORMED, "its certificate does not parse: malformed certificate: signature algorithm", "a key that is no certificate");
	shown_chain[0] = view_of(leaf, leaf_len - 1);
	serve("https://", echo);
	opens(ERR_MALFORMED, "its certificate does not parse: malformed certificate: not one whole SEQUENCE", "one that is cut");
	shown_chain[0] = view_of(leaf, 0);
	serve("https://", echo);
	opens(ERR_MALFORMED, "its certificate does not parse: malformed certificate: not one whole SEQUENCE", "an empty one");
	show(0);
	serve("https://", echo);
	opens(ERR_MALFORMED, "the peer sent a TLS message out of turn", "none");
	show(1);
	shown.signer = owners[1].identity.signer;
	serve("https://", echo);
	channel_open(&channel, &wish, &e);
	ok(e.kind != ERR_NONE && !channel_is_open(&channel), "one whose key it does not have");
	diag("%s", e.text);
	show(1);
}

/* --- who misbehaves ----------------------------------------------------------------------------------- */

static const char *raw;
static size_t raw_len;

static void blurt(unsigned nth)
{
	char room[600];

	(void)nth;
	(void)!recv(peer, room, sizeof room, 0);
	(void)!send(peer, raw, raw_len, MSG_NOSIGNAL);
	goodbye();
}

static void blurts(const char *octets, size_t len, enum err_kind kind, const char *words, const char *name)
{
	raw = octets;
	raw_len = len;
	serve("https://", blurt);
	opens(kind, words, name);
}

static void strangers(void)
{
	static const char old[] = "\x16\x03\x01\x00\x2A\x02\x00\x00\x26\x03\x01" "01234567890123456789012345678901" "\x00\xC0\x09\x00";

	blurts("\x15\x03\x03\x00\x02\x02\x46", 7, ERR_FAIL,
		"the peer sent an alert: protocol version: it does not speak TLS 1.2, perhaps only TLS 1.3", "only TLS 1.3");
	blurts(old, sizeof old - 1, ERR_FAIL, "the peer speaks nothing newer than TLS 1.1", "only TLS 1.0");
	blurts("\x15\x03\x03\x00\x02\x02\x74", 7, ERR_UNTRUSTED, "the peer sent an alert: certificate required: it wants a client certificate",
		"a client certificate is wanted");
	blurts("HTTP/1.1 400 Bad Request\r\n\r\n", 28, ERR_MALFORMED, "the peer does not speak TLS", "plain HTTP");
	blurts("SSH-2.0-x\r\n", 11, ERR_MALFORMED, "the peer does not speak TLS", "SSH");
	blurts("", 0, ERR_UNREACHABLE, "the connection was cut during the TLS handshake", "nothing");
	blurts("\x15\x03\x03\x00\x02\x01\x00", 7, ERR_UNREACHABLE, "cut off", "a goodbye in the handshake");
}

static void cut_it(unsigned nth)
{
	cut_at = nth * 7 + 1;
	if (meet(&shown))
		put_text("pong");
}

/* The server's octets end everywhere. */
static void cuts(void)
{
	unsigned wrong = 0, whole = 0;

	serve("https://", cut_it);
	for (unsigned i = 0; i < 100; i++) {
		struct err why = { 0 };
		const uint8_t *p;
		size_t len;

		if (channel_open(&channel, &wish, &why) == 0) {
			whole++;
			wrong += channel_receive(&channel, &p, &len, &why) == 0 && (len != 4 || channel_receive(&channel, &p, &len, &why) == 0);
			channel_close(&channel);
		}
		if (why.kind != ERR_UNREACHABLE) {
			wrong++;
			diag("cut behind %u: %d %s", i * 7 + 1, (int)why.kind, why.text);
		}
	}
	is_int(wrong, 0, "a server that is cut off is unreachable, wherever that is");
	ok(whole > 0 && whole < 100, "in the handshake, and behind it");
}

static void say_and_cut(unsigned nth)
{
	(void)nth;
	if (meet(&shown))
		put_text("pong");
}

static void close_early(unsigned nth)
{
	(void)nth;
	meet(&shown);
	setsockopt(peer, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger));
}

static void damage(unsigned nth)
{
	char record[5 + 32] = "\x17\x03\x03\x00\x20";

	(void)nth;
	meet(&shown);
	put_text("pong");
	(void)!send(peer, record, sizeof record, MSG_NOSIGNAL);
	goodbye();
}

static void damaged(void)
{
	char room[10];

	serve("https://", damage);
	opens(0, NULL, "a server whose octets change on their way");
	is_int(receive_all(room, 4), 4, "is heard");
	is_int(receive_all(room, 4), -1, "up to these");
	is_int(e.kind, ERR_MALFORMED, "of this kind");
	is_str(e.text, "a record was changed on its way", "in words");
}

static void truncated(void)
{
	char room[10];
	const uint8_t *p;
	size_t len;

	serve("https://", say_and_cut);
	opens(0, NULL, "a server that forgets its goodbye");
	is_int(receive_all(room, 4), 4, "what it said has come");
	is_int(channel_receive(&channel, &p, &len, &e), -1, "then that it was cut is told");
	is_int(e.kind, ERR_UNREACHABLE, "as such");
	is_str(e.text, "the connection was cut: not all may have come", "in words");
	serve("https://", close_early);
	opens(0, NULL, "a server that goes away");
	while (recv(channel.fd, room, 1, MSG_PEEK) < 0 && errno == EAGAIN)
		clock_sleep_ms(1);
	for (int i = 0; i < 3; i++)
		is_int(channel_send(&channel, "ping", 4, &e), 0, "is spoken to, and nobody dies of it");
	is_int(channel_receive(&channel, &p, &len, &e), -1, "that it is cut is told");
	is_int(e.kind, ERR_UNREACHABLE, "as such");
}

/* --- who is slow --------------------------------------------------------------------------------------- */

static void silent_open(unsigned nth)
{
	(void)nth;
	meet(&shown);
	hear_request();
}

/* A handshake that never ends, an octet or a whole record at a time. */
static void drip(unsigned nth)
{
	static const char warning[] = "\x15\x03\x03\x00\x02\x01\x5A";
	static char many[70000];

	for (size_t i = 0; i < sizeof many; i++)
		many[i] = warning[i % 7];
	for (size_t i = 0;; i++) {
		if (nth == 0)
			clock_sleep_ms(20);
		if (send(peer, many + i % 7, nth == 0 ? 1 : sizeof many - 7, MSG_NOSIGNAL) <= 0)
			break;
		i += nth == 0 ? 0 : 6;
	}
}

static void drip_text(unsigned nth)
{
	(void)nth;
	for (;;) {
		if (send(peer, "x", 1, MSG_NOSIGNAL) <= 0)
			break;
		clock_sleep_ms(20);
	}
}

static void slow(void)
{
	const uint8_t *p;
	size_t len;
	unsigned times = 0;

	wish.timeout_ms = 1000;
	raw_len = 0;
	serve("https://", drip);
	opens(ERR_UNREACHABLE, "no answer within 1 s", "a handshake that drips");
	err_clear(&e);
	opens(ERR_UNREACHABLE, "no answer within 1 s", "warnings without end");
	wish_all();
	serve("https://", silent_open);
	opens(0, NULL, "a server that falls silent");
	wish.timeout_ms = 1000;
	is_int(channel_receive(&channel, &p, &len, &e), -1, "is not waited for any longer");
	is_str(e.text, "no answer within 1 s", "in words");
	wish_all();
	serve("http://", drip_text);
	opens(0, NULL, "plain text that drips");
	wish.timeout_ms = 300;
	channel_send(&channel, "x", 1, &e);
	channel.one_wait = true;
	while (times < 1000 && channel_receive(&channel, &p, &len, &e) == 0)
		times++;
	ok(times < 1000, "does not live on what drips, when it has one wait");
	is_str(e.text, "no answer within 0 s", "in words");
	wish_all();
	channel.one_wait = false;
	err_clear(&e);
	times = 0;
	while (times < 40 && channel_receive(&channel, &p, &len, &e) == 0)
		times++;
	is_int(times, 40, "else it does");
}

static int no_chance(void *p, size_t len, struct err *why)
{
	memset(p, 0, len);
	return err_set(why, ERR_FAIL, "no chance");
}

static void ours(void)
{
	serve("https://", echo);
	wish.fill = no_chance;
	opens(ERR_FAIL, "no chance", "without chance there is no connection");
	wish_all();
	hang_up();
	channel_open(&channel, &wish, &e);
	err_clear(&e);
	opens(ERR_UNREACHABLE, "Connection refused", "nobody is there");
}

int main(void)
{
	for (size_t i = 0; i < sizeof much; i++)
		much[i] = (char)(i * 7 + i / 251);
	call_begin();
	talks();
	closes();
	halting();
	judged();
	chains();
	strangers();
	cuts();
	damaged();
	truncated();
	slow();
	ours();
	hang_up();
	return done_testing();
}

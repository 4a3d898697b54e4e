/* SPDX-License-Identifier: MIT */
/*
 * peers.h - the store: one plain PEM file a server, HOST.crt, for `curl --cacert` and whoever loads folders.
 *
 * A file: one or more certificates and nothing else. The first decides: CA:TRUE, and all of the file are anchors; else it is a leaf, and
 * those behind it are passed over.
 */
#ifndef CERTFETCH_PEERS_H
#define CERTFETCH_PEERS_H

#include <stdbool.h>

#include "applets/bundle.h"
#include "applets/say.h"
#include "applets/url.h"
#include "lib/err.h"
#include "os/file.h"
#include "x509/der.h"

#define PEERS_DIR "/etc/certbox/peers"
#define PEERS_NAME FILE_BASE

/*
 * The file's name, pure. HOST.crt at URL_PORT (http: at any port, since what it hands out speaks for the host), else HOST_PORT.crt; a
 * host that ends in "_digits" always has its port, so that no two servers share a name. ':' of IPv6 becomes '+' (FAT, and no option of
 * curl's begins with it). Hosts of over 230 characters, and zones of other characters than a-z 0-9 . - _ (those become '_'): at most the
 * first 214, "~", and 16 hex digits of the host's SHA-256. With ".bad-N" behind it a name has at most 255 characters. as: --as NAME,
 * taken as it is, ".crt" added where it lacks it; ERR_USAGE when it is no plain name (empty, '/', a dot or '-' first, controls, no UTF-8,
 * over 230 octets). 0 or -1.
 */
int peers_name(const struct url *u, const char *as, char out[static PEERS_NAME], struct err *e);

/* One file of the store, and what it holds. */
struct peer {
	const char *dir;           /* the caller's */
	char name[PEERS_NAME];
	int dirfd;                 /* -1: there is no store yet */
	bool there;
	bool ca;                   /* CAs: ders are anchors; else ders is one leaf */
	struct file file;          /* its text, as it was read */
	struct bundle certs;
	struct view ders;          /* DER, one behind the other; into certs */
};

/*
 * Open dir (it must belong to root or the caller and be writable by nobody else; missing: no store yet) and read name there. Followed
 * through a symbolic link when what it leads to is such a file in such a folder, too (a user's own). A FIFO, a directory, a dangling
 * link, a broken certificate, no certificate, a private key: failure naming dir and name, nothing changed: a stored trust that cannot be
 * read is not a missing one. name: shorter than PEERS_NAME. 0 or -1; peers_close either way.
 */
int peers_open(struct peer *p, const char *dir, const char *name, struct err *e);
/*
 * Put these certificates (DER, one behind the other) there: dir made 700 with its parents where missing; under a lock (two at once), 644,
 * atomic, durable. Under the lock the file must be what p has read, octet for octet, or still absent; where it is another one by now:
 * ERR_FAIL "changed meanwhile", nothing stored; but 0 when it is just what was to be stored. keep: what was there stays as NAME.old-N (a
 * copy made durable before). At no moment the server is unknown. Never through a symbolic link: ERR_FAIL naming it. p is not read anew. 0
 * or -1.
 */
int peers_store(struct peer *p, struct view ders, bool keep, struct err *e);
/*
 * Set aside as NAME.bad-N (durable_set_aside), its new name to out (cap at least PEERS_NAME + 16); whatever stands there: after a
 * peers_open that failed, too. ERR_UNTRUSTED when it is not there. 0 or -1.
 */
int peers_forget(struct peer *p, char *out, size_t cap, struct err *e);
void peers_close(struct peer *p);
/*
 * --list: of each NAME.crt in order of name, and of each certificate that counts in it: say_state("trust", NAME, "sha256 3F:9A:…  CA, until
 * 2036-03-01"), or "leaf". One that is broken is warned of, and ERR_MALFORMED returned at the end. 0 or -1.
 */
int peers_list(const char *dir, const struct say *say, struct err *e);

#endif

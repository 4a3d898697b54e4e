/* SPDX-License-Identifier: MIT */
/*
 * peers.h - the store: one plain PEM file a server, HOST.crt, for `curl --cacert` and whoever loads folders.
 *
 * A file: one or more certificates and nothing else. The first decides: CA:TRUE, and it and all CAs of the file are anchors; else a leaf.
 */
#ifndef CERTFETCH_PEERS_H
#define CERTFETCH_PEERS_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/say.h"
#include "applets/url.h"
#include "lib/err.h"
#include "os/file.h"
#include "x509/der.h"

#define PEERS_DIR "/etc/certbox/peers"
#define PEERS_NAME 256     /* characters of a file's name with its NUL */

/*
 * The file's name, pure. HOST.crt at URL_PORT (http: at any port, since what it hands out speaks for the host), else HOST_PORT.crt; a host that ends in "_digits"
 * always has its port, so that no two servers share a name. ':' of IPv6 becomes '+' (FAT, and no option of curl's begins with it). Over-long names (NAME_MAX 255, with room
 * for ".bad-N" and temporaries): the first characters, "~", and 16 hex digits of a hash that the caller gives (of url_add_text's). as: --as NAME, taken as it is, ".crt" added where it lacks it; ERR_USAGE when it is no
 * plain name ('/', a dot or '-' first, controls, over 200). 0 or -1.
 */
int peers_name(const struct url *u, const char *as, char out[static PEERS_NAME], struct err *e);

/* One file of the store, and what it holds. */
struct peer {
	const char *dir;
	char name[PEERS_NAME];
	int dirfd;                 /* -1: there is no store yet */
	bool there;
	bool ca;                   /* CAs: ders are anchors; else ders is one leaf */
	struct file file;          /* its text, decoded in place: */
	struct view ders;          /* DER, one behind the other; into file */
};

/*
 * Open dir (it must belong to root or the caller and be writable by nobody else; missing: no store yet) and read name there. Followed through a symbolic link when what it leads to is
 * such a file, too (a user's own). A FIFO, a directory, a broken certificate, no certificate, a private key: failure naming DIR/NAME, nothing changed: a stored
 * trust that cannot be read is not a missing one. 0 or -1.
 */
int peers_open(struct peer *p, const char *dir, const char *name, struct err *e);
/*
 * Put these certificates (DER, one behind the other) there: dir made 700 with its parents where missing; under a lock (two at once), 644, atomic, durable. expected: what the caller has read
 * and judged (p itself): where the file is another one by now, ERR_FAIL "changed meanwhile", nothing stored. keep: what was there stays as NAME.old-N (a copy made durable before), so that at no moment
 * the server is unknown. Never through a symbolic link: ERR_FAIL naming it. 0 or -1.
 */
int peers_store(struct peer *p, struct view ders, bool keep, struct err *e);
/* Set aside as NAME.bad-N (durable_set_aside), its new name to out. ERR_UNTRUSTED when it is not there. */
int peers_forget(struct peer *p, char *out, size_t cap, struct err *e);
void peers_close(struct peer *p);
/*
 * --list: each NAME.crt in order of name: say_state("trust", NAME, "sha256 3F:…  CA|leaf  until 2036-03-01"); one that is broken is said, and ERR_MALFORMED
 * returned at the end. 0 or -1.
 */
int peers_list(const char *dir, const struct say *say, struct err *e);

#endif

/* SPDX-License-Identifier: MIT */
/* install.h - --install, --bundle and -o: make the anchor known to this system, asked for and proven. */
#ifndef CERTFETCH_INSTALL_H
#define CERTFETCH_INSTALL_H

#include "applets/say.h"
#include "lib/err.h"
#include "x509/der.h"

/*
 * --install: what this system has, the first of: update-ca-certificates where there is /usr/local/share/ca-certificates (Debian, Alpine:
 * NAME goes there, a second certificate as NAME-1.crt, then the command); p11-kit's `trust anchor --store` (Fedora, Arch, SUSE); else the
 * usual bundle, as install_bundle. Commands are looked for in sbin and bin below /usr and /, and have two minutes; the last line a failed
 * one said is told. When the system's bundle holds all of them, nothing is done and "unchanged" said; else "installed". name: the store's
 * file name. root: a folder in place of "/", for tests ("": none); NULL is "". Only CAs: a leaf is ERR_FAIL. 0 or -1.
 */
int install_system(const struct say *say, const char *root, const char *name, struct view ders, struct err *e);

/*
 * --bundle F: those of these certificates that F lacks behind what F holds, which stays as it is (names and comments, too); atomically,
 * under a lock on F, its mode and owner kept (new: 644). A link's target is what is written. "installed" or "unchanged" is said. F that
 * holds no PEM certificate, unless it is empty: ERR_MALFORMED. 0 or -1.
 */
int install_bundle(const struct say *say, const char *file, struct view ders, struct err *e);

/* -o F: the same, but these are all that F then holds, whatever it held. Nothing is said. What is no file is refused. */
int install_out(const char *file, struct view ders, struct err *e);

#endif

/* SPDX-License-Identifier: MIT */
/* install.h - --install and --bundle: make the anchor known to this system, asked for and proven. */
#ifndef CERTFETCH_INSTALL_H
#define CERTFETCH_INSTALL_H

#include "applets/say.h"
#include "lib/err.h"
#include "x509/der.h"

/*
 * --install: what this system has, in this order: update-ca-certificates (Debian, Alpine: /usr/local/share/ca-certificates/NAME.crt, then the command), p11-kit's `trust anchor --store FILE`
 * (Fedora, Arch, SUSE), else one of the usual bundles that stands there (as --bundle). The command is looked for in PATH and sbin, run with a timeout, its failure told
 * in one line. NAME is the store's file name. Nothing is done, and "unchanged" said, when it is there already. root: a folder in place of "/" (tests, images). Only CAs: a leaf is ERR_FAIL.
 */
int install_system(const struct say *say, const char *root, const char *name, struct view ders, struct err *e);

/* --bundle F: F's certificates and these, each once; atomically, F's mode and owner kept (new: 644); a link's target is what is written. "installed" or "unchanged" is said. */
int install_bundle(const struct say *say, const char *file, struct view ders, struct err *e);

#endif

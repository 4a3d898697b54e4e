/* SPDX-License-Identifier: MIT */
/* options.h - certgen's option rows: parser, help, config files and kernel command line read them. */
#ifndef CERTGEN_OPTIONS_H
#define CERTGEN_OPTIONS_H

#include <stddef.h>

#include "lib/args.h"

/* Those of modes last: a box with no mode has the first OPT_MODES rows alone (has.h). */
enum certgen_option {
	OPT_DIR, OPT_SAN, OPT_KEY_TYPE, OPT_CA_KEY_TYPE, OPT_DAYS, OPT_CA_DAYS, OPT_RENEW_BEFORE,
	OPT_SUBJECT, OPT_CA_SUBJECT, OPT_HOSTNAME, OPT_IFACE, OPT_CONSTRAIN, OPT_RSA_KEX, OPT_ON_CLONE,
	OPT_CERT, OPT_KEY, OPT_CA, OPT_CA_KEY, /* a key's behind its certificate's */ OPT_SELF_SIGNED, OPT_CA_ONLY, OPT_USE, OPT_FORCE,
	OPT_REPLACE_KNOWN, OPT_OWNER, OPT_ON_CHANGE, OPT_FALLBACK, OPT_REQUIRE_MOUNT, OPT_ROOT, OPT_BOOT,
	OPT_CLOCK, OPT_ENTROPY_WAIT, OPT_PROVISIONAL_DAYS, OPT_CHECK, OPT_ROTATE, OPT_CONFIG, OPT_JSON, OPT_QUIET,
	OPT_VERBOSE, OPT_HELP,
	OPT_MODES, OPT_COMBINED = OPT_MODES, OPT_BUNDLE, OPT_BUNDLE_BASE, OPT_HASH_LINK, OPT_P12, OPT_PASSWORD_FILE, OPT_P12_NAME, OPT_P12_COMPAT,
	OPT_SEAL, OPT_CSR, OPT_SIGN, OPT_OUTPUT, OPT_COPY_NAMES, OPT_COMPROMISED, OPT_IMPORT, OPT_RESET, OPT_YES, OPT_COUNT
};

extern const struct option certgen_options[];

/* Words of the kernel command line that are the boot layer's (SPEC 6), NULL-ended. */
extern const char *const certgen_boot_words[];

#endif

/* SPDX-License-Identifier: MIT */
/* options.c - certgen's option rows. */
#include "applets/certgen/has.h"
#include "applets/certgen/options.h"

const struct option certgen_options[HAS_OPTIONS] = {
	[OPT_DIR] = {'d', ARGS_COMMAND, "dir", "DIR", TEXT("where the set lives (/etc/certbox)")},
	[OPT_SAN] = {0, ARGS_LIST | ARGS_KERNEL | ARGS_HIDDEN, "san", "N", TEXT_MANUAL("a name, as the operands")},
	[OPT_KEY_TYPE] = {'t', ARGS_KERNEL, "key-type", "T", TEXT("p256 " WITH_p384("p384 ") WITH_rsa("rsa2048 rsa3072 rsa4096 ") "(p256)")},
	[OPT_CA_KEY_TYPE] = {0, ARGS_KERNEL | ARGS_HIDDEN, "ca-key-type", "T", TEXT_MANUAL("the CA's (as the leaf's)")},
	[OPT_DAYS] = {0, ARGS_KERNEL, "days", "N", TEXT("how long the leaf is good (397)")},
	[OPT_CA_DAYS] = {0, ARGS_HIDDEN, "ca-days", "N", TEXT_MANUAL("how long the CA is good (3650)")},
	[OPT_RENEW_BEFORE] = {0, 0, "renew-before", "N", TEXT("days before the end to renew (a third)")},
	[OPT_SUBJECT] = {0, ARGS_KERNEL, "subject", "DN", TEXT("the leaf's subject, /C=DE/O=x/CN=y or CN=y,O=x")},
	[OPT_CA_SUBJECT] = {0, ARGS_HIDDEN, "ca-subject", "DN", TEXT_MANUAL("the CA's, taken as it is")},
	[OPT_HOSTNAME] = {0, ARGS_KERNEL, "hostname", "H", TEXT("the host name that auto uses")},
	[OPT_IFACE] = {0, ARGS_LIST | ARGS_KERNEL, "iface", "I", TEXT("take addresses of this interface only")},
	[OPT_CONSTRAIN] = {0, ARGS_HIDDEN, "constrain", "W", TEXT_MANUAL("name constraints of a new CA: on critical off")},
	[OPT_RSA_KEX] = {0, ARGS_HIDDEN, "rsa-kex", NULL, TEXT_MANUAL("KeyUsage keyEncipherment for old clients")},
	[OPT_ON_CLONE] = {0, ARGS_HIDDEN, "on-clone", "W", TEXT_MANUAL("keep, or new: a new set on another machine")},
	[OPT_CERT] = {0, 0, "cert", "F", TEXT("name of the certificate (server.crt)")},
	[OPT_KEY] = {0, 0, "key", "F", TEXT("of its key (x.crt: x.key, x.pem: x-key.pem)")},
	[OPT_CA] = {0, ARGS_HIDDEN, "ca", "F", TEXT_MANUAL("of the CA certificate (ca.crt)")},
	[OPT_CA_KEY] = {0, ARGS_HIDDEN, "ca-key", "F", TEXT_MANUAL("of the CA key")},
	WITH_combined([OPT_COMBINED] = {0, ARGS_HIDDEN, "combined", "F", TEXT_MANUAL("key, certificate and chain in one file")},)
	WITH_bundle([OPT_BUNDLE] = {0, ARGS_HIDDEN, "bundle", "F", TEXT_MANUAL("the trust anchor, behind the certificates of --bundle-base")},)
	WITH_bundle([OPT_BUNDLE_BASE] = {0, ARGS_HIDDEN, "bundle-base", "B", TEXT_MANUAL("certificates that --bundle begins with (none)")},)
	WITH_bundle([OPT_HASH_LINK] = {0, ARGS_HIDDEN, "hash-link", NULL, TEXT_MANUAL("a link to the anchor by the name OpenSSL seeks")},)
	WITH_p12([OPT_P12] = {0, ARGS_HIDDEN, "p12", "F", TEXT_MANUAL("key and chain as PKCS#12")},)
	WITH_p12([OPT_PASSWORD_FILE] = {0, ARGS_HIDDEN, "password-file", "P", TEXT_MANUAL("its password; made when missing")},)
	WITH_p12([OPT_P12_NAME] = {0, ARGS_HIDDEN, "p12-name", "A", TEXT_MANUAL("the pair's name in it (its own first name)")},)
	WITH_p12([OPT_P12_COMPAT] = {0, ARGS_HIDDEN, "p12-compat", NULL, TEXT_MANUAL("3DES and SHA-1, for old readers")},)
	[OPT_SELF_SIGNED] = {0, 0, "self-signed", NULL, TEXT("one certificate without a CA")},
	[OPT_CA_ONLY] = {0, ARGS_HIDDEN, "ca-only", NULL, TEXT_MANUAL("the CA pair alone")},
	WITH_seal([OPT_SEAL] = {0, ARGS_HIDDEN, "seal", NULL, TEXT_MANUAL("a CA whose key never touches the disk")},)
	[OPT_USE] = {0, 0, "use", "W", TEXT("server, client or both (server)")},
	[OPT_FORCE] = {0, ARGS_COMMAND, "force", NULL, TEXT("replace your own pair (set aside, not deleted)")},
	[OPT_REPLACE_KNOWN] = {0, ARGS_LIST | ARGS_HIDDEN, "replace-known", "FP", TEXT_MANUAL("treat the pair with this fingerprint as missing")},
	[OPT_OWNER] = {0, 0, "owner", "U[:G]", TEXT("owner of the leaf key: U 600, U:G and :G 640")},
	[OPT_ON_CHANGE] = {0, 0, "on-change", "CMD", TEXT("run after a change")},
	[OPT_FALLBACK] = {0, 0, "fallback", "DIR", TEXT("a whole set there when DIR is read-only or full")},
	[OPT_REQUIRE_MOUNT] = {0, ARGS_HIDDEN, "require-mount", NULL, TEXT_MANUAL("fail unless DIR is on a mount of its own")},
	[OPT_ROOT] = {0, ARGS_HIDDEN, "root", "R", TEXT_MANUAL("where etc/hostname, etc/passwd are read")},
	[OPT_BOOT] = {0, ARGS_COMMAND, "boot", NULL, TEXT("at boot: kernel command line, careful clock")},
	[OPT_CLOCK] = {0, ARGS_HIDDEN, "clock", "W", TEXT_MANUAL("auto check ok: when the clock is believed")},
	[OPT_ENTROPY_WAIT] = {0, ARGS_KERNEL | ARGS_HIDDEN, "entropy-wait", "S", TEXT_MANUAL("seconds to wait for entropy (60)")},
	[OPT_PROVISIONAL_DAYS] = {0, ARGS_HIDDEN, "provisional-days", "N", TEXT_MANUAL("span without a clock (825)")},
	[OPT_CHECK] = {0, ARGS_COMMAND, "check", NULL, TEXT("change nothing; 10 and what, if there is work")},
	WITH_csr([OPT_CSR] = {0, ARGS_COMMAND | ARGS_HIDDEN, "csr", "F", TEXT_MANUAL("a request of the leaf's key, for another's CA")},)
	WITH_sign([OPT_SIGN] = {0, ARGS_COMMAND | ARGS_HIDDEN, "sign", "CSR", TEXT_MANUAL("sign this request with the CA here, into -o")},)
	WITH_sign([OPT_OUTPUT] = {'o', ARGS_COMMAND | ARGS_HIDDEN, "output", "F", TEXT_MANUAL("the certificate that --sign makes; - is stdout")},)
	WITH_sign([OPT_COPY_NAMES] = {0, ARGS_COMMAND | ARGS_HIDDEN, "copy-names", NULL, TEXT_MANUAL("with --sign: the request's names, subject")},)
	WITH_rotate([OPT_ROTATE] = {0, ARGS_COMMAND, "rotate", "W", TEXT("key, or ca: a new one (clients follow the new CA)")},)
	WITH_rotate([OPT_COMPROMISED] = {0, ARGS_COMMAND | ARGS_HIDDEN, "compromised", NULL, TEXT_MANUAL("with --rotate ca: nobody shall follow")},)
	WITH_import([OPT_IMPORT] = {0, ARGS_LIST | ARGS_COMMAND | ARGS_HIDDEN, "import", "FILE", TEXT_MANUAL("your own key and chain, in any form, for the leaf")},)
	WITH_reset([OPT_RESET] = {0, ARGS_COMMAND | ARGS_HIDDEN, "reset", NULL, TEXT_MANUAL("with --yes: remove the set (for image builders)")},)
	WITH_reset([OPT_YES] = {0, ARGS_COMMAND | ARGS_HIDDEN, "yes", NULL, TEXT_MANUAL("with --reset: do")},)
	[OPT_CONFIG] = {0, ARGS_COMMAND, "config", "FILE", TEXT("lines 'option [value]' (DIR/certgen.conf)")},
	[OPT_JSON] = {0, ARGS_HIDDEN, "json", NULL, TEXT_MANUAL("reports as one JSON object a line")},
	[OPT_QUIET] = {'q', 0, "quiet", NULL, TEXT("only changes and failures")},
	[OPT_VERBOSE] = {'v', 0, "verbose", NULL, TEXT("all there is to say")},
	[OPT_HELP] = {'h', ARGS_COMMAND, "help", NULL, TEXT("this text")},
};

const char *const certgen_boot_words[] = {"persist", "wait", "require", "serve", NULL};

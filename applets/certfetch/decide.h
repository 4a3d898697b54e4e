/* SPDX-License-Identifier: MIT */
/*
 * decide.h - what is stored, what was wished, what was seen: the verdict (SPEC 5). Pure, a table of rows.
 *
 * Asked up to three times: before anybody is called, when the server has shown its certificates (before a word is said to it), and when
 * its /trust has come. Each answer is final, or says how to go on.
 */
#ifndef CERTFETCH_DECIDE_H
#define CERTFETCH_DECIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"
#include "x509/path.h"

enum decide_stored { STORED_NONE, STORED_CA, STORED_LEAF };

enum decide_pin {
	PIN_NONE,             /* --pin was not given */
	PIN_LEAF,             /* it is the leaf's, its key's or its certificate's */
	PIN_ABOVE,            /* … a CA's, to which the leaf verified */
	PIN_ANCHOR,           /* … of what /trust (or http://) handed out */
	PIN_OTHER             /* of nothing that was seen so far */
};

/* What was wished, and what the store holds. */
struct decide_wish {
	enum decide_stored stored;
	bool pin, ca;         /* --pin, --ca were given */
	bool strict, get, peer;
	bool install;         /* --install or --bundle */
	bool plain;           /* http:// */
	bool proven;          /* --get goes on: what the server is was settled, and nothing is asked of a stranger any more */
};

/* The handshake's leaf. */
struct decide_shown {
	enum path_result path;      /* under the anchors: the stored CA's, else --ca's, else a pinned CA that was sent along; of a stored leaf, --peer or
	                               a pinned leaf: name and dates alone */
	bool same_key;              /* STORED_LEAF: the stored one's key */
	bool same;                  /* … its very octets */
	bool crossed;               /* STORED_CA: the path leads over another CA that the stored one has signed */
	enum decide_pin pin;
};

/* What /trust (or the path asked for) has answered. */
struct decide_told {
	bool there;                 /* a certificate came */
	enum path_result path;      /* of the handshake's leaf under it */
	bool same;                  /* the stored one, octet for octet */
	bool alike;                 /* its name and key: the stored CA, made again */
	bool ca, self_signed;       /* CA:TRUE; its own issuer, and signed so */
	bool known;                 /* it stands on the path that has proven the leaf; or one of its name and key does, which has signed it */
	enum decide_pin pin;
};

enum decide_verdict {
	/* go on */
	DECIDE_CALL,          /* call the server */
	DECIDE_ASK,           /* ask for /trust (--peer: nothing), as a stranger: not one request more, nor our own certificate */
	DECIDE_TRUST,         /* it has proven itself: what was wished may be asked for */
	/* done: 0 */
	DECIDE_NEW,           /* store it: what /trust told; of --peer the leaf */
	DECIDE_UNCHANGED,
	DECIDE_RENEWED,       /* store it in the stored one's place: the same key */
	DECIDE_ROTATED,       /* store it in the stored one's place; said aloud */
	/* refused; nothing stored, nothing asked */
	DECIDE_STRICT,        /* 13: --strict, and nobody knows the host */
	DECIDE_UNKNOWN,       /* 13: --get from an unknown host */
	DECIDE_UNPINNED,      /* 2: --install, --bundle without --pin or --ca; http:// without --pin */
	DECIDE_CHANGED,       /* 11: another key or issuer than the stored one's, or another name */
	DECIDE_PIN,           /* 11: not what --pin says */
	DECIDE_INVALID,       /* the path's own kind: 13 dates, unknown issuer and the rest; 11 name; 12 malformed */
	DECIDE_NO_TRUST,      /* 13: no trust anchor offered (and --peer not given) */
	DECIDE_FOREIGN,       /* 13: its /trust did not issue the leaf it has shown */
	DECIDE_STRANGER       /* 13: its /trust did, too, but is not whom --ca or the pin of a CA have named; --install, --bundle: nobody vouches for it */
};

enum decide_verdict decide_call(const struct decide_wish *w);
enum decide_verdict decide_shown(const struct decide_wish *w, const struct decide_shown *s);
enum decide_verdict decide_told(const struct decide_wish *w, const struct decide_shown *s, const struct decide_told *t);

/*
 * Under --install and --bundle a CA speaks for every server there is, and a verdict that would keep one stands only if that one is vouched for:
 * a leaf's pin is not enough, nor is a key's, whose owner makes CAs of it as he likes, nor that it is stored.
 */
enum decide_verdict decide_keep(const struct decide_wish *w, enum decide_verdict v, bool vouched);

/* The kind, which is the exit code; ERR_NONE for those that go on or are done. path: of INVALID and CHANGED. */
enum err_kind decide_kind(enum decide_verdict v, enum path_result path);

#endif

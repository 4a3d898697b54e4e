/* SPDX-License-Identifier: MIT */
/* set.h - the four files certgen answers for, read and understood. */
#ifndef CERTGEN_SET_H
#define CERTGEN_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "applets/certgen/mark.h"
#include "applets/certgen/plan.h"
#include "bearssl-glue/key.h"
#include "lib/err.h"
#include "os/file.h"
#include "x509/pem.h"
#include "x509/view.h"

enum set_file { SET_CA_KEY, SET_CA_CERT, SET_LEAF_KEY, SET_LEAF_CERT, SET_FILES };
enum set_pair { SET_CA, SET_LEAF, SET_PAIRS };

/* A pair's files: SET_CA_KEY + 2 * pair, SET_CA_CERT + 2 * pair. */
#define SET_KEY_OF(pair) ((enum set_file)(2 * (int)(pair)))
#define SET_CERT_OF(pair) ((enum set_file)(2 * (int)(pair) + 1))

#define SET_NAME_MAX 512

struct set_entry {
	const char *shown;    /* as the user knows it: a name in DIR, or an absolute path */
	const char *base;     /* its name in dirfd */
	int dirfd;            /* the set's own, or one opened for an absolute path */
	struct file file;     /* bytes NULL when absent */
	bool seeded;          /* bytes come from another directory (--fallback): to be written here */
};

struct set {
	const char *path;
	int dirfd;            /* -1: the directory does not exist */
	enum found_key key_found[SET_PAIRS];
	enum found_cert cert_found[SET_PAIRS];
	enum mark mark[SET_PAIRS];
	uint8_t *der[SET_PAIRS];           /* heap */
	struct set_entry entry[SET_FILES];
	struct cert_view cert[SET_PAIRS];  /* views into der */
	struct key key[SET_PAIRS];         /* secret */
	struct key retired;                /* secret: the CA's key that --rotate replaces, until it has signed */
};

/* A file of this name: in dirfd, or of an absolute path, whose folder is opened (the caller's to close where it is not dirfd). 0 or -1. */
int set_entry_open(struct set_entry *entry, const char *shown, int dirfd, struct err *e);

/* Name the files, open what lies outside path. dirfd is the set's from now on. 0 or -1. */
int set_open(struct set *s, const char *path, int dirfd, const char files[SET_FILES][SET_NAME_MAX], struct err *e);

/*
 * Read and understand the files; `which` is a mask of pairs (1 << pair). A file that cannot be read, is no file,
 * a dangling link, a key with a second link that is no temporary of ours, a key that may not be used: -1, worded. e is empty, not NULL.
 */
int set_load(struct set *s, unsigned which, struct err *e);

/* Fill what is absent here, of these pairs, with what is whole there. The other set's bytes are copied. */
int set_seed(struct set *s, const struct set *from, unsigned which, struct err *e);

/* Is there a certificate of this pair that parses? */
bool set_has_cert(const struct set *s, enum set_pair pair);

/* Closes, wipes, frees. */
void set_close(struct set *s);

/*
 * The first object of this kind in a PEM text, or a DER file whole, in heap memory that *der owns, on failure too. what names
 * it: "certificate". 0 or -1.
 */
int set_decode(const struct file *f, enum pem_kind kind, const char *what, uint8_t **der, struct view *out, struct err *e);
/* A DER certificate out of a file: the first CERTIFICATE of a PEM text, or DER. Heap memory in *der. 0; -1 when there is none that parses. */
int set_parse_cert(const struct file *f, uint8_t **der, struct cert_view *out, struct err *e);

#endif

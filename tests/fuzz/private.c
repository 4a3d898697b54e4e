/* SPDX-License-Identifier: MIT */
/* private.c - a target: is a private key seen, whatever stands before it? */
#include "applets/certserve/private.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

const unsigned fuzz_runs = 30000;
const char *const fuzz_folders[] = { "pem", "der", NULL };
static const char key[] = "\n-----BEGIN PRIVATE KEY-----\n";
const char *const fuzz_seeds[] = {
	"-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIIB\n-----END EC PRIVATE KEY-----\n", "-----BEGIN CERTIFICATE-----\nMIIB7zCCAZWgAwIBAgIRa/s7FIHNIGmy\n",
	"{\"kty\":\"EC\",\"d\":\"x\"}", "PuTTY-User-Key-File-2: ssh-rsa", "\x30\x82\x04\xA4\x02\x01\x02\x02\x82\x01\x01", "\xFE\xFF-----BEGIN", "MIIEpAIBAAKCAQEA",
	"\x30\x80\x02\x01\x03\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01", NULL,
};
const char *const fuzz_words[] = {
	"-----BEGIN ", "PRIVATE KEY", "-----", "\"kty\"", "\"d\" :", "\"k\"", "AGE-SECRET-KEY-", "MIIE", "\n", "=", "\x30\x80", "\x30\x84\x7f\xff\xff\xff", "\x02\x01", "\x06\x09",
	"openssh-key-v1", "M\n", NULL,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static bool inside(const uint8_t *p, size_t len, const char *more)
{
	size_t whole = len + strlen(more);
	uint8_t *copy = malloc(whole > 0 ? whole : 1);
	bool found;

	memcpy(copy, p, len);
	for (size_t i = len; i < whole; i++)
		copy[i] = (uint8_t)more[i - len];
	found = private_inside(view_of(copy, whole));
	free(copy);
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	(void)inside(p, len, "");
	fuzz_must(inside(p, len, key));
	return 0;
}

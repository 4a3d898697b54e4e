/* SPDX-License-Identifier: MIT */
/* private.c - what holds a private key, in many forms, and what does not. Files that openssl made: tests/e2e/certserve-keeper.t. */
#include "applets/certserve/private.h"

#include <stdlib.h>

#include "tests/unit/tap.h"

static bool inside(const char *s, size_t len)
{
	/* a copy of its own size: a read beyond it is seen */
	uint8_t *p = malloc(len > 0 ? len : 1);
	bool found;

	memcpy(p, s, len);
	found = private_inside(view_of(p, len));
	free(p);
	return found;
}

#define HAS(text, name) ok(inside(text, sizeof(text) - 1), name)
#define HAS_NOT(text, name) ok(!inside(text, sizeof(text) - 1), name)

/* Starts of real objects, their ends cut off. */
#define OID_EC "\x06\x07\x2A\x86\x48\xCE\x3D\x02\x01"
#define PKCS8 "\x30\x81\x87\x02\x01\x00\x30\x13" OID_EC "\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07\x04\x6D\x30\x6B"
#define PKCS1 "\x30\x82\x04\xA4\x02\x01\x00\x02\x82\x01\x01\x00\xC1\x22"
#define SEC1 "\x30\x77\x02\x01\x01\x04\x20\x11\x22\x33"
#define SHROUDED "\x30\x81\xB0\x30\x1B\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x05\x03\x30\x0E\x04\x08" "12345678" "\x02\x02\x08\x00\x04\x81\x90\x55\x66"
#define PFX "\x30\x82\x0A\x11\x02\x01\x03\x30\x82\x09\xD7\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
#define PFX_BER "\x30\x80\x02\x01\x03\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
#define CERT "\x30\x82\x01\x10\x30\x81\xB7\xA0\x03\x02\x01\x02\x02\x01\x05\x30\x0A\x06\x08\x2A\x86\x48\xCE\x3D\x04\x03\x02"
#define CERT_V1 "\x30\x82\x01\x10\x30\x81\xB7\x02\x01\x05\x30\x0A\x06\x08\x2A\x86\x48\xCE\x3D\x04\x03\x02"
#define REQUEST "\x30\x81\xD0\x30\x77\x02\x01\x00\x30\x15\x31\x13"
#define SPKI "\x30\x59\x30\x13" OID_EC "\x06\x08\x2A\x86\x48\xCE\x3D\x03\x01\x07\x03\x42\x00\x04"
#define PUBLIC1 "\x30\x82\x01\x0A\x02\x82\x01\x01\x00\xC1\x22"
#define DH "\x30\x82\x01\x08\x02\x82\x01\x01\x00\xFF\xFF"
#define SIGNATURE "\x30\x46\x02\x21\x00\x99\x88"
#define SIGNED "\x30\x82\x01\x10\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02\xA0\x82"
#define WHOLE "\x30\x0C\x30\x0A\xA0\x03\x02\x01\x02\x02\x03\x01\x02\x03"

static void der(void)
{
	HAS(PKCS8, "PKCS#8");
	HAS("\x30\x2E\x02\x01\x00\x30\x05\x06\x03\x2B\x65\x70\x04\x22\x04\x20", "... of Ed25519");
	HAS("\x30\x51\x02\x01\x01\x30\x05\x06\x03\x2B\x65\x70\x04\x22\x04\x20", "... with its public half (version 1)");
	HAS(PKCS1, "PKCS#1");
	HAS("\x30\x82\x02\x5C\x02\x01\x00\x02\x81\x81\x00\xC1", "DSA");
	HAS(SEC1, "SEC1");
	HAS(SHROUDED, "encrypted PKCS#8");
	HAS(PFX, "PKCS#12");
	HAS(PFX_BER, "... of indefinite length");
	HAS(WHOLE PKCS8, "a key behind a certificate");
	HAS("\xFE\xED\xFE\xED\x00\x00\x00\x02", "Java's keystore");
	HAS_NOT(CERT, "a certificate is none");
	HAS_NOT(CERT_V1, "... of version 1");
	HAS_NOT(WHOLE WHOLE, "... two");
	HAS_NOT(REQUEST, "nor a request");
	HAS_NOT(SPKI, "nor a public key");
	HAS_NOT(PUBLIC1, "... of PKCS#1");
	HAS_NOT(DH, "nor Diffie-Hellman parameters");
	HAS_NOT(SIGNATURE, "nor a signature");
	HAS_NOT(SIGNED, "nor a signed message");
	HAS_NOT("", "nor nothing");
	HAS_NOT("\x30", "nor a piece");
	HAS_NOT("\x30\x84\xFF", "... of a length");
	HAS_NOT("\x30\x89\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02\x01", "... of a length too long");
	HAS_NOT("\x30\x80\x30\x80\x30\x80", "... of something without one");
}

#define ARMOUR(label) "-----BEGIN " label "-----\nAAAA\n-----END " label "-----\n"

static void pem(void)
{
	HAS(ARMOUR("PRIVATE KEY"), "PEM: PRIVATE KEY");
	HAS(ARMOUR("RSA PRIVATE KEY"), "RSA");
	HAS(ARMOUR("EC PRIVATE KEY"), "EC");
	HAS(ARMOUR("DSA PRIVATE KEY"), "DSA");
	HAS(ARMOUR("ENCRYPTED PRIVATE KEY"), "ENCRYPTED");
	HAS(ARMOUR("OPENSSH PRIVATE KEY"), "OPENSSH");
	HAS(ARMOUR("ANY PRIVATE KEY"), "ANY");
	HAS(ARMOUR("SM2 PRIVATE KEY"), "... and one that is not known yet");
	HAS(ARMOUR("PGP PRIVATE KEY BLOCK"), "OpenPGP");
	HAS("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n", "SSH2");
	HAS("some text\r\n" ARMOUR("CERTIFICATE") "  -----BEGIN PRIVATE KEY-----\r\nAAAA\r\n", "with text and a certificate before it, torn, indented, CRLF");
	HAS("-\0-\0-\0-\0-\0B\0E\0G\0I\0N\0 \0P\0R\0I\0V\0A\0T\0E\0 \0K\0E\0Y\0-\0", "in UTF-16");
	HAS("-----BEGIN CERTIFICATE-----\nMC4CAQAwBQYDK2VwBCIEIBERERERERERERERERERERERERERERERERERERERERER\n", "a key under the label of a certificate");
	HAS("MC4CAQAwBQYDK2Vw\nBCIEIBERERERERERERERERERERERERERERERERERERERERER\n", "its base64 alone");
	HAS_NOT(ARMOUR("CERTIFICATE"), "a certificate is none");
	HAS_NOT(ARMOUR("PUBLIC KEY") ARMOUR("RSA PUBLIC KEY"), "nor a public key");
	HAS_NOT(ARMOUR("CERTIFICATE REQUEST") ARMOUR("X509 CRL") ARMOUR("DH PARAMETERS"), "nor what else there is");
	HAS_NOT("Keep your PRIVATE KEY to yourself.\n-- \nThe PRIVATE KEY club\n", "nor words about one");
	HAS_NOT("MIIBozCCAUmgAwIBAgIUbase64==", "nor the base64 of a certificate");
	HAS_NOT("--------------------------------", "nor a line of dashes");
}

static void others(void)
{
	HAS("{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\" : \"AAA\"}", "JWK with a private part");
	HAS("{\"keys\":[{\"k\":\"AAA\",\"kty\":\"oct\"}]}", "... in a set, symmetric");
	HAS("PuTTY-User-Key-File-3: ssh-ed25519\r\n", "PuTTY's");
	HAS("openssh-key-v1\0\0\0\0", "OpenSSH's, without PEM");
	HAS("# created: 2026\nAGE-SECRET-KEY-1QQQ\n", "age's");
	HAS("Private-key-format: v1.3\n", "BIND's");
	HAS_NOT("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"d\",\"y\":\"k\"}", "a public JWK is none");
	HAS_NOT("{\"d\":1}", "nor JSON of something else");
	HAS_NOT("{\"kty\":\"EC\", \"d\"", "nor a piece without a value");
	HAS_NOT("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI user@host\n", "nor a public key of OpenSSH");
	HAS_NOT("<!doctype html><title>Trust</title>", "nor a page");
}

int main(void)
{
	der();
	pem();
	others();
	return done_testing();
}

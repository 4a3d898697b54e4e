/* SPDX-License-Identifier: MIT */
/*
 * golden.h - two throw-away P-256 keys that openssl made, used nowhere else, and the certificates that certgen makes of
 * them at THEN with the random numbers of fixed_seed(1): ECDSA is deterministic here (RFC 6979), so each octet is fixed.
 * openssl verify -x509_strict -attime 1700000001 -CAfile ca.crt -verify_hostname board.lan says OK, and not of other.lan.
 */
#ifndef TESTS_UNIT_APPLETS_CERTGEN_GOLDEN_H
#define TESTS_UNIT_APPLETS_CERTGEN_GOLDEN_H

static const char golden_ca_key[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+tveN5ncyprLNo4b\n"
	"ZCp0NNBcD+5n4qwd+EM624LR98OhRANCAAT12AgjgB7BxqPnIsEJNVX7EcZYqJMB\n"
	"GCTk8PipjcIuxECGO+OmYYi0Pcqy9KlYnb4f4dhOSjgC9CEoZSyFa3Fb\n"
	"-----END PRIVATE KEY-----\n";

static const char golden_leaf_key[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHFEsfZU86gFIwOkH\n"
	"33w7281hQ9wDPRF5w7e3jjL8zWKhRANCAAR8TUTZg3pbN8eP46O2o4LbpK7XcGFM\n"
	"zT4YSIkSuHe2JLgIEOIaFObqpyBh5hTYi8QOwgMEId9WgLa4eqHVYW/4\n"
	"-----END PRIVATE KEY-----\n";

static const char golden_ca[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIICiDCCAi6gAwIBAgIRR/8VuWiaHRJncyFfV9uKFLIwCgYIKoZIzj0EAwIwJDEi\n"
	"MCAGA1UEAwwZYm9hcmQgQ0EgZTA3YTM3ZmI2NzNmNGU5ODAeFw0yMzExMTQyMjEz\n"
	"MjBaFw0zMzExMTEyMjEzMjBaMCQxIjAgBgNVBAMMGWJvYXJkIENBIGUwN2EzN2Zi\n"
	"NjczZjRlOTgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT12AgjgB7BxqPnIsEJ\n"
	"NVX7EcZYqJMBGCTk8PipjcIuxECGO+OmYYi0Pcqy9KlYnb4f4dhOSjgC9CEoZSyF\n"
	"a3Fbo4IBPzCCATswDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYD\n"
	"VR0OBBYEFInNABPGBHDojbUSu+kYoRJnNqczMIH4BgNVHR4EgfAwge2ggeowB4IF\n"
	"bG9jYWwwC4IJbG9jYWxob3N0MAWCA2xhbjAKgghpbnRlcm5hbDALgglob21lLmFy\n"
	"cGEwCocIfwAAAP8AAAAwCocICgAAAP8AAAAwCocIrBAAAP/wAAAwCocIwKgAAP//\n"
	"AAAwCocIZEAAAP/AAAAwCocIqf4AAP//AAAwIocgAAAAAAAAAAAAAAAAAAAAAf//\n"
	"//////////////////8wIocg/AAAAAAAAAAAAAAAAAAAAP4AAAAAAAAAAAAAAAAA\n"
	"AAAwIocg/oAAAAAAAAAAAAAAAAAAAP/AAAAAAAAAAAAAAAAAAAAwCgYIKoZIzj0E\n"
	"AwIDSAAwRQIgbcjeoCNpb5FreNCCtV973hBsojCplxrDh2872JyazAoCIQCp1rS3\n"
	"1TmQa1ixJkmhoqjM0559Ctk+ANV/VyeychgXFQ==\n"
	"-----END CERTIFICATE-----\n";

static const char golden_leaf[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIByjCCAXCgAwIBAgIRQYdN5XUGUzVYBWiuuXSFbXMwCgYIKoZIzj0EAwIwJDEi\n"
	"MCAGA1UEAwwZYm9hcmQgQ0EgZTA3YTM3ZmI2NzNmNGU5ODAeFw0yMzExMTQyMjEz\n"
	"MjBaFw0yNDEyMTUyMjEzMjBaMBQxEjAQBgNVBAMMCWJvYXJkLmxhbjBZMBMGByqG\n"
	"SM49AgEGCCqGSM49AwEHA0IABHxNRNmDels3x4/jo7ajgtukrtdwYUzNPhhIiRK4\n"
	"d7YkuAgQ4hoU5uqnIGHmFNiLxA7CAwQh31aAtrh6odVhb/ijgZIwgY8wDAYDVR0T\n"
	"AQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYD\n"
	"VR0OBBYEFA6mOuUx2JxYDbE58peq6scvdpvmMB8GA1UdIwQYMBaAFInNABPGBHDo\n"
	"jbUSu+kYoRJnNqczMBoGA1UdEQQTMBGCCWJvYXJkLmxhbocEwKgHFDAKBggqhkjO\n"
	"PQQDAgNIADBFAiBy80Mc4GcBH8N5fAikPIzHMZQMruzNOP2JeSMTQPCrdwIhAMEa\n"
	"Nhf8cco71BpsJe7tVKW/PN6T51ETNYhl1KRfd8mA\n"
	"-----END CERTIFICATE-----\n";

#endif

/* SPDX-License-Identifier: MIT */
/* p12_kdf.c - keys made of passwords, against RFC 7914, RFC 6070, Python's hashlib and openssl kdf. */
#include "bearssl-glue/p12_kdf.h"

#include "lib/text.h"
#include "tests/unit/tap.h"

static const br_hash_class *const classes[] = { &br_sha1_vtable, &br_sha256_vtable, &br_sha384_vtable, &br_sha512_vtable };

enum { H_SHA1, H_SHA256, H_SHA384, H_SHA512 };

static struct view of(const char *s)
{
	return view_of((const uint8_t *)s, strlen(s));
}

static void is_hex(const uint8_t *got, const char *hex, const char *name)
{
	uint8_t want[128];
	int len = text_unhex(hex, strlen(hex), want, sizeof(want));

	is_mem(got, (size_t)len, want, (size_t)len, name);
}

static void pbkdf2_vectors(void)
{
	static const struct {
		const char *name, *password, *salt, *hex;
		int hash;
		uint32_t iterations;
	} v[] = {
		{ "PBKDF2, RFC 7914 section 11, first", "passwd", "salt",
		  "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
		  H_SHA256, 1 },
		{ "PBKDF2, RFC 7914 section 11, second: 80 000 iterations", "Password", "NaCl",
		  "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
		  H_SHA256, 80000 },
		{ "PBKDF2 by SHA-1, RFC 6070", "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt",
		  "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038", H_SHA1, 4096 },
		{ "PBKDF2 by SHA-384, hashlib", "password", "salt",
		  "1bfb451b6087e5d24eeffb57d7284448da95b581d35a1887d9a6e756af559b1fb4798a4529502f87cdf71f435d66d25e344483fb1f24ab37be82ed35",
		  H_SHA384, 3 },
		{ "PBKDF2 by SHA-512, hashlib", "password", "salt",
		  "b6b07cb2cebf4ad84468391a543824fccffe0e0769dbe6bddf10a65673c4b648e612d44918f9ce9a19a1294cf5140628084ba994c3b21a4ef4741220b811c633"
		  "cfc0641fccbc", H_SHA512, 3 },
	};
	uint8_t got[128];

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		pbkdf2(classes[v[i].hash], of(v[i].password), of(v[i].salt), v[i].iterations, got, strlen(v[i].hex) / 2);
		is_hex(got, v[i].hex, v[i].name);
	}
}

/* openssl kdf -keylen 70 -kdfopt digest:D -kdfopt hexpass:00730065006300720065007400210000 -kdfopt hexsalt:0001020304050607
 * -kdfopt id:N -kdfopt iter:7 PKCS12KDF */
static void own_vectors(void)
{
	static const char *const hex[][3] = {
		{ "a5f34c1ae75b1484a1300e12bdc051791bbc5cf1f9350098b1e2c6b084aaf23bee1c44c52dbcc7e4a6591dda16dabd9c4fcb915bed620180d6959da8e551bfcb8ecd252a976e",
		  "b13eda1373da2034b48dcdafaf9fa1e639b8014a8ffe18aff9efef09cf8c53d2c89f1f6570618a1e5f7cefc7effc83d193b2ac9eeb92c9e4dacad82b062e34acf6cd9dbba34d",
		  "1ce0a4e6a6654f8bb66ffc7c4e1f374d8edd3099a7525488714f13e7d98bed7c27e91727f90a25d2794e612e0f330993a7c30ccdaa459ad56f948d1a26e54e0cddbe867fdb28" },
		{ "4a310b29ae8cc34419d63e39fde08154c266b08d1f8a615f4b127dac8177c61c1ea2e83f843c76584c7e0a9f052616687f02a93595a12e38bbe5c111688efe4efd5d7f31b75a",
		  "e95848925b5f106b6d887f8a41463fd2aec94ebab32d7e99379fc6b3706f26b140818c4c194a8ddd76c47f14d7ad992fca7446f8bfa2296740e846fe4cd805ed40b5038578d1",
		  "6ffaf6093784d111fe9b7e2b006a4c5f32a2e31a8f8140f92024ab48fa068ab65bb279eb06b4cd246b89681a4882583f38630cc22f0ef6b07a7a55b073e46e8c57eba9b1af37" },
		{ "a49b9967c84925f23831936fedc0d0ec46e6724f8534f6da1a31c41f1f69b89b7b78aaba62f3ad603a985836c3e02332def5e12aca754c8775d002647b8d3a1f8421e5fa2954",
		  "10a9c3520e63c7fc8c87d2da0354891a2270e710447247af90c02107cd011d335df4a1890ea02b38f552268b0099b06e1e2a5e4e9348de0e501359a8d66580ef440b5585f850",
		  "58b7b9c78eed2ab9b09f6bebab345466bbaf2eeb1c075bef80b093432f37f458554e2e3cc08b3d5f07eb62b24825e3e821f6b2a6b280b00d96cfb5f3fab777a6e4c837e75265" },
		{ "bcab8b0d163d6f220bdd1e0cb72c4763cddda4beab3873c7b8c3c49c3fa4defb3292164eb33d7f06b29494ed5282b9bf9b83a1426a48e1ac1a7befe92a2dee14d9b6d41fd0f7",
		  "252ffa282f08b8340d6edd595aed4fbb5111d1e0d4983ac3bc24992e19d48ee03791b479d8222f87de7ebe8f4269a332be6e8dc6a822bcdb57bf2b579d1582b2c69f92c9519f",
		  "529e653ae539bf0fecfbf37994b37f4c79a66bf1da5cf080edb613ab2064b443bc2460ecb08032fad54703696a2b404f4b6444f26a675c5e947c622fb8f065200dc846b6d4a3" },
	};
	static const uint8_t salt[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	static const char *const names[] = { "PKCS#12's KDF by SHA-1, openssl", "by SHA-256", "by SHA-384", "by SHA-512" };
	struct p12_password password;
	uint8_t got[70];

	is_int(p12_password_set(&password, of("secret!"), NULL), 0, "a password is taken");
	for (size_t i = 0; i < 4; i++)
		for (int id = 1; id <= 3; id++) {
			p12_kdf(classes[i], &password, view_of(salt, sizeof(salt)), (enum p12_purpose)id, 7, got, sizeof(got));
			is_hex(got, hex[i][id - 1], names[i]);
		}
	password.bmp_len = 0;
	p12_kdf(&br_sha1_vtable, &password, view_of(salt, sizeof(salt)), P12_FOR_KEY, 7, got, sizeof(got));
	is_hex(got, "b0f9d6a503426296f12d2f44b16731a41f4538bcb312e43081e43e66acf085f248cf853072db1073bf791888c8851274919d1ffe443773b8f16e589c41fd2a1f989dc26ae5ea",
	       "no password at all, openssl");
}

static void lengths(void)
{
	static char text[P12_PASSWORD_MAX + 2];
	struct p12_password password;
	uint8_t salt[P12_SALT_MAX], got[70];

	memset(text, 'a', 200);
	memset(salt, 'Z', sizeof(salt));
	p12_password_set(&password, of(text), NULL);
	p12_kdf(&br_sha512_vtable, &password, view_of(salt, 100), P12_FOR_KEY, 2, got, sizeof(got));
	is_hex(got, "170c1d1f1ef3587154ca58ea094fd82f5d78d63a2ca7632a9d9948ddae0e7893114c5b5dbc4917b00a380db0edc45691d377e259defc7fd7c6021202a8cc74f25e22710c91ab",
	       "a long password and salt, openssl");
	memset(text, 'a', sizeof(text) - 2);
	is_int(p12_password_set(&password, of(text), NULL), 0, "the longest password");
	p12_kdf(&br_sha512_vtable, &password, view_of(salt, sizeof(salt)), P12_FOR_KEY, 2, got, sizeof(got));
	ok(true, "with the longest salt fits its room");
	text[P12_PASSWORD_MAX] = 'a';
	is_int(p12_password_set(&password, of(text), NULL), -1, "one character more is refused");
}

static void passwords(void)
{
	static const uint8_t bmp[] = { 0, 'h', 0, 'i', 0, 0 };
	struct p12_password password;
	struct err e = { 0 };

	p12_password_set(&password, of("hi"), NULL);
	is_mem(password.bmp, password.bmp_len, bmp, sizeof(bmp), "two octets a character, two zeros at the end");
	is_int(p12_password_set(&password, of("p\xC3\xA4ss"), &e), -1, "UTF-8 is refused");
	is_str(e.text, "the password has characters beyond ASCII", "… clearly");
	err_clear(&e);
	is_int(p12_password_set(&password, of("two\nlines"), &e), -1, "a line's end is refused");
	is_str(e.text, "the password has control characters", "… clearly");
	is_int(p12_password_set(&password, of("\x7F"), NULL), -1, "DEL is refused");
	is_int(p12_password_set(&password, view_of((const uint8_t *)"a\0b", 3), NULL), -1, "NUL is refused");
	is_int((intmax_t)p12_kdf_work(&br_sha1_vtable, 1000, 24), 2000, "24 octets by SHA-1 are two blocks of work");
	is_int((intmax_t)p12_kdf_work(&br_sha512_vtable, 1000, 64), 2000, "SHA-512 counts double");
	is_int((intmax_t)p12_kdf_work(&br_sha1_vtable, UINT32_MAX, 32), 2 * (intmax_t)UINT32_MAX, "the largest number does not wrap around");
}

int main(void)
{
	pbkdf2_vectors();
	own_vectors();
	lengths();
	passwords();
	return done_testing();
}

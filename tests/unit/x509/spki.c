/* SPDX-License-Identifier: MIT */
/* spki.c - tests of public keys and signature algorithms; the keys were made by openssl 3.0. */
#include "tests/unit/x509/golden.h"
#include "x509/spki.h"

static const char P256[] =
	"3059301306072A8648CE3D020106082A8648CE3D03010703420004B1D01AD86BC985170E2D864A46E1098DEFC7FED045"
	"BEC6ED4EF5DFE64375BF1C5F33B3259CCBD3E762FB6DE340AC25E5A3C4A5F11D9CF47097D1194227166C94";
static const char P256_COMPRESSED[] =
	"3039301306072A8648CE3D020106082A8648CE3D03010703220002B1D01AD86BC985170E2D864A46E1098DEFC7FED045"
	"BEC6ED4EF5DFE64375BF1C";
static const char P384[] =
	"3076301006072A8648CE3D020106052B8104002203620004ED4132042311985EFAB2DD6CC02989D100AC534A068001AC"
	"13AACDCC5D484BCEE16AE36771356BA7D98656DA4FA076EAA3DFC8B43CFCFEA3FECBA022556E2DE2BF3A39842F5226C8"
	"0347F1784D1D71C340CE541B97E4031F9BF333E90B2E46FB";
static const char P521[] =
	"30819B301006072A8648CE3D020106052B81040023038186000400EEFFF013E23D7DDB7ECE9A5C2D4D23BA3819EFA51E"
	"F6359B9F56D04F634D4733F1BC2811BDE4B4759FA8283381085E5905CBDCF9C1157A415C5EA71F9B7AF5F5B7007C48F4"
	"9D116B3D85F9EE3FF14FCBB5E5FDB930068AB45E4114AF6DE4E9753DB8FDACB42C41777F0980BB16FB440E2F7E205798"
	"102C620C292A802E96E31C5AB15F";
static const char P224[] =
	"304E301006072A8648CE3D020106052B81040021033A00047EE770100E0CDCAE25D1DC03DD9D46476C18D215770CCF9A"
	"C857BFB50DEA89DFDD0D2C78DBDA67161F555982F2C6CB40222DDC811362F94E";
static const char EXPLICIT[] =
	"3082012A3081EB06072A8648CE3D02013081DF020101302806072A8648CE3D0101021D00FFFFFFFFFFFFFFFFFFFFFFFF"
	"FFFFFFFF0000000000000000000000013053041CFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFE"
	"041CB4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4031500BD71344799D5C7FCDC45B59FA3B9AB"
	"8F6A948BC5043904B70E0CBD6BB4BF7F321390B94A03C1D356C21122343280D6115C1D21BD376388B5F723FB4C22DFE6"
	"CD4375A05A07476444D5819985007E34021D00FFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D02"
	"0101033A00047EE770100E0CDCAE25D1DC03DD9D46476C18D215770CCF9AC857BFB50DEA89DFDD0D2C78DBDA67161F55"
	"5982F2C6CB40222DDC811362F94E";
static const char ED25519[] =
	"302A300506032B65700321005E49366E035AD636D47A482377AA3B14FB68EAC242A22D29E9DBADB951BDD1CF";
static const char ED448[] =
	"3043300506032B6571033A00A6850BBC35D5BF96B595D0C9CC8A9330084482131E948AD0320BC0754259DC01930EC902"
	"68C527A7CBE7520AC6BC4CD50A033347C618997480";
static const char RSA1024[] =
	"30819F300D06092A864886F70D010101050003818D0030818902818100DA83F6764D6B77A3C5957416F384E844516ACC"
	"77A916F6E171A8E9E4CC70895B3844D2B67BCED6FD23D42094C62345C68FA6C59FBCC860AD67A81B574FFEE2095440A3"
	"50F98EB4305D0C5ACDFA24C2FB2B65F52A00CDBC9C23B967A086032B324AE4D463EF3CF12126C7C0317B4CC28680B099"
	"1AEB079AE7DC8D0FAB628EE0170203010001";
static const char RSA1023[] =
	"30819E300D06092A864886F70D010101050003818C0030818802818053774B45AE99126692CEB75A13C1A19E26BAC248"
	"7554A87754B48D726020BBA5026AEFEF80E347949B229F9079870A06B6B7DD7C71783F2B6034F30E4085E76C955A2408"
	"2E6F62A7040806DC68D702E62DFBB14507B1F5139E1D55C72A2440B96821B75590ED2CD8491AFC59C7D5527DC9662A1A"
	"4C75C65D68652D74B2294BA90203010001";
static const char PSS[] =
	"305A300B06092A864886F70D01010A034B003048024100C482390F87283874030B7D0AA988A12D766D80D4FC54F7BE7C"
	"017E2C045B1E8971B556914AE09A536251AFCD3E666E39AFA65BF41120A7135149E0A5C1F68BD90203010001";

static const struct {
	const char *name;
	const char *input;
	enum key_kind kind;
	unsigned bits;
	const char *text;
} KEYS[] = {
	{ "a P-256 key is read", P256, KEY_P256, 256, "p256" },
	{ "a P-384 key is read", P384, KEY_P384, 384, "p384" },
	{ "a P-521 key is read", P521, KEY_P521, 521, "p521" },
	{ "an RSA key of 1024 bits is read", RSA1024, KEY_RSA, 1024, "rsa1024" },
	{ "an RSA key of 1023 bits has 1023", RSA1023, KEY_RSA, 1023, "rsa1023" },
	{ "a P-224 key is another one", P224, KEY_OTHER, 0, "1.2.840.10045.2.1" },
	{ "a compressed point is another one", P256_COMPRESSED, KEY_OTHER, 0, "1.2.840.10045.2.1" },
	{ "explicit parameters are another one", EXPLICIT, KEY_OTHER, 0, "1.2.840.10045.2.1" },
	{ "an Ed25519 key is another one", ED25519, KEY_OTHER, 0, "1.3.101.112" },
	{ "an Ed448 key is another one", ED448, KEY_OTHER, 0, "1.3.101.113" },
	{ "an RSA-PSS key is another one", PSS, KEY_OTHER, 0, "1.2.840.113549.1.1.10" },
};

#define RSA(content) "300D06092A864886F70D0101010500" content

static const struct {
	const char *name;
	const char *input;
	enum key_kind kind;   /* KEY_NONE: refused */
	unsigned bits;
} SMALL[] = {
	{ "RSA with n 3 has two bits", "301A" RSA("0309003006020103020103"), KEY_RSA, 2 },
	{ "RSA with n 1 has one bit", "301A" RSA("0309003006020101020103"), KEY_RSA, 1 },
	{ "RSA with an even n is refused", "301A" RSA("0309003006020104020103"), KEY_NONE, 0 },
	{ "RSA with n 0 is refused", "301A" RSA("0309003006020100020103"), KEY_NONE, 0 },
	{ "RSA with a negative n is refused", "301A" RSA("0309003006020181020103"), KEY_NONE, 0 },
	{ "RSA with a negative e is refused", "301A" RSA("0309003006020103020183"), KEY_NONE, 0 },
	{ "RSA with an even e is not judged here", "301A" RSA("0309003006020103020104"), KEY_RSA, 2 },
	{ "RSA with a third number is refused", "301D" RSA("030C003009020103020103020103"), KEY_NONE, 0 },
	{ "RSA without e is refused", "3017" RSA("0306003003020103"), KEY_NONE, 0 },
	{ "RSA with unused bits is refused", "301A" RSA("0309013006020103020102"), KEY_NONE, 0 },
	{ "RSA without NULL is refused", "3018300B06092A864886F70D0101010309003006020103020103", KEY_NONE, 0 },
	{ "RSA with a full NULL is refused", "301B300E06092A864886F70D010101050100 0309003006020103020103", KEY_NONE, 0 },
	{ "an element behind the SEQUENCE is refused", "301A" RSA("0309003006020103020103") "0500", KEY_NONE, 0 },
	{ "an element behind the key is refused", "301C" RSA("0309003006020103020103") "0500", KEY_NONE, 0 },
	{ "P-256 with a point of one octet is refused", "3019301306072A8648CE3D020106082A8648CE3D03010703020004", KEY_NONE, 0 },
	{ "P-256 with an empty point is another", "3018301306072A8648CE3D020106082A8648CE3D030107030100", KEY_OTHER, 0 },
	{ "an EC key without a curve is another", "300F300906072A8648CE3D020103020004", KEY_OTHER, 0 },
	{ "no algorithm is refused", "30063000 03020004", KEY_NONE, 0 },
	{ "no key is refused", "300F300D06092A864886F70D0101010500", KEY_NONE, 0 },
	{ "an empty SEQUENCE is refused", "3000", KEY_NONE, 0 },
	{ "nothing is refused", "", KEY_NONE, 0 },
};

static void write_key(struct der *d, const void *arg)
{
	const struct spki *k = arg;

	if (k->kind == KEY_RSA)
		spki_write_rsa(d, k->n.p, k->n.len, k->e.p, k->e.len);
	else
		spki_write_ec(d, k->kind, k->point.p, k->point.len);
}

static void keys(void)
{
	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
		struct bytes b = hex(KEYS[i].input);
		struct spki k;
		struct text t;
		char buf[64];
		bool cut = true;

		ok(!spki_read(view(&b), &k) && k.kind == KEYS[i].kind && k.bits == KEYS[i].bits, KEYS[i].name);
		text_init(&t, buf, sizeof buf);
		spki_add_text(&t, &k);
		is_str(buf, KEYS[i].text, join(KEYS[i].name, ": as text"));
		if (k.kind != KEY_OTHER)
			is_written(write_key, &k, &b, join(KEYS[i].name, ": written as openssl does"));
		for (size_t len = 0; len < b.len; len++) {
			uint8_t *copy = malloc(len ? len : 1);

			memcpy(copy, b.b, len);
			cut &= spki_read(view_of(copy, len), &k) == -1;
			free(copy);
		}
		ok(cut, join(KEYS[i].name, ": cut anywhere it is refused"));
	}
	for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++) {
		struct bytes b = hex(SMALL[i].input);
		struct spki k;
		int r = spki_read(view(&b), &k);

		ok(SMALL[i].kind ? !r && k.kind == SMALL[i].kind && k.bits == SMALL[i].bits : r == -1, SMALL[i].name);
	}
}

/* --- signature algorithms ------------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum sig_algorithm a;
	const char *want;
} ALGORITHMS[] = {
	{ "ecdsa-with-SHA256 has no parameters", SIG_ECDSA_SHA256, "300A06082A8648CE3D040302" },
	{ "ecdsa-with-SHA384 has no parameters", SIG_ECDSA_SHA384, "300A06082A8648CE3D040303" },
	{ "ecdsa-with-SHA512 has no parameters", SIG_ECDSA_SHA512, "300A06082A8648CE3D040304" },
	{ "sha256WithRSAEncryption has NULL", SIG_RSA_SHA256, "300D06092A864886F70D01010B0500" },
	{ "sha384WithRSAEncryption has NULL", SIG_RSA_SHA384, "300D06092A864886F70D01010C0500" },
	{ "sha512WithRSAEncryption has NULL", SIG_RSA_SHA512, "300D06092A864886F70D01010D0500" },
	{ "sha1WithRSAEncryption has NULL", SIG_RSA_SHA1, "300D06092A864886F70D0101050500" },
};

static const struct {
	const char *name;
	const char *content;
	enum sig_algorithm want;
} READ[] = {
	{ "RSA without parameters is accepted (RFC 4055 5)", "06092A864886F70D01010B", SIG_RSA_SHA256 },
	{ "RSA with something behind NULL is another", "06092A864886F70D01010B05000500", SIG_OTHER },
	{ "RSA with a full NULL is another", "06092A864886F70D01010B050100", SIG_OTHER },
	{ "RSA with other parameters is another", "06092A864886F70D01010B3000", SIG_OTHER },
	{ "ECDSA with NULL is another", "06082A8648CE3D0403020500", SIG_OTHER },
	{ "RSA-PSS is another", "06092A864886F70D01010A", SIG_OTHER },
	{ "Ed25519 is another", "06032B6570", SIG_OTHER },
	{ "a cut OID is another", "06092A", SIG_OTHER },
	{ "nothing is another", "", SIG_OTHER },
};

static void write_algorithm(struct der *d, const void *arg)
{
	sig_write(d, *(const enum sig_algorithm *)arg);
}

static void algorithms(void)
{
	struct der d;

	for (size_t i = 0; i < sizeof ALGORITHMS / sizeof *ALGORITHMS; i++) {
		struct bytes want = hex(ALGORITHMS[i].want);

		is_written(write_algorithm, &ALGORITHMS[i].a, &want, ALGORITHMS[i].name);
		is_int(sig_read(view_of(want.b + 2, want.len - 2)), ALGORITHMS[i].a, join(ALGORITHMS[i].name, ": read back"));
	}
	for (size_t i = 0; i < sizeof READ / sizeof *READ; i++) {
		struct bytes b = hex(READ[i].content);

		is_int(sig_read(view(&b)), READ[i].want, READ[i].name);
	}
	der_init(&d, NULL, 0);
	sig_write(&d, SIG_OTHER);
	ok(d.overflow, "an unknown algorithm is not written");
	der_init(&d, NULL, 0);
	spki_write_ec(&d, KEY_RSA, NULL, 0);
	ok(d.overflow, "an unknown curve is not written");
	is_int(sig_for(KEY_P256), SIG_ECDSA_SHA256, "P-256 signs with SHA-256");
	is_int(sig_for(KEY_P384), SIG_ECDSA_SHA384, "P-384 signs with SHA-384");
	is_int(sig_for(KEY_RSA), SIG_RSA_SHA256, "RSA signs with SHA-256");
	is_int(sig_for(KEY_P521), SIG_OTHER, "P-521 does not sign here");
	is_int(sig_for(KEY_NONE), SIG_OTHER, "no key does not sign");
}

int main(void)
{
	uint8_t n[512];
	struct der d;

	keys();
	algorithms();
	memset(n, 0xFF, sizeof n);
	der_init(&d, NULL, 0);
	spki_write_rsa(&d, n, sizeof n, (const uint8_t[]){ 1, 0, 1 }, 3);
	is_int(der_finish(&d), 550, "RSA-4096 with e 65537 needs 550 octets, as SPKI_MAX says");
	return done_testing();
}

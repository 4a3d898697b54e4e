/* SPDX-License-Identifier: MIT */
/* ec.c - products of curves' generators (from integers in Python), sums, what is no point. BearSSL's answers: see curve.c. */
#include "bignum/ec.h"

#include <string.h>

#include "tests/unit/tap.h"

static const struct {
	const struct ec_curve *curve;
	const char *scalar, *x, *y;
} vectors[] = {
	{ &ec_p256,
		"3db65515e499d6bb01efbb1a8d80d6c641f9a668ac637c2c54aa14fc973e9f89",
		"17f6440ac088a5a385e62fd039a3a0b94a7cbe8fbc3645653f18cc8ed4a1751c",
		"7375d89453cf65046ea2834f4bb520c093a7cfce0ab235b9328adc65b267516d" },
	{ &ec_p256,
		"4b172ec8145a71e2b3a2b8843f18726a17f9cbf269017f52000ebcf28e05516b",
		"6f97805e663c51aa0b2985cba0dc3ff085177bbf457fb84d088ac40530fecbe1",
		"ba92689570832ebdf2f1c26083ff83d3d001b8aa3a83ad8b68c998a950c29a47" },
	{ &ec_p384,
		"4e80f083cadad3367eb8c2a9eafe6303f2dd61a0be1710d23dfa6b7c1922b3f8f54db2391a96b17417d12eae2326e124",
		"a813e3ca8d9caf399785787a43d9948ef7951ec8fb415a5fa99ddc2311efe70640579b3c1e4741ea178b2124ff3b1f1a",
		"e57d4a2f7081938483d67f81cafc5edb163feab37aff93907faa0e1d7c1e8725a81ac55ab0ba5088c3d46d017052f9d5" },
	{ &ec_p384,
		"d474077f893665e68ae09e57f8d5ff59ed586e5ee0333aba1d10e99d5c0142f6f9d92c348d680c7e8f3c36c30c990928",
		"9ad73877ee1ae8040306fd4e338b9054365cf17cc9808f0f84919f9e993a134b3054b0171bf3556b06e2085a89be72c9",
		"e64fdb1bd27dcdc29a28797c94a324bbf14d4434c058989a4b1cc2170322264592b4b6094293942e4f07c18d35c7f63e" },
	{ &ec_p521,
		"01848bc63a91b7f1dd51030e90febfbd387cbb135970877ab1f24c313b6c74747a387e949614f9e198ced7e4ace7d771"
		"cfee14f498d6276e8c6084979c71b52a73f5",
		"0179db5bdbb16c7c8ae7e3537068069edd03bdd120b494ea3cc0528a5880be6ccc2777e8e0a1784e54dbf9f099834260"
		"93b71eeb5b49e0a4202e0e0993642d42def1",
		"000cc3e856b2a06dfeee72611805bf6d20be66cd7b4707603389d9a11dfa1a54e4e4fcd471371cc751e503031e0d4ed9"
		"9f555ee3efb2a35c2b287a8d6ecee098ca40" },
	{ &ec_p521,
		"00c9c10ad01dbefcc4991e0a197cb286bd084a6d1f03c092766067fe6ffaff6e8230059b170c22b15e62d14e4eaf2545"
		"bbcee1c78c4470540e3621f8e41ed7a5cc02",
		"01b7f96b2f4fce5c6ef40d90442940ea384fd9d5545d21eb5c80fd78e3c2070b1b33557d71be6b1a698a74a02d51fb99"
		"abb2afb1098d7662e414da918a250ba48680",
		"015d1f83d5f5306b0dc151719a9101149684a0ee8e95acd7d26db97f3d38d1c46330cd1245c30182f91493a5ea91121c"
		"214cb37354f053d29e4090fdb8fced187638" },
};

static struct ec ec;

static void unhex(uint8_t *out, const char *hex)
{
	static const char digits[] = "0123456789abcdef";

	for (; *hex; hex += 2)
		*out++ = (uint8_t)((strchr(digits, hex[0]) - digits) << 4 | (strchr(digits, hex[1]) - digits));
}

static bool product(const struct ec_curve *c, uint8_t *out, const uint8_t *point, const uint8_t *scalar)
{
	ec_init(&ec, c);
	return ec_add_product(&ec, point, scalar, c->len) && ec_sum(&ec, out);
}

static void known(void)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		const struct ec_curve *c = vectors[i].curve;
		uint8_t scalar[EC_LEN_MAX], want[EC_POINT_MAX] = { 4 }, got[EC_POINT_MAX];

		unhex(scalar, vectors[i].scalar);
		unhex(want + 1, vectors[i].x);
		unhex(want + 1 + c->len, vectors[i].y);
		ok(product(c, got, NULL, scalar) && memcmp(got, want, 1 + 2u * c->len) == 0, "a product known from elsewhere");
		ok(product(c, got, ec_base(c), scalar) && memcmp(got, want, 1 + 2u * c->len) == 0, "the same without stored multiples");
	}
}

/* Of 2^(d*j) G as stored, by 2^(d*j) times G as computed. */
static void stored(const struct ec_curve *c, const char *name)
{
	uint8_t scalar[EC_LEN_MAX], got[EC_POINT_MAX];
	bool right = true;

	for (size_t j = 1; j < c->bases; j++) {
		size_t at = (c->bits + 3u) / 4 * j;

		memset(scalar, 0, sizeof scalar);
		scalar[c->len - 1 - at / 8] = (uint8_t)(1 << at % 8);
		right = right && product(c, got, ec_base(c), scalar) && memcmp(got + 1, ec_base(c) + 1 + j * 2 * c->len, 2u * c->len) == 0;
	}
	ok(right, name);
}

static void sums(const struct ec_curve *c)
{
	uint8_t three[EC_LEN_MAX] = {0}, five[EC_LEN_MAX] = {0}, eight[EC_LEN_MAX] = {0}, minus[EC_LEN_MAX], got[EC_POINT_MAX], want[EC_POINT_MAX];

	three[c->len - 1] = 3;
	five[c->len - 1] = 5;
	eight[c->len - 1] = 8;
	memcpy(minus, ec_order(c), c->len);
	minus[c->len - 1] = (uint8_t)(minus[c->len - 1] - 3);
	ok(product(c, want, NULL, eight), "eight times G");
	ec_init(&ec, c);
	ok(ec_add_product(&ec, NULL, three, c->len) && ec_add_product(&ec, ec_base(c), five, c->len) && ec_sum(&ec, got) &&
	    memcmp(got, want, 1 + 2u * c->len) == 0, "is three times and five times");
	ec_init(&ec, c);
	ok(ec_add_product(&ec, NULL, three, c->len) && ec_add_product(&ec, NULL, minus, c->len) && !ec_sum(&ec, got),
	    "three times and n - 3 times make infinity");
	ok(!product(c, got, NULL, ec_order(c)), "so do n times");
	ok(!product(c, got, NULL, memset(three, 0, sizeof three)), "and none");
	ec_init(&ec, c);
	ok(ec_add_product(&ec, NULL, three, c->len) && ec_add_product(&ec, NULL, eight, c->len) && ec_sum(&ec, got) &&
	    memcmp(got, want, 1 + 2u * c->len) == 0, "which adds nothing to eight times");
}

static void no_point(const struct ec_curve *c)
{
	uint8_t one[EC_LEN_MAX] = {0}, bad[EC_POINT_MAX], got[EC_POINT_MAX];

	one[c->len - 1] = 1;
	memcpy(bad, ec_base(c), 1 + 2u * c->len);
	ok(product(c, got, bad, one) && memcmp(got, bad, 1 + 2u * c->len) == 0, "control: G is a point");
	bad[c->len] ^= 1;
	ok(!product(c, got, bad, one), "another x is none");
	bad[c->len] ^= 1;
	bad[0] = 0;
	ok(!product(c, got, bad, one), "infinity's octet is none");
	memset(bad, 0, sizeof bad);
	bad[0] = 4;
	ok(!product(c, got, bad, one), "0, 0 is none");
	memcpy(bad + 1, c->numbers, c->len);
	ok(!product(c, got, bad, one), "nor is p, whatever it stands for");
}

int main(void)
{
	known();
	stored(&ec_p256, "P-256: stored multiples of G are what they say");
	stored(&ec_p384, "P-384: stored multiples of G are what they say");
	sums(&ec_p256);
	sums(&ec_p384);
	sums(&ec_p521);
	no_point(&ec_p256);
	no_point(&ec_p384);
	no_point(&ec_p521);
	return done_testing();
}

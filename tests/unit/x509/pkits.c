/* SPDX-License-Identifier: MIT */
/*
 * pkits.c - NIST's test suite of certification paths (PKITS 2011), in CORPORA: each of its leaves, with all of its CAs to choose from.
 *
 * The rows say of each leaf what comes out; why, where that is not what the suite says of it (Valid…, Invalid…). A file that is in none
 * fails the test. Two are worse than the suite means: what is broken of BadSignedCACert and of DSA's Test 6 is the octet before the
 * signature's bits, so that they are no DER.
 */
#include <dirent.h>

#include "bearssl-glue/verify.h"
#include "tests/unit/x509/golden.h"
#include "x509/path.h"
#include "x509/time.h"

static const struct {
	enum path_result want;
	const char *reason;   /* NULL: the suite says the same */
	const char *names;
} ROWS[] = {
	{ PATH_GOOD, NULL,
	  "ValidBasicSelfIssuedCRLSigningKeyTest6 ValidBasicSelfIssuedNewWithOldTest3 ValidBasicSelfIssuedNewWithOldTest4 "
	  "ValidBasicSelfIssuedOldWithNewTest1 ValidCertificatePathTest1 ValidDNSnameConstraintsTest30 "
	  "ValidDNSnameConstraintsTest32 ValidDNandRFC822nameConstraintsTest27 ValidDNnameConstraintsTest1 "
	  "ValidDNnameConstraintsTest4 ValidDNnameConstraintsTest5 ValidDNnameConstraintsTest6 ValidDNnameConstraintsTest11 "
	  "ValidDNnameConstraintsTest14 ValidDNnameConstraintsTest18 ValidDNnameConstraintsTest19 "
	  "ValidGeneralizedTimenotAfterDateTest8 ValidGeneralizedTimenotBeforeDateTest4 ValidNameChainingCapitalizationTest5 "
	  "ValidNameChainingWhitespaceTest3 ValidNameChainingWhitespaceTest4 ValidNameUIDsTest6 "
	  "ValidRFC3280MandatoryAttributeTypesTest7 ValidRFC3280OptionalAttributeTypesTest8 ValidRFC822nameConstraintsTest21 "
	  "ValidRFC822nameConstraintsTest23 ValidRFC822nameConstraintsTest25 ValidRolloverfromPrintableStringtoUTF8StringTest10 "
	  "ValidSelfIssuedpathLenConstraintTest15 ValidSelfIssuedpathLenConstraintTest17 ValidURInameConstraintsTest34 "
	  "ValidURInameConstraintsTest36 ValidUTF8StringCaseInsensitiveMatchTest11 ValidUTF8StringEncodedNamesTest9 "
	  "ValidUnknownNotCriticalCertificateExtensionTest1 ValidbasicConstraintsNotCriticalTest4 ValidkeyUsageNotCriticalTest3 "
	  "ValidpathLenConstraintTest7 ValidpathLenConstraintTest8 ValidpathLenConstraintTest13 ValidpathLenConstraintTest14 "
	  "Validpre2000UTCnotBeforeDateTest3" },
	{ PATH_UNKNOWN, NULL,
	  "InvalidNameChainingOrderTest2 InvalidNameChainingTest1" },
	{ PATH_MALFORMED, NULL,
	  "InvalidCASignatureTest2" },
	{ PATH_NO_CA, NULL,
	  "InvalidBasicSelfIssuedCRLSigningKeyTest8 InvalidMissingbasicConstraintsTest1 InvalidcAFalseTest2 InvalidcAFalseTest3" },
	{ PATH_NO_SIGNER, NULL,
	  "InvalidkeyUsageCriticalkeyCertSignFalseTest1 InvalidkeyUsageNotCriticalkeyCertSignFalseTest2" },
	{ PATH_LENGTH, NULL,
	  "InvalidSelfIssuedpathLenConstraintTest16 InvalidpathLenConstraintTest5 InvalidpathLenConstraintTest6 "
	  "InvalidpathLenConstraintTest9 InvalidpathLenConstraintTest10 InvalidpathLenConstraintTest11 "
	  "InvalidpathLenConstraintTest12" },
	{ PATH_CRITICAL, NULL,
	  "InvalidUnknownCriticalCertificateExtensionTest2" },
	{ PATH_SIGNATURE, NULL, "InvalidEESignatureTest3" },
	{ PATH_CONSTRAINT, NULL,
	  "InvalidDNSnameConstraintsTest31 InvalidDNSnameConstraintsTest33 InvalidDNSnameConstraintsTest38 "
	  "InvalidDNandRFC822nameConstraintsTest28 InvalidDNandRFC822nameConstraintsTest29 InvalidDNnameConstraintsTest2 "
	  "InvalidDNnameConstraintsTest3 InvalidDNnameConstraintsTest7 InvalidDNnameConstraintsTest8 "
	  "InvalidDNnameConstraintsTest9 InvalidDNnameConstraintsTest10 InvalidDNnameConstraintsTest12 "
	  "InvalidDNnameConstraintsTest13 InvalidDNnameConstraintsTest15 InvalidDNnameConstraintsTest16 "
	  "InvalidDNnameConstraintsTest17 InvalidDNnameConstraintsTest20 InvalidRFC822nameConstraintsTest22 "
	  "InvalidRFC822nameConstraintsTest24 InvalidRFC822nameConstraintsTest26 InvalidURInameConstraintsTest35 "
	  "InvalidURInameConstraintsTest37" },
	{ PATH_EARLY, NULL,
	  "InvalidCAnotBeforeDateTest1 InvalidEEnotBeforeDateTest2" },
	{ PATH_EXPIRED, NULL,
	  "InvalidCAnotAfterDateTest5 InvalidEEnotAfterDateTest6 Invalidpre2000UTCEEnotAfterDateTest7" },
	{ PATH_GOOD, "certbox asks no revocation lists",
	  "InvalidBadCRLIssuerNameTest5 InvalidBadCRLSignatureTest4 InvalidBasicSelfIssuedCRLSigningKeyTest7 "
	  "InvalidBasicSelfIssuedNewWithOldTest5 InvalidBasicSelfIssuedOldWithNewTest2 InvalidIDPwithindirectCRLTest23 "
	  "InvalidIDPwithindirectCRLTest26 InvalidLongSerialNumberTest18 InvalidMissingCRLTest1 InvalidNegativeSerialNumberTest15 "
	  "InvalidOldCRLnextUpdateTest11 InvalidRevokedCATest2 InvalidRevokedEETest3 InvalidSeparateCertificateandCRLKeysTest20 "
	  "InvalidSeparateCertificateandCRLKeysTest21 InvalidUnknownCRLEntryExtensionTest8 InvalidUnknownCRLExtensionTest9 "
	  "InvalidUnknownCRLExtensionTest10 InvalidWrongCRLTest6 InvalidcRLIssuerTest27 InvalidcRLIssuerTest31 "
	  "InvalidcRLIssuerTest32 InvalidcRLIssuerTest34 InvalidcRLIssuerTest35 InvaliddeltaCRLIndicatorNoBaseTest1 "
	  "InvaliddeltaCRLTest3 InvaliddeltaCRLTest4 InvaliddeltaCRLTest6 InvaliddeltaCRLTest9 InvaliddeltaCRLTest10 "
	  "InvaliddistributionPointTest2 InvaliddistributionPointTest3 InvaliddistributionPointTest6 "
	  "InvaliddistributionPointTest8 InvaliddistributionPointTest9 InvalidkeyUsageCriticalcRLSignFalseTest4 "
	  "InvalidkeyUsageNotCriticalcRLSignFalseTest5 InvalidonlyContainsAttributeCertsTest14 InvalidonlyContainsCACertsTest12 "
	  "InvalidonlyContainsUserCertsTest11 InvalidonlySomeReasonsTest15 InvalidonlySomeReasonsTest16 "
	  "InvalidonlySomeReasonsTest17 InvalidonlySomeReasonsTest20 InvalidonlySomeReasonsTest21 "
	  "Invalidpre2000CRLnextUpdateTest12 ValidGeneralizedTimeCRLnextUpdateTest13 ValidIDPwithindirectCRLTest22 "
	  "ValidIDPwithindirectCRLTest24 ValidIDPwithindirectCRLTest25 ValidLongSerialNumberTest16 ValidLongSerialNumberTest17 "
	  "ValidNegativeSerialNumberTest14 ValidNoissuingDistributionPointTest10 ValidSeparateCertificateandCRLKeysTest19 "
	  "ValidTwoCRLsTest7 ValidcRLIssuerTest28 ValidcRLIssuerTest29 ValidcRLIssuerTest30 ValidcRLIssuerTest33 "
	  "ValiddeltaCRLTest2 ValiddeltaCRLTest5 ValiddeltaCRLTest7 ValiddeltaCRLTest8 ValiddistributionPointTest1 "
	  "ValiddistributionPointTest4 ValiddistributionPointTest5 ValiddistributionPointTest7 ValidonlyContainsCACertsTest13 "
	  "ValidonlySomeReasonsTest18 ValidonlySomeReasonsTest19" },
	{ PATH_GOOD, "nobody asks certbox for policies, and nothing here is critical",
	  "AllCertificatesNoPoliciesTest2 AllCertificatesSamePoliciesTest10 AllCertificatesSamePoliciesTest13 "
	  "AllCertificatesanyPolicyTest11 AnyPolicyTest14 CPSPointerQualifierTest20 DifferentPoliciesTest3 DifferentPoliciesTest4 "
	  "DifferentPoliciesTest5 DifferentPoliciesTest7 DifferentPoliciesTest8 DifferentPoliciesTest9 DifferentPoliciesTest12 "
	  "OverlappingPoliciesTest6 UserNoticeQualifierTest15 UserNoticeQualifierTest16 UserNoticeQualifierTest17 "
	  "UserNoticeQualifierTest18 UserNoticeQualifierTest19" },
	{ PATH_CRITICAL, "critical extensions on policies, which certbox does not know",
	  "InvalidMappingFromanyPolicyTest7 InvalidMappingToanyPolicyTest8 InvalidPolicyMappingTest2 InvalidPolicyMappingTest4 "
	  "InvalidPolicyMappingTest10 InvalidSelfIssuedinhibitAnyPolicyTest8 InvalidSelfIssuedinhibitAnyPolicyTest10 "
	  "InvalidSelfIssuedinhibitPolicyMappingTest8 InvalidSelfIssuedinhibitPolicyMappingTest9 "
	  "InvalidSelfIssuedinhibitPolicyMappingTest10 InvalidSelfIssuedinhibitPolicyMappingTest11 "
	  "InvalidSelfIssuedrequireExplicitPolicyTest7 InvalidSelfIssuedrequireExplicitPolicyTest8 InvalidinhibitAnyPolicyTest1 "
	  "InvalidinhibitAnyPolicyTest4 InvalidinhibitAnyPolicyTest5 InvalidinhibitAnyPolicyTest6 "
	  "InvalidinhibitPolicyMappingTest1 InvalidinhibitPolicyMappingTest3 InvalidinhibitPolicyMappingTest5 "
	  "InvalidinhibitPolicyMappingTest6 InvalidrequireExplicitPolicyTest3 InvalidrequireExplicitPolicyTest5 "
	  "ValidPolicyMappingTest1 ValidPolicyMappingTest3 ValidPolicyMappingTest5 ValidPolicyMappingTest6 "
	  "ValidPolicyMappingTest9 ValidPolicyMappingTest11 ValidPolicyMappingTest12 ValidPolicyMappingTest13 "
	  "ValidPolicyMappingTest14 ValidSelfIssuedinhibitAnyPolicyTest7 ValidSelfIssuedinhibitAnyPolicyTest9 "
	  "ValidSelfIssuedinhibitPolicyMappingTest7 ValidSelfIssuedrequireExplicitPolicyTest6 ValidinhibitAnyPolicyTest2 "
	  "ValidinhibitPolicyMappingTest2 ValidinhibitPolicyMappingTest4 ValidrequireExplicitPolicyTest1 "
	  "ValidrequireExplicitPolicyTest2 ValidrequireExplicitPolicyTest4 inhibitAnyPolicyTest3" },
	{ PATH_ALGORITHM, "DSA, which certbox does not check",
	  "ValidDSAParameterInheritanceTest5 ValidDSASignaturesTest4" },
	{ PATH_MALFORMED, "the same; what was broken is in front of the signature's bits", "InvalidDSASignatureTest6" },
};

#define N_ROWS (sizeof ROWS / sizeof *ROWS)

static struct {
	uint8_t room[1 << 19];
	struct view leaf, anchor; /* the leaf stands before the CAs, the broken one is the last of them */
	size_t len, broken;
	unsigned seen[N_ROWS], cas, strange, wrong;
} t;

static size_t read_file(const char *folder, const char *name, uint8_t *p, size_t cap)
{
	char path[1024];
	size_t n = 0;
	FILE *f;

	if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path && (f = fopen(path, "rb"))) {
		n = fread(p, 1, cap, f);
		fclose(f);
	}
	return n;
}

/* The name without number and ending: "00167-ValidDNSnameConstraintsTest30EE.crt". */
static bool is_leaf(const char *file, char name[static 256])
{
	const char *from = strchr(file, '-');
	size_t n = from ? strlen(from + 1) : 0;

	if (n < 7 || n > 255 || strcmp(file + strlen(file) - 6, "EE.crt") != 0)
		return false;
	memcpy(name, from + 1, n - 6);
	name[n - 6] = '\0';
	return true;
}

static bool is_in(const char *names, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = names; (at = strstr(at, name)); at += n)
		if ((at == names || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

#define LEAF_MAX 4096

static void judge(const char *name, size_t leaf_len)
{
	struct path_rules r = { .now = time_days(2020, 1, 1) * TIME_DAY, .purpose = EKU_SERVER, .verify = verify_bytes };
	size_t len = leaf_len + (strcmp(name, "InvalidCASignatureTest2") == 0 ? t.len : t.broken);
	struct path p;
	size_t i = 0;

	memmove(t.room + LEAF_MAX - leaf_len, t.room, leaf_len);
	while (i < N_ROWS && !is_in(ROWS[i].names, name))
		i++;
	if (i == N_ROWS) {
		t.strange++;
		diag("%s is in no row", name);
		return;
	}
	t.seen[i]++;
	path_find(&r, view_of(t.room + LEAF_MAX - leaf_len, len), t.anchor, &p);
	if (p.result != ROWS[i].want) {
		t.wrong++;
		diag("%s: %d, want %d", name, (int)p.result, (int)ROWS[i].want);
	}
}

static void add_ca(const char *folder, const char *file)
{
	size_t n = read_file(folder, file, t.room + LEAF_MAX + t.len, sizeof t.room - LEAF_MAX - t.len);
	struct cert_view c;

	if (cert_read(view_of(t.room + LEAF_MAX + t.len, n), &c, NULL)) {
		t.strange++;
		diag("%s is not read", file);
	}
	t.len += n;
	t.cas++;
}

int main(void)
{
	static uint8_t anchor[LEAF_MAX];
	static char folder[512];
	char name[256];
	const char *corpora = getenv("CORPORA");
	struct dirent **files = NULL;
	unsigned rows = 0, seen = 0;
	int n;

	snprintf(folder, sizeof folder, "%s/der/pkits", corpora ? corpora : "");
	n = corpora && *corpora ? scandir(folder, &files, NULL, alphasort) : -1;
	if (n < 0) {
		skip("PKITS", "CORPORA has none");
		return done_testing();
	}
	for (int i = 0; i < n; i++) {
		const char *file = files[i]->d_name;

		if (strstr(file, "TrustAnchorRoot"))
			t.anchor = view_of(anchor, read_file(folder, file, anchor, sizeof anchor));
		else if (*file != '.' && !is_leaf(file, name) && !strstr(file, "BadSignedCACert"))
			add_ca(folder, file);
	}
	t.broken = t.len;
	for (int i = 0; i < n; i++)
		if (strstr(files[i]->d_name, "BadSignedCACert"))
			t.len += read_file(folder, files[i]->d_name, t.room + LEAF_MAX + t.len, sizeof t.room - LEAF_MAX - t.len);
	for (int i = 0; i < n; i++)
		if (is_leaf(files[i]->d_name, name))
			judge(name, read_file(folder, files[i]->d_name, t.room, LEAF_MAX));
	for (int i = 0; i < n; i++)
		free(files[i]);
	free(files);
	for (size_t i = 0; i < N_ROWS; i++) {
		seen += t.seen[i];
		rows++;
		for (const char *at = ROWS[i].names; (at = strchr(at, ' ')); at++)
			rows++;
	}
	is_int(t.strange, 0, "each file is known");
	is_int(seen, rows, "and each that is known is there");
	is_int(t.wrong, 0, "each of the suite's leaves is judged as its row says");
	diag("%u leaves, %u CAs to choose from", seen, t.cas + 1);
	return done_testing();
}

/* SPDX-License-Identifier: MIT */
/*
 * lint.h - rules that a certificate of a private CA should keep, each with its source.
 *
 * A rule is a demand of a standard, or something today's clients refuse or never match; doc/lint.md tells more of
 * each, and why some well-known rules are not here. What is malformed is refused by cert_read before.
 */
#ifndef X509_LINT_H
#define X509_LINT_H

#include <stdbool.h>
#include <stdint.h>

#include "x509/view.h"

/* "server": no CA, and not for other purposes alone. Apple 103769 is a support page (it was HT210176), BR the CA/Browser Forum's baseline. */
#define LINT_RULES(X) \
	X(NOT_V3, "RFC 5280 4.1.2.1: not version 3") \
	X(V1_SAID, "X.690 11.5: version 1 is not left out") \
	X(SERIAL_ZERO, "RFC 5280 4.1.2.2: serial 0") \
	X(SERIAL_NEGATIVE, "RFC 5280 4.1.2.2: negative serial") \
	X(SERIAL_LONG, "RFC 5280 4.1.2.2: serial over 20 octets") \
	X(SERIAL_SHORT, "Firefox: serial under 8 octets, may come twice") \
	X(ISSUER_EMPTY, "RFC 5280 4.1.2.4: empty issuer") \
	X(UNIQUE_ID, "RFC 5280 4.1.2.8: unique identifiers") \
	X(TIME_FORM, "RFC 5280 4.1.2.5: GeneralizedTime before 2050") \
	X(TIME_ORDER, "RFC 5280 4.1.2.5: ends before it begins") \
	X(OVER_825, "Apple 103769: server over 825 days") \
	X(CA_NAMELESS, "RFC 5280 4.1.2.6: CA with an empty subject") \
	X(NAMELESS, "RFC 5280 4.1.2.6: neither subject nor alternative names") \
	X(DN_PRINTABLE, "X.680 41.4: PrintableString with other characters") \
	X(DN_UTF8, "RFC 3629, 3454 C: broken UTF-8 or hidden character in a Name") \
	X(DN_OLD, "RFC 5280 4.1.2.4: Name in Teletex, BMP or UniversalString") \
	X(DN_EMPTY, "RFC 5280 A.1: empty attribute in a Name") \
	X(DN_COUNTRY, "RFC 5280 A.1: country is not two letters") \
	X(DN_NO_PRINTABLE, "RFC 5280 A.1: country or serialNumber is no PrintableString") \
	X(DN_NO_IA5, "RFC 5280 A.1: emailAddress or DC is no IA5String") \
	X(DN_LONG, "RFC 5280 A.1: attribute longer than its bound") \
	X(DN_CONTROL, "CVE-2009-2408: control character in a Name") \
	X(DN_BLANK, "RFC 4518 2.6.1: blank at an end of an attribute") \
	X(DN_CN_TWICE, "BR 7.1.4.1: several CNs") \
	X(DN_MULTI, "BR 7.1.4.1: several attributes in one RDN") \
	X(RSA_SHORT, "Apple 103769, Firefox: RSA under 2048 bits") \
	X(RSA_LONG, "BearSSL: RSA over 4096 bits") \
	X(RSA_BITS, "BR 6.1.5: RSA bits are no multiple of 8") \
	X(RSA_E_BAD, "RFC 8017 3.1: RSA exponent even or under 3") \
	X(RSA_E_SMALL, "FIPS 186-5 A.1.1: RSA exponent under 65537") \
	X(RSA_E_BIG, "Go: RSA exponent over 31 bits") \
	X(RSA_FACTOR, "BR 6.1.6: RSA modulus with a factor under 752") \
	X(EC_EXPLICIT, "RFC 5480 2.1.1: curve by parameters, not by name") \
	X(EC_POINT, "BearSSL: compressed or broken EC point") \
	X(EC_CURVE, "Chrome, BearSSL: curve is not P-256, P-384, P-521") \
	X(EC_P521, "Chrome: P-521 is not offered") \
	X(KEY_ED, "Chrome, BearSSL: Ed25519 or Ed448 key") \
	X(KEY_PSS, "Firefox, BearSSL: key for RSA-PSS alone") \
	X(KEY_UNKNOWN, "RFC 8446 4.2.3: key is neither RSA, EC nor EdDSA") \
	X(SIG_SHA1, "Apple, Chrome, Go, Java: signed with SHA-1") \
	X(SIG_MD5, "RFC 6151 2: signed with MD5 or MD2") \
	X(SIG_PSS, "BearSSL: signed with RSA-PSS") \
	X(SIG_ED, "Chrome, BearSSL: signed with Ed25519 or Ed448") \
	X(SIG_UNKNOWN, "RFC 8446 4.2.3: signature algorithm unknown") \
	X(SIG_NO_NULL, "RFC 4055 5: RSA signature's parameters are not NULL") \
	X(SIG_PARAMETERS, "RFC 5758 3.2: ECDSA signature with parameters") \
	X(SIG_VALUE, "RFC 3279 2.2.3: ECDSA signature is not two INTEGERs") \
	X(CRITICAL_FALSE, "X.690 11.5: critical FALSE is not left out") \
	X(CA_FALSE, "X.690 11.5: cA FALSE is not left out") \
	X(KU_ZEROS, "X.690 11.2.2: KeyUsage ends in zero bits") \
	X(KU_NONE, "RFC 5280 4.2.1.3: KeyUsage without a bit") \
	X(KU_NOT_CRITICAL, "RFC 5280 4.2.1.3: KeyUsage not critical") \
	X(KU_CA_LACKS, "RFC 5280 4.2.1.3: CA without KeyUsage") \
	X(KU_CA_SIGN, "RFC 5280 4.2.1.3: CA without keyCertSign") \
	X(KU_LEAF_SIGN, "RFC 5280 4.2.1.9: keyCertSign without CA") \
	X(KU_SERVER, "RFC 8446 4.4.2.2: server without digitalSignature") \
	X(KU_EC, "RFC 8813 3: EC key for encipherment") \
	X(KU_RSA, "RFC 3279 2.3.1: RSA key for keyAgreement") \
	X(KU_ONLY, "RFC 5280 4.2.1.3: encipher/decipherOnly without keyAgreement") \
	X(BC_NOT_CRITICAL, "RFC 5280 4.2.1.9: CA, and BasicConstraints not critical") \
	X(BC_PATH_LEAF, "RFC 5280 4.2.1.9: path length without CA") \
	X(EKU_LACKS, "Apple 103769: server without ExtendedKeyUsage") \
	X(EKU_ANY, "Apple 103769: any purpose, but not serverAuth") \
	X(EKU_ANY_CRITICAL, "RFC 5280 4.2.1.12: critical, and any purpose") \
	X(EKU_CRITICAL, "BearSSL: critical ExtendedKeyUsage") \
	X(EKU_CA, "Go, Firefox: CA for other purposes than servers") \
	X(SKI_CA, "RFC 5280 4.2.1.2: CA without SubjectKeyIdentifier") \
	X(SKI_CRITICAL, "RFC 5280 4.2.1.2: critical SubjectKeyIdentifier") \
	X(SKI_EMPTY, "RFC 5280 4.2.1.2: empty SubjectKeyIdentifier") \
	X(AKI_LACKS, "RFC 5280 4.2.1.1: no AuthorityKeyIdentifier") \
	X(AKI_CRITICAL, "RFC 5280 4.2.1.1: critical AuthorityKeyIdentifier") \
	X(AKI_NO_ID, "RFC 5280 4.2.1.1: AuthorityKeyIdentifier without keyIdentifier") \
	X(AKI_HALF, "RFC 5280 A.2: authority's issuer without serial, or serial alone") \
	X(SAN_LACKS, "Chrome, Firefox, Go: server without alternative names") \
	X(SAN_CN, "BR 7.1.4.3: CN is not among the alternative names") \
	X(SAN_NOT_CRITICAL, "RFC 5280 4.2.1.6: empty subject, names not critical") \
	X(SAN_CRITICAL, "RFC 5280 4.2.1.6: critical names beside a subject") \
	X(SAN_ASCII, "RFC 5280 4.2.1.6: name is not ASCII") \
	X(DNS_EMPTY, "RFC 5280 4.2.1.6: empty DNS name") \
	X(DNS_CHARACTER, "RFC 1034 3.5: DNS name with a foreign character") \
	X(DNS_LABEL, "RFC 1034 3.1: DNS label empty or over 63 octets") \
	X(DNS_LONG, "RFC 1034 3.1: DNS name over 253 octets") \
	X(DNS_HYPHEN, "RFC 1034 3.5: DNS label with '-' at an end") \
	X(DNS_A_LABEL, "RFC 5890 2.3.1: '--' in a DNS label that is no A-label") \
	X(DNS_DOT, "Go, OpenSSL: DNS name ends with a dot, never matches") \
	X(DNS_STAR, "RFC 9525 6.3: '*' is not the whole first label") \
	X(DNS_STAR_TOP, "Chrome, Firefox: wildcard right below a top-level domain") \
	X(DNS_ADDRESS, "RFC 5280 4.2.1.6: address written as a DNS name") \
	X(IP_LENGTH, "RFC 5280 4.2.1.6: address is not 4 or 16 octets") \
	X(IP_MAPPED, "Go, OpenSSL: IPv4 address in 16 octets, never matches") \
	X(MAIL, "RFC 5321 4.1.2: mail address without user or host") \
	X(URI, "RFC 5280 4.2.1.6: URI without a scheme") \
	X(CA_AS_SERVER, "Firefox: CA with a server's names is refused as server") \
	X(NC_LEAF, "RFC 5280 4.2.1.10: NameConstraints without CA") \
	X(NC_CRITICAL, "Mbed TLS, BearSSL: critical NameConstraints") \
	X(NC_DOT, "RFC 5280 4.2.1.10: DNS constraint begins with a dot") \
	X(NC_MASK, "Go: address constraint with a gap in its mask") \
	X(POLICY_LEAF, "RFC 5280 4.2.1.5, 11, 14: rules on policies without CA") \
	X(PC_NOT_CRITICAL, "RFC 5280 4.2.1.11: PolicyConstraints not critical") \
	X(IAP_NOT_CRITICAL, "RFC 5280 4.2.1.14: InhibitAnyPolicy not critical") \
	X(SDA_CRITICAL, "RFC 5280 4.2.1.8: critical SubjectDirectoryAttributes") \
	X(IAN_CRITICAL, "RFC 5280 4.2.1.7: critical IssuerAltName") \
	X(CRL_CRITICAL, "RFC 5280 4.2.1.13, 15: critical CRL distribution points") \
	X(AIA_CRITICAL, "RFC 5280 4.2.2: critical AuthorityInfoAccess") \
	X(STAPLE, "Firefox: must staple an OCSP answer") \
	X(POISON, "RFC 6962 3.1: precertificate") \
	X(UNKNOWN_CRITICAL, "RFC 5280 4.2: critical extension that clients do not know") \
	X(NETSCAPE, "NSS: Netscape's extensions mean nothing any more") \
	X(BIG, "Mbed TLS: over 16 KiB")

enum lint_rule {
#define X(id, text) LINT_##id,
	LINT_RULES(X)
#undef X
	LINT_N
};

/* The rules that are broken. */
struct lint {
	uint64_t broken[(LINT_N + 63) / 64];
};

/* Ask all rules of a certificate that cert_read has read. */
void lint_cert(const struct cert_view *c, struct lint *out);
/* Is this one broken? */
bool lint_has(const struct lint *l, enum lint_rule rule);
/* "RFC 5280 4.1.2.2: serial over 20 octets": source, ": ", what is broken. */
const char *lint_text(enum lint_rule rule);

/* For lint_name.c alone: mark a rule as broken; what is wrong with the Names, and with alternative names and constraints. */
void lint_when(struct lint *l, bool broken, enum lint_rule rule);
void lint_names(const struct cert_view *c, struct lint *l);
void lint_sans(const struct cert_view *c, bool server, struct lint *l);

#endif

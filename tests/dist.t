#!/bin/sh
# SPDX-License-Identifier: MIT
# dist.t - make dist: twice the same bytes, sums that hold, and an SBOM that names what is pinned.
CERTBOX=${CERTBOX:-none}
. "${0%/*}/e2e/tap.sh"
SRC=${SRC:?the top of the source}
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS WERROR ARCH
umask 022
VERSION=$(sed -n 's/^VERSION *= *//p' "$SRC/config.mk")
name=certbox-$VERSION
applets=$(sed -n 's/^X(\(.*\))$/\1/p' "$BUILD/gen/applets.inc" | tr '\n' ' ')

# dist FROM VARIABLE...: of the source in FROM.
dist() (
	cd "$1" || exit
	shift
	make -s BEARSSL="$BEARSSL_SRC" QRCODEGEN="$QRCODEGEN_SRC" APPLETS="$applets" "$@" dist
)
# The first of a copy, so that nothing is compiled, and no box of another machine that lies there is packed.
mkdir one
for part in gen obj bearssl include man certbox certbox.debug; do cp -a "$BUILD/$part" one; done
ok 'make dist works' dist "$SRC" B="$PWD/one"
is "$(cd one/dist && echo *)" "SHA256SUMS $name.spdx $name.tar.gz" 'a tar, its SBOM and their sums'

there="$PWD/another place"
mkdir "$there"
(cd "$SRC" && cp -R Makefile arch.mk config.mk LICENSE README.md applets bearssl-glue bignum dist initramfs lib man os x509 "$there")
find "$there" -exec touch -d '2001-02-03 04:05:06 UTC' {} +
again() (umask 077 && TZ=Pacific/Kiritimati dist "$there" B="$PWD/two")
ok 'built again elsewhere' again
for file in "$name.tar.gz" "$name.spdx" SHA256SUMS; do ok "the same $file" cmp "one/dist/$file" "two/dist/$file"; done

ok 'the sums hold' sh -c 'cd one/dist && sha256sum -c --quiet SHA256SUMS'
ok 'it unpacks' tar -xzf "one/dist/$name.tar.gz"
ok 'the sums inside hold' sh -c 'cd "$1" && sha256sum -c --quiet SHA256SUMS' - "$name"
is "$(cd "$name" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort)" "$(sed 's/^[^ ]*  //' "$name/SHA256SUMS")" 'and leave nothing out'
box=$(echo "$name"/certbox-*)
ok 'the box is the one that is tested' cmp "$box" "$BUILD/certbox"
ok 'it runs' "$box" --list
like "$(readelf -lW "$box")" '*LOAD*' 'it has segments'
is "$(readelf -SW "$box" 2>&1 | xargs)" 'There are no sections in this file.' 'and neither sections nor symbols'
is "$(tar -tvzf "one/dist/$name.tar.gz" --full-time --numeric-owner --utc | awk '{ print $2, $4, $5 }' | sort -u | wc -l)" 1 'one owner, one time'

sbom=$(cat "one/dist/$name.spdx")
ok 'the SBOM lies in the tar, too' cmp "one/dist/$name.spdx" "$name/certbox.spdx"
like "$sbom" 'SPDXVersion: SPDX-2.3*' 'the SBOM is SPDX 2.3'
like "$sbom" "*SHA256: $(sha256sum <"$box" | cut -d ' ' -f 1)*" 'it has the sum of the box'
for part in BEARSSL QRCODEGEN MUSL; do
	sum=$(sed -n "s/^${part}_SHA256 *= *//p" "$SRC/config.mk")
	like "$sbom" "*PackageVersion: $(sed -n "s/^${part}_VERSION *= *//p" "$SRC/config.mk")*PackageChecksum: SHA256: $sum*" "$part: version and sum as pinned"
done
is "$(printf '%s\n' "$sbom" | sed -n 's/^SPDXID: //p' | sort | uniq -d)" '' 'every name in it is given once'
is "$(printf '%s\n' "$sbom" | grep '^Relationship' | tr ' ' '\n' | grep SPDXRef | sort -u)" \
	"$(printf '%s\n' "$sbom" | sed -n 's/^SPDXID: //p' | sort)" 'all are related, and none that is not there'

# Negative control: another date and a tree of the packager's own are seen.
repack() (cd "$SRC" && sh dist/dist.sh "$1" "$VERSION" 1800000000 "$(uname -m)=$1/certbox" --)
ok 'with another date' repack "$PWD/one"
not_ok 'it is another tar' cmp -s "one/dist/$name.tar.gz" "two/dist/$name.tar.gz"
cp -R "$QRCODEGEN_SRC" own && rm -f own/.sha256
QRCODEGEN_SRC=$PWD/own
ok "with a packager's source" dist "$there" B="$PWD/two"
like "$(cat "two/dist/$name.spdx")" "*PackageName: qrcodegen*A tree of the packager's*" 'it is not said to be the pinned one'
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# dist.sh - pack a release: the same bytes from the same boxes, whoever packs them, when and where.
#
#   dist.sh BUILD VERSION RELEASE-DATE ARCH=BOX... -- 'NAME SOURCE-PACKAGE VERSION SHA256 LICENCE'...
#
# BUILD/dist then has certbox-VERSION.tar.gz (certbox-ARCH, manual pages, completions, SHA256SUMS, the SBOM, README,
# LICENSE), certbox-VERSION.spdx (what is in it, and what that was made of: SPDX 2.3, tag and value) and SHA256SUMS of both.
set -eu
LC_ALL=C
export LC_ALL
umask 022

build=$1 version=$2 date=$3
shift 3
name=certbox-$version
out=$build/dist
top=$out/$name
rm -rf "$out"
mkdir -p "$top/man" "$top/completion"

boxes=
while [ "$1" != -- ]; do
	boxes="$boxes ${1%%=*}"
	cp "${1#*=}" "$top/certbox-${1%%=*}"
	shift
done
shift
for file in "$build"/man/*.[1-9]; do cp "$file" "$top/man"; done
for file in "$build"/man/certbox.bash "$build"/man/certbox.fish "$build"/man/_certbox; do cp "$file" "$top/completion"; done
cp LICENSE README.md "$top"

hash_of() { "$1sum" <"$2" | cut -d ' ' -f 1; }

# source_package NAME SOURCE VERSION SHA256 LICENCE: one that is linked into every box, as Debian has it; - for a
# SHA256: another tree, of which nothing is known.
source_package() {
	[ "$4" != - ] || { foreign_package "$@"; return; }
	cat <<END

PackageName: $1
SPDXID: SPDXRef-$1
PackageVersion: $3
PackageSupplier: Organization: Debian
PackageDownloadLocation: NOASSERTION
PackageComment: <text>The checksum is that of $2_${3%-*}.orig.tar, Debian's source package.</text>
FilesAnalyzed: false
PackageChecksum: SHA256: $4
PackageLicenseConcluded: $5
PackageLicenseDeclared: $5
PackageCopyrightText: NOASSERTION
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/$2@$(echo "$3" | sed 's/+/%2B/g')?arch=source
Relationship: SPDXRef-certbox STATIC_LINK SPDXRef-$1
END
}

foreign_package() {
	cat <<END

PackageName: $1
SPDXID: SPDXRef-$1
PackageDownloadLocation: NOASSERTION
PackageComment: <text>A tree of the packager's, not the source pinned in config.mk.</text>
FilesAnalyzed: false
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: $5
PackageCopyrightText: NOASSERTION
Relationship: SPDXRef-certbox STATIC_LINK SPDXRef-$1
END
}

# libgcc's pieces come with the compiler: a division of 64 bits where a machine has none.
sbom() {
	cat <<END
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: $name
DocumentNamespace: urn:certbox:$version:$(cd "$top" && sha256sum certbox-* | sha256sum | cut -d ' ' -f 1)
Creator: Tool: certbox-dist-$version
Created: $(date -u -d "@$date" +%Y-%m-%dT%H:%M:%SZ)
CreatorComment: <text>musl is that version's source for other machines; for the one that built this, its own package.</text>
END
	for box in $boxes; do
		cat <<END

FileName: ./certbox-$box
SPDXID: SPDXRef-File-certbox-$(echo "$box" | tr _ -)
FileType: BINARY
FileChecksum: SHA1: $(hash_of sha1 "$top/certbox-$box")
FileChecksum: SHA256: $(hash_of sha256 "$top/certbox-$box")
LicenseConcluded: NOASSERTION
LicenseInfoInFile: NOASSERTION
FileCopyrightText: NOASSERTION
Relationship: SPDXRef-File-certbox-$(echo "$box" | tr _ -) GENERATED_FROM SPDXRef-certbox
END
	done
	cat <<END

PackageName: certbox
SPDXID: SPDXRef-certbox
PackageVersion: $version
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageLicenseConcluded: MIT
PackageLicenseDeclared: MIT
PackageCopyrightText: NOASSERTION
PrimaryPackagePurpose: APPLICATION
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-certbox
END
	for of; do
		# shellcheck disable=SC2086 # five words
		source_package $of
	done
	cat <<END

PackageName: libgcc
SPDXID: SPDXRef-libgcc
PackageVersion: $(gcc -dumpfullversion)
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageLicenseConcluded: GPL-3.0-or-later WITH GCC-exception-3.1
PackageLicenseDeclared: GPL-3.0-or-later WITH GCC-exception-3.1
PackageCopyrightText: NOASSERTION
Relationship: SPDXRef-certbox STATIC_LINK SPDXRef-libgcc
END
}

sbom "$@" >"$out/$name.spdx"
cp "$out/$name.spdx" "$top/certbox.spdx"
(cd "$top" && find . -type f -printf '%P\n' | sort | xargs sha256sum) >"$out/sums" && mv "$out/sums" "$top/SHA256SUMS"
find "$top" -type d -exec chmod 755 {} +
find "$top" -type f -exec chmod 644 {} +
chmod 755 "$top"/certbox-*
tar -C "$out" --sort=name --format=ustar --mtime="@$date" --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -9n >"$out/$name.tar.gz"
rm -r "$top"
(cd "$out" && sha256sum "$name.spdx" "$name.tar.gz" >SHA256SUMS && cat SHA256SUMS)

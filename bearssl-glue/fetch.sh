#!/bin/sh
# SPDX-License-Identifier: MIT
# fetch.sh - bring BearSSL's source, or another's, pinned by version and SHA-256, from Debian's source package.
#
#   fetch.sh BUILD DL VERSION SHA256 [PACKAGE]
#
# Unpacks into BUILD/src/PACKAGE (bearssl); the tarball stays in DL, and one that lies there already is used
# without the network. apt-get runs with an APT_CONFIG of its own below BUILD: neither /etc/apt nor
# /var/lib/apt changes, and a plain user can do it.
set -eu
LC_ALL=C
export LC_ALL
umask 022

[ $# -eq 4 ] || [ $# -eq 5 ] || { echo "usage: fetch.sh BUILD DL VERSION SHA256 [PACKAGE]" >&2; exit 2; }
mkdir -p "$1" "$2"
build=$(cd "$1" && pwd)
dl=$(cd "$2" && pwd)
version=$3
sha256=$4
package=${5-bearssl}
case $package in
bearssl) suffix=xz hint=', or give make BEARSSL=DIR' ;;
*) suffix=gz hint= ;;
esac

tree=$build/src/$package
tarball=$dl/${package}_${version%-*}.orig.tar.$suffix
apt=$build/apt

say() { echo "fetch.sh: $*" >&2; }

# The mirror this machine uses for Debian itself: by its lists, else (none fetched yet) by its name; Debian's own
# where none is configured.
mirror() {
	site=$(apt-get indextargets --format '$(LABEL) $(SITE)' 2>/dev/null | sed -n 's/^Debian //p' | sed q)
	[ -n "$site" ] || site=$(apt-get indextargets --no-release-info --format '$(SITE)' 2>/dev/null | grep '/debian/*$' | sed q)
	echo "${site:-http://deb.debian.org/debian}"
}

apt_config() {
	rm -rf "$apt"
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
	cat >"$apt/apt.conf" <<END
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
APT::Sandbox::User "root";
APT::Get::List-Cleanup "false";
Acquire::Languages "none";
Acquire::Retries "3";
END
	printf 'deb-src [signed-by=%s] %s %s main\n' \
		/usr/share/keyrings/debian-archive-keyring.gpg "$(mirror)" bookworm >"$apt/sources.list"
}

download() (
	apt_config && mkdir "$apt/new" && cd "$apt/new" || return 1
	say "fetching $package $version ($(sed 's/.*] //' "$apt/sources.list"))"
	APT_CONFIG=$apt/apt.conf
	export APT_CONFIG
	apt-get -qq update &&
		apt-get -qq source --download-only --tar-only "$package=$version" &&
		mv "${tarball##*/}" "$tarball"
)

verified() { echo "$sha256  $tarball" | sha256sum --status -c - 2>/dev/null; }

unpack() {
	rm -rf "$tree.new" "$tree"
	mkdir -p "$tree.new"
	tar -xf "$tarball" -C "$tree.new" --strip-components=1 --no-same-owner
	echo "$sha256" >"$tree.new/.sha256"
	mv "$tree.new" "$tree"
}

[ "$(cat "$tree/.sha256" 2>/dev/null)" = "$sha256" ] && exit 0
if [ ! -e "$tarball" ]; then
	trap 'rm -rf "$apt"; rmdir "$build/dl" "$build" 2>/dev/null || :' EXIT
	trap 'exit 1' HUP INT TERM
	download || { say "cannot fetch $package $version; put ${tarball##*/} into $dl$hint"; exit 1; }
fi
verified || { say "$tarball: its SHA-256 is not the one pinned in config.mk; remove it"; exit 1; }
unpack

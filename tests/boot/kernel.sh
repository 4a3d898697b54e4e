#!/bin/sh
# SPDX-License-Identifier: MIT
# kernel.sh - see to it that Debian's cloud kernel is in $BUILD/kernel: vmlinuz, and modules/ for a virtio disk.
#
# The package is kept in $BUILD/dl; with it there no network is needed. Nothing is installed, and root is not
# needed. The version is whatever linux-image-cloud-amd64 depends on today: it comes from the security archive,
# where older ones vanish.
set -eu
LC_ALL=C
export LC_ALL
: "${BUILD:=build}"
meta=linux-image-cloud-amd64

# apt ARGUMENTS…: apt-get with package lists of its own, once the system's have been seen not to do.
apt() {
	apt-get -qq -o APT::Sandbox::User=root ${lists:+-o Dir::State::Lists="$lists"} "$@" >&2
}

# The package that $meta depends on, as apt-get would install it.
package() {
	apt-cache ${lists:+-o Dir::State::Lists="$lists"} depends "$meta" 2>/dev/null |
		sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1
}

download() {
	name=$(package)
	[ -n "$name" ] && (cd dl && apt download "$name")
}

fetch() {
	lists=
	download 2>/dev/null && return
	lists=$PWD/kernel.lists
	mkdir -p "$lists/partial"
	apt update && download
	rm -rf "$lists"
}

# Modules lie in the package plain or as .xz.
unpack() {
	for package in dl/linux-image-*-cloud-amd64_*.deb; do :; done
	[ -f "$package" ] || return 1
	rm -rf kernel kernel.new kernel.deb
	dpkg -x "$package" kernel.deb
	mkdir -p kernel.new/modules
	cp kernel.deb/boot/vmlinuz-* kernel.new/vmlinuz
	for module in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk; do
		find kernel.deb/lib/modules -name "$module.ko*" -exec cp {} kernel.new/modules/ \;
	done
	find kernel.new/modules -name '*.xz' -exec xz -d {} +
	rm -r kernel.deb
	mv kernel.new kernel
}

mkdir -p "$BUILD/dl"
cd "$BUILD"
exec 9>kernel.lock
flock 9
[ ! -f kernel/vmlinuz ] || exit 0
unpack || { fetch && unpack; } || { echo 'kernel.sh: no kernel here, and none could be fetched' >&2; exit 1; }

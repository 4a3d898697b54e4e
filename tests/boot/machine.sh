# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# machine.sh - a small PC in QEMU; read after tap.sh by the tests of this room, with $here naming it.
#
#   machine                           QEMU, a kernel and what else it takes are here, or the file is skipped
#   initrd FILE BOX SCRIPT [FILE…]    an initramfs with busybox, BOX and FILEs, whose init runs guest/SCRIPT
#   disk FILE                         16 MiB, an ext4 labelled `persistence` in the first 14: marks go behind it
#   virtio FILE [PROPERTY]            QEMU's options for that disk; PROPERTY of the drive, as readonly=on
#   boot NAME INITRD WORDS [OPTION…]  until it powers off; WORDS for the kernel, OPTIONs for QEMU; what it says
#                                     goes to NAME.console
#   dump DISK DIR                     copies the disk's certbox/ to DIR
#
# The disk is a virtio one because that knows no forced unit access: each wish of the file system that a
# write be on the disk is a flush of its own, which a recording shows.

: "${here:?names this folder}"
PATH=$PATH:/usr/sbin:/sbin
words="console=ttyS0 quiet panic=-1 hostname=board"

machine() {
	has qemu-system-x86_64 || skip_all 'no qemu-system-x86_64'
	has cpio debugfs e2fsck mke2fs openssl || skip_all 'no cpio, e2fsprogs or openssl'
	[ -x /bin/busybox ] || skip_all 'no /bin/busybox'
	sh "$here/kernel.sh" || skip_all 'no kernel'
}

initrd() {
	cpio=$1 box=$2 script=$here/guest/$3
	shift 3
	rm -rf image
	mkdir -p image/bin
	cp -r "$BUILD/kernel/modules" image/
	cp /bin/busybox image/bin/
	cp "$box" image/bin/certbox
	cp "$here/../../initramfs"/*.sh "$here/guest/init" "$@" image/
	cp "$script" image/test
	chmod 755 image/init image/bin/certbox
	(cd image && find . | cpio -o -H newc -R 0:0 --quiet) >"$cpio"
	rm -rf image
}

disk() {
	rm -f "$1"
	truncate -s 16M "$1"
	mke2fs -q -t ext4 -L persistence "$1" 14M
}

virtio() { echo "-drive file=$1,format=raw,if=none,id=disk${2:+,$2} -device virtio-blk-pci,drive=disk"; }

boot() {
	boot_name=$1 boot_initrd=$2 boot_words="$words $3"
	shift 3
	timeout 120 qemu-system-x86_64 -machine q35 -accel tcg -cpu max -m 256 -nodefaults -display none -no-reboot \
		-serial "file:$boot_name.console" -kernel "$BUILD/kernel/vmlinuz" -initrd "$boot_initrd" -append "$boot_words" "$@"
}

dump() {
	rm -rf "$2"
	mkdir "$2"
	e2fsck -p "$1" >/dev/null || [ $? -eq 1 ] || return 1
	debugfs -R "rdump /certbox $2" "$1" 2>/dev/null
}

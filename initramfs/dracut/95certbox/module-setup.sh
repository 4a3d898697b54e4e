#!/bin/bash
# SPDX-License-Identifier: MIT
# module-setup.sh - certbox in a dracut initramfs: the box and the boot logic. No key ever goes in.

check() {
	require_binaries certbox || return 1
	return 0
}

depends() {
	echo base
}

installkernel() {
	hostonly='' instmods ext4 vfat nls_cp437 nls_ascii nls_iso8859-1 nls_utf8
}

install() {
	inst_multiple certbox cat cp grep ln ls mkdir mount mv readlink rm sleep sync umount
	inst_multiple -o blkid findfs timeout e2fsck fsck.fat
	local applet file
	for applet in certgen certfp; do ln_r "$(command -v certbox)" "/usr/bin/$applet"; done
	for file in /usr/lib/certbox/*.sh; do inst_simple "$file"; done
	# shellcheck disable=SC2154 # moddir is dracut's
	inst_hook pre-pivot 50 "$moddir/certbox-pre-pivot.sh"
}

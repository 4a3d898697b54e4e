#!/bin/sh
# SPDX-License-Identifier: MIT
# power-cut.sh - what the machine does whose disk is recorded: its identity, then one with another name.
#
# $options, from the kernel command line: how else to mount. A mark goes behind the file system, past the page cache, when a step has been acknowledged: the sums of the
# files then.
dir=/run/certbox/persist/certbox
disk=$(findfs LABEL=persistence)
mkdir -p /run/certbox/persist
mount -o "nodev,nosuid,noexec,noatime${options:+,$options}" "$disk" /run/certbox/persist

step() {
	number=$1
	shift
	certgen --boot --require-mount --fallback /run/certbox/tls -d "$dir" board.local 10.0.2.15 "$@" || return
	(cd "$dir" && sha256sum ca.key ca.crt server.key server.crt) >/run/mark
	/mark "$disk" $(((14 << 20) + (number << 12))) </run/mark && echo "step $number acknowledged"
}

step 1 && step 2 printer.lan
poweroff -n -f

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what common.t sets, and reads
# world.sh - a machine's boot without a machine: read inside `unshare -mu` by the snippets of common.t, with $shell
# (which one runs common.sh), $lib (where it is) and $tools (put first in the path) in the environment.
#
#   boot early|late ROOT   certbox_boot by $shell; its code in $code
#   call WORDS…            a function of common.sh
#   words TEXT             the kernel's command line from now on
#   fs FILE [LABEL [TYPE]] an image of 8 MiB; attach FILE: $dev is a loop device of it, until the end
#   fake NAME LINE…        a command of that name, before all others; looks TYPE: a blkid that says so of $dev
#   shape ROOT             an empty root with /etc
#   set_of DIR             a whole set there; mark DIR: who made it (its anchor's fingerprint)
#   points                 what is mounted below here, without this file's own; flags POINT
mount --make-rprivate /
mount -t tmpfs run /run
work=$PWD/world
rm -rf "$work"
mkdir "$work" "$work/bin"
mount -t tmpfs work "$work"
cd "$work" || exit 1
mkdir bin
for file in cmdline kmsg console fakes; do : >$file; done
mount --bind cmdline /proc/cmdline
mount --bind kmsg /dev/kmsg
mount --bind console /dev/console
echo board >/proc/sys/kernel/hostname
export PATH="$work/bin${tools:+:$tools}:$TAP/box:/usr/sbin:/sbin:/usr/bin:/bin"
loops=
away() {
	cd /
	PATH=/usr/sbin:/sbin:/usr/bin:/bin
	for point in $(awk -v w="$work/" 'index($5, w) == 1 { print $5 }' /proc/self/mountinfo | tac); do umount -l "$point"; done
	umount -l /run/certbox/persist
	for loop in $loops; do losetup -d "$loop"; done
} >/dev/null 2>&1
trap away EXIT

words() { printf '%s\n' "$*" >cmdline; }
call() { certbox_lib=$lib $shell -uc ". ./fakes; . \"\$certbox_lib/common.sh\"; $*"; }
boot() {
	code=0
	: >console
	: >kmsg
	certbox_lib=$lib $shell -uc '. ./fakes; . "$certbox_lib/common.sh"; certbox_boot "$@"' - "$@" || code=$?
}
fs() {
	truncate -s 8M "$1"
	mke2fs -q -F -t "${3:-ext4}" ${2:+-L "$2"} "$1"
}
attach() {
	dev=$(losetup ${2:+"$2"} -f --show "$1")
	loops="$loops $dev"
}
fake() {
	fake=bin/$1
	shift
	printf '%s\n' '#!/bin/sh' "$@" >"$fake"
	chmod 755 "$fake"
	# busybox takes its own before any other; no function's name has a dot
	case $fake in *.*) ;; *) echo "${fake#bin/}() { '$work/$fake' \"\$@\"; }" >>fakes ;; esac
}
looks() { fake blkid 'case "$*" in *-t*) echo '"$dev"' ;; *) echo '"'$dev: LABEL=\"x\" TYPE=\"$1\"'"' ;; esac'; }
shape() { mkdir -p "$1/etc"; }
set_of() { certgen -q -d "$1" board.local >/dev/null 2>&1; }
mark() { certfp -f hex "$1/ca.crt" 2>/dev/null || echo none; }
same() { if [ "$(mark "$1")" = "$(mark "$2")" ]; then echo same; else echo other; fi; }
points() { awk -v w="$work/" 'index($5, w) == 1 || index($5, "/run/certbox") == 1 { sub(w, "", $5); print $5 }' /proc/self/mountinfo; }
flags() { awk -v p="$1" '$5 == p { print $6 }' /proc/self/mountinfo; }

#!/bin/sh
# SPDX-License-Identifier: MIT
# first-boot.sh - this machine's TLS identity stands before its first service does: for an initramfs that is all there is.
#
# /proc, /sys, /dev and /run are mounted, certgen and certfp in the path, common.sh and its kin beside this. Services
# find the set in /run/certbox/tls. It is kept on the file system labelled `persistence', in its folder certbox/, unless
# certbox.persist= names another. Returns 0: go on; else see common.sh.
set -u
# shellcheck disable=SC2034 # common.sh reads them
certbox_lib=${0%/*} certbox_persist=LABEL=persistence
# shellcheck source=initramfs/common.sh
. "$certbox_lib/common.sh"
certbox_boot early ''

#!/bin/sh
# SPDX-License-Identifier: MIT
# arch.sh - run a test for another machine, under qemu's emulation of its processor: for prove, as make check-arch calls it.
#
#   arch.sh B/ARCH/unit/NAME        a unit test, built for ARCH
#   arch.sh B/ARCH/e2e/NAME.t       tests/e2e/NAME.t, with B/ARCH's boxes
#
set -u
SRC=$(cd "$(dirname "$0")/.." && pwd)
case $1 in
*/unit/*) BUILD=${1%%/unit/*} ;;
*/e2e/*) BUILD=${1%%/e2e/*} ;;
*) echo "usage: arch.sh B/ARCH/unit/NAME|B/ARCH/e2e/NAME.t" >&2; exit 2 ;;
esac
BUILD=$(cd "$BUILD" && pwd) || exit 1
case ${BUILD##*/} in
armhf) qemu='qemu-arm-static' ;;
*) qemu="qemu-${BUILD##*/}-static" ;;
esac
EMULATED=$qemu
export EMULATED
case $1 in
*/unit/*) exec "$qemu" "$BUILD/unit/${1#*/unit/}" ;;
esac
CERTBOX=$BUILD/run/certbox CERTBOX_TEST=$BUILD/run/test/certbox
export SRC BUILD CERTBOX CERTBOX_TEST
exec sh "$SRC/tests/e2e/${1#*/e2e/}"

#!/bin/sh
# SPDX-License-Identifier: MIT
# reproducible.t - the same tree gives the same bytes: at another path, under another umask, with other file times.
set -u
LC_ALL=C
export LC_ALL
SRC=${SRC:-$(cd "$(dirname "$0")/.." && pwd)}
BUILD=${BUILD:-$SRC/build}
BEARSSL_SRC=${BEARSSL_SRC:-$BUILD/src/bearssl}
QRCODEGEN_SRC=${QRCODEGEN_SRC:-$BUILD/src/qr-code-generator}
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS WERROR

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

cd "$SRC" || exit 1
there="$tmp/another, longer/path"
mkdir -p "$there"
cp -R Makefile arch.mk config.mk applets bearssl-glue bignum x509 os lib man dist initramfs "$there" 2>/dev/null
cp -R "$BEARSSL_SRC" "$tmp/bearssl"
cp -R "$QRCODEGEN_SRC" "$tmp/qr-code-generator"
find "$there" "$tmp/bearssl" "$tmp/qr-code-generator" -exec touch -d '2001-02-03 04:05:06 UTC' {} +

applets=$(sed -n 's/^X(\(.*\))$/\1/p' "$BUILD/gen/applets.inc" | tr '\n' ' ')
# build UMASK VARIABLE...
build() (
	umask "$1"
	shift
	cd "$there" && TZ=Pacific/Kiritimati HOME=/nonexistent make -s B="$tmp/out" BEARSSL="$tmp/bearssl" APPLETS="$applets" "$@" >"$tmp/log" 2>&1
)

# The box, the manual pages and the completions.
same() {
	cmp "$BUILD/certbox" "$tmp/out/certbox" || return
	for file in "$tmp"/out/man/*.* "$tmp/out/man/_certbox"; do cmp "$BUILD/man/${file##*/}" "$file" || return; done
}

echo 1..3
if build 077 && same >"$tmp/log" 2>&1; then
	echo "ok 1 - another path, umask and time: $(sha256sum "$tmp/out/certbox" | cut -c 1-16)..."
else
	echo 'not ok 1 - another path, umask and time'
	sed 's/^/#   /' "$tmp/log"
fi

# Negative control: what may change the bytes does.
if build 022 VERSION=control && ! cmp -s "$BUILD/certbox" "$tmp/out/certbox"; then
	echo 'ok 2 - control: another version gives other bytes'
else
	echo 'not ok 2 - control: another version gives other bytes'
	sed 's/^/#   /' "$tmp/log"
fi

if build 022 && same >/dev/null; then
	echo 'ok 3 - and back'
else
	echo 'not ok 3 - and back'
fi

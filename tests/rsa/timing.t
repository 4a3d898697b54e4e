#!/bin/sh
# SPDX-License-Identifier: MIT
# timing.t - make check-timing: measured times do not depend on secrets (timing.c says how). Wants a quiet core.
set -eu
SRC=${SRC:?the top of the source}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
find "$SRC/bignum" -name '*.c' | sort | xargs "${HOSTCC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -I"$SRC" "$SRC/tests/rsa/timing.c" \
	"$SRC/lib/wipe.c" -o "$folder/timing" -lm
taskset -c 0 "$folder/timing" "$@"

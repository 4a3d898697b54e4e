#!/bin/sh
# SPDX-License-Identifier: MIT
# trim.sh - end a stripped program where its last segment ends, and have its header say that no table of sections follows.
#
#   trim.sh FILE
#
# What runs a program reads segments alone. strip of binutils 2.41 has an option for this, Debian 12's does not.
# Only zeros are written: they are the same in either byte order.
set -eu
file=$1

end=0
for part in $(LC_ALL=C readelf -lW "$file" | awk '$1 == "LOAD" { print $2 "+" $5 }'); do
	last=$((${part%+*} + ${part#*+}))
	[ $last -le $end ] || end=$last
done
[ $end -gt 0 ] || { echo "trim.sh: $file: no segments" >&2; exit 1; }

# zero AT LENGTH
zero() { dd of="$file" if=/dev/zero bs=1 seek="$1" count="$2" conv=notrunc 2>/dev/null; }

dd of="$file" if=/dev/null bs=1 seek=$end 2>/dev/null
# e_shoff; e_shentsize, e_shnum, e_shstrndx
case $(od -An -tx1 -j4 -N1 "$file") in
*1) zero 32 4 && zero 46 6 ;;
*) zero 40 8 && zero 58 6 ;;
esac

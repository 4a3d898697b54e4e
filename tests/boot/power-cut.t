#!/bin/sh
# SPDX-License-Identifier: MIT
# power-cut.t - the plug is pulled while a machine makes its identity, gets another name or other keys.
#
# A boot in QEMU with all writes recorded, then a hundred cuts a scenario: cuts.py. The disk is mounted as
# usual, and `sync`: then each call is a transaction of its own, as when others sync at any moment. (In the
# usual one ext4 makes open(O_TRUNC), write, fsync atomic, and hides what in-place writes do elsewhere.)
# The boxes of tests/controls leave out one thing each, and must be caught.
#
# The machine goes through the steps of guest/power-cut.sh. A scenario is the time between two of them.
#
# SEED=N repeats a run, CUTS=N makes it longer. CONTROLS names another folder with controls.
here=$(cd "${0%/*}" && pwd) || exit 1
. "$here/../e2e/tap.sh"
. "$here/machine.sh"
machine
has python3 || skip_all 'no python3'

seed=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
cuts=${CUTS:-100}
[ -z "${LONG-}" ] || cuts=${CUTS:-1000}
diag "SEED=$seed CUTS=$cuts"

# record NAME BOX STEPS [MOUNT OPTIONS]: boots it once; NAME.disk is the disk before, NAME.log what was written to it.
record() {
	disk "$1.disk"
	cp --sparse=always "$1.disk" "$1.now"
	: >"$1.log"
	initrd "$1.cpio" "$2" power-cut.sh mark own.key own.crt
	boot "$1" "$1.cpio" "options=${4-} steps=$3" -device virtio-blk-pci,drive=disk,write-cache=on -blockdev \
		"blklogwrites,node-name=disk,log-super-update-interval=1,file.driver=file,file.filename=$1.now,\
log.driver=file,log.filename=$1.log"
	rm -f "$1.now" "$1.cpio"
	grep -q "step $3 acknowledged" "$1.console" || { cat "$1.console"; return 1; }
}

# cut NAME FROM TO CUTS ENOUGH
cut() {
	python3 "$here/cuts.py" "$CERTBOX" "$1.disk" "$1.log" "$2" "$3" "$4" "$5" "$seed" own.crt board.local 10.0.2.15
}

# survive NAME FROM TO WHAT
survive() {
	run cut "$1" "$2" "$3" "$cuts" "$cuts"
	is "$code" 0 "$cuts power cuts, $1 mount, $4: the next run ends valid, the old set or the new one, whole"
	diag "$out$err"
}

# caught CONTROL FROM TO [MOUNT OPTIONS]
caught() {
	ok "control: a box with $1 works while the power lasts" \
		record "$1" "${CONTROLS:-$BUILD/ctl}/$1/certbox" "$3" "${4-}" || return
	run cut "$1" "$2" "$3" 1000 10
	like "$code: $out" '1: *, seed *: [1-9]* lost' "control: power cuts catch a box with $1"
	diag "$(printf '%s\n' "$out$err" | sed '1,2!{$!d;}')"
}

"${HOSTCC:-gcc}" -static -D_GNU_SOURCE -o mark "$here/guest/mark.c" || exit 1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 300 -subj /CN=own -keyout own.key -out own.crt \
	-addext subjectAltName=DNS:board.local,IP:10.0.2.15 -addext basicConstraints=critical,CA:FALSE \
	-addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=serverAuth 2>/dev/null
for mount in usual sync; do
	ok "a machine makes its identity, gets another name, and other keys: $mount mount" \
		record "$mount" "$CERTBOX" 7 "${mount#usual}" || continue
	survive "$mount" 0 1 'first boot'
	survive "$mount" 1 2 'another name'
	survive "$mount" 2 3 '--rotate key'
	survive "$mount" 3 4 '--rotate ca'
	survive "$mount" 5 6 "--force over a user's own pair"
	survive "$mount" 6 7 '--import'
done
caught no-fsync 0 2
caught no-dirsync 0 2
caught in-place 0 2 sync
caught no-record 2 3
done_testing

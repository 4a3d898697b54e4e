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
	boot "$1" "$1.cpio" "options=${4-} steps=$3 story=$story" -device virtio-blk-pci,drive=disk,write-cache=on -blockdev \
		"blklogwrites,node-name=disk,log-super-update-interval=1,file.driver=file,file.filename=$1.now,\
log.driver=file,log.filename=$1.log"
	rm -f "$1.now" "$1.cpio"
	grep -q "step $3 acknowledged" "$1.console" || { cat "$1.console"; return 1; }
}

# cut NAME FROM TO CUTS ENOUGH [ARGUMENT…]: for the run that comes after a cut
cut() {
	cut_name=$1 from=$2 to=$3 most=$4 enough=$5
	shift 5
	python3 "$here/cuts.py" "$CERTBOX" "$cut_name.disk" "$cut_name.log" "$from" "$to" "$most" "$enough" "$seed" own.crt board.local 10.0.2.15 "$@"
}

# survive WHAT NAME FROM TO [ARGUMENT…]
survive() {
	what=$1 name=$2 first=$3 last=$4
	shift 4
	run cut "$name" "$first" "$last" "$cuts" "$cuts" "$@"
	is "$code" 0 "$cuts power cuts, $name mount, $what: the next run ends valid, the old set or the new one, whole"
	diag "$out$err"
}

# caught CONTROL FROM TO [MOUNT OPTIONS]
caught() {
	ok "control: a box with $1 works while the power lasts" \
		record "$1" "${CONTROLS:-$BUILD/ctl}/$1/certbox" "$3" "${4-}" || return
	run cut "$1" "$2" "$3" 1000 10
	like "$code: $out" '1: *, seed *: [1-9]* lost*' "control: power cuts catch a box with $1"
	diag "$(printf '%s\n' "$out$err" | sed '1,2!{$!d;}')"
}

"${HOSTCC:-gcc}" -static -D_GNU_SOURCE -o mark "$here/guest/mark.c" || exit 1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 300 -subj /CN=own -keyout own.key -out own.crt \
	-addext subjectAltName=DNS:board.local,IP:10.0.2.15 -addext basicConstraints=critical,CA:FALSE \
	-addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=serverAuth 2>/dev/null
for mount in usual sync; do
	story=life
	ok "a machine makes its identity, and all that may come later: $mount mount" \
		record "$mount" "$CERTBOX" 10 "${mount#usual}" || continue
	survive 'first boot' "$mount" 0 1
	survive 'another name' "$mount" 1 2
	survive '--p12 and its kin' "$mount" 2 3 --combined c.pem --bundle b.pem --p12 y.p12 --password-file pw
	survive '--rotate key' "$mount" 3 4
	survive '--rotate ca' "$mount" 4 5
	survive '--reset' "$mount" 5 6
	survive "--force over a user's own pair" "$mount" 8 9
	survive '--import' "$mount" 9 10
	like "$out" '*; 8 private keys on the disk ever' '… of the private keys, each is counted'
	story=seal
	ok "a sealed identity: $mount mount" record "sealed-$mount" "$CERTBOX" 1 "${mount#usual}" || continue
	survive '--seal' "sealed-$mount" 0 1 --seal
	like "$out" '*; 1 private keys on the disk ever' "… the CA's key was never on the disk"
done
story=life
caught no-fsync 0 2
caught no-dirsync 0 2
caught in-place 0 2 sync
caught no-record 3 4
done_testing

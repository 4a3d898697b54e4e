#!/bin/sh
# SPDX-License-Identifier: MIT
# two-boots.t - a machine makes its identity before its first service, and keeps it: in QEMU, with a real kernel.
#
# SHOW=1 prints the consoles.
here=$(cd "${0%/*}" && pwd) || exit 1
. "$here/../e2e/tap.sh"
. "$here/machine.sh"
machine
day=86400

# run_boot NAME [QEMU OPTION…]: boots; $out is what the console showed.
run_boot() {
	name=$1
	shift
	ok "$name: boots, runs, and powers off" boot "$name" boot.cpio "${wait-}" "$@"
	out=$(tr -d '\r' <"$name.console")
	[ -z "${SHOW-}" ] || diag "$out"
}

# log: the line in the kernel's log. anchor DIR: its CA certificate's fingerprint.
log() { printf '%s\n' "$out" | sed -n 's/^the log: //p'; }
anchor() { openssl x509 -in "$1/ca.crt" -noout -fingerprint -sha256 | cut -d= -f2; }
public() { openssl "$@" | openssl pkey -pubin -outform DER | openssl sha256 -r; }
serial() { openssl x509 -in "$1/server.crt" -noout -serial; }
seconds() { date -d "$(openssl x509 -in "$1/server.crt" -noout "-$2" | cut -d= -f2)" +%s; }

# verify DIR [OPTION…]: openssl's judgement of a server's certificate.
verify() {
	dir=$1
	shift
	openssl verify -x509_strict -purpose sslserver -verify_hostname board.local -CAfile "$dir/ca.crt" "$@" \
		"$dir/server.crt"
}

# files DISK: inode, owner, mode, times, size and blocks of what is in certbox/.
files() {
	for file in . ca.key ca.crt server.key server.crt .host .lock; do
		debugfs -R "stat /certbox/$file" "$1" 2>/dev/null
	done
}

# modes DISK: octal mode and name of the set's files.
modes() { debugfs -R 'ls -p /certbox' "$1" 2>/dev/null | awk -F/ '$6 !~ /^[.]/ && NF { print $3, $6 }' | sort -k 2; }

valid() {
	ok "$2: openssl takes the certificate for a server's" verify "$1"
	is "$(public pkey -in "$1/server.key" -pubout)" "$(public x509 -in "$1/server.crt" -noout -pubkey)" \
		"$2: the key is the certificate's"
}

initrd boot.cpio "$CERTBOX" two-boots.sh

disk kept.disk
# shellcheck disable=SC2046 # words
run_boot 'boot one' $(virtio kept.disk)
ok 'boot one: the disk is clean, and can be read' dump kept.disk one
valid one/certbox 'boot one'
like "$out" "*identity  board.local, until 2*kept      on /dev/vda*+--*SHA256*first service: hands out*$(anchor one/certbox)*" \
	'boot one: the console shows name, date, place and picture; then the first service starts, and has it'
like "$(log)" "created ca.key ca.crt server.key server.crt, kept on /dev/vda; trust sha256 $(anchor one/certbox)" \
	'boot one: one line in the log, with the fingerprint'
is "$(modes kept.disk | tr '\n' ' ')" '100644 ca.crt 100600 ca.key 100644 server.crt 100600 server.key ' \
	'boot one: four files, keys private'
files kept.disk >one.files

# shellcheck disable=SC2046
run_boot 'boot two' $(virtio kept.disk)
ok 'boot two: the disk is clean, and can be read' dump kept.disk two
files kept.disk >two.files
ok 'boot two: the same files, byte by byte' diff -r one two
ok 'boot two: nothing was written: inodes, times and blocks are the same' cmp one.files two.files
like "$out" "first service: hands out*$(anchor one/certbox)*" 'boot two: the console is silent until the first service'
like "$(log)" "nothing new, kept on /dev/vda; trust sha256 $(anchor one/certbox)" 'boot two: one line in the log'

disk clock.disk
# shellcheck disable=SC2046
run_boot '1970' $(virtio clock.disk) -rtc base=1970-01-01
ok '1970: the disk is clean, and can be read' dump clock.disk old
start=$(seconds old/certbox startdate) end=$(seconds old/certbox enddate)
is $(((end - start + day / 2) / day)) 825 '1970: a provisional certificate, for 825 days'
ok '1970: openssl takes it for a server'\''s' verify old/certbox -attime $((start + 2 * day))
like "$out" '*identity  board.local, until*provisional*first service*' '1970: the console says so'
# shellcheck disable=SC2046
run_boot 'clock set' $(virtio clock.disk)
ok 'clock set: the disk is clean, and can be read' dump clock.disk new
valid new/certbox 'clock set'
for file in ca.key ca.crt server.key; do
	ok "clock set: $file is the same" cmp "old/certbox/$file" "new/certbox/$file"
done
unlike "$(serial new/certbox)" "$(serial old/certbox)" 'clock set: the certificate is another'
end=$(seconds new/certbox enddate)
is $(((end - $(date +%s) + day / 2) / day)) 397 'clock set: for 397 days from now'
like "$out" '*identity  board.local, until*trust     ca.crt, as before*first service*' 'clock set: the console says so'

# shellcheck disable=SC2046
run_boot 'write-protected' $(virtio kept.disk readonly=on)
like "$(log)" "nothing new, kept on /dev/vda; trust sha256 $(anchor one/certbox)" \
	'write-protected: the set on the disk is used'
disk empty.disk
# shellcheck disable=SC2046
run_boot 'write-protected and empty' $(virtio empty.disk readonly=on)
like "$out" '*identity  board.local*kept      in memory only: /dev/vda takes no writes*Read-only file system*first service*' \
	'write-protected and empty: a set in memory, and the console says why'

wait=certbox.wait=1 # that a disk there is found is not to hang on a busy machine's speed
run_boot 'no disk'
mkdir ram
printf '%s\n' "$out" | awk '/BEGIN/ { n++ } n { print >(n == 1 ? "ram/server.crt" : "ram/ca.crt") }'
ok 'no disk: openssl takes the certificate for a server'\''s' verify ram
like "$out" "*kept      in memory only: it will change at every boot*first service: hands out*$(anchor ram)*" \
	'no disk: the console says that it will change at every boot'
is "$(tr -d '\r' <'boot one.console' | awk 'length > 80 && !/^(first service|the log)/' | wc -l)" 0 \
	'a console of 80 columns will do'
done_testing

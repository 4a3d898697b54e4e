#!/bin/sh
# SPDX-License-Identifier: MIT
# power-cut.sh - what the machine does whose disk is recorded: its identity, then what an administrator may do to it.
#
# $options, from the kernel command line: how else to mount; $story: what is done; $steps: how much of it. A mark goes
# behind the file system, past the page cache, when a step has been acknowledged: the sums of the files then.
dir=/run/certbox/persist/certbox
disk=$(findfs LABEL=persistence)
mkdir -p /run/certbox/persist
mount -o "nodev,nosuid,noexec,noatime${options:+,$options}" "$disk" /run/certbox/persist

number=0
# step COMMAND…: unless there were enough
step() {
	[ "$number" -lt "${steps:-99}" ] || return 0
	number=$((number + 1))
	"$@" || { echo "step $number failed"; return 1; }
	(cd "$dir" && sha256sum -- *) >/run/mark
	/mark "$disk" $(((14 << 20) + (number << 12))) </run/mark && echo "step $number acknowledged"
}
ours() { certgen --boot --require-mount --fallback /run/certbox/tls -d "$dir" board.local 10.0.2.15 "$@"; }
own() { cp /own.key "$dir/server.key" && cp /own.crt "$dir/server.crt" && sync; }

case ${story:-life} in
life)
	step ours && step ours printer.lan &&
		step ours --combined c.pem --bundle b.pem --p12 y.p12 --password-file pw &&
		step ours --rotate key && step ours --rotate ca &&
		step certgen -d "$dir" --reset --yes && step ours &&
		step own && step ours --force &&
		step certgen -d "$dir" --import /own.key /own.crt
	;;
seal) step ours --seal ;;
esac
poweroff -n -f

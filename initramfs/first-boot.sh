#!/bin/sh
# SPDX-License-Identifier: MIT
# first-boot.sh - this machine's TLS identity stands before its first service does.
#
# For an initramfs with /proc, /sys, /dev and /run mounted, and certgen and certfp in the path. Services find
# the set in /run/certbox/tls. It is kept on the file system labelled `persistence`, in its folder certbox/;
# without one it lives in memory, and that is said. The kernel's log gets one line; the console is told when
# something is new or wrong. The exit code is certgen's; no boot should stop for it.
#
# Kernel command line: certbox.wait=S, how long to wait for the disk (10), and what certgen --boot takes.
set -u
tls=/run/certbox/tls
persist=/run/certbox/persist
newline='
'

log() { echo "<5>certbox: $*" >/dev/kmsg; }
say() { printf '%s\n' "$*" >/dev/console; }

# word NAME: the last value of NAME=value on the kernel command line.
word() {
	value=
	# shellcheck disable=SC2013 # words are what a command line consists of
	for word in $(cat /proc/cmdline); do
		case $word in "$1="*) value=${word#*=} ;; esac
	done
	echo "$value"
}

# Disks are still being found while this runs.
find_disk() {
	patience=$(word certbox.wait)
	waited=0
	until device=$(findfs LABEL=persistence 2>/dev/null); do
		[ "$waited" -lt "${patience:-10}" ] || return 1
		[ "$waited" -ne 2 ] || say 'certbox: waiting for a file system labelled persistence'
		sleep 1
		waited=$((waited + 1))
	done
}

mount_disk() {
	mkdir -p "$persist" || return 1
	for how in rw ro ro,noload; do
		mount -o "$how,nodev,nosuid,noexec,noatime" "$device" "$persist" 2>/dev/null && return
	done
	return 1
}

show_disk() { mkdir -p "$tls" && mount --bind "$persist/certbox" "$tls"; }

# ensure: runs certgen where the set belongs; $code and $report are its, $kept says where the set is.
ensure() {
	code=0
	kept='in memory only: it will change at every boot'
	if find_disk && mount_disk; then
		report=$(certgen --boot --require-mount --fallback "$tls" -d "$persist/certbox" 2>&1) || code=$?
		kept="in memory only: $device takes no writes"
		[ -e "$tls/server.crt" ] || { show_disk && kept="on $device"; }
	else
		report=$(certgen --boot -d "$tls" 2>&1) || code=$?
	fi
}

# summary: from the report, what is $new (and with which $verb), for which $name, $until when, and $warnings.
summary() {
	new='' name='' until='' warnings='' last=''
	while read -r verb file rest; do
		case $verb in
		created | reissued | set-aside | mended)
			[ "$verb" = "$last" ] || new="$new${new:+, }$verb"
			new="$new $file" last=$verb
			;;
		certgen:) [ -z "${rest##*in memory*}" ] || warnings="$warnings  $rest$newline" ;; # $kept says so
		esac
		case $file in server.crt) name=${rest%%[ ,]*} until=${rest##*until } ;; esac
	done <<-end
		$report
	end
}

# beside FILE: what stands beside its picture: two lines of fingerprint, eight of words.
beside() {
	hex=$(certfp "$1")
	hex=${hex#*=}
	half=$(printf %.47s "$hex")
	printf '%s\n' "$half" "${hex#"$half":}" ''
	# shellcheck disable=SC2046,SC2183 # word by word, four in a line
	printf '%-12s%-12s%-12s%s\n' $(certfp -f words "$1")
}

# card FILE: picture, fingerprint and words of a certificate, for people to compare.
card() {
	while IFS= read -r picture && IFS= read -r text <&3; do
		printf '  %s  %s\n' "$picture" "$text"
	done 3<<-beside <<-picture
		$(beside "$1")
	beside
		$(certfp -f art "$1")
	picture
}

# tell: people hear of a new certificate, of what is wrong, and of a new trust anchor with what to compare.
tell() {
	case $new in
	*.crt*) say "$newline  identity  $name, until $until$newline  kept      $kept" ;;
	esac
	case $new in
	*ca.crt*) say "  trust     ca.crt, if its SHA-256, words and picture are these:$newline$newline$(card "$tls/ca.crt")" ;;
	*server.crt*) say "  trust     ca.crt, as before" ;;
	esac
	[ -z "$new$warnings" ] || say "${warnings:+$newline$warnings}"
}

ensure
if [ "$code" -ne 0 ]; then
	log "no TLS identity: $report"
	say "$report"
	exit "$code"
fi
summary
trust=$(certfp "$tls/ca.crt")
log "${new:-nothing new}, kept $kept; trust sha256 ${trust#*=}"
tell

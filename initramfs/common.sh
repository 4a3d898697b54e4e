# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# common.sh - at boot: find where this machine's TLS identity is kept, see to it, show it, say it. Hooks source it.
#
#   certbox_boot early|late ROOT    early: in an initramfs, the real root mounted at ROOT; late: on the real root (''),
#                                   and again whenever network, clock or disks have come. Returns 0: go on; 1: no
#                                   identity, and certbox.require=yes; 2: none, and certbox.require=stop.
#   certbox_detach [ROOT]           takes down what it has mounted, for a hook's `stop'.
#
# The shape. One directory holds the set; the others are ways to it.
#   option   certbox.persist=LABEL=|UUID=|PARTUUID=|/dev/...[:DIR] (DIR: certbox), .wait=S, .require=, .serve=
#   own      ROOT/etc/certbox, judged by what lies under it: a disk, or an overlay whose upper layer is on one
#   named    each device that is meant; one mounted elsewhere is used there, any other mended (mend) and mounted (attach)
#   place    of both the one that holds a set; two sets: neither; no set: the named, else the own, else memory
#   adopt    a set made in memory before its place came moves there when that is empty; a set that is there wins
#   make     certgen, with memory to fall back on
#   publish  over ROOT/etc/certbox where that exists, and always as the link $certbox_run/tls
#   report   the kernel's log gets one line, the console what is new or wrong, the login screen what to compare
# In $certbox_run: persist (the named device), memory (a set), tls (the link), status, bound (what we put over the
# target), waited (once a boot is enough), adopting, certgen.conf (the image's). Every name starts with certbox_; nothing
# exits or asks (nor does `: >FILE', which ends dash where it fails: `true >FILE'); `set -u' is borne. Of tools it takes mount, umount, readlink, mkdir, cp, mv, ln, rm, sync, sleep, and, where
# they are, blkid or findfs, timeout with e2fsck or fsck.fat.

: "${certbox_run:=/run/certbox}"

: "${certbox_lib=/usr/lib/certbox}"
. "$certbox_lib/disk.sh"
. "$certbox_lib/report.sh"

# certbox_option NAME [DEFAULT]: $certbox_value, the last certbox.NAME= on the kernel's command line, its quotes taken off.
certbox_option() {
	certbox_value=${2-}
	read -r certbox_rest </proc/cmdline || [ -n "$certbox_rest" ] || return 0
	while [ -n "$certbox_rest" ]; do
		certbox_word=${certbox_rest%%[ \"]*}
		certbox_rest=${certbox_rest#"$certbox_word"}
		while [ -n "$certbox_rest" ] && [ "${certbox_rest# }" = "$certbox_rest" ]; do # it stands at a quote
			certbox_rest=${certbox_rest#?}
			certbox_word=$certbox_word${certbox_rest%%\"*}
			case $certbox_rest in *\"*) certbox_rest=${certbox_rest#*\"} ;; *) certbox_rest= ;; esac
			certbox_part=${certbox_rest%%[ \"]*}
			certbox_word=$certbox_word$certbox_part
			certbox_rest=${certbox_rest#"$certbox_part"}
		done
		certbox_rest=${certbox_rest# }
		case $certbox_word in "certbox.$1="*) certbox_value=${certbox_word#*=} ;; esac
	done
}

# certbox_host ROOT: a host name from where certgen does not look, when it would see none.
certbox_host() {
	read -r certbox_word </proc/cmdline
	case " $certbox_word" in *[\ .]hostname=*) return ;; esac
	for certbox_file in /proc/sys/kernel/hostname "$1/etc/hostname"; do
		read -r certbox_word _ <"$certbox_file" || [ -n "$certbox_word" ] || continue
		case $certbox_word in '' | '#'* | '(none)' | localhost*) ;; *) return ;; esac
	done 2>/dev/null
	for certbox_file in etc/live/config.conf etc/conf.d/hostname etc/config/system; do # live-config, OpenRC, OpenWrt
		while read -r certbox_word certbox_name certbox_rest; do
			case "$certbox_word $certbox_name" in
			LIVE_HOSTNAME=* | hostname=*) certbox_rest=${certbox_word#*=} ;;
			'option hostname') ;;
			*) continue ;;
			esac
			certbox_rest=${certbox_rest#[\"\']}
			echo "${certbox_rest%[\"\']}"
			return
		done <"$1/$certbox_file"
	done 2>/dev/null
}

# --- the place -------------------------------------------------------------------------------------------

# certbox_holds DIR: is there a set in it, or a piece of one?
certbox_holds() {
	for certbox_file in "$1"/*.key "$1"/*.crt "$1"/*.pem; do
		[ ! -f "$certbox_file" ] || return 0
	done
	return 1
}

# certbox_named PHASE ROOT WORD: of the devices meant the one that holds a set, else the first: $certbox_dir,
# $certbox_device, and $certbox_sets, how many hold one.
certbox_named() {
	case $3 in
	*:/*) set -- "$1" "$2" "${3%%:/*}" "${3#*:/}" ;;
	/dev/disk/*) set -- "$1" "$2" "$3" certbox ;; # their names have colons
	*:*) set -- "$1" "$2" "${3%%:*}" "${3#*:}" ;;
	*) set -- "$1" "$2" "$3" certbox ;;
	esac
	case /$4/ in
	*/../*)
		certbox_why="certbox.persist=$3:$4: no such folder"
		return
		;;
	esac
	if ! certbox_wait "$3"; then
		certbox_why="$3 was not found"
		certbox_under "$certbox_run/persist" # pulled out: what is there stays, and certgen says how it fares
		[ "$certbox_point" != "$certbox_run/persist" ] || certbox_device=$3 certbox_dir=$certbox_point/$4
		return
	fi
	for certbox_each in $certbox_list; do
		certbox_reach "$1" "$2" "$certbox_each" "$4" || continue
		if certbox_holds "$certbox_found"; then
			certbox_sets=$((certbox_sets + 1))
		elif [ -n "$certbox_device" ]; then
			continue
		fi
		certbox_device=$certbox_each
	done
	[ -n "$certbox_device" ] || return 0
	certbox_reach "$1" "$2" "$certbox_device" "$4" && certbox_dir=$certbox_found
}

# certbox_find_target ROOT: $certbox_target, what services look into; '' where the image's own link leads to us.
certbox_find_target() {
	certbox_target=$1/etc/certbox
	certbox_word=$(readlink "$certbox_target") || :
	case $certbox_word in
	'') ;;
	"$certbox_run"/*) certbox_target='' ;;
	/run/*) certbox_target=$certbox_word ;;
	/*) certbox_target=$1$certbox_word ;;
	*) certbox_target=$1/etc/$certbox_word ;;
	esac
}

# certbox_covered: the topmost mount at the target is ours.
certbox_covered() {
	[ -n "$certbox_target" ] && [ -e "$certbox_run/bound" ] || return
	certbox_under "$certbox_target"
	read -r certbox_word <"$certbox_run/bound"
	[ "$certbox_point,${certbox_mount#* }" = "$certbox_target,$certbox_word" ]
}

certbox_uncover() {
	! certbox_covered || umount "$certbox_target" 2>/dev/null || umount -l "$certbox_target"
	rm -f "$certbox_run/bound"
}

# certbox_find_own ROOT: $certbox_own, the target if a set is, or can be, kept in it. Under our own mount lies its folder.
certbox_find_own() {
	certbox_own=''
	[ -n "$certbox_target" ] || return 0
	if certbox_awaits "$1" "${certbox_target#"$1"}" ''; then
		certbox_why="$certbox_over is not mounted yet"
		return
	fi
	certbox_path=$certbox_target
	while [ ! -d "${certbox_path:-/}" ]; do certbox_path=${certbox_path%/*}; done
	if certbox_covered; then # it was decided, unless there was no place then and may be one now
		certbox_path=${certbox_target%/*}
		certbox_under "$certbox_path"
		case $certbox_mount,$(readlink "$certbox_run/tls") in rw*,"$certbox_run/memory") ;; *) return ;; esac
	fi
	if certbox_lasts "$(cd -P "${certbox_path:-/}" && pwd)"; then
		certbox_uncover
	elif certbox_covered || ! certbox_holds "$certbox_target"; then
		return
	fi
	certbox_own=$certbox_target
}

# certbox_place PHASE ROOT: $certbox_dir; $certbox_why says why it is memory, where that is not the system's habit.
certbox_place() {
	certbox_dir='' certbox_device='' certbox_sets=0 certbox_why=''
	certbox_find_own "$2"
	certbox_option persist "${certbox_persist-}"
	set -- "$1" "$2" "$certbox_value"
	if [ -z "$3" ]; then
		certbox_dir=$certbox_own
	else
		certbox_named "$1" "$2" "$3"
		# shellcheck disable=SC3013 # dash and busybox have -ef
		if [ -n "$certbox_own" ] && certbox_holds "$certbox_own" && ! [ "$certbox_own" -ef "${certbox_dir:-/}" ]; then
			certbox_sets=$((certbox_sets + 1)) certbox_dir=$certbox_own certbox_device=''
		fi
	fi
	if [ "$certbox_sets" -gt 1 ]; then
		certbox_dir='' certbox_device='' certbox_why="$certbox_sets sets where one is meant ($3): none of them is used"
	fi
	[ -z "$certbox_dir" ] || certbox_why=''
	: "${certbox_dir:=$certbox_run/memory}"
}

# --- the set ---------------------------------------------------------------------------------------------

# certbox_adopt: what was made in memory moves into an empty place, keys first; each file appears whole.
certbox_adopt() {
	[ "$certbox_dir" != "$certbox_run/memory" ] && certbox_holds "$certbox_run/memory" || return 0
	[ -e "$certbox_run/adopting" ] || ! certbox_holds "$certbox_dir" || return 0
	certbox_word=$certbox_dir/.certbox-adopt
	(umask 022 && mkdir -p "$certbox_dir" && umask 077 && : >"$certbox_word") 2>/dev/null || return 0
	case $(ls -l "$certbox_word") in -rw?------*) true >"$certbox_run/adopting" ;; *) rm -f "$certbox_word" && return ;; esac
	for certbox_file in "$certbox_run/memory"/*.key "$certbox_run/memory"/.host "$certbox_run/memory"/*; do
		[ -f "$certbox_file" ] || continue
		[ ! -e "$certbox_dir/${certbox_file##*/}" ] || continue
		if ! { cp -p "$certbox_file" "$certbox_word" && sync && mv -f "$certbox_word" "$certbox_dir/${certbox_file##*/}"; }; then
			rm -f "$certbox_word"
			return
		fi
	done 2>/dev/null
	sync
	rm -f "$certbox_word" "$certbox_run/adopting"
	certbox_new=adopted
}

# certbox_seen ROOT PATH: $certbox_word, its name once ROOT is the root.
certbox_seen() {
	case $2 in "$1"/*) certbox_word=${2#"$1"} ;; *) certbox_word=$2 ;; esac
}

# certbox_make ROOT: $certbox_code and $certbox_said are certgen's; $certbox_shown, where the set is; $certbox_kept, in words.
certbox_make() {
	certbox_memory=$certbox_run/memory certbox_shown=$certbox_dir certbox_later='' certbox_code=0
	certbox_name=$(certbox_host "$1")
	[ -z "$1" ] || [ -n "$certbox_device" ] || certbox_later=' yet'
	[ ! -f "$certbox_target/certgen.conf" ] || certbox_covered || cp -p "$certbox_target/certgen.conf" "$certbox_run/"
	certbox_seen "$1" "$certbox_dir"
	set -- --boot ${1:+--root "$1"} ${certbox_name:+--hostname "$certbox_name"}
	[ ! -f "$certbox_run/certgen.conf" ] || [ -f "$certbox_dir/certgen.conf" ] || set -- "$@" --config "$certbox_run/certgen.conf"
	case $certbox_dir in
	"$certbox_memory")
		certbox_kept='in memory only: it will change at every boot'
		[ -z "$certbox_why" ] || grep -qsxF "why=$certbox_why" "$certbox_run/status" || certbox_warn "$certbox_why"
		;;
	"$certbox_run"/*) certbox_kept="on $certbox_device" && set -- "$@" --require-mount ;;
	*) certbox_kept="in $certbox_word" ;;
	esac
	[ "$certbox_dir" = "$certbox_memory" ] || set -- "$@" --fallback "$certbox_memory"
	certbox_said=$(certgen "$@" -d "$certbox_dir" 2>&1) || certbox_code=$?
	case $certbox_said in *"; using $certbox_memory"*)
		certbox_shown=$certbox_memory certbox_kept="in memory only: ${certbox_device:-$certbox_word} takes no writes$certbox_later" ;;
	esac
}

# certbox_publish ROOT
certbox_publish() {
	certbox_seen "$1" "$certbox_shown"
	# shellcheck disable=SC3013
	[ "$certbox_shown" -ef "$certbox_run/tls" ] || ln -sfn "$certbox_word" "$certbox_run/tls"
	# shellcheck disable=SC3013
	if [ -d "$certbox_target" ] && ! [ "$certbox_target" -ef "$certbox_shown" ]; then
		certbox_uncover
		mount -o bind "$certbox_shown" "$certbox_target" && certbox_under "$certbox_target" &&
			echo "${certbox_mount#* }" >"$certbox_run/bound"
	fi
	[ "$certbox_shown" = "$certbox_memory" ] || [ ! -d "$certbox_memory" ] || rm -rf "$certbox_memory"
}

# certbox_detach ROOT: nothing of ours stays mounted.
certbox_detach() {
	certbox_find_target "${1-}"
	certbox_uncover
	certbox_under "$certbox_run/persist"
	[ "$certbox_point" != "$certbox_run/persist" ] || umount "$certbox_run/persist"
} 2>/dev/null

certbox_boot() {
	certbox_new='' certbox_warnings=''
	set -- "$1" "${2%/}"
	[ -d "$certbox_run" ] || (umask 022 && mkdir -p "$certbox_run")
	certbox_find_target "$2"
	certbox_place "$1" "$2"
	certbox_adopt
	certbox_make "$2"
	[ "$certbox_code" -ne 0 ] || certbox_publish "$2"
	certbox_seen "$2" "$certbox_shown"
	certbox_report "$1" "$certbox_word"
	# What the system mounts itself it shall find as it left it; late is to use it there.
	[ "$1" = late ] || [ -z "$certbox_device" ] || ! certbox_awaits "$2" '' "$certbox_device" || certbox_detach "$2"
	[ "$certbox_code" -ne 0 ] || return 0
	certbox_option require
	case $certbox_value in yes) return 1 ;; stop) return 2 ;; esac
}

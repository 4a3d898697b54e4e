# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what common.sh sets
# disk.sh - what is mounted where, and how a named device is found, mended and mounted: part of common.sh, which reads it.

# certbox_mounts: reads one line of mountinfo.
certbox_mounts() {
	read -r _ _ certbox_no certbox_sub certbox_at certbox_opts certbox_rest || return 1
	case $certbox_at in *\\*) certbox_at=$(printf %b "$certbox_at") ;; esac
	certbox_rest=${certbox_rest#*- }
	certbox_fs=${certbox_rest%% *}
	certbox_rest=${certbox_rest#* }
	certbox_source=${certbox_rest%% *}
	certbox_upper=,${certbox_rest#* },
	case $certbox_upper in
	*,upperdir=*) certbox_upper=${certbox_upper##*,upperdir=} certbox_upper=${certbox_upper%%,*} ;;
	*) certbox_upper='' ;;
	esac
}

# certbox_under PATH: the mount it lies on: $certbox_point; $certbox_mount, OPTIONS NUMBER:SUB FS SOURCE UPPER.
certbox_under() {
	certbox_point='' certbox_mount=''
	while certbox_mounts; do
		case ${1%/}/ in "${certbox_at%/}"/*) ;; *) continue ;; esac
		[ "${#certbox_at}" -ge "${#certbox_point}" ] || continue
		certbox_point=$certbox_at
		certbox_mount="$certbox_opts $certbox_no:$certbox_sub $certbox_fs $certbox_source${certbox_upper:+ $certbox_upper}"
	done </proc/self/mountinfo
}

# certbox_lasts PATH: does what is written there survive a boot? An overlay whose upper layer is out of sight may.
certbox_lasts() {
	certbox_under "$1"
	# shellcheck disable=SC2086 # four words or five
	set -- ${certbox_mount#* }
	case ${2-} in
	tmpfs | ramfs | rootfs | devtmpfs | squashfs | erofs | iso9660 | cramfs | romfs | '') return 1 ;;
	overlay | overlayfs) [ -n "${4-}" ] && { [ ! -d "$4" ] || certbox_lasts "$4"; } ;;
	*) case $3 in /dev/ram* | /dev/zram*) return 1 ;; esac ;;
	esac
}

# certbox_elsewhere DEVICE DIR: it is mounted, and not by us; $certbox_found is where the whole of it is, if anywhere.
# 2: DIR there is an overlay's upper layer, which is nobody else's to write.
certbox_elsewhere() {
	certbox_found='' certbox_code=1 certbox_uppers='' certbox_own_no=none
	read -r certbox_own_no <"/sys/class/block/${1##*/}/dev" || :
	while certbox_mounts; do
		certbox_uppers="$certbox_uppers $certbox_upper"
		case $certbox_no,$certbox_source in "$certbox_own_no",* | *,"$1") ;; *) continue ;; esac
		[ "$certbox_at" != "$certbox_run/persist" ] || continue
		case $certbox_at in "$certbox_run"/* | "$certbox_target") [ "$certbox_sub" = / ] || continue ;; esac # our bind
		certbox_code=0
		[ "$certbox_sub" != / ] || certbox_found=$certbox_at
	done </proc/self/mountinfo
	for certbox_upper in $certbox_uppers; do
		case $certbox_found/$2/ in "$certbox_upper"/*) return 2 ;; esac
	done
	return "$certbox_code"
} 2>/dev/null

# certbox_awaits ROOT PATH DEVICE: will the system, by its fstab, mount something over PATH, or DEVICE, and has not yet?
certbox_awaits() {
	[ -r "$1/etc/fstab" ] || return 1
	certbox_tags=''
	while read -r certbox_spec certbox_over certbox_type certbox_how; do
		case $certbox_spec,$certbox_over,$certbox_type,$certbox_how in
		'#'* | ,* | *,/,* | *,swap,* | *,none,* | *noauto*) continue ;;
		esac
		certbox_under "$1$certbox_over"
		[ "$certbox_point" != "$1$certbox_over" ] || continue
		case $2/ in "$certbox_over"/*) return 0 ;; esac
		case $3,$certbox_spec in
		,*) ;;
		*,/dev/*) [ "$(readlink -f "$certbox_spec")" != "$3" ] || return 0 ;;
		*,*=*)
			case $certbox_tags in '') certbox_tags=" $(blkid "$3" 2>/dev/null) " ;; esac
			case $certbox_tags in
			*" ${certbox_spec%%=*}=\"${certbox_spec#*=}\" "*) return 0 ;;
			*' TYPE='*) ;;
			*) [ "$(certbox_devices "$certbox_spec")" != "$3" ] || return 0 ;; # no blkid
			esac
			;;
		esac
	done <"$1/etc/fstab"
	return 1
}

# --- a device that is named ------------------------------------------------------------------------------

# certbox_devices WORD: the block devices it means, one a line.
certbox_devices() {
	case $1 in
	/dev/*)
		[ ! -b "$1" ] || readlink -f "$1"
		return
		;;
	esac
	blkid -c /dev/null -t "$1" -o device && return # util-linux; busybox knows no -t, but lists them all
	certbox_seen=$(blkid | while read -r certbox_name certbox_rest; do
		case " $certbox_rest " in *" ${1%%=*}=\"${1#*=}\" "*) echo "${certbox_name%:}" ;; esac
	done)
	if [ -n "$certbox_seen" ]; then
		echo "$certbox_seen"
	elif ! findfs "$1" && [ -b "/dev/disk/by-partuuid/${1#PARTUUID=}" ]; then
		readlink -f "/dev/disk/by-partuuid/${1#PARTUUID=}"
	fi
} 2>/dev/null

# certbox_wait WORD: $certbox_list, the devices; waited for once a boot.
certbox_wait() {
	certbox_option wait 10
	case $certbox_value in '' | *[!0-9]* | ?????*) certbox_value=10 ;; esac
	[ ! -e "$certbox_run/waited" ] || certbox_value=0
	certbox_past=0
	while :; do
		certbox_list=$(certbox_devices "$1")
		[ -z "$certbox_list" ] || return 0
		[ "$certbox_past" -lt "$certbox_value" ] || break
		[ "$certbox_past" -ne 2 ] || certbox_say "certbox: waiting for $1, $certbox_value seconds at most"
		sleep 1
		certbox_past=$((certbox_past + 1))
	done
	true >"$certbox_run/waited"
	return 1
}

# certbox_mend DEVICE TYPE: 1 when it is only to be read. Nobody is asked, and it ends.
certbox_mend() {
	case $2 in
	ext[234]) set -- "$1" e2fsck -p ;;
	vfat) set -- "$1" fsck.fat -a ;;
	*) return 0 ;;
	esac
	command -v timeout >/dev/null && command -v "$2" >/dev/null || return 0
	certbox_code=0
	timeout 60 "$2" "$3" "$1" </dev/null >/dev/null 2>&1 || certbox_code=$?
	[ $((certbox_code & 4)) -ne 0 ] || return 0 # 4: e2fsck leaves errors; 124, 143: time is up
	certbox_warn "$2 could not mend $1 ($certbox_code): it is only read"
	return 1
}

# certbox_attach DEVICE: mounts it at $certbox_run/persist, unless it is there.
certbox_attach() {
	certbox_under "$certbox_run/persist"
	if [ "$certbox_point" = "$certbox_run/persist" ]; then
		case $certbox_mount in *" $1") return 0 ;; esac
		umount "$certbox_run/persist" 2>/dev/null || return 1
	fi
	certbox_type=$(blkid "$1" 2>/dev/null)
	case $certbox_type in
	*' TYPE="'*) certbox_type=${certbox_type##* TYPE=\"} certbox_type=${certbox_type%%\"*} ;;
	*) certbox_type='' ;;
	esac
	certbox_modes='rw ro ro,noload' certbox_umask=''
	certbox_mend "$1" "$certbox_type" || certbox_modes='ro ro,noload'
	[ "$certbox_type" != vfat ] || certbox_umask=,umask=0077
	mkdir -p "$certbox_run/persist"
	for certbox_how in $certbox_modes; do
		mount ${certbox_type:+-t "$certbox_type"} -o "$certbox_how,nodev,nosuid,noexec,noatime$certbox_umask" "$1" \
			"$certbox_run/persist" 2>/dev/null && return
	done
	return 1
}

# certbox_reach PHASE ROOT DEVICE DIR: $certbox_found is DIR on it.
certbox_reach() {
	if certbox_elsewhere "$3" "$4"; then
		[ -n "$certbox_found" ] || { certbox_why="only a part of $3 is mounted, by others"; return 1; }
		certbox_found=${certbox_found%/}/$4
	elif [ $? -eq 2 ]; then
		certbox_why="$4 on $3 belongs to an overlay"
		return 1
	elif [ "$1" = late ] && certbox_awaits "$2" '' "$3"; then
		certbox_why="$3 is not mounted yet"
		return 1
	else
		certbox_attach "$3" || { certbox_why="$3 cannot be mounted"; return 1; }
		certbox_found=$certbox_run/persist/$4
	fi
}

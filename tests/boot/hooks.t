#!/bin/sh
# SPDX-License-Identifier: MIT
# hooks.t - the hooks of every boot system: installed where it looks, in the form it wants, doing what common.sh returns.
# shellcheck disable=SC2016,SC2086 # scripts, for others to expand; lists of words
here=$(cd "${0%/*}" && pwd) || exit 1
. "$here/../e2e/tap.sh"
SRC=${SRC:-$(cd "$here/../.." && pwd)}
PATH=$PATH:/usr/sbin:/sbin
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS

# install_boot DESTDIR [VARIABLE=VALUE…]
install_boot() {
	dest=$1
	shift
	make -s -C "$SRC" B="${BUILD:-build}" install-boot DESTDIR="$dest" "$@"
}
listed() { (cd "$1" && find . -type f -exec stat -c '%a %n' {} + | sed 's| \./| |' | sort -k 2); }
systems='buildroot busybox dracut initramfs-tools mkinitfs openrc openwrt systemd sysv'

# --- make install-boot ---------------------------------------------------------------------------------
ok 'make install-boot works, and needs no BearSSL' install_boot "$PWD/usual" BEARSSL=/nowhere
is "$(listed usual)" '644 usr/lib/certbox/common.sh
644 usr/lib/certbox/disk.sh
755 usr/lib/certbox/late
644 usr/lib/certbox/report.sh
755 usr/lib/systemd/system-generators/certbox-generator
644 usr/lib/systemd/system/certbox-renew.service
644 usr/lib/systemd/system/certbox-renew.timer
644 usr/lib/systemd/system/certbox.service
644 usr/lib/systemd/system/certserve.service
644 usr/lib/systemd/system/certserve.socket
644 usr/share/initramfs-tools/conf-hooks.d/certbox
755 usr/share/initramfs-tools/hooks/certbox
755 usr/share/initramfs-tools/scripts/live-bottom/certbox
755 usr/share/initramfs-tools/scripts/local-bottom/certbox
755 usr/share/initramfs-tools/scripts/nfs-bottom/certbox' "Debian's two are installed unasked, each file where it is looked for"
for system in $systems; do ok "BOOT=$system" install_boot "$PWD/$system" BOOT="$system" LOGIC=no; done
is "$(for system in dracut openrc sysv busybox buildroot openwrt mkinitfs; do listed $system; done)" '755 usr/lib/dracut/modules.d/95certbox/certbox-pre-pivot.sh
755 usr/lib/dracut/modules.d/95certbox/module-setup.sh
755 etc/init.d/certbox
755 etc/init.d/certbox-renew
755 etc/periodic/daily/certbox
755 etc/cron.daily/certbox
755 etc/init.d/certbox
644 usr/share/certbox/inittab
755 etc/init.d/S21certbox
755 etc/hotplug.d/iface/95-certbox
755 etc/hotplug.d/ntp/95-certbox
755 etc/init.d/certbox
644 lib/upgrade/keep.d/certbox
644 etc/mkinitfs/features.d/certbox.files
644 etc/mkinitfs/features.d/certbox.modules' '… each alone, LOGIC=no without what they share'
ok 'BOOT= is the logic alone' install_boot "$PWD/alone" BOOT=
is "$(find alone -type f | wc -l)" 4 '… four files'
expect 'an unknown system is refused' 2 '*' '*BOOT=lilo: none of *dracut*sysv*' install_boot "$PWD/none" BOOT='lilo dracut'
not_ok '… and nothing is installed' test -e none
ok 'another PREFIX' install_boot "$PWD/opt" PREFIX=/opt/box BOOT="$systems"
is "$(grep -rl '/usr/lib/certbox\|/usr/bin/cert' opt)" '' '… is what all of them say'
is "$(find usual $systems -path '*/initramfs-tools/*' -name '*.*' -type f)" '' 'no dot in a name: initramfs-tools would pass it by'
is "$(find usual $systems opt -name '*init-bottom*')" '' 'none in init-bottom, where udev is gone'

# --- scripts -----------------------------------------------------------------------------------------------
if has shellcheck; then
	(cd "$SRC" && find initramfs -type f | while read -r file; do
		case $(head -n 1 "$file"),$file in
		*rc.common*) shell=dash ;; *bash*,*) shell=bash ;; *openrc-run*,* | '#!/bin/sh'*,* | *.sh) shell='sh' ;; *) continue ;;
		esac
		echo "$file" >>"$TAP/checked"
		shellcheck -s $shell "$file"
	done) >said 2>&1
	is "$(cat said)" '' 'shellcheck is content, with sh where it is sh'
	is "$(wc -l <"$TAP/checked")" 17 '… with seventeen files'
else
	skip 2 'no shellcheck'
fi
for file in usual/usr/lib/certbox/* initramfs-tools/usr/share/initramfs-tools/*/certbox openrc/etc/init.d/* sysv/etc/init.d/* buildroot/etc/init.d/* openwrt/etc/init.d/* \
	openwrt/etc/hotplug.d/*/* systemd/usr/lib/systemd/system-generators/*; do
	for shell in dash '/bin/busybox ash'; do
		$shell -n "$file" || echo "$shell: $file"
	done
done >said 2>&1
is "$(cat said)" '' 'dash and busybox can read them'

# A stand-in for the logic: says how it was called, returns $RETURN. What scripts name by path is found in here.
mkdir stand
for file in common disk report; do echo : >stand/$file.sh; done
cat >stand/common.sh <<'END'
certbox_boot() { echo "boot $1 <$2>"; return "${RETURN:-0}"; }
certbox_detach() { echo "detach <$1>"; }
certbox_log() { echo "log $*"; }
certbox_say() { :; }
END
here_in() { sed -e "s|/usr/lib/certbox|$PWD/stand|g" -e "s|/scripts/functions|$PWD/stand/functions|" -e "s|/run/systemd/system|$PWD/stand/systemd|" \
	-e "s|/usr/share/initramfs-tools/hook-functions|$PWD/stand/hook-functions|" "$1"; }

# --- late ----------------------------------------------------------------------------------------------------
here_in usual/usr/lib/certbox/late >stand/late
chmod 755 stand/late
expect 'late: is late, on /' 0 'boot late <>' '' stand/late
expect '… stop' 0 'detach <>' '' stand/late stop
RETURN=1 expect '… require=yes fails' 1 'boot late <>' '' env RETURN=1 stand/late
mkdir stand/systemd stand/bin
printf '%s\n' '#!/bin/sh' 'echo "systemctl $*"' >stand/bin/systemctl
chmod 755 stand/bin/systemctl
expect '… require=stop: systemd is told, and not waited for' 1 '*the boot ends here*systemctl --no-block *start emergency.target' '' \
	env RETURN=2 PATH="$PWD/stand/bin:$PATH" stand/late
rmdir stand/systemd
printf '%s\n' '#!/bin/sh' 'echo "sleep $1"; kill $PPID' >stand/bin/sleep
chmod 755 stand/bin/sleep
run env RETURN=2 PATH="$PWD/stand/bin:$PATH" stand/late
like "$out" '*the boot ends here*sleep 3600' '… elsewhere it does not come back'

# --- initramfs-tools ---------------------------------------------------------------------------------------
tree=initramfs-tools/usr/share/initramfs-tools
for file in hooks/certbox scripts/local-bottom/certbox; do
	expect "initramfs-tools: $file has no prerequisites" 0 '' '' sh -e "$tree/$file" prereqs
done
ok '… one script for local, NFS and live' cmp $tree/scripts/local-bottom/certbox $tree/scripts/nfs-bottom/certbox
ok '… the same' cmp $tree/scripts/local-bottom/certbox $tree/scripts/live-bottom/certbox
# shellcheck source=/dev/null
is "$(. ./$tree/conf-hooks.d/certbox && echo "$UMASK $BUSYBOX")" '0077 y' "… an initramfs is root's alone, and has a shell with tools"
echo 'panic() { echo "panic: $*"; }' >stand/functions
here_in $tree/scripts/local-bottom/certbox >stand/bottom
expect '… early, with $rootmnt' 0 'boot early </root>' '' env rootmnt=/root sh stand/bottom
expect '… require=yes is for late' 0 'boot early </root>' '' env rootmnt=/root RETURN=1 sh stand/bottom
expect '… require=stop panics' 0 '*panic: certbox: no TLS identity*' '' env rootmnt=/root RETURN=2 sh stand/bottom
mkdir -p stand/dest/usr/bin
cat >stand/hook-functions <<'END'
copy_exec() { echo "exec $1"; }
manual_add_modules() { echo "modules $*"; }
END
here_in $tree/hooks/certbox >stand/hook
expect '… the hook brings box, mending tools and file systems' 0 'exec /usr/bin/certbox*e2fsck*modules *vfat*' '' env DESTDIR="$PWD/stand/dest" sh -e stand/hook
is "$(find stand/dest ! -type d | sed "s|^stand/dest||; s|$PWD/stand|/usr/lib/certbox|" | sort | tr '\n' ' ')" \
	'/usr/bin/certfp /usr/bin/certgen /usr/lib/certbox/common.sh /usr/lib/certbox/disk.sh /usr/lib/certbox/report.sh ' '… the logic, two links, and no key'

# --- dracut ----------------------------------------------------------------------------------------------------
tree=dracut/usr/lib/dracut/modules.d/95certbox
here_in $tree/certbox-pre-pivot.sh >stand/pre-pivot.sh
is "$(grep -w exit $tree/certbox-pre-pivot.sh | grep -v '^#')" '' 'dracut: what is sourced does not exit'
for code in 0 1 2; do
	like "$(NEWROOT=/sysroot RETURN=$code sh -ec 'die() { echo died; }; . ./stand/pre-pivot.sh; echo alive' 2>&1 | tr '\n' ' ')" \
		"boot early </sysroot> $([ $code != 2 ] || echo 'died ')alive " "… early, with \$NEWROOT; $code"
done
cat >stand/dracut <<'END'
require_binaries() { echo "needs $*"; }
inst_multiple() { for word; do echo "inst $word"; done; }
inst_simple() { echo "file $1"; }
inst_hook() { echo "hook $*"; }
instmods() { echo "modules $*"; }
ln_r() { echo "link $2"; }
. ./stand/module
moddir=MOD
END
here_in $tree/module-setup.sh >stand/module
run bash -c '. ./stand/dracut; check && depends && installkernel && install'
like "$code:$out" '0:needs certbox
base
modules *vfat*inst certbox*inst e2fsck*link /usr/bin/certgen*file */common.sh*hook pre-pivot 50 MOD/certbox-pre-pivot.sh' '… the module says what it needs'
unlike "$out" '*fs-lib*' '… not fs-lib, which opens a shell'
tools='cat|cp|grep|ln|ls|mkdir|mount|mv|readlink|rm|sleep|sync|umount|tr|cut|sed|awk|head|rmdir|stat'
# shellcheck disable=SC2013
for tool in $(sed 's/#.*//' "$SRC"/initramfs/*.sh | grep -woE "$tools" | sort -u); do
	echo "$out" | grep -qx "inst $tool" || echo "$tool"
done >said
is "$(cat said)" '' '… and has each tool that the logic calls'

# --- systemd -------------------------------------------------------------------------------------------------
tree=systemd/usr/lib/systemd/system
if has systemd-analyze && [ -e /usr/lib/systemd/system/sysinit.target ]; then
	mkdir -p root/usr/bin root/usr/lib/systemd/system
	cp -r systemd/usr usual/usr root/
	cp -P /usr/lib/systemd/system/*.target /usr/lib/systemd/system/*.slice root/usr/lib/systemd/system/ 2>/dev/null
	for applet in certserve certgen; do cp "$CERTBOX" root/usr/bin/$applet; done
	for unit in "$tree"/*; do
		expect "systemd: ${unit##*/} is understood" 0 '' '' systemd-analyze verify --man=no --root="$PWD/root" "/usr/lib/systemd/system/${unit##*/}"
	done
	sed -i s/RemainAfterExit/RemainAfterwards/ root/usr/lib/systemd/system/certbox.service
	run systemd-analyze verify --man=no --root="$PWD/root" /usr/lib/systemd/system/certbox.service
	like "$err" '*RemainAfterwards*' 'control: a word that is wrong is seen'
else
	skip 6 'no systemd-analyze'
fi
set_in() { sed -n "s/^$2=//p" $tree/"$1"; }
is "$(set_in certbox.service DefaultDependencies) $(set_in certbox.service Type) $(set_in certbox.service Before) $(set_in certbox.service WantedBy)" \
	'no oneshot sysinit.target shutdown.target sysinit.target' '… before sysinit.target'
is "$(set_in certbox.service After)" 'local-fs.target systemd-tmpfiles-setup.service systemd-random-seed.service live-config.service' '… and behind disks, seed and live-config'
is "$(grep -E '^(Condition|Assert|RequiresMountsFor|Protect|Private|ReadWrite|Inaccessible|ExecCondition|OnFailure)' $tree/certbox*.service)" '' \
	'… under no condition; no mounts of its own'
for unit in certbox certbox-renew certserve; do like "$(set_in $unit.service RestrictAddressFamilies)" '*AF_NETLINK*' "… $unit sees addresses"; done
is "$(sed -n 's/^On//p' $tree/certbox-renew.timer | tr '\n' ' ')" 'ActiveSec=2min UnitActiveSec=12h ClockChange=yes ' '… renewal: two minutes, twelve hours, a clock that is set'
like "$(set_in certbox-renew.service After)" '*network-online.target*' '… behind the network'

# generated FSTAB-LINE [WORDS]: what the generator makes of it, file: lines.
generated() {
	rm -rf units
	mkdir units
	printf '%s\n' "$1" >fstab
	echo "${2-}" >cmdline
	FSTAB=$PWD/fstab CMDLINE=$PWD/cmdline sh systemd/usr/lib/systemd/system-generators/certbox-generator units units units
	(cd units && find . ! -type d | sort | while read -r file; do echo "${file#./}: $([ -L "$file" ] || tr '\n' ' ' <"$file")"; done)
}
if has systemd-escape; then
	wants='certbox.service.d/certbox.conf: [Unit] Wants=etc-certbox.mount After=etc-certbox.mount '
	is "$(generated '/dev/sda2 /etc/certbox ext4 defaults 0 2')" "$wants" 'the generator: a mount over /etc/certbox is wanted, and waited for'
	is "$(generated '# c
/dev/sda1 / ext4 defaults 0 1
LABEL=k /data/my\040keys ext4 defaults 0 2' 'quiet certbox.persist=LABEL=k:a')" 'certbox.service.d/certbox.conf: [Unit] Wants=data-my\x20keys.mount After=data-my\x20keys.mount ' \
		'… so is that of the device that is named'
	is "$(generated '/dev/sda2 /etc/certbox ext4 nofail 0 2')" 'certbox-renew.service.d/certbox.conf: [Unit] After=etc-certbox.mount 
etc-certbox.mount.wants/certbox-renew.service: ' '… nofail: nobody waits; once it has come, certbox-renew runs'
	for line in '/dev/sda2 /etc/certbox ext4 noauto 0 2' '/dev/sda2 /srv ext4 defaults 0 2' '/dev/sda1 / ext4 defaults 0 1' '/dev/sda2 none swap sw 0 0' \
		'#/dev/sda2 /etc/certbox ext4 defaults 0 2' '/dev/sda2 /etc/certbox-other ext4 defaults 0 2'; do
		is "$(generated "$line" 'certbox.persist=LABEL=other')" '' "… nothing for: $line"
	done
else
	skip 9 'no systemd-escape'
fi

# --- the others ------------------------------------------------------------------------------------------------
for name in certbox certbox-renew; do here_in openrc/etc/init.d/$name >stand/$name; done
openrc() { sh -uc 'for word in need after before use keyword ebegin eend; do eval "$word() { echo $word \"\$*\"; [ $word != eend ] || return \$1; }"; done; . "./stand/$1"; $2' - "$@"; }
run openrc certbox depend
like "$code:$out" '0:need localmount*after hostname *swclock*before net*' 'OpenRC: behind disks, name and clock, before the network'
expect '… start' 0 'ebegin*boot late <>*eend 0' '' openrc certbox start
expect '… stop' 0 '*detach*eend 0' '' openrc certbox stop
RETURN=1
export RETURN
expect '… which fails when it must' 1 '*eend 1' '' openrc certbox start
unset RETURN
run openrc certbox-renew depend
like "$code:$out" '0:need certbox*after net*ntpd*' '… again behind network and clock'
here_in sysv/etc/init.d/certbox >stand/sysv
for word in start restart force-reload renew; do expect "sysv: $word" 0 'boot late <>' '' sh stand/sysv $word; done
expect '… stop' 0 'detach <>' '' sh stand/sysv stop
expect '… and nothing else' 2 '' 'usage:*' sh stand/sysv jump
is "$(sed -n '/^### BEGIN INIT INFO/,/^### END INIT INFO/p' sysv/etc/init.d/certbox | grep -cE '^# (Provides|Required-Start|Required-Stop|Default-Start|Default-Stop|Short-Description|X-Start-Before|Should-Start): +[^ ]')" 8 \
	'… with its LSB header'
here_in buildroot/etc/init.d/S21certbox >stand/S21
for word in start restart; do expect "Buildroot: $word" 0 'boot late <>' '' sh stand/S21 $word; done
expect '… stop' 0 'detach <>' '' sh stand/S21 stop
expect '… and nothing else' 1 '' 'usage:*' sh stand/S21
is "$(sed -n 's/^::\([a-z]*\):.*late.*/\1/p' busybox/usr/share/certbox/inittab | tr '\n' ' ')" 'sysinit shutdown ' 'busybox init: two lines'
like "$(cat openwrt/etc/init.d/certbox)" '#!/bin/sh /etc/rc.common*START=45*' 'OpenWrt: before uhttpd, which is 50'
here_in openwrt/etc/hotplug.d/ntp/95-certbox >stand/hotplug
for word in ifup step stratum; do expect "… $word" 0 'boot late <>' '' env ACTION=$word sh stand/hotplug; done
expect '… but not ifdown' 0 '' '' env ACTION=ifdown sh stand/hotplug
is "$(cat openwrt/lib/upgrade/keep.d/certbox)" /etc/certbox/ '… kept when the firmware is replaced'
is "$(cat mkinitfs/etc/mkinitfs/features.d/certbox.files)" '/usr/bin/certbox
/usr/lib/certbox/*.sh' 'mkinitfs: the box and the logic'
done_testing

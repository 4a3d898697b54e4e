#!/bin/sh
# SPDX-License-Identifier: MIT
# common.t - the rules of initramfs/common.sh, one by one, under dash and busybox; no machine is booted.
#
# Each story is a snippet in a mount namespace of its own (world.sh), told twice; what it prints is judged. At the end
# controls: the same stories with one rule taken out of common.sh must come out otherwise.
# shellcheck disable=SC2016 # snippets: a shell in the namespace expands them
here=$(cd "${0%/*}" && pwd) || exit 1
. "$here/../e2e/tap.sh"
PATH=$PATH:/usr/sbin:/sbin
initramfs=$here/../../initramfs
unshare -mu mount --make-rprivate / 2>/dev/null || skip_all 'no mount namespaces of our own'
has dash mke2fs losetup debugfs || skip_all 'no dash, e2fsprogs or losetup'
[ -x /bin/busybox ] || skip_all 'no /bin/busybox'
mkdir "$TAP/box" "$TAP/busybox"
cp "$CERTBOX" "$TAP/box/certbox"
"$TAP/box/certbox" --install -s "$TAP/box" >/dev/null
/bin/busybox --install -s "$TAP/busybox"
rm -f "$TAP/busybox/losetup" "$TAP/busybox/mke2fs" "$TAP/busybox/awk" # world.sh's own want more
export TAP lib shell tools
lib=$initramfs

# story NAME PATTERN SNIPPET: what it prints fits, whoever runs it.
story() {
	for shell in dash busybox; do
		tools=''
		[ $shell = dash ] || { shell='/bin/busybox ash' tools=$TAP/busybox; }
		tell "$3"
		like "$out" "$2" "${shell##*/}: $1" || diag "$err"
	done
}
tell() { run timeout 60 unshare -mu sh -c ". '$here/world.sh'; $1" </dev/null; }
# control NAME FILE SED SNIPPET PATTERN: with FILE changed so, the pattern of the story does not fit.
control() {
	rm -rf "$TAP/ruin"
	cp -r "$initramfs" "$TAP/ruin"
	sed -i "$3" "$TAP/ruin/$2"
	if cmp -s "$TAP/ruin/$2" "$initramfs/$2"; then tap_result 1 "control: $1: nothing was changed"; fi
	lib=$TAP/ruin shell=dash tools=''
	tell "$4"
	unlike "$out" "$5" "control: without $1 it is seen"
	lib=$initramfs
}

# --- words ---------------------------------------------------------------------------------------------
ask='call "certbox_option persist none; echo \"<\$certbox_value>\""'
story 'an option that is not given has its default' '<none>' "words quiet xcertbox.persist=a certbox.persistent=b; $ask"
story 'the last of several wins' '<b>' "words certbox.persist=a quiet certbox.persist=b; $ask"
story 'quotes may stand around the value or the whole' '<LABEL=my disk:x>
<LABEL=my disk:x>' "words 'a \"b c\" certbox.persist=\"LABEL=my disk\":x'; $ask; words '\"certbox.persist=LABEL=my disk:x\" z'; $ask"
story 'an open quote goes on to the end; a star is a star' '<a b *>' "words 'certbox.persist=\"a b *'; $ask"
story 'an empty command line' '<none>' ": >cmdline; $ask"

host="shape r; echo '(none)' >/proc/sys/kernel/hostname"
ask="call 'certbox_host \$PWD/r'"
story "the kernel's name, ROOT/etc/hostname and words are certgen's to see" '' \
	"$host; mkdir -p r/etc/live; echo LIVE_HOSTNAME=x >r/etc/live/config.conf
	echo a >r/etc/hostname; $ask; rm r/etc/hostname; words live-config.hostname=c; $ask; words; echo k >/proc/sys/kernel/hostname; $ask"
story 'else live-config, OpenRC and OpenWrt are asked' 'stick
box
wrt' "$host; mkdir r/etc/live r/etc/conf.d r/etc/config; echo localhost >r/etc/hostname
	echo 'LIVE_HOSTNAME=\"stick\"' >r/etc/live/config.conf; $ask; rm r/etc/live/config.conf
	echo 'hostname=\"box\"' >r/etc/conf.d/hostname; $ask; rm r/etc/conf.d/hostname
	printf '%s\\n' 'config system' \"	option hostname 'wrt'\" >r/etc/config/system; $ask"
story 'nobody knows one: none' '' "$host; $ask"
story 'the name is in the certificate' '*names *stick.local*' "$host; mkdir r/etc/live
	echo LIVE_HOSTNAME=stick >r/etc/live/config.conf; boot early \$PWD/r; certfp --text /run/certbox/tls/server.crt"

# --- the system's own place ------------------------------------------------------------------------------
disk='fs own; attach own; mkdir r; mount $dev r; shape r'
story 'a root on a disk keeps the set in its own /etc/certbox' '0 same /etc/certbox
*kept in /etc/certbox; trust*
r' "$disk; boot early \$PWD/r; echo \$code \$(same r/etc/certbox r\$(readlink /run/certbox/tls)) \$(readlink /run/certbox/tls); cat kmsg; points"
story 'a second run says one line to the log, nothing to the console, and writes nothing' 'same 1 0
*nothing new, kept in *' "$disk; boot early \$PWD/r; find r -type f -exec ls -lin --full-time {} + >a; boot late \$PWD/r
	find r -type f -exec ls -lin --full-time {} + >b; cmp -s a b && echo same \$(wc -l <kmsg) \$(wc -c <console); cat kmsg"
story 'a root in memory: the set in /run, bound over an existing target' '0 same
*it will change at every boot*
r r/etc/certbox' "mkdir r; mount -t tmpfs r r; mkdir -p r/etc/certbox; boot early \$PWD/r; echo \$code \$(same /run/certbox/memory r/etc/certbox)
	grep kept console; echo \$(points)"
story '… no target: nothing is bound, the link is enough' 'same
r' "mkdir r; mount -t tmpfs r r; shape r; boot early \$PWD/r; same /run/certbox/tls /run/certbox/memory; points"
story "the image's own link leads to /run/certbox/tls: it is followed" 'same
r' "mkdir r; mount -t tmpfs r r; shape r; ln -s /run/certbox/tls r/etc/certbox; boot early \$PWD/r; same /run/certbox/memory r/etc/certbox; points"
layers='mkdir low lay r; mkdir low/etc; fs own; attach own'
story 'an overlay whose upper layer is on a disk lasts' 'same /etc/certbox' "$layers; mount \$dev lay; mkdir lay/up lay/wk
	mount -t overlay o -o lowerdir=\$PWD/low,upperdir=\$PWD/lay/up,workdir=\$PWD/lay/wk r; boot early \$PWD/r; echo \$(same r/etc/certbox lay/up/etc/certbox) \$(readlink /run/certbox/tls)"
story '… in memory does not' '/run/certbox/memory' "$layers; mount -t tmpfs l lay; mkdir lay/up lay/wk
	mount -t overlay o -o lowerdir=\$PWD/low,upperdir=\$PWD/lay/up,workdir=\$PWD/lay/wk r; boot early \$PWD/r; readlink /run/certbox/tls"
story '… and without an upper layer neither' '/run/certbox/memory' "$layers; mkdir low2
	mount -t overlay o -o lowerdir=\$PWD/low:\$PWD/low2 r; boot early \$PWD/r; readlink /run/certbox/tls"
story "a set that an image brings is used as it is" 'same /etc/certbox' "mkdir r; mount -t tmpfs r r; shape r; set_of r/etc/certbox; mark r/etc/certbox >a
	cp -r r/etc/certbox was; boot early \$PWD/r; echo \$(same was r/etc/certbox) \$(readlink /run/certbox/tls)"
readonly="$disk; mkdir r/etc/certbox; mount -o remount,ro r; boot early \$PWD/r; cp -r /run/certbox/memory was"
story 'a root still read-only: a set in memory, over the target, and why' 'same
*kept *in memory only: /etc/certbox takes no writes yet*' "$readonly; same was r/etc/certbox; grep kept console"
adopted="$readonly; mount -o remount,rw r; boot late \$PWD/r; echo \$(same was r/etc/certbox) \$(ls -d /run/certbox/memory 2>&1 | wc -w) \$(points); ls -A r/etc/certbox; stat -c '%a %n' r/etc/certbox/*.*; cat console"
story '… writable later: it is adopted, keys private, nothing covers it' 'same * r
*ca.crt*ca.key*server.crt*server.key*644 *ca.crt
600 *ca.key
644 *server.crt
600 *server.key*kept *, from now on*' "$adopted"

story '… no cover is lifted where nothing can have changed' '0 0' "$readonly; fake umount 'echo >>'\$PWD/lifted; : >lifted; boot late \$PWD/r; a=\$(wc -l <lifted)
	mkdir q; mount -t tmpfs q q; mkdir -p q/etc/certbox; boot late \$PWD/q; boot late \$PWD/q; echo \$a \$(wc -l <lifted)"

# --- a device that is named ------------------------------------------------------------------------------
label=cbx$$
named="fs d $label; attach d; shape r; mount -t tmpfs r r; shape r"
for word in "LABEL=$label" 'UUID=$(blkid -o value -s UUID $dev)' '$dev'; do
	story "certbox.persist=$word" '0 same certbox /run/certbox/persist/certbox
*kept      on /dev/loop*' "$named; words certbox.persist=$word; boot early \$PWD/r; echo \$code \$(same /run/certbox/persist/certbox /run/certbox/tls) \$(ls /run/certbox/persist | grep -v lost) \$(readlink /run/certbox/tls); grep kept console"
done
# Not every kernel finds partitions in a loop device.
story 'certbox.persist=PARTUUID=, where blkid is none' '/run/certbox/persist/certbox' "$named; fake blkid 'exit 1'; fake findfs '[ \$1 = PARTUUID=31786263-01 ] && echo '\$dev
	words certbox.persist=PARTUUID=31786263-01; boot early \$PWD/r; readlink /run/certbox/tls"
story 'a folder may be named' 'a/b' "$named; words certbox.persist=LABEL=$label:a/b; mkdir a; mount \$dev a; mkdir a/a; umount a; boot early \$PWD/r; cd /run/certbox/persist; ls -d a/b"
story '… as /a/b, with a colon in the name of the device' '/dev/disk/by-path/p:1.2-s:0 a/b
/dev/disk/by-path/p:1 certbox
/dev/sda1 c/d
LABEL=x /' "call 'certbox_device=; certbox_sets=0; certbox_wait() { certbox_list=\$1; }; certbox_reach() { echo \"\$3 \${4:-/}\"; return 1; }
	for word in /dev/disk/by-path/p:1.2-s:0:/a/b /dev/disk/by-path/p:1 /dev/sda1:c/d LABEL=x:/; do certbox_named early / \$word; done'"
story '… but not above the device' '0 none no such folder' "$named; words certbox.persist=LABEL=$label:../../x; boot early \$PWD/r; echo \$code \$(ls -d /run/x 2>/dev/null || echo none) \$(grep -o 'no such folder' console)"
story 'without blkid: findfs' '/run/certbox/persist/certbox' "$named; fake blkid 'exit 1'; words certbox.persist=LABEL=$label; boot early \$PWD/r; readlink /run/certbox/tls"
story '… a blkid that only lists, as busybox has it' '/run/certbox/persist/certbox' "$named; fake findfs 'exit 1'
	fake blkid 'case \$* in -*) exit 1 ;; esac' \"echo '\$dev: LABEL=\\\"$label\\\" TYPE=\\\"ext4\\\"'\"; words certbox.persist=LABEL=$label; boot early \$PWD/r; readlink /run/certbox/tls"
story 'mounted nodev, nosuid, noexec, noatime, read-write' 'rw,nosuid,nodev,noexec,noatime' "$named; words certbox.persist=LABEL=$label; boot early \$PWD/r; flags /run/certbox/persist"
story 'a second run mounts nothing again' '/run/certbox/persist r' "$named; words certbox.persist=LABEL=$label; boot early \$PWD/r; boot late \$PWD/r; echo \$(points | sort)"
story '… nor lifts what it put over the target, on a root that lasts' '0 same' "$disk; mkdir r/etc/certbox; fs d $label; attach d; words certbox.persist=LABEL=$label; boot early \$PWD/r
	fake umount 'echo >>'\$PWD/lifted; : >lifted; boot late \$PWD/r; echo \$(wc -l <lifted) \$(same r/etc/certbox /run/certbox/persist/certbox)"
story 'vfat is mounted so that it can hold keys' '*-t vfat -o rw,nodev,nosuid,noexec,noatime,umask=0077 /dev/loop*' \
	"$named; looks vfat; fake fsck.fat 'exit 1'
	fake mount 'echo \"\$@\" >>'\$PWD/mounts 'exit 1'; words certbox.persist=LABEL=x; boot early \$PWD/r; cat mounts"
story 'write-protected: read-only, and a set in memory' 'ro,nosuid,nodev,noexec,noatime /run/certbox/memory
*takes no writes*' "fs d $label; attach d -r; shape r; words certbox.persist=LABEL=$label; boot early \$PWD/r; echo \$(flags /run/certbox/persist) \$(readlink /run/certbox/tls); grep kept console"
story 'write-protected and in need of recovery: read without it' 'same' "fs d $label; mkdir m; attach d; mount \$dev m; set_of m/certbox; cp -r m/certbox was; umount m; losetup -d \$dev
	debugfs -w -R 'feature needs_recovery' d >/dev/null 2>&1; attach d -r; shape r; words certbox.persist=LABEL=$label; boot early \$PWD/r; same was /run/certbox/tls"
story 'no file system at all: memory, and why' '0 /run/certbox/memory
*cannot be mounted*' "truncate -s 1M d; attach d; shape r; words certbox.persist=\$dev; boot early \$PWD/r; echo \$code \$(readlink /run/certbox/tls); cat console"

slow="shape r; mount -t tmpfs r r; shape r; fake sleep 'echo >>'\$PWD/slept; : >slept; words certbox.persist=LABEL=never\$\$"
story 'a device that never comes is waited for ten seconds, which is said after two' '0 10 1 /run/certbox/memory
*was not found*' "$slow; boot early \$PWD/r; echo \$code \$(wc -l <slept) \$(grep -c 'waiting for LABEL=never.*10 seconds' console) \$(readlink /run/certbox/tls); cat console"
story '… certbox.wait=1 is one, and is not spoken of; once a boot is enough; nor is the same said twice' '1 0
1 0' "$slow; words certbox.wait=1 \$(cat cmdline); boot early \$PWD/r; echo \$(wc -l <slept) \$(grep -c waiting console); boot late \$PWD/r; echo \$(wc -l <slept) \$(wc -c <console)"
story 'one that comes is taken at once' '3 /run/certbox/persist/certbox' "$named; words certbox.persist=\$PWD/late; fake sleep 'echo >>'\$PWD/slept '[ \$(wc -l <'\$PWD'/slept) -lt 3 ] || ln -s '\$dev' /dev/cbxlate'
	: >slept; words certbox.persist=/dev/cbxlate; boot early \$PWD/r; rm -f /dev/cbxlate; echo \$(wc -l <slept) \$(readlink /run/certbox/tls)"

story 'a file system that was not unmounted is mended' 'not clean, then clean' "fs d $label; debugfs -w -R 'ssv state 0' d 2>/dev/null; attach d; shape r
	state() { dumpe2fs -h \$dev 2>/dev/null | sed -n 's/^Filesystem state: *//p'; }; was=\$(state); words certbox.persist=LABEL=$label; boot early \$PWD/r; call certbox_detach; echo \$was, then \$(state)"
mending="fs d $label; attach d; shape r; words certbox.persist=\$dev; looks ext4"
story 'what cannot be mended is only read, and said' 'ro,*
*could not mend*(4)*' "$mending; fake e2fsck 'exit 4'; boot early \$PWD/r; flags /run/certbox/persist; cat console"
story '… what takes too long, too' '60 e2fsck -p /dev/loop*
ro,*' "$mending; fake e2fsck 'exit 0'; fake timeout 'echo \"\$@\" >>'\$PWD/timed 'exit 124'; boot early \$PWD/r; cat timed; flags /run/certbox/persist"
story '… e2fsck with other worries (8) is no reason' 'rw,*' "$mending; fake e2fsck 'exit 8'; boot early \$PWD/r; flags /run/certbox/persist"
story '… and nobody is asked: its input is empty' '0' "$mending; fake e2fsck 'wc -c >'\$PWD/asked; (echo yes | boot early \$PWD/r); cat asked"

# --- what others have mounted ----------------------------------------------------------------------------
story 'a device that is mounted is used where it is' 'same m r' "$named; mkdir m; mount \$dev m; words certbox.persist=LABEL=$label; boot late \$PWD/r; echo \$(same m/certbox /run/certbox/tls) \$(points | sort)"
story '… a part of it mounted: not touched, and said' '/run/certbox/memory r b *only a part of*' "$named; mkdir m b; mount \$dev m; mkdir m/x; mount --bind m/x b; umount m
	words certbox.persist=LABEL=$label; boot late \$PWD/r; echo \$(readlink /run/certbox/tls) \$(points | sort -r) \$(tr '*' ' ' <console)"
story '… nor an overlay'\''s upper layer behind its back' '/run/certbox/memory *belongs to an overlay*' "$named; mkdir m lo o; mount \$dev m; mkdir m/rw m/wk
	mount -t overlay o -o lowerdir=\$PWD/lo,upperdir=\$PWD/m/rw,workdir=\$PWD/m/wk o; words certbox.persist=LABEL=$label:rw/etc; boot late \$PWD/r; echo \$(readlink /run/certbox/tls) \$(tr '*' ' ' <console)"
fstab="$named; mkdir r/persist; printf '%s\\n' '# c' \"LABEL=$label /persist ext4 defaults 0 2\" >r/etc/fstab; words certbox.persist=LABEL=$label"
story 'a device of fstab: early makes the set, and leaves nothing mounted' 'none certbox r' "$fstab; boot early \$PWD/r; mount \$dev r/persist; set -- \$(mark /run/certbox/persist) \$(ls r/persist | grep -v lost); umount r/persist; echo \$* \$(points)"
story '… late waits for the system to mount it: a set in memory' 'r *is not mounted yet*' "$fstab; boot late \$PWD/r; echo \$(points) \$(tr '*' ' ' <console)"
story '… and uses it there' 'same same r r/persist' "$fstab; boot early \$PWD/r; mount \$dev r/persist; cp -r r/persist/certbox was; boot late \$PWD/r
	echo \$(same was r/persist/certbox) \$(same was r\$(readlink /run/certbox/tls)) \$(points)"
story '… noauto does not count' '/run/certbox/persist r' "$fstab; sed -i s/defaults/noauto/ r/etc/fstab; boot early \$PWD/r; echo \$(points | sort)"
shadow="$disk; mkdir r/etc/certbox; echo '/dev/x /etc/certbox ext4 nofail 0 0' >r/etc/fstab; boot early \$PWD/r; call certbox_detach \$PWD/r; ls -A r/etc/certbox; cp -r /run/certbox/memory was"
story 'a slow mount over /etc/certbox: no shadow beneath it' '' "$shadow"
story '… once it is there, it adopts what was made' 'same' "$shadow; fs e; attach e; mount \$dev r/etc/certbox; boot late \$PWD/r; same was r/etc/certbox"

# --- several ---------------------------------------------------------------------------------------------
two="fs d $label; fs e $label; attach d; one=\$dev; attach e; other=\$dev; shape r; mount -t tmpfs r r; shape r; mkdir m; words certbox.persist=LABEL=$label"
has_set() { echo "mount $1 m; set_of m/certbox; cp -r m/certbox was${2-}; umount m"; }
story 'two devices of one name: the one that holds a set' 'same
same' "$two; $(has_set '$other'); boot early \$PWD/r; same was /run/certbox/tls; umount -l r/etc/certbox 2>/dev/null
	call certbox_detach \$PWD/r; mount \$other m; rm -r m/certbox was; umount m; $(has_set '$one'); boot early \$PWD/r; same was /run/certbox/tls"
story '… none does: one of them, and the same ever after' 'same' "$two; boot early \$PWD/r; cp -r /run/certbox/persist/certbox was; call certbox_detach; rm -r /run/certbox; boot early \$PWD/r; same was /run/certbox/tls"
story '… both do: neither, and it is said' '/run/certbox/memory other other *2 sets*none of them is used*' "$two; $(has_set '$one' 1); $(has_set '$other' 2); boot early \$PWD/r
	echo \$(readlink /run/certbox/tls) \$(same was1 /run/certbox/tls) \$(same was2 /run/certbox/tls) \$(tr '*' ' ' <console)"
both="fs own; attach own; mkdir r; mount \$dev r; shape r; set_of r/etc/certbox; cp -r r/etc/certbox was; fs d $label; attach d; words certbox.persist=LABEL=$label"
story "the system's own set, and an empty device: the set" 'same /etc/certbox' "$both; boot early \$PWD/r; echo \$(same was /\$PWD/r\$(readlink /run/certbox/tls)) \$(readlink /run/certbox/tls)"
story '… a device with a set, too: neither' '/run/certbox/memory *2 sets*' "$both; mkdir m; $(has_set '$dev' 2); boot early \$PWD/r; echo \$(readlink /run/certbox/tls) \$(tr '*' ' ' <console)"
story '… the same folder by two ways is one set' 'same r/etc/certbox' "$named; mkdir m r/etc/certbox; mount \$dev m; set_of m/certbox; cp -r m/certbox was; mount --bind m/certbox r/etc/certbox
	words certbox.persist=LABEL=$label; boot late \$PWD/r; echo \$(same was r/etc/certbox) \$(points | grep etc)"

# --- persistence that comes later ------------------------------------------------------------------------
late="$named; words certbox.wait=0 certbox.persist=/dev/cbxl\$\$; boot early \$PWD/r; cp -r /run/certbox/memory was; here() { ln -sf \$dev /dev/cbxl\$\$; }; gone() { rm -f /dev/cbxl\$\$; }"
story 'a set made in memory is adopted by an empty device' 'same same kept on /dev/loop*, from now on
0' "$late; here; boot late \$PWD/r; gone; echo \$(same was /run/certbox/persist/certbox) \$(same was /run/certbox/tls) \$(cat console); boot late \$PWD/r; wc -c <console"
wins="$late; mkdir m; mount \$dev m; set_of m/certbox; cp -r m/certbox old; umount m; here; boot late \$PWD/r; gone; echo \$(same old /run/certbox/tls) \$(same was /run/certbox/tls)"
story '… a device that is pulled out: no other identity takes its place' 'same
kept=on /dev/cbxl*' "$late; here; boot late \$PWD/r; gone; boot late \$PWD/r; same was /run/certbox/tls; grep kept /run/certbox/status"
story '… a set on the device wins' 'same other' "$wins"
story '… adoption that was cut off goes on' 'same' "$late; mkdir m; mount \$dev m; mkdir m/certbox; cp -p was/ca.key m/certbox; umount m; : >/run/certbox/adopting; here; boot late \$PWD/r; gone; same was /run/certbox/tls"
public="$late; mkdir m; mount \$dev m; mkdir m/certbox; umount m; here; fake ls 'echo -rwxr-xr-x 1 root root'; boot late \$PWD/r; gone; rm bin/ls; mark was >a; same was /run/certbox/persist/certbox; ls -A /run/certbox/persist/certbox | grep adopt"
story '… nothing is copied to where keys would be public' 'other' "$public"

# --- what comes of it ------------------------------------------------------------------------------------
failing="$disk; fake certgen 'echo certgen: no luck >&2; exit 1'"
story 'a failure goes on, and is said' '0 certgen: no luck code=1' "$failing; boot early \$PWD/r; echo \$code \$(cat console) \$(grep code /run/certbox/status)"
story '… certbox.require=yes is 1, stop is 2' '1 2' "$failing; words certbox.require=yes; boot late \$PWD/r; one=\$code; words certbox.require=stop; boot late \$PWD/r; echo \$one \$code"
story 'require asks nothing of a success' '0' "$disk; words certbox.require=stop; boot early \$PWD/r; echo \$code"
story 'one line in the log: what, where, and the fingerprint' '1 <5>certbox: created ca.key ca.crt server.key server.crt, kept in /etc/certbox; trust sha256 same' \
	"$disk; boot early \$PWD/r; fp=\$(certfp r/etc/certbox/ca.crt); echo \$(wc -l <kmsg) \$(sed \"s/\${fp#*=}/same/\" kmsg)"
story 'the console: name, date, place, picture, fingerprint, words' '*identity  board.local, until 2*kept *trust *ca.crt, if*+--*SHA256*' "$disk; boot early \$PWD/r; cat console"
story '… and is drawn again when it would be another' 'old
new' "$disk; boot early \$PWD/r; echo old >/run/issue.d/certbox.issue; boot late \$PWD/r; cat /run/issue.d/certbox.issue; words certbox.serve=yes; boot late \$PWD/r; grep -q '  page' /run/issue.d/certbox.issue && echo new"
story 'the login screen has it at every boot' '*kept in *+--*:*SHA256*' "$disk; boot early \$PWD/r; rm -r /run/issue.d; boot late \$PWD/r; cat /run/issue.d/certbox.issue"
story '… with certbox.serve=yes the address of its page and a code to scan' '*page      https://board.local:8443/*▀*' "$disk; words certbox.serve=yes; boot early \$PWD/r; cat /run/issue.d/certbox.issue"
story 'the status, for programs' 'phase=late
code=0
kept=in /etc/certbox
dir=/etc/certbox
why=
new=
trust=*:*
issue=in /etc/certbox, *, ' "$disk; boot early \$PWD/r; boot late \$PWD/r; cat /run/certbox/status"
story "the image's certgen.conf counts wherever the set is kept" 'CN=board.local,O=image CN=board.local,O=image' "$named; mkdir r/etc/certbox; echo 'subject /O=image' >r/etc/certbox/certgen.conf; words certbox.persist=LABEL=$label
	boot early \$PWD/r; who() { certfp --text /run/certbox/tls/server.crt | sed -n 's/^  subject *//p'; }; a=\$(who); boot late \$PWD/r; echo \$a \$(who)"
story 'detach leaves nothing mounted' 'r' "$named; mkdir r/etc/certbox; words certbox.persist=LABEL=$label; boot early \$PWD/r; call certbox_detach \$PWD/r; points"
story 'late with ROOT as nothing, or as a slash' '0 0' "$named; words certbox.persist=LABEL=$label; boot late ''; a=\$code; boot late /; echo \$a \$code; call 'certbox_detach /'"
story 'no name of ours but certbox_*' '' "set >a; call 'set' | sed -n 's/=.*//p' | grep -v -e ^certbox_ >b; $shell -uc set | sed -n 's/=.*//p' >c; grep -vxF -f c b | grep '^[a-z]'"

# --- controls ----------------------------------------------------------------------------------------------
control 'nodev and its kin' disk.sh 's/,nodev,nosuid,noexec,noatime//' "$named; words certbox.persist=LABEL=$label; boot early \$PWD/r; flags /run/certbox/persist" 'rw,nosuid,nodev,noexec,noatime'
control 'a look at fstab' disk.sh 's|-r "$1/etc/fstab"|-r /nothing|' "$shadow" ''
control 'a look at what is mounted' disk.sh 's/certbox_code=0$/certbox_code=1/' "$named; mkdir m; mount \$dev m; words certbox.persist=LABEL=$label; boot late \$PWD/r; echo \$(same m/certbox /run/certbox/tls) \$(points | sort)" 'same m r'
control 'a memory of what was decided' common.sh 's/rw\*,"$certbox_run\/memory") ;; \*) return/rw*,"$certbox_run\/memory") ;; *) :/' "$readonly; fake umount 'echo >>'\$PWD/lifted; : >lifted; boot late \$PWD/r; wc -l <lifted" 0
control 'adoption' common.sh 's/^	certbox_adopt$/	:/' "$adopted" 'same * r*'
control 'the rule that a set wins' common.sh 's/ || ! certbox_holds "$certbox_dir" || return 0/ || rm -f "$certbox_dir"\/*/' "$wins" 'same other'
control 'a look at modes before adoption' common.sh 's/-rw?------\*)/*)/' "$public" other
control 'the time limit' disk.sh 's/timeout 60 //' "$mending; fake e2fsck 'exit 0'; fake timeout 'exit 124'; boot early \$PWD/r; flags /run/certbox/persist" 'ro,*'
control 'counting sets' common.sh 's/-gt 1/-gt 9/' "$two; $(has_set '$one' 1); $(has_set '$other' 2); boot early \$PWD/r; readlink /run/certbox/tls" /run/certbox/memory
control 'judging an upper layer' disk.sh 's/\[ ! -d "$4" \] ||/true ||/' "$layers; mount -t tmpfs l lay; mkdir lay/up lay/wk
	mount -t overlay o -o lowerdir=\$PWD/low,upperdir=\$PWD/lay/up,workdir=\$PWD/lay/wk r; boot early \$PWD/r; readlink /run/certbox/tls" /run/certbox/memory
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# packages.sh - see to it that the Debian packages for a goal are there, and those for other machines.
#
#   packages.sh build|demo|check|arch [ARCH...]
#
# Root installs what is missing; anybody else is told the one command that would, and nothing is done.
# A line is PACKAGE and what shows that it is here: a command, or a file. A command that came by other
# means than its package counts.
set -eu
LC_ALL=C
export LC_ALL

build='
gcc             gcc
libc6-dev       /usr/include/stdio.h
binutils        ld
musl-tools      musl-gcc
linux-libc-dev  /usr/include/linux/types.h
xz-utils        xz
'
demo="$build
openssl         openssl
curl            curl
"
check="$demo
perl            prove
gnutls-bin      certtool
libnss3-tools   certutil
default-jdk-headless javac
nodejs          node
python3         python3
python3-cryptography /usr/lib/python3/dist-packages/cryptography
caddy           caddy
nginx-light     nginx
mkcert          mkcert
minica          minica
easy-rsa        /usr/share/easy-rsa/easyrsa
golang-cfssl    cfssl
golang-go       go
openssh-client  ssh-keygen
mandoc          mandoc
zsh             zsh
fish            fish
sscg            sscg
strace          strace
valgrind        valgrind
util-linux      unshare
systemd         systemd-analyze
e2fsprogs       debugfs
dosfstools      mkfs.vfat
cpio            cpio
busybox-static  /bin/busybox
qemu-system-x86 qemu-system-x86_64
shellcheck      shellcheck
cppcheck        cppcheck
clang           clang
clang-tidy      clang-tidy
libc6-dbg       /usr/lib/debug/.build-id
iproute2        ip
avahi-daemon    avahi-daemon
git             git
zbar-tools      zbarimg
chromium        chromium
prometheus      prometheus
libplist-utils  plistutil
ca-certificates update-ca-certificates
p11-kit         trust
libgmp-dev      /usr/include/gmp.h /usr/include/*/gmp.h
"

# cross ARCH: what builds for another machine (make ARCH=), or runs its unit tests, and runs them. Ordinary packages of
# this machine's own architecture: dpkg need not learn a foreign one.
cross() {
	case $1 in
	x86_64) gnu=x86_64-linux-gnu libc=amd64 ;;
	i386) gnu=i686-linux-gnu libc=i386 ;;
	aarch64) gnu=aarch64-linux-gnu libc=arm64 ;;
	armhf) gnu=arm-linux-gnueabihf libc=armhf ;;
	mipsel) gnu=mipsel-linux-gnu libc=mipsel ;;
	riscv64) gnu=riscv64-linux-gnu libc=riscv64 ;;
	s390x) gnu=s390x-linux-gnu libc=s390x ;;
	*) echo "packages.sh: $1: no such architecture" >&2; exit 2 ;;
	esac
	compiler=$(echo gcc-$gnu | tr _ -)
	[ "$1" = "$(uname -m)" ] || echo "
make            make
$compiler $gnu-gcc
libc6-dev-$libc-cross /usr/$gnu/include/asm/types.h
"
}
qemu='
qemu-user-static qemu-aarch64-static
qemu-user       qemu-arm
'

PATH=$PATH:/usr/sbin:/sbin

# present WITNESS...: one of them is a command, or a file that exists.
present() {
	for witness; do
		case $witness in
		/*) [ -e "$witness" ] && return 0 ;;
		*) command -v "$witness" >/dev/null && return 0 ;;
		esac
	done
	return 1
}

missing() {
	printf '%s\n' "$1" | while read -r package witnesses; do
		# shellcheck disable=SC2086 # several witnesses, and patterns
		[ -z "$package" ] || present $witnesses || printf ' %s' "$package"
	done
}

case ${1-} in
build) wanted=$build ;;
demo) wanted=$demo ;;
check) wanted=$check ;;
arch) wanted="$check$qemu" ;;
*) echo 'usage: packages.sh build|demo|check|arch [ARCH...]' >&2; exit 2 ;;
esac
shift
for arch; do
	more=$(cross "$arch") || exit
	wanted="$wanted
$more"
done
list=$(missing "$wanted")

[ -n "$list" ] || exit 0
if [ "$(id -u)" != 0 ]; then
	echo "packages.sh: missing; as root: apt-get update && apt-get install --no-install-recommends$list" >&2
	exit 1
fi
echo "packages.sh: installing$list" >&2
# Servers are wanted as programs: none is started (policy-rc.d, see invoke-rc.d(8)).
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	trap 'rm -f $policy' EXIT
	trap 'exit 1' HUP INT TERM
	printf '#!/bin/sh\nexit 101\n' >$policy
	chmod 755 $policy
fi
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
apt-get -qq update
# shellcheck disable=SC2086 # a list of package names
apt-get -qq -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 install --no-install-recommends $list >/dev/null

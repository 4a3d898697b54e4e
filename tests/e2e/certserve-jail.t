#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-jail.t - a stranger has taken over the front (a box with a planted hole): what he tries ends the front, and is told.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
emulated && skip_all 'qemu has no seccomp for what it runs'
has curl python3 || skip_all 'no curl or python3'
later 'rmdir /var/tmp/certserve-hole 2>/dev/null'
rmdir /var/tmp/certserve-hole 2>/dev/null
certgen -q -d tls board.local 127.0.0.1 >/dev/null
call='certserve: the front made a system call it may not make (SIGSYS)'

# attack WHAT: the answer's status in $got, the keeper's exit code and words in $code and $said.
attack() {
	serve tls
	with=$server
	[ "$1" != connect ] || with=$http
	got=$(curl -sS -m 10 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$http/hole/$1/$with" 2>/dev/null)
	case $got in
	200 | 404) serve_end ;;
	*) wait "$server" && code=0 || code=$? ;;
	esac
	said=$(grep '^certserve' "$log" | tail -n 1)
}

SERVE=$BUILD/ctl/hole/certbox
attack nothing
is "$got $code" '404 0' 'the box with the hole serves'
filter=$call
! grep -q 'no system call filter' "$log" || filter=
for what in open list create socket connect signal trace chroot code fork execve memory proc offer; do
	SERVE=$BUILD/ctl/hole-free/certbox
	attack $what
	case $what:$got:$said in
	execve:*:'certserve: the front ended: exit 7') ;;
	*:200:*) ;;
	*)
		skip 1 "$what: refused without a jail, too"
		continue
		;;
	esac
	SERVE=$BUILD/ctl/hole/certbox
	attack $what
	if [ $what = offer ]; then
		is "$code $said" '1 certserve: the front was killed by SIGSEGV' "$what"
	elif [ -n "$filter" ]; then
		is "$code $said" "1 $filter" "$what"
	else is "$got" 404 "$what, without a system call filter"; fi
done
SERVE=$CERTBOX
attack open
is "$got $code" '404 0' 'the box has no such hole'
done_testing

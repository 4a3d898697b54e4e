#!/bin/sh
# SPDX-License-Identifier: MIT
# derived.t - files that follow from the set are made, replaced and set aside; a fault at every call.
. "${0%/*}/lib.sh"

mkdir -p start/away
(
	cd start && certgen -q -d set board.lan >/dev/null 2>&1
	cp set/server.key set/c.pem
	echo 'a word of the user' >set/b.pem
	ln -s ca.crt set/01234567.0
)
plain() {
	certgen -d set --combined c.pem --bundle b.pem --hash-link --p12 "$PWD/away/y.p12" --password-file "$PWD/away/pw" --on-change 'echo ran >>ran' board.lan
}
faulty() {
	"$@" "$CERTBOX" certgen -d set --combined c.pem --bundle b.pem --hash-link --p12 "$PWD/away/y.p12" --password-file "$PWD/away/pw" \
		--on-change 'echo ran >>ran' board.lan
}
# The command is struck as well, and may fail.
lenient=1
is_tidy() {
	for file in "$1"/.[!.]* away/.[!.]* away/*.bad*; do
		case ${file##*/} in
		.lock | .host | '.[!.]*' | '*.bad*') ;;
		*) why="left behind: $file"; return 1 ;;
		esac
	done
}
# The user's word is there, or aside; what stands is whole, or the next run sets it aside; a password that was made stays.
after_fault() {
	are_whole set/c.pem && keeps set/b.pem || return 1
	slurp away/pw
	password=$text
	[ ! -e away/pw ] || [ "$(wc -c <away/pw)" -eq 32 ] || { why='the password is torn'; return 1; }
}
holds() {
	as_before set/ca.key set/ca.crt set/server.key set/server.crt && keeps set/b.pem && are_whole set/c.pem set/b.pem || return 1
	slurp away/pw
	[ ! "$password" ] || [ "$text" = "$password" ] || { why='the password is another'; return 1; }
	[ "$(cat set/c.pem)" = "$(cat set/server.key set/server.crt)" ] || { why='c.pem does not fit'; return 1; }
	[ "$(find set -name '*.[0-9]' ! -name '*.bad-*' | wc -l)" -eq 1 ] || { why="links: $(ls set)"; return 1; }
	[ "$(stat -c %a set/c.pem away/y.p12 away/pw | tr '\n' ' ')" = '600 600 600 ' ] || { why='modes'; return 1; }
	[ -s ran ] || { why='the command was not run'; return 1; }
}
sweep derived
finish

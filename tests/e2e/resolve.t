#!/bin/sh
# SPDX-License-Identifier: MIT
# resolve.t - names to addresses, and the first of these that answers: between network namespaces, with a name server of our own and avahi.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2086,SC2317 # inner shells expand; words; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=driver.sh
. "$SRC/tests/e2e/driver.sh"
has ip nsenter python3 || skip_all 'no ip, nsenter, python3'
spaces -n -m || skip_all 'needs root and namespaces'
[ -e /proc/net/if_inet6 ] || skip_all 'no IPv6'
driver_rooms='os lib'
driver resolve

# --- two machines on one cable: ours, and that of the others
apart() { [ "$(readlink /proc/$1/ns/net)" != "$(readlink /proc/self/ns/net)" ]; }
unshare -n sleep 1000 &
ours=$!
unshare -n sleep 1000 &
theirs=$!
later "kill $ours $theirs 2>/dev/null"
until_it apart $ours && until_it apart $theirs
us() { nsenter -t $ours -n "$@"; }
them() { nsenter -t $theirs -n "$@"; }
cable() {
	# another link, which leads nowhere: it is there first
	us ip link add none type veth peer name none2 && us ip link set none up && us ip link set none2 up && us ip addr add 10.8.0.1/24 dev none || return
	us ip link add va type veth peer name vb && us ip link set vb netns $theirs || return
	for end in us:va:1 them:vb:2; do
		who=${end%%:*} n=${end##*:} end=${end%:*} link=${end#*:}
		$who sh -c "echo 0 >/proc/sys/net/ipv6/conf/$link/accept_dad"
		$who ip link set lo up && $who ip link set "$link" address 02:00:00:00:00:0$n && $who ip link set "$link" up &&
			$who ip addr add 10.9.0.$n/24 dev "$link" && $who ip addr add fd00:9::$n/64 dev "$link" nodad || return
	done
	for n in 3 4 5; do them ip addr add 10.9.0.$n/24 dev vb || return; done
}
ok 'two namespaces and a cable' cable || done_testing
# what is ended at the end is no function's shell
nsenter -t $theirs -n python3 "$SRC/tests/e2e/dns.py" 10.9.0.2=well fd00:9::2=well fe80::ff:fe00:2%vb=well 10.9.0.3=fails 10.9.0.4=silent 10.9.0.5=refuses >asked 2>&1 &
later "kill $! 2>/dev/null"
ok 'a name server' until_it grep -q ready asked || done_testing

number=$(us ip -o link show va | cut -d: -f1)
conf=conf hosts=/dev/null
servers() { : >conf; for server; do echo "nameserver $server" >>conf; done; }
# finds 'NAME' HOST ADDRESS…: these, in this order
finds() {
	finds_name=$1 host=$2
	shift 2
	run us ./resolve find $conf $hosts ${ms:-20000} "$host"
	is "$code $(echo "$out" | sed 's/:8443$//; s/[][]//g' | tr '\n' ' ')" "0 $* " "$finds_name"
}
# lacks 'NAME' HOST 'WHY'
lacks() { expect "$1" 14 "14 no address for $2 ($3)" '' us ./resolve find $conf $hosts 20000 "$2"; }
# was_asked 'NAME' LINE…: since the last time
was_asked() {
	was_asked_name=$1
	shift
	sleep 0.1
	is "$(sed "1,${asked_before}d" asked | sort -u)" "$(printf '%s\n' "$@")" "$was_asked_name"
}
from_now() { asked_before=$(wc -l <asked); }

# --- name servers
servers 10.9.0.2
finds 'both families: IPv6, IPv4, then what a site has for itself' board.test 2001:db8::1 192.0.2.1 192.0.2.2 fd00::1
finds '… whatever the case, with a dot' BOARD.Test. 2001:db8::1 192.0.2.1 192.0.2.2 fd00::1
finds 'one family' six.test 2001:db8::6
finds 'aliases, in no order' alias.test 2001:db8::1 192.0.2.1 192.0.2.2 fd00::1
finds 'a link-local address of a server of the site is left out' link.test 192.0.2.6
finds 'each once' same.test 192.0.2.14
echo 'options attempts:1' >>conf
finds 'lost once: asked again' lost.test 192.0.2.7
servers 10.9.0.2
finds 'one family is never answered' half.test 192.0.2.8
finds 'forged ids and names, broken and empty ones before' spoofed.test 192.0.2.9
lacks 'no such name' nobody.test 'no such name'
lacks '… by an alias' dangling.test 'no such name'
lacks 'a name without addresses' empty.test 'it has none'
lacks 'a server that fails' ill.test 'name servers fail'
from_now
lacks 'what is no name is not asked' 'a..b' 'no such name'
lacks '… nor what could be a path' 'a\.b' 'no such name'
was_asked '… by nobody' ''
from_now
finds 'a cut answer is asked again by TCP' cut.test 192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4
was_asked '… for both types' '10.9.0.2 tcp cut.test' '10.9.0.2 udp cut.test'
run us ./resolve find $conf $hosts 20000 long.test
is "$code $(echo "$out" | wc -l)" '0 16' 'what is longer than there is use for: some of it'
servers fd00:9::2
finds 'a server by IPv6' six.test 2001:db8::6
servers fe80::ff:fe00:2%va
finds '… on the link, by its zone' six.test 2001:db8::6
from_now
servers 10.9.0.3 10.9.0.2
finds 'the first server fails: the second' six.test 2001:db8::6
was_asked '… both were asked' '10.9.0.2 udp six.test' '10.9.0.3 udp six.test'
servers 10.9.0.5 10.9.0.2
finds 'the first refuses' six.test 2001:db8::6
servers 10.9.0.1 10.9.0.2
ms=4000 # the first would have 5 s
finds 'nobody is at the first' six.test 2001:db8::6
ms=
servers 10.9.0.4 10.9.0.2
echo 'options timeout:1 attempts:1' >>conf
finds 'the first is silent' six.test 2001:db8::6
servers not-an-address 10.9.0.3 10.9.0.3 10.9.0.3 10.9.0.2
lacks 'three servers, not four' six.test 'name servers fail'
servers 10.9.0.4
expect 'time is over' 14 '14 no address for six.test (no name server answers)' '' us ./resolve find conf $hosts 300 six.test
servers
lacks 'no server at all: this machine, where nobody is' six.test 'no name server answers'
conf=nowhere
lacks '… nor resolv.conf' six.test 'no name server answers'
conf=conf

# --- search, ndots
servers 10.9.0.2
echo 'search lab.corp.test corp.test' >>conf
from_now
finds 'a short name in the domains of search' nas 192.0.2.12
was_asked '… the first of which has it' '10.9.0.2 udp nas.lab.corp.test'
echo 'search none.test corp.test' >>conf
finds '… or the second; a later line counts' nas 192.0.2.11
from_now
lacks 'a dot at its end: nowhere else' nas. 'no such name'
was_asked '… only as it is' '10.9.0.2 udp nas'
echo 'domain test' >>conf
finds 'domain is a search of one' nas.corp 192.0.2.11
from_now
finds 'a name with a dot is asked as it is' board.test 2001:db8::1 192.0.2.1 192.0.2.2 fd00::1
was_asked '… at first' '10.9.0.2 udp board.test'
echo 'options ndots:3' >>conf
from_now
finds 'ndots: as it is at last' board.test 2001:db8::1 192.0.2.1 192.0.2.2 fd00::1
was_asked '… behind the domain' '10.9.0.2 udp board.test' '10.9.0.2 udp board.test.test'

# --- hosts
hosts=hosts
printf '%s\n' '# 192.0.2.66 board' '192.0.2.31 Board.lan	board # nas' 'fd00::31  board' '2001:db8::31 other board' '192.0.2.32 boards' \
	'fe80::31 board' 'fe80::32%va board' 'garbage board' '' '192.0.2.33' >hosts
from_now
finds 'hosts: all lines, aliases' board 2001:db8::31 192.0.2.31 fd00::31 "fe80::32%$number"
finds '… whatever the case, with a dot' BOARD.LAN. 192.0.2.31
was_asked '… nobody is asked' ''
finds 'other names are' board.test 2001:db8::1 192.0.2.1 192.0.2.2 fd00::1
lacks '… behind # too' nas.lan 'no such name'
finds 'localhost' localhost ::1 127.0.0.1
finds '… and what is below it' a.b.LocalHost. ::1 127.0.0.1
hosts=/dev/null

# --- addresses
finds 'IPv4' 192.0.2.1 192.0.2.1
finds 'IPv6' 2001:DB8::1 2001:db8::1
finds 'with a zone' fe80::1%va "fe80::1%$number"
expect '… which must be there' 1 '1 fe80::1%none0: no interface none0' '' us ./resolve find conf hosts 20000 fe80::1%none0
expect '… and be said' 2 '2 fe80::1: which interface?*' '' us ./resolve find conf hosts 20000 fe80::1

# --- multicast DNS
servers 10.9.0.2
finds 'a name below .local that a server knows' known.local 192.0.2.13
if has avahi-daemon; then
	them ip addr del fd00:9::2/64 dev vb # beside it, avahi would not say that of the link
	printf '%s\n' '[server]' host-name=board domain-name=local use-ipv4=yes use-ipv6=yes allow-interfaces=vb enable-dbus=no \
		'[publish]' publish-workstation=no publish-hinfo=no publish-aaaa-on-ipv4=yes publish-a-on-ipv6=yes >avahi.conf
	nsenter -t $theirs -n unshare -m sh -c 'mount -t tmpfs none /run && mkdir /run/avahi-daemon && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f "$0"' \
		"$PWD/avahi.conf" >avahi.log 2>&1 &
	later "kill $! 2>/dev/null"
	until_it grep -q 'startup complete' avahi.log
	all="10.9.0.2 10.9.0.3 10.9.0.4 10.9.0.5 fe80::ff:fe00:2%$number"
	# their order is avahi's: sorted
	hears() {
		run us ./resolve find $conf /dev/null 20000 "$2"
		# qemu for a machine of the other byte order swaps but 16 bits of a zone
		is "$code $(echo "$out" | sed "s/:8443\$//; s/[][]//g; s/%$((number << 16))\$/%$number/" | sort | tr '\n' ' ')" "0 $3 " "$1"
	}
	hears 'avahi: all of its addresses, that of the link with its zone' board.local "$all"
	hears '… whatever the case, with a dot' Board.LOCAL. "$all"
	like "$out" '10.9.0.?:8443*10.9.0.?:8443?\[fe80*' '… that of the link at last'
	servers 10.9.0.4
	hears '… where the server is silent' board.local "$all"
	servers
	hears '… where there is none' board.local "$all"
	expect 'a name that nobody has' 14 '14 no address for nobody.local (no name server answers)' '' us ./resolve find conf hosts 2000 nobody.local
	if emulated; then skip 1 'qemu has no IP_MULTICAST_IF'; else
		us sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6'
		hears 'by IPv4 alone: all but that of the link, whose zone is not known' board.local '10.9.0.2 10.9.0.3 10.9.0.4 10.9.0.5'
		us sh -c 'echo 0 >/proc/sys/net/ipv6/conf/all/disable_ipv6'
	fi
	us ip addr flush dev va scope global
	hears 'by IPv6 alone: everything' board.local "$all"
	us ip addr add 10.9.0.1/24 dev va && us ip addr add fd00:9::1/64 dev va nodad
else skip 8 'no avahi-daemon'; fi
them ip addr replace fd00:9::2/64 dev vb nodad
expect 'time is over' 14 '14 no address for board.local (*)' '' us ./resolve find conf hosts 0 board.local

# --- the first that answers
nsenter -t $theirs -n python3 -c 'import socket
for family, where in (socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::"):
	s = socket.socket(family)
	s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
	if family == socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
	s.bind((where, 8443)); s.listen(); globals()[where] = s
print("ready", flush=True)
import time; time.sleep(1000)' >listening 2>&1 &
later "kill $! 2>/dev/null"
until_it grep -q ready listening
us ip neigh add fd00:9::99 lladdr 02:00:00:00:00:99 dev va && us ip neigh add 10.9.0.99 lladdr 02:00:00:00:00:99 dev va
six='[fd00:9::2]:8443' four=10.9.0.2:8443 void='[fd00:9::99]:8443'
expect 'IPv6 first, where both answer' 0 0 '' us ./resolve dial 20000 $six $four
expect 'IPv6 that leads nowhere: IPv4' 0 1 '' us ./resolve dial 20000 $void $four
expect 'IPv4 that leads nowhere: IPv6' 0 1 '' us ./resolve dial 20000 10.9.0.99:8443 $six
expect 'on the link, by its zone' 0 0 '' us ./resolve dial 20000 '[fe80::ff:fe00:2%va]:8443'
expect 'refused: the next' 0 1 '' us ./resolve dial 20000 '[fd00:9::2]:1' $four
expect 'no way there: the next' 0 1 '' us ./resolve dial 20000 '[2001:db8::1]:8443' $four
expect 'no way anywhere' 14 '14 2001:db8::1: Network unreachable' '' us ./resolve dial 20000 '[2001:db8::1]:8443' 192.0.2.1:8443
expect 'nobody answers' 14 '14 fd00:9::99: no answer within 1 s' '' us ./resolve dial 600 $void 10.9.0.99:8443
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-names.t - names: operands, what auto finds, what is carried over, what becomes of CN.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has_san() { case ",$(sans "$1")," in *,"$2",*) ;; *) wrong "$2 is not in $(sans "$1")" ;; esac; }
lacks_san() { ! has_san "$1" "$2" >/dev/null || wrong "$2 is in $(sans "$1")"; }

# --- operands
run certgen -d kinds board.local '*.board.local' 192.168.7.20 fd00::1 admin@board.local https://board.local/app
is "$code" 0 'every kind of name'
is "$(sans kinds/server.crt)" \
	'DNS:board.local,DNS:*.board.local,IP:192.168.7.20,IP:FD00:0:0:0:0:0:0:1,email:admin@board.local,URI:https://board.local/app' '… in the order given'
ok '… valid' valid kinds
idle '… idle' kinds board.local '*.board.local' 192.168.7.20 fd00::1 admin@board.local https://board.local/app
idle 'another spelling is the same name' kinds BOARD.Local. 'fd00:0:0:0:0:0:0:1' '[fd00::1]' admin@BOARD.local
like "$(openssl asn1parse -in kinds/server.crt -strparse "$(openssl asn1parse -in kinds/server.crt | grep -A1 'Subject Alternative' |
	tail -1 | cut -d: -f1)" | grep -c -e 'l= *4 prim' -e 'l= *16 prim')" 2 'addresses have 4 and 16 octets'
certgen -q -d twice board.local board.local 10.0.0.1 BOARD.local 10.0.0.1 >/dev/null
is "$(sans twice/server.crt)" 'DNS:board.local,IP:10.0.0.1' 'a name said twice is there once'
certgen -q -d san --san a.local --san=10.0.0.1 b.local >/dev/null
is "$(sorted_sans san/server.crt)" 'DNS:a.local,DNS:b.local,IP:10.0.0.1' '--san is as an operand'
certgen -q -d mapped board.local ::ffff:10.1.2.3 >/dev/null
is "$(sans mapped/server.crt)" 'DNS:board.local,IP:10.1.2.3' 'an IPv4-mapped address is IPv4'
certgen -q -d first 192.168.1.1 board.local >/dev/null
is "$(subject first/server.crt)" 'CN=192.168.1.1' 'CN is the first name, an address too'
certgen -q -d alabel xn--kche-0ra.local under_score.local 1a.local >/dev/null
is "$(sans alabel/server.crt)" 'DNS:xn--kche-0ra.local,DNS:under_score.local,DNS:1a.local' 'A-labels, underscores, digits'

# --- what changes and what does not
fresh a
cp a/server.key key
does 'a name more: reissued' '*reissued*server.crt*' '' -d a board.local 192.168.7.20 nas.local
ok '… with the same key' cmp key a/server.key
is "$(sorted_sans a/server.crt)" 'DNS:board.local,DNS:nas.local,IP:192.168.7.20' '… it is there'
idle 'a name fewer: nothing' a board.local
does 'another one: exactly the wanted ones' '*reissued*' '' -d a board.local printer.local
is "$(sans a/server.crt)" 'DNS:board.local,DNS:printer.local' '… no more nas.local'
ok '… valid' valid a

# --- long names
l63=abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0
certgen -q -d l64 "$l63.local" >/dev/null
is "$(subject l64/server.crt)" '' 'a first name of over 64 characters is no CN'
like "$(openssl x509 -in l64/server.crt -noout -ext subjectAltName)" '*Subject Alternative Name: critical*' 'an empty subject makes the SAN critical'
ok '… valid' valid l64
short=${l63#abcdef}.local
certgen -q -d l63 "$short" >/dev/null
is "${#short} $(subject l63/server.crt)" "63 CN=$short" 'one of 63 is'
short=${l63#abcde}.local
certgen -q -d l64b "$short" >/dev/null
is "${#short} $(subject l64b/server.crt)" "64 CN=$short" 'one of 64 too'
name=$l63.$l63.$l63.${l63#abcdefgh}.local
is "${#name}" 253 'control: a name of 253 characters'
does '… is taken' '*created*' '' -d l253 "$name"
ok '… valid' valid l253

# --- subject
does '--subject: CN is added' '*created*' '' -d subj --subject '/C=DE/O=Werk' board.local
is "$(subject subj/server.crt)" 'CN=board.local,O=Werk,C=DE' '… from the first name'
does 'another subject: reissued' '*reissued*' '' -d subj --subject 'CN=me,O=Werk\, 2' board.local
is "$(subject subj/server.crt)" 'CN=me,O=Werk\, 2' '… a CN of one'"'"'s own stays'
idle '… idle' subj --subject 'CN=me,O=Werk\, 2' board.local
idle 'without --subject it stays' subj board.local

# --- client
mkdir client
refuses '--use client without names or subject: exit 2' 2 '*' client --use client
does '--use client with a subject' '*created*' '' -d client --use client --subject /CN=alice
is "$(sans client/server.crt)$(subject client/server.crt)" 'CN=alice' '… has no names by default'
like "$(openssl x509 -in client/server.crt -noout -ext extendedKeyUsage)" '*TLS Web Client Authentication' '… clientAuth'
ok '… verifies as one' openssl verify -x509_strict -purpose sslclient -CAfile client/ca.crt client/server.crt
not_ok '… not as a server' verifies client/ca.crt client/server.crt
idle '… idle' client --use client --subject /CN=alice
does '--use client with a mail address' '*created*' '' -d mail --use client alice@board.local
is "$(sans mail/server.crt)" 'email:alice@board.local' '… has that'
idle '… idle' mail --use client alice@board.local

# --- auto
if ! spaces -n -u -m; then
	skip 61 'needs root and namespaces'
	done_testing
fi
# plain NAME: an interface that is up; whichever kind this kernel has.
cat >lib.sh <<'END'
plain() {
	ip link add "$1" type dummy 2>/dev/null || ip link add "$1" type ifb 2>/dev/null || return
	ip link set "$1" up
}
ip link set lo up
mkdir -p empty
cg() { "$CERTBOX" certgen --root empty "$@"; }
no_v6_wait() { for s in /proc/sys/net/ipv6/conf/*/accept_dad; do echo 0 >"$s"; done 2>/dev/null; }
no_v6_wait
END
# net 'SCRIPT': in a network of its own, with a host name of its own.
net() { unshare -n -u -m sh -c ". ./lib.sh; $1"; }
BASE=DNS:localhost,IP:0:0:0:0:0:0:0:1,IP:127.0.0.1

run net 'hostname board; cg -d n1'
is "$code $(sorted_sans n1/server.crt)" "0 DNS:board,DNS:board.local,$BASE" 'without a network: host name, .local, localhost and loopback'
run net 'hostname board; cg -d n1'
like "$code $out" '0 ok *' '… idle'
run net 'printf "(none)" >/proc/sys/kernel/hostname; cg -d n2'
is "$code $(sorted_sans n2/server.crt)" "0 $BASE" 'no host name: those that every machine has'
for host in localhost localhost.localdomain '-bad' 'b ad' 'bä' 127.0.0.1; do
	rm -rf n3
	run net "printf %s '$host' >/proc/sys/kernel/hostname || exit 77; mkdir -p r/etc; : >r/etc/hostname; cg -d n3 --root r"
	if [ "$code" -eq 77 ]; then skip 1 'not a host name for this kernel'; else
		is "$code $(sorted_sans n3/server.crt)" "0 $BASE" "the kernel's host name '$host' is none"
	fi
done
run net 'plain eth7 || exit 77; ip addr add 192.168.7.20/24 dev eth7; ip addr add 10.1.1.1/24 dev eth7; ip addr add fd00:7::20/64 dev eth7 nodad; ip addr add 192.168.7.21/24 dev eth7
	hostname board; cg -d n4'
if [ "$code" -eq 77 ]; then skip 1 'no interface to add'; else
	is "$code $(sorted_sans n4/server.crt)" \
		"0 DNS:board,DNS:board.local,DNS:localhost,IP:0:0:0:0:0:0:0:1,IP:10.1.1.1,IP:127.0.0.1,IP:192.168.7.20,IP:192.168.7.21,IP:FD00:7:0:0:0:0:0:20" \
		'addresses of interfaces that are up, secondary ones too'
fi
cp n4/server.crt crt
run net 'hostname board; cg -d n4'
like "$code $out" '0 ok *' 'unseen is not gone: no address in sight, no reissue'
run net 'printf "(none)" >/proc/sys/kernel/hostname; plain eth7; ip addr add 10.9.9.9/24 dev eth7; cg -d n4'
like "$code $out" '0 *reissued*' 'a new address: reissued'
ok '… the host name stays' has_san n4/server.crt DNS:board.local
ok '… with the new address' has_san n4/server.crt IP:10.9.9.9
ok '… the old addresses stay until renewal' has_san n4/server.crt IP:10.1.1.1
run net 'hostname board; plain eth7; ip addr add 10.9.9.9/24 dev eth7; cg -d n4'
like "$code $out" '0 ok *' 'surplus ones stay, and nothing is done'
if [ -x "${CERTBOX_TEST:-}" ]; then
	now=$(date +%s)
	run net "hostname board; plain eth7; ip addr add 10.9.9.9/24 dev eth7; CERTBOX_TEST_SET=1 CERTBOX_TEST_NOW=$((now + 300 * DAY)) \$CERTBOX_TEST certgen --root empty -d n4"
	is "$code $(sorted_sans n4/server.crt)" "0 DNS:board,DNS:board.local,DNS:localhost,IP:0:0:0:0:0:0:0:1,IP:10.9.9.9,IP:127.0.0.1" 'renewal leaves them out'
	run net "printf '(none)' >/proc/sys/kernel/hostname; CERTBOX_TEST_SET=1 CERTBOX_TEST_NOW=$((now + 600 * DAY)) \$CERTBOX_TEST certgen --root empty -d n4"
	is "$code $(sorted_sans n4/server.crt)" "0 DNS:board,DNS:board.local,DNS:localhost,IP:0:0:0:0:0:0:0:1,IP:10.9.9.9,IP:127.0.0.1" \
		'renewal with neither host name nor address in sight: those in the certificate stay'
else skip 2 'no box with an injected clock'; fi
run net 'hostname board; cg -d n6; hostname nas; cg -d n6'
like "$code $out" '0 *reissued*server.crt*' 'a new host name: reissued'
ok '… it is there' has_san n6/server.crt DNS:nas.local
unlike "$(subject n6/server.crt)" 'CN=board*' '… CN follows'

# Kinds and states of interfaces.
run net 'hostname board; plain up0; plain down0; ip link set down0 down
	ip addr add 10.0.1.1/24 dev up0; ip addr add 10.0.2.1/24 dev down0
	ip link add veth0 type veth peer name veth1; ip link set veth0 up; ip link set veth1 up; ip addr add 10.0.3.1/24 dev veth0
	for b in docker0:4 virbr0:5 br-0123456789ab:6 lxcbr0:7 lan0:8; do
		ip link add "${b%:*}" type bridge && ip link add "p${b#*:}" type veth peer name "q${b#*:}" && ip link set "p${b#*:}" master "${b%:*}" &&
		ip link set "p${b#*:}" up && ip link set "q${b#*:}" up && ip link set "${b%:*}" up && ip addr add "10.0.${b#*:}.1/24" dev "${b%:*}"
	done
	ip addr add fd00:1::1/64 dev up0 nodad; ip addr add fd00:1::2/64 dev up0 nodad preferred_lft 0
	ip addr add 169.254.9.9/16 dev up0
	sleep 0.3; cg -v -d n5'
is "$code" 0 'interfaces of all kinds'
crt=n5/server.crt
ok 'one that is up counts' has_san $crt IP:10.0.1.1
ok 'one that is down does not' lacks_san $crt IP:10.0.2.1
ok 'nor a veth' lacks_san $crt IP:10.0.3.1
for i in docker0:4 virbr0:5 br-0123456789ab:6 lxcbr0:7; do
	ok "nor ${i%:*}" lacks_san $crt "IP:10.0.${i#*:}.1"
done
ok 'a bridge of one'"'"'s own does' has_san $crt IP:10.0.8.1
ok 'IPv6' has_san $crt IP:FD00:1:0:0:0:0:0:1
ok 'a deprecated address does not count' lacks_san $crt IP:FD00:1:0:0:0:0:0:2
unlike "$(sans $crt)" '*IP:FE80*' 'IPv6 link-local addresses are left out'
ok '… valid' valid n5
run net 'hostname board; plain eth7; plain eth8; ip addr add 10.7.0.1/24 dev eth7; ip addr add 10.8.0.1/24 dev eth8; cg -d n7 --iface eth8'
ok '--iface picks one' has_san n7/server.crt IP:10.8.0.1
ok '… and no other' lacks_san n7/server.crt IP:10.7.0.1
run net 'hostname board; ip link add veth0 type veth peer name veth1; ip link set veth0 up; ip link set veth1 up; ip addr add 10.3.0.1/24 dev veth0; cg -d n8 --iface veth0'
ok '--iface picks a veth too' has_san n8/server.crt IP:10.3.0.1
run net 'hostname board; plain eth7; ip addr add 10.7.0.1/24 dev eth7; ip addr add 8.8.4.4/24 dev eth7; ip addr add 2001:db8::1/64 dev eth7 nodad; cg -d n9 -v'
is "$code" 0 'public addresses: done'
ok '… left out' lacks_san n9/server.crt IP:8.8.4.4
like "$err" '*8.8.4.4*' '… with a note'
ok '… private ones are there' has_san n9/server.crt IP:10.7.0.1
ok '… valid' valid n9
run net 'hostname board; plain eth7; ip addr add 10.7.0.1/24 dev eth7; cg -d n10 auto www.board.local'
ok 'auto and a name' has_san n10/server.crt DNS:www.board.local
ok '… together' has_san n10/server.crt IP:10.7.0.1
run net 'hostname board; plain eth7; ip addr add 10.7.0.1/24 dev eth7; cg -d n11 www.local'
is "$(sans n11/server.crt)" DNS:www.local 'a name without auto is the only one'

# --- where the host name comes from, strongest first
mkdir -p r/etc && printf '# a comment\nfile-name\n' >r/etc/hostname
run net 'hostname kernel-name; cg -d h1 --root r --hostname given-name'
ok '--hostname' has_san h1/server.crt DNS:given-name.local
ok '… alone' lacks_san h1/server.crt DNS:kernel-name.local
run net 'hostname kernel-name; cg -d h2 --root r'
ok 'ROOT/etc/hostname' has_san h2/server.crt DNS:file-name.local
run net 'hostname kernel-name; echo "(none)" >r/etc/hostname; cg -d h3 --root r'
ok 'then the kernel' has_san h3/server.crt DNS:kernel-name.local
for word in systemd.hostname hostname live-config.hostname; do
	rm -rf h4
	run net "hostname kernel-name; echo 'quiet $word=line-name ro' >line; mount --bind line /proc/cmdline; echo file-name >r/etc/hostname; cg -d h4 --root r --boot"
	ok "$word= of the kernel command line with --boot" has_san h4/server.crt DNS:line-name.local
done
run net 'hostname kernel-name; echo "certbox.hostname=box-name certbox.san=auto certbox.san=extra.local hostname=line-name" >line; mount --bind line /proc/cmdline; cg -d h5 --root r --boot'
ok 'certbox.hostname= is --hostname' has_san h5/server.crt DNS:box-name.local
ok 'certbox.san= adds a name' has_san h5/server.crt DNS:extra.local
run net 'hostname board.example.com; : >r/etc/hostname; cg -d h6 --root r'
ok 'a host name with dots' has_san h6/server.crt DNS:board.example.com
ok '… .local goes on the first label' has_san h6/server.crt DNS:board.local
unlike "$(sans h6/server.crt)" '*board.example.com.local*' '… not on the whole'
run net 'hostname Board.local; cg -d h7 --root r'
is "$(sorted_sans h7/server.crt | tr , '\n' | grep -c 'board.local$')" 1 'board.local is not doubled, and lower case'
run net "hostname kernel-name; cg -d h8 --root r --hostname $l63"
ok 'a label of 63 is a host name' has_san h8/server.crt "DNS:$l63.local"
run net "hostname kernel-name; cg -d h9 --root r --hostname x$l63"
is "$code" 0 'one of 64 is not: exit 0'
unlike "$(sans h9/server.crt)" "*$l63*" '… left out'
done_testing

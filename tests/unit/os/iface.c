/* SPDX-License-Identifier: MIT */
/* iface.c - os/iface: which addresses a machine is reached at, in a network of its own. */
#include "os/iface.h"

#include <arpa/inet.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/run.h"
#include "tests/unit/tap.h"

static struct iface_address list[IFACE_MAX];
static size_t n;
static struct err e;

/* "address address…" of what is listed */
static const char *addresses(const char *only)
{
	static char text[IFACE_MAX * 50];
	char one[INET6_ADDRSTRLEN];

	text[0] = '\0';
	if (iface_list(only, list, &n, &e) < 0)
		return "(failure)";
	for (size_t i = 0; i < n; i++) {
		inet_ntop(list[i].len == 4 ? AF_INET : AF_INET6, list[i].octets, one, sizeof one);
		size_t len = strlen(text);

		snprintf(text + len, sizeof text - len, "%s%s", i > 0 ? " " : "", one);
	}
	return text;
}

static void kinds(void)
{
	static const char *const theirs[] = { "docker0", "docker_gwbridge", "br-0123456789ab", "virbr0", "lxcbr0", "lxdbr0", "cni0",
	    "podman1", "cali123", "flannel.1", "incusbr0" };
	static const char *const ours[] = { "eth0", "br0", "br-lan", "br-0123456789abc", "br-0123456789aX", "wlan0", "enp3s0",
	    "tailscale0", "bond0", "" };
	char name[64];

	for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++) {
		snprintf(name, sizeof name, "%s is a container's", theirs[i]);
		ok(iface_is_container(theirs[i], "bridge"), name);
	}
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		snprintf(name, sizeof name, "'%s' is not", ours[i]);
		ok(!iface_is_container(ours[i], "bridge"), name);
	}
	ok(iface_is_container("eth7", "veth"), "a veth is a container's, whatever its name");
}

static bool ip(const char *commands)
{
	char line[512];

	/* not every kernel has dummies; a bridge without members is up as well */
	snprintf(line, sizeof line, "PATH=$PATH:/sbin:/usr/sbin; set -e; add() { ip link add $1 type dummy || ip link add $1 type bridge; "
	    "ip link set $1 up; }; { %s; } >/dev/null 2>&1", commands);
	return run_command(line, 60000, NULL) == 0;
}

static void a_network(void)
{
	is_str(addresses(NULL), "", "a network without interfaces has no addresses");
	ok(ip("ip link set lo up; add one0; add two0"), "(interfaces)");
	ok(ip("ip addr add 192.0.2.1/24 dev one0; ip addr add 192.0.2.2/24 dev one0; ip addr add 198.51.100.7/24 dev two0"), "(addresses)");
	is_str(addresses(NULL), "192.0.2.1 192.0.2.2 198.51.100.7", "IPv4 addresses are listed, secondary ones too; loopback is not");
	is_str(list[2].interface, "two0", "with their interface");
	is_str(addresses("two0"), "198.51.100.7", "one interface alone can be asked for");
	is_str(addresses("none"), "", "one that is not there has none");
	is_str(addresses("lo"), ip("ip -6 addr show dev lo | grep -q ::1") ? "127.0.0.1 ::1" : "127.0.0.1", "loopback's are listed when it is asked for");
	ip("ip link set two0 down");
	is_str(addresses(NULL), "192.0.2.1 192.0.2.2", "an interface that is down has none");
	if (!ip("ip -6 addr add 2001:db8::1/64 dev one0 nodad")) {
		for (int i = 0; i < 4; i++)
			skip("IPv6 addresses", "no IPv6 here");
		return;
	}
	is_str(addresses(NULL), "192.0.2.1 192.0.2.2 2001:db8::1", "IPv6 comes last, and without link-local addresses");
	ip("ip -6 addr add 2001:db8::2/64 dev one0 nodad preferred_lft 0");
	is_str(addresses("one0"), "192.0.2.1 192.0.2.2 2001:db8::1", "a deprecated address is left out");
	if (ip("ip link add vee0 type veth peer name vee1; ip link set vee0 up; ip link set vee1 up; ip addr add 203.0.113.1/24 dev vee0")) {
		is_str(addresses(NULL), "192.0.2.1 192.0.2.2 2001:db8::1", "a veth's is left out");
		is_str(addresses("vee0"), "203.0.113.1", "but not when it is asked for");
	} else {
		skip("a veth's is left out", "no veth here");
		skip("but not when it is asked for", "no veth here");
	}
}

static void many(void)
{
	ok(ip("for i in $(seq 1 90); do echo addr add 192.0.$i.9/24 dev one0; done | ip -batch -"), "(ninety addresses)");
	addresses("one0");
	is_int((intmax_t)n, IFACE_MAX, "more than fit are left off");
	ok(ip("for i in $(seq 1 100); do add many$i; done"), "(a hundred interfaces)");
	addresses(NULL);
	is_int((intmax_t)n, IFACE_MAX, "many interfaces, over several answers, are read");
}

int main(void)
{
	kinds();
	ok(iface_list(NULL, list, &n, &e) == 0 && n <= IFACE_MAX, "this machine's addresses can be listed");
	if (unshare(CLONE_NEWNET) == 0 && ip("ip link show")) {
		a_network();
		many();
	} else {
		skip("a network of its own", "not root, or no ip(8)");
	}
	return done_testing();
}

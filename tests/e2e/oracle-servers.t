#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-servers.t - Caddy and nginx serve with what certgen made; curl fetches by name, IPv4 and IPv6.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has curl || skip_all 'no curl'
HOME=$PWD
export HOME
oracle_sets
port=$((20000 + $$ % 20000))
get() { curl -sS --noproxy '*' --max-time 10 --cacert "$1" --resolve "board.local:$port:127.0.0.1" "https://$2:$port/"; }
up() {
	i=0
	while [ $i -lt 100 ]; do
		curl -sk --noproxy '*' --max-time 2 "https://127.0.0.1:$port/" >/dev/null && return
		sleep 0.1 && i=$((i + 1))
	done
}
# judged SERVER KIND: by every name, and not what must not be.
judged() {
	for name in board.local localhost 127.0.0.1; do is "$(get "$2/anchor.crt" $name 2>&1)" hello "$1, $2: https://$name"; done
	if [ -e /proc/net/if_inet6 ] && grep -q '^0*1 ' /proc/net/if_inet6; then is "$(get "$2/anchor.crt" '[::1]' 2>&1)" hello "$1, $2: https://[::1]"
	else skip 1 'no IPv6 here'; fi
	not_ok "$1, $2: not under another CA" get other/ca.crt board.local
	not_ok "$1, $2: not for another name" curl -sS --noproxy '*' --cacert "$2/anchor.crt" --resolve "elsewhere.local:$port:127.0.0.1" "https://elsewhere.local:$port/"
}
v6=
[ ! -e /proc/net/if_inet6 ] || ! grep -q '^0*1 ' /proc/net/if_inet6 || v6=yes
for kind in $KINDS; do
	if has nginx; then
		mkdir -p nginx && cat >nginx.conf <<END
daemon off; master_process off; pid nginx/pid; error_log nginx/log;
events {}
http {
	access_log off; client_body_temp_path nginx; proxy_temp_path nginx; fastcgi_temp_path nginx; uwsgi_temp_path nginx; scgi_temp_path nginx;
	server {
		listen 127.0.0.1:$port ssl; ${v6:+listen [::1]:$port ssl;}
		ssl_certificate $PWD/$kind/server.crt; ssl_certificate_key $PWD/$kind/server.key;
		location / { return 200 hello; }
	}
}
END
		nginx -p "$PWD/" -c nginx.conf 2>nginx.err &
		pid=$!
		later "kill $pid 2>/dev/null"
		up
		judged nginx "$kind"
		kill $pid && wait $pid 2>/dev/null
	else skip 6 'no nginx'; fi
	port=$((port + 1))
	if has caddy; then
		cat >Caddyfile <<END
{
	admin off
	auto_https off
}
https://:$port {
	bind 127.0.0.1 ${v6:+::1}
	tls $PWD/$kind/server.crt $PWD/$kind/server.key
	respond hello
}
END
		caddy run --config Caddyfile >caddy.log 2>&1 &
		pid=$!
		later "kill $pid 2>/dev/null"
		up
		judged caddy "$kind"
		kill $pid && wait $pid 2>/dev/null
	else skip 6 'no caddy'; fi
	port=$((port + 1))
done
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# servers.t - what certgen makes is served by a real Caddy and a real nginx, and curl agrees.
. "${0%/*}/tap.sh"
PATH=$PATH:/usr/sbin
has curl perl || skip_all 'no curl or perl'

port() { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'; }

# fetch URL [OPTION…]: what the server says; trusted is the CA in ca.crt alone.
fetch() {
	curl -sS --noproxy '*' --max-time 10 --cacert ca.crt --resolve "*:$port:127.0.0.1" "$@"
}

# serve NAME COMMAND…: starts it, waits until it answers; it is stopped at the end.
serve() {
	name=$1
	shift
	"$@" >"$name.log" 2>&1 &
	pid=$!
	later "kill $pid 2>/dev/null; wait $pid 2>/dev/null"
	tries=100
	until fetch "https://127.0.0.1:$port/" -k >/dev/null 2>&1; do
		tries=$((tries - 1))
		if [ "$tries" -eq 0 ] || ! kill -0 "$pid" 2>/dev/null; then
			cat "$name.log"
			return 1
		fi
		sleep 0.1
	done
}

start_caddy() {
	cat >Caddyfile <<-end
		{
			admin off
			auto_https off
		}
		https://:$port {
			bind 127.0.0.1 ${v6:+[::1]}
			tls $PWD/server.crt $PWD/server.key
			respond "caddy here"
		}
	end
	serve caddy env HOME="$PWD" XDG_DATA_HOME="$PWD" XDG_CONFIG_HOME="$PWD" caddy run --adapter caddyfile --config Caddyfile
}

start_nginx() {
	mkdir -p temp
	cat >nginx.conf <<-end
		daemon off;
		worker_processes 1;
		pid $PWD/nginx.pid;
		error_log stderr;
		events {}
		http {
			access_log off;
			client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
			uwsgi_temp_path temp; scgi_temp_path temp;
			server {
				listen 127.0.0.1:$port ssl;
				${v6:+listen [::1]:$port ssl;}
				ssl_certificate $PWD/server.crt;
				ssl_certificate_key $PWD/server.key;
				return 200 "nginx here";
			}
		}
	end
	serve nginx nginx -p "$PWD/" -e stderr -c nginx.conf
}

# judge SERVER: by name, by both kinds of address; and two things that must not pass.
judge() {
	is "$(fetch "https://board.local:$port/" 2>&1)" "$1 here" "$1, $type: curl agrees to the name"
	is "$(fetch "https://127.0.0.1:$port/" 2>&1)" "$1 here" "$1, $type: to the IPv4 address"
	if [ -n "$v6" ]; then
		is "$(fetch "https://[::1]:$port/" 2>&1)" "$1 here" "$1, $type: to the IPv6 address"
	else
		skip 1 'no ::1 here'
	fi
	expect "$1, $type: not to another name" 60 '' 'curl: (60)*' fetch "https://other.local:$port/"
	expect "$1, $type: not when another CA is trusted" 60 '' 'curl: (60)*' \
		fetch "https://board.local:$port/" --cacert ../other/ca.crt
}

v6=
perl -MIO::Socket::IP -e 'exit !IO::Socket::IP->new(Listen => 1, LocalHost => "::1")' 2>/dev/null && v6=yes

ok 'certgen makes another CA' "$CERTBOX" certgen -d "$PWD/other" board.local 127.0.0.1 ::1
for type in p256 p384 rsa2048; do
	mkdir "$type" && cd "$type" || exit 1
	ok "certgen makes a $type set" "$CERTBOX" certgen -d "$PWD" -t "$type" board.local 127.0.0.1 ::1
	for server in caddy nginx; do
		has "$server" || { skip 5 "no $server"; continue; }
		port=$(port)
		ok "$server, $type: starts" "start_$server"
		judge "$server"
	done
	cd .. || exit 1
done
done_testing

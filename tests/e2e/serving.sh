# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# serving.sh - certserve in the background, and strangers who talk to it; read behind sets.sh.
#
#   serve DIR ARG…       certserve on DIR: $https and $http are its ports on 127.0.0.1, $log what it says, $server its process; it is
#                        ready, or that is a failed test. $SERVE is the box, if it is another one
#   serve_end            SIGTERM, and its exit code in $code
#   log_has PATTERN      a line of the log fits, within five seconds
#   front_of PID         the process on the network, of a certserve's first one
#   fds PID…             how many descriptors they have open
#   raw PORT [EOF]       what stands on stdin, as it is; then all that comes until the other end is done. With EOF our end is closed first
#   status PORT          the same; the first line's status, or what came instead, as hex

serve_port=$((10000 + $$ % 20000)) # below those that clients get
serve() {
	serve_dir=$1
	shift
	serve_port=$((serve_port + 2))
	https=$serve_port http=$((serve_port + 1)) log=$TAP/serve.$serve_port
	"${SERVE:-$CERTBOX}" certserve -d "$serve_dir" -l "127.0.0.1:$https" --http "127.0.0.1:$http" "$@" >"$log" 2>&1 &
	server=$!
	later "kill $server 2>/dev/null"
	python3 -c '
import os, socket, sys, time
for i in range(100):
    try:
        sys.exit(socket.create_connection(("127.0.0.1", int(sys.argv[1]))).close())
    except OSError:
        time.sleep(0.05)
        os.kill(int(sys.argv[2]), 0)
sys.exit(1)' "$http" $server 2>/dev/null || { tap_result 1 'certserve serves'; diag "$(cat "$log")"; }
}
# shellcheck disable=SC2034 # code is read by tests
serve_end() {
	kill "$server" 2>/dev/null
	code=0
	wait "$server" || code=$?
}
log_has() {
	log_n=0
	# shellcheck disable=SC2254 # it is a pattern
	while [ $log_n -lt 100 ]; do
		while read -r log_line; do case $log_line in $1) return 0 ;; esac; done <"$log"
		sleep 0.05
		log_n=$((log_n + 1))
	done
	echo "no line like $1 in:" && tail -n 5 "$log"
	return 1
}
front_of() { tr -d ' ' <"/proc/$1/task/$1/children"; }
fds() {
	for fds_pid; do find "/proc/$fds_pid/fd" -mindepth 1 2>/dev/null; done | wc -l
}
cat >"$TAP/raw.py" <<'END'
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
try:
    s.sendall(sys.stdin.buffer.read())
    if len(sys.argv) > 2:
        s.shutdown(socket.SHUT_WR)
    while True:
        b = s.recv(65536)
        if not b:
            break
        sys.stdout.buffer.write(b)
except (ConnectionError, TimeoutError) as e:
    sys.stdout.buffer.flush()
    print(type(e).__name__)
END
raw() { python3 "$TAP/raw.py" "$@"; }
status() { raw "$@" | head -n 1 | sed 's/^HTTP\/1.1 \([0-9]*\) .*/\1/' | tr -d '\r\n'; }

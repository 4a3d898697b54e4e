#!/bin/sh
# SPDX-License-Identifier: MIT
# rsa.t - certgen's RSA keys: openssl takes them; on one processor and on many; stopped in the middle.
. "${0%/*}/tap.sh"

has openssl || skip_all 'no openssl'
valid() { openssl verify -x509_strict -CAfile "$1/ca.crt" "$1/server.crt" && openssl verify -CAfile "$1/ca.crt" "$1/ca.crt"; }
sound() { openssl rsa -in "$1" -check -noout; }
bits() { openssl rsa -in "$1" -noout -text | sed -n 's/^Private-Key: (\([0-9]*\) bit.*/\1/p'; }
modulus() { openssl rsa -in "$1" -noout -modulus; }
matches() { [ "$(modulus "$1/$2.key")" = "$(openssl x509 -in "$1/$2.crt" -noout -modulus)" ]; }

for size in 2048 3072 4096; do
	expect "rsa$size: a set is made" 0 '*created*' '' "$CERTBOX" certgen -d "rsa$size" -t "rsa$size" board.local
	ok '… openssl verifies it' valid "rsa$size"
	for part in ca server; do
		ok "… openssl rsa -check takes $part.key" sound "rsa$size/$part.key"
		is "$(bits "rsa$size/$part.key")" "$size" '… it has as many bits'
		ok '… and belongs to its certificate' matches "rsa$size" $part
	done
	expect '… the next run finds nothing to do' 0 'ok *' '' "$CERTBOX" certgen -d "rsa$size" -t "rsa$size" board.local
done
is "$(for size in 2048 3072 4096; do for part in ca server; do modulus rsa$size/$part.key; done; done | sort -u | wc -l)" 6 \
	'no modulus comes twice'

if has taskset; then
	expect 'on one processor' 0 '*created*' '' taskset -c "$(taskset -pc $$ | sed 's/.*[: ]\([0-9]*\).*/\1/')" \
		"$CERTBOX" certgen -d one -t rsa4096 board.local
	ok '… the same' valid one
else
	skip 2 'no taskset'
fi

# children PID: of this process, now
children() { cat "/proc/$1/task/$1/children" 2>/dev/null; }
alive() {
	for pid; do
		case $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null) in '' | [ZX]*) ;; *) return 0 ;; esac
	done
	return 1
}
# stop SIGNAL DIR: a run that is ended while an RSA-4096 key is searched; $members are those it had then, $rest what is left in DIR.
stop() {
	rm -rf "$2" && mkdir -m 700 "$2"
	# under nohup SIGHUP is ignored, by all that follows
	env --default-signal=HUP "$CERTBOX" certgen -d "$2" -t rsa4096 board.local >"$TAP/stopped" 2>&1 &
	job=$! members=
	while kill -0 $job 2>/dev/null; do
		members=$(children $job)
		[ -z "$members" ] || break
	done
	kill "-$1" $job
	code=0
	wait $job 2>/dev/null || code=$?
	tries=200
	# shellcheck disable=SC2086 # several
	while alive $members && [ $tries -gt 0 ]; do
		tries=$((tries - 1))
		sleep 0.01
	done
	rest=$(ls -A "$2")
}
if [ "$(nproc)" -gt 1 ] && [ -r "/proc/$$/task/$$/children" ]; then
	for signal in TERM:143 KILL:137 HUP:129; do
		# A run may have found its key before the signal came: then once more.
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			stop ${signal%:*} stopped
			[ "$code $rest" = "${signal#*:} .lock" ] && [ -n "$members" ] && break
		done
		is "$code" "${signal#*:}" "SIG${signal%:*} while a key is searched"
		like "$members" '[0-9]*' '… by several processes, this one and others'
		# shellcheck disable=SC2086 # several
		not_ok '… of which none is left' alive $members
		is "$rest" .lock '… nor any file but the lock'
		expect '… and the next run makes a set' 0 '*created*' '' "$CERTBOX" certgen -d stopped -t rsa4096 board.local
		ok '… a whole one' valid stopped
	done
else
	skip 18 'one processor, or no list of children in /proc'
fi

# A terminal is told of a search that takes long: under valgrind it does.
if has script valgrind; then
	# A search is a matter of luck: one that took less than half a second says nothing, and is made again.
	for _ in 1 2 3 4 5; do
		rm -rf slow
		script -qec "valgrind -q '$CERTBOX' certgen -d slow -t rsa3072 --ca-key-type p256 board.local" /dev/null </dev/null >terminal 2>&1
		grep -q searching terminal && break
	done
	like "$(cat terminal)" '*searching primes for an RSA key*created*' 'a terminal is shown that a slow search goes on'
	expect '… without a terminal nobody is' 0 '*created*' '' valgrind -q "$CERTBOX" certgen -d quiet -t rsa2048 --ca-key-type p256 board.local
	ok '… and the set is as good' valid quiet
else
	skip 3 'no script or valgrind'
fi
done_testing

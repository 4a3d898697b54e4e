#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-config.t - config files, the kernel command line, which source wins; --json; --on-change.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
end_day() { day "$(not_after "$1/server.crt")"; }
in_days() { day $(($(date +%s) + $1 * DAY)); }

# --- --config
printf '# ours\n\ndays 30   # a month\n  san   a.local\nsan b.local\nsubject "/O=Werk # 2"\nself-signed\n' >conf
does '--config' '*created*' '' -d c1 --config conf
is "$(end_day c1) $(sans c1/server.crt)" "$(in_days 30) DNS:a.local,DNS:b.local" '… values, repeats add, comments do not count'
is "$(subject c1/server.crt)" 'CN=a.local,O=Werk # 2' '… quotes keep a #'
is "$(files c1)" 'server.crt server.key' '… a flag stands alone'
idle '… idle' c1 --config conf
printf '\357\273\277days 30\r\nself-signed yes\r\nsan a.local' >conf.dos
does 'CRLF, a byte order mark, no newline at the end' '*created*' '' -d c2 --config conf.dos
is "$(end_day c2) $(files c2)" "$(in_days 30) server.crt server.key" '… no harm'
printf 'self-signed no\nsan a.local\n' >conf.no
does 'a flag may say no' '*created*ca.crt*' '' -d c3 --config conf.no
does 'the command line wins' '*created*' '' -d c4 --config conf --days 50 --self-signed=no x.local
is "$(end_day c4) $(sans c4/server.crt) $(files c4)" "$(in_days 50) DNS:x.local ca.crt ca.key server.crt server.key" '… a list is replaced whole'
: >empty
does 'an empty one' '*created*' '' -d c5 --config empty board.local

# --- DIR/certgen.conf
mkdir d1 && printf 'days 40\nsan c.local\n' >d1/certgen.conf
conf=$(stat -c '%i %Y %Z' d1/certgen.conf)
does 'DIR/certgen.conf is read' '*created*' '' -d d1
is "$(end_day d1) $(sans d1/server.crt)" "$(in_days 40) DNS:c.local" '…'
is "$(stat -c '%i %Y %Z' d1/certgen.conf)" "$conf" '… and never written'
idle '… idle' d1
mkdir d2 && printf 'days 40\nsan c.local\nsubject /O=dir\n' >d2/certgen.conf
printf 'days 30\nsan a.local\n' >weak
does '--config is stronger' '*created*' '' -d d2 --config weak
is "$(end_day d2) $(sans d2/server.crt) $(subject d2/server.crt)" "$(in_days 30) DNS:a.local CN=a.local,O=dir" '… option by option'

# --- the kernel command line, with --boot only
if spaces -m; then
	boot() {
		printf '%s\n' "$1" >line
		shift
		unshare -m sh -c 'mount --bind line /proc/cmdline && exec "$CERTBOX" certgen "$@"' sh "$@"
	}
	run boot 'quiet certbox.days=60 certbox.san=k.local ro' -d k1 --boot --clock ok --config weak
	is "$code $(end_day k1) $(sans k1/server.crt)" "0 $(in_days 60) DNS:k.local" 'stronger than --config'
	run boot 'certbox.days=60' -d k2 --boot --clock ok --days 70 board.local
	is "$code $(end_day k2)" "0 $(in_days 70)" '… weaker than the command line'
	run boot 'certbox.days=60' -d k3 board.local
	is "$code $(end_day k3)" "0 $(in_days 397)" '… without --boot not read'
	run boot 'certbox.key_type=p384 certbox.ca-key-type=p256 "certbox.subject=/O=My Works/CN=x y" certbox.iface=lo certbox.entropy_wait=5' -d k4 --boot --clock ok board.local
	is "$code $(subject k4/server.crt)" '0 CN=x y,O=My Works' '- and _ alike, kernel quoting'
	like "$(openssl x509 -in k4/server.crt -noout -text)" '*Public-Key: (384 bit)*' '…'
	run boot 'certbox.owner=4001 certbox.on-change=touch\ pwned certbox.cert=x.crt certbox.nonsense=1 certbox.force' -d k5 --boot --clock ok board.local
	is "$code $(files k5)" '0 ca.crt ca.key server.crt server.key' 'commands, files, owners, unknown words: never a failure'
	for word in owner on-change cert nonsense force; do like "$err" "*warning: *$word*" "… a warning: $word"; done
	is "$(stat -c %u k5/server.key) $(ls pwned 2>/dev/null)" '0 ' '… and without effect'
	run boot 'certbox.persist=LABEL=x certbox.wait=3 certbox.require=yes certbox.serve=yes otherbox.days=3 certboxdays=2' -d k6 --boot --clock ok board.local
	is "$code $err" '0 ' 'the boot layer'"'"'s own words are silent'
	run boot 'certbox.days=soon' -d k7 --boot --clock ok board.local
	is "$code $(end_day k7)" "0 $(in_days 397)" 'a bad value: never a failure'
	like "$err" '*warning: *days*' '… a warning'
	run boot 'certbox.san=-bad-' -d k8 --boot --clock ok board.local
	is "$code" 0 'a bad name: never a failure'
else skip 16 'needs root and mount namespaces'; fi

# --- who may have written it
mkdir bad
if root; then
	cp weak theirs && chown 65534 theirs
	refuses 'a config file of somebody else: exit 1' 1 '*theirs*' bad --config theirs board.local
	mkdir badconf && cp theirs badconf/certgen.conf && chown 65534 badconf/certgen.conf
	refuses '… in DIR too' 1 '*certgen.conf*' badconf board.local
else skip 2 'needs root'; fi
for bits in 602 620 666; do
	cp weak "w$bits" && chmod "$bits" "w$bits"
	refuses "a config file with mode $bits: exit 1" 1 "*w$bits*" bad --config "w$bits" board.local
done

# --- --json
run certgen -d j --json board.local
is "$code" 0 '--json'
printf '%s\n' "$out" >json
ok '… every line is an object with a verb' python3 -c '
import json, sys
seen = [json.loads(line)["verb"] for line in open("json")]
sys.exit(seen != ["created"] * 4 + ["trust"])'
run certgen -d j --json board.local
printf '%s\n' "$out" >json
ok '… an idle one too' python3 -c '
import json, sys
sys.exit([json.loads(line)["verb"] for line in open("json")] != ["ok"])'
certgen -d 'q"q' --json --cert 'a"\b	c.crt' board.local >json 2>/dev/null
ok '… with quotes, backslashes and tabs in names' python3 -c '
import json
for line in open("json"): json.loads(line)'

# --- --on-change
does '--on-change runs after a change' '*created*' '*' -d o --on-change 'echo ran >>ran; ls o >seen' board.local
is "$(cat ran)" ran '… once'
like "$(cat seen)" '*server.crt*' '… when all is in place'
is "$(files o)" 'ca.crt ca.key server.crt server.key' '… no mark is left'
idle 'an idle run does not run it' o --on-change 'echo ran >>ran' board.local
is "$(cat ran)" ran '…'
rm o/server.crt
run timeout 20 "$CERTBOX" certgen -d o --on-change '"$CERTBOX" certgen -d o board.local >inner 2>&1; echo "$?" >>inner' board.local
like "$(cat inner)" 'ok *0' 'it runs after unlock: certgen may be called'
rm o/server.crt
run certgen -d o --on-change 'echo talk; echo ran >>ran' board.local
unlike "$out" '*talk*' 'its output does not mix with the report'
like "$err" '*talk*' '… it goes to stderr'
rm o/server.crt
run certgen -d o --on-change 'exit 7' board.local
is "$code" 1 'a command that fails: exit 1'
like "$err" 'certgen: *7*' '… said'
ok '… the set is valid all the same' valid o
run certgen -d o --on-change 'echo again >>ran' board.local
is "$code $(tail -n 1 ran)" '0 again' '… and it is run again next time'
idle '… then no more' o --on-change 'echo again >>ran' board.local
if traces; then
	for n in 1 2 3; do
		for call in rename,renameat,renameat2 unlink,unlinkat fsync; do
			rm -f o/server.crt ran
			strace -f -qq -o /dev/null -e trace="$call" -e "inject=$call:signal=KILL:when=$n" \
				"$CERTBOX" certgen -d o --on-change 'echo early >>ran' board.local >/dev/null 2>&1
			run certgen -d o --on-change 'echo late >>ran' board.local
			ok "killed at ${call%%,*} $n: the command is run at least once" test "$code" -eq 0 -a -s ran
		done
	done
	rm o/server.crt && rm -f ran
	strace -f -qq -o /dev/null -e trace=fork,vfork,clone,clone3 -e inject=fork,vfork,clone,clone3:signal=KILL \
		"$CERTBOX" certgen -d o --on-change 'echo early >>ran' board.local >/dev/null 2>&1
	ok '… the change itself was done' valid o
	run certgen -d o --check --on-change 'echo late >>ran' board.local
	is "$code $(cat ran 2>/dev/null)" '10 ' '--check says that it is owed'
	run certgen -d o --on-change 'echo late >>ran' board.local
	is "$code $(cat ran 2>/dev/null)" '0 late' '… at the last moment too'
	idle '… and then no more' o --on-change 'echo late >>ran' board.local
else skip 13 'no strace, or not root'; fi
run certgen -d o --check --on-change 'echo check >>ran' board.local more.local
unlike "$(cat ran 2>/dev/null)" '*check*' '--check does not run it'
if [ "${LONG:-}" ]; then
	rm o/server.crt
	run timeout 100 "$CERTBOX" certgen -d o --on-change 'sleep 1000' board.local
	is "$code" 1 'a command that never ends: exit 1'
	like "$err" 'certgen: *timed out*' '… said'
fi
done_testing

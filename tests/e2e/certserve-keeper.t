#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-keeper.t - certserve as a process: start and end, what it loads and what it never does, and a front that turns against it.
# long because: each fault is one of the same service, and begins it anew.
# shellcheck source-path=SCRIPTDIR disable=SC2317,SC2119 # commands are called by name; some without words
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
: "${BUILD:?has the controls}"
has openssl curl python3 || skip_all 'no openssl, curl or python3'
HOSTILE=$BUILD/ctl/front/certbox ANY_KEY=$BUILD/ctl/any-key/certbox
pid=

# --- a service of our own
gone() { ! kill -0 "$pid" 2>/dev/null; }
# serves_or_not: it has said where it is, or is no more
serves_or_not() { grep -q ^serving so || gone; }
# begin ARG…: $box serves set, started by the words of $as; $pid, $port; its stdout is so, its stderr $errors
box=$CERTBOX as='' errors=se
begin() {
	: >so
	# shellcheck disable=SC2086 # words
	$as "$box" certserve -d set -l 127.0.0.1:0 "$@" >so 2>"$errors" &
	pid=$!
	until_it serves_or_not
	port=$(sed -n 's/^serving .*:\([0-9]*\)  *sha256.*/\1/p; s/^serving .*:\([0-9]*\)  *no trust.*/\1/p' so)
}
# said: stderr; qemu has no system call filter, which is said at each start.
said() { if emulated; then grep -v 'no system call filter$' se; else cat se; fi; }
# ended: it has ended; $code. finish: asks it to.
ended() {
	code=0
	wait "$pid" || code=$?
	pid=
}
finish() {
	kill -TERM "$pid"
	ended
}
later '[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null'
front() { front_of "$pid"; }
get() { curl -s --max-time 5 --cacert "${ca:-set/ca.crt}" --resolve "board.local:$port:127.0.0.1" "https://board.local:$port$1"; }
served() { echo | openssl s_client -connect "127.0.0.1:$port" 2>/dev/null | openssl x509 -noout -fingerprint -sha256; }
print_of() { openssl x509 -in "$1" -noout -fingerprint -sha256; }
serves() { [ "$(served)" = "$(print_of "$1")" ]; }
metric() { get /metrics | sed -n "s/^certserve_$1 //p"; }
# fresh: a set made anew, and a file to publish
fresh() { rm -rf set && certgen -q -d set board.local 127.0.0.1 >/dev/null && echo notes >set/notes; }
# refused 'NAME' CODE STDERR ARG…: it does not begin
refused() {
	refused_name=$1 refused_code=$2 refused_err=$3
	shift 3
	expect "$refused_name" "$refused_code" '' "certserve: $refused_err" timeout 20 "$CERTBOX" certserve "$@"
}

# --- what it will not do
refused 'nothing to serve' 1 'nowhere/server.crt: is not there: run certgen first' -d nowhere -l 127.0.0.1:0
fresh
refused 'an operand' 2 "'set': no operands (see certserve --help)" set
refused 'an address that is none' 2 'nonsense: *' -l nonsense
refused 'no connections at all' 2 '*--max-conn*' --max-conn 0
refused 'a path that is its own' 2 "--publish /metrics: certserve's own *" --publish /metrics=x
for path in x=y /=y /a/../b=y /a//b=y /a/.=y '/a b=y' '/a?b=y' '/%61=y' /a= /a; do
	refused "no path: $path" 2 '--publish *' --publish "$path"
done
refused 'a path twice' 2 '--publish /a: given twice *' --publish /a=set/ca.crt --publish /a=set/ca.crt
refused 'a file that is not there' 1 '/nowhere: is not there' -d set -l 127.0.0.1:0 --publish /a=/nowhere
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key 2>/dev/null
cp -r set mismatched && cp other.key mismatched/server.key
refused 'a key of another' 11 'mismatched/server.key: is not the key of mismatched/server.crt' -d mismatched -l 127.0.0.1:0
for name in server.crt server.key ca.crt; do
	rm -rf torn && cp -r set torn && head -c 100 set/$name >torn/$name
	refused "a torn $name" 12 "torn/$name: *" -d torn -l 127.0.0.1:0
done
if root; then
	refused 'root as the user' 2 '--user: strangers are not served as root *' -d set -l 127.0.0.1:0 --user 0
	refused 'a user nobody knows' 1 '--user: no nosuchuser here' -d set -l 127.0.0.1:0 --user nosuchuser
else skip 2 'not root'; fi
like "$("$CERTBOX" certserve --help | wc -l)" '[12][0-9]' '--help fits a screen'

# --- it begins, serves and ends
begin
like "$(cat so)" "serving    https://board.local:$port  sha256 $(print_of set/ca.crt | cut -d= -f2)" 'one line says where, and what to compare'
is "$(get /healthz)" ok 'curl trusts it'
is "$(get /ca.crt)" "$(cat set/ca.crt)" 'it hands out the anchor'
refused 'another at the same address' 1 "cannot listen on 127.0.0.1:$port: Address already in use" -d set -l "127.0.0.1:$port"
finish
is "$code" 0 'SIGTERM: exit 0'
like "$(said)" '127.0.0.1 GET /healthz 200 *' 'a line for a request'

# --- a service manager's sockets and news
cat >manager.py <<'END'
# manager.py NAME BOX ARG...: opens two sockets, the second named http, and what NAME says to listen for news at; BOX becomes this process
import os, socket, sys
name, argv = sys.argv[1], sys.argv[2:]
news = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
news.bind('\0' + name[1:] if name[0] == '@' else name)
listeners = [socket.create_server(('127.0.0.1', 0)) for _ in range(2)]
print(*[l.getsockname()[1] for l in listeners], flush=True)
child = os.fork()
if child == 0:
	for i, l in enumerate(listeners):
		os.dup2(l.fileno(), 20 + i)
	for i in range(2):
		os.dup2(20 + i, 3 + i)
	os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='2', LISTEN_FDNAMES='web:http', NOTIFY_SOCKET=name)
	os.execv(argv[0], ['certbox'] + argv[1:])
print('pid', child, flush=True)
news.settimeout(20)
for _ in range(2):
	print(news.recv(100).decode(), flush=True)
print('exit', os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
END
for name in "$PWD/news" @certbox-test-$$; do
	python3 manager.py "$name" "$CERTBOX" certserve -d set >managed 2>se &
	manager=$!
	ok "NOTIFY_SOCKET ${name##*/}: READY=1" until_it grep -q READY=1 managed
	read -r port plain <managed
	is "$(get /healthz)" ok 'a socket that was handed over serves'
	is "$(curl -s "http://127.0.0.1:$plain/healthz")" ok '… and the one named http is plain'
	kill -TERM "$(sed -n 's/^pid //p' managed)"
	wait $manager
	is "$(tail -n 2 managed | tr '\n' ' ')" 'STOPPING=1 exit 0 ' 'STOPPING=1, and it ends'
	rm -f news managed # READY=1 of the first is not that of the second
done

# --- new files need no restart
begin
before=$(metric reloads_total)
certgen -q -d set board.local other.local >/dev/null
ok 'a leaf with another name is served soon' until_it serves set/server.crt
is "$(get /healthz)" ok '… and verified'
certgen -q -d set --rotate key board.local >/dev/null
ok 'a leaf with another key' until_it serves set/server.crt
certgen -q -d set --rotate ca board.local >/dev/null
ok 'a leaf of another CA' until_it serves set/server.crt
handed_out() { [ "$(get /ca.crt)" = "$(cat set/ca.crt)" ]; }
ok '… which is handed out' until_it handed_out
like "$(($(metric reloads_total) - before))" '[3-9]' '… each counted'
touch set/* && sleep 1.2
is "$(grep -c ^reloaded so)" "$(($(metric reloads_total) - before))" 'files that are only touched are nothing new'
kill -HUP "$pid"
is "$(get /healthz)" ok 'SIGHUP is survived'
finish
is "$code,$(said | grep -v ' GET /')" 0, 'without a warning'

# --- what does not belong together
# keeps 'NAME' WARNING COMMAND…: COMMAND in set spoils it; the last good set is served, and after a while it is said why
keeps() {
	keeps_name=$1 keeps_why=$2
	shift 2
	fresh
	begin --publish /notes=set/notes
	cp -r set good
	"$@"
	ok "$keeps_name: it is said" until_it grep -q "$keeps_why.*; what was good before is served" se
	is "$(ca=good/ca.crt get /healthz),$(served)" "ok,$(print_of good/server.crt)" '… the last good set is served'
	is "$(ca=good/ca.crt get /ca.crt; ca=good/ca.crt get /notes)" "$(cat good/ca.crt good/notes)" '… and handed out'
	is "$(ca=good/ca.crt metric last_reload_successful)" 0 '… and /metrics knows'
	cp -pr good/. set/
	ok '… until all is right again' until_it sh -c 'grep -q ^reloaded so'
	is "$(metric last_reload_successful)" 1 '… and says so'
	finish
	is "$code" 0 '… and ends well'
	rm -rf good
}
tear() { head -c 90 "set/$1" >set/x && cat set/x >"set/$1" && rm set/x; }
keeps 'a key of another' 'set/server.key: is not the key of set/server.crt' cp other.key set/server.key
keeps 'a torn certificate' 'set/server.crt: ' tear server.crt
keeps 'a torn key' 'set/server.key: ' tear server.key
keeps 'a torn CA' 'set/ca.crt: ' tear ca.crt
keeps 'a certificate that is gone' 'set/server.crt: is not there' rm set/server.crt
keeps 'all that is gone' 'set/server.crt: is not there' rm -r set/server.crt set/server.key set/ca.crt set/notes
keeps 'a folder in its place' 'set/server.key is a directory' sh -c 'rm set/server.key && mkdir set/server.key && sleep 4 && rmdir set/server.key'
keeps 'a published file that becomes a key' 'set/notes: holds a private key: not published' cp other.key set/notes
keeps 'a published file that is gone' 'set/notes: is not there' rm set/notes

fresh
begin
rm set/ca.crt
ok 'an anchor that is gone for good: said' until_it grep -q 'set/ca.crt: is not there; there is no trust anchor' se
is "$(curl -sk -o /dev/null -w '%{http_code}' "https://127.0.0.1:$port/ca.crt")" 404 '… and no more handed out'
finish
begin
like "$(cat so),$(cat se)" 'serving *no trust anchor,*set/ca.crt: is not there; there is no trust anchor*' '… as at the start'
finish
fresh

# the test above can fail: with a box that takes any key for any certificate, it does
if [ -x "$ANY_KEY" ]; then
	box=$ANY_KEY
	begin
	certgen -q -d new board.local 127.0.0.1 >/dev/null
	cp new/ca.crt set/ca.crt && cp new/server.crt set/server.crt && cp other.key set/server.key
	until_it grep -q ^reloaded so
	is "$(get /healthz)" '' 'control: a mismatched pair would be seen'
	finish
	box=$CERTBOX
	fresh
else skip 1 'the control any-key is not built'; fi

# out of date
soon=$(($(date +%s) + 500 * DAY))
box=$CERTBOX_TEST
export CERTBOX_TEST_NOW=$soon
begin
unset CERTBOX_TEST_NOW
like "$(said)" "certserve: warning: set/server.crt: expired 20*Z by this machine's clock; served all the same" 'a certificate out of date is served, aloud'
finish
box=$CERTBOX

# --- private keys are not published
openssl genrsa -out rsa.pem 2048 2>/dev/null
openssl req -x509 -key rsa.pem -subj /CN=x -out x.crt 2>/dev/null
openssl rsa -in rsa.pem -traditional -out pkcs1.pem 2>/dev/null
openssl rsa -in rsa.pem -traditional -outform DER -out pkcs1.der 2>/dev/null
openssl rsa -in rsa.pem -traditional -aes128 -passout pass:x -out old-encrypted.pem 2>/dev/null
openssl pkey -in rsa.pem -outform DER -out pkcs8.der
openssl ec -in other.key -out sec1.pem 2>/dev/null
openssl ec -in other.key -outform DER -out sec1.der 2>/dev/null
openssl ec -in other.key -outform DER 2>/dev/null | openssl base64 >bare64
openssl pkcs8 -topk8 -in rsa.pem -passout pass:x -out encrypted.pem
openssl pkcs8 -topk8 -in rsa.pem -passout pass:x -outform DER -out encrypted.der
openssl pkcs8 -topk8 -in rsa.pem -passout pass:x -scrypt -outform DER -out scrypt.der
openssl pkcs8 -topk8 -in rsa.pem -passout pass:x -v1 PBE-SHA1-3DES -outform DER -out pbe.der
openssl pkcs12 -export -inkey rsa.pem -in x.crt -passout pass:x -out x.p12
openssl pkcs12 -export -nokeys -in x.crt -passout pass:x -out nokeys.p12
openssl genpkey -algorithm ed25519 -outform DER -out ed25519.der
openssl genpkey -algorithm ed448 -out ed448.pem
cat x.crt rsa.pem >combined.pem
openssl x509 -in x.crt -outform DER -out x.der && cat x.der pkcs8.der >combined.der
{ openssl x509 -in x.crt -noout -text && sed 's/$/\r/' pkcs1.pem; } >crlf.pem
python3 -c 'import sys; sys.stdout.buffer.write(open("rsa.pem").read().encode("utf-16"))' >utf16.pem
for file in rsa.pem pkcs1.pem pkcs1.der old-encrypted.pem pkcs8.der other.key sec1.pem sec1.der bare64 encrypted.pem encrypted.der scrypt.der pbe.der x.p12 \
	nokeys.p12 ed25519.der ed448.pem combined.pem combined.der crlf.pem utf16.pem set/server.key set/ca.key; do
	refused "not published: $file" 12 "$file: holds a private key: not published" -d set -l 127.0.0.1:0 --publish "/x=$file"
done
if has ssh-keygen; then
	ssh-keygen -q -t ed25519 -N '' -f ssh
	refused 'not published: one of OpenSSH' 12 'ssh: *' -d set -l 127.0.0.1:0 --publish /x=ssh
else skip 1 'no ssh-keygen'; fi
openssl pkey -in rsa.pem -pubout -out pub.pem
openssl pkey -in rsa.pem -pubout -outform DER -out pub.der
openssl rsa -in rsa.pem -RSAPublicKey_out -outform DER -out pub1.der 2>/dev/null
openssl req -new -key rsa.pem -subj /CN=x -outform DER -out req.der
openssl dgst -sha256 -sign other.key -out signature x.crt
openssl crl2pkcs7 -nocrl -certfile x.crt -outform DER -out x.p7b
openssl dhparam -outform DER -out dh.der -dsaparam 512 2>/dev/null
seq 50000 | gzip -n >binary
set -- pub.pem pub.der pub1.der req.der signature x.p7b dh.der x.crt x.der binary set/server.crt
i=0
for file; do
	set -- "$@" --publish "/f$i=$file"
	i=$((i + 1))
done
shift $i
begin "$@"
i=0
for file in pub.pem pub.der pub1.der req.der signature x.p7b dh.der x.crt x.der binary set/server.crt; do
	get "/f$i" >got
	ok "published: $file" cmp -s got $file
	i=$((i + 1))
done
finish

# --- either process ends the other
begin
other=$(front)
kill -KILL "$other"
ended
is "$code,$(said)" '1,certserve: the front was killed by SIGKILL' 'the front is killed: a line, exit 1'
begin
other=$(front)
kill -KILL "$pid"
wait "$pid" 2>/dev/null
pid=
no_more() { case $(cat "/proc/$other/stat" 2>/dev/null) in '' | *') Z '* | *') X '*) ;; *) return 1 ;; esac; }
ok 'the keeper is killed: the front ends, too' until_it no_more
begin
is "$(get /healthz)" ok 'a restart is clean'
finish

# --- who they are
uid_of() { sed -n 's/^Uid:\t\([0-9]*\)\t.*/\1/p' "/proc/$1/status"; }
if root; then
	begin
	emulated || is "$(uid_of "$(front)"),$(sed -n 's/^CapEff:\t0*//p; s/^Seccomp:\t//p' "/proc/$(front)/status" | tr '\n' ' ')" '65534, 2 ' "root's front is nobody, without a capability, behind a filter"
	is "$(sed -n 's/^CapEff:\t0*//p; s/^NoNewPrivs:\t//p' "/proc/$pid/status" | tr '\n' ' ')" '24 1 ' 'its keeper may read and kill'
	# the key's number, from where it is in memory: in the keeper, never in the front
	openssl pkey -in set/server.key -noout -text | sed -n '/^priv:/,/^pub:/p' | grep '^ ' | tr -d ' :\n' >number
	cat >search.py <<'END'
import re, sys
number, found = bytes.fromhex(open('number').read().strip())[-32:], 0
with open(f'/proc/{sys.argv[1]}/maps') as maps, open(f'/proc/{sys.argv[1]}/mem', 'rb') as mem:
	for line in maps:
		m = re.match(r'(\w+)-(\w+) r', line)
		if m and '[v' not in line:
			try:
				mem.seek(int(m[1], 16))
				found += mem.read(int(m[2], 16) - int(m[1], 16)).count(number)
			except OSError:
				pass
print(found)
END
	if ! emulated && [ "$(python3 search.py "$pid" 2>/dev/null)" ]; then
		get /healthz >/dev/null
		unlike "$(python3 search.py "$pid")" 0 "control: the key is found in the keeper's memory"
		is "$(python3 search.py "$(front)")" 0 "… and not in the front's"
	else skip 2 'memory cannot be read here'; fi
	finish
	begin --user 12345:54321
	is "$(uid_of "$(front)")" 12345 '--user U:G'
	finish
	chmod 755 . .. && chmod 644 set/server.key
	as='setpriv --reuid 54321 --regid 54321 --clear-groups'
	begin
	is "$(uid_of "$pid"),$(uid_of "$(front)"),$(get /healthz)" 54321,54321,ok 'another user than root serves, too'
	like "$(cat se)" 'certserve: warning: the process that serves has no user of its own*' '… and says what it lacks'
	finish
	as="$as timeout 20"
	begin --user 12345
	ended
	is "$code,$(cat se)" '1,certserve: cannot become user 12345, group 65534: Operation not permitted' '… but not as somebody else'
	as="${as% timeout 20} prlimit --nofile=64:64"
	begin --max-conn 4000
	like "$(cat se),$(get /healthz)" 'certserve: warning: --max-conn: [34][0-9] fit, by the limit of open files*,ok' 'more connections than it may have descriptors: what fits'
	finish
	as=
	chmod 600 set/server.key
else skip 9 'not root'; fi
# --- lines that nobody takes
errors=/dev/full
begin
errors=se
is "$(get /healthz)$(get /healthz)" okok 'a full disk behind stderr'
finish
is "$code" 0 '… is no reason to fail'

# --- a front that turns against its keeper
if [ ! -x "$HOSTILE" ] || emulated; then
	skip 18 'the control front is not built, or for another machine'
	done_testing
fi
box=$HOSTILE
ask() { printf %s "$1" | timeout 10 python3 -c 'import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5)
s.sendall(sys.stdin.buffer.read())
while got := s.recv(65536): sys.stdout.buffer.write(got)' "$port" 2>/dev/null; }
begin
like "$(ask s0)" 'generation 1 * chain 1 *signed 7*' 'what it may: a signature'
ask e >/dev/null
ok 'a line of the log comes tamed' until_it grep -qx '?\[2J?forged' se
finish
# ends 'NAME' WORD WHY
ends() {
	begin --publish /x=set/notes
	ask "$2" >/dev/null
	ended
	is "$code,$(tail -n 1 se)" "1,certserve: the front $3" "$1"
}
ends 'a signature by a key that never was' s1 'asked for a signature that nobody needs: ended'
ends 'a signature of what is no hash' h 'asked for a signature that nobody needs: ended'
ends 'a message of no kind' K 'sent what is no message: ended'
ends 'half a message' H 'sent what is no message: ended'
ends 'a generation that was not offered' T 'took what was not offered: ended'
ends 'up twice' U 'begins twice: ended'
ends 'a system call' S 'made a system call it may not make (SIGSYS)'
ends 'a write where it may only read' W 'was killed by SIGSEGV'
ends 'an end of its own' X 'ended: exit 3'
begin
ask D >/dev/null
finish
is "$code,$(tail -n 1 se)" '1,certserve: the front does not end: ended' 'one that does not drain is ended'

# keys of three generations, and not of four
begin
for i in 2 3 4; do
	certgen -q -d set --rotate key board.local >/dev/null
	until_it sh -c "[ \$(grep -c ^reloaded so) -ge $((i - 1)) ]"
done
ok 'a fourth generation is taken' until_it sh -c "printf x | python3 -c 'import socket, sys
s = socket.create_connection((\"127.0.0.1\", $port), 5); s.sendall(b\"x\"); assert b\"generation 4 \" in s.recv(1000)'"
like "$(ask s2)" 'generation 4 *signed 7*' '… the key of two before still signs'
ask s3 >/dev/null
ended
is "$code" 1 '… that of three before does not'

# a terminal that is stopped: a pipe nobody reads
mkfifo stuck
exec 8<>stuck
errors=stuck
begin
ask l >/dev/null
like "$(ask s0)" '*signed 7*' 'a pipe that nobody reads stops no signature'
timeout 2 cat <&8 >first
ask x >/dev/null
timeout 2 cat <&8 >rest
ok '… and how many lines were lost is said' grep -q 'certserve: [0-9]* lines were lost' rest
finish
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certfetch-get.t - --get: a file appears whole or not at all, whatever the server, the net, the disk or a kill do.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
"$CERTBOX" --list | grep -qx certfetch || skip_all 'no certfetch in this box'
has python3 || skip_all 'no python3'
certgen -q -d tls localhost >/dev/null && certgen -q -d others localhost >/dev/null
mkdir www
python3 - <<'END'
import random
for name, size in ("a", 300000), ("b", 250000), ("large", 1500000), ("empty", 0):
    open("www/" + name, "wb").write(random.Random(name).randbytes(size))
END
sum_a=$(sha256sum <www/a) sum_a=${sum_a%% *} sum_b=$(sha256sum <www/b) sum_b=${sum_b%% *}
large=$(sha256sum <www/large) large=${large%% *}

export PYTHONDONTWRITEBYTECODE=1
serve() {
	rm -f port
	python3 "$SRC/tests/e2e/getting.py" www log tls/server.crt,tls/server.key others/server.crt,others/server.key >port 2>server.err &
	server=$!
	later "kill $server 2>/dev/null"
	until_it test -s port || diag "$(cat server.err)"
	url=https://localhost:$(cat port)
}
serve
# get TARGET ARG…: certfetch --get of it, from a server that is known; $log: what was asked for.
get() {
	: >log
	target=$1
	shift
	timeout 60 "$CERTBOX" certfetch -d store --ca tls/ca.crt --get "$@" "$url$target"
}
# asked LINE…: just this was asked for.
asked() {
	asked_name=$1
	shift
	is "$(grep -v '^#' log)" "$(printf '%s\n' "$@")" "$asked_name"
}
# whole NAME FILE: the file is www/FILE, and no part is left.
whole() { ok "$1" cmp f "www/$2" && is "$(find . -name '.*part')" '' 'and no part is left'; }
# old: f is something else that was there before.
old() { echo old >f; }
stays() { is "$(cat f)" old "$1: f is as it was" && is "$(find . -name '.*part')" '' 'and no part is left'; }

# --- answers ---------------------------------------------------------------------------------------
expect 'a file' 0 "created    f *300000 octets" '' get /a -o f
whole 'is the one that was asked for' a
is "$(stat -c %a f)" 644 'it has the mode of a new file'
is "$(stat -c %a store 2>/dev/null)" '' 'and no store was made'
expect 'without -o' 0 'created *' '' get /b
ok 'it has the name it has there' cmp b www/b
expect 'an empty one' 0 'created *0 octets*' '' get /empty -o f
whole 'is empty' empty
expect 'chunked' 0 'created *' '' get '/a?chunked' -o f
whole 'it is whole' a
expect 'HTTP/1.0, until it closes' 0 'created *' '' get '/b?old' -o f
whole 'it is whole' b
old
expect '404' 1 '' 'certfetch: localhost:*: 404*' get /none -o f
expect 'another sum' 11 '' "certfetch: *its sha256 is $sum_a, not $sum_b" get /a -o f --sha256 "$sum_b"
stays 'after these'
expect 'the right one' 0 'created *' '' get /a -o f --sha256 "$sum_a"
whole 'it is whole' a

# --- cut -------------------------------------------------------------------------------------------
for way in cut=100000 bye=100000 chunked+cut=131072 chunked+bye=131072 old+cut=100000 long=5+bye=300000; do
	old
	expect "$way, no retries" 14 '' 'certfetch: localhost:*' get "/a?$way" -o f
	stays "$way"
done
tag=$(md5sum <www/a) tag=\"$(echo "$tag" | cut -c 1-8)\"
expect 'cut, one retry' 0 'created *' '' get '/a?cut=100000/ok' -o f --retry 1
whole 'it is whole' a
asked 'the rest was asked for, if it is still the same' '/a - -' "/a bytes=100000- $tag"
expect 'with -v the cut is told' 0 'created *' '*cut*; again in 1 s*' get '/a?cut=100000/ok/v' -o f --retry 1 -v
expect 'by its date' 0 'created *' '' get '/a?dated+cut=100000/dated' -o f --retry 1
whole 'it is whole' a
asked 'the date is asked for' '/a - -' '/a bytes=100000- Sun, 06 Nov 1994 08:49:37 GMT'
expect 'of neither' 0 'created *' '' get '/a?bare+cut=100000/bare' -o f --retry 1
whole 'it is whole' a
asked 'all is asked for' '/a - -' '/a - -'
expect 'of neither, with a sum' 0 'created *' '' get '/a?bare+bye=100000/bare' -o f --retry 1 --sha256 "$sum_a"
asked 'the rest' '/a - -' '/a bytes=100000- -'
expect 'without ranges' 0 'created *' '' get '/a?norange+cut=100000/norange' -o f --retry 1
whole 'it is whole' a
expect 'another file by now, by If-Range' 0 'created *' '' get '/a?cut=100000/is=b' -o f --retry 1
whole 'the new one' b
expect 'another file by now, by a server that does not say so' 0 'created *' '' get '/a?cut=100000/twin=b/is=b' -o f --retry 1
whole 'the new one: its length tells' b
asked 'it was asked for once more' '/a - -' "/a bytes=100000- $tag" '/a - -'
expect 'shorter than what is there' 0 'created *' '' get '/a?bare+cut=280000/is=b' -o f --retry 1 --sha256 "$sum_b"
whole 'the new one' b
asked '416, and all of it' '/a - -' '/a bytes=280000- -' '/a - -'
expect 'cut twice' 0 'created *' '' get '/a?cut=100000/chunked+bye=65536/ok' -o f --retry 2
whole 'it is whole' a
old
expect 'another server when it goes on' 13 '' 'certfetch: localhost:*unknown issuer*' get '/a?other+cut=100000/ok' -o f --retry 3 --sha256 "$sum_a"
asked 'is not asked' '/a - -'
stays 'nothing of it'
kill $server
serve

# --- killed ------------------------------------------------------------------------------------------
# killed ARG…: certfetch dies when some of it is there.
killed() {
	: >log
	"$CERTBOX" certfetch -d store --ca tls/ca.crt --get -o f "$@" "$url/large?slow+for=$1" >/dev/null 2>&1 &
	child=$!
	until_it test -s .f.certfetch-part
	kill -9 $child
	wait $child 2>"$TAP/killed"
}
has_part() { [ -s .f.certfetch-part ]; }
old
killed -v
ok 'killed, it leaves a part' has_part
is "$(cat f) $(stat -c %a .f.certfetch-part)" 'old 600' 'for the owner alone, and what was there before'
echo more >>.f.certfetch-part
expect 'without a sum it is worth nothing' 0 'created *' '' get /large -o f
whole 'all is got anew' large
asked 'from its start' '/large - -'
old
killed --sha256 "$large"
size=$(stat -c %s .f.certfetch-part)
expect 'with one it is gone on with' 0 'created *1500000 octets*' '' get /large -o f --sha256 "$large"
whole 'it is whole' large
asked 'the rest was asked for' "/large bytes=$size- -"
old
head -c 1000 www/b >.f.certfetch-part
expect 'a part of something else' 0 'created *' '' get /large -o f --sha256 "$large"
whole 'is found out by the sum' large
asked 'and all is asked for' '/large bytes=1000- -' '/large - -'
cp www/large .f.certfetch-part
expect 'a part that is all of it' 0 'created *' '' get /large -o f --sha256 "$large"
whole 'is taken' large
asked 'and nobody is asked'
old
expect 'giving up with a sum' 14 '' 'certfetch: *' get '/large?cut=1000000' -o f --sha256 "$large"
is "$(stat -c %s .f.certfetch-part)" 1000000 'leaves what has come'
expect 'to the next run' 0 'created *' '' get /large -o f --sha256 "$large"
asked 'which goes on' '/large bytes=1000000- -'

# --- two at once -----------------------------------------------------------------------------------------
"$CERTBOX" certfetch -d store --ca tls/ca.crt --get -o g "$url/large?slow" >/dev/null 2>&1 &
child=$!
until_it test -s .g.certfetch-part
kill -STOP $child # or it might end before the second gives up
expect 'a second one of the same file' 1 '' '*another run holds .g.certfetch-part*' get /a -o g
kill -CONT $child
ok 'the first goes on' wait $child
ok 'and is whole' cmp g www/large

# --- where it goes -------------------------------------------------------------------------------------------
run get /a -o -
is "$code $(cat "$TAP/err")" "0 created    -           300000 octets" '-o -: the report goes to stderr'
ok 'and the file to stdout' cmp "$TAP/out" www/a
# shellcheck disable=SC2016 # for the inner shell
expect 'stdout that nobody reads' 0 '1' '*cannot write -: Broken pipe*' sh -c '{ "$CERTBOX" certfetch --ca tls/ca.crt --get -o - "$1"; echo $? >code; } | head -c 1 >/dev/null; cat code' sh "$url/large?x"
expect '/dev/null' 0 'created *' '' get /a -o /dev/null
expect '/dev/full' 1 '' '*cannot write /dev/full: No space left on device' get /a -o /dev/full
mkdir there && ln -s there/real link
expect 'a link' 0 'created *' '' get /a -o link
ok 'what it leads to is made' cmp there/real www/a
ok 'and it stays one' test -L link
mkfifo fifo
expect 'a FIFO' 1 '' '*fifo is not a file' get /a -o fifo
expect 'a folder' 1 '' '*there is not a file' get /a -o there
expect 'a folder that is missing' 1 '' '*cannot write none/f: No such*' get /a -o none/f
if spaces -m; then
	mkdir small
	# shellcheck disable=SC2016
	expect 'a full disk' 1 'old
*f' '*cannot write small/f: No space left on device' unshare -m sh -c 'mount -t tmpfs -o size=1m none small && echo old >small/f || exit 99
		"$CERTBOX" certfetch --ca tls/ca.crt --get -o small/f "$1" --sha256 "$2"; code=$?; cat small/f; find small -type f; exit $code' sh "$url/large" "$large"
	# shellcheck disable=SC2016
	expect 'a disk that cannot be written' 1 '' '*small/f*' unshare -m sh -c 'mount -t tmpfs none small && mount -o remount,ro small || exit 99
		exec "$CERTBOX" certfetch --ca tls/ca.crt --get -o small/f "$1"' sh "$url/large"
else
	skip 2 'no mounts of our own'
fi

# --- progress ------------------------------------------------------------------------------------------------
if has script; then
	COLUMNS_OF='stty cols 70 2>/dev/null;'
	on_terminal() { script -qec "$COLUMNS_OF '$CERTBOX' certfetch --ca tls/ca.crt --get -o f $* '$url/large?slow'" typescript >/dev/null </dev/null; }
	ok 'on a terminal' on_terminal
	erase=$(printf '\r\033[K')
	like "$(tail -n +2 typescript)" "*$erase*%*of 1.4 MiB*KiB/s*$erase*created*" 'a line tells how far it is, and is gone at the end'
	lines=$(tr '\r' '\n' <typescript | grep -c 'of 1.4 MiB')
	ok 'drawn more than once' test "$lines" -gt 1
	# shellcheck disable=SC2034
	longest=$(tr '\r' '\n' <typescript | awk '/MiB/ { sub(/\033\[K/, ""); if (length > n) n = length } END { print n + 0 }')
	ok 'and never as wide as it' test "$longest" -lt 70
	ok 'with -q' on_terminal -q
	unlike "$(tail -n +2 typescript)" '*%*' 'there is none'
else
	skip 6 'no script'
fi
expect 'nor where stderr is no terminal' 0 'created *' '' get '/large?slow' -o f
done_testing

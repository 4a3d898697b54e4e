#!/bin/sh
# SPDX-License-Identifier: MIT
# certfetch-trust.t - a server is met, known, renewed, rotated, swapped: what certfetch says of it, and what is in the store afterwards.
#
# long because: one server's life from the first visit to the last, in order, and the words it is told in.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
# shellcheck source=fetching.sh
. "$SRC/tests/e2e/fetching.sh"
"$CERTBOX" --list | grep -qx certfetch || skip_all 'no certfetch in this box'
has curl python3 openssl || skip_all 'no curl, python3 or openssl'
python3 -c 'import cryptography' 2>/dev/null || skip_all 'no cryptography for python3'
ok 'certificates of all kinds are made' has_made
names='localhost 127.0.0.1'

# change DIR ARG…: certgen there; done when it is served.
served() {
	[ "$(openssl s_client -connect "127.0.0.1:$https" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 | sed 's/.*=//')" = "$(fingerprint "$serve_dir/server.crt")" ]
}
change() {
	# shellcheck disable=SC2086 # words
	certgen -q -d "$@" $names >/dev/null 2>"$TAP/changed" || diag "certgen $* fails" "$(cat "$TAP/changed")"
	change_tries=100
	until served || [ $change_tries -eq 0 ]; do sleep 0.05 && change_tries=$((change_tries - 1)); done
}
# says 'NAME' STDOUT STORE ARG…: 0, nothing on stderr.
says() {
	says_name=$1 says_out=$2 says_store=$3
	shift 3
	expect "$says_name" 0 "$says_out" '' certfetch -d "$says_store" "$@"
}
# denies 'NAME' CODE STDERR STORE ARG…: one line of stderr, and the store is as it was.
denies() {
	refuses_name=$1 refuses_code=$2 refuses_err=$3 refuses_dir=$4
	shift 4
	denies_with certfetch "$@"
}
denies_with() {
	denies_command=$1
	shift
	denies_before=$(snap "$refuses_dir" 2>&1) problems=
	run "$denies_command" -d "$refuses_dir" "$@"
	[ "$code" -eq "$refuses_code" ] || problems="$problems [exit code, want $refuses_code]"
	[ -z "$out" ] || problems="$problems [stdout]"
	one_line "$err" || problems="$problems [one line of stderr]"
	tap_fits "$err" "certfetch: $refuses_err" || problems="$problems [stderr, want certfetch: $refuses_err]"
	[ "$denies_before" = "$(snap "$refuses_dir" 2>&1)" ] || problems="$problems [changed: $(files "$refuses_dir" 2>&1)]"
	judge "$refuses_name" "$problems"
}
# A time for certfetch, which it may believe.
certfetch_at() {
	certfetch_now=$1
	shift
	CERTBOX_TEST_NOW=$certfetch_now CERTBOX_TEST_SET=1 "$CERTBOX_TEST" certfetch "$@"
}
same_certificate() { [ "$(fingerprint "$1")" = "$(fingerprint "$2")" ]; }

# --- met, known
# shellcheck disable=SC2086 # words
certgen -q -d tls $names >/dev/null
serve tls -q
at=localhost:$https file=localhost_$https.crt
first=$(fingerprint tls/ca.crt)
says 'first contact: stored, to be compared' "new        $at  sha256 $first  stored $file; compare with its console" store "$at"
ok 'what is stored is the CA' cmp store/$file tls/ca.crt
is "$(files store)" "$file" '… and nothing else'
is "$(mode store store/$file)" '700 644' '… for nobody else to change'
ok '… and serves curl' curl -sS -m 20 --noproxy '*' --cacert store/$file -o /dev/null "https://$at/healthz"
before=$(snap store)
says 'the next visit: unchanged' "unchanged  $at  sha256 $first" store "$at"
says '-q: silent' '' store -q "$at"
says 'by its URL' "unchanged  $at  sha256 $first" store "https://$at"
says 'a dot at its end, capitals' "unchanged  $at  sha256 $first" store "LOCALHOST.:$https"
says '--strict: it is known' "unchanged  $at  sha256 $first" store --strict "$at"
says '--peer: a stored CA is worth more' "unchanged  $at  sha256 $first" store --peer "$at"
says '--json' '{"verb":"unchanged","what":"'"$at"'","detail":"sha256 '"$first"'"}' store --json "$at"
is "$(snap store)" "$before" 'nothing was written'
says '--list' "trust      $file  sha256 $first  CA, until $DATE" store --list
says '--list of no store' '' none --list

# --- what changes by right
cp tls/server.crt before.crt
change tls --days 500
not_ok '(the leaf was made anew)' cmp tls/server.crt before.crt
says 'the leaf renewed: unchanged' "unchanged  $at  sha256 $first" store "$at"
change tls --rotate key
says "the leaf's key rotated: unchanged" "unchanged  $at  sha256 $first" store "$at"
cp tls/ca.crt first.crt
change tls --rotate ca
second=$(fingerprint tls/ca.crt)
before=$(snap store)
expect '--pin of the stored CA: a new one is not taken over, and this is said' 0 "unchanged  $at  sha256 $first" \
	"certfetch: warning: $at: hands out another CA, sha256 $second: not taken over under --pin" certfetch -d store --pin "$first" "$at"
is "$(snap store)" "$before" '… nothing was written'
says 'the CA rotated: followed, aloud' "rotated    $at  sha256 $second  signed by $first" store -q "$at"
ok 'the new one is stored' cmp store/$file tls/ca.crt
is "$(files store)" "$file $file.old-1" '… the old one kept'
ok '… as it was' cmp "store/$file.old-1" first.crt
says 'unchanged from now on' "unchanged  $at  sha256 $second" store "$at"
cp -a store aside
change tls --rotate ca
change tls --rotate ca
fourth=$(fingerprint tls/ca.crt)
says 'rotated twice since: followed' "rotated    $at  sha256 $fourth  signed by $second" store "$at"
is "$(files store)" "$file $file.old-1 $file.old-2" '… both old ones kept'
says 'a store in a copy follows as well' "rotated    $at  *" aside "$at"

# --- what changes without
change tls --rotate ca --compromised
fifth=$(fingerprint tls/ca.crt)
changed="CHANGED: stored sha256 $fourth, seen *; nothing stored (if you did this: certfetch --forget $at -d store)"
denies 'a new CA that the old one has not signed: CHANGED' 11 "$at: $changed" store "$at"
denies '… with --get' 11 "$at: $changed" store --get -o got "https://$at/fingerprint"
denies '… with its own pin' 11 "$at: $changed" store --pin "$fifth" "$at"
denies '… with --ca, which is for who is not stored' 11 "$at: $changed" store --ca tls/ca.crt "$at"
not_ok 'nothing was fetched' [ -e got ]
says '--forget: set aside' "forgotten  $file  $file.bad-1" store --forget "$at"
is "$(files store)" "$file.bad-1 $file.old-1 $file.old-2" '… not deleted'
denies '--forget of somebody unknown' 13 '*' store --forget "$at"
says 'met anew' "new        $at  sha256 $fifth  stored $file; compare with its console" store "$at"
serve_end

certgen -q -d swapped localhost 127.0.0.1 >/dev/null
serve_port=$((https - 2)) # at the very same port
serve swapped -q
denies 'another machine in its place: CHANGED' 11 "$at: CHANGED: stored sha256 $fifth, seen *" store "$at"
serve_end

# --- self-signed
# shellcheck disable=SC2086 # words
certgen -q -d self --self-signed $names >/dev/null
serve self -q
at=localhost:$https file=localhost_$https.crt
leaf=$(fingerprint self/server.crt)
says 'self-signed: stored, to be compared' "new        $at  sha256 $leaf  stored $file; compare with its console" store "$at"
says '… unchanged' "unchanged  $at  sha256 $leaf" store "$at"
change self --self-signed --days 500
renewed=$(fingerprint self/server.crt)
unlike "$renewed" "$leaf" '(it was made anew)'
says '… made anew with its key: renewed' "renewed    $at  sha256 $renewed  stored $file" store "$at"
ok '… and stored' cmp store/$file self/server.crt
says '… unchanged from now on' "unchanged  $at  sha256 $renewed" store "$at"
change self --self-signed --rotate key
denies '… with another key: CHANGED' 11 "$at: CHANGED: stored sha256 $renewed, seen *" store "$at"
serve_end

# --- --peer
serve tls -q
at=localhost:$https file=localhost_$https.crt
leaf=$(fingerprint tls/server.crt)
says '--peer: what it shows itself' "new        $at  sha256 $leaf  stored $file; compare with its console" peers --peer "$at"
is "$(grep -c BEGIN peers/$file)" 1 '… its certificate alone is stored'
says '… unchanged, with --peer or without' "unchanged  $at  sha256 $leaf" peers "$at"
change tls --days 600
says '… renewed' "renewed    $at  sha256 $(fingerprint tls/server.crt)  stored $file" peers "$at"
change tls --rotate key
denies '… another key: CHANGED' 11 "$at: CHANGED: *" peers "$at"

# --- pins
ca=$(fingerprint tls/ca.crt) leaf=$(fingerprint tls/server.crt)
certfp() { "$CERTBOX" certfp "$@"; }
n=0
while IFS='|' read -r name pin; do
	n=$((n + 1))
	says "--pin $name" "new        $at  sha256 $ca  stored $file" "pin.$n" --pin "$pin" "$at"
done <<END
of the CA|$ca
of the CA, bare hex|$(certfp -f hex tls/ca.crt)
of the CA, as openssl has it|sha256 Fingerprint=$ca
of the CA, as OpenSSH has it|$(certfp -f ssh tls/ca.crt)
of the CA's key, as curl has it|$(certfp -f pin tls/ca.crt)
of the CA, in words|$(certfp -f words tls/ca.crt | tr '\n' ' ')
of the leaf|$leaf
of the leaf's key, as curl has it|$(certfp -f pin tls/server.crt)
END
denies 'a pin of somebody else' 11 "$at: *--pin*; nothing stored" wrong --pin "$(fingerprint swapped/ca.crt)" "$at"
denies "a pin of somebody else's, for somebody known" 11 "$at: *--pin*; nothing stored" pin.1 --pin "$(fingerprint swapped/ca.crt)" "$at"
denies 'a pin that is none' 2 "--pin: *" wrong --pin 3F:9A "$at"
not_ok 'nothing was stored' [ -e wrong ]

hostile "chain=made/twinleaf.crt,made/ca.crt" trust=made/ca.crt
denies "--pin of the genuine CA, appended to a forger's chain" 11 "localhost:$port: *pinned CA did not issue*" wrong --pin "$(fingerprint made/ca.crt)" "localhost:$port"
denies '… with --get' 11 "localhost:$port: *" wrong --get -o got --pin "$(fingerprint made/ca.crt)" "https://localhost:$port/hello"
is "$(cat "$asked")" '' '… it was asked for nothing'
denies "… and at first contact: its leaf is not the anchor's" 13 "localhost:$port: *" wrong "localhost:$port"
is "$(cat "$asked")" 'GET /trust HTTP/1.1' '… it was asked for /trust alone'
hostile_end
hostile "chain=made/elseleaf.crt" trust=made/ca.crt
denies '--pin of a CA that it hands out, and that did not issue its leaf' 11 "localhost:$port: *pinned CA did not issue*" wrong --pin "$(fingerprint made/ca.crt)" "localhost:$port"
is "$(cat "$asked")" 'GET /trust HTTP/1.1' '… it was asked for /trust alone'
hostile_end
hostile chain=made/good.crt,made/planted.crt,made/ca.crt trust=made/else.crt
denies '--ca issued its leaf, and it hands out another CA under which that verifies, too' 13 "localhost:$port: *nor one of --ca*" wrong --ca made/ca.crt "localhost:$port"
denies '… with --bundle' 13 "localhost:$port: *nor one of --ca*" wrong --ca made/ca.crt --bundle bundle.pem "localhost:$port"
denies '… and the pin of the one that came along' 13 "localhost:$port: *neither itself what --pin names*" wrong --pin "$(fingerprint made/ca.crt)" "localhost:$port"
denies "… --bundle and the leaf's pin" 13 "localhost:$port: *neither itself what --pin names*" wrong --pin "$(fingerprint made/good.crt)" --bundle bundle.pem "localhost:$port"
not_ok '… and there is no bundle' [ -e bundle.pem ]
hostile_end
hostile chain=made/good.crt trust=made/ca.crt
denies '--strict: an unknown host' 13 "localhost:$port: *" wrong --strict "localhost:$port"
denies '--get from an unknown host' 13 "localhost:$port: *" wrong --get -o got "https://localhost:$port/hello"
denies '--install without --pin or --ca' 2 "localhost:$port: *" wrong --install "localhost:$port"
denies '--bundle without --pin or --ca' 2 "localhost:$port: *" wrong --bundle bundle.pem "localhost:$port"
is "$(cat "$asked")" '' 'none of these was asked for anything'
says '--get with a pin of what it hands out' "created    got         6 octets*" wrong --get -o got --pin "$(fingerprint made/ca.crt)" "https://localhost:$port/hello"
is "$(cat got)" hello '… is got'
is "$(cat "$asked")" 'GET /trust HTTP/1.1
GET /hello HTTP/1.1' '… after /trust had proven it'
not_ok '--get stores nothing' [ -e "wrong/localhost_$port.crt" ]
hostile_end

# A redirect that ends the connection: the second handshake is what counts.
hostile chain=made/good.crt then=made/elseleaf.crt first=relative trust=made/else.crt
denies '--pin of the first leaf, and /trust comes by another' 11 "localhost:$port: not what --pin says: seen leaf $(fingerprint made/elseleaf.crt); nothing stored" wrong --pin "$(fingerprint made/good.crt)" "localhost:$port"
hostile_end
hostile chain=made/good.crt then=made/elseleaf.crt first=relative trust=made/ca.crt
denies '/trust issued the leaf of the first handshake, and comes by another' 13 "localhost:$port: what it hands out did not issue*" wrong "localhost:$port"
hostile_end
hostile chain=made/good.crt then=made/elseleaf.crt first=relative trust=made/ca.crt
denies '… and --ca issued the first alone' 13 "localhost:$port: not trusted: *" wrong --ca made/ca.crt "localhost:$port"
is "$(cat "$asked")" 'GET /trust HTTP/1.1' '… the other was asked for nothing'
hostile_end
hostile chain=made/good.crt then=made/elseleaf.crt first=relative trust=made/ca.crt
denies '… --get, and the pin of the first' 11 "localhost:$port: *" wrong --get -o never --pin "$(fingerprint made/good.crt)" "https://localhost:$port/hello"
is "$(cat "$asked") $(ls never 2>&1)" "GET /hello HTTP/1.1 ls: cannot access 'never': No such file or directory" '… the other was asked for nothing'
hostile_end
hostile chain=made/self.crt client=made/else.crt
denies '--peer: our own certificate is not for whoever it is' 1 "localhost:$port: *client certificate*" wrong --peer --cert made/visitor.crt "localhost:$port"
says '… but for whom --pin names' "new        localhost:$port  sha256 $(fingerprint made/self.crt)  stored *" visited --peer --pin "$(fingerprint made/self.crt)" --cert made/visitor.crt "localhost:$port"
hostile_end

# --- what looks like a successor, or hands out more than a CA
# successor 'NAME' VERB CHAIN STORED TRUST: a server whose STORED is known, and which hands out TRUST.
successor() {
	hostile "chain=$3" "trust=made/$5.crt"
	mkdir -m 700 "after.$port" && cp "made/$4.crt" "after.$port/localhost_$port.crt"
	case $2 in
	unchanged) says_err="certfetch: warning: localhost:$port: hands out another CA, sha256 $(fingerprint "made/$5.crt"): not taken over*" says_now=$4 ;;
	*) says_err='' says_now=$5 ;;
	esac
	expect "$1" 0 "$2 *" "$says_err" certfetch -d "after.$port" "localhost:$port"
	ok '… and is not stored, or is' same_certificate "after.$port/localhost_$port.crt" "made/$says_now.crt"
	hostile_end
}
chain=made/good2.crt,made/int.crt
successor 'the one the stored CA has signed: followed' rotated $chain ca introot
successor 'of another name: not followed' unchanged $chain ca intname
successor 'with another key: not followed' unchanged $chain ca inttwin
successor 'a sub-CA: not followed' unchanged $chain ca int
successor "somebody else's: not followed" unchanged $chain ca else
successor 'the same CA, made again by itself: taken over' renewed made/ncgoodleaf.crt ncgood ncfree
successor 'the same CA, made again by somebody who has not its key: not followed' unchanged made/ncgoodleaf.crt ncgood ncforged
for way in twice key; do
	hostile chain=made/good.crt trust=made/ca.crt as=$way
	says "a CA, and more behind it ($way)" 'new *' "more.$way" "localhost:$port"
	ok '… the CA alone is stored' cmp "more.$way/localhost_$port.crt" made/ca.crt
	hostile_end
done

# --- a system is to believe it: only what was named
hostile chain=made/elseleaf.crt trust=made/else.crt
says '(met and stored)' 'new *' met "localhost:$port"
denies '--bundle with the --ca of somebody else, of who is stored' 13 '*--ca*; nothing stored' met --ca made/ca.crt --bundle named.pem "localhost:$port"
hostile_end
hostile chain=made/ncgoodleaf.crt,made/ncgood.crt trust=made/ncfree.crt
denies '--bundle with a pin, handed out is another version of it' 13 '*--pin*; nothing stored' wrong --pin "$(fingerprint made/ncgood.crt)" --bundle named.pem "localhost:$port"
denies '--bundle with --ca, handed out is another version of it' 13 '*--ca*; nothing stored' wrong --ca made/ncgood.crt --bundle named.pem "localhost:$port"
hostile_end
not_ok '… nothing was added' [ -e named.pem ]

# --- other ways to know it
says '--ca: stored without a word of comparing' "new        $at  sha256 $ca  stored $file" byca --ca tls/ca.crt "$at"
denies '--ca of somebody else' 13 "$at: *" wrong --ca swapped/ca.crt "$at"
says '--ca and --strict' "new        $at  sha256 $ca  stored $file" strict --strict --ca tls/ca.crt "$at"
says '--as' "new        $at  sha256 $ca  stored board.crt; *" as --as board "$at"
says '… is known by it' "unchanged  $at  sha256 $ca" as --as board "$at"
says '… and by nothing else' "new        $at  *" as "$at"
denies '--as that leads elsewhere' 2 '*--as*' as --as ../board "$at"
says '--server-name: another name than that of its address' "new        127.0.0.1:$https  *" named --server-name localhost "127.0.0.1:$https"
denies '… which it has not' 11 '*not of board.example*' wrong --server-name board.example "$at"
denies 'no name of the certificate' 11 '*not of x.localhost*' wrong "x.localhost:$https"
says '--path: as /trust' "new        $at  *" path --path /ca.cer "$at"
says 'a path in its name: the same' "new        $at  *" path2 "$at/ca.pem"
denies 'a path with no certificate' 12 "$at: *" wrong --path /healthz "$at"
denies 'a path that is not there' 13 "$at: *" wrong --path /nothing "$at"
says 'http:// with a pin: the anchor' "new        localhost:$http  sha256 $ca  stored localhost.crt" plain --pin "$ca" "http://localhost:$http"
ok '… as it is' cmp plain/localhost.crt tls/ca.crt
denies 'http:// without a pin' 2 "localhost:$http: *--pin*" wrong "http://localhost:$http"
denies 'http:// and --ca: nothing verifies there' 2 "localhost:$http: *--pin*" wrong --ca tls/ca.crt "http://localhost:$http"
denies 'http:// and another pin' 11 "localhost:$http: *" wrong --pin "$leaf" "http://localhost:$http"
not_ok 'nothing was stored' [ -e wrong ]

# --- -o, --get, --bundle
says '-o F: beside the store' "new        $at  *" out -o anchor.pem "$at"
ok '… what is in the store' cmp anchor.pem "out/$file"
expect '-o -: on stdout, and the report on stderr' 0 "$(cat tls/ca.crt)" "unchanged  $at  sha256 $ca" certfetch -d out -o - "$at"
says '--get' "created    page  *" out --get -o page "$at/fingerprint"
ok '… is what curl gets' sh -c "curl -sS -m 20 --noproxy '*' --cacert tls/ca.crt https://$at/fingerprint | cmp - page"
expect '--get -o -: on stdout' 0 "$(cat page)" '*' certfetch -d out --get -o - "$at/fingerprint"
sum=$(sha256sum page | cut -d ' ' -f 1)
says '--get --sha256' "created    summed  *" out --get --sha256 "$sum" -o summed "$at/fingerprint"
denies '… of something else' 11 "*" out --get --sha256 "$(printf %064d 7)" -o other "$at/fingerprint"
not_ok '… nothing is left' [ -e other ]
denies '--get of what is not there' 1 "$at: *404*" out --get -o other "$at/nothing"
says '--bundle with a pin' "*installed*" out --pin "$ca" --bundle bundle.pem "$at"
ok '… holds the CA' same_certificate bundle.pem tls/ca.crt

# --- usage
for row in 'no host|' 'two hosts|a b' 'a port that is none|localhost:0' 'a scheme that is none|ftp://localhost' 'a user|me@localhost' 'a timeout of none|--timeout 0 localhost' \
	'--key alone|--key k localhost' '--get of http://|--get http://localhost/x' '--get without a name|--get localhost' 'an option there is not|--insecure localhost'; do
	# shellcheck disable=SC2086 # words
	run certfetch -d wrong ${row#*|}
	is "$code,$out,$(printf %s "$err" | grep -c '^certfetch: ')" 2,,1 "usage: ${row%%|*}"
done

# --- the store
# hostile_store 'NAME' CODE STDERR COMMAND…: COMMAND prepares bad/; nothing hangs, nothing is written.
hostile_store() {
	refuses_name=$1 refuses_code=$2 refuses_err=$3 refuses_dir=bad
	shift 3
	rm -rf bad && mkdir -m 700 bad && (cd bad && "$@") && denies_with bounded "$at"
}
bounded() { timeout 30 "$CERTBOX" certfetch "$@"; }
hostile_store 'a FIFO in its place' 1 "*$file*" mkfifo "$file"
hostile_store 'a folder in its place' 1 "*$file*" mkdir "$file"
hostile_store 'a dangling link in its place' 1 "*$file*dangling*" ln -s nowhere "$file"
hostile_store 'a link to a FIFO in its place' 1 "*$file*" sh -c "mkfifo fifo && ln -s fifo $file"
hostile_store 'a link to itself in its place' 1 "*$file*" ln -s "$file" "$file"
hostile_store 'a device in its place' 1 "*$file*" ln -s /dev/zero "$file"
hostile_store 'an empty file in its place' 12 "*$file*" touch "$file"
hostile_store 'garbage in its place' 12 "*$file*" sh -c "echo garbage >$file"
hostile_store 'half a certificate in its place' 12 "*$file*" sh -c "head -c 300 ../tls/ca.crt >$file"
hostile_store 'a private key beside it' 12 "*$file*" sh -c "cat ../tls/ca.crt ../tls/server.key >$file"
hostile_store 'a file of a gigabyte' 12 "*$file*" truncate -s 1G "$file"
hostile_store 'a file that all may write' 1 "*$file*" sh -c "cp ../tls/ca.crt $file && chmod 666 $file"
hostile_store 'a store that all may write' 1 "*bad*" sh -c "chmod 777 ."
rm -rf bad && touch bad
denies 'a store that is a file' 1 '*bad*' bad "$at"
rm -rf bad && mkfifo bad
denies 'a store that is a FIFO' 1 '*bad*' bad "$at"
rm -rf bad && mkdir -m 700 bad && cp tls/ca.crt own.crt && ln -s ../own.crt "bad/$file"
says "a link to a user's own file is read" "unchanged  $at  *" bad "$at"
cp swapped/ca.crt own.crt
denies '… and believed' 11 "$at: CHANGED: *" bad "$at"
cp pin.1/$file own.crt && change tls --rotate ca
denies '… but not written through' 1 "*$file*symbolic link*" bad "$at"
ok "… the user's file is as it was" same_certificate own.crt pin.1/$file
rm -rf bad && mkdir -m 700 bad && cp -p "made/else.crt" "bad/$file" && mkfifo bad/.certfetch.new
says 'what a killed run has left is no hindrance' "forgotten  *" bad --forget "$at"
says '… a FIFO under the name of its temporary, either' "new        $at  *" bad "$at"
rm -rf bad && mkdir -m 700 bad && mkfifo bad/a.crt && cp made/ca.crt bad/b.crt
expect '--list says what is broken, and the rest' 12 "trust      b.crt       sha256 $(fingerprint made/ca.crt)  CA, until $DATE" '*a.crt is a FIFO*
certfetch: bad: *' bounded -d bad --list
if spaces -m; then
	cat >readonly.sh <<'END'
mkdir ro full && mount -t tmpfs -o mode=700 tmpfs ro && mount -o remount,ro ro && mount -t tmpfs -o mode=700,size=4k tmpfs full && cat /dev/zero >full/fill 2>/dev/null
for dir in ro full; do
	"$CERTBOX" certfetch -d $dir "$1"
	echo "exit $?" $(ls -A $dir)
done
END
	run unshare -m sh readonly.sh "$at"
	like "$out" 'exit 1
exit 1 *fill*' 'a store that is read-only, or full: 1'
	is "$(printf '%s\n' "$err" | grep -c '^certfetch: localhost:.*: ')" 2 '… and one line each'
	unlike "$out" '*crt*' '… and no half a file'
else skip 3 'no file system of our own'; fi

# --- two and more at once
# crowd N STORE: so many visits at once, what they say in STORE.1 …
crowd() {
	crowd_pids=
	for i in $(seq "$1"); do
		certfetch -d "$2" "$at" >"$2.$i" 2>&1 &
		crowd_pids="$crowd_pids $!"
	done
	for i in $crowd_pids; do wait "$i"; done
}
crowd 8 crowd
crowd=$(cat crowd.? | grep -c -e '^new  ' -e '^unchanged  ')
is "$crowd" 8 'eight visits at once: each is content'
is "$(files crowd)" "$file" '… one file, no rubbish'
ok '… whole' cmp "crowd/$file" tls/ca.crt
cp -a aside both && rm -f both/* && cp "pin.1/$file" both/
crowd 4 both
ok 'a rotation seen by four at once: followed' cmp "both/$file" tls/ca.crt
is "$(files both)" "$file $file.old-1" '… one old one'
serve_end

# --- the clock
year=$((365 * DAY)) now=$(date +%s)
clock='certfetch: warning: the clock is not believed: *'
serve tls -q
at=localhost:$https
expect 'a clock of 1970 is not believed, and this is said' 0 "new  *" "$clock" certfetch_at 86400 -d clock.1 "$at"
expect '… nor is one of 2099' 0 "unchanged  *" "$clock" certfetch_at 4070908800 -d clock.1 "$at"
refuses_dir=clock.2 refuses_name='a believed clock: the leaf has expired' refuses_code=13 refuses_err="$at: *expired *"
far() { certfetch_at $((now + 3 * year)) "$@"; }
denies_with far "$at"
refuses_name='… a CA that is stored changes nothing of it' refuses_dir=clock.1
denies_with far "$at"
serve_end
# shellcheck disable=SC2086 # words
at $((now + year)) -q -d future $names >/dev/null
serve future -q
at=localhost:$https
denies 'not yet valid by a believed clock' 13 "$at: *not yet valid*" clock.3 "$at"
expect '… and good by one of 1970' 0 "new  *" "$clock" certfetch_at 86400 -d clock.3 "$at"
serve_end
hostile chain=made/ancient.crt trust=made/ca.crt
expect 'expired before the release: by a clock of 1970, too' 13 '' "$clock
certfetch: localhost:$port: *expired *" certfetch_at 86400 -d clock.4 "localhost:$port"
not_ok '… nothing is stored' [ -e clock.4 ]
hostile_end
expect 'a folder without a name is none' 2 '' '*' "$CERTBOX" certfetch -d '' localhost:1
expect '--list takes no HOST' 2 '' '*--list*' "$CERTBOX" certfetch -d s --list localhost
expect '--list and --forget do not go together' 2 '' '*--list*' "$CERTBOX" certfetch -d s --list --forget localhost
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-http.t - certserve's HTTP: every path, and what strangers may send.
# shellcheck source-path=SCRIPTDIR disable=SC2059 # requests are formats
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
has curl python3 openssl || skip_all 'no curl, python3 or openssl'
certgen -q -d tls board.local localhost 127.0.0.1 >/dev/null
printf '{"a":1}\n' >facts.json
head -c 300000 /dev/urandom >large
serve tls --publish /facts.json="$PWD/facts.json" --publish "/system/ca-cert=$PWD/tls/ca.crt" --publish "/large=$PWD/large"
plain=http://127.0.0.1:$http secure=https://localhost:$https
get() { curl -sS -m 10 --cacert tls/ca.crt "$@"; }

# --- every path
openssl x509 -in tls/ca.crt -outform DER -out ca.der
awk '/BEGIN/ { n++ } n == 1' tls/server.crt | cat - tls/ca.crt >chain
der=application/x-x509-ca-cert pem=application/x-pem-file text='text/plain; charset=utf-8'
for row in "/trust|$der|tls/ca.crt" "/ca.crt|$der|tls/ca.crt" "/ca.pem|$pem|tls/ca.crt" "/ca.cer|$der|ca.der" "/ca.der|$der|ca.der" \
	"/chain.pem|$pem|chain" "/facts.json|application/json|facts.json" "/system/ca-cert|$pem|tls/ca.crt" "/large|application/octet-stream|large"; do
	path=${row%%|*} want=${row#*|}
	for base in "$plain" "$secure"; do
		run get "$base$path" -o body -w '%{http_code} %{content_type}'
		is "$out" "200 ${want%|*}" "${base%%:*}: $path"
		ok '… its octets' cmp body "${want#*|}"
	done
	etag=$(get -I "$plain$path" | sed -n 's/^ETag: \(.*\)\r/\1/p')
	is "$etag" "\"$(sum "${want#*|}" | cut -d ' ' -f 1)\"" '… its tag'
	run get "$plain$path" -H "If-None-Match: $etag" -o body -w '%{http_code} %{size_download}'
	is "$out" '304 0' '… which is asked for'
	run get -I "$plain$path" -o /dev/null -w '%{http_code} %header{content-length} %{size_download}'
	is "$out" "200 $(wc -c <"${want#*|}") 0" '… HEAD'
done
for row in "/|text/html; charset=utf-8" "/ca.mobileconfig|application/x-apple-aspen-config" "/fingerprint|$text" "/healthz|$text" \
	'/metrics|text/plain; version=0.0.4; charset=utf-8'; do
	run get "$secure${row%%|*}" -o body -w '%{http_code} %{content_type}'
	is "$out" "200 ${row#*|}" "${row%%|*}"
	run get -I "$secure${row%%|*}" -o /dev/null -w '%{http_code} %{size_download}'
	is "$out" '200 0' '… HEAD'
done
for path in /nothing /ca.crt/ /CA.CRT /server.key /.lock /ca.key; do
	run get "$plain$path" -w '%{http_code}'
	is "$out" '404 Not Found
404' "$path is not there"
done
is "$(get "$plain/fingerprint" | sed -n 's/^openssl  *//p')" "$("$CERTBOX" certfp tls/ca.crt)" 'the fingerprint as certfp has it'
is "$(get "$plain/fingerprint" | sed -n 's/^hex  *//p')" "$("$CERTBOX" certfp -f hex tls/ca.crt)" '… hex'
is "$(get "$plain/fingerprint" | sed -n 's/^pin  *//p')" "$("$CERTBOX" certfp -f pin tls/ca.crt)" '… pin'
is "$(get "$plain/fingerprint" | sed -n 's/^words  *//p')" "$("$CERTBOX" certfp -f words tls/ca.crt)" '… words'
is "$(get "$plain/fingerprint" | sed -n 's/^art  *//p')" "$("$CERTBOX" certfp -f art tls/ca.crt)" '… picture'
is "$(get "$plain/healthz")" ok '/healthz'
ok 'the profile is a property list of the CA' python3 -c "
import plistlib, urllib.request
p = plistlib.loads(urllib.request.urlopen('$plain/ca.mobileconfig').read())
assert p['PayloadContent'][0]['PayloadContent'] == open('ca.der', 'rb').read()"
run get "$plain/metrics"
like "$out" "*certbox_certificate_info{role=\"anchor\",sha256=\"$("$CERTBOX" certfp -f hex tls/ca.crt)\"} 1*certserve_connections 1*" 'the metrics'
like "$out" "*certserve_answers_total{code=\"2xx\"} [1-9]*" '… count answers'
if has promtool; then ok 'promtool likes them' sh -c "curl -sS '$plain/metrics' | promtool check metrics"; else skip 1 'no promtool'; fi
for host in board.local localhost 127.0.0.1 10.0.0.7 '[::1]'; do
	get "$plain/" -H "Host: $host:8080" -o page
	ok "the page for who asks $host" grep -qF "\"http://$host:8080/ca.cer\"" page
done
like "$(get "$plain/" -H 'Host: evil.example:8080')" '*"http://board.local:8080/ca.cer"*' 'another name is none of ours'
run get -I "$plain/"
like "$out" "*X-Content-Type-Options: nosniff*Content-Security-Policy: default-src 'none'*style-src 'sha256-*" 'the page may load nothing'
like "$out" '*Cache-Control: no-store*' '… and is not stored'
run get -r 0-9 "$plain/ca.crt" -o body -w '%{http_code}'
is "$out $(wc -c <body)" "200 $(wc -c <tls/ca.crt)" 'a range gets the whole'

# --- connections
run get "$plain/healthz" "$plain/healthz" "$plain/nothing" -o /dev/null -o /dev/null -o /dev/null -w '%{num_connects}'
is "$out" 100 'a connection is kept'
run get "$secure/healthz" "$secure/large" "$secure/healthz" -o /dev/null -o /dev/null -o /dev/null -w '%{num_connects}'
is "$out" 100 '… by TLS, too'
run get --http1.0 "$plain/healthz" -w '%{http_code} %header{connection}'
is "$out" 'ok
200 close' 'HTTP/1.0'
H='Host: a\r\n'
printf "GET /healthz HTTP/1.1\r\n$H\r\nGET /nothing HTTP/1.1\r\n$H\r\nHEAD / HTTP/1.1\r\n$H\r\nGET /large HTTP/1.1\r\n$H\r\nGET /healthz HTTP/1.1\r\n${H}Connection: close\r\n\r\nGET /healthz HTTP/1.1\r\n$H\r\n" |
	raw "$http" >answers
is "$(grep -ao 'HTTP/1.1 [0-9]*' answers | cut -d ' ' -f 2 | tr '\n' ' ')" '200 404 200 200 200 ' 'five requests at once, none after the close'
is "$(tail -c 3 answers)" ok '… in order'
printf "GET /large HTTP/1.1\r\n$H\r\n" | raw "$http" EOF | tail -c 300000 >body
ok 'who has closed his end gets the whole' cmp body large

# --- requests: status, and the request as a format
requests='
200 GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n
200 GET /healthz HTTP/1.0\r\n\r\n
200 GET /healthz HTTP/1.0\n\n
200 \r\nGET /healthz HTTP/1.0\r\n\r\n
200 GET http://a/healthz HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n
200 GET /%%68ealthz?x=/../ HTTP/1.0\r\n\r\n
200 GET /healthz HTTP/1.9\r\nHost: a\r\nConnection: close\r\n\r\n
200 GET /healthz HTTP/1.0\r\nContent-Length: 0\r\n\r\n
400 GET /healthz HTTP/1.1\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\rX: 1\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nX: \001\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0, 0\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: +0\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n
400 GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n
400 GET /healthz HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n
400 GET /../../etc/passwd HTTP/1.0\r\n\r\n
400 GET /%%2e%%2e/etc/passwd HTTP/1.0\r\n\r\n
400 GET /a%%00 HTTP/1.0\r\n\r\n
400 GET /a%%zz HTTP/1.0\r\n\r\n
400 GET / /  HTTP/1.1\r\n\r\n
400 GET\t/ HTTP/1.1\r\n\r\n
400 GET /\r\n
400 \200\001\001\000\000
404 GET //etc/passwd HTTP/1.0\r\n\r\n
404 GET /a%%2fb HTTP/1.0\r\n\r\n
400 GET /..%%2fetc HTTP/1.0\r\n\r\n
405 POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx
405 OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n
405 CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n
405 TRACE / HTTP/1.1\r\nHost: a\r\n\r\n
413 GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello
413 GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n
501 BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n
505 GET / HTTP/2.0\r\nHost: a\r\n\r\n
505 PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
printf '%s\n' "$requests" >requests
while read -r want request; do
	[ -n "$want" ] || continue
	printf "$request" >request
	raw "$http" <request >answer
	case $request in *200*001*) want=$(printf '\025\003\001' | od -An -tx1) got=$(head -c 3 answer | od -An -tx1) ;; *)
		got=$(head -n 1 answer | cut -d ' ' -f 2)" $(grep -ac '^HTTP/1.1' answer)" want="$want 1" ;;
	esac
	is "$got" "$want" "$(printf %s "$request" | sed 's/\\/|/g')"
done <requests
long=$(head -c 2100 /dev/zero | tr '\0' a)
is "$(printf "GET /$long HTTP/1.1\r\n\r\n" | status "$http")" 414 'a long line: 414'
is "$(printf "GET /healthz HTTP/1.0\r\nA: $long\r\nA: $long\r\nA: $long\r\nA: $long\r\n\r\n" | status "$http")" 431 'a long head: 431'
is "$({ printf 'GET /healthz HTTP/1.0\r\n'; head -c 1048576 /dev/zero | tr '\0' a; } | status "$http")" 431 'a mebibyte of it, and the answer is read'
is "$({ printf 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n'; head -c 60000 /dev/zero; } | status "$http")" 405 'a body nobody wants does not hide the answer'

# --- the wrong port
run get "http://127.0.0.1:$https/" -w '%{http_code}'
like "$out" '400 *https://*400' 'plain HTTP where TLS is spoken is told so'
run get "https://127.0.0.1:$http/"
like "$code $err" '35 *alert unexpected message*' 'TLS where plain HTTP is spoken gets an alert'

# --- the log
get "$plain/log?secret" -o /dev/null
ok 'a line a request' log_has '127.0.0.1 GET /log 404 14'
printf 'GET /a%%0a%%1b HTTP/1.0\r\n\r\n' | raw "$http" >/dev/null
printf 'GET /"\\\033[2J HTTP/1.0\r\n\r\n' | raw "$http" >/dev/null
ok '… of printable ASCII' log_has '127.0.0.1 - GET\\x20/\\x22\\x5c\\x1b\[2J\\x20HTTP/1.0 400 16'
is "$(tr -d '\n -~' <"$log" | wc -c)" 0 '… all of it'
serve_end
is "$code" 0 'SIGTERM ends it well'
serve tls -q
get "http://127.0.0.1:$http/healthz" -o /dev/null
serve_end
is "$code $(grep -c GET "$log")" '0 0' '-q: no line a request'
done_testing

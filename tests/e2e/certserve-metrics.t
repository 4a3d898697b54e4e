#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-metrics.t - a Prometheus scrapes certserve, trusting our CA, and answers what is asked of it.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
has prometheus promtool curl python3 openssl || skip_all 'no prometheus, promtool, curl, python3 or openssl'
certgen -q -d tls board.local localhost 127.0.0.1 >/dev/null
certgen -q -d other localhost >/dev/null
serve tls --max-conn 99
secure=https://localhost:$https plain=http://127.0.0.1:$http
get() { curl -sS -m 10 --cacert tls/ca.crt "$@"; }
# value FILE SERIES: its value, digit by digit
value() { sed -n "s/^$2 //p" "$1"; }
# grows NAME SERIES N: by exactly so much, from the file before to the file after
grows() { is "$(($(value after "$2") - $(value before "$2")))" "$3" "$1"; }

# --- the text
get "$plain/metrics" -o before
expect 'promtool has nothing to say' 0 '' '' promtool check metrics <before
sed 's/^\(# TYPE certserve_reloads_total\) counter/\1 gauge/' before >wrong
expect 'control: it has of a counter that is none' 3 '' '*certserve_reloads_total*' promtool check metrics <wrong
sed 's/certserve_connections /certserve_connections{ /' before >wrong
not_ok 'control: nor is everything metrics' promtool check metrics <wrong
is "$(value before 'certbox_certificate_not_after_timestamp_seconds{role="leaf"}')" "$(not_after tls/server.crt)" 'when the leaf ends'
is "$(value before 'certbox_certificate_not_before_timestamp_seconds{role="leaf"}')" "$(not_before tls/server.crt)" '… and has begun'
is "$(value before 'certbox_certificate_not_after_timestamp_seconds{role="anchor"}')" "$(not_after tls/ca.crt)" 'when the anchor ends'
for role in 'leaf|server' 'anchor|ca'; do
	is "$(value before "certbox_certificate_info{role=\"${role%|*}\",sha256=\"$("$CERTBOX" certfp -f hex "tls/${role#*|}.crt")\"}")" 1 "the hash of the ${role%|*}"
done
is "$(value before certserve_connections_limit)" 99 'the limit'
is "$(value before 'certbox_build_info{version="[^"]*"}')" 1 'the box has a version'
ok 'it began within the last minute' test "$(($(date +%s) - $(value before certserve_start_time_seconds)))" -lt 60

# --- counters: each moves by what was done
get "$plain/metrics" -o before
get "$plain/healthz" "$plain/healthz" "$plain/nothing" -o /dev/null -o /dev/null -o /dev/null
tag=$(get -I "$plain/ca.crt" | sed -n 's/^ETag: \(.*\)\r/\1/p')
get "$plain/ca.crt" -H "If-None-Match: $tag" -o /dev/null
get "$secure/healthz" -o /dev/null
openssl s_client -connect "127.0.0.1:$https" -tls1_2 -sess_out session </dev/null >/dev/null 2>&1
openssl s_client -connect "127.0.0.1:$https" -tls1_2 -sess_in session </dev/null >resumed 2>&1
ok 'a session is resumed' grep -q '^Reused, ' resumed
curl -sS --cacert other/ca.crt "$secure/" -o /dev/null 2>/dev/null
printf 'GET / HTTP/2.0\r\n\r\n' | raw "$http" >/dev/null
get "$plain/metrics" -o after
grows 'answers: 200, and the text before itself' 'certserve_answers_total{code="2xx"}' 5
grows '… 304' 'certserve_answers_total{code="3xx"}' 1
grows '… 404' 'certserve_answers_total{code="4xx"}' 1
grows '… 505' 'certserve_answers_total{code="5xx"}' 1
grows 'handshakes: new ones' 'certserve_handshakes_total{end="new"}' 2
grows '… resumed' 'certserve_handshakes_total{end="resumed"}' 1
grows '… failed, for one who trusts another' 'certserve_handshakes_total{end="failed"}' 1
grows 'connections' certserve_connections_accepted_total 9
grows '… and none was turned away' certserve_connections_refused_total 0
is "$(value after certserve_connections)" 1 'one is open: that which asks'

# --- Prometheus
cat >prometheus.yml <<EOF
global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: [ rules.yml ]
scrape_configs:
  - job_name: certserve
    scheme: https
    tls_config: { ca_file: $PWD/tls/ca.crt }
    static_configs: [ { targets: [ 'localhost:$https' ] } ]
  - job_name: other
    scheme: https
    tls_config: { ca_file: $PWD/other/ca.crt }
    static_configs: [ { targets: [ 'localhost:$https' ] } ]
EOF
# the rule that README shows
sed -n '/^    groups:/,/^$/s/^    //p' "$SRC/README.md" >rules.yml
ok 'the rule in README is one' promtool check rules rules.yml
ok 'promtool takes the configuration' promtool check config prometheus.yml
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
prometheus --config.file=prometheus.yml --storage.tsdb.path=data "--web.listen-address=127.0.0.1:$port" --log.level=warn >prometheus.log 2>&1 &
prometheus=$!
later "kill $prometheus 2>/dev/null; wait $prometheus 2>/dev/null"
# asks NAME PATH CONDITION: what the API says there as `data` fulfils it, within a minute
asks() {
	ok "$1" python3 "$TAP/asks.py" "http://127.0.0.1:$port/api/v1/$2" "$3" $prometheus || diag "$(tail -n 5 prometheus.log)"
}
cat >"$TAP/asks.py" <<'EOF'
import json, os, sys, time, urllib.request
for i in range(240):
    os.kill(int(sys.argv[3]), 0)
    try:
        data = json.load(urllib.request.urlopen(sys.argv[1], timeout=5))["data"]
        if eval(sys.argv[2], {"data": data}): sys.exit(0)
    except OSError as e: data = e
    time.sleep(0.25)
sys.exit(f"# {sys.argv[2]}: {data}")
EOF
# one NAME QUERY WANT: the query has one value, this
one() { asks "$1" "query?query=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1]))' "$2")" "[float(r['value'][1]) for r in data['result']] == [$3]"; }
one 'Prometheus has scraped it' 'up{job="certserve"}' 1
one 'control: not with another CA' 'up{job="other"}' 0
asks '… whose error names the cause' targets "any('unknown authority' in t['lastError'] for t in data['activeTargets'] if t['labels']['job'] == 'other')"
asks 'the target is up, without an error' targets "[(t['health'], t['lastError']) for t in data['activeTargets'] if t['labels']['job'] == 'certserve'] == [('up', '')]"
one 'when the leaf ends' 'certbox_certificate_not_after_timestamp_seconds{role="leaf"}' "$(not_after tls/server.crt)"
one 'days left, to the day' 'floor((certbox_certificate_not_after_timestamp_seconds{role="leaf"} - time()) / 86400)' $((($(not_after tls/server.crt) - $(date +%s)) / DAY))
asks 'it knows the type and the help of each' 'metadata' "data['certserve_answers_total'][0]['type'] == 'counter' and data['certbox_certificate_info'][0]['help'] != ''"
one 'scrapes are counted' 'increase(certserve_answers_total{code="2xx"}[1m]) > bool 0' 1
STATES="[(r['name'], r['state'], r['health']) for g in data['groups'] for r in g['rules']]"
asks 'nothing to be alarmed about' rules "$STATES == [('CertificateEnds', 'inactive', 'ok'), ('CertificateStuck', 'inactive', 'ok')]"

# --- another set, with an anchor of its own, and soon at its end: Prometheus reads ca_file again, too
rm -rf tls && certgen -q -d tls --days 5 localhost 127.0.0.1 >/dev/null
one 'a new set is seen' 'certbox_certificate_not_after_timestamp_seconds{role="leaf"}' "$(not_after tls/server.crt)"
asks '… and is alarming' rules "('CertificateEnds', 'firing', 'ok') in $STATES"
echo torn >tls/server.crt
asks 'a torn one, too' rules "('CertificateStuck', 'pending', 'ok') in $STATES"
done_testing

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# sets.sh - prepare, run and judge sets of keys and certificates; read by `. "${0%/*}/sets.sh"` in place of tap.sh.
#
#   certgen ARG…                          the box's
#   at SECONDS ARG…                       certgen under an injected clock, called set (unset_at: not set)
#   snap DIR                              every file's content, mode, owner, links and times, but for .lock
#   files DIR                             names in DIR without .lock and .host, on one line
#   sans FILE, dates FILE, subject FILE   what a certificate says
#   valid DIR                             is this a set a client would accept, in date at $when (now)? says what is wrong
#   idle 'NAME' DIR ARG…                  a run on DIR that has nothing to do: one line of stdout, and not a single write
#   does 'NAME' 'STDOUT' 'STDERR' ARG…    exit 0, patterns; refuses 'NAME' CODE 'STDERR' DIR ARG…  fails in one line, nothing changes
#   stays 'NAME' DIR COMMAND…             the command succeeds and changes nothing in DIR

# A test's folder must outlive a boot, or certgen warns of it.
case $(stat -f -c %T "${TMPDIR:-/tmp}"),$(stat -f -c %T /var/tmp) in
tmpfs,tmpfs) ;;
tmpfs,*) TMPDIR=/var/tmp && export TMPDIR ;;
esac
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "${0%/*}/tap.sh"

HEX='[0-9a-f][0-9a-f]' HEX=$HEX$HEX$HEX$HEX              # eight digits
DATE='[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'
RELEASE=$(sed -n 's/^RELEASE_DATE *= *//p' "${SRC:-.}/config.mk")
RELEASE=${SOURCE_DATE_EPOCH:-$RELEASE} DAY=86400
when=
export HEX DATE DAY TAP

root() { [ "$(id -u)" -eq 0 ]; }
# spaces FLAG…: may we have namespaces of our own?
spaces() { root && unshare "$@" true 2>/dev/null; }
# traces: does strace see into the box? It is not dumpable, so only root's does.
traces() { root && has strace; }
certgen() { "$CERTBOX" certgen "$@"; }
at() {
	at_now=$1
	shift
	CERTBOX_TEST_NOW=$at_now CERTBOX_TEST_SET=1 "$CERTBOX_TEST" certgen "$@"
}
unset_at() {
	at_now=$1
	shift
	CERTBOX_TEST_NOW=$at_now CERTBOX_TEST_SET=0 "$CERTBOX_TEST" certgen "$@"
}

snap() {
	(cd "$1" && find . -mindepth 1 ! -name .lock -printf '%P %y %m %U:%G %n %i %T@ %C@ %l\n' | sort &&
		find . -type f ! -name .lock -exec sha256sum {} + 2>/dev/null | sort -k 2)
}
files() { (cd "$1" && find . -mindepth 1 ! -name .lock ! -name .host -printf '%P\n' | sort | tr '\n' ' ' | sed 's/ $//'); }
mode() { stat -L -c %a "$@" | tr '\n' ' ' | sed 's/ $//'; }
sum() { sha256sum <"$1"; }
one_line() { [ -n "$1" ] && [ "$(printf '%s\n' "$1" | wc -l)" -eq 1 ]; }

sans() { openssl x509 -in "$1" -noout -ext subjectAltName 2>/dev/null | sed 1d | sed 's/^ *//; s/IP Address:/IP:/g; s/, /,/g'; }
sorted_sans() { sans "$1" | tr , '\n' | sort | tr '\n' , | sed 's/,$//'; }
subject() { openssl x509 -in "$1" -noout -subject -nameopt RFC2253,-esc_msb,utf8 | sed 's/^subject=//'; }
epoch() { date -u -d "$1" +%s; }
not_before() { epoch "$(openssl x509 -in "$1" -noout -startdate | sed 's/.*=//')"; }
not_after() { epoch "$(openssl x509 -in "$1" -noout -enddate | sed 's/.*=//')"; }
# Days from notBefore to notAfter.
span_days() { echo $((($(not_after "$1") - $(not_before "$1")) / DAY)); }
fingerprint() { openssl x509 -in "$1" -noout -fingerprint -sha256 | sed 's/.*=//'; }
day() { date -u -d "@$1" +%F; }

# matches KEY CERTIFICATE: the same public key?
matches() {
	matches_key=$(openssl pkey -in "$1" -pubout 2>/dev/null) &&
		matches_cert=$(openssl x509 -in "$2" -noout -pubkey 2>/dev/null) && [ "$matches_key" = "$matches_cert" ]
}
# verifies ANCHOR CERTIFICATE OPTION…
verifies() {
	verifies_ca=$1 verifies_crt=$2
	shift 2
	# shellcheck disable=SC2086 # when is empty or a number
	openssl verify -x509_strict -purpose sslserver ${when:+-attime $when} -CAfile "$verifies_ca" "$@" "$verifies_crt" >"$TAP/verify" 2>&1
}
wrong() { echo "$*"; false; }
# A leaf pair and the anchor it hangs on.
valid_pair() {
	matches "$2" "$3" || wrong "$2 does not belong to $3" || return
	verifies "$1" "$3" || wrong "$(tr '\n' ' ' <"$TAP/verify")" || return
	[ "$(mode "$2" "$3")" = '600 644' ] || wrong "modes $(mode "$2" "$3")"
}
valid() {
	valid_pair "$1/ca.crt" "$1/server.key" "$1/server.crt" || return
	[ ! -e "$1/ca.key" ] || matches "$1/ca.key" "$1/ca.crt" || wrong "$1/ca.key is not the CA's" || return
	[ ! -e "$1/ca.key" ] || [ "$(mode "$1/ca.key")" = 600 ] || wrong "ca.key is $(mode "$1/ca.key")" || return
	[ -z "$(find "$1" -name '*.new')" ] || wrong "leftovers: $(files "$1")"
}

does() {
	does_name=$1 does_out=$2 does_err=$3
	shift 3
	expect "$does_name" 0 "$does_out" "$does_err" certgen "$@"
}
# judge 'NAME' PROBLEMS…: one line of TAP, holds when no problem was found.
judge() {
	judge_name=$1
	shift
	if [ -z "$*" ]; then tap_result 0 "$judge_name"; else
		tap_result 1 "$judge_name"
		diag "$*"
		diag "exit   $code"
		diag "stdout $out"
		diag "stderr $err"
	fi
}
refuses() {
	refuses_name=$1 refuses_code=$2 refuses_err=$3 refuses_dir=$4
	shift 4
	refuses_with certgen -d "$refuses_dir" "$@"
}
# The same for another command: $refuses_name and so on are set.
refuses_with() {
	refuses_before=$(snap "$refuses_dir" 2>&1) problems=
	run "$@"
	[ "$code" -eq "$refuses_code" ] || problems="$problems [exit code, want $refuses_code]"
	[ -z "$out" ] || problems="$problems [stdout]"
	one_line "$err" || problems="$problems [one line of stderr]"
	tap_fits "$err" "certgen: $refuses_err" || problems="$problems [stderr, want certgen: $refuses_err]"
	[ "$refuses_before" = "$(snap "$refuses_dir" 2>&1)" ] || problems="$problems [changed: $(files "$refuses_dir")]"
	judge "$refuses_name" "$problems"
}
stays() {
	stays_name=$1 stays_dir=$2 problems=
	shift 2
	stays_before=$(snap "$stays_dir")
	run "$@"
	[ "$code" -eq 0 ] || problems="$problems [exit code]"
	[ "$stays_before" = "$(snap "$stays_dir")" ] || problems="$problems [changed: $(files "$stays_dir")]"
	judge "$stays_name" "$problems"
}

# Calls that succeeded and write: by name, to a descriptor that is not stdout or stderr, or an open that could.
written() {
	grep -v -e ' = -1 ' -e '^+++' -e '^---' "$1" | sed 's/^[0-9]* *//' | grep -E \
		-e '^(rename|link|unlink|symlink|mkdir|mknod|rmdir|chmod|chown|lchown|truncate|utime|setxattr|fchmod|fchown|ftruncate|fallocate|fsync|fdatasync|sync)' \
		-e '^p?writev?(64)?\(([03-9]|1[0-9])' \
		-e '^open.*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)' | grep -v -e '"[^"]*\.lock", O_' -e '"/dev/null"'
}
# $IDLE is the pattern of the one line; $idle_box the box.
IDLE='ok *'
idle_box=$CERTBOX
idle() {
	idle_name=$1 idle_dir=$2 problems=
	shift 2
	idle_before=$(snap "$idle_dir")
	if traces; then
		run strace -f -qq -o "$TAP/trace" "$idle_box" certgen -d "$idle_dir" "$@"
		problems=$(written "$TAP/trace")
	else run "$idle_box" certgen -d "$idle_dir" "$@"; fi
	[ "$code" -eq 0 ] || problems="$problems [exit code]"
	one_line "$out" || problems="$problems [one line of stdout]"
	tap_fits "$out" "$IDLE" || problems="$problems [stdout, want $IDLE]"
	[ -z "$err" ] || problems="$problems [stderr]"
	[ "$idle_before" = "$(snap "$idle_dir")" ] || problems="$problems [changed: $(files "$idle_dir")]"
	judge "$idle_name" "$problems"
}

# A fresh set in DIR, quickly: a copy of one made once.
fresh() {
	[ -d "$TAP/fresh" ] || certgen -q -d "$TAP/fresh" board.local 192.168.7.20 >/dev/null || diag 'certgen fails on an empty folder'
	mkdir -p "$1" && cp -a "$TAP/fresh/." "$1"
}

# A user's own files, made by openssl. own_key FILE [ALGORITHM OPTION…]
own_key() {
	own_file=$1
	shift
	[ $# -gt 0 ] || set -- EC -pkeyopt ec_paramgen_curve:P-256
	own_algorithm=$1
	shift
	openssl genpkey -algorithm "$own_algorithm" "$@" -out "$own_file" 2>/dev/null
	chmod 600 "$own_file"
}
# own_ca DIR [DAYS]: ca.key and ca.crt there.
own_ca() {
	mkdir -p "$1"
	[ -e "$1/ca.key" ] || own_key "$1/ca.key"
	openssl req -x509 -new -key "$1/ca.key" -subj '/O=Own/CN=Own CA' -days "${2:-3000}" -out "$1/ca.crt" \
		-addext keyUsage=critical,keyCertSign,cRLSign
}
# own_leaf DIR [DAYS]: server.key and server.crt signed by DIR's CA, names board.local and 192.168.7.20.
own_leaf() {
	[ -e "$1/server.key" ] || own_key "$1/server.key"
	openssl req -x509 -new -key "$1/server.key" -subj /CN=board.local -days "${2:-300}" -out "$1/server.crt" \
		-CA "$1/ca.crt" -CAkey "$1/ca.key" -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
		-addext extendedKeyUsage=serverAuth -addext subjectAltName=DNS:board.local,IP:192.168.7.20
}
# A whole pair of a user's in DIR whose CA key is elsewhere.
own_set() {
	own_ca "$1" && own_leaf "$1" && rm "$1/ca.key"
}

# --- for oracle-*.t: one set of every kind, for these names
NAMES='board.local localhost 127.0.0.1 ::1'
KINDS="p256 p384 rsa2048 ${LONG:+rsa3072} self"
# oracle_sets: KIND/server.key, KIND/server.crt, KIND/anchor.crt; and other/ca.crt, which signed none of them.
oracle_sets() {
	for kind in $KINDS; do
		case $kind in
		self) set -- --self-signed ;;
		*) set -- -t "$kind" ;;
		esac
		# shellcheck disable=SC2086 # words
		certgen -q -d "$kind" "$@" $NAMES >/dev/null || diag "no set of kind $kind"
		cp "$kind/server.crt" "$kind/anchor.crt"
		[ ! -e "$kind/ca.crt" ] || cp "$kind/ca.crt" "$kind/anchor.crt"
	done
	certgen -q -d other board.local >/dev/null
	certgen -q -d elsewhere --self-signed elsewhere.local >/dev/null && cp elsewhere/server.crt elsewhere/anchor.crt
}
# tls_server DIR [OPTION…]: openssl serves DIR's pair, and what stands behind the leaf, on loopback; $port, stopped at the end or by tls_stop.
tls_server() {
	tls_dir=$1
	shift
	awk '/BEGIN/ { n++ } n > 1' "$tls_dir/server.crt" >"$tls_dir/behind"
	[ ! -s "$tls_dir/behind" ] || set -- -cert_chain "$tls_dir/behind" "$@"
	openssl s_server -accept 127.0.0.1:0 -cert "$tls_dir/server.crt" -key "$tls_dir/server.key" -www "$@" >"$tls_dir/served" 2>&1 &
	tls_pid=$!
	later "kill $tls_pid 2>/dev/null"
	tls_wait=0 port=
	while [ -z "$port" ] && [ $tls_wait -lt 100 ]; do
		sleep 0.05
		port=$(sed -n 's/^ACCEPT.*:\([0-9]*\)$/\1/p' "$tls_dir/served") tls_wait=$((tls_wait + 1))
	done
}
tls_stop() { kill "$tls_pid" && wait "$tls_pid" 2>/dev/null; }

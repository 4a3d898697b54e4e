#!/bin/sh
# SPDX-License-Identifier: MIT
# bench.sh - the figures the house promises, each beside a named command measured in the same run.
#
# CPU is user and system, in microseconds, children included; ours and theirs alternate, $RUNS times, on
# tmpfs. Nothing here passes or fails: a busy machine is no bug.
set -eu
LC_ALL=C
export LC_ALL
SRC=${SRC:-$(cd "$(dirname "$0")/.." && pwd)}
BUILD=${BUILD:-$SRC/build}
CERTBOX=${CERTBOX:-$BUILD/certbox}
RUNS=${RUNS:-40}

memory=${TMPDIR:-/tmp}
for d in /dev/shm /run; do
	if [ "$(stat -f -c %T "$d" 2>/dev/null)" = tmpfs ] && [ -w "$d" ]; then memory=$d && break; fi
done
tmp=$(mktemp -d "$memory/certbox-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
cd "$tmp"

${HOSTCC:-gcc} -std=c11 -D_GNU_SOURCE -O1 -o measure "$SRC/tests/bench.c"
echo 'int main(void) { return 0; }' >empty.c
${CC:-musl-gcc} -Os -static -Wl,--gc-sections,-z,noseparate-code,--build-id=none -s -o empty empty.c

# cost LABEL COMMAND...: one line more in LABEL.us
cost() {
	label=$1
	shift
	./measure cpu "$@" 2>said >>"$label.us" || { cat said >&2; echo "bench.sh: $* failed" >&2; exit 1; }
}

# The five commands that make what one certgen run makes.
cat >leaf.ext <<'END'
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:board.local
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
END
openssl_set() {
	rm -rf o && mkdir o
	cost openssl openssl ecparam -name prime256v1 -genkey -noout -out o/ca.key
	cost openssl openssl req -x509 -new -key o/ca.key -sha256 -days 3650 -subj '/CN=board CA' \
		-addext 'keyUsage=critical,keyCertSign,cRLSign' -out o/ca.crt
	cost openssl openssl ecparam -name prime256v1 -genkey -noout -out o/server.key
	cost openssl openssl req -new -key o/server.key -subj /CN=board.local -out o/server.csr
	cost openssl openssl x509 -req -in o/server.csr -CA o/ca.crt -CAkey o/ca.key -CAcreateserial -sha256 -days 397 \
		-extfile leaf.ext -out o/server.crt
}

i=0
while [ $i -lt "$RUNS" ]; do
	i=$((i + 1))
	rm -rf first
	openssl_set
	cost first "$CERTBOX" certgen -d first --key-type p256 board.local
	cost idle "$CERTBOX" certgen -d first --key-type p256 board.local
	"$CERTBOX" certgen -q -d first --p12 x.p12 --password-file pw board.local >/dev/null 2>&1
	cost p12 "$CERTBOX" certgen -d first --p12 x.p12 --password-file pw board.local
	cost their_p12 openssl pkcs12 -in first/x.p12 -noout -passin file:first/pw
	# shellcheck disable=SC2046 # a hundred operands
	cost lint "$CERTBOX" certfp --lint $(yes first/server.crt | head -n 100)
	cost look openssl x509 -in first/server.crt -noout -checkend 0
	cost empty ./empty
done
mean() { awk -v n="$RUNS" '{ s += $1 } END { printf "%.0f", s / n }' "$1.us"; }

# rss TYPE: at exit of a first boot with keys of that type.
rss() { rm -rf "rss.$1" && ./measure rss "$CERTBOX" certgen -d "rss.$1" --key-type "$1" board.local 2>/dev/null; }

# Calls of an idle run that write, but for those to the terminal.
writes() {
	strace -f -o trace "$CERTBOX" certgen -d first --key-type p256 board.local >/dev/null 2>&1 || return 1
	grep -v -E '(^|[0-9] )writev?\([12],' trace | grep -c -E \
		'(^|[0-9] )(p?write|rename|link|unlink|mkdir|rmdir|symlink|f?chmod|f?l?chown|f?truncate|mknod|utimens|fallocate|f(data)?sync)' || :
}

row() { printf '%-34s %10s %-6s %s\n' "$@"; }
# ratio LABEL OTHER: how many times less LABEL costs
ratio() { awk -v a="$(mean "$1")" -v b="$(mean "$2")" 'BEGIN { printf "1/%.1f", b / a }'; }

row figure value unit 'promised, and against what'
row 'first boot, p256' "$(mean first)" us 'at most 3000 on tmpfs'
row 'five openssl commands' "$(mean openssl)" us ''
row 'first boot : openssl' "$(ratio first openssl)" '' 'at most 1/8'
row 'idle run, p256' "$(mean idle)" us 'at most 1500'
row 'openssl x509 -checkend' "$(mean look)" us ''
row 'idle run : openssl x509 -checkend' "$(ratio idle look)" '' ''
row 'idle run with --p12' "$(mean p12)" us ''
row 'openssl pkcs12 -noout' "$(mean their_p12)" us ''
row 'idle run with --p12 - openssl' $(($(mean p12) - $(mean their_p12))) us 'at most 10000'
row 'certfp --lint, a certificate' $(($(mean lint) / 100)) us 'at most 1000'
row 'an empty static program' "$(mean empty)" us 'part of each of ours'
if command -v strace >/dev/null; then row 'writes of an idle run' "$(writes)" calls 0; fi
row 'stripped box' "$(wc -c <"$CERTBOX")" bytes 'at most 327680 with certfetch; see make size'
row 'Rss at exit, p256' "$(rss p256)" KiB 'at most 192'
row 'Rss at exit, rsa4096' "$(rss rsa4096)" KiB 'at most 448'
row 'Rss of an empty static program' "$(./measure rss ./empty)" KiB ''

#!/bin/sh
# SPDX-License-Identifier: MIT
# certfp-qr.t - certfp -f qr, drawn as an image from its characters and read by zbarimg.
# shellcheck source=tests/e2e/tap.sh
. "${0%/*}/tap.sh"
has openssl || skip_all 'no openssl'

certfp() { "$CERTBOX" certfp "$@"; }
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -out a.crt -subj /CN=a 2>/dev/null
hash() { openssl x509 -in a.crt -outform DER | openssl dgst "-$1" -r | cut -d' ' -f1 | tr a-f A-F; }

run certfp -f qr a.crt
is "$code:$err" '0:' '-f qr is drawn'
is "$(printf '%s\n' "$out" | wc -l)" 19 '... in nineteen lines'
is "$(printf '%s\n' "$out" | sed 's/\xe2\x96[\x80\x84\x88]/ /g' | awk 'length != 37' | wc -l)" 0 '... of 37 characters, without an escape'
expect '... below its name, of several' 0 'a.crt:
*
a.crt:
*' '' certfp -f qr a.crt a.crt
if has script; then
	run script -qec '"$CERTBOX" certfp -f qr a.crt' /dev/null </dev/null
	like "$out" "$(printf '\033')\\[0;1;37;40m*" '... in colours of its own on a terminal'
else
	skip 1 'no script'
fi
expect '... no more' 2 '' 'certfp: --url: over 160 characters*' certfp -f qr --url "$(printf 'https://%0153d' 0)" a.crt
is "$(certfp --url https://x a.crt)" "$(certfp a.crt)" '... which other forms do not care for'
if has zbarimg python3; then
	# Light squares are drawn, two in a character: as a PBM (1 is black), eight pixels a square.
	cat >draw.py <<'END'
import sys
rows = []
for line in sys.stdin.buffer.read().decode().splitlines():
    rows.append([c not in "\u2580\u2588" for c in line])
    rows.append([c not in "\u2584\u2588" for c in line])
rows.pop()
size = 8
print("P1", len(rows[0]) * size, len(rows) * size)
for row in rows:
    for _ in range(size):
        print(" ".join(" ".join([str(int(dark))] * size) for dark in row))
END
	read_qr() { python3 draw.py <"$1" >code.pbm && zbarimg -q --raw code.pbm; }
	for algorithm in sha256 sha384 sha512 sha1; do
		certfp -f qr -a $algorithm a.crt >code
		want="$(echo $algorithm | tr a-z A-Z):$(hash $algorithm)"
		is "$(read_qr code)" "$want" "a phone reads $algorithm"
	done
	certfp -f qr a.crt >code
	expect 'what was read is matched' 0 'ok *' '' certfp --match "$(read_qr code)" a.crt
	certfp -f qr --spki key >code
	is "$(read_qr code)" "SHA256:$(openssl pkey -in key -pubout -outform DER | openssl dgst -sha256 -r | cut -d' ' -f1 | tr a-f A-F)" \
		'... of a key'
	certfp -f qr --url 'https://board.local:8443/#' a.crt >code
	is "$(read_qr code)" "https://board.local:8443/#SHA256:$(hash sha256)" '--url: an address, and the fingerprint behind it'
	certfp -f qr --url "$(printf 'https://%0152d' 0)" a.crt >code
	is "$(read_qr code)" "https://$(printf '%0152d' 0)SHA256:$(hash sha256)" '... of at most 160 characters'
else
	skip 8 'no zbarimg or no python3'
fi

done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certserve-page.t - the page in Chromium: what it looks like, what it asks for, whom it can serve; and its commands, run.
# Pictures stay in $BUILD/page.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certserve || skip_all 'no certserve in this box'
! emulated || skip_all 'the same octets, slowly'
has chromium certutil zbarimg curl python3 openssl || skip_all 'no chromium, certutil, zbarimg, curl, python3 or openssl'
pictures=$BUILD/page
mkdir -p "$pictures"

# look NAME URL HOME WIDTH…: what page.py has to say, as results
look() {
	look_name=$1
	look_url=$2 look_home=$3
	shift 3
	HOME=$look_home python3 "$SRC/tests/e2e/page.py" "$look_url" "$pictures" "$look_name" "$@" >looked 2>looked.err || { tap_result 1 "$look_name: looked at"; diag "$(cat looked.err)"; }
	while IFS='	' read -r look_code look_says look_against; do
		tap_result "$look_code" "$look_name: $look_says" || diag "$look_against"
	done <looked
}
# commands PAGE: the lines to type, those of each system in a file cmd/SYSTEM
commands() {
	rm -rf cmd && mkdir cmd
	python3 - "$1" <<-'EOF'
		import html.parser, sys
		class Page(html.parser.HTMLParser):
		    system, at = "", ""
		    def handle_starttag(self, tag, attrs):
		        self.at = tag
		        if tag == "details": self.system = ""
		    def handle_endtag(self, tag):
		        self.at = ""
		    def handle_data(self, data):
		        if self.at == "h3": self.system += data
		        if self.at == "code" and self.system: open("cmd/" + self.system.replace("/", "-"), "a").write(data + "\n")
		Page(convert_charrefs=True).feed(open(sys.argv[1], encoding="utf-8").read())
	EOF
}
# asked NAME N: since there were N lines, certserve was asked for the page, once, and nothing else
asked() {
	is "$(tail -n "+$(($2 + 1))" "$log" | cut -d ' ' -f 2-4)" 'GET / 200' "$1: certserve was asked for nothing else, either"
}
# typed SYSTEM PATTERN: its lines that fit, by a shell in an empty folder
typed() {
	rm -rf typed && mkdir typed
	grep -e "$2" "cmd/$1" >lines
	(cd typed && HOME=$home sh -e ../lines)
}

# --- a usual set, https, by a browser that trusts what the page's own commands have installed
certgen -q -d tls board.local localhost 127.0.0.1 ::1 192.168.7.20 >/dev/null
serve tls
secure=https://localhost:$https plain=http://127.0.0.1:$http home=$PWD/home
fingerprint="sha256 Fingerprint=$("$CERTBOX" certfp -f openssl tls/ca.crt | sed 's/.*=//')"
curl -sSk "$secure/" -o page.html
cp page.html usual.html
commands page.html
is "$(find cmd -type f | wc -l)" 7 'seven systems have commands'
ok 'all of them are of this host and port' sh -c "! grep -h '://' cmd/* | grep -qvF '\"$secure/'"
mkdir -p home/.pki/nssdb && certutil -N -d sql:home/.pki/nssdb --empty-password
expect 'a browser that was told nothing does not trust it' 0 '1	the browser opens it	net::ERR_CERT_AUTHORITY_INVALID' '' \
	env HOME="$home" python3 "$SRC/tests/e2e/page.py" "$secure/" . untold 320
expect 'the commands for Chrome, as they stand' 0 "$fingerprint" '*' typed 'Linux: Chrome, Chromium' .
lines=$(wc -l <"$log")
look usual "$secure/" "$home" 320 768 1280 1920
asked usual "$lines"

# --- the other commands; sudo only notes what it should do
mkdir bin && printf '#!/bin/sh\necho "sudo $*" >&2\n' >bin/sudo && chmod +x bin/sudo
PATH=$PWD/bin:$PATH
for system in 'Linux: Debian, Ubuntu|*sudo cp ca.crt /usr/local/share/ca-certificates/board.local.crt?sudo update-ca-certificates' \
	'Linux: Fedora, RHEL|*sudo cp ca.crt /etc/pki/ca-trust/source/anchors/board.local.crt?sudo update-ca-trust' 'curl|*'; do
	run typed "${system%%|*}" .
	like "$code $out" "0 $fingerprint*" "the commands for ${system%%|*} show the fingerprint"
	like "$err" "${system#*|}" '… and what then'
	ok '… of the file in DIR' cmp typed/ca.crt tls/ca.crt
done
ok 'curl has got the page by what it was told to trust' grep -q '<h1>board.local</h1>' "$TAP/out"
openssl x509 -in tls/ca.crt -outform DER -out ca.der
hex=$("$CERTBOX" certfp -f hex tls/ca.crt)
if has shasum; then expect 'the commands for macOS show it' 0 "$hex  ca.cer" '*sudo security add-trusted-cert*' typed macOS .; else skip 1 'no shasum'; fi
ok '… of the same certificate' cmp typed/ca.cer ca.der
sed -i 's/^curl\.exe/curl/' cmd/Windows
ok 'the first for Windows fetches that, too' typed Windows ^curl
ok '…' cmp typed/ca.cer ca.der
ok 'and that for Java' typed Java ^curl
ok '…' cmp typed/ca.cer ca.der
if has keytool; then
	ok 'Java takes it' sh -c "yes yes | keytool -importcert -keystore store -storepass changeit -alias board.local -file typed/ca.cer | tr -d ' \t' | grep -q '^SHA256:${fingerprint#*=}'"
else skip 1 'no keytool'; fi

# --- each link
grep -o 'href=[^ >]*' page.html | sed 's/href=//' | grep -v '^data:' | sort -u >links
is "$(tr '\n' ' ' <links)" '/ca.cer /ca.crt /ca.mobileconfig ' 'the links'
while read -r link; do
	case $link in
	*.crt) type=application/x-x509-ca-cert same=tls/ca.crt ;;
	*.cer) type=application/x-x509-ca-cert same=ca.der ;;
	*) type=application/x-apple-aspen-config same= ;;
	esac
	is "$(curl -sS --cacert tls/ca.crt "$secure$link" -o got -w '%{http_code} %{content_type}')" "200 $type" "$link has its type"
	[ -z "$same" ] || ok '… and octets' cmp got "$same"
done <links
ok 'the page is less than 40 KiB' test "$(wc -c <page.html)" -lt 40960

# --- the QR code, from the pictures
for picture in usual-320-light usual-320-dark usual-1280-light usual-1280-dark; do
	is "$(zbarimg -q --raw -Sdisable -Sqrcode.enable "$pictures/$picture.png" 2>/dev/null)" "SHA256:$(echo "$hex" | tr a-f A-F)" "a scanner reads $picture"
done

# --- the profile
profile() {
	python3 - "$1" "$2" <<-'EOF'
		import hashlib, plistlib, sys, uuid
		p = plistlib.load(open(sys.argv[1], "rb"), fmt=plistlib.FMT_XML)
		der = open(sys.argv[2], "rb").read()
		sha = hashlib.sha256(der).digest()
		def made_of(half): return uuid.UUID(int=int.from_bytes(half, "big") & ~(0xf << 76) & ~(3 << 62) | 8 << 76 | 2 << 62)
		one, = p["PayloadContent"]
		assert p["PayloadType"] == "Configuration" and one["PayloadType"] == "com.apple.security.root"
		assert one["PayloadContent"] == der
		assert uuid.UUID(p["PayloadUUID"]) == made_of(sha[:16]) and uuid.UUID(one["PayloadUUID"]) == made_of(sha[16:])
		assert p["PayloadIdentifier"] == "certbox." + p["PayloadUUID"] and one["PayloadIdentifier"] == "certbox." + one["PayloadUUID"]
		assert p["PayloadVersion"] == one["PayloadVersion"] == 1 and p["PayloadDisplayName"] == one["PayloadDisplayName"]
		assert sha.hex(":").upper() in p["PayloadDescription"]
	EOF
}
ok 'the profile holds the CA; its UUIDs come of the hash' profile got ca.der
sed 's/PayloadVersion/PayloadVersioN/' got >wrong
not_ok 'control: a profile that is none' profile wrong ca.der
not_ok 'control: another CA' profile got tls/ca.crt
if has plistutil; then ok 'libplist reads it, too' plistutil -i got -f bin -o /dev/null; else skip 1 'no plistutil'; fi
serve_end
serve tls
curl -sS "http://127.0.0.1:$http/ca.mobileconfig" -o again
ok '… the same after a start' cmp got again

# --- plain HTTP
plain=http://127.0.0.1:$http
lines=$(wc -l <"$log")
look plain "$plain/" "$PWD" 320 1280
asked plain "$lines"
curl -sS "$plain/" -o page.html
ok 'plain: it says so' grep -q unencrypted page.html
commands page.html
ok '… and no command needs TLS there' sh -c "! grep -h '://' cmd/* | grep -qvF '\"$plain/'"
expect '… and they work' 0 "$fingerprint" '*' typed curl .
serve_end

# --- other sets
certgen -q -d self --self-signed self.local localhost >/dev/null
serve self
look self "http://127.0.0.1:$http/" "$PWD" 320 768
curl -sS "http://127.0.0.1:$http/" -o page.html
ok 'self-signed: no profile, and phones are told' sh -c "! grep -q mobileconfig page.html && grep -q 'They install CAs only' page.html"
is "$(zbarimg -q --raw -Sdisable -Sqrcode.enable "$pictures/self-768-light.png" 2>/dev/null)" "SHA256:$("$CERTBOX" certfp -f hex self/server.crt | tr a-f A-F)" '… its QR code'
serve_end
own_set own && rm own/ca.crt
serve own
look foreign "http://127.0.0.1:$http/" "$PWD" 320 768
curl -sS "http://127.0.0.1:$http/" -o page.html
ok 'foreign: nothing to install, no link' sh -c "grep -q 'Nothing to install' page.html && ! grep -q 'href=/' page.html"
is "$(curl -sS -o /dev/null -w '%{http_code}' "http://127.0.0.1:$http/ca.crt")" 404 '… nor a file'
serve_end
label=$(printf %060d 0 | tr 0 x)
# shellcheck disable=SC2046 # names
certgen -q -d long "$label.$label.$label.internal" $(seq -f 'machine%.0f.building-seven.example.internal' 110) >/dev/null
serve long
look long "http://127.0.0.1:$http/" "$PWD" 320 768
ok 'long: less than 40 KiB' test "$(curl -sS "http://127.0.0.1:$http/" | wc -c)" -lt 40960
serve_end
# shellcheck disable=SC2034 # SERVE is serving.sh's
SERVE=$CERTBOX_TEST CERTBOX_TEST_NOW=$(($(date +%s) + 800 * DAY))
export CERTBOX_TEST_NOW
serve tls
look expired "http://127.0.0.1:$http/" "$PWD" 320 768
ok 'expired: it says so' sh -c "curl -sS 'http://127.0.0.1:$http/' | grep -q '<mark>expired on '"
serve_end

# --- controls: the usual page, wrong in one way each: FINDING|what sed does to it; python serves them
policy=$(sed -n "s/^#define PAGE_STYLE \"\(.*\)\"/default-src 'none'; style-src \1; img-src data:/p" "$SRC/applets/certserve/page.h")
cat >serve.py <<'EOF'
import http.server, sys
class Wrong(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = open("wrong", "rb").read()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if sys.argv[1]: self.send_header("Content-Security-Policy", sys.argv[1])
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *a): pass
s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Wrong)
print(s.server_port, flush=True)
s.serve_forever()
EOF
# wrong POLICY: a server of the file of that name, with this policy; its port
wrong() {
	: >"port"
	python3 serve.py "$1" >port 2>/dev/null &
	later "kill $! 2>/dev/null"
	until_it [ -s port ]
	cat port
}
wrong "$policy" >strict
wrong '' >lax
while IFS='|' read -r port finding edit; do
	sed -e "$edit" usual.html >wrong
	not_ok 'control: another page' cmp -s wrong usual.html
	HOME=$PWD python3 "$SRC/tests/e2e/page.py" "http://127.0.0.1:$(cat "$port")/" . control 320 >looked 2>&1
	ok "control: not '$finding'" grep -q "^1	$finding" looked || diag "$(cat looked)"
done <<'EOF'
strict|nothing on the console|s/max-width:64rem/max-width:65rem/
strict|nothing on the console|s/<footer>/<script>1<\/script>&/
strict|no issue|s/<footer>/<b style=color:red>1<\/b>&/
lax|no script|s/<footer>/<script>1<\/script>&/
lax|no request but its own|s/<footer>/<img src=x.png alt=x>&/
lax|each text's contrast|s/--m:#a0b1c1/--m:#606870/
lax|each text's contrast|s/--m:#546372/--m:#8494a3/
lax|nothing is wider|s/pre-wrap/pre/
lax|headings come|s/h2>/h4>/g
lax|it has a language|s/ lang=en//
lax|it has a language|s/<title>Trust/<title>/
lax|the focus is seen|s/outline:3px/outline:0px/
lax|Tab reaches each|s/<summary>/<summary tabindex=-1>/
lax|a screen reader|s/aria-label="QR[^"]*"//
lax|... and landmarks|s/main>/div>/g
EOF
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# migrate.t - README's "you used X, now do Y": each line of the table is run as it stands there.
# shellcheck source-path=SCRIPTDIR disable=SC2317,SC2329 # commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
has openssl || skip_all 'no openssl'
HOME=$PWD CAROOT=$PWD/caroot
mkdir caroot bin && ln -s "$CERTBOX" bin/certgen && ln -s "$CERTBOX" bin/certfp
PATH=$PWD/bin:$PATH:/usr/sbin
export HOME CAROOT PATH

# The table's rows, cells parted by tabs; "\|" is Markdown's for a bar in a cell.
awk '/^## /{ in_it = /You used/ } in_it && /^\| .*`/' "$SRC/README.md" | sed 's/\\|/\r/g; s/^| //; s/ |$//; s/ | /\t/g; s/\r/|/g; s/`//g' >rows

# --- what there is before a line, and what must hold after it; $used is what the other tool printed, where it ran

# facts CERTIFICATE: subject, names, key.
facts() {
	subject "$1"
	sorted_sans "$1"
	openssl x509 -in "$1" -noout -text | grep -e 'Public-Key:' -e 'ASN1 OID:'
}
names_are() { is "$(sorted_sans "$1")" "$2" "$tool: … for these names"; }
# under ANCHOR: what was made hangs on it (certificates of others are not always strict).
under() { ok "$tool: … openssl verifies it" openssl verify -purpose sslserver -CAfile "$1" "$2"; }
pair() { ok "$tool: … key and certificate belong together" matches "$1" "$2"; }
# The other tool is not here: a case less, unless no package of Debian's would bring it.
none_here() { case $name in px5g_* | step_* | minica_1) diag "no $tool" ;; *) skip 1 "no $tool" ;; esac; }
# $ran: the other tool was run
same() { if [ "$ran" ]; then is "$(facts "$1")" "$(facts "$2")" "$tool: … subject, names and key are alike"; else none_here; fi; }
same_names() { if [ "$ran" ]; then is "$(sorted_sans "$1")" "$(sorted_sans "$2")" "$tool: … the names are alike"; else none_here; fi; }

after_openssl_1() {
	pair tls/server.key tls/server.crt && under tls/server.crt tls/server.crt
	same tls/server.crt server.crt
}
after_openssl_2() { is "$out" "$used" "$tool: … prints the same"; }
after_mkcert_1() {
	pair tls/server.key tls/server.crt && under "$CAROOT/rootCA.pem" tls/server.crt
	same_names tls/server.crt board.lan+1.pem
}
# a CA as that tool would have left it. own_as CERTIFICATE KEY
own_as() { own_ca . && mv ca.crt "$1" && mv ca.key "$2"; }
needs_cfssl_1() {
	here || own_as ca.pem ca-key.pem || return
	here || return 0
	echo '{"CN":"Own CA","key":{"algo":"ecdsa","size":256}}' >ca.json && echo '{"CN":"board.lan","key":{"algo":"ecdsa","size":256}}' >server.json &&
		cfssl gencert -initca ca.json 2>/dev/null | cfssljson -bare ca
}
after_cfssl_1() {
	pair tls/server-key.pem tls/server.pem && under ca.pem tls/server.pem
	same_names tls/server.pem server.pem
}
needs_minica_1() { here || own_as minica.pem minica-key.pem; }
after_minica_1() {
	pair tls/key.pem tls/cert.pem && under minica.pem tls/cert.pem
	same_names tls/cert.pem board.lan/cert.pem
}
needs_minica_2() { here || own_as cacert.crt cakey.key; }
after_minica_2() {
	pair tls/server.key tls/server.crt && under cacert.crt tls/server.crt
	same_names tls/server.crt board.lan.crt
}
after_sscg_1() {
	pair tls/service-key.pem tls/service.pem && under tls/ca.crt tls/service.pem
	same_names tls/service.pem service.pem
}
after_px5g_1() {
	pair tls/uhttpd.key tls/uhttpd.crt && under tls/uhttpd.crt tls/uhttpd.crt
	is "$(subject tls/uhttpd.crt)" CN=OpenWrt,O=OpenWrt,C=ZZ "$tool: … with this subject"
	is "$(span_days tls/uhttpd.crt)" 731 "$tool: … for so long, and a day back"
}
after_make_ssl_cert_1() {
	pair tls/ssl-cert-snakeoil.key tls/ssl-cert-snakeoil.pem && under tls/ssl-cert-snakeoil.pem tls/ssl-cert-snakeoil.pem
	if grep -q '^ssl-cert:' /etc/group; then
		is "$(stat -c '%a %U:%G' tls/ssl-cert-snakeoil.key)" '640 root:ssl-cert' "$tool: … the group may read its key"
	else skip 1 'no group ssl-cert'; fi
}
needs_step_1() { own_ca . && chmod 600 ca.key; }
after_step_1() {
	pair tls/server.key tls/server.crt && under ca.crt tls/server.crt
	names_are tls/server.crt DNS:board.lan
	is $((($(not_after tls/server.crt) - $(date +%s) + DAY / 2) / DAY)) 90 "$tool: … for so long"
}
needs_step_2() { cp tls/server.crt .; }
after_step_2() { is "$out" "$(fingerprint server.crt | tr -d : | tr A-F a-f)" "$tool: … the digits that it prints"; }
after_ssh_keygen_1() {
	pair tls/server.key tls/server.crt && under tls/ca.crt tls/server.crt
	stays "$tool: … once; a second time nothing happens" tls certgen -q -d tls
	is "$out$err" '' "$tool: … silently"
}
needs_ssh_keygen_2() { ! has ssh-keygen || { ssh-keygen -q -t ed25519 -N '' -f host_key && mv host_key.pub key.pub && cp key.pub host_key.pub; }; }
after_ssh_keygen_2() {
	shape() { printf '%s\n' "$1" | grep '^[+|]' | awk '{ print length }' | tr '\n' ' '; }
	if [ "$ran" ]; then is "$(shape "$out")" "$(shape "$used")" "$tool: … a picture of the same size"; else none_here; fi
}

# Is the tool of this line here? Two programs bear the name minica.
here() {
	case $name in
	minica_1) has minica && minica --help 2>&1 | grep -q domains ;;
	minica_2) has minica && ! minica --help 2>&1 | grep -q domains ;;
	cfssl_1) has cfssl cfssljson ;;
	*) has "$tool" ;;
	esac
}
# These write to /etc, whoever asks: what they do is not tried.
harmless() { case $1 in make_ssl_cert_1 | ssh_keygen_1) return 1 ;; esac }

# line NAME TOOL USED NOW: in the tool's own folder.
line() {
	tool=$2 ran='' used=''
	has "needs_$1" && ! "needs_$1" >"$TAP/needs" 2>&1 && diag "$tool: cannot prepare: $(cat "$TAP/needs")"
	if ! harmless "$1"; then diag "not run, it writes to /etc: $3"
	elif ! here; then none_here
	else
		run sh -c "$3"
		is "$code" 0 "$tool: you used: $3"
		ran=yes used=$out
	fi
	# Its CA is needed.
	if [ "$1" = make_ssl_cert_1 ] && ! root; then
		skip 4 'not root: --owner'
		return
	fi
	if [ "$1$ran" = mkcert_1 ]; then
		skip 4 "no $tool"
		return
	fi
	run sh -c "$4"
	is "$code" 0 "$tool: now do: $4" || diag "$err"
	"after_$1"
}
tab=$(printf '\t')
tools=" "
while IFS=$tab read -r tool used now; do
	tool=${tool%% *}
	number=1
	case $tools in *" $tool "*) number=2 ;; esac
	tools="$tools$tool "
	name=$(echo "$tool" | tr - _)_$number
	has "after_$name" || { not_ok "$tool: README's line $number is judged here" true; continue; }
	mkdir -p "$HOME/in/$tool" && cd "$HOME/in/$tool" || exit 1
	line "$name" "$tool" "$used" "$now" </dev/null
	cd "$HOME" || exit 1
done <rows
is "$(echo "$tools" | tr -s ' ' '\n' | sed '/^$/d' | sort -u | tr '\n' ' ')" 'cfssl make-ssl-cert minica mkcert openssl px5g sscg ssh-keygen step ' 'the table has a line for each of these'

# Every leaf above is as good as any.
for certificate in in/*/tls/*.pem in/*/tls/*.crt; do
	case $certificate in *ca.crt | *key.pem) continue ;; esac
	like "$(openssl x509 -in "$certificate" -noout -ext basicConstraints,extendedKeyUsage 2>&1)" '*CA:FALSE*Server*' "$certificate is a server's"
done
done_testing

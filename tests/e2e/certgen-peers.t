#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-peers.t - keys and certificates that others made, in every usual form.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
HOME=$PWD
export HOME

# takes 'NAME' FILE [SAME]: this file as server.key gets a certificate, and is not touched. SAME is the key as openssl reads it.
takes() {
	rm -rf k && mkdir k && cp "$TAP/fresh/ca.key" "$TAP/fresh/ca.crt" k && cp "$2" k/server.key && chmod 600 k/*.key
	takes_before=$(stat -c '%i %Z' k/server.key)
	run certgen -d k board.local
	problems=
	[ "$code" -eq 0 ] || problems="[exit code]"
	[ "$takes_before" = "$(stat -c '%i %Z' k/server.key)" ] || problems="$problems [key touched]"
	tap_fits "$out" '*reissued*server.crt*' || tap_fits "$out" '*created*server.crt*' || problems="$problems [stdout]"
	problems="$problems$(verifies k/ca.crt k/server.crt || cat "$TAP/verify")"
	openssl pkey -in "${3:-$2}" -pubout >pub 2>/dev/null || openssl pkey -inform DER -in "${3:-$2}" -pubout >pub 2>/dev/null
	[ "$(cat pub)" = "$(openssl x509 -in k/server.crt -noout -pubkey)" ] || problems="$problems [another public key]"
	judge "$1" "$problems"
}
# keeps 'NAME' KEY CERTIFICATE: as a user's own pair.
keeps() {
	rm -rf k && mkdir k && cp "$2" k/server.key && cp "$3" k/server.crt && chmod 600 k/server.key
	stays "$1" k certgen -d k board.local
	like "$out" '*kept*server.crt*' '… kept'
}
# signs 'NAME' CA-KEY CA-CERTIFICATE: as a user's own CA.
signs() {
	rm -rf k && mkdir k && cp "$2" k/ca.key && cp "$3" k/ca.crt && chmod 600 k/ca.key
	signs_before=$(stat -c '%n %i %Z' k/*)
	run certgen -d k board.local
	problems=
	[ "$code" -eq 0 ] || problems='[exit code]'
	[ "$signs_before" = "$(stat -c '%n %i %Z' k/ca.*)" ] || problems="$problems [CA touched]"
	# Not -x509_strict: easy-rsa's and old CAs are not.
	problems="$problems$(openssl verify -purpose sslserver -CAfile k/ca.crt k/server.crt 2>&1 | grep -v ': OK$')"
	judge "$1" "$problems"
}
fresh f

# --- openssl
own_key ec.pem && own_key ec384.pem EC -pkeyopt ec_paramgen_curve:P-384 && own_key rsa.pem RSA -pkeyopt rsa_keygen_bits:2048
own_key rsa3072.pem RSA -pkeyopt rsa_keygen_bits:3072
openssl rsa -in rsa.pem -traditional -out rsa1.pem 2>/dev/null
openssl ec -in ec.pem -out sec1.pem 2>/dev/null
openssl ec -in ec384.pem -out sec1384.pem 2>/dev/null
openssl ec -in ec.pem -no_public -out nopub.pem 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in nopub.pem -out nopub8.pem 2>/dev/null
openssl ecparam -name prime256v1 -genkey -out param.pem 2>/dev/null
like "$(cat param.pem)" '*BEGIN EC PARAMETERS*BEGIN EC PRIVATE KEY*' 'control: parameters before the key'
for form in 'PKCS#8 P-256:ec' 'PKCS#8 P-384:ec384' 'PKCS#8 RSA:rsa' 'PKCS#8 RSA-3072:rsa3072' 'PKCS#1:rsa1' 'SEC1:sec1' 'SEC1 P-384:sec1384' \
	'SEC1 without its public half:nopub' 'PKCS#8 without its public half:nopub8' 'EC PARAMETERS and SEC1:param'; do
	takes "openssl: ${form%:*}" "${form#*:}.pem"
	case $form in *PARAM*) continue ;; esac
	sed -e '/^-/d' "${form#*:}.pem" | openssl base64 -d >der
	takes '… as DER' der
done
sed 's/$/\r/' ec.pem >crlf.pem && takes 'CRLF' crlf.pem
tr '\n' '\r' <ec.pem >cr.pem && takes 'CR alone' cr.pem ec.pem
(echo 'My key, made on a Monday:' && echo && cat ec.pem && echo 'the end') >around.pem && takes 'text around' around.pem
sed 's/$/   /' ec.pem >blanks.pem && takes 'blanks at line ends' blanks.pem
(cat f/server.crt f/ca.crt ec.pem) >several.pem && takes 'several objects, the key last' several.pem
(cat ec.pem f/server.crt f/ca.crt) >several.pem && takes 'several objects, the key first' several.pem
(openssl pkey -in ec.pem -text) >text.pem && takes 'openssl pkey -text' text.pem
sed -e '/^-/d' ec.pem | tr -d '\n' | sed 's/^\(.*\)$/-----BEGIN PRIVATE KEY-----\n\1\n-----END PRIVATE KEY-----/' >oneline.pem && takes 'base64 in one long line' oneline.pem
printf '%s' "$(cat ec.pem)" >noeol.pem && takes 'no newline at the end' noeol.pem
openssl ec -in ec.pem -conv_form compressed -out compressed.pem 2>/dev/null && takes 'a compressed public half' compressed.pem ec.pem

# --- certificates in other forms, as a user's own
mkdir own && own_ca own && own_leaf own
keeps 'openssl: PEM' own/server.key own/server.crt
openssl x509 -in own/server.crt -outform DER -out crt.der && keeps 'DER' own/server.key crt.der
openssl x509 -in own/server.crt -text -out crt.text && keeps 'openssl x509 -text' own/server.key crt.text
sed 's/$/\r/' own/server.crt >crt.crlf && keeps 'CRLF' own/server.key crt.crlf
cat own/server.crt own/ca.crt >crt.chain && keeps 'a chain' own/server.key crt.chain
cat own/server.key own/server.crt >both.pem && chmod 600 both.pem && keeps 'key and certificate in one file, twice' both.pem both.pem
signs 'openssl: CA' own/ca.key own/ca.crt
openssl x509 -in own/ca.crt -outform DER -out ca.der && openssl pkey -in own/ca.key -outform DER -out cakey.der
rm -rf k && mkdir k && cp ca.der k/ca.crt && cp cakey.der k/ca.key && chmod 600 k/ca.key
run certgen -d k board.local
openssl x509 -in k/ca.crt -inform DER -out ca.pem && ok 'a CA in DER signs' verifies ca.pem k/server.crt

# --- ours, in another form: still ours
fresh o && openssl x509 -in f/server.crt -outform DER -out o/server.crt
run certgen -d o board.local
like "$code $out" '0 ok *' 'our own certificate in DER is as good'
fresh o && openssl x509 -in f/server.crt -text -out o/server.crt && openssl x509 -in f/ca.crt -text -out o/ca.crt
run certgen -d o board.local
like "$code $out" '0 ok *' '… with text before it'

# --- mkcert
if has mkcert; then
	mkdir mk
	(CAROOT=$PWD/mk TRUST_STORES=none && export CAROOT TRUST_STORES && cd mk && mkcert -cert-file rsa.pem -key-file rsa-key.pem board.local 192.168.7.20 &&
		mkcert -ecdsa -cert-file ec.pem -key-file ec-key.pem board.local) >/dev/null 2>&1
	takes 'mkcert: RSA key' mk/rsa-key.pem
	takes 'mkcert: ECDSA key' mk/ec-key.pem
	keeps 'mkcert: RSA pair' mk/rsa-key.pem mk/rsa.pem
	keeps 'mkcert: ECDSA pair' mk/ec-key.pem mk/ec.pem
	signs 'mkcert: CA' mk/rootCA-key.pem mk/rootCA.pem
	rm -rf mk2 && mkdir mk2 && cp -p mk/rootCA* mk2 && chmod 600 mk2/*-key.pem
	does 'mkcert: its CA by its names' '*created*board.pem*' '*' -d mk2 --ca rootCA.pem --cert board.pem board.local
	ok '… valid' verifies mk2/rootCA.pem mk2/board.pem
else skip 9 'no mkcert'; fi

# --- cfssl
if has cfssl cfssljson; then
	for algo in ecdsa:256 ecdsa:384 rsa:2048; do
		cat >csr.json <<END
{"CN": "cfssl", "hosts": ["board.local"], "key": {"algo": "${algo%:*}", "size": ${algo#*:}}, "names": [{"O": "Werk"}]}
END
		cfssl genkey -initca csr.json 2>/dev/null | cfssljson -bare "cfca${algo%:*}"
		cfssl gencert -ca "cfca${algo%:*}.pem" -ca-key "cfca${algo%:*}-key.pem" csr.json 2>/dev/null | cfssljson -bare "cf${algo%:*}"
		takes "cfssl: $algo key" "cf${algo%:*}-key.pem"
		keeps "cfssl: $algo pair" "cf${algo%:*}-key.pem" "cf${algo%:*}.pem"
		signs "cfssl: $algo CA" "cfca${algo%:*}-key.pem" "cfca${algo%:*}.pem"
	done
else skip 12 'no cfssl'; fi

# --- GnuTLS
if has certtool; then
	cat >template <<'END'
cn = "GnuTLS"
dns_name = "board.local"
ca
cert_signing_key
expiration_days = 300
END
	sed -e 's/^ca$/tls_www_server/' -e 's/cert_signing_key/signing_key/' template >template.leaf
	for kind in rsa:--bits=2048 ecdsa:--curve=secp256r1 ecdsa:--curve=secp384r1; do
		certtool --generate-privkey --key-type="${kind%%:*}" "${kind#*:}" --outfile gt.key >/dev/null 2>&1
		certtool --generate-privkey --key-type="${kind%%:*}" "${kind#*:}" --pkcs8 --password '' --outfile gt8.key >/dev/null 2>&1
		certtool --generate-self-signed --load-privkey gt.key --template template --outfile gtca.crt >/dev/null 2>&1
		certtool --generate-certificate --load-privkey gt8.key --load-ca-certificate gtca.crt --load-ca-privkey gt.key --template template.leaf --outfile gt.crt >/dev/null 2>&1
		takes "certtool: $kind" gt.key
		takes '… PKCS#8' gt8.key
		keeps '… pair' gt8.key gt.crt
		signs '… CA' gt.key gtca.crt
	done
else skip 15 'no certtool'; fi

# --- ssh-keygen
if has ssh-keygen; then
	for kind in rsa:2048 ecdsa:256 ecdsa:384; do
		for form in PEM PKCS8; do
			rm -f ssh ssh.pub
			ssh-keygen -q -t "${kind%:*}" -b "${kind#*:}" -m "$form" -N '' -f ssh
			takes "ssh-keygen -m $form: $kind" ssh
		done
	done
else skip 6 'no ssh-keygen'; fi

# --- minica (two programs bear this name)
if has minica; then
	mkdir mini && (cd mini && { minica board.local || minica --domains board.local; }) >/dev/null 2>&1
	key=$(find mini -name '*.key' ! -name 'cakey*' -o -name key.pem | head -n 1) crt=$(find mini -name 'board*.crt' -o -name cert.pem | head -n 1)
	cakey=$(find mini -name 'cakey.key' -o -name 'minica-key.pem') ca=$(find mini -name 'cacert.crt' -o -name minica.pem)
	takes 'minica: key' "$key"
	keeps 'minica: pair' "$key" "$crt"
	signs 'minica: CA' "$cakey" "$ca"
else skip 4 'no minica'; fi

# --- easy-rsa
easyrsa=$(command -v easyrsa || echo /usr/share/easy-rsa/easyrsa)
if [ -x "$easyrsa" ]; then
	easy() { EASYRSA_BATCH=1 EASYRSA_PKI=$PWD/pki "$easyrsa" "$@" >/dev/null 2>&1; }
	easy init-pki
	easy --use-algo=ec --curve=prime256v1 --req-cn=Easy build-ca nopass
	easy --use-algo=ec --curve=prime256v1 --subject-alt-name=DNS:board.local build-server-full board nopass
	like "$(head -n 1 pki/issued/board.crt)" 'Certificate:*' 'control: easy-rsa writes text before its certificates'
	takes 'easy-rsa: key' pki/private/board.key
	keeps 'easy-rsa: pair' pki/private/board.key pki/issued/board.crt
	signs 'easy-rsa: CA' pki/private/ca.key pki/ca.crt
else skip 5 'no easy-rsa'; fi

# --- Caddy
if has caddy; then
	port=$((10000 + $$ % 20000))
	cat >Caddyfile <<END
{
	admin off
	skip_install_trust
	storage file_system {
		root $PWD/caddy
	}
	http_port $port
	https_port $((port + 1))
}
https://board.local:$((port + 1)) {
	bind 127.0.0.1
	tls internal
}
END
	caddy run --config Caddyfile >caddy.log 2>&1 &
	pid=$!
	later "kill $pid 2>/dev/null"
	i=0
	while [ $i -lt 100 ] && [ ! -s caddy/certificates/local/board.local/board.local.json ]; do sleep 0.1 && i=$((i + 1)); done
	kill $pid && wait $pid
	crt=caddy/certificates/local/board.local/board.local root=caddy/pki/authorities/local/root
	takes 'Caddy: key' $crt.key
	keeps 'Caddy: pair, with its intermediate' $crt.key $crt.crt
	signs 'Caddy: CA' $root.key $root.crt
	rm -rf k && mkdir k && cp $crt.key k/server.key && cp $crt.crt k/server.crt && cp $root.crt k/ca.crt && chmod 600 k/server.key
	stays 'Caddy: pair and root together' k certgen -d k board.local
	like "$out" '*kept*server.crt*' '… kept'
else skip 6 'no caddy'; fi
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-bad.t - bad input gets one clear line and its code, and nothing on disk changes.
# shellcheck source-path=SCRIPTDIR disable=SC1003,SC2016,SC2317 # backslashes are meant; inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
TAB=$(printf '\t')
fresh d

# --- config files
# config 'NAME' CODE: as --config, and as DIR/certgen.conf; the file is named.
config() {
	refuses "--config: $1: exit $2" "$2" '*conf*' d --config conf board.local
	cp -a conf d/certgen.conf
	refuses "certgen.conf: $1: exit $2" "$2" '*conf*' d board.local
	rm -rf conf d/certgen.conf
}
refuses 'a config file that is not there: exit 1' 1 '*nowhere*' d --config nowhere board.local
mkdir conf && config 'a directory' 1
mkfifo conf && config 'a FIFO' 1
ln -s conf conf && config 'a link to itself' 1
head -c 1048577 /dev/zero | tr '\0' '#' >conf && config 'over 1 MiB' 12
printf 'days 30\0\nsan x.local\n' >conf && config 'NUL' 12
printf 'days 30\nsubject /CN=\033[2J\n' >conf && config 'control characters' 12
head -c 4096 /dev/urandom | tr -d '\n' >conf && printf '\0' >>conf && config 'rubbish' 12
printf 'subject "/CN=x\n' >conf && config 'truncated: a quote that is not closed' 12
printf 'dazs 30\n' >conf && config 'an unknown option' 2
printf 'days\n' >conf && config 'an option without its value' 2
printf 'days 30\nself-signed maybe\n' >conf && config 'a flag that says neither yes nor no' 2
printf 'days soon\n' >conf && config 'a value that is none' 2
printf 'san bad..name\n' >conf
refuses '--config: a name that is none: exit 2' 2 '*bad..name*' d --config conf
printf -- '--days 30\n' >conf && config 'an option with dashes' 2
printf 'days=30\n' >conf && config 'an equals sign' 2
for word in check force 'config x' help 'dir /tmp'; do
	printf '%s\n' "$word" >conf && config "'$word', for the command line only" 2
done
printf 'days 30\n\n\nnonsense 1\n' >conf
refuses 'the line is named' 2 '*conf:4: *' d --config conf board.local
refuses '--config twice names which' 1 '*' d --config nowhere --config nowhere2 board.local

# --- names
bad_name() { refuses "${2:-$1}: exit 2" 2 '*' d "$1"; }
bad_name '' 'an empty name'
bad_name ' ' 'a blank'
bad_name "a${TAB}b.local" 'a tab'
bad_name "$(printf 'a\nb.local')" 'a newline'
bad_name "$(printf 'a\001.local')" 'a control character'
bad_name "$(printf 'a\177.local')" 'DEL'
bad_name "$(printf '\033[31m.local')" 'an escape sequence'
unlike "$err" "*$(printf '\033')*" '… which does not reach the terminal'
bad_name 'küche.local' 'a name that is not in A-label form'
like "$err" '*xn--*' '… says what is wanted' || like "$err" '*A-label*' '… says what is wanted'
bad_name "$(printf 'a\377.local')" 'an octet that is no UTF-8'
label=abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01
bad_name "$label.local" 'a label of 64'
long=${label#a}
bad_name "$long.$long.$long.${long#abcdefghi}.local" 'a name of 254'
bad_name "a@$long.$long.$long.$long.$long.local" 'a mail address that is too long'
bad_name "https://$long.$long.$long.$long.local/" 'a URI that is too long'
for name in 'a b.local' a..local .local.x -a.local a-.local 'a,b' 'a;b' 'a/b' 'a\b' 'a"b' "a'b" '(a)' 'a=b' 'a+b' '<a>' 'a#b' 'a!' 'a&b' 'a%b' 'a$b' 'a:b' board.local:8443 \
	'*' '*.' 'a.*.local' '**.local' 'f*.local' '*.*.local' 256.1.1.1 1.2.3 1.2.3.4.5 10.0.0.1/8 1.2.3.04 0x7f.0.0.1 1.2.3.-4 \
	fe80::1%eth0 ::: 1::2::3 12345:: '[::1' '::1]' fd00::/8 1:2:3:4:5:6:7:8:9 @board.local a@ a@b@c.local 'a b@c.local' a@-x.local \
	http:// ://x http:///path 'http://a b/' 'https://küche.local/'; do
	bad_name "$name"
done
refuses '--san is judged likewise' 2 '*bad..name*' d --san bad..name
refuses 'one bad name among good ones' 2 '*bad..name*' d board.local bad..name nas.local
refuses '--hostname that is a path' 2 '*' d --hostname ../x --san a..b
names=$(i=0; while [ $i -lt 1000 ]; do echo "host-$i.rack-$((i % 10)).local"; i=$((i + 1)); done)
# shellcheck disable=SC2086 # 1000 words
run certgen -d many $names
is "$code $(sans many/server.crt | tr , '\n' | wc -l)" '0 1000' '1000 names work'
ok '… valid' valid many
# shellcheck disable=SC2086
idle '… and idle' many $names

# --- distinguished names: openssl is the judge
key=d/server.key
dn() { openssl req -new -key $key -utf8 -subj "$1" 2>/dev/null | openssl req -noout -subject -nameopt RFC2253,-esc_msb,utf8 | sed 's/^subject=//'; }
problems=
for c in ' ' '!' '"' '#' '$' '%' '&' "'" '(' ')' '*' '+' ',' - . / : ';' '<' '=' '>' '?' @ '[' '\' ']' '^' _ '`' '{' '|' '}' '~' ä € 😀; do
	text="/O=Werk/CN=\\${c}a\\${c}\\${c}b\\${c}"
	case $c in [!\ -~]*) text="/O=Werk/CN=${c}a$c${c}b$c" ;; esac
	want=$(dn "$text")
	certgen -q -d dn --self-signed --subject "$text" board.local >/dev/null 2>"$TAP/err" || problems="$problems $c refused: $(cat "$TAP/err")"
	[ "$(subject dn/server.crt)" = "$want" ] || problems="$problems $c: $(subject dn/server.crt), want $want"
	certgen -q -d dn --self-signed --subject "$want" board.local >"$TAP/out" 2>"$TAP/err" || problems="$problems $want refused: $(cat "$TAP/err")"
	[ ! -s "$TAP/out" ] || problems="$problems $want is another subject: $(subject dn/server.crt)"
done
code=0 out='' err=''
judge 'every special character in a DN, in both forms' "$problems"
certgen -q -d dn2 --subject '/C=DE/ST=Bayern/L=Hof/O=Werk/OU=A+CN=b/serialNumber=12/DC=x/emailAddress=a@b.local' board.local >/dev/null
is "$(subject dn2/server.crt)" "$(dn '/C=DE/ST=Bayern/L=Hof/O=Werk/OU=A+CN=b/serialNumber=12/DC=x/emailAddress=a@b.local')" 'every usual type, several values in one RDN'
bad_dn() {
	refuses "--subject ${2:-"'$1'"}: exit 2" 2 '*subject*' d --subject "$1" board.local
	refuses "--ca-subject ${2:-"'$1'"}: exit 2" 2 '*ca-subject*' d --ca-subject "$1" board.local
}
for text in 'nonsense' '/CN' '/CN=' '/XX=1' '/=x' 'CN=' 'CN=x,' ',CN=x' 'CN=x,,O=y' 'CN=x\' 'CN="x' 'CN=#0401' '/C=DEU' '/C=D' 'CN=x;O=' '/CN=x/' '1.2.3=x' 'CN=\zz' 'CN=a\0' '/CN=x+'; do
	case $text in 'CN=x,' | '/CN=x/') continue ;; esac # openssl takes these
	bad_dn "$text"
done
bad_dn "/CN=x$label" 'a CN of 65'
bad_dn "$(printf '/CN=a\001b')" 'a control character'
bad_dn "$(printf '/CN=a\377b')" 'an octet that is no UTF-8'
bad_dn 'CN=a\00b' 'NUL in hex'
bad_dn "$(printf '/CN=a\nb')" 'a newline'

# --- keys that are no use here
mkdir keys
for curve in P-521 P-224 secp256k1 brainpoolP256r1; do own_key "keys/$curve" EC -pkeyopt "ec_paramgen_curve:$curve"; done
own_key keys/Ed25519 ED25519
own_key keys/X25519 X25519
own_key keys/RSA-1024 RSA -pkeyopt rsa_keygen_bits:1024
own_key keys/RSA-2040 RSA -pkeyopt rsa_keygen_bits:2040
own_key keys/exponent-3 RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3
own_key keys/RSA-PSS RSA-PSS -pkeyopt rsa_keygen_bits:2048
openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -pkeyopt dsa_paramgen_q_bits:160 -out dsa 2>/dev/null && openssl genpkey -paramfile dsa -out keys/DSA
own_key plain
openssl pkcs8 -topk8 -in plain -passout pass:secret -v2 aes-256-cbc -out keys/encrypted-PKCS8
openssl ec -in plain -aes256 -passout pass:secret -out keys/encrypted-SEC1 2>/dev/null
own_key plainrsa RSA -pkeyopt rsa_keygen_bits:2048
openssl rsa -in plainrsa -aes256 -traditional -passout pass:secret -out keys/encrypted-PKCS1 2>/dev/null
openssl pkcs8 -topk8 -in plain -passout pass:secret -outform DER -out keys/encrypted-DER
if has ssh-keygen; then
	ssh-keygen -q -t ecdsa -N '' -f keys/openssh && ssh-keygen -q -t ed25519 -N '' -f keys/openssh-ed25519 && ssh-keygen -q -t ecdsa -N secret -f keys/encrypted-openssh
	rm -f keys/*.pub
fi
# Throw-away keys that take long to make, or that no tool makes: openssl's RSA with another exponent written into it.
cp "${SRC:-.}/tests/vectors/keys/"* keys
for file in keys/*; do
	kind=${file#keys/}
	for name in server.key ca.key; do
		rm -rf k && fresh k && rm "k/$name" && cp "$file" "k/$name" && chmod 600 "k/$name"
		refuses "$name is $kind: exit 12" 12 "*$name*" k board.local
		rm -f "k/${name%key}crt"
		refuses "… and without its certificate" 12 "*$name*" k board.local
		case $kind in
		encrypted-openssh) like "$err" '*ssh-keygen -p*' '… how to decrypt it is said' ;;
		openssh) like "$err" '*ssh-keygen -p*' '… how to convert it is said' ;;
		encrypted-*) like "$err" '*encrypted*openssl pkey*' '… how to decrypt it is said' ;;
		esac
	done
done
unlike "$(for file in keys/*; do rm -rf k && fresh k && cp "$file" k/server.key && certgen -v -d k board.local 2>&1; done)" \
	"*$(sed -n 2p plain)*" 'no line of a key is repeated'

# --- other rubbish in DIR
for i in 1 2 3; do
	rm -rf k && fresh k && head -c "$((i * 300))" /dev/urandom >k/server.crt
	run certgen -d k board.local
	ok "random octets as server.crt: healed" valid k
done
rm -rf k && fresh k && (cat k/server.crt && head -c 100 /dev/urandom | od -x) >crt && cat crt >k/server.crt
idle 'text behind the certificate does not harm' k board.local
done_testing

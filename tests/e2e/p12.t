#!/bin/sh
# SPDX-License-Identifier: MIT
# p12.t - PKCS#12 both ways: ours opens in six other programs, theirs is read; p12_driver.c on the box's own objects.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=readers.sh
. "${0%/*}/readers.sh"
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=driver.sh
. "$SRC/tests/e2e/driver.sh"
! emulated || skip_all 'rounds of PBKDF2 by the hundred thousand, slowly'
driver p12

pass=correct-horse
spki() { openssl pkey -in "$1" -pubout -outform DER 2>/dev/null | sha256sum | cut -d ' ' -f 1; }
sum_of() { openssl x509 -in "$1" -outform DER | sha256sum | cut -d ' ' -f 1; }
for type in p256 p384 rsa2048 rsa4096; do
	certgen -q -d $type -t $type board.local >/dev/null
	cat $type/server.crt $type/ca.crt >$type/chain
done
# opens 'WHO' FILE TYPE [KIND]: our reader finds the pair in it.
opens() {
	run ./p12 read "$2" $pass
	like "$code $out" "0 kind ${4:-other}
$3 $(spki "$3/server.key")
name *
*certificate $(sum_of "$3/server.crt")*" "$1 is read"
}

# --- ours, in the hands of others
for kind in standard compat; do
	for type in p256 p384 rsa2048 rsa4096; do
		f=$type-$kind.p12
		ok "$kind, $type: written" ./p12 write $kind $type/server.key $type/chain board $pass $f
		opens 'our own' $f $type $kind
		run openssl pkcs12 -in $f -nodes -passin pass:$pass
		like "$code $out" "0 *friendlyName: board*localKeyID: *friendlyName: board*localKeyID: *" "openssl opens it"
		printf '%s\n' "$out" >opened
		ok '… and the key is the same' matches opened $type/server.crt
		not_ok '… not with another password' openssl pkcs12 -in $f -nodes -passin pass:$pass-
	done
	f=p256-$kind.p12
	run openssl pkcs12 -in $f -info -nokeys -nocerts -passin pass:$pass
	case $kind in
	standard) like "$err" '*MAC: sha256, Iteration 10000*AES-256-CBC, Iteration 10000, PRF hmacWithSHA256*AES-256-CBC, Iteration 10000*' 'as promised' ;;
	compat) like "$err" '*MAC: sha1, Iteration 2048*TripleDES-CBC, Iteration 2048*Shrouded Keybag: *TripleDES-CBC, Iteration 2048*' 'as promised' ;;
	esac
	for f in p256-$kind.p12 rsa2048-$kind.p12; do
		if has keytool; then
			run keys -list -v -keystore "$f" -storetype PKCS12 -storepass $pass
			like "$code $out" '0 *Alias name: board*PrivateKeyEntry*chain length: 2*' "$f: keytool opens it, with its chain"
		else skip 1 'no keytool'; fi
		if has certtool; then
			run certtool --p12-info --inder --infile "$f" --password $pass
			like "$code $out$err" '0 *Friendly name: board*Key ID: *' "$f: certtool opens it"
		else skip 1 'no certtool'; fi
		if has pk12util certutil; then
			nss "db.$f" && ok "$f: NSS imports it" pk12util -i "$f" -d "sql:db.$f" -W $pass
			like "$(certutil -K -d "sql:db.$f")" '* board' '… and has the key'
		else skip 2 'no pk12util'; fi
		if has node; then ok "$f: node opens it" tls "$f" $pass; else skip 1 'no node'; fi
		if cryptography; then like "$(python "$f" $pass)" 'board 1 *' "$f: Python opens it"; else skip 1 'no python3-cryptography'; fi
	done
done

# --- theirs, in ours
export_by() {
	export_name=$1
	shift
	openssl pkcs12 -export -inkey p256/server.key -in p256/server.crt -certfile p256/ca.crt -name board -passout pass:$pass -out theirs.p12 "$@" 2>/dev/null &&
		opens "openssl's $export_name" theirs.p12 p256
}
export_by default
export_by -legacy -legacy
export_by 'RC2-128 and 2-key 3DES' -legacy -keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-RC2-128
export_by '3DES, as Windows' -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 -iter 2000
export_by 'AES-128 and AES-192' -keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha384
export_by '3DES under PBES2' -keypbe DES-EDE3-CBC -certpbe DES-EDE3-CBC -macalg sha512
export_by 'bare key and certificates' -keypbe NONE -certpbe NONE
export_by 'file without MAC' -nomac
openssl pkcs12 -export -inkey p256/server.key -in p256/server.crt -passout pass: -out empty.p12
expect 'no password is a password' 0 'kind other*' '' ./p12 read empty.p12 ''
openssl pkcs12 -export -nokeys -in p256/ca.crt -passout pass:$pass -out nokey.p12
expect 'certificates without a key' 0 "kind other
name *
certificate $(sum_of p256/ca.crt)" '' ./p12 read nokey.p12 $pass
if has keytool; then
	for d in p256 rsa2048; do
		rm -f java.p12 && keys -importkeystore -srckeystore $d-standard.p12 -srcstorepass $pass -destkeystore java.p12 -deststoretype PKCS12 -deststorepass $pass >/dev/null 2>&1
		opens "Java's ($d)" java.p12 $d standard
	done
	rm -f old.p12 && keys -J-Dkeystore.pkcs12.legacy -importkeystore -srckeystore p256-standard.p12 -srcstorepass $pass -destkeystore old.p12 -deststoretype PKCS12 -deststorepass $pass >/dev/null 2>&1
	opens "Java 8's" old.p12 p256
	keys -importcert -noprompt -alias ca -file p256/ca.crt -keystore trust.p12 -storepass $pass >/dev/null 2>&1
	expect "Java's trust store" 0 "*certificate $(sum_of p256/ca.crt)" '' ./p12 read trust.p12 $pass
	cp java.p12 two.p12 && keys -importkeystore -srckeystore p256-standard.p12 -srcstorepass $pass -srcalias board -destalias again -destkeystore two.p12 -deststorepass $pass >/dev/null 2>&1
	expect 'two keys are refused' 3 '' 'holds more than one private key' ./p12 read two.p12 $pass
else skip 5 'no keytool'; fi
if has certtool; then
	for cipher in aes-128 aes-256 3des 3des-pkcs12 rc2-40; do
		certtool --to-p12 --load-privkey p256/server.key --load-certificate p256/server.crt --p12-name board --password $pass --pkcs-cipher $cipher --outder \
			--outfile gnutls.p12 2>/dev/null
		opens "GnuTLS's $cipher" gnutls.p12 p256
	done
else skip 5 'no certtool'; fi
if has pk12util certutil; then
	for options in '' '-c AES-128-CBC -C AES-256-CBC -M SHA-512' '-c DES-EDE3-CBC -C RC2-CBC -M SHA-1'; do
		# shellcheck disable=SC2086 # words
		pk12util -o nss.p12 -d sql:db.p256-standard.p12 -n board -W $pass $options >/dev/null 2>&1
		opens "NSS's ${options:-default}" nss.p12 p256
	done
	rm -f nss.p12 && pk12util -o nss.p12 -d sql:db.rsa2048-standard.p12 -n board -W $pass >/dev/null 2>&1
	opens "NSS's RSA key" nss.p12 rsa2048
	is "$(od -An -tx1 -N2 nss.p12)" ' 30 80' '… which is BER, not DER'
else skip 5 'no pk12util'; fi
if cryptography; then
	/usr/bin/python3 -c 'import sys
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12, load_pem_private_key, BestAvailableEncryption
read = lambda n: open("p256/" + n, "rb").read()
sys.stdout.buffer.write(pkcs12.serialize_key_and_certificates(b"board", load_pem_private_key(read("server.key"), None),
	x509.load_pem_x509_certificate(read("server.crt")), [x509.load_pem_x509_certificate(read("ca.crt"))], BestAvailableEncryption(sys.argv[1].encode())))' $pass >python.p12
	opens "Python's" python.p12 p256
else skip 1 'no python3-cryptography'; fi

# --- what is not opened, and how long that takes
f=p256-standard.p12
expect 'a wrong password' 1 '' 'wrong password, or the file is damaged' ./p12 read $f wrong
expect 'one beyond ASCII' 1 '' 'the password has characters beyond ASCII' ./p12 read $f 'größer'
expect '… is not written either' 1 '' 'the password has characters beyond ASCII' ./p12 write standard p256/server.key p256/chain board 'größer' out.p12
head -c 700 $f >cut.p12
expect 'a cut file' 2 '' 'damaged: not a whole PKCS#12 file' ./p12 read cut.p12 $pass
expect 'a file of another kind' 2 '' 'damaged: *' ./p12 read p256/server.crt $pass
openssl pkcs12 -export -inkey p256/server.key -in p256/server.crt -passout pass:$pass -iter 1300000 -out slow.p12
expect 'too many iterations' 3 '' '1300000 iterations would take too long' ./p12 read slow.p12 $pass
run ./p12 time slow.p12 $pass
ok "… said within ${out:-no} ms" [ "${out:-9999}" -lt 3000 ]
openssl ecparam -name secp521r1 -genkey -noout -out p521.key
openssl req -x509 -new -key p521.key -subj /CN=x -out p521.crt
openssl pkcs12 -export -inkey p521.key -in p521.crt -passout pass:$pass -out p521.p12
expect 'a key of a kind not supported' 3 '' 'P-521 keys are not supported; *' ./p12 read p521.p12 $pass
if openssl pkcs12 -export -inkey p256/server.key -in p256/server.crt -passout pass:$pass -keypbe camellia-256-cbc -out odd.p12 2>/dev/null; then
	expect 'a cipher not supported is named' 3 '' 'encryption by 1.2.392.200011.61.1.1.1.4 is not supported' ./p12 read odd.p12 $pass
else skip 1 'no Camellia in openssl'; fi

# --- written again only when it would differ
same() { is "$(./p12 same "$1" "$2/server.key" "$2/chain" "$3" $pass "$4")" "$5" "$6"; }
same standard p256 board p256-standard.p12 yes 'the same content is the same'
same standard p384 board p256-standard.p12 no 'another pair is not'
same standard p256 boards p256-standard.p12 no 'nor another name'
same compat p256 board p256-standard.p12 no 'nor the other kind'
done_testing

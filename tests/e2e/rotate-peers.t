#!/bin/sh
# SPDX-License-Identifier: MIT
# rotate-peers.t - the CA is rotated, and clients that trust one of its certificates alone connect: OpenSSL, Go, Java, NSS, GnuTLS.
# shellcheck source-path=SCRIPTDIR disable=SC2317 # commands are called by name
# shellcheck source=sets.sh
here=$(cd "${0%/*}" && pwd) || exit 1
. "$here/sets.sh"

# trail DIR N [OPTION…]: a set whose CA was rotated N times; its certificates are DIR/anchor.0 to DIR/anchor.N
trail() {
	dir=$1 last=$2 n=0
	shift 2
	certgen -q -d "$dir" "$@" board.local localhost >/dev/null || diag "$dir: no set"
	cp "$dir/ca.crt" "$dir/anchor.0"
	while [ $n -lt "$last" ]; do
		certgen -q -d "$dir" --rotate ca "$@" board.local localhost >/dev/null || diag "$dir: rotation $n fails"
		n=$((n + 1))
		cp "$dir/ca.crt" "$dir/anchor.$n"
	done
}

# --- peers: PEER ANCHOR…: a handshake with localhost:$port for each, that alone trusted; says yes or no to each
each() {
	how=$1
	shift
	for anchor; do
		if "$how" "$anchor" >"$TAP/peer" 2>&1; then echo yes; else
			echo no
			cat "$TAP/peer" >&2
		fi
	done
}
openssl_one() { openssl s_client -connect "127.0.0.1:$port" -verify_return_error -verify_hostname localhost -x509_strict -CAfile "$1" </dev/null; }
gnutls_one() { timeout 10 gnutls-cli --x509cafile "$1" --verify-hostname localhost -p "$port" 127.0.0.1 </dev/null; }
nss_one() {
	rm -rf db parts.* && mkdir db && certutil -N -d sql:db --empty-password && csplit -s -z -f parts. "$1" '/BEGIN/' '{*}'
	for part in parts.*; do certutil -A -d sql:db -n "$part" -t C,, -i "$part" || return; done
	timeout 10 tstclnt -d sql:db -h 127.0.0.1 -p "$port" -a localhost -V tls1.2:tls1.3 -Q </dev/null
}
asked() { printf "$port %s localhost\n" "$@"; }
answers() { tee "$TAP/peer" | sed '/^yes$/!s/.*/no/' && grep -v '^yes$' "$TAP/peer" >&2; }
openssl_says() { each openssl_one "$@"; }
gnutls_says() { each gnutls_one "$@"; }
nss_says() { each nss_one "$@"; }
go_says() { asked "$@" | ./judge | answers; }
java_says() { asked "$@" | java -XX:TieredStopAtLevel=1 -cp . Judge | answers; }

peers=openssl
if has go && GOCACHE=$PWD/cache GO111MODULE=off go build -o judge "$here/judge.go"; then peers="$peers go"; fi
if has javac java && javac -J-XX:TieredStopAtLevel=1 -d . "$here/Judge.java"; then peers="$peers java"; fi
if has certutil tstclnt; then peers="$peers nss"; fi
if has gnutls-cli; then peers="$peers gnutls"; fi

# say 'NAME' DIR WANT: what every peer says when it trusts DIR/anchor.0, anchor.1 … alone
say() {
	say_name=$1 say_dir=$2 want=$3 anchors=
	n=0
	while [ -e "$say_dir/anchor.$n" ]; do anchors="$anchors $say_dir/anchor.$n" n=$((n + 1)); done
	tls_server "$say_dir"
	for peer in openssl go java nss gnutls; do
		case " $peers " in *" $peer "*) ;; *) skip 1 "no $peer"; continue ;; esac
		# shellcheck disable=SC2086 # words
		said=$("${peer}_says" $anchors 2>"$TAP/reasons" | tr '\n' ' ')
		is "$said" "$want " "$peer: $say_name" || diag "$(cat "$TAP/reasons")"
	done
	tls_stop
}

trail once 1
say 'rotated once, old and new client' once 'yes yes'
trail twice 2
say 'rotated twice, the first, the second and the new' twice 'yes yes yes'
is "$(subject twice/anchor.2)" "$(subject twice/anchor.0)" 'the third bears the name of the first, which GnuTLS can follow'
unlike "$(subject twice/anchor.1)" "$(subject twice/anchor.0)" '… and its issuer another: wolfSSL takes what names itself for an anchor'
trail types 0 --ca-key-type rsa2048
for type in p256 p384; do
	certgen -q -d types --rotate ca --ca-key-type $type board.local localhost >/dev/null
	cp types/ca.crt types/anchor.$((n += 1))
done
say 'from RSA to P-256 to P-384' types 'yes yes yes'
trail named 2 --ca-subject '/O=Werk/CN=Werk CA'
is "$(subject named/anchor.2)" "$(subject named/anchor.0)" 'a given name stays'
say 'of one name' named 'yes yes yes'
cat named/anchor.? >named/all && rm named/anchor.? && mv named/all named/anchor.0
say 'of one name, and all of them trusted' named yes
# Beyond nine certificates some refuse the newest client, too.
trail often 9
is "$(grep -c BEGIN often/server.crt)" 9 'nine certificates are the most that is sent'
say 'rotated nine times, all but the first' often 'no yes yes yes yes yes yes yes yes yes'

# The control: the same, and nothing that leads on.
certgen -q -d twice --rotate ca --compromised board.local localhost >/dev/null 2>&1
cp twice/ca.crt twice/anchor.3
say 'compromised: the new one alone' twice 'no no no yes'
unlike "$(subject twice/ca.crt)" "$(subject twice/anchor.1)" '… under a name of its own'
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certfetch-store.t - the store: others read it as it is, files and folder; nobody else may write it; many at once.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=serving.sh
. "$SRC/tests/e2e/serving.sh"
"$CERTBOX" --list | grep -qx certfetch || skip_all 'no certfetch in this box'
fetch() { "$CERTBOX" certfetch -d store "$@"; }

# --- what is stored ----------------------------------------------------------------------------------
{ certgen -d ca localhost 127.0.0.1 ::1 && certgen -d self --self-signed localhost 127.0.0.1 && certgen -d rsa -t rsa2048 localhost; } >/dev/null
serve ca && ca=$https
serve self && self=$https plain=$http
serve rsa && rsa=$https
expect 'a CA is stored' 0 "new *localhost:$ca *sha256 $(fingerprint ca/ca.crt) *stored localhost_$ca.crt*" '' fetch "localhost:$ca"
ok 'another server on this host' fetch "localhost:$self"
ok '… and by its address' fetch "127.0.0.1:$self"
ok '… and under a name' fetch --as Küche "localhost:$rsa"
ok '… and a leaf' fetch --peer --as leaf.crt "localhost:$ca"
is "$(files store)" "127.0.0.1_$self.crt Küche.crt leaf.crt localhost_$ca.crt localhost_$self.crt" 'a file a server'
is "$(mode store store/*.crt)" '700 644 644 644 644 644' 'the folder is private, the files are not'
ok 'it is the file it was' cmp "store/localhost_$ca.crt" ca/ca.crt
expect 'plain HTTP has one name at all its ports' 0 '*stored localhost.crt*' '' fetch --pin "$(fingerprint self/server.crt)" "http://localhost:$plain/ca.crt"
run fetch --list
is "$code" 0 'they are listed'
is "$(printf '%s\n' "$out" | awk '{ print $2 }' | tr '\n' ' ')" "127.0.0.1_$self.crt Küche.crt leaf.crt localhost.crt localhost_$ca.crt localhost_$self.crt " '… in order'
like "$out" "*localhost_$ca.crt *sha256 $(fingerprint ca/ca.crt)  CA, until $(day "$(not_after ca/ca.crt)")*" '… each with its fingerprint and its end'

# --- who else reads it -------------------------------------------------------------------------------
curl_gets() { curl -sS --noproxy '*' --cacert "$1" "https://$2/healthz"; }
is "$(curl_gets "store/localhost_$ca.crt" "localhost:$ca")" ok 'curl --cacert: a CA'
is "$(curl_gets "store/127.0.0.1_$self.crt" "127.0.0.1:$self")" ok '… a self-signed one'
is "$(curl_gets store/Küche.crt "localhost:$rsa")" ok '… RSA'
not_ok '… not another server' curl_gets "store/localhost_$ca.crt" "localhost:$self"
if has gnutls-cli; then
	ok 'gnutls-cli --x509cafile' sh -c "gnutls-cli --x509cafile store/localhost_$ca.crt -p $ca localhost </dev/null"
else
	skip 1 'no gnutls-cli'
fi
if has javac java; then
	javac -J-XX:TieredStopAtLevel=1 -d . "$SRC/tests/e2e/Judge.java" || diag 'javac fails'
	printf '%s store localhost\n' "$ca" "$self" "$rsa" >ask
	echo "$ca store elsewhere.local" >>ask
	LC_ALL=C.UTF-8 java -XX:TieredStopAtLevel=1 -cp . Judge <ask >answers 2>"$TAP/err" || diag "$(cat "$TAP/err")"
	is "$(head -n 3 answers | tr '\n' ' ')" 'yes yes yes ' 'Java loads the folder whole, and trusts each server'
	like "$(tail -n 1 answers)" '*No *elsewhere.local*' '… by its own name'
else
	skip 2 'no javac'
fi

# --- who else may write it ---------------------------------------------------------------------------
# refuses NAME PATTERN: 1, the store's name and this; nothing changes, and nobody is called (nobody listens there).
refuses() {
	snap store >before
	expect "$1" 1 '' "certfetch: *store*$2*" fetch "localhost:$ca"
	snap store >after
	ok '… and stays' cmp before after
}
of="store/localhost_$ca.crt"
chmod 770 store && refuses 'a store that its group may write' 'others may write'
chmod 1777 store && refuses '… that everybody may, sticky' 'others may write'
chmod 755 store && chmod 666 "$of" && refuses 'a file that everybody may write' 'others may write'
chmod 644 "$of" && mkdir open && cp "$of" open && chmod 777 open
ln -sf "../open/localhost_$ca.crt" "$of" && refuses 'a link into a folder that everybody may write' 'others may write'
chmod 755 open && expect 'else it is followed' 0 'unchanged*' '' fetch "localhost:$ca"
rm "$of" && ln -s nowhere "$of" && refuses 'a dangling link' 'dangling'
rm "$of" && mkfifo "$of" && refuses 'a FIFO' 'FIFO'
rm "$of" && mkdir "$of" && refuses 'a directory' 'directory'
expect '… can be forgotten' 0 "forgotten *localhost_$ca.crt*localhost_$ca.crt.bad-1" '' fetch --forget "localhost:$ca"
rmdir "$of.bad-1"
expect 'what is not there can not' 13 '' "certfetch: localhost:$ca: store: *" fetch --forget "localhost:$ca"
for bad in '' garbage "$(cat ca/server.key)" "$(head -n 4 ca/ca.crt)"; do
	printf '%s' "$bad" >"$of"
	snap store >before
	expect 'a file that holds no certificate is broken, not absent' 12 '' "certfetch: *store: localhost_$ca.crt*" fetch "localhost:$ca"
	snap store >after
	ok '… and stays' cmp before after
done
rm "$of"
if spaces -m; then
	expect 'a store without room' 1 '' "certfetch: *store*: No space left on device" unshare -m sh -c 'mount -t tmpfs -o size=4k,mode=700 t store && ! dd if=/dev/zero of=store/fill 2>/dev/null
		"$0" certfetch -d store "$1"; code=$?; [ "$(echo store/*.crt store/.certfetch*)" = "store/*.crt store/.certfetch*" ] || code=99; exit $code' "$CERTBOX" "localhost:$ca"
	expect 'a read-only store' 1 '' "certfetch: *store*: Read-only file system" unshare -m sh -c 'mount --bind store store && mount -o remount,ro,bind store && exec "$0" certfetch -d store "$1"' "$CERTBOX" "localhost:$ca"
	expect '… in which it is found' 0 'unchanged*' '' unshare -m sh -c 'mount --bind store store && mount -o remount,ro,bind store && exec "$0" certfetch -d store "$1"' "$CERTBOX" "localhost:$self"
else
	skip 3 'no mounts of our own'
fi

# --- this system -------------------------------------------------------------------------------------
rm -rf store
pin=$(fingerprint ca/ca.crt)
expect '--install on trust at first sight' 2 '' 'certfetch: *--pin*' fetch --install "localhost:$ca"
not_ok '… stores nothing' test -e store
expect '--bundle with a pin' 0 "new *installed *bundle*" '' fetch --pin "$pin" --bundle bundle "localhost:$ca"
is "$(curl_gets bundle "localhost:$ca")" ok '… serves curl'
expect '… once' 0 "unchanged *unchanged *bundle*" '' fetch --pin "$pin" --bundle bundle "localhost:$ca"
if spaces -m && [ -e /usr/sbin/update-ca-certificates ] && [ -d /etc/ca-certificates ]; then
	cat >system <<-'END'
		mkdir m none && mount -t tmpfs m m && cp -a /etc/ssl/certs m/certs && mount --bind m/certs /etc/ssl/certs && mount --bind none /etc/ca-certificates &&
		mount -t tmpfs l /usr/local/share && mkdir /usr/local/share/ca-certificates || exit 99
		"$CERTBOX" certfetch -d store --pin "$1" --install "$2" && "$CERTBOX" certfetch -d store --pin "$1" --install "$2" && curl -sS --noproxy '*' "https://$2/healthz"
	END
	expect '--install: curl trusts it without being told' 0 "unchanged *
installed  localhost_$ca.crt  /usr/sbin/update-ca-certificates
unchanged *
unchanged  localhost_$ca.crt  /etc/ssl/certs/ca-certificates.crt
ok" '' unshare -m sh system "$pin" "localhost:$ca"
else
	skip 1 'no update-ca-certificates, or no mounts of our own'
fi

# --- many at once ------------------------------------------------------------------------------------
rm -rf store
pids=
for i in 1 2 3 4 5 6 7 8; do fetch --as "host-$i" "localhost:$ca" >"said.$i" 2>&1 & pids="$pids $!"; done
failed=0
for pid in $pids; do wait "$pid" || failed=$((failed + 1)); done
is $failed 0 'eight fetches into eight files at once'
is "$(cat store/*.crt | sha256sum)" "$(for i in 1 2 3 4 5 6 7 8; do cat ca/ca.crt; done | sha256sum)" '… each whole'
rm -rf store && pids=
for i in 1 2 3 4 5 6 7 8; do fetch "localhost:$ca" >"said.$i" 2>&1 & pids="$pids $!"; done
for pid in $pids; do wait "$pid" || failed=$((failed + 1)); done
is $failed 0 'eight into one'
ok '… which is whole' cmp "$of" ca/ca.crt
is "$(files store)" "${of#store/}" '… and alone'
done_testing

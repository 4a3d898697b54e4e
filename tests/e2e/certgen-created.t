#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-created.t - an empty place: what is made, what is said, and that a second run has nothing to do.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"

# said PATTERN LINE: the line of $out fits.
said() { tap_fits "$(sed -n "$1p" "$TAP/out")" "$2" || wrong "line $1: $(sed -n "$1p" "$TAP/out"), want $2"; }

run certgen -d a/b board.local 192.168.7.20
is "$code" 0 'a first run in a folder that does not exist succeeds'
is "$err" '' 'and is silent on stderr'
is "$(wc -l <"$TAP/out")" 5 'it reports five lines'
ok 'created ca.key, and its kind' said 1 'created    ca.key      p256'
ok 'created ca.crt: a name of its own, and its end' said 2 "created    ca.crt      board CA $HEX$HEX, until $DATE"
ok 'created server.key' said 3 'created    server.key  p256'
ok 'created server.crt: names and end' said 4 "created    server.crt  board.local 192.168.7.20, until $DATE"
ok 'trust: the anchor and its fingerprint' said 5 "trust      ca.crt      sha256 $(fingerprint a/b/ca.crt)"
is "$(files a/b)" 'ca.crt ca.key server.crt server.key' 'four files stand there'
is "$(mode a/b a/b/ca.key a/b/ca.crt a/b/server.key a/b/server.crt)" '755 600 644 600 644' 'with the modes promised'
[ ! -e a/b/.lock ] || is "$(mode a/b/.lock)" 600 'the lock is for root only'
ok 'the set is one a client accepts' valid a/b
is "$(sans a/b/server.crt)" 'DNS:board.local,IP:192.168.7.20' 'names in the order given'
is "$(subject a/b/server.crt)" 'CN=board.local' 'CN is the first name'
IDLE="ok         a/b *4 files, until $(day "$(not_after a/b/server.crt)"), renews $DATE"
idle 'a second run is idle' a/b board.local 192.168.7.20
IDLE='ok *'
idle 'a run that wants fewer names too' a/b board.local
renews=$(epoch "$(printf '%s\n' "$out" | sed 's/.*renews //')")
span=$(($(not_after a/b/server.crt) - $(not_before a/b/server.crt)))
left=$(($(not_after a/b/server.crt) - renews))
ok 'it says when it renews: when less than a third is left' test $((left * 3)) -ge $((span - 3 * DAY)) -a $((left * 3)) -le $((span + 3 * DAY))
does '-q says nothing when idle' '' '' -q -d a/b board.local
does '-v may say more, and still changes nothing' '*' '*' -v -d a/b board.local
idle 'idle after -v' a/b board.local

does '-q still tells what changed' '*created*ca.key*created*server.crt*' '' -q -d q board.local
unlike "$out" '*trust *' '-q leaves out what did not change'

# The names that come without being asked for.
does 'auto names' '*created*server.crt*' '*' -d auto --hostname board
like ",$(sans auto/server.crt)," '*,DNS:board.local,*' 'NAME.local is among them'
like ",$(sans auto/server.crt)," '*,DNS:board,*' 'and NAME'
like ",$(sans auto/server.crt)," '*,DNS:localhost,*' 'and localhost'
like ",$(sans auto/server.crt)," '*,IP:127.0.0.1,*' 'and 127.0.0.1'
like ",$(sans auto/server.crt)," '*,IP:0:0:0:0:0:0:0:1,*' 'and ::1'
ok 'a valid set' valid auto
run certgen -d plus a.local b.local c.local d.local e.local
like "$out" '*server.crt  a.local b.local c.local +2, until *' 'more than three names are counted'

# Modes do not depend on the umask, nor the folder's group bit.
for mask in 000 077 777; do
	(umask "$mask" && certgen -q -d "mask$mask" board.local) >/dev/null
	is "$(mode "mask$mask" "mask$mask/ca.key" "mask$mask/ca.crt" "mask$mask/server.key" "mask$mask/server.crt")" \
		'755 600 644 600 644' "umask $mask: the same modes"
done
mkdir -m 2775 setgid
does 'a folder that is there keeps its mode' '*created*' '*' -d setgid board.local
like "$(mode setgid setgid/server.key)" '2775 600' 'setgid folder, private key'

mkdir here && cd here || exit 1
does '-d . works' '*created*' '' -d . board.local
does '-d ./ is the same place' 'ok *' '' -d ./ board.local
cd .. || exit 1
does '--dir=DIR' 'ok *' '' --dir=here board.local
does '-dDIR' 'ok *' '' -dhere board.local
does '-- ends options' 'ok *' '' -d here -- board.local
run "$CERTBOX" /any/path/certgen -d here board.local
like "$code $out" '0 ok *' 'certbox /any/path/certgen is certgen'
ln -s "$CERTBOX" certgen
run ./certgen -d here board.local
like "$code $out" '0 ok *' 'a link named certgen is certgen'

# Keys and certificates differ from run to run.
does 'another set' '*created*' '' -d other board.local
not_ok 'has another key' cmp -s here/server.key other/server.key
not_ok 'and another CA name' test "$(subject here/ca.crt)" = "$(subject other/ca.crt)"

# What stdout cannot take is an error, and the set is there all the same.
run sh -c '"$CERTBOX" certgen -d full board.local >/dev/full'
is "$code" 1 'a full stdout is exit 1'
ok 'the set is whole all the same' valid full
run sh -c '"$CERTBOX" certgen -d closed board.local <&- >&- 2>&-'
ok 'descriptors 0-2 closed: the set is whole, no report ran into a file' valid closed

# /etc/certbox is where it goes without -d.
if spaces -m; then
	mkdir etc work
	run unshare -m sh -c 'mount -t overlay -o lowerdir=/etc,upperdir=etc,workdir=work overlay /etc && "$CERTBOX" certgen board.local'
	if [ "$code" -eq 32 ]; then skip 2 'no overlay here'; else
		is "$code" 0 'without -d'
		is "$(mode etc/certbox) $(files etc/certbox)" '755 ca.crt ca.key server.crt server.key' '/etc/certbox is made'
	fi
else skip 2 'needs root and a mount namespace'; fi

# Many at once make one set; a reader that leaves early does not harm.
for i in 1 2 3 4 5 6 7 8; do
	certgen -d crowd board.local >"crowd.$i" 2>&1 &
done
wait
is "$(cat crowd.[1-8] | grep -c '^created')" 4 'eight runs at once: one of them makes the set'
is "$(cat crowd.[1-8] | grep -c '^ok ')" 7 '… the others find it'
ok '… valid' valid crowd
certgen -d pipe board.local 2>/dev/null | :
ok 'a reader that leaves early: the set is whole' valid pipe
idle '--force leaves a set of ours alone' here --force board.local

# Negative controls: the judge sees what is wrong.
cp -a here torn && head -c 300 here/server.crt >torn/server.crt
not_ok 'control: a torn certificate is not valid' valid torn
cp -a here pair && cp other/server.key pair/server.key
not_ok 'control: a mismatched pair is not valid' valid pair
cp -a here foreign && cp other/ca.crt foreign/ca.crt
not_ok 'control: another CA is not valid' valid foreign
cp -a here open && chmod 644 open/server.key
not_ok 'control: a readable key is not valid' valid open
when=$(($(not_after here/server.crt) + 60))
not_ok 'control: an expired set is not valid' valid here
when=
ok 'the set itself is' valid here
done_testing

#!/bin/sh
# SPDX-License-Identifier: MIT
# certgen-clock.t - clocks: believed, not believed, wrong, right later; the key stays.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
[ -x "${CERTBOX_TEST:-/nonexistent}" ] || skip_all 'no box with an injected clock'
CERTBOX=$CERTBOX_TEST
idle_box=$CERTBOX_TEST
export CERTBOX_TEST_NOW CERTBOX_TEST_SET
R=$RELEASE
YEAR=31557600

# clock SECONDS [0|1]: the time from here on, for certgen and for the judge.
clock() { when=$1 CERTBOX_TEST_NOW=$1 CERTBOX_TEST_SET=${2:-1}; }
# same 'NAME' DIR FILE…: these files are as they were at `keep DIR`.
keep() { rm -rf "$TAP/keep" && cp -a "$1" "$TAP/keep"; }
same() {
	same_name=$1 same_dir=$2 problems=
	shift 2
	for same_file; do cmp -s "$TAP/keep/$same_file" "$same_dir/$same_file" || problems="$problems $same_file"; done
	judge "$same_name" "$problems"
}

# --- 1970, then the truth
for start in 0 1 315532800 $((R - 1)) $((R + 16 * YEAR)) 4102444800 253402300799; do
	clock "$start"
	rm -rf p
	run certgen -d p board.local
	is "$code" 0 "at $start: a set is made"
	like "$err" 'certgen: warning: *clock*' '… with a warning'
	is "$(not_before p/server.crt) $(not_before p/ca.crt)" "$R $R" '… from the release date'
	life=$(span_days p/server.crt)
	ok '… the leaf is provisional: 825 days in all' test "$life" -ge 824 -a "$life" -le 825
	clock $((R + 100 * DAY))
	ok '… and valid once the clock is right' valid p
	keep p
	does '… then it is reissued' '*reissued*server.crt*' '' -d p board.local
	same '… with the same keys and CA' p server.key ca.key ca.crt
	is "$(span_days p/server.crt) $(not_before p/server.crt)" "398 $((R + 99 * DAY))" '… as a normal one, a day back'
	idle '… and idle' p board.local
done
clock 0
certgen -q -d q board.local >/dev/null 2>&1
idle 'at 1970 again: idle, although the clock is not believed' q board.local
run certgen -d p board.local
is "$code $out" "0 $(printf '%s\n' "$out" | grep '^ok ')" 'a normal set at 1970: kept, its own notBefore is a floor'
run certgen -d p board.local more.local
clock $((R + 100 * DAY))
is "$(not_before p/server.crt)" "$((R + 98 * DAY))" 'reissued at 1970: the floor is the notBefore of what was there, a day back'
like "$(sans p/server.crt)" '*DNS:more.local*' '… with the new name'

# --- the edges of belief
clock "$R"
does 'the release date itself is believed' '*created*' '' -d edge1 board.local
is "$(span_days edge1/server.crt)" 397 'clamped: the CA begins on that day'
clock $((R + 14 * YEAR))
does '14 years on is believed' '*created*' '' -d edge2 board.local
is "$(span_days edge2/server.crt)" 398 'normal'
is "$(not_after edge2/server.crt)" "$((R + 14 * YEAR + 397 * DAY))" '397 days from now'
clock $((R + 15 * YEAR + 30 * DAY))
does '15 years and a month is not' '*created*' '*warning*' -d edge3 board.local

# --- --clock
clock $((R + 40 * DAY)) 0
does '--clock auto believes a clock that nothing set' '*created*' '' -d auto board.local
does '--clock check does not' '*created*' '*warning*' -d check --clock check board.local
ok '… provisional' test "$(span_days check/server.crt)" -ge 824
idle '… and idle while nothing sets it' check --clock check board.local
clock $((R + 41 * DAY)) 1
keep check
does '… once set, reissued' '*reissued*server.crt*' '' -d check --clock check board.local
same '… with the same key' check server.key ca.key ca.crt
is "$(span_days check/server.crt)" 398 '… as a normal one'
clock $((R + 20 * YEAR)) 0
does '--clock ok believes anything' '*created*' '' -d okay --clock ok board.local
is "$(not_before okay/server.crt)" "$((R + 20 * YEAR - DAY))" '… even in 20 years'
mkdir word
refuses '--clock with another word: exit 2' 2 '*clock*' word --clock maybe board.local
clock 0
does '--provisional-days' '*created*' '*' -d prov --provisional-days 100 board.local
life=$(span_days prov/server.crt)
ok '… counts' test "$life" -ge 99 -a "$life" -le 101

# --- renewal
T=$((R + 50 * DAY))
clock $T
certgen -q -d r board.local 192.168.7.20 >/dev/null
keep r
is "$(not_before r/server.crt) $(not_after r/server.crt)" "$((T - DAY)) $((T + 397 * DAY))" '398 days, one of them back'
clock $((T + 263 * DAY))
idle 'more than a third left: idle' r board.local
clock $((T + 265 * DAY))
run certgen -d r --check board.local
like "$code $out" '10 reissued*server.crt*' '--check says that it would be renewed'
same '… and does not' r server.crt
idle '--renew-before 30: not yet' r --renew-before 30 board.local
does 'less than a third left: reissued' '*reissued*server.crt*' '' -d r board.local
same '… same keys, same CA' r server.key ca.key ca.crt
ok '… valid' valid r
is "$(sans r/server.crt)" 'DNS:board.local' '… with the names wanted now'
idle '… then idle' r board.local
clock $((T + 265 * DAY + 366 * DAY))
idle '--renew-before 30: with 31 days left idle' r --renew-before 30 board.local
clock $((T + 265 * DAY + 368 * DAY))
does '… with 29 days left reissued' '*reissued*' '' -d r --renew-before 30 board.local

# --- expired, and from the future
keep r
clock $((T + 1200 * DAY))
not_ok 'control: two years on it is not valid' valid r
does 'expired: reissued' '*reissued*server.crt*' '' -d r board.local
same '… same keys, same CA' r server.key ca.key ca.crt
ok '… valid' valid r
clock $((R + 5 * DAY))
keep r
does 'not yet valid under a believed clock: reissued' '*reissued*server.crt*' '' -d r board.local
same '… same keys, same CA' r server.key ca.key ca.crt
is "$(not_before r/server.crt)" "$((R + 4 * DAY))" '… a believed clock overrides the floor'
ok '… valid' valid r
clock $((R + 8 * YEAR))
certgen -q -d utc --ca-days 36500 board.local >/dev/null 2>&1
like "$(openssl asn1parse -in utc/ca.crt | grep -E 'UTCTIME|GENERALIZEDTIME' | tr '\n' ' ')" '*UTCTIME*GENERALIZEDTIME*' 'after 2049 times are GeneralizedTime, before UTCTime'
ok '… valid' valid utc
done_testing

# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# lib.sh - a fault at every call of a run: read by `. "${0%/*}/lib.sh"` at the head of a test.
#
# A test makes the folder `start`, in it `set`, and defines these functions, all run in a copy of `start`:
#
#   faulty PREFIX…     runs `PREFIX… "$CERTBOX" certgen …`, the run that a fault strikes
#   plain              runs certgen once more, as a user would next; it must end well, and a second time find nothing to do
#   after_fault        what must hold between these two, $code being the first's; sets why and returns 1 when something does not
#   holds              what must hold after plain, likewise
#
# A scenario is those four, a start and `sweep`, mostly a dozen lines (rotate.t). What after_fault and holds say:
#
#   as_before FILE…    the same text as in `start`; together FILE…: all of them, or none
#   keeps FILE…        the texts they had in `start` are still there, under their names or set aside
#   are_whole FILE…    each ends as PEM does, where it exists
#
# Without a word all scenarios demand: an error that was to be reported is; the set's files are whole, at once and later;
# a key that was whole stays the key, but those of $may_go; nothing half-made is left; openssl takes the set, its
# modes are right. What differs is said in the variables below ($torn, $sealed, $later, $ca …). Where there is no set
# (csr.t), or more than one (derived.t), is_valid and is_tidy are defined anew. A set that a fault must never leave
# needs a box that does so in tests/controls and a line in control.t, or nobody knows that the test would see it.
#
# `sweep SCENARIO` records a trace of faulty, then for every call and every fault that it may give (points.awk) runs
# faulty with that fault and judges what came of it. One TAP test a kind of call; sums as comments at the end.
# LONG=1: openssl judges every set, not one in twenty. KEEP=DIR: what went wrong is copied there.

TMPDIR=$(for d in /dev/shm "${TMPDIR:-/tmp}"; do [ -w "$d" ] && echo "$d" && break; done)
export TMPDIR
# shellcheck source=tests/e2e/tap.sh
. "${0%/*}/../e2e/tap.sh"
here=$(cd "$OLDPWD" && cd "${0%/*}" && pwd)
has strace openssl || skip_all 'strace or openssl is missing'
strace -qq -o /dev/null true 2>/dev/null || skip_all 'strace may not trace here'

every=20
[ "${LONG:-}" ] && every=1
points=0 judged=0 caught=
only=${only:-}          # a regular expression of calls: these alone
quiet=                  # set: count what is wrong in $caught, no TAP
lenient=                # set: an error may end well (a fallback took over)
table=
later=                  # a regular expression of calls whose failure may hide a name, which the next run then adds
torn=                   # files that are torn in `start`
sealed=                 # set: the CA's key must be nowhere
may_go=                 # keys of `start` that a user forces away: set aside, they may change
ca=ca.crt               # what is trusted in the set
after_fault() { :; }
holds() { :; }

certgen() { "$CERTBOX" certgen "$@"; }

# --- what is looked at, without a process a look ------------------------------------------------------

# slurp FILE: its text in $text, its last line in $last
slurp() {
	text='' last=''
	[ -e "$1" ] || return 0
	while IFS= read -r line; do
		[ ! "$line" ] || last=$line
		text="$text$line
"
	done <"$1"
}

# Is each of the files, where it exists, whole? The last line of a torn one is not its end.
are_whole() {
	for file; do
		[ -e "$file" ] || continue
		slurp "$file"
		case $last in -----END*-----) ;; *) why="$file is torn"; return 1 ;; esac
	done
}

# as_before FILE…: the same text as in `start`
as_before() {
	for file; do
		slurp "../start/$file"
		was=$text
		slurp "$file"
		[ "$text" = "$was" ] || { why="$file is not as before"; return 1; }
	done
}

# together FILE…: all of them as in `start`, or none
together() {
	stays=0
	for one; do
		! as_before "$one" || stays=$((stays + 1))
	done
	why=
	[ "$stays" -eq 0 ] || [ "$stays" -eq $# ] || { why="$stays of $* as before"; return 1; }
}

# published: all files of the set, those torn in `start` as they were there, are whole
published() {
	for file in set/ca.key set/ca.crt set/server.key set/server.crt; do
		case " $torn " in *" $file "*) as_before "$file" && continue ;; esac
		are_whole "$file" || return 1
	done
	why=
}

# verbs FILE: the reports' first words, each once a report, in $said
verbs() {
	said=
	while read -r word line; do
		case $word in [a-z]*) said="$said $word" ;; esac
	done <"$1"
}

# Did it find nothing to do?
is_idle() {
	case $said in ' ok' | ' kept' | ' kept ok') ;; *) return 1 ;; esac
}

# Only what may be in a set: its files, what was set aside, the lock; nothing half-made.
is_tidy() {
	for file in "$1"/* "$1"/.[!.]*; do
		case ${file##*/} in
		ca.key | ca.crt | server.key | server.crt | .lock | .host | certgen.conf | *.bad-[0-9]* | '*' | '.[!.]*') ;;
		*) why="left behind: $file"; return 1 ;;
		esac
	done
}

# keeps FILE…: each text that stood in `start` as FILE is still there, under its name or set aside
keeps() {
	for kept; do
		slurp "../start/$kept"
		was=$text found=
		for file in "$kept" "$kept".bad-*; do
			[ -f "$file" ] || continue
			slurp "$file"
			[ "$text" != "$was" ] || found=1
		done
		[ "$found" ] || { why="$kept of before is lost"; return 1; }
	done
}

# is_valid DIR: judged by openssl; and by the eye: modes
is_valid() {
	if ! openssl verify -x509_strict -purpose sslserver -CAfile "$1/$ca" "$1/server.crt" >ssl 2>&1; then
		why="openssl verify: $(cat ssl)"
		return 1
	fi
	for pair in server ca; do
		[ -e "$1/$pair.crt" ] || continue
		[ ! "$sealed" ] || [ "$pair" = server ] || continue
		openssl pkey -in "$1/$pair.key" -pubout >key 2>&1
		openssl x509 -in "$1/$pair.crt" -noout -pubkey >cert 2>&1
		cmp -s key cert || { why="$pair.key is not the key of $pair.crt"; return 1; }
	done
	modes=$(stat -c '%a %n' "$1"/*.key "$1"/*.crt)
	! echo "$modes" | grep -q -v -e '^6[04]0 .*key$' -e '^644 .*crt$' || { why="modes: $modes"; return 1; }
}

# --- one fault ------------------------------------------------------------------------------------------

# The keys as the faulty run left them: these must stay, but for the torn ones of `start`.
take_keys() {
	slurp set/server.key
	leaf_key=$text
	slurp set/ca.key
	ca_key=$text
}

# same_key FILE TEXT: a key once whole is the key; one that stood torn in `start` is nobody's
same_key() {
	case $2 in '') return 0 ;; *-----END*) ;; *) return 0 ;; esac
	slurp "$1"
	[ "$text" != "$2" ] || return 0
	slurp "../start/$1"
	case " $may_go " in *" $1 "*) [ "$text" != "$2" ] || return 0 ;; esac
	why="$1 is another than before the last run"
	return 1
}

# Did the run with the fault end as it must? MUST is of points.awk.
ended_as() {
	case $code-$1 in
	0-fail) [ "$lenient" ] || { why='failed to write, and ended well'; return 1; } ;;
	1-well) [ "$lenient" ] || { why="was only interrupted: $(cat err)"; return 1; } ;;
	[01]-* | 137-*) ;;
	*) why="exit $code: $(cat err)"; return 1 ;;
	esac
}

# What came of it, in a copy of `start`, after the run with the fault ended with $code. Sets why when something is wrong.
judge() {
	why=
	ended_as "$2" && published || return 1
	take_keys
	after_fault || return 1
	plain >plain.out 2>plain.err || { why="the next run: exit $?: $(cat plain.err)"; return 1; }
	verbs plain.out
	if [ "$code" -eq 0 ] && [ ! "$lenient" ] && ! is_idle && ! echo "$1" | grep -qxE -e "${later:-none}"; then
		why="it was done, they said, but the next run:$said"
		return 1
	fi
	are_whole set/ca.key set/ca.crt set/server.key set/server.crt &&
		same_key set/server.key "$leaf_key" && same_key set/ca.key "$ca_key" && is_tidy set && holds || return 1
	plain >idle.out 2>idle.err || { why="the run after the next: exit $?: $(cat idle.err)"; return 1; }
	verbs idle.out
	is_idle || { why="the run after the next still works:$said"; return 1; }
	judged=$((judged + 1))
	[ $((judged % every)) -ne 0 ] || is_valid set
}

# strike NAME N FAULT MUST
strike() {
	points=$((points + 1))
	cp -a "$TAP/work/start" "$TAP/work/now" && cd "$TAP/work/now" || exit 1
	case $3 in KILL) fault=signal=KILL ;; *) fault=error=$3 ;; esac
	code=0
	{ faulty strace -f -qq -o ../struck -e "trace=$1" -e "inject=$1:$fault:when=$2" >out 2>err </dev/null || code=$?; } 2>/dev/null
	rc=0
	judge "$1" "$4" || {
		rc=1
		diag "$1 $2 $3: exit $code: $why"
		[ ! "${KEEP:-}" ] || { cp -a . "$KEEP/$scenario-$1-$2-$3"; cp ../struck "$KEEP/$scenario-$1-$2-$3/"; }
	}
	cd "$TAP/work" && rm -rf now
	return "$rc"
}

# --- all of them ------------------------------------------------------------------------------------------

# The test of one kind of call.
conclude() {
	[ "$name_now" ] || return 0
	kinds=$((kinds + 1)) calls=$((calls + n_calls))
	caught=$((${caught:-0} + n_bad))
	[ ! "$quiet" ] || return 0
	tap_result "$((n_bad > 0))" "$scenario: $name_now: after each of $n_points faults in $n_calls calls the next run ends whole" || :
}

sweep() {
	scenario=$1
	cp -a start now
	(cd now && faulty strace -f -y -o ../trace >../out 2>../err </dev/null) || {
		tap_result 1 "$scenario: the run without a fault"
		sed 's/^/# /' err
		rm -rf now
		return
	}
	rm -rf now
	awk -v "only=$only" -f "$here/points.awk" trace | sort -k1,1 -s >points
	name_now='' n_bad=0 kinds=0 calls=0 before=$points
	while read -r name n fault must <&3; do
		if [ "$name" != "$name_now" ]; then
			conclude
			name_now=$name n_bad=0 n_points=0 n_calls=0 n_before=0
		fi
		[ "$n" -eq "$n_before" ] || n_calls=$((n_calls + 1)) n_before=$n
		n_points=$((n_points + 1))
		strike "$name" "$n" "$fault" "$must" || n_bad=$((n_bad + 1))
	done 3<points
	conclude
	table="$table
$(printf '%-18s %3d kinds of call %4d calls %5d faults' "$scenario" "$kinds" "$calls" $((points - before)))"
}

finish() {
	diag "$table"
	diag "$points faults struck, $judged ended well, $((judged / every)) sets judged by openssl"
	done_testing
}

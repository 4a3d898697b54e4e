#!/bin/sh
# SPDX-License-Identifier: MIT
# man.t - the manual pages: clean, complete, and true of the box they describe.
# shellcheck source-path=SCRIPTDIR disable=SC2317 # commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=options.sh
. "$(cd "$SRC" && pwd)/tests/e2e/options.sh"
: "${BUILD:?is where make put the pages}"
page_of() { echo "$BUILD/man/$1".[1-9]; }
applets=$("$CERTBOX" --list)
lines() { tr '\n' ' ' | sed 's/ $//'; }

# --- clean
lint() { mandoc -T lint -W warning "$1"; }
for name in certbox $applets; do
	if has mandoc; then ok "$name: mandoc -T lint has nothing to say" lint "$(page_of "$name")"; else skip 1 'no mandoc'; fi
done
if has mandoc; then
	sed 's/^\.Sh NAME/.Sh/' "$(page_of certbox)" >broken.8
	not_ok 'control: it has of a broken page' lint broken.8
	unlike "$(mandoc -T ascii "$BUILD"/man/*.[1-9] | grep -n '[%\\]' | head -n 3)" '?*' 'nothing of the source is left in the text'
else skip 2 'no mandoc'; fi

# --- the options of the table, all of them and no others
# listed PAGE: those that have an entry; named PAGE: those that the text speaks of.
listed() { sed -n 's/^\.It .*Fl -\([a-z0-9-]*\).*/\1/p' "$1" | sort; }
named() { grep -o 'Fl -[a-z][a-z0-9-]*' "$1" | sed 's/^Fl -//' | sort -u; }
for name in certbox $applets; do
	options_of "$name" >options
	ok "$name: has options" test -s options
	is "$(listed "$(page_of "$name")" | lines)" "$(lines <options)" "$name: each option has its entry"
	# Of the box's page two are examples of options.
	printf '%s\n' version options option flag >>options
	is "$(named "$(page_of "$name")" | grep -vxFf options | lines)" '' "$name: no option is named that is not there"
done
echo '%options
%days
%end' >body
ok 'control: the generator takes an option that is there' sh -c '"$BUILD/man/generate" certgen.8 <body >page'
echo '%options
%no-such-option
%end' >body
not_ok 'control: … and none that is not' sh -c '"$BUILD/man/generate" certgen.8 <body'
like "$(cat "$TAP/ok.out")" '*certgen has no option --no-such-option*' '… and says which'

# --- true
codes_of() { sed -n '/^\.Sh EXIT STATUS/,/^\.Sh/s/^\.It \([0-9]*\)$/\1/p' "$(page_of "$1")" | sort -n | lines; }
readme_codes=$(sed -n '/^Exit codes,/,/^$/p' "$SRC/README.md" | tr '\n' ' ' | sed 's/[;:]/\n/g' | grep -o '^ *[0-9][0-9]* ' | sort -n | tr -d ' ' | lines)
like "$readme_codes" '0 1 2 10 *127' "README's list of exit codes is read"
is "$(codes_of certbox)" "$readme_codes" 'certbox: the exit codes are README'\''s'
for name in $applets; do
	is "$(codes_of "$name" | tr ' ' '\n' | grep -vxF "$(codes_of certbox | tr ' ' '\n')")" '' "$name: its exit codes are among them"
done
certgen -q -d s board.local >/dev/null
keys_of() { python3 -c 'import json, sys
for line in sys.stdin:
	print("\n".join(json.loads(line)))' | sort -u; }
undocumented() { while read -r key; do grep -qE "^\.(It )?Cm ([a-z0-9_]+ , )*$key( |\$)" "$1" || echo "$key"; done | lines; }
if has python3; then
	certgen --json -v -d s board.local >answer
	keys_of <answer >keys
	ok 'certgen --json answers' test -s keys
	is "$(undocumented "$(page_of certgen)" <keys)" '' 'certgen: every member of its objects is explained'
	{ "$CERTBOX" certfp --json s/server.crt && "$CERTBOX" certfp --json --spki -a sha384 s/server.key &&
		"$CERTBOX" certfp --json --match "$(fingerprint s/ca.crt)" s/ca.crt; } >answer
	keys_of <answer | grep -v sha384 >keys
	ok 'certfp --json answers' test -s keys
	is "$(undocumented "$(page_of certfp)" <keys)" '' 'certfp: every member of its objects is explained'
else skip 4 'no python3'; fi
# Every verb that certgen prints.
{ sed -n '/ \*verb_of(/,/^}/s/[^"]*"\([a-z-]*\)"[^"]*/\1\n/gp' "$SRC/applets/certgen/report.c" | grep . && sed -n 's/.*say_\(change\|state\|detail\)([a-z>-]*, "\([a-z-]*\)".*/\2/p' "$SRC"/applets/certgen/*.c; } | sort -u >verbs
like "$(lines <verbs)" '*created*ok*reissued*trust*' "certgen's verbs are found in its source"
is "$(undocumented "$(page_of certgen)" <verbs)" '' 'certgen: every verb is explained'

# --- examples
# Each line that a page shows, elsewhere, and where that goes with --check.
# shellcheck disable=SC2329 # called by an example
mkcert() { echo "$PWD"; }
example() {
	case $1 in
	*--import*)
		"$CERTBOX" certgen -q -d "$PWD/i" web.lan >/dev/null
		cp i/server.crt fullchain.pem && cp i/server.key privkey.pem && run eval "$1 -d '$PWD/j'" && [ "$code" -eq 0 ]
		;;
	*--sign*)
		"$CERTBOX" certgen -q -d "$PWD/k" web.lan >/dev/null
		cp s/board.csr . && run eval "$1 -d '$PWD/k'" && [ "$code" -eq 0 ]
		;;
	*--csr* | *--rotate*) run eval "$1 -d '$PWD/s'" && [ "$code" -eq 0 ] ;;
	*) run eval "$1 --check -d '$PWD/none'" && [ "$code" -eq 10 ] ;;
	esac
}
grep '^\.Dl certgen' "$(page_of certgen)" | sed "s/^\.Dl //; s/\\\\(dq/\"/g; s/\\\\(aq/'/g; s/\\\\&//g" >examples
ok 'certgen: there are examples' test -s examples
while read -r line; do
	ok "certgen: an example is understood: $line" example "$line"
done <examples
not_ok 'control: one that is wrong is not' example 'certgen --no-such-option'
done_testing

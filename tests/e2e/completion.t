#!/bin/sh
# SPDX-License-Identifier: MIT
# completion.t - what bash, zsh and fish offer at a line that ends with the tabulator key.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=tap.sh
. "${0%/*}/tap.sh"
# shellcheck source=options.sh
. "$(cd "$SRC" && pwd)/tests/e2e/options.sh"
: "${BUILD:?is where make put the completions}"
export BUILD
HOME=$PWD
export HOME
mkdir files && cd files && mkdir folder && touch one.crt 'two words.crt' && ln -s /nowhere dangling || exit 1

# --- a shell's own way of completing a line; each prints what is offered, one a line
# The line's last word is the one that is completed; "--opt=value" are three words to bash.
cat >../offers.bash <<'END'
. "$BUILD/man/certbox.bash"
line=$1
read -ra COMP_WORDS <<<"${line//=/ = }"
[[ $line == *[\ =] ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$line COMP_POINT=${#line}
complete -p "${COMP_WORDS[0]##*/}" >/dev/null || exit
_certbox "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}"
printf '%s\n' "${COMPREPLY[@]}"
END
# A shell in a terminal of its own; whatever would be added as a match is printed between marks.
cat >../offers.zsh <<'END'
zmodload zsh/zpty || exit
zpty inner zsh -f -i
zpty -w inner 'PROMPT= PS2= RPROMPT=; stty -echo; fpath=($BUILD/man $fpath); autoload -Uz compinit; compinit -D -u
compadd() { local -a offered; local each; builtin compadd -O offered "$@"; for each in "${offered[@]}"; do print -r -- "<<$each>>"; done; builtin compadd "$@" }
said() { zle list-choices; print DO""NE }; zle -N said; bindkey "^I" said; print REA""DY'
zpty -r inner out '*READY*' || exit
zpty -w -n inner "$1"$'\t'
zpty -r inner out '*DONE*'
print -r -- $out | grep -o '<<[^>]*>>' | sed 's/^<<//; s/>>$//'
zpty -d inner
END
bash_offers() { bash --norc --noprofile ../offers.bash "$1"; }
zsh_offers() { timeout 20 zsh -f ../offers.zsh "$1"; }
fish_offers() { fish -N -c 'source $BUILD/man/certbox.fish; complete -C $argv[1]' "$1" | cut -f 1; }
# offers SHELL LINE: sorted, on one line; a value behind '=' and a folder's '/' are as they are elsewhere.
offers() { "$1_offers" "$2" 2>../complaints | sed '/^$/d; s/^--[a-z-]*=\(.\)/\1/; s,/$,,; s/\\ / /g' | sort -u | tr '\n' ' ' | sed 's/ $//'; }
forms=$("$CERTBOX" --help certfp | sed -n 's/^  -f, --form FORM *//p' | sed 's/([^)]*)//; s/,//g' | tr -s ' ' '\n' | sort | tr '\n' ' ' | sed 's/^ //; s/ $//')
applets=$("$CERTBOX" --list | sort | tr '\n' ' ' | sed 's/ $//')
files='dangling folder one.crt two words.crt'

# gives 'NAME' LINE WANT
gives() { is "$(offers "$shell" "$2")" "$3" "$shell: $1"; }
all_options() { options_of "$1" | sed 's/^/--/' | sort | tr '\n' ' ' | sed 's/ $//'; }
# Letters and what else a shell adds are not looked at.
long_options() { offers "$shell" "$1" | tr ' ' '\n' | sed -n 's/=$//; /^--[a-z]/p' | sort -u | tr '\n' ' ' | sed 's/ $//'; }
cases() {
	for name in certbox $("$CERTBOX" --list); do
		is "$(long_options "$name --")" "$(all_options "$name")" "$shell: all options of $name"
	done
	is "$(long_options 'certbox certfp --')" "$(all_options certfp)" "$shell: … behind certbox"
	gives 'an option is completed' 'certgen --self' --self-signed
	gives "the box's applets" 'certbox cert' "$applets"
	gives 'words of a value' 'certgen --use ' 'both client server'
	gives '… that has begun' 'certgen --use s' server
	gives '… behind =' 'certgen --use=cl' client
	gives '… of a letter' 'certgen -t p' 'p256 p384'
	gives '… of an option whose help names none' 'certgen --ca-key-type rsa' 'rsa2048 rsa3072 rsa4096'
	gives '… behind certbox' 'certbox certfp --form ' "$forms"
	gives '… after other options' 'certgen -q -d folder --clock ' 'auto check ok'
	gives 'folders for a folder' 'certgen --dir ' folder
	gives '… behind its letter' 'certgen -d fol' folder
	gives 'files for a file' 'certgen --config o' one.crt
	gives 'nothing for a number' 'certgen --days ' ''
	gives 'names: auto' 'certgen au' auto
	gives 'operands that are files' 'certfp ' "$files"
	gives '… behind certbox, with a blank' 'certbox certfp two' 'two words.crt'
	is "$(cat ../complaints)" '' "$shell: without complaint"
	is "$(BUILD=/nowhere offers "$shell" 'certgen --use ' | grep -ow client)" '' "control: $shell offers none of it by itself"
}
for shell in bash zsh fish; do
	if has $shell; then cases; else skip 23 "no $shell"; fi
done

# --- the words that are offered are those that the box takes
# words_of NAME: "OPTION WORD…", as the completion has them
words_of() { sed -n "/^_certbox_$1()/,/^}/s/^[	 ].*\\(--[a-z-]*\\)) _certbox_words '\\([^']*\\)'.*/\\1 \\2/p" "$BUILD/man/certbox.bash"; }
# takes NAME OPTION WORD: a word that is not known is quoted in what the box says of it
takes() {
	[ "$1" != certgen ] || run "$CERTBOX" certgen "$2" "$3" -d '' board.local
	[ "$1" != certfp ] || run "$CERTBOX" certfp "$2" "$3" /nowhere
	case $code,$err in 2,*"'$3'"*) return 1 ;; esac
}
for name in certgen certfp; do
	words_of $name >../words
	ok "$name: there are options with words" test -s ../words
	while read -r option words; do
		for word in $words; do ok "$name takes $option $word" takes $name "$option" "$word"; done
		not_ok "control: not $option foo" takes $name "$option" foo
	done <../words
done
done_testing

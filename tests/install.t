#!/bin/sh
# SPDX-License-Identifier: MIT
# install.t - make and make install: nothing is fetched, nothing needs root, links work.
set -u
LC_ALL=C
export LC_ALL
SRC=${SRC:-$(cd "$(dirname "$0")/.." && pwd)}
BUILD=${BUILD:-$SRC/build}
BEARSSL_SRC=${BEARSSL_SRC:-$BUILD/src/bearssl}
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS WERROR
cd "$SRC" || exit 1

tests=0
bad=0
# ok NAME COMMAND...: the command succeeds; what it says is shown when it does not.
ok() {
	tests=$((tests + 1))
	name=$1
	shift
	if said=$("$@" 2>&1); then echo "ok $tests - $name"; else
		echo "not ok $tests - $name"
		printf '%s\n' "$said" | sed 's/^/#   /'
		bad=1
	fi
}
fails() { ! "$@"; }
answers() { "$1" --help | grep -q "$2"; }

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# Tools that would fetch, and find that they were called.
mkdir "$tmp/bin"
for tool in apt-get curl wget git sudo; do
	printf '#!/bin/sh\necho "$0 $*" >>"%s/called"\nexit 1\n' "$tmp" >"$tmp/bin/$tool"
	chmod +x "$tmp/bin/$tool"
done
PATH=$tmp/bin:$PATH

applets=$(sed -n 's/^X(\(.*\))$/\1/p' "$BUILD/gen/applets.inc" | tr '\n' ' ')
# The build that is tested is up to date already, so this compiles nothing.
install_box() { make -s B="$BUILD" BEARSSL="$BEARSSL_SRC" APPLETS="$applets" DESTDIR="$tmp/root" PREFIX=/opt/box install; }
ok 'make install DESTDIR= works' install_box
box=$tmp/root/opt/box/bin/certbox
ok 'it installs the box that was built' cmp "$box" "$BUILD/certbox"
ok 'anybody may run it' test "$(stat -c %a "$box")" = 755
for applet in $applets; do
	link=$tmp/root/opt/box/bin/$applet
	ok "$applet is a relative link" test "$(readlink "$link")" = certbox
	ok "$applet answers" answers "$link" "$applet"
done
# What a prefix holds then, as find names it.
expected() {
	for name in certbox $applets; do
		echo "bin/$name"
		echo "share/bash-completion/completions/$name"
		echo "share/fish/vendor_completions.d/$name.fish"
	done
	echo share/zsh/vendor-completions/_certbox
	for page in "$BUILD"/man/*.[1-9]; do echo "share/man/man${page##*.}/${page##*/}"; done
}
installed() { (cd "$tmp/root/opt/box" && find . ! -type d | sed 's|^\./||' | sort); }
all_there() {
	expected | sort >"$tmp/expected" && installed | diff "$tmp/expected" -
}
ok 'pages and completions are installed, and nothing else' all_there
ok 'every link leads somewhere' test -z "$(find -L "$tmp/root" -type l)"
ok 'a second install replaces the first' install_box

without() { make B="$tmp/empty" "$@" >"$tmp/said" 2>&1; }
one_line() { cat "$tmp/said"; test "$(wc -l <"$tmp/said")" -eq 1 && grep -q 'make deps' "$tmp/said"; }
for goal in all install; do
	ok "make $goal without BearSSL fails" fails without DESTDIR="$tmp/no" $goal
	ok "make $goal without BearSSL says make deps in one line" one_line
	ok "make $goal without BearSSL leaves nothing behind" test ! -e "$tmp/empty" -a ! -e "$tmp/no"
done

# With the tarball at hand nothing is fetched; a wrong one is refused.
mkdir "$tmp/dl"
fetch() {
	sh bearssl-glue/fetch.sh "$tmp/b" "$tmp/dl" \
		"$(sed -n 's/^BEARSSL_VERSION *= *//p' config.mk)" "$(sed -n 's/^BEARSSL_SHA256 *= *//p' config.mk)"
}
echo rubbish >"$tmp/dl/bearssl_0.6+dfsg.1.orig.tar.xz"
ok 'a tarball that is not the pinned one is refused' fails fetch
ok 'and not unpacked' test ! -e "$tmp/b/src"
ok 'and nothing was fetched so far' test ! -e "$tmp/called"
rm "$tmp/dl"/*
ok 'a failing download fails' fails fetch
ok 'and leaves nothing of apt behind' test ! -e "$tmp/b/apt" -a ! -e "$tmp/b/src"

echo "1..$tests"
exit $bad

#!/bin/sh
# SPDX-License-Identifier: MIT
# certfetch-faults.t - bad certificates, bad servers, a bad net: the right code, one line, nothing stored, nothing asked before there was trust.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=fetching.sh
. "$SRC/tests/e2e/fetching.sh"
"$CERTBOX" --list | grep -qx certfetch || skip_all 'no certfetch in this box'
has python3 openssl || skip_all 'no python3 or openssl'
python3 -c 'import cryptography' 2>/dev/null || skip_all 'no cryptography for python3'
ok 'certificates of all kinds are made' has_made
strangers=$(seq -s , -f 'stranger%g' 0 56) many=$(seq -s , -f 'stranger%g' 0 67)
deep=$(seq -s , -f 'deep%g' 9 -1 1) tangle=$(seq -s , -f 'tangle%g' 0 39)

# what | what is shown, leaf first | believed | host | exit code by --ca, stored, at first contact (there what is believed is handed out) | stderr of the
# first | do curl and gnutls-cli accept? | if not as certfetch does: why
rows certificates "$CERTBOX" certfetch <<END
a good one|good|ca|localhost|0 0 0||yes|yes|
by an intermediate|good2,int|ca|localhost|0 0 0||yes|yes|
by an intermediate that does not come along|good2|ca|localhost|13 11 13|*unknown issuer*|no|no|
expired|expired|ca|localhost|13 13 13|*expired 20*|no|no|
expired long before the release|ancient|ca|localhost|13 13 13|*expired 20*|no|no|
not yet valid|early|ca|localhost|13 13 13|*not yet valid*|no|no|
an anchor that has expired|oldcaleaf|oldca|localhost|13 13 13|*expired 20*|no|no|
an intermediate that has expired|oldintleaf,oldint|ca|localhost|13 13 13|*expired 20*|no|no|
of another name|other|ca|localhost|11 11 11|*other.example*not of localhost*|no|no|
a name in the subject alone|cn|ca|localhost|11 11 11|*not of localhost*|yes|yes|they look into the CN when there is no other name
no name at all|nameless|ca|localhost|11 11 11|*not of localhost*|no|no|
names that would move a cursor|escape|ca|localhost|11 11 11|*not of localhost*|no|no|
a hundred names of 250 characters|loud|ca|localhost|11 11 11|*|no|no|
an issuer whose name would move a cursor|escaped|ca|localhost|13 11 13|*unknown issuer*|no|no|
an address|ip|ca|127.0.0.1|0 0 0||yes|yes|
an address as a DNS name|iptext|ca|127.0.0.1|11 11 11|*not of 127.0.0.1*|no|no|
another address|other|ca|127.0.0.1|11 11 11|*not of 127.0.0.1*|no|no|
upper case|upper|ca|localhost|0 0 0||yes|yes|
a blank before the name|blank|ca|localhost|11 11 11|*|no|no|
unknown issuer|elseleaf|ca|localhost|13 11 13|*unknown issuer*|no|no|
the anchor's name, another key|twinleaf|ca|localhost|13 11 13|*|no|no|
… and the genuine anchor behind it|twinleaf,ca|ca|localhost|13 11 13|*|no|no|
the genuine certificate, without its key|forged swap=forged:good tls=1.2-1.2|ca|localhost|12 12 12|*does not have the key*|no|no|
noise in place of it|good swap=good:noise tls=1.2-1.2|ca|localhost|12 12 12|*|no|no|
its length too long by one|good swap=good:grown tls=1.2-1.2|ca|localhost|12 12 12|*|no|no|
noise in place of the intermediate|good2,int swap=int:noise2 tls=1.2-1.2|ca|localhost|12 12 12|*|no|no|
self-signed, a stranger|self2|ca|localhost|13 11 13|*self-signed*|no|no|
self-signed, believed|self|self|localhost|0 0 0||yes|yes|
self-signed, the same name, another key|self2|self|localhost|13 11 13|*|no|no|
a key of RSA-1024|weak|ca|localhost|13 13 13|*1024*|no|yes|GnuTLS takes 1024 bits
an anchor of RSA-1024|weakcaleaf|weakca|localhost|13 13 13|*1024*|no|yes|GnuTLS takes 1024 bits
signed with MD5|md5|rsa|localhost|13 13 13|*MD5*|no|no|
signed with SHA-1|sha1|rsa|localhost|13 13 13|*SHA-1*|no|no|
… by ECDSA|sha1ec|ca|localhost|13 13 13|*SHA-1*|no|no|
… an intermediate|sha1intleaf,sha1int|rsa|localhost|13 13 13|*SHA-1*|no|no|
… the anchor by itself: nobody asks|sha1rootleaf|sha1root|localhost|0 0 0||yes|yes|
signed with RSA-PSS|pss|rsa|localhost|13 13 13|*RSA-PSS*|yes|yes|not checked here, and said
signed with Ed25519|edcaleaf|edca|localhost|13 13 13|*Ed25519*|yes|yes|not checked here, and said
an Ed25519 key|ed|ca|localhost|1 1 1|*no cipher suite, curve or signature in common*|yes|yes|not offered in the handshake: this server has no other
a CA on secp256k1|k1leaf|k1|localhost|13 13 13|*|yes|no|a curve that nobody asked for
a CA on brainpoolP256r1|brainpoolleaf|brainpool|localhost|13 13 13|*|yes|no|a curve that nobody asked for
a key on secp256k1|k1key|ca|localhost|1 1 1|*no cipher suite, curve or signature in common*|no|no|
a CA of RSA-8192|bigleaf|big|localhost|0 0 0||yes|yes|
RSA-2048 by RSA-2048|rsaleaf|rsa|localhost|0 0 0||yes|yes|
RSA with SHA-384|rsa384|rsa|localhost|0 0 0||yes|yes|
RSA with SHA-512|rsa512|rsa|localhost|0 0 0||yes|yes|
P-384|p384leaf|p384|localhost|0 0 0||yes|yes|
P-521|p521leaf|p521|localhost|0 0 0||yes|yes|
chain out of order, with a stranger, the root and one twice|good2,ca,stranger0,int,int|ca|localhost|0 0 0||yes|yes|
sixty certificates|good2,$strangers,int|ca|localhost|0 0 0||yes|no|GnuTLS looks at sixteen
seventy|good2,$many,int|ca|localhost|12 12 12|*certificates*|yes|no|over the bound of 64; GnuTLS looks at sixteen
over 64 KiB of certificates|good,fat|ca|localhost|12 12 12|*certificates*|yes|yes|over the bound, which is memory
forty issuers who could all have been it|tangled,$tangle|ca|localhost|13 11 13|*|no|no|
a path of ten|leaf10,$deep|ca|localhost|0 0 0||yes|yes|
a path of eleven|leaf11,deep10,$deep|ca|localhost|13 13 13|*|yes|yes|over the bound of ten
a wildcard|wild|ca|a.box.localhost|0 0 0||yes|yes|
a wildcard, in upper case|wild|ca|A.BOX.localhost|0 0 0||yes|yes|
a wildcard for two labels|wild|ca|a.b.box.localhost|11 11 11|*not of a.b.box.localhost*|no|no|
a wildcard for none|wild|ca|box.localhost|11 11 11|*not of box.localhost*|no|no|
a wildcard of a part of a label|wildpart|ca|bc.box.localhost|11 11 11|*|no|no|
a wildcard below the top|wildtop|ca|x.localhost|11 11 11|*|no|no|
a wildcard in the midst|wildmid|ca|a.x.localhost|11 11 11|*|no|no|
a wildcard for all|wildall|ca|localhost|11 11 11|*|no|no|
NUL in a name|nul|ca|localhost|11 11 11|*|no|no|
NUL in the subject|nulcn|ca|localhost|11 11 11|*|no|no|
within its constraints|ncgoodleaf|ncgood|localhost|0 0 0||yes|yes|
a constraint of the anchor violated|ncoutleaf|ncout|localhost|13 13 13|*constraint*|no|no|
… that is not critical|ncsoftleaf|ncsoft|localhost|13 13 13|*constraint*|no|no|
… that excludes|ncexleaf|ncex|localhost|13 13 13|*constraint*|no|no|
… of an intermediate|ncintleaf,ncint|ca|localhost|13 13 13|*constraint*|no|no|
… on addresses|ncipleaf|ncip|127.0.0.1|13 13 13|*constraint*|no|no|
… that excludes addresses|ncipexleaf|ncipex|127.0.0.1|13 13 13|*constraint*|no|no|
path length exceeded|pl0leaf,pl0int|pl0|localhost|13 13 13|*|no|no|
an issuer that is no CA|nocaleaf,noca|ca|localhost|13 13 13|*|no|no|
an issuer that may not sign|nosignleaf,nosign|ca|localhost|13 13 13|*|no|no|
a client's|client|ca|localhost|13 13 13|*|no|no|
a key that may not sign|signs swap=signs:agrees tls=1.2-1.2|ca|localhost|13 13 12|*|no|no|
an unknown critical extension|critical|ca|localhost|13 13 13|*critical*|no|no|
END

# what | the server | known (its CA is stored), new, get (known, too), or pinned (get, by the CA's pin), http (by its pin, too), and options | code | stderr | what it was asked for | what was got
rows ways "$CERTBOX" certfetch <<'END'
all is well|as=well|known|0||/trust
all is well, and the connection stays open|as=kept|known|0||/trust
each octet of the handshake in a record of its own|split=1 chain=good2,int tls=1.2-1.2|known|0||/trust
each octet of it all in a packet of its own|slow=1|known|0||/trust
HTTP/1.0, ended by close|as=old|known|0||/trust
a file in chunks|as=chunked|get|0||/hello|hello\n
a file|as=well|get|0||/hello|hello\n
a file of HTTP/1.0|as=old|get|0||/hello|hello\n
more than was announced: the rest is not of it|as=long|get|0||/hello|hello\n
silence|as=silent|known --timeout 1|14|certfetch: localhost:{port}: *|
silence, at first contact|as=silent|new --timeout 1|14|certfetch: localhost:{port}: *|
silence after the first octet|stall=1|known --timeout 1|14|*|
silence in the midst of the certificates|stall=300|known --timeout 1|14|*|
silence before the last of the handshake|stall=end|known --timeout 1|14|*|
silence in the head of the answer|as=stallhead|known --timeout 1|14|*|/trust
silence in the body|as=stallbody|known --timeout 1|14|*|/trust
silence in a file|as=stallbody|get --timeout 1|14|*|/hello
closed at once|as=closes|known|14|*|
reset in the handshake|as=resets|known|14|*|
closed after the request|as=nothing|known|14|*|/trust
silence after the request|as=mute|known --timeout 1|14|*|/trust
a drip of a certificate|as=drips|known --timeout 1|14|*|/trust
HTTP/1.0 ended by close, without TLS's goodbye|as=oldcut|known|14|*cut*|/trust
a file of HTTP/1.0 ended by close, without TLS's goodbye|as=oldcut|get|14|*cut*|/hello
cut in chunks, no goodbye|as=chunkcut|get|14|*cut*|/hello
cut in the body, no goodbye|as=bodycut|known|14|*cut*|/trust
cut in a file, no goodbye|as=bodycut|get|14|*cut*|/hello
shorter than announced|as=short|known|14|*cut*|/trust
a file shorter than announced|as=short|get|14|*cut*|/hello
chunks that end too soon|as=shortchunk|known|14|*cut*|/trust
garbage in place of TLS|as=garbage|known|12|*|
garbage in place of TLS, at first contact|as=garbage|new|12|*|
SSH in place of TLS|as=ssh|known|12|*|
plain HTTP in place of TLS|as=http|known|12|*|
a TLS alert at once|as=alert|known|1|*alert: handshake failure*|
a record of 65535 octets|as=bigrecord|known|12|*|
records without content, and the end|as=empties|known|14|*|
TLS 1.3 only|tls=1.3-1.3|known|1|*1.3*|
TLS 1.0 only|tls=1.0-1.0|known|1|*nothing newer than TLS 1.1*|
a client certificate wanted|client=else|known|1|*client certificate*|
a client certificate wanted, and shown|client=else|known --cert {made}/visitor.crt|0||/trust+certificate
a client certificate that may be shown: not to a stranger|may=else|new --cert {made}/visitor.crt|0|*|/trust
… but to whom is known|may=else|known --cert {made}/visitor.crt|0||/trust+certificate
… not to who is another by now|chain=elseleaf may=else|known --cert {made}/visitor.crt|11|*|
another than the one shown is wanted|client=ca|known --cert {made}/visitor.crt|13|*unknown CA*|
endless octets|as=endless|known|12|*|/trust
endless octets, at first contact|as=endless|new|12|*|/trust
an endless certificate|as=endlesspem|known|12|*|/trust
an endless head|as=endlesshead|known|12|*|/trust
an endless line|as=endlessline|known|12|*|/trust
an endless chunk's head|as=endlesschunk|known|12|*|/trust
endless trailers|as=endlesstrailer|known|12|*|/trust
100 Continue for ever|as=continues|known|12|*|/trust
two lengths|as=lengths|get|12|*|/hello
a length that is no number|as=lengthless|get|12|*|/hello
a length, and chunks|as=both|get|12|*|/hello
a chunk of no size|as=badchunk|get|12|*|/hello
a chunk of too many digits|as=hugechunk|get|12|*|/hello
a file that is called compressed is taken as it is|as=gzip|get|0||/hello
a folded line|as=folded|get|12|*|/hello
NUL in the head|as=nulhead|get|12|*|/hello
noise after the handshake|as=noise|get|12|*|/hello
SMTP after the handshake|as=shell|get|12|*|/hello
a page for people in place of a certificate|as=page|known|12|*|/trust
nothing in place of a certificate|as=empty|known|12|*|/trust
a certificate whose base64 is broken|as=broken|known|12|*|/trust
half a certificate|as=torn|known|12|*|/trust
a page for people, at first contact|as=page|new|12|*|/trust
half a certificate, at first contact|as=torn|new|12|*|/trust
a redirect that runs in a circle|as=loop|get|1|*redirected more than 5 times|/hello /loop /loop /loop /loop /loop
a redirect with an endless body|as=endlessmoved|get|0||/hello /moved|hello\n
the connection lost, and somebody else there when it is opened again|first=nothing then=elseleaf|known --retry 1|11|*CHANGED*|/trust
… for a file|first=nothing then=elseleaf|get --retry 1|11|*CHANGED*|/hello
… the pin proven by /trust, and somebody else hands out the file|then=elseleaf|pinned|13|*|/trust
… by a redirect|as=relative then=elseleaf|get|11|*CHANGED*|/hello
a redirect within the server|as=relative|get|0||/hello /moved|hello\n
a redirect to the whole URL|as=whole|get|0||/hello /moved|hello\n
a redirect to another host|as=elsewhere|get|13|*board.example*|/hello
a redirect to another port|as=otherport|get|13|*|/hello
a redirect to http://|as=plain|get|13|*|/hello
a redirect to http:// at its own port|as=plainly|get|13|*|/hello
a redirect to a file|as=file|get|12|*file:///etc/passwd*|/hello
a redirect without a target|as=nowhere|get|1|*302*|/hello
/trust redirected to another host|as=elsewhere|new|13|*board.example*|/trust
404|as=404|get|1|*404*|/hello
404 for /trust, at first contact|as=404|new|13|*/trust*|/trust
404 for /trust, of a known server|as=404|known|0||/trust
500|as=500|get|1|*500*|/hello
500 for /trust, of a known server|as=500|known|1|*500*|/trust
503|as=503|get|14|*503*|/hello
a status there is not|as=777|get|12|*777*|/hello
206 that nobody asked for|as=206|get|12|*|/hello
204, no content|as=204|get|1|*|/hello
http:// and a pin: well|chain=none as=well|http|0||/trust
http://, in chunks|chain=none as=chunked|http|0||/trust
http://, ended by close|chain=none as=old|http|0||/trust
http://, a page for people|chain=none as=page|http|12|*|/trust
http://, nothing|chain=none as=nothing|http|14|*|/trust
http://, silence|chain=none as=silent|http --timeout 1|14|*|
http://, shorter than announced|chain=none as=short|http|14|*cut*|/trust
http://, endless octets|chain=none as=endless|http|12|*|/trust
http://, an endless head|chain=none as=endlesshead|http|12|*|/trust
http://, SSH in place of it|chain=none as=ssh|http|12|*|
http://, TLS in place of it|as=well|http|14|*|
http://, 404|chain=none as=404|http|13|*/trust*|/trust
http://, redirected to another host|chain=none as=elsewhere|http|13|*board.example*|/trust
what the server says moves no cursor|as=escape|get|1|*404*|/hello
END

# what | cut or flip | from octet | to | step | the server is known or new
rows spoilt "$CERTBOX" certfetch <<'END'
cut after each octet of the handshake, the first 500|cut|1|500|1|known
cut after each other octet of the handshake|cut|501|9999|1|known
cut at first contact|cut|1|9999|19|new
an octet turned, each third of the handshake|flip|6|9999|3|known
an octet turned at first contact|flip|6|9999|19|new
END

# --- names
expect 'a name that resolves to nothing' 14 '' 'certfetch: nonexistent.invalid:8443: *' certfetch -d none --timeout 2 nonexistent.invalid
case ${EMULATED-} in
*mips*) skip 1 'qemu hands SO_ERROR over in the numbers of this machine' ;;
*) expect 'a port where nobody listens' 14 '' "certfetch: 127.0.0.1:1: *refused*" certfetch -d none 127.0.0.1:1 ;;
esac
not_ok 'nothing is stored' [ -e none ]

# --- controls: what must not stand
cat >careless <<'END'
#!/bin/sh
# curl without verification, as if it were certfetch
out=/dev/null
while [ $# -gt 1 ]; do
	case $1 in -d | --timeout | --ca) shift ;; -o) out=$2 && shift ;; esac
	shift
done
exec curl -sSk -m 20 --noproxy '*' -o "$out" "https://${1#https://}"
END
chmod +x careless
control() {
	rm -rf certificates.0
	python3 "$fetching/fetching_rows.py" "$PWD" certificates "$@" 2>&1 <<'END'
expired|expired|ca|localhost|13 13 13|*|-|-|
END
}
like "$(control true)" '*exit 0, want 13*not one line*' 'control: a client that does nothing is seen'
like "$(control ./careless)" "*exit 0, want 13*requests ?'/hello'?, want *" 'control: a client that asks without trust is seen'
done_testing

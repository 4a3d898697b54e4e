# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# readers.sh - others that open PKCS#12 files; read before sets.sh, which goes elsewhere.
#
#   keys ARG…             keytool, started quickly
#   tls FILE PASSWORD     node makes a context of it
#   python FILE PASSWORD  its name, the certificates beside the first, the key's size; cryptography: is that at hand?
#   nss DB                an empty database

keys() { keytool -J-Xshare:auto -J-XX:TieredStopAtLevel=1 "$@"; }
tls() { node -e 'require("tls").createSecureContext({pfx: require("fs").readFileSync(process.argv[1]), passphrase: process.argv[2]})' "$@"; }
python() {
	/usr/bin/python3 -c 'import sys
from cryptography.hazmat.primitives.serialization import pkcs12
p = pkcs12.load_pkcs12(open(sys.argv[1], "rb").read(), sys.argv[2].encode())
print(p.cert.friendly_name.decode(), len(p.additional_certs), p.key.key_size)' "$@"
}
cryptography() { [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import cryptography' 2>/dev/null; }
nss() { mkdir "$1" && certutil -N -d "sql:$1" --empty-password; }

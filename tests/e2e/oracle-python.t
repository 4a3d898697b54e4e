#!/bin/sh
# SPDX-License-Identifier: MIT
# oracle-python.t - Python ssl judges: server and client on loopback, names, addresses, strict flags.
# shellcheck source-path=SCRIPTDIR disable=SC2016,SC2317 # inner shells expand; commands are called by name
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
python3 -c 'import ssl' 2>/dev/null || skip_all 'no python3 with ssl'
oracle_sets
cat >judge.py <<'END'
# judge.py: reads lines "DIR ANCHOR NAME", serves DIR's pair, connects as NAME; answers "yes" or the reason against, a line each.
import socket, ssl, sys, threading
def serve(listener, context):
    try:
        with context.wrap_socket(listener.accept()[0], server_side=True) as s:
            s.sendall(b"hello")
    except (ssl.SSLError, OSError):
        pass
def judge(folder, anchor, name):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder + "/server.crt", folder + "/server.key")
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve, args=(listener, server))
    thread.start()
    client = ssl.create_default_context(cafile=anchor)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    try:
        with socket.create_connection(listener.getsockname()) as raw, client.wrap_socket(raw, server_hostname=name) as s:
            return "yes" if s.recv(5) == b"hello" else "silence"
    except ssl.SSLCertVerificationError as e:
        return e.verify_message
    finally:
        thread.join()
        listener.close()
for line in sys.stdin:
    print(judge(*line.split()))
END
for kind in $KINDS; do
	printf "$kind $kind/anchor.crt %s\n" board.local localhost 127.0.0.1 ::1 elsewhere.local 127.0.0.2 >ask
	echo "$kind other/ca.crt board.local" >>ask
	python3 judge.py <ask >answers 2>"$TAP/err" || diag "$(cat "$TAP/err")"
	answer() { sed -n "$1p" answers; }
	is "$(answer 1)" yes "$kind: for board.local"
	is "$(answer 2)" yes "$kind: for localhost"
	is "$(answer 3)" yes "$kind: for 127.0.0.1"
	is "$(answer 4)" yes "$kind: for ::1"
	like "$(answer 5)" '*mismatch*' "$kind: not for another name"
	like "$(answer 6)" '*mismatch*' "$kind: not for another address"
	unlike "$(answer 7)" yes "$kind: not under another CA"
done
done_testing

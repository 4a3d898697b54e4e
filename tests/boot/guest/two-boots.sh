#!/bin/sh
# SPDX-License-Identifier: MIT
# two-boots.sh - what the machine does that boots twice: its identity, its first service, and its log.
tls=/run/certbox/tls
sh /first-boot.sh

mkdir /www
ln -s "$tls/ca.crt" /www/ca.crt
httpd -p 127.0.0.1:80 -h /www
echo "first service: hands out $(wget -q -O - http://127.0.0.1/ca.crt | certfp -)"
echo "the log: $(dmesg | grep certbox: | sed 's/^.*certbox: //')"
cat "$tls/server.crt" "$tls/ca.crt"
umount "${tls%/*}/persist" 2>/dev/null

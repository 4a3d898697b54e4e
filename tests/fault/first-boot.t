#!/bin/sh
# SPDX-License-Identifier: MIT
# first-boot.t - nothing is there, a whole set is made; a fault at every call.
. "${0%/*}/lib.sh"

mkdir start
faulty() { "$@" "$CERTBOX" certgen -d set auto board.lan; }
plain() { certgen -d set auto board.lan; }
later='socket|sendto|recvfrom'
sweep first-boot

faulty() { "$@" "$CERTBOX" certgen -d set --self-signed board.lan; }
plain() { certgen -d set --self-signed board.lan; }
ca=server.crt
sweep self-signed
finish

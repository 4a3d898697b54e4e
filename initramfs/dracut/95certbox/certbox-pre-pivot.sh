#!/bin/sh
# SPDX-License-Identifier: MIT
# certbox-pre-pivot.sh - the real root is mounted at $NEWROOT. dracut sources this: nothing here may exit.
certbox_lib=/usr/lib/certbox
# shellcheck source=initramfs/common.sh
. "$certbox_lib/common.sh"
# shellcheck disable=SC2154 # NEWROOT is dracut's
certbox_boot early "$NEWROOT" || [ $? -ne 2 ] || die 'certbox: no TLS identity, and certbox.require=stop'

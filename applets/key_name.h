/* SPDX-License-Identifier: MIT */
/* key_name.h - what a certificate's key is called. */
#ifndef APPLETS_KEY_NAME_H
#define APPLETS_KEY_NAME_H

#include <stddef.h>

/* By the certificate's name: x.crt -> x.key, x.pem -> x-key.pem, else x.key appended. 0, or -1 when too long for cap bytes. */
int key_name_of(const char *cert, char *out, size_t cap);

#endif

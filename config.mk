# SPDX-License-Identifier: MIT
# config.mk - what a packager changes; every line may also stand on make's command line.

VERSION = 0.1

# From this moment on a clock is believed (unix time; SOURCE_DATE_EPOCH wins): 2026-11-01 00:00:00 UTC.
RELEASE_DATE = 1793491200

# The applets in the box. Fewer make a smaller box; the others are not linked.
APPLETS = certgen certfp certserve certfetch

# The types of keys it makes and reads: p256 is always there. p384 brings SHA-384, SHA-512 and what checks P-521 too.
KEY_TYPES = p256 p384 rsa

# What certgen and certfp can do beyond their main job: options of these names; words: 32 words for a fingerprint that is given.
MODES = csr sign rotate import seal combined bundle p12 reset words lint qr

PREFIX = /usr
# Where zsh looks for functions: Debian's place; elsewhere it is mostly site-functions.
ZSH_COMPLETIONS = $(PREFIX)/share/zsh/vendor-completions

# The box's compiler, the one for unit tests, and the kernel's headers, which musl-gcc does not see.
CC     = musl-gcc
HOSTCC = gcc
AR     = ar
STRIP  = strip
# Drops the table of sections; what strips again (dh_strip) wants one: TRIM=: keeps it.
TRIM   = sh dist/trim.sh
KERNEL_HEADERS = /usr/include

# BearSSL: Debian's source package. `make BEARSSL=DIR` builds with another tree and fetches nothing;
# `DL=DIR` names a folder where the tarball lies already.
BEARSSL_VERSION = 0.6+dfsg.1-3
BEARSSL_SHA256  = 102a625bd8f6155260867a50c508df8d8c3f796985dd744df1a68e5cd1a79004

# qrcodegen, its C version, from Debian's source package in the same way; `make QRCODEGEN=DIR` takes another tree.
QRCODEGEN_VERSION = 1.8.0-1.1
QRCODEGEN_SHA256  = 2ec0a4d33d6f521c942eeaf473d42d5fe139abcfa57d2beffe10c5cf7d34ae60

# musl for `make ARCH=`, where the compiler is not this machine's: the same version as Debian's musl-tools here.
MUSL_VERSION = 1.2.3-1
MUSL_SHA256  = 7d5b0b6062521e4627e099e4c9dc8248d32a30285e959b7eecaa780cf8cfd4a4

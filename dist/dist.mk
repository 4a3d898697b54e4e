# SPDX-License-Identifier: MIT
# dist.mk - make dist: what a release carries, in B/dist: this machine's box and those of `make ARCH=` that are there.

crossed := $(if $(ARCH),,$(filter-out $(host),$(foreach a,$(ARCHES),$(if $(wildcard $B/$a/certbox),$a))))

# $(call pin,SHA256,TREE): the sum if TREE was unpacked from the tarball that has it.
pin = $(if $(filter $1,$(shell cat $2/.sha256 2>/dev/null)),$1,-)

dist: all
	+@for a in $(crossed); do $(MAKE) --no-print-directory ARCH=$$a all || exit 1; done
	@sh dist/dist.sh '$B' '$(VERSION)' '$(release)' $(host)=$B/certbox $(foreach a,$(crossed),$a=$B/$a/certbox) -- \
	    'BearSSL bearssl $(BEARSSL_VERSION) $(call pin,$(BEARSSL_SHA256),$(BEARSSL)) MIT' \
	    'qrcodegen qr-code-generator $(QRCODEGEN_VERSION) $(call pin,$(QRCODEGEN_SHA256),$(QRCODEGEN)) MIT' \
	    'musl musl $(MUSL_VERSION) $(MUSL_SHA256) MIT'
.PHONY: dist

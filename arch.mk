# SPDX-License-Identifier: MIT
# arch.mk - the box for another machine: `make ARCH=aarch64` gives B/aarch64/certbox.
#
# Debian's cross compiler, and one musl for all of them, built from Debian's source package (pinned in config.mk).
# Debian's own musl-dev:arm64 and so on would make this machine's package system a multiarch one for good; who has it
# says CC=aarch64-linux-musl-gcc. ARCH of this machine itself takes the compiler of a plain `make`.

ARCHES := x86_64 i386 aarch64 armhf mipsel riscv64

# What make check-arch tries: this machine's own is make check's. s390x is no box: it shows the other byte order.
CHECKED = $(filter-out $(host),$(ARCHES)) s390x

# Debian's name of the compiler, and qemu's of the machine.
gnu.x86_64  := x86_64-linux-gnu
gnu.i386    := i686-linux-gnu
gnu.aarch64 := aarch64-linux-gnu
gnu.armhf   := arm-linux-gnueabihf
gnu.mipsel  := mipsel-linux-gnu
gnu.riscv64 := riscv64-linux-gnu
gnu.s390x   := s390x-linux-gnu
qemu.armhf  := arm

host := $(patsubst armv%,armhf,$(patsubst i%86,i386,$(shell uname -m)))
# A make within make gets B as the first one left it.
base := $(patsubst %/$(ARCH),%,$B)
# What compiles: it must be here before anything is done.
compiler = $(CC)

ifneq ($(ARCH),)
gnu  := $(or $(gnu.$(ARCH)),$(error ARCH=$(ARCH): one of $(ARCHES)))
override B := $(base)/$(ARCH)
qemu := $(if $(filter-out $(host),$(ARCH)),qemu-$(or $(qemu.$(ARCH)),$(ARCH))-static)
endif

# Unit tests take Debian's glibc of that machine, where it lies: qemu's -L would answer for /etc and / as well.
comma := ,
ifneq ($(qemu),)
musl           := $(base)/src/musl
libc           := $B/musl/bin/musl-gcc
HOSTCC         := $(gnu)-gcc -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 -Wl,-rpath=/usr/$(gnu)/lib \
    $(addprefix -Wl$(comma)--dynamic-linker=,$(wildcard /usr/$(gnu)/lib/ld*.so.*))
AR             := $(gnu)-ar
STRIP          := $(gnu)-strip
KERNEL_HEADERS := /usr/$(gnu)/include
sanitize       := -g -O1
ifeq ($(origin CC),file)
CC       := $(libc)
compiler := $(if $(wildcard $(musl)/configure),$(gnu)-gcc,$(musl))
cross    := $(libc)
endif

# musl for ARCH, static only, as small as it gets. Its configure takes no path with a blank in it.
$(libc): $(musl)/configure
	@rm -rf $B/musl $B/musl.build && mkdir -p $B/musl.build
	@echo '  $(libc:$B/%=%)'; cd $B/musl.build && { $(abspath $(musl))/configure --target=$(gnu) --prefix=$(abspath $B)/musl \
	    --syslibdir=$(abspath $B)/musl/lib --disable-shared --enable-wrapper=gcc CC=$(gnu)-gcc && \
	    env -u MAKEFLAGS -u ARCH make -s -j$(JOBS) install; } >log 2>&1 || { tail -n 5 log >&2; exit 1; }
	@rm -rf $B/musl.build

# What tests take for the box: it runs under qemu.
runners := $B/run/certbox $B/run/test/certbox
$(runners): $B/run/%: | $B/%
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec $(qemu) -0 "$$0" "$(abspath $B/$*)" "$$@"\n' >$@ && chmod +x $@
endif

# Texts are made on this machine, whatever ARCH is: their tests say nothing new.
check-arch:
	@$(if $(filter no,$(DEPS)),:,sh tests/packages.sh arch $(CHECKED))
	+@for a in $(CHECKED); do $(MAKE) --no-print-directory ARCH=$$a deps && \
	    $(MAKE) --no-print-directory -j$(JOBS) ARCH=$$a WERROR=-Werror boxes || exit 1; done
	@prove -j$(JOBS) --timer -e 'sh tests/arch.sh' $(foreach a,$(CHECKED),$(units:%=$B/$a/unit/%) \
	    $(filter-out %/completion.t %/man.t,$(t.e2e:tests/%=$B/$a/%)))
.PHONY: check-arch

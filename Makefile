# SPDX-License-Identifier: MIT
# Makefile - make, make check, make install; `make help` names the rest. Output goes to B, nothing else is written.

include config.mk
MAKEFLAGS += -rR
.DELETE_ON_ERROR:
export LC_ALL = C

B       ?= build
ARCH    ?=
DL      ?= $(base)/dl
BEARSSL ?= $(base)/src/bearssl
WERROR  ?=
CORPORA ?=
FUZZ_S  ?= 60
PREFIX  ?= /usr
JOBS    ?= $(shell nproc)

all:
include arch.mk
all: $B/certbox

# --- sources, room by room ---------------------------------------------------------------------
# Fewer ROOMS than these are enough for `make unit`.
ROOMS ?= applets bearssl-glue bignum x509 os lib
dirs  := $(ROOMS) $(if $(filter applets,$(ROOMS)),$(APPLETS:%=applets/%))
src   := $(sort $(wildcard $(dirs:%=%/*.c)))
brsrc := $(patsubst $(BEARSSL)/src/%,%,$(sort $(shell find $(BEARSSL)/src -name '*.c' 2>/dev/null)))
units := $(patsubst tests/unit/%.c,%,$(sort $(wildcard $(patsubst %,tests/unit/%/*.c,$(dirs)))))
tested := $(filter-out applets/main.c os/heap.c os/libc.c os/syscalls.c,$(src))

# These goals need no source of BearSSL; any other says in one line what to do, before it does anything.
free := install-boot help deps demo check check-long check-arch check-rsa check-timing unit e2e fault boot house bench bench-rsa clean distclean
ifneq ($(filter-out $(free),$(or $(MAKECMDGOALS),all)),)
ifeq ($(and $(wildcard $(BEARSSL)/inc/bearssl.h),$(shell command -v $(compiler))),)
$(error $(BEARSSL) or $(compiler) is not here yet: run `make deps$(ARCH:%= ARCH=%)' first)
endif
endif

# qrcodegen lies beside BearSSL, or where it is fetched to.
QRCODEGEN ?= $(or $(wildcard $(dir $(BEARSSL))qr-code-generator),$(or $(base),$B)/src/qr-code-generator)
ifneq ($(filter-out $(free),$(or $(MAKECMDGOALS),all)),)
ifeq ($(wildcard $(QRCODEGEN)/c/qrcodegen.h),)
$(error $(QRCODEGEN) is not here yet: run `make deps' first)
endif
endif
fetch_qr = $(if $(filter no,$(DEPS))$(wildcard $(QRCODEGEN)/c/qrcodegen.h),, && \
    sh bearssl-glue/fetch.sh '$(or $(base),$B)' '$(DL)' '$(QRCODEGEN_VERSION)' '$(QRCODEGEN_SHA256)' qr-code-generator)

# --- flags -------------------------------------------------------------------------------------
release  := $(or $(SOURCE_DATE_EPOCH),$(RELEASE_DATE))
warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wcast-qual -Wwrite-strings \
    -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Wformat=2
size     := -ffunction-sections -fdata-sections -fstack-protector-strong \
    -fno-asynchronous-unwind-tables
paths    := '-ffile-prefix-map=$(abspath $(BEARSSL))=bearssl' '-ffile-prefix-map=$(abspath $B)=build' \
    '-ffile-prefix-map=$(CURDIR)=.'
cppflags := -D_GNU_SOURCE -I. -I$B/gen -isystem $(BEARSSL)/inc -isystem $(QRCODEGEN)/c \
    -DCERTBOX_RELEASE_DATE=$(release)LL '-DCERTBOX_VERSION="$(VERSION)"'
cflags   := -std=c11 $(size) $(paths) $(warnings)
# The box has one address: no pointer in it needs the loader, so its tables are read-only and RELRO would only pad.
fixed    := -fno-pie
ldflags  := -static -no-pie -Wl,--gc-sections,-z,noseparate-code,-z,norelro,-z,common-page-size=16,--sort-section=alignment,--build-id=none,-T,applets/cold.ld
sanitize ?= -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all

# What these passes gain in time they cost in size; each was tried alone. musl keeps the guard of the stack in a variable, too:
# to read it there takes less room than in the thread's block. Tables are aligned as the ABI asks, not for a copy's speed.
small := -Oz -fno-thread-jumps -fno-tree-dominator-opts -fno-caller-saves -fno-code-hoisting -fno-tree-loop-im \
    -fno-optimize-sibling-calls -fno-tree-pre -fno-inline-small-functions -fno-move-loop-invariants \
    $(if $(filter x86_64,$(or $(ARCH),$(host))),-mstack-protector-guard=global -malign-data=abi)
opt = $(small)
# The one whose time is near its bound; the others lose 2 to 6 of 100 and are 5 KB smaller.
$B/obj/bignum/lanes_avx512.o: opt = -O2
# No vector register ever holds an argument of theirs.
$(addprefix $B/obj/,lib/err.o lib/text.o applets/say.o): opt = $(small) $(if $(filter x86_64,$(or $(ARCH),$(host))),-mgeneral-regs-only)
# Or a loop would become a call of the very function it is.
$B/obj/os/libc.o: opt = $(small) -fno-builtin -fno-tree-loop-distribute-patterns

# --- BearSSL: for the box, and for unit tests on the host's libc ---------------------------------
$B/bearssl/%.o: $(BEARSSL)/src/%.c $B/gen/flags.bearssl $B/ends | $(cross)
	@mkdir -p $(@D)
	$(if $V,,@)$(CC) $(small) -w $(fixed) $(size) $(paths) -I$(BEARSSL)/src -I$(BEARSSL)/inc -S -o $(@:.o=.s) $<
	$(call assemble,$(@:.o=.s))
$B/bearssl/libbearssl.a: $(brsrc:%.c=$B/bearssl/%.o)
	$(archive)
$B/san/bearssl/%.o: $(BEARSSL)/src/%.c $B/gen/flags.bearssl
	@mkdir -p $(@D)
	$(if $V,,@)$(HOSTCC) -O2 -w -I$(BEARSSL)/src -I$(BEARSSL)/inc -c -o $@ $<
$B/san/bearssl/libbearssl.a: $(brsrc:%.c=$B/san/bearssl/%.o)
	$(archive)

# --- smaller boxes: KEY_TYPES, MODES ------------------------------------------------------------
# T is where tables are, and what is compiled of them: make size links many boxes of one set of objects.
T      ?= $B
choice := p256 p384 rsa csr sign rotate import seal combined bundle p12 reset words lint qr derived net
chosen := $(KEY_TYPES) $(MODES) $(if $(filter csr combined bundle p12,$(MODES)),derived) $(if $(filter certfetch,$(APPLETS)),net)
$(foreach w,$(filter-out $(choice),$(chosen)) $(filter-out $(KEY_TYPES),p256),$(error KEY_TYPES and MODES: $w is not known, or missing))
tables := $(shell grep -lE '"((with|applets)\.inc|applets/certgen/has\.h)"' $(src) /dev/null)

# --- what is generated -------------------------------------------------------------------------
# Rewritten only when its content changes, so that a changed flag or table rebuilds what it must.
update = mkdir -p $(@D) && cat >$@.$$$$ && if cmp -s $@.$$$$ $@; then rm $@.$$$$; else mv $@.$$$$ $@; fi
$T/gen/applets.inc: FORCE
	@for a in $(sort $(APPLETS)); do echo "X($$a)"; done | { $(update); }
# $(call with,WORDS,ALL): rows of tables in WITH_word() stand or go.
with = for w in $1; do echo "\#define WITH_$$w(...) __VA_ARGS__"; done; for w in $(filter-out $1,$2); do echo "\#define WITH_$$w(...)"; done
$T/gen/with.inc: FORCE
	@{ $(call with,$(chosen),$(choice)); } | { $(update); }
$B/gen/whole/with.inc: FORCE
	@{ $(call with,$(choice),$(choice)); } | { $(update); }
$B/gen/flags: FORCE
	@printf '%s\n' "$(CC) $(small) $(fixed) $(cflags) $(cppflags)" $(marks) | { $(update); }
$B/gen/flags.bearssl: FORCE
	@printf '%s\n' "$(CC) $(HOSTCC) $(small) $(fixed) $(size) $(abspath $(BEARSSL))" | { $(update); }
$B/gen/words.inc: lib/words.txt lib/words.awk
	@mkdir -p $(@D)
	@awk -f lib/words.awk $< >$@
$B/include/linux/types.h:
	@mkdir -p $B/include
	@asm=$$($(HOSTCC) -print-multiarch); [ -d $(KERNEL_HEADERS)/$$asm/asm ] || asm=.; \
	ln -sfn $(KERNEL_HEADERS)/$$asm/asm $B/include/asm
	@ln -sfn $(KERNEL_HEADERS)/asm-generic $B/include/asm-generic
	@ln -sfn $(KERNEL_HEADERS)/linux $B/include/linux

# --- the box -----------------------------------------------------------------------------------
prepared := $T/gen/applets.inc $T/gen/with.inc $B/gen/words.inc $B/include/linux/types.h $(cross)
objects  := $(patsubst %.c,$B/obj/%.o,$(filter-out $(tables),$(src))) $(tables:%.c=$T/obj/%.o)
# Between compiler and assembler the box's texts are packed (lib/text.h), and ends of functions shared (dist/ends.c).
marks = '-DTEXT_MARK="\016\033\017"' '-DTEXT_GONE="\016\033\016"'
define compile
	@mkdir -p $(@D)
	$(quiet)$(CC) $(opt) $(fixed) $(cflags) -Wframe-larger-than=4096 -fstack-usage $(WERROR) $1 $(cppflags) $(marks) -isystem $B/include \
	    -MMD -MP -MT $@ -S -o $(@:.o=.s) $<
	@$B/pack <$(@:.o=.s) >$(@:.o=.packed.s)
	$(call assemble,$(@:.o=.packed.s))
endef
define assemble
	@$B/ends <$1 >$(@:.o=.short.s)
	@$(CC) -c -o $@ $(@:.o=.short.s)
endef
$B/pack: dist/pack.c lib/text.h lib/pairs.h
	@mkdir -p $(@D)
	$(quiet)$(BUILDCC) -std=c11 -O2 $(warnings) $(WERROR) $(marks) -I. -o $@ $<
$B/ends: dist/ends.c
	@mkdir -p $(@D)
	$(quiet)$(BUILDCC) -std=c11 -O2 $(warnings) $(WERROR) -o $@ $<
$B/obj/%.o: %.c $B/gen/flags $B/pack $B/ends | $(prepared)
	$(call compile)
ifneq ($T,$B)
$T/obj/%.o: %.c $B/gen/flags $B/pack $B/ends | $(prepared)
	$(call compile,-I$T/gen)
endif

define link
	@mkdir -p $(@D)
	$(quiet)$(CC) $(ldflags) -o $@ $(filter-out %.ld,$^)
endef
define archive
	@rm -f $@
	$(quiet)$(AR) rcsD $@ $^
endef
$T/certbox.debug: $(objects) $B/bearssl/libbearssl.a applets/cold.ld
	$(link)
$T/certbox: $T/certbox.debug dist/trim.sh
	$(quiet)$(STRIP) -s -o $@ $< && $(TRIM) $@

# The pairs that pack today's texts best; any pairs will do.
pairs: $(objects)
	@{ sed '/^#define PAIRS_TABLE/,$$d' lib/pairs.h; printf '#define PAIRS_TABLE {'; $B/pack --learn $(objects:.o=.s); printf '\n#endif\n'; } >$B/pairs.h
	@cp $B/pairs.h lib/pairs.h

# --- boxes for tests: the same, but for one source ------------------------------------------------
# $(call variant,NAME,SOURCES,REPLACED): B/NAME/certbox is the box with SOURCES in place of REPLACED.
define variant
$B/$1/certbox: $(patsubst %.c,$B/obj/%.o,$(sort $(filter-out $3,$(src)) $2)) $B/bearssl/libbearssl.a
	$$(link)
variants += $B/$1/certbox
replacements += $(patsubst %.c,$B/obj/%.o,$2)
endef
controls := $(sort $(shell find tests/controls -name '*.c' 2>/dev/null))
names    := $(sort $(foreach c,$(controls),$(word 3,$(subst /, ,$c))))
$(foreach n,$(names),$(eval $(call variant,ctl/$n,$(filter tests/controls/$n/%,$(controls)),\
    $(patsubst tests/controls/$n/%,%,$(filter tests/controls/$n/%,$(controls))))))
ifneq ($(wildcard tests/e2e/clock.c),)
$(eval $(call variant,test,tests/e2e/clock.c tests/e2e/entropy.c tests/rsa/lanes_cpu.c,os/clock.c os/entropy.c bignum/lanes_cpu.c))
endif

# --- unit tests: the host's libc, with sanitizers --------------------------------------------------
$B/san/%.o: %.c $B/gen/flags | $(prepared)
	@mkdir -p $(@D)
	$(quiet)$(HOSTCC) $(sanitize) $(cflags) $(WERROR) $(cppflags) -MMD -MP -c -o $@ $<
$B/san/libcertbox.a: $(tested:%.c=$B/san/%.o)
	$(archive)
$B/unit/%: $B/san/tests/unit/%.o $B/san/libcertbox.a $B/san/bearssl/libbearssl.a
	@mkdir -p $(@D)
	$(quiet)$(HOSTCC) $(sanitize) -o $@ $^
programs := $(units:%=$B/unit/%)
.SECONDARY: $(units:%=$B/san/tests/unit/%.o)

# --- fuzzers' targets: with inputs that are always the same (drive.c), and under libFuzzer -----------
fuzzers := $(patsubst tests/fuzz/%.c,%,$(filter-out tests/fuzz/drive.c,$(sort $(wildcard tests/fuzz/*.c))))
$B/fuzz/%: $B/san/tests/fuzz/%.o $B/san/tests/fuzz/drive.o $B/san/libcertbox.a $B/san/bearssl/libbearssl.a
	@mkdir -p $(@D)
	$(quiet)$(HOSTCC) $(sanitize) -o $@ $^
programs += $(if $(ARCH),,$(fuzzers:%=$B/fuzz/%))
$B/libfuzzer/%.o: %.c $B/gen/flags | $(prepared)
	@mkdir -p $(@D)
	$(quiet)clang -g -O1 $(vectors) -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=pointer-overflow -fno-sanitize-recover=all -std=c11 -w $(cppflags) -c -o $@ $<
# Clang does not know the pragma they have; nor does it like no octets at no address, as a view may have them (gcc does).
$(addprefix $B/libfuzzer/bignum/lanes_,avx2.o avx512.o ifma.o cpu.o): private vectors := $(if $(filter x86_64,$(host)),-mavx2 -mavx512f -mavx512vl -mavx512ifma -mxsave)
$B/libfuzzer/bearssl/%.o: $(BEARSSL)/src/%.c $B/gen/flags.bearssl
	@mkdir -p $(@D)
	$(if $V,,@)clang -g -O1 -fsanitize=fuzzer-no-link,address -w -I$(BEARSSL)/src -I$(BEARSSL)/inc -c -o $@ $<
$B/libfuzzer/all.a: $(patsubst %.c,$B/libfuzzer/%.o,$(filter-out applets/certgen/%,$(tested))) $(brsrc:%.c=$B/libfuzzer/bearssl/%.o)
	$(archive)
$B/libfuzzer/%: $B/libfuzzer/tests/fuzz/%.o $B/libfuzzer/all.a $B/san/bearssl/qrcodegen.o
	$(quiet)clang -fsanitize=fuzzer,address,undefined -o $@ $^
.SECONDARY: $(fuzzers:%=$B/san/tests/fuzz/%.o) $B/san/tests/fuzz/drive.o $(fuzzers:%=$B/libfuzzer/tests/fuzz/%.o)

# --- qrcodegen: one file, kept with BearSSL's -----------------------------------------------------
$B/bearssl/qrcodegen.o: $(QRCODEGEN)/c/qrcodegen.c $B/gen/flags.bearssl $B/ends | $(cross)
	@mkdir -p $(@D)
	$(if $V,,@)$(CC) $(small) -w -DNDEBUG $(fixed) $(size) '-ffile-prefix-map=$(abspath $(QRCODEGEN))=qrcodegen' -S -o $(@:.o=.s) $<
	$(call assemble,$(@:.o=.s))
$B/san/bearssl/qrcodegen.o: $(QRCODEGEN)/c/qrcodegen.c $B/gen/flags.bearssl
	@mkdir -p $(@D)
	$(if $V,,@)$(HOSTCC) $(sanitize) -w -c -o $@ $<
$T/certbox.debug $(variants): $B/bearssl/qrcodegen.o
$(programs): $B/san/bearssl/qrcodegen.o

# --- running them ------------------------------------------------------------------------------
scripts = $(sort $(wildcard $(1:%=tests/%.t)))
t.unit  := $(units:%=$B/unit/%)
t.fuzz  := $(fuzzers:%=$B/fuzz/%)
t.house := $(wildcard tests/house.sh)
t.e2e   := $(call scripts,e2e/*)
t.fault := $(call scripts,fault/*)
t.boot  := $(call scripts,boot/*)
t.rsa   := $(wildcard $(addprefix tests/rsa/,constant-time.t keys.t lanes.t narrow.t))
t.all   := $(t.boot) $(t.fault) $(t.e2e) $(call scripts,*) $(t.house) $(t.rsa) $(t.unit) $(t.fuzz)

export CERTBOX      = $(abspath $B/$(qemu:%=run/)certbox)
export CERTBOX_TEST = $(abspath $B/$(qemu:%=run/)test/certbox)
export BUILD        = $(abspath $B)
export SRC          = $(CURDIR)
export BEARSSL_SRC  = $(abspath $(BEARSSL))
export QRCODEGEN_SRC = $(abspath $(QRCODEGEN))
export CORPORA WERROR

# $(call deps,SET): the SET of Debian packages, and BearSSL's source unless the packager brings a tree.
deps = $(if $(filter no,$(DEPS)),,sh tests/packages.sh $1 $(ARCH) && )$(if $(filter no,$(DEPS))$(wildcard $(BEARSSL)/inc/bearssl.h),\
    true,sh bearssl-glue/fetch.sh '$(base)' '$(DL)' '$(BEARSSL_VERSION)' '$(BEARSSL_SHA256)')$(if $(cross), && \
    sh bearssl-glue/fetch.sh '$(base)' '$(DL)' '$(MUSL_VERSION)' '$(MUSL_SHA256)' musl)
again = +@$(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

deps:
	@$(call deps,build)$(fetch_qr)
demo:
	@$(call deps,demo)$(fetch_qr)
	$(again) all
	@sh tests/demo.sh
check:
	@$(call deps,check)$(fetch_qr)
	$(again) WERROR=-Werror run-all
check-long:
	@$(call deps,check)$(fetch_qr)
	$(again) WERROR=-Werror LONG=1 run-all
	$(again) fuzz
# libFuzzer on each target for FUZZ_S seconds; what it finds is left in B/libfuzzer.
fuzz: $(fuzzers:%=$B/libfuzzer/%) $(fuzzers:%=$B/fuzz/%)
	@cd $B/libfuzzer && for f in $(fuzzers); do mkdir -p corpus/$$f && ../fuzz/$$f --write corpus/$$f && \
	    timeout $$(($(FUZZ_S) + 300)) ./$$f corpus/$$f -max_total_time=$(FUZZ_S) -max_len=8192 -timeout=20 -print_final_stats=1 -verbosity=0 || exit; done
# KEYS=200 for fewer keys a size.
check-rsa:
	@$(call deps,check)$(fetch_qr)
	$(again) boxes
	@LONG=1 prove --timer -e '' $(call scripts,rsa/*)
check-timing:
	@$(call deps,check)$(fetch_qr)
	$(again) boxes
	@prove -v -e '' tests/rsa/timing.t
unit e2e fault boot house:
	$(again) run-$@
parts := all unit e2e fault boot house
run-all: $(programs)
run-unit: $(t.unit)
$(patsubst %,run-%,$(filter-out unit,$(parts))): $B/certbox variants $(runners)
$(parts:%=run-%):
	@prove -j$(JOBS) --timer -e '$(if $(filter run-unit,$@),$(qemu))' $(t.$(@:run-%=%))
variants: $(variants)
boxes: $B/certbox variants $(programs) $(runners)
lint: $(prepared)
	@sh tests/lint.sh -std=c11 $(cppflags)
coverage:
	$(again) B=$B/coverage BEARSSL=$(BEARSSL) sanitize='-g -O0 --coverage' run-unit
	@sh tests/coverage.sh $B/coverage
bench:
	$(again) all
	@sh tests/bench.sh
	@python3 tests/bench_serve.py
	@python3 tests/bench_fetch.py
size: $B/certbox
	@sh dist/size.sh '$B' '$(MAKE) --no-print-directory ARCH=$(ARCH) B=$B BEARSSL=$(BEARSSL) QRCODEGEN=$(QRCODEGEN)' '$(APPLETS)' '$(KEY_TYPES)' '$(MODES)'
bench-rsa:
	$(again) all
	@sh tests/rsa/bench.sh

include man/man.mk
include dist/dist.mk
include initramfs/boot.mk

# --- the rest ----------------------------------------------------------------------------------
bindir = $(DESTDIR)$(PREFIX)/bin
install: $B/certbox
	install -d '$(bindir)'
	install -m 755 $B/certbox '$(bindir)/certbox'
	for a in $(APPLETS); do ln -sf certbox '$(bindir)'/$$a || exit 1; done
clean:
	rm -rf $(addprefix $B/,size obj bearssl san gen include test ctl unit coverage man musl dist certbox certbox.debug) $(if $(ARCH),,$(addprefix $B/,$(ARCHES) s390x))
distclean: clean
	rm -rf $(addprefix $(base)/,dl src apt kernel)
	@rmdir $B 2>/dev/null || :
help:
	@echo 'make             $B/certbox'
	@echo 'make ARCH=A      $(base)/A/certbox for another machine: $(ARCHES); before it: make deps ARCH=A'
	@echo 'make deps        BearSSL and what builds it; make demo and make check do this first, unless DEPS=no'
	@echo 'make demo        the main job, shown'
	@echo 'make check       all tests; unit, e2e, fault, boot, house: that part alone; check-long: the rest'
	@echo 'make man         manual pages, and completion for bash, zsh and fish (make and make install do it, too)'
	@echo 'make check-arch  unit and end-to-end tests of the boxes for other machines, under qemu'
	@echo 'make check-rsa   a thousand RSA keys a size through openssl, constant time; check-timing: times alone'
	@echo 'make dist        $B/dist: the boxes that are built, sums and SBOM in one reproducible tar; ARCH=A before it adds A'
	@echo 'make size        what each applet, key type and mode costs, and some smaller boxes'
	@echo 'make fuzz        libFuzzer on what reads strangers'\'' octets, FUZZ_S=$(FUZZ_S) seconds each; check-long does it, too'
	@echo 'make lint        clang-tidy, cppcheck, shellcheck'
	@echo 'make coverage    lines that unit tests reach, file by file'
	@echo 'make bench       figures, as ratios to named commands; bench-rsa: of RSA keys and signatures'
	@echo 'make install     DESTDIR= PREFIX=$(PREFIX); clean keeps what was fetched, distclean does not'
	@echo 'make install-boot  hooks for BOOT="$(BOOT)", of: $(boot-systems)'
	@echo 'variables: config.mk, and B (output folder), BEARSSL (a source tree), DL (the tarball), V=1, WERROR=-Werror'

quiet = $(if $V,,@echo '  $(@:$B/%=%)'; )

FORCE:
.PHONY: all deps demo check check-long check-rsa check-timing bench-rsa unit e2e fault boot house variants boxes lint coverage bench size fuzz \
    install clean distclean help FORCE $(parts:%=run-%)
-include $(objects:.o=.d) $(replacements:.o=.d) $(tested:%.c=$B/san/%.d) $(units:%=$B/san/tests/unit/%.d) $(wildcard $B/san/tests/fuzz/*.d)

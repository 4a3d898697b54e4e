# SPDX-License-Identifier: MIT
# man.mk - manual pages and completions, made from the applets' own option tables by a program that runs here, whatever ARCH is.

BUILDCC ?= $(if $(qemu),gcc,$(HOSTCC))
bodies  := $(foreach a,certbox $(APPLETS),$(wildcard man/$a.[1-9].body))
pages   := $(bodies:man/%.body=$B/man/%)
docs    := $(pages) $B/man/certbox.bash $B/man/certbox.fish $B/man/_certbox
tables  := $(patsubst %.c,$B/man/obj/%.o,$(filter-out applets/main.c,$(filter applets/%,$(src))))
scribe  := $(patsubst %.c,$B/man/obj/%.o,$(sort $(wildcard man/*.c)))

man: $(docs)
all: $(docs)
run-all run-e2e: $(docs)

$B/man/obj/man/%.o: man/%.c $B/gen/flags | $(prepared)
	@mkdir -p $(@D)
	$(quiet)$(BUILDCC) -std=c11 -O1 $(warnings) $(WERROR) $(cppflags) -MMD -MP -c -o $@ $<
# Only their tables are wanted: what they call is left open, and never called. A smaller box has the same manual.
$B/man/obj/%.o: %.c $B/gen/flags | $(prepared) $B/gen/whole/with.inc
	@mkdir -p $(@D)
	$(quiet)$(BUILDCC) -std=c11 -O0 -w -I$B/gen/whole $(cppflags) -MMD -MP -c -o $@ $<
$B/man/generate: $(scribe) $(tables)
	$(quiet)$(BUILDCC) -static -no-pie -Wl,--unresolved-symbols=ignore-all -o $@ $^

$(pages): $B/man/%: man/%.body $B/man/generate
	$(quiet)$B/man/generate $* <$< >$@
$B/man/certbox.bash $B/man/certbox.fish: $B/man/certbox.%: $B/man/generate
	$(quiet)$B/man/generate $* >$@
$B/man/_certbox: $B/man/generate
	$(quiet)$B/man/generate zsh >$@

share = $(DESTDIR)$(PREFIX)/share
install: install-docs
install-docs: $(docs)
	for page in $(pages); do \
	    section='$(share)'/man/man$${page##*.} && install -d "$$section" && install -m 644 "$$page" "$$section" || exit 1; done
	install -d '$(share)/bash-completion/completions' '$(share)/fish/vendor_completions.d' '$(DESTDIR)$(ZSH_COMPLETIONS)'
	install -m 644 $B/man/certbox.bash '$(share)/bash-completion/completions/certbox'
	install -m 644 $B/man/certbox.fish '$(share)/fish/vendor_completions.d/certbox.fish'
	install -m 644 $B/man/_certbox '$(DESTDIR)$(ZSH_COMPLETIONS)/_certbox'
	for a in $(APPLETS); do ln -sf certbox '$(share)'/bash-completion/completions/$$a && \
	    ln -sf certbox.fish '$(share)'/fish/vendor_completions.d/$$a.fish || exit 1; done

.PHONY: man install-docs
-include $(tables:.o=.d) $(scribe:.o=.d)

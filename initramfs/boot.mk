# SPDX-License-Identifier: MIT
# boot.mk - make install-boot BOOT='...': the boot logic, and the hooks of the boot systems that are named; nothing is enabled.
#
# A packager runs it once for each package, as `make install-boot BOOT=dracut DESTDIR=debian/certbox-dracut LOGIC=no':
# LOGIC=no leaves out what all of them share (PREFIX/lib/certbox).

BOOT  ?= initramfs-tools systemd
LOGIC ?= yes
units = $(or $(UNITS),/usr/lib/systemd)

# FILE:MODE:WHERE, of each system; what hooks say of PREFIX follows it.
boot.logic = $(foreach f,common disk report,$f.sh:644:$(PREFIX)/lib/certbox/$f.sh) late:755:$(PREFIX)/lib/certbox/late
boot.initramfs-tools = initramfs-tools/hook:755:/usr/share/initramfs-tools/hooks/certbox \
    initramfs-tools/conf-hook:644:/usr/share/initramfs-tools/conf-hooks.d/certbox \
    $(foreach r,local nfs live,initramfs-tools/bottom:755:/usr/share/initramfs-tools/scripts/$r-bottom/certbox)
boot.dracut = $(foreach f,module-setup.sh certbox-pre-pivot.sh,dracut/95certbox/$f:755:/usr/lib/dracut/modules.d/95certbox/$f)
boot.systemd = $(foreach f,certbox.service certbox-renew.service certbox-renew.timer certserve.socket certserve.service,systemd/$f:644:$(units)/system/$f) \
    systemd/certbox-generator:755:$(units)/system-generators/certbox-generator
boot.openrc = openrc/certbox:755:/etc/init.d/certbox openrc/certbox-renew:755:/etc/init.d/certbox-renew cron.daily:755:/etc/periodic/daily/certbox
boot.sysv = sysv/certbox:755:/etc/init.d/certbox cron.daily:755:/etc/cron.daily/certbox
boot.busybox = busybox/inittab:644:/usr/share/certbox/inittab
boot.buildroot = buildroot/package/certbox/S21certbox:755:/etc/init.d/S21certbox
boot.openwrt = openwrt/certbox.init:755:/etc/init.d/certbox $(foreach d,iface ntp,openwrt/hotplug:755:/etc/hotplug.d/$d/95-certbox) \
    openwrt/keep:644:/lib/upgrade/keep.d/certbox
boot.mkinitfs = $(foreach f,files modules,mkinitfs/certbox.$f:644:/etc/mkinitfs/features.d/certbox.$f)

boot-systems = $(sort $(patsubst boot.%,%,$(filter-out boot.logic,$(filter boot.%,$(.VARIABLES)))))
boot-rows = $(if $(filter no,$(LOGIC)),,$(boot.logic)) $(foreach s,$(BOOT),$(boot.$s))
install-boot:
	@for s in $(filter-out $(boot-systems),$(BOOT)); do echo "install-boot: BOOT=$$s: none of $(boot-systems)" >&2; exit 2; done
	@for row in $(boot-rows); do \
	    file=initramfs/$${row%%:*} to='$(DESTDIR)'$${row##*:} mode=$${row%:*} && mode=$${mode#*:} && install -d "$${to%/*}" && \
	    sed -e 's|/usr/lib/certbox|$(PREFIX)/lib/certbox|g' -e 's|/usr/bin/c|$(PREFIX)/bin/c|g' \
	        $(if $(filter /usr,$(PREFIX)),,-e 's|^\(	*PATH=\)|\1$(PREFIX)/bin:|') "$$file" >"$$to" && chmod "$$mode" "$$to" && echo "  $$to" || exit 1; done

.PHONY: install-boot

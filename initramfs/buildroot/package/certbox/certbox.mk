# SPDX-License-Identifier: MIT
# certbox.mk - the source is this folder's own repository; `make deps` there has fetched BearSSL, qrcodegen and, for
# another machine, musl.
CERTBOX_VERSION = 0.1
CERTBOX_SITE = $(BR2_EXTERNAL_CERTBOX_PATH)/../..
CERTBOX_SITE_METHOD = local
CERTBOX_LICENSE = MIT
CERTBOX_LICENSE_FILES = LICENSE
CERTBOX_MAKE_ARGS = ARCH=$(patsubst arm,armhf,$(patsubst i%86,i386,$(BR2_ARCH))) DEPS=no

define CERTBOX_BUILD_CMDS
	$(MAKE) -C $(@D) $(CERTBOX_MAKE_ARGS)
endef
define CERTBOX_INSTALL_TARGET_CMDS
	$(MAKE) -C $(@D) $(CERTBOX_MAKE_ARGS) DESTDIR=$(TARGET_DIR) PREFIX=/usr install install-boot BOOT=
endef
define CERTBOX_INSTALL_INIT_SYSV
	$(INSTALL) -D -m 755 $(CERTBOX_PKGDIR)/S21certbox $(TARGET_DIR)/etc/init.d/S21certbox
endef
define CERTBOX_INSTALL_INIT_SYSTEMD
	$(MAKE) -C $(@D) $(CERTBOX_MAKE_ARGS) DESTDIR=$(TARGET_DIR) PREFIX=/usr install-boot BOOT=systemd
endef

$(eval $(generic-package))

# SPDX-License-Identifier: MIT
include $(sort $(wildcard $(BR2_EXTERNAL_CERTBOX_PATH)/package/*/*.mk))

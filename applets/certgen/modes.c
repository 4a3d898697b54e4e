/* SPDX-License-Identifier: MIT */
/* modes.c - certgen's modes, a row each. */
#include <stddef.h>

#include "applets/certgen/import.h"
#include "applets/certgen/modes.h"
#include "applets/certgen/options.h"
#include "applets/certgen/reset.h"
#include "applets/certgen/sign.h"
#include "with.inc"

static const struct mode modes[] = {
	{OPT_CHECK, false, NULL},
	WITH_csr({OPT_CSR, false, NULL},)
	WITH_sign({OPT_SIGN, false, sign_run},)
	WITH_rotate({OPT_ROTATE, false, NULL},)
	WITH_import({OPT_IMPORT, true, import_run},)
	WITH_reset({OPT_RESET, false, reset_run},)
};

int modes_find(const struct args *a, const struct mode **out, struct err *e)
{
	*out = NULL;
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		const struct mode *m = &modes[i];

		if (!args_on(a, m->option))
			continue;
		if (*out)
			return err_set(e, ERR_USAGE, "--%s and --%s exclude each other", a->options[(*out)->option].word, a->options[m->option].word);
		*out = m;
	}
	return 0;
}

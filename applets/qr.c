/* SPDX-License-Identifier: MIT */
/* qr.c - a QR code of characters. qrcodegen chooses size and mask. */
#include "applets/qr.h"

#include <qrcodegen.h>
#include <string.h>

#define MARGIN 4              /* ISO/IEC 18004 6.3.8 */

static const char WHITE_ON_BLACK[] = "\033[0;1;37;40m", PLAIN[] = "\033[0m\n";

_Static_assert(QR_CODE == qrcodegen_BUFFER_LEN_FOR_VERSION(QR_VERSION_MAX), "a code has no room");

/* As qrcodegen_encodeText, but for a mode of digits alone, which nobody here has. */
int qr_make(uint8_t code[static QR_CODE], const char *text)
{
	bool capitals = qrcodegen_isAlphanumeric(text);
	uint8_t work[QR_CODE];
	struct qrcodegen_Segment s;
	size_t len = strlen(text);

	if (qrcodegen_calcSegmentBufferSize(capitals ? qrcodegen_Mode_ALPHANUMERIC : qrcodegen_Mode_BYTE, len) > sizeof work)
		return 0;
	s = capitals ? qrcodegen_makeAlphanumeric(text, work) : qrcodegen_makeBytes((const uint8_t *)text, len, work);
	if (!qrcodegen_encodeSegmentsAdvanced(&s, 1, qrcodegen_Ecc_LOW, 1, QR_VERSION_MAX, qrcodegen_Mask_AUTO, true, work, code))
		return 0;
	return qrcodegen_getSize(code);
}

bool qr_dark(const void *code, int x, int y)
{
	return qrcodegen_getModule(code, x, y);
}

static bool is_light(const uint8_t *code, int x, int y)
{
	return !qr_dark(code, x, y);
}

static void add_line(struct text *t, const uint8_t *code, int y, int size)
{
	static const char squares[2][2][4] = { { " ", "\u2584" }, { "\u2580", "\u2588" } };

	for (int x = -MARGIN; x < size + MARGIN; x++) {
		/* below the margin the last line has a half that is nobody's */
		bool lower = y + 1 < size + MARGIN && is_light(code, x, y + 1);

		text_add(t, squares[is_light(code, x, y)][lower]);
	}
}

int qr_add(struct text *t, const char *text, bool colour, struct err *e)
{
	uint8_t code[QR_CODE];
	int size = qr_make(code, text);

	if (size == 0)
		return err_set(e, ERR_FAIL, "too long for a QR code");
	for (int y = -MARGIN; y < size + MARGIN; y += 2) {
		if (colour)
			text_add(t, WHITE_ON_BLACK);
		add_line(t, code, y, size);
		text_add(t, colour ? PLAIN : "\n");
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* json.c - one object a line, whatever is in it. */
#include "lib/json.h"

#include "tests/unit/tap.h"

static const struct {
	const char *name;
	const char *value;
	const char *want;
} strings[] = {
	{ "plain text stays", "ca.key", "\"ca.key\"" },
	{ "nothing is an empty string", "", "\"\"" },
	{ "no string is null", NULL, "null" },
	{ "quote and backslash are escaped", "a\"b\\c", "\"a\\\"b\\\\c\"" },
	{ "a slash stays", "/etc", "\"/etc\"" },
	{ "a newline never breaks the line", "a\nb", "\"a\\u000ab\"" },
	{ "controls are escaped", "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
	{ "UTF-8 stays", "M\xc3\xbcnchen \xf0\x9f\x94\x91", "\"M\xc3\xbcnchen \xf0\x9f\x94\x91\"" },
	{ "what is no UTF-8 becomes U+FFFD", "a\xff" "b", "\"a\\ufffdb\"" },
	{ "a sequence cut off becomes U+FFFD, octet by octet", "\xe2\x82", "\"\\ufffd\\ufffd\"" },
	{ "a surrogate becomes U+FFFD", "\xed\xa0\x80.", "\"\\ufffd\\ufffd\\ufffd.\"" },
};

int main(void)
{
	char room[256], want[256];
	struct text t;

	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
		text_init(&t, room, sizeof room);
		json_open(&t);
		json_string(&t, "k", strings[i].value);
		json_close(&t);
		snprintf(want, sizeof want, "{\"k\":%s}\n", strings[i].want);
		is_str(room, want, strings[i].name);
	}
	text_init(&t, room, sizeof room);
	json_open(&t);
	json_number(&t, "n", INT64_MIN);
	json_bool(&t, "yes", true);
	json_bool(&t, "no", false);
	json_string(&t, "s", "{");
	json_number(&t, "m", 1);
	json_close(&t);
	is_str(room, "{\"n\":-9223372036854775808,\"yes\":true,\"no\":false,\"s\":\"{\",\"m\":1}\n",
	    "members follow each other, one comma between");
	text_init(&t, room, sizeof room);
	json_open(&t);
	json_close(&t);
	is_str(room, "{}\n", "an object may be empty");
	text_init(&t, room, sizeof room);
	json_open(&t);
	json_list(&t, "none");
	json_list_end(&t);
	json_list(&t, "two");
	json_item(&t, "[");
	json_item(&t, "\"");
	json_list_end(&t);
	json_bool(&t, "then", true);
	json_close(&t);
	is_str(room, "{\"none\":[],\"two\":[\"[\",\"\\\"\"],\"then\":true}\n", "lists have their commas, too");
	text_init(&t, room, 8);
	json_open(&t);
	json_string(&t, "key", "value");
	ok(t.cut, "what does not fit is seen");
	return done_testing();
}

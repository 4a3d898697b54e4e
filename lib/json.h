/* SPDX-License-Identifier: MIT */
/* json.h - one JSON object a line (RFC 8259), written into bounded text. */
#ifndef LIB_JSON_H
#define LIB_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/text.h"

/* Members follow in the order of the calls; json_open writes '{', json_close "}\n". */
void json_open(struct text *t);
void json_string(struct text *t, const char *key, const char *value); /* escaped by RFC 8259 7; octets that are not UTF-8 become U+FFFD; NULL: null */
void json_number(struct text *t, const char *key, int64_t value);
void json_bool(struct text *t, const char *key, bool value);
/* A list of strings: json_item as often as there are, then json_list_end. */
void json_list(struct text *t, const char *key);
void json_item(struct text *t, const char *value);
void json_list_end(struct text *t);
void json_close(struct text *t);

#endif

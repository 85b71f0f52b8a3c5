/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cjose/jwk.h>
#include <yyjson.h>

#include "spico-openid-token.h"

G_BEGIN_DECLS

gboolean spico_openid_fail (GError    **error,
                            const char *message);
yyjson_doc *spico_openid_parse (const char *json,
                                gsize       length,
                                GError    **error);
const char *spico_openid_text (yyjson_val *object,
                               const char *name,
                               gsize       most);

const cjose_jwk_t *spico_openid_keys_find (SpicoOpenidKeys *self,
                                           const char      *key_id,
                                           const char      *algorithm);

G_END_DECLS

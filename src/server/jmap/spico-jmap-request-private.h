/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap-private.h"

G_BEGIN_DECLS

struct _SpicoJmapRequest {
  yyjson_doc *document;
  yyjson_val *using;
  yyjson_val *calls;
  yyjson_val *created_ids;
  SpicoJmapLimits limits;
};

gboolean spico_jmap_request_reads_after_writing (SpicoJmapRequest *request);
gboolean spico_jmap_request_uses (SpicoJmapRequest *self,
                                  const char       *capability);
yyjson_doc *spico_jmap_reference_resolve (yyjson_val     *arguments,
                                          yyjson_mut_val *responses,
                                          gsize          *cost,
                                          gboolean       *references,
                                          GError        **error);

G_END_DECLS

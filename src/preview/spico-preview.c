/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-preview.h"

#include <string.h>

#include "spico-preview-format.h"
#include "spico-sandbox.h"

/* A photograph of 120 million pixels, and what libraries need. */
#define MEMORY_MAX (G_GUINT64_CONSTANT (1) << 30)
#define SECONDS_MAX 10

#ifdef SPICO_PREVIEWS_PDF
static gboolean
is_pdf (GBytes *file)
{
  gsize size;
  const char *data = g_bytes_get_data (file, &size);

  return size > 5 && memcmp (data, "%PDF-", 5) == 0;
}
#endif

SpicoPreviewPixels *
spico_preview_make (GBytes  *file,
                    guint    side,
                    GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);
  g_return_val_if_fail (side > 0 && side <= SPICO_PREVIEW_SIDE_MAX, NULL);

#ifdef SPICO_PREVIEWS_PDF
  if (is_pdf (file))
    return spico_preview_read_page (file, side, error);
#endif

  return spico_preview_read_picture (file, side, error);
}

gboolean
spico_preview_lock (GError **error)
{
  const SpicoSandboxLimits limits = { .memory = MEMORY_MAX, .seconds = SECONDS_MAX };
  g_auto (GStrv) readable = g_new0 (char *, 1);

  spico_preview_prepare_pictures ();
#ifdef SPICO_PREVIEWS_PDF
  g_strfreev (readable);
  readable = spico_preview_prepare_pages ();
#endif

  return spico_sandbox_enter (&limits, (const char *const *) readable, error);
}

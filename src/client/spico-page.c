/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-page.h"

G_DEFINE_BOXED_TYPE (SpicoPage, spico_page, spico_page_ref, spico_page_unref)

SpicoPage *
spico_page_new (void)
{
  SpicoPage *self = g_new0 (SpicoPage, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

SpicoPage *
spico_page_ref (SpicoPage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
spico_page_unref (SpicoPage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->rows, spico_rows_unref);
  g_clear_pointer (&self->members, spico_rows_unref);
  g_clear_pointer (&self->markers, spico_rows_unref);
  g_clear_pointer (&self->quoted, spico_rows_unref);
  g_clear_pointer (&self->attachments, spico_rows_unref);
  g_clear_pointer (&self->principals, spico_rows_unref);
  g_free (self);
}

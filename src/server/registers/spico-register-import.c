/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-import.h"

#include "spico-register-load.h"

typedef struct {
  const SpicoRegisterFormat *format;
  SpicoRegisterLoad *load;
  SpicoRegisterCells *cells;
  GString *value;
  char *last_id; /* of the line before */
} Reader;

static void
reader_clear (Reader *self)
{
  g_clear_pointer (&self->load, spico_register_load_free);
  g_clear_pointer (&self->cells, spico_register_cells_free);
  g_string_free (self->value, TRUE);
  g_free (self->last_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* A damaged line that still says whose it is must not have them withdrawn. */
static gboolean
refuse (Reader             *self,
        guint64             line,
        SpicoRegisterReason reason,
        GError            **error)
{
  g_autofree char *id = self->format->find_id (self->cells);

  spico_register_load_note (self->load, line, reason);
  return id == NULL || spico_register_load_keep (self->load, id, error);
}

static gboolean
read_cells (Reader  *self,
            guint64  number,
            GError **error)
{
  SpicoRegisterReason reason;
  g_autofree char *id = NULL;

  if (!self->format->check (self->cells, &reason))
    return refuse (self, number, reason, error);
  if (!spico_register_cells_fit (self->cells))
    return refuse (self, number, SPICO_REGISTER_VALUE_TOO_LONG, error);

  /* Of somebody with several lines it is said once. */
  id = self->format->find_id (self->cells);
  if (g_strcmp0 (id, self->last_id) != 0)
    {
      if (self->format->is_odd != NULL && self->format->is_odd (self->cells))
        spico_register_load_note (self->load, number, SPICO_REGISTER_WRONG_KEY);
      g_set_str (&self->last_id, id);
    }

  spico_register_cells_close (self->cells, self->value);
  return spico_register_load_add (self->load, id, self->value->str, self->value->len, error);
}

static gboolean
read_line (gpointer           data,
           SpicoRegisterLine *line,
           GError           **error)
{
  Reader *self = data;
  SpicoRegisterReason reason;

  if (line->text != NULL && line->length == 0)
    return TRUE;
  if (spico_register_cells_take (self->cells, line, &reason))
    return read_cells (self, line->number, error);

  return refuse (self, line->number, reason, error);
}

/**
 * spico_register_import:
 * @connection: a connection that may write, without a transaction
 * @stream: an extraction
 * @format: what its lines are
 * @options: (nullable): how it is loaded
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else (nothing is loaded then), an error of the stream, or as spico_register_load_finish()
 *
 * Returns: (transfer full) (nullable): what was done
 */
SpicoRegisterReport *
spico_register_import (SpicoSqlConnection         *connection,
                       GInputStream               *stream,
                       const SpicoRegisterFormat  *format,
                       const SpicoRegisterOptions *options,
                       GError                    **error)
{
  g_autoptr (SpicoRegisterLines) lines = spico_register_lines_new (stream);
  g_auto (Reader) reader = { .format = format, .value = g_string_new (NULL) };

  reader.cells = spico_register_cells_new (format->columns, format->n_columns, format->n_required);
  if (!spico_register_cells_read_header (reader.cells, lines, format->message, error))
    return NULL;

  reader.load = spico_register_load_new (connection, format->target, options);
  if (!spico_register_load_each_line (reader.load, lines, read_line, &reader, error))
    return NULL;

  return spico_register_load_finish (reader.load, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-register-cells.h"

#include <string.h>

#include "spico-register-load.h"
#include "spico-server-error.h"

/* Between the cells that are kept; no line holds it. */
#define UNIT '\x1f'

struct _SpicoRegisterCells {
  const SpicoRegisterCell *columns;
  guint n_columns;
  guint n_required;
  guint n_in_line;
  int *places;
  GPtrArray *cells;
};

/**
 * spico_register_cells_new:
 * @columns: (array length=n_columns): what is read of each line
 * @n_columns: how many
 * @n_required: how many of them, the first ones, a file must have
 *
 * Returns: (transfer full): no cells yet
 */
SpicoRegisterCells *
spico_register_cells_new (const SpicoRegisterCell *columns,
                          guint                    n_columns,
                          guint                    n_required)
{
  SpicoRegisterCells *self = g_new0 (SpicoRegisterCells, 1);

  self->columns = columns;
  self->n_columns = n_columns;
  self->n_required = n_required;
  self->places = g_new (int, n_columns);
  self->cells = g_ptr_array_new ();
  return self;
}

/**
 * spico_register_cells_free:
 * @self: (transfer full) (nullable): cells
 */
void
spico_register_cells_free (SpicoRegisterCells *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->cells);
  g_free (self->places);
  g_free (self);
}

/* Whether the line, which is cut in place, has as many cells as the first one. */
static gboolean
split (SpicoRegisterCells *self,
       char               *line)
{
  g_ptr_array_set_size (self->cells, 0);

  for (char *cell = line; cell != NULL;)
    {
      char *end = strchr (cell, '|');

      g_ptr_array_add (self->cells, cell);
      if (end != NULL)
        *end++ = '\0';
      cell = end;
    }

  return self->cells->len == self->n_in_line;
}

/**
 * spico_register_cells_take:
 * @self: cells
 * @line: a line, which is cut in place
 * @reason: (out): why not
 *
 * Whatever can be made out of a damaged line is there all the same: it may still say whose it is.
 *
 * Returns: whether it is text, and has as many cells as the first line
 */
gboolean
spico_register_cells_take (SpicoRegisterCells  *self,
                           SpicoRegisterLine   *line,
                           SpicoRegisterReason *reason)
{
  gboolean is_text;

  *reason = SPICO_REGISTER_LINE_TOO_LONG;
  is_text = line->text != NULL && spico_register_is_text (line->text, line->length, reason);
  if (split (self, line->text) && is_text)
    return TRUE;

  if (is_text)
    *reason = SPICO_REGISTER_CELLS;
  return FALSE;
}

static gboolean
find_places (SpicoRegisterCells *self,
             const char         *message,
             GError            **error)
{
  for (guint column = 0; column < self->n_columns; column++)
    {
      guint place = 0;
      gboolean is_there = g_ptr_array_find_with_equal_func (self->cells, self->columns[column].name, g_str_equal, &place);

      self->places[column] = is_there ? (int) place : -1;

      if (!is_there && column < self->n_required)
        {
          g_set_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "%s: %s", message, self->columns[column].name);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * spico_register_cells_read_header:
 * @self: cells
 * @lines: where the first line comes from
 * @message: what is said, before the name of the column, where one that the file must have is not there
 * @error: %SPICO_SERVER_ERROR_INVALID where the file is something else, or an error of the stream
 *
 * Returns: whether it is a file of this kind
 */
gboolean
spico_register_cells_read_header (SpicoRegisterCells *self,
                                  SpicoRegisterLines *lines,
                                  const char         *message,
                                  GError            **error)
{
  g_autoptr (GError) local_error = NULL;
  SpicoRegisterReason reason;
  SpicoRegisterLine line;

  if (!spico_register_lines_next (lines, &line, &local_error))
    {
      if (local_error == NULL)
        g_set_error_literal (&local_error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is empty");
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (line.text == NULL || !spico_register_is_text (line.text, line.length, &reason))
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_INVALID, "The file is not a register: its first line is no text");
      return FALSE;
    }

  split (self, g_str_has_prefix (line.text, "\xef\xbb\xbf") ? line.text + 3 : line.text);
  self->n_in_line = self->cells->len;
  return find_places (self, message, error);
}

/**
 * spico_register_cells_get:
 * @self: cells of a line, which may be damaged
 * @column: a column
 *
 * Returns: (transfer none): what stands there, empty where there is none
 */
const char *
spico_register_cells_get (SpicoRegisterCells *self,
                          guint               column)
{
  int place = self->places[column];

  return place >= 0 && place < (int) self->cells->len ? g_ptr_array_index (self->cells, place) : "";
}

/**
 * spico_register_cells_is_blank:
 * @self: cells of a line
 * @column: a column
 *
 * Returns: whether nothing but spaces stands there
 */
gboolean
spico_register_cells_is_blank (SpicoRegisterCells *self,
                               guint               column)
{
  const char *cell = spico_register_cells_get (self, column);

  return cell[strspn (cell, " ")] == '\0';
}

static gboolean
fits (const char *cell,
      guint       max)
{
  g_autofree char *clean = NULL;

  if (strlen (cell) <= max)
    return TRUE;

  clean = spico_register_clean (cell);
  return g_utf8_strlen (clean, -1) <= (glong) max;
}

/**
 * spico_register_cells_fit:
 * @self: cells of a line
 *
 * Returns: whether each is as short as its column wants it
 */
gboolean
spico_register_cells_fit (SpicoRegisterCells *self)
{
  for (guint column = 0; column < self->n_columns; column++)
    {
      if (!fits (spico_register_cells_get (self, column), self->columns[column].max))
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_register_cells_close:
 * @self: cells of a line
 * @value: (out caller-allocates): all of them in one text, for spico_register_cells_open()
 */
void
spico_register_cells_close (SpicoRegisterCells *self,
                            GString            *value)
{
  g_string_truncate (value, 0);
  for (guint column = 0; column < self->n_columns; column++)
    {
      if (column > 0)
        g_string_append_c (value, UNIT);
      g_string_append (value, spico_register_cells_get (self, column));
    }
}

/**
 * spico_register_cells_open:
 * @value: a text of spico_register_cells_close(), which is cut in place
 * @n_columns: how many columns it has
 *
 * Returns: (transfer container) (array length=n_columns): its cells
 */
char **
spico_register_cells_open (char *value,
                           guint n_columns)
{
  char **cells = g_new (char *, n_columns);
  char *end = value;

  for (guint column = 0; column < n_columns; column++)
    {
      cells[column] = end;
      end = strchrnul (end, UNIT);
      if (*end != '\0')
        *end++ = '\0';
    }

  return cells;
}

/* Reads one cell in place, from its first character; answers where the next one begins, or NULL after the last. */
static char *
read_cell (char     *start,
           char    **cell,
           gboolean *is_sound)
{
  char *in = start;
  char *out = start;
  char *end;

  *cell = start;

  if (*in != '"')
    {
      end = strchr (start, ';');
      if (end != NULL)
        *end++ = '\0';
      return end;
    }

  for (in++; *in != '\0'; in++)
    {
      if (*in == '"' && in[1] != '"')
        break;
      if (*in == '"')
        in++;
      *out++ = *in;
    }

  *is_sound &= *in == '"' && (in[1] == ';' || in[1] == '\0');
  end = *in == '"' && in[1] == ';' ? in + 2 : NULL;
  *out = '\0';
  return end;
}

/**
 * spico_register_split_quoted:
 * @cells: (out caller-allocates) (element-type utf8): the cells
 * @line: a line with `;` between its cells, which is cut in place; a cell that begins with a quote ends with one, and holds two for one
 *
 * Returns: whether its quotes match
 */
gboolean
spico_register_split_quoted (GPtrArray *cells,
                             char      *line)
{
  gboolean is_sound = TRUE;

  g_ptr_array_set_size (cells, 0);

  while (line != NULL && is_sound)
    {
      char *cell = NULL;

      line = read_cell (line, &cell, &is_sound);
      g_ptr_array_add (cells, cell);
    }

  return is_sound;
}

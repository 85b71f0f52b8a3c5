/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** The number of somebody in an area. */
#define SPICO_DIRECTORY_NUMBER(area, serial) (((gint64) (area) << 32) | (gint64) (serial))
#define SPICO_DIRECTORY_AREA_OF(number) ((guint) ((number) >> 32))
#define SPICO_DIRECTORY_SERIAL_OF(number) ((guint32) ((number) & G_MAXUINT32))
/** A number as the key of a GHashTable with the functions of pointers. */
#define SPICO_DIRECTORY_KEY(number) GSIZE_TO_POINTER ((gsize) (number))
G_STATIC_ASSERT (sizeof (gpointer) == sizeof (gint64));

/**
 * SpicoDirectoryNumbers:
 *
 * Gives out numbers of areas, a few at a time from the database.
 */
typedef struct _SpicoDirectoryNumbers SpicoDirectoryNumbers;

SpicoDirectoryNumbers *spico_directory_numbers_new (SpicoSqlConnection *connection);
void spico_directory_numbers_free (SpicoDirectoryNumbers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoDirectoryNumbers, spico_directory_numbers_free)

gboolean spico_directory_numbers_take (SpicoDirectoryNumbers *self,
                                       guint                  area,
                                       gint64                *number,
                                       GError               **error);
gboolean spico_directory_numbers_give_back (SpicoDirectoryNumbers *self,
                                            GError               **error);

gboolean spico_directory_lock (SpicoSqlConnection *connection,
                               GError            **error);

/** Areas are below this. */
#define SPICO_DIRECTORY_N_AREAS 1024

/**
 * SpicoDirectoryAreas:
 * @bits: a bit an area
 *
 * A set of areas.
 */
typedef struct {
  guint64 bits[SPICO_DIRECTORY_N_AREAS / 64];
} SpicoDirectoryAreas;

void spico_directory_areas_add (SpicoDirectoryAreas *self,
                                guint                area);
gboolean spico_directory_areas_have (const SpicoDirectoryAreas *self,
                                     guint                      area);
GBytes *spico_directory_areas_pack (const SpicoDirectoryAreas *self);
void spico_directory_areas_unpack (SpicoDirectoryAreas *self,
                                   GBytes              *bytes);

/* Lists of serials, as they are stored. */
void spico_directory_pack (GByteArray *bytes,
                           guint32     difference);

/**
 * spico_directory_unpack:
 * @at: (inout): where the next serial stands in a list
 * @end: where the list ends
 * @serial: (inout): the serial before it, 0 at first, and then it
 *
 * Returns: whether there was one
 */
static inline gboolean
spico_directory_unpack (const guchar **at,
                        const guchar  *end,
                        guint32       *serial)
{
  guint32 difference = 0;

  for (guint shift = 0; *at < end && shift < 32; shift += 7)
    {
      guchar byte = *(*at)++;

      difference |= (guint32) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        {
          *serial += difference;
          return TRUE;
        }
    }

  return FALSE;
}

G_END_DECLS

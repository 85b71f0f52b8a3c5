/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-jmap.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/** The bytes of each piece but the last. */
#define SPICO_BLOB_PIECE (256 * 1024)
/** How many blobs that nothing refers to a person may have. */
#define SPICO_BLOB_MAX_HELD 500
/** How many bytes they may take together. */
#define SPICO_BLOB_MAX_HELD_BYTES (G_GINT64_CONSTANT (500) * 1000 * 1000)
/** How long a blob that nothing refers to is kept, in microseconds (RFC 8620 section 6 asks for an hour at least). */
#define SPICO_BLOB_LIFETIME_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
/** How long an upload may last, in microseconds: 50 MB by a line that carries 4 kB a second. What it left behind goes some time after. */
#define SPICO_BLOB_UPLOAD_US (G_GINT64_CONSTANT (4) * 3600 * G_USEC_PER_SEC)

/**
 * SpicoBlob:
 * @id: its id
 * @account_id: the account that it belongs to
 * @type: the media type that it was uploaded with
 * @size: its bytes
 *
 * Bytes that a client has uploaded (RFC 8620 section 6).
 */
typedef struct {
  char *id;
  char *account_id;
  char *type;
  gint64 size;
} SpicoBlob;

void spico_blob_free (SpicoBlob *blob);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoBlob, spico_blob_free)

SpicoBlob *spico_blob_new (const char *account_id,
                           const char *type,
                           gint64      now_us);

gboolean spico_blob_has_room (SpicoSqlConnection *connection,
                              const char         *person_id,
                              gint64              n_bytes,
                              gboolean           *has_room,
                              GError            **error);
gboolean spico_blob_begin (SpicoSqlConnection *connection,
                           const SpicoBlob    *blob,
                           const char         *person_id,
                           gint64              now_us,
                           GError            **error);
gboolean spico_blob_append (SpicoSqlConnection *connection,
                            const SpicoBlob    *blob,
                            gint64              number,
                            GBytes             *piece,
                            gboolean           *exists,
                            GError            **error);
gboolean spico_blob_finish (SpicoSqlConnection *connection,
                            const SpicoBlob    *blob,
                            gboolean           *exists,
                            GError            **error);
gboolean spico_blob_abandon (SpicoSqlConnection *connection,
                             const SpicoBlob    *blob,
                             GError            **error);

SpicoBlob *spico_blob_find (SpicoSqlConnection *connection,
                            const char         *account_id,
                            const char         *id,
                            GError            **error);
GBytes *spico_blob_read (SpicoSqlConnection *connection,
                         const SpicoBlob    *blob,
                         gint64              number,
                         GError            **error);
gboolean spico_blob_copy (SpicoSqlConnection *connection,
                          const SpicoBlob    *blob,
                          const char         *account_id,
                          const char         *person_id,
                          gint64              now_us,
                          gboolean           *exists,
                          GError            **error);
gboolean spico_blob_hold (SpicoSqlConnection *connection,
                          const char         *account_id,
                          const char         *id,
                          gboolean           *exists,
                          GError            **error);
gboolean spico_blob_release (SpicoSqlConnection *connection,
                             const char         *account_id,
                             const char         *id,
                             const char         *person_id,
                             GError            **error);
gboolean spico_blob_leave (SpicoSqlConnection *connection,
                           const char         *message_id,
                           GError            **error);
gboolean spico_blob_sweep (SpicoSqlConnection *connection,
                           gint64              now_us,
                           guint               max_blobs,
                           guint              *n_gone,
                           GError            **error);

G_END_DECLS

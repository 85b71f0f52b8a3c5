/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-ctl.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoCtlOpening:
 * @SPICO_CTL_OPENS_REGION: the region is there, and is brought to its schema first
 * @SPICO_CTL_MAKES_REGION: the region may be made by it
 * @SPICO_CTL_OPENS_ITSELF: the command opens what it needs, and may leave the schema as it is
 * @SPICO_CTL_NEEDS_NONE: and needs no database
 *
 * What is done with the database before a command.
 */
typedef enum {
  SPICO_CTL_OPENS_REGION,
  SPICO_CTL_MAKES_REGION,
  SPICO_CTL_OPENS_ITSELF,
  SPICO_CTL_NEEDS_NONE,
} SpicoCtlOpening;

/**
 * SpicoCtlTarget:
 * @database: (nullable): `--database`
 * @key: (nullable): what `--key-file` holds
 *
 * The database of a command that opens it itself.
 */
typedef struct {
  const char *database;
  GBytes *key;
} SpicoCtlTarget;

/**
 * SpicoCtlCommand:
 * @room: its first word
 * @verb: (nullable): its second word
 * @usage: what follows, for the help
 * @help: what it does, untranslated
 * @opening: what is done with the database before it
 * @run: (nullable): does it, on an open region; @arguments are the command's last word and what follows it
 * @run_on: (nullable): does it, and opens what it needs
 */
typedef struct {
  const char *room;
  const char *verb;
  const char *usage;
  const char *help;
  SpicoCtlOpening opening;
  SpicoCtlStatus (*run) (SpicoSqlConnection *connection,
                         GStrv              *arguments);
  SpicoCtlStatus (*run_on) (const SpicoCtlTarget *target,
                            GStrv                *arguments);
} SpicoCtlCommand;

SpicoCtlStatus spico_ctl_account_create (SpicoSqlConnection *connection,
                                         GStrv              *arguments);
SpicoCtlStatus spico_ctl_account_disable (SpicoSqlConnection *connection,
                                          GStrv              *arguments);
SpicoCtlStatus spico_ctl_account_enable (SpicoSqlConnection *connection,
                                         GStrv              *arguments);
SpicoCtlStatus spico_ctl_delegation_set (SpicoSqlConnection *connection,
                                         GStrv              *arguments);
SpicoCtlStatus spico_ctl_delegation_end (SpicoSqlConnection *connection,
                                         GStrv              *arguments);
SpicoCtlStatus spico_ctl_announce_add (SpicoSqlConnection *connection,
                                       GStrv              *arguments);
SpicoCtlStatus spico_ctl_announce_list (SpicoSqlConnection *connection,
                                        GStrv              *arguments);
SpicoCtlStatus spico_ctl_announce_withdraw (SpicoSqlConnection *connection,
                                            GStrv              *arguments);
SpicoCtlStatus spico_ctl_group_find (SpicoSqlConnection *connection,
                                     GStrv              *arguments);
SpicoCtlStatus spico_ctl_group_appoint (SpicoSqlConnection *connection,
                                        GStrv              *arguments);
SpicoCtlStatus spico_ctl_group_requests (SpicoSqlConnection *connection,
                                         GStrv              *arguments);
SpicoCtlStatus spico_ctl_group_grant (SpicoSqlConnection *connection,
                                      GStrv              *arguments);
SpicoCtlStatus spico_ctl_group_refuse (SpicoSqlConnection *connection,
                                       GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_rpps (SpicoSqlConnection *connection,
                                      GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_finess (SpicoSqlConnection *connection,
                                        GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_finess_plus (SpicoSqlConnection *connection,
                                             GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_nos (SpicoSqlConnection *connection,
                                     GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_structures (SpicoSqlConnection *connection,
                                            GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_mssante (SpicoSqlConnection *connection,
                                         GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_discussions (SpicoSqlConnection *connection,
                                             GStrv              *arguments);

SpicoCtlStatus spico_ctl_audit_verify (SpicoSqlConnection *connection,
                                       GStrv              *arguments);
SpicoCtlStatus spico_ctl_audit_export (SpicoSqlConnection *connection,
                                       GStrv              *arguments);
SpicoCtlStatus spico_ctl_backup (const SpicoCtlTarget *target,
                                 GStrv                *arguments);
SpicoCtlStatus spico_ctl_restore (const SpicoCtlTarget *target,
                                  GStrv                *arguments);
SpicoCtlStatus spico_ctl_verify (const SpicoCtlTarget *target,
                                 GStrv                *arguments);
SpicoCtlStatus spico_ctl_port (const SpicoCtlTarget *target,
                               GStrv                *arguments);

gboolean spico_ctl_parse (GStrv              *arguments,
                          const GOptionEntry *entries,
                          guint               n_words);
gboolean spico_ctl_read_key (const char *path,
                             GBytes    **key,
                             GError    **error);
const char *spico_ctl_subject (const char *database);
SpicoCtlStatus spico_ctl_usage (const char *text);
SpicoCtlStatus spico_ctl_fail (const char   *subject,
                               const GError *error);
SpicoCtlStatus spico_ctl_finish (SpicoSqlConnection *connection,
                                 gboolean            succeeded,
                                 const char         *subject,
                                 GError             *error);

G_END_DECLS

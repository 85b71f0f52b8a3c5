/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-ctl.h"
#include "spico-sql-connection.h"

G_BEGIN_DECLS

/**
 * SpicoCtlCommand:
 * @room: its first word
 * @verb: its second word
 * @usage: what follows, for the help
 * @help: what it does, untranslated
 * @makes_database: whether the database may be made by it
 * @run: does it; @arguments are what follows the two words
 */
typedef struct {
  const char *room;
  const char *verb;
  const char *usage;
  const char *help;
  gboolean makes_database;
  SpicoCtlStatus (*run) (SpicoSqlConnection *connection,
                         GStrv              *arguments);
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
SpicoCtlStatus spico_ctl_import_rpps (SpicoSqlConnection *connection,
                                      GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_finess (SpicoSqlConnection *connection,
                                        GStrv              *arguments);
SpicoCtlStatus spico_ctl_import_discussions (SpicoSqlConnection *connection,
                                             GStrv              *arguments);

gboolean spico_ctl_parse (GStrv              *arguments,
                          const GOptionEntry *entries,
                          guint               n_words);
SpicoCtlStatus spico_ctl_usage (const char *text);
SpicoCtlStatus spico_ctl_fail (const char   *subject,
                               const GError *error);
SpicoCtlStatus spico_ctl_finish (SpicoSqlConnection *connection,
                                 gboolean            succeeded,
                                 const char         *subject,
                                 GError             *error);

G_END_DECLS

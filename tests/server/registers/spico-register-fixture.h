/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-register.h"
#include "spico-sql-query.h"
#include "spico-test-database.h"

G_BEGIN_DECLS

/** When the tests take place, in microseconds since 1970. */
#define NOW_US G_GINT64_CONSTANT (1792483200000000)

/** A region with its schema and nobody in it. */
typedef struct {
  SpicoTestDatabase *database;
  SpicoSqlConnection *connection;
} Fixture;

typedef SpicoRegisterReport *(*Import) (SpicoSqlConnection         *connection,
                                        GInputStream               *stream,
                                        const SpicoRegisterOptions *options,
                                        GError                    **error);

void set_up (Fixture      *fixture,
             gconstpointer data);
void tear_down (Fixture      *fixture,
                gconstpointer data);
gint64 count (Fixture    *fixture,
              const char *sql);
void assert_text (Fixture    *fixture,
                  const char *sql,
                  const char *expected);
SpicoRegisterReport *try_import (Fixture                    *fixture,
                                 Import                      import,
                                 const char                 *text,
                                 const SpicoRegisterOptions *options,
                                 GError                    **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * SpicoTestRegion:
 *
 * A real spico-server with the demonstration region, in a folder that goes with it, on a free port of this machine.
 */
typedef struct {
  char *folder;
  char *database;
  char *uri;
  char *config;
  guint16 port;
  GSubprocess *server;
} SpicoTestRegion;

SpicoTestRegion *spico_test_region_new (void);
void spico_test_region_free (SpicoTestRegion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoTestRegion, spico_test_region_free)
void spico_test_region_use_unix (SpicoTestRegion *self);
void spico_test_region_set_config (SpicoTestRegion *self,
                                   const char      *text);
void spico_test_region_start (SpicoTestRegion *self);
void spico_test_region_kill (SpicoTestRegion *self);
void spico_test_region_pause (SpicoTestRegion *self);
void spico_test_region_resume (SpicoTestRegion *self);
/** spico_test_region_change: what the server keeps is otherwise from now on, as if it had come so */
void spico_test_region_change (SpicoTestRegion *self,
                               const char      *sql);
void spico_test_region_ctl (SpicoTestRegion *self,
                            const char      *first,
                            ...) G_GNUC_NULL_TERMINATED;

/** Where everybody's password is this one. */
#define SPICO_TEST_PASSWORD "spico-demo"

/* People of the region. */
#define MAUGER "p899700900014"
#define TOTARO "p899700900022"
#define BONNEFOUS "p899700900030"
/* A structure that MAUGER acts for. */
#define STRUCTURE "f310990106"

gboolean spico_test_await (DexFuture *future,
                           GError   **error);
char *spico_test_await_string (DexFuture *future);
gpointer spico_test_await_object (DexFuture *future);
gpointer spico_test_await_boxed (DexFuture *future);

/* Waits for a condition, and says which one did not come. */
#define spico_test_wait_for(expression)                                                                                        \
  G_STMT_START                                                                                                                 \
  {                                                                                                                            \
    gint64 spico_deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                                                     \
    while (!(expression))                                                                                                      \
      {                                                                                                                        \
        if (g_get_monotonic_time () > spico_deadline)                                                                          \
          g_error ("%s:%d: not in time: %s", __FILE__, __LINE__, #expression);                                                 \
        spico_test_turn ();                                                                                                    \
      }                                                                                                                        \
  }                                                                                                                            \
  G_STMT_END

#define spico_test_succeeds(future)                                                                                            \
  G_STMT_START                                                                                                                 \
  {                                                                                                                            \
    g_autoptr (GError) spico_error = NULL;                                                                                     \
    spico_test_await ((future), &spico_error);                                                                                 \
    g_assert_no_error (spico_error);                                                                                           \
  }                                                                                                                            \
  G_STMT_END

#define spico_test_fails(future, code)                                                                                         \
  G_STMT_START                                                                                                                 \
  {                                                                                                                            \
    g_autoptr (GError) spico_error = NULL;                                                                                     \
    spico_test_await ((future), &spico_error);                                                                                 \
    g_assert_error (spico_error, SPICO_CLIENT_ERROR, (code));                                                                  \
  }                                                                                                                            \
  G_STMT_END

void spico_test_turn (void);
char *spico_test_make_folder (void);
void spico_test_erase_folder (const char *path);
SpicoConversation *spico_test_find_conversation (SpicoList  *list,
                                                 const char *subject);
guint spico_test_count_text (SpicoMessageList *list,
                             const char       *text);

G_END_DECLS

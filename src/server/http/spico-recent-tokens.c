/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-recent-tokens.h"

/* Two generations: the younger one takes what comes, and becomes the older one when it is full, or old. */
struct _SpicoRecentTokens
{
  GMutex mutex;
  GHashTable *younger;
  GHashTable *older;
  gint64 began_us; /* the younger one */
};

static GHashTable *
new_generation (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * spico_recent_tokens_new:
 *
 * Returns: (transfer full): a memory of nobody
 */
SpicoRecentTokens *
spico_recent_tokens_new (void)
{
  SpicoRecentTokens *self = g_new0 (SpicoRecentTokens, 1);

  g_mutex_init (&self->mutex);
  self->younger = new_generation ();
  self->older = new_generation ();

  return self;
}

/**
 * spico_recent_tokens_free:
 * @self: (transfer full): a memory
 */
void
spico_recent_tokens_free (SpicoRecentTokens *self)
{
  g_hash_table_unref (self->younger);
  g_hash_table_unref (self->older);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
begin_generation (SpicoRecentTokens *self,
                  gint64             now_us)
{
  g_hash_table_unref (self->older);
  self->older = self->younger;
  self->younger = new_generation ();
  self->began_us = now_us;
}

static void
age (SpicoRecentTokens *self,
     gint64             now_us)
{
  gint64 age_us = now_us - self->began_us;

  if (age_us >= SPICO_RECENT_TOKENS_LIFETIME_US / 2 || g_hash_table_size (self->younger) >= SPICO_RECENT_TOKENS_MAX / 2)
    begin_generation (self, now_us);
  /* Nobody has asked for so long that both are old. */
  if (age_us >= SPICO_RECENT_TOKENS_LIFETIME_US)
    begin_generation (self, now_us);
}

/**
 * spico_recent_tokens_note:
 * @self: a memory
 * @token_hash: the hash of a token that the database has just accepted
 * @person_id: whose it is
 * @now_us: the monotonic time, in microseconds
 */
void
spico_recent_tokens_note (SpicoRecentTokens *self,
                          const char        *token_hash,
                          const char        *person_id,
                          gint64             now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  age (self, now_us);
  if (!g_hash_table_contains (self->younger, token_hash))
    g_hash_table_insert (self->younger, g_strdup (token_hash), g_strdup (person_id));
}

/**
 * spico_recent_tokens_forget:
 * @self: a memory
 * @token_hash: the hash of a token that the database has refused
 */
void
spico_recent_tokens_forget (SpicoRecentTokens *self,
                            const char        *token_hash)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->younger, token_hash);
  g_hash_table_remove (self->older, token_hash);
}

/**
 * spico_recent_tokens_find:
 * @self: a memory
 * @token_hash: the hash of a token
 * @now_us: the monotonic time, in microseconds
 *
 * Returns: (transfer full) (nullable): whose it was, if it was accepted lately
 */
char *
spico_recent_tokens_find (SpicoRecentTokens *self,
                          const char        *token_hash,
                          gint64             now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const char *person_id;

  age (self, now_us);
  person_id = g_hash_table_lookup (self->younger, token_hash);
  if (person_id == NULL)
    person_id = g_hash_table_lookup (self->older, token_hash);

  return g_strdup (person_id);
}

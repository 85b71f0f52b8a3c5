/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-auth-limiter.h"

/* A login is held for a minute at most, or anyone could lock anyone out; an address for a quarter of an hour. Many people may share one address, so it has more
 * tries before it is slowed down. */
#define FREE_BY_LOGIN 5
#define FREE_BY_ADDRESS 30
#define MAX_WAIT_BY_LOGIN 60
#define MAX_WAIT_BY_ADDRESS 900
#define FORGET_AFTER (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

typedef struct {
  char *key;
  guint failures;
  gint64 last_us;
  gint64 not_before_us;
  GList link;
} Entry;

struct _SpicoAuthLimiter {
  GMutex mutex;
  GHashTable *entries; /* key → Entry, owned */
  GQueue order;        /* of Entry.link, the longest ago first */
  guint max_keys;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_free (entry);
}

/**
 * spico_auth_limiter_new:
 * @max_keys: how many logins and addresses are remembered at most
 *
 * Returns: (transfer full): a limiter
 */
SpicoAuthLimiter *
spico_auth_limiter_new (guint max_keys)
{
  SpicoAuthLimiter *self = g_new0 (SpicoAuthLimiter, 1);

  g_mutex_init (&self->mutex);
  g_queue_init (&self->order);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->max_keys = MAX (max_keys, 2);

  return self;
}

/**
 * spico_auth_limiter_free:
 * @self: (transfer full): a limiter
 */
void
spico_auth_limiter_free (SpicoAuthLimiter *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
remove_entry (SpicoAuthLimiter *self,
              Entry            *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  g_hash_table_remove (self->entries, entry->key);
}

static Entry *
find_entry (SpicoAuthLimiter *self,
            const char       *key,
            gint64            now_us)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL && now_us - entry->last_us > FORGET_AFTER)
    {
      remove_entry (self, entry);
      return NULL;
    }

  return entry;
}

static guint
seconds_to_wait (const Entry *entry,
                 gint64       now_us)
{
  if (entry == NULL || entry->not_before_us <= now_us)
    return 0;

  return (guint) ((entry->not_before_us - now_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

static void
hold (Entry *entry,
      guint  n_free,
      guint  max_wait,
      gint64 now_us)
{
  guint doublings;

  if (entry->failures < n_free)
    return;

  doublings = MIN (entry->failures - n_free, 16);
  entry->not_before_us = now_us + (gint64) MIN (1u << doublings, max_wait) * G_USEC_PER_SEC;
}

static void
add_failure (SpicoAuthLimiter *self,
             Entry            *entry,
             const char       *key,
             guint             n_free,
             guint             max_wait,
             gint64            now_us)
{
  if (entry == NULL)
    {
      while (g_hash_table_size (self->entries) >= self->max_keys)
        remove_entry (self, g_queue_peek_head (&self->order));

      entry = g_new0 (Entry, 1);
      entry->key = g_strdup (key);
      entry->link.data = entry;
      g_hash_table_insert (self->entries, entry->key, entry);
    }
  else
    {
      g_queue_unlink (&self->order, &entry->link);
    }

  g_queue_push_tail_link (&self->order, &entry->link);
  entry->last_us = now_us;
  entry->failures++;
  hold (entry, n_free, max_wait, now_us);
}

static char *
login_key (const char *login)
{
  return g_strconcat ("l:", login, NULL);
}

static char *
address_key (const char *address)
{
  return g_strconcat ("a:", address, NULL);
}

/**
 * spico_auth_limiter_begin:
 * @self: a limiter
 * @login: the normalised login that is tried
 * @address: (nullable): where it is tried from; %NULL where that says nothing
 * @now_us: the time, in microseconds, by any clock that never goes back
 *
 * Asks whether a password may be tried. If so, the try counts as a failure at once, so that many at the same time gain nothing.
 *
 * Returns: 0 when it may, otherwise the seconds to wait
 */
guint
spico_auth_limiter_begin (SpicoAuthLimiter *self,
                          const char       *login,
                          const char       *address,
                          gint64            now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *by_login = login_key (login);
  g_autofree char *by_address = address != NULL ? address_key (address) : NULL;
  Entry *login_entry = find_entry (self, by_login, now_us);
  Entry *address_entry = by_address != NULL ? find_entry (self, by_address, now_us) : NULL;
  guint wait = MAX (seconds_to_wait (login_entry, now_us), seconds_to_wait (address_entry, now_us));

  if (wait > 0)
    return wait;

  add_failure (self, login_entry, by_login, FREE_BY_LOGIN, MAX_WAIT_BY_LOGIN, now_us);
  /* Adding one may have made room by dropping the other. */
  if (by_address != NULL)
    add_failure (self, find_entry (self, by_address, now_us), by_address, FREE_BY_ADDRESS, MAX_WAIT_BY_ADDRESS, now_us);

  return 0;
}

/**
 * spico_auth_limiter_fail:
 * @self: a limiter
 * @login: the normalised login
 * @address: (nullable): where it was tried from
 * @now_us: the time, by the same clock
 *
 * The password was wrong: whoever has to wait now waits from here on, however long the password took to check.
 */
void
spico_auth_limiter_fail (SpicoAuthLimiter *self,
                         const char       *login,
                         const char       *address,
                         gint64            now_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *by_login = login_key (login);
  g_autofree char *by_address = address != NULL ? address_key (address) : NULL;
  Entry *login_entry = find_entry (self, by_login, now_us);
  Entry *address_entry = by_address != NULL ? find_entry (self, by_address, now_us) : NULL;

  if (login_entry != NULL)
    hold (login_entry, FREE_BY_LOGIN, MAX_WAIT_BY_LOGIN, now_us);
  if (address_entry != NULL)
    hold (address_entry, FREE_BY_ADDRESS, MAX_WAIT_BY_ADDRESS, now_us);
}

/**
 * spico_auth_limiter_succeed:
 * @self: a limiter
 * @login: the normalised login
 * @address: (nullable): where it was tried from
 *
 * The password was right: the login starts afresh, and the address takes back this one try, but not its other failures.
 */
void
spico_auth_limiter_succeed (SpicoAuthLimiter *self,
                            const char       *login,
                            const char       *address)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *by_login = login_key (login);
  g_autofree char *by_address = address != NULL ? address_key (address) : NULL;
  Entry *entry = g_hash_table_lookup (self->entries, by_login);

  if (entry != NULL)
    remove_entry (self, entry);

  entry = by_address != NULL ? g_hash_table_lookup (self->entries, by_address) : NULL;
  if (entry != NULL && --entry->failures == 0)
    remove_entry (self, entry);
  else if (entry != NULL && entry->failures < FREE_BY_ADDRESS)
    entry->not_before_us = 0;
}

/**
 * spico_auth_limiter_size:
 * @self: a limiter
 *
 * Returns: how many logins and addresses it remembers
 */
guint
spico_auth_limiter_size (SpicoAuthLimiter *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_size (self->entries);
}

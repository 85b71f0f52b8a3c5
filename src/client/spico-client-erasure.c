/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept here is erased at the wish of its person, said on another device (B019); also while it is locked (X018). */
#include "spico-client-keys.h"
#include "spico-client-private.h"

#define CONFIRM_S 5

/* While something here is locked. It is a lost device that asks: nobody waits for it. */
#define ASK_S 300

/* Awaits. The key goes first: what is left of the store without it, nobody reads. */
static gboolean
await_erase (SpicoClient  *self,
             SpicoProfile *profile)
{
  gboolean is_erased = spico_keys_await_forget (self->credentials, profile, NULL);

  is_erased = dex_await (spico_profile_erase (profile), NULL) && is_erased;
  spico_client_await_profiles (self, NULL);

  return is_erased;
}

/* Takes @confirmation. Off line, the device is told again, and finds nothing to erase. */
static void
await_confirm (DexFuture *confirmation)
{
  dex_await (dex_future_first (confirmation, dex_timeout_new_seconds (CONFIRM_S), NULL), NULL);
}

/* Only what is gone is confirmed, so that a device that could not is told again. */
static DexFuture *
erase_fiber (gpointer data)
{
  SpicoClient *self = data;
  g_autoptr (SpicoProfile) profile = self->profile != NULL ? spico_profile_copy (self->profile) : NULL;
  g_autoptr (SpicoSession) session = NULL;
  gboolean is_erased;

  if (profile == NULL)
    return dex_future_new_true ();

  spico_client_await_leave (self);
  is_erased = await_erase (self, profile);
  spico_client_set_state (self, SPICO_CLIENT_SIGNED_OUT);
  spico_client_tell_erased (self, is_erased);
  if (!is_erased)
    return dex_future_new_true ();

  session = spico_session_new (profile->server_uri, profile->login, self->credentials);
  await_confirm (spico_session_revoke (session));
  dex_await (spico_credentials_clear (self->credentials, profile->server_uri, profile->login, SPICO_CREDENTIALS_REFRESH_TOKEN), NULL);

  return dex_future_new_true ();
}

void
spico_client_erase (SpicoClient *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, erase_fiber, g_object_ref (self), g_object_unref));
}

/* What is locked */

static gboolean
is_chosen (SpicoClient  *self,
           SpicoProfile *profile)
{
  return self->profile != NULL && g_str_equal (self->profile->folder, profile->folder);
}

/* Awaits. Whoever unlocks it meanwhile hears it from the connection itself. */
static void
await_erase_locked (SpicoClient  *self,
                    SpicoProfile *profile,
                    SpicoSession *session,
                    const char   *digest)
{
  gboolean is_shown = is_chosen (self, profile);
  gboolean is_erased;

  if (is_shown && self->state != SPICO_CLIENT_LOCKED)
    return;

  if (is_shown)
    {
      spico_client_await_leave (self);
      spico_client_set_state (self, SPICO_CLIENT_SIGNED_OUT);
    }
  is_erased = await_erase (self, profile);
  if (is_shown)
    spico_client_tell_erased (self, is_erased);
  if (is_erased)
    await_confirm (spico_session_ask_erasure (session, digest, TRUE));
}

typedef void (*Erase) (SpicoClient  *self,
                       SpicoProfile *profile,
                       SpicoSession *session,
                       const char   *digest);

/* Awaits. */
static void
await_ask (SpicoClient  *self,
           SpicoProfile *profile,
           Erase         erase)
{
  g_autofree char *digest = spico_keys_await_digest (self->credentials, profile);
  g_autoptr (SpicoSession) session = digest != NULL ? spico_session_new (profile->server_uri, profile->login, self->credentials) : NULL;

  if (session != NULL && dex_await_boolean (spico_session_ask_erasure (session, digest, FALSE), NULL))
    erase (self, profile, session, digest);
}

static DexFuture *
ask_fiber (gpointer data)
{
  SpicoClient *self = data;
  g_autoptr (GPtrArray) profiles = g_ptr_array_ref (self->profiles);

  for (guint i = 0; i < profiles->len; i++)
    {
      SpicoProfile *profile = g_ptr_array_index (profiles, i);

      /* What is open hears it from its connection. */
      if (self->state == SPICO_CLIENT_LOCKED || !is_chosen (self, profile))
        await_ask (self, profile, await_erase_locked);
    }
  self->is_asking_erasure = FALSE;

  return dex_future_new_true ();
}

/* Whoever signs in anew is about to open what they wanted to be erased. */
static void
await_erase_former (SpicoClient  *self,
                    SpicoProfile *profile,
                    SpicoSession *session,
                    const char   *digest)
{
  if (is_chosen (self, profile))
    spico_client_await_drop_store (self);
  if (await_erase (self, profile))
    await_confirm (spico_session_ask_erasure (session, digest, TRUE));
}

/* Awaits. Before a store is opened whose person has signed in just now. */
void
spico_client_await_erase_if_asked (SpicoClient  *self,
                                   SpicoProfile *profile)
{
  await_ask (self, profile, await_erase_former);
}

static gboolean
ask_cb (gpointer data)
{
  spico_client_ask_erasure (data);

  return G_SOURCE_CONTINUE;
}

/* Of each that is known here and not open: at the start, when something is locked, when somebody comes back, and every five minutes. */
void
spico_client_ask_erasure (SpicoClient *self)
{
  gboolean is_needed = self->profiles != NULL && self->profiles->len > (self->store != NULL ? 1 : 0);

  if (!is_needed)
    g_clear_handle_id (&self->erasure_source, g_source_remove);
  else if (self->erasure_source == 0)
    self->erasure_source = g_timeout_add_seconds (ASK_S, ask_cb, self);
  if (!is_needed || self->is_asking_erasure)
    return;

  self->is_asking_erasure = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, SPICO_VIEW_FIBER_STACK, ask_fiber, g_object_ref (self), g_object_unref));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-lock.h"

#include "spico-client-sign-in.h"

#define PASSWORD "spico-demo"

static SpicoWaiting waiting;

static GListStore *
people_of (SpicoClient *client)
{
  GListStore *people = g_object_get_data (G_OBJECT (client), "other-people");

  if (people == NULL)
    {
      people = g_list_store_new (SPICO_TYPE_KNOWN_PERSON);
      g_object_set_data_full (G_OBJECT (client), "other-people", people, g_object_unref);
    }

  return people;
}

void
fake_lock_add_person (SpicoClient *client,
                      const char  *login,
                      const char  *name)
{
  g_autoptr (SpicoKnownPerson) person = spico_known_person_new ("https://spico.example", login, name);

  g_list_store_append (people_of (client), person);
}

void
fake_lock_set_waiting (SpicoClient *client,
                       guint        n_messages)
{
  waiting.n_messages = n_messages;
}

void
fake_lock_refuse (SpicoClient *client,
                  guint        wait)
{
  g_object_set_data (G_OBJECT (client), "wait", GUINT_TO_POINTER (wait));
}

void
spico_client_set_lock_delay (SpicoClient *self,
                             guint        seconds)
{
}

DexFuture *
spico_client_lock (SpicoClient *self)
{
  fake_client_set_state (self, SPICO_CLIENT_LOCKED, SPICO_CONNECTION_OFFLINE, 0);

  return dex_future_new_true ();
}

DexFuture *
spico_client_unlock (SpicoClient *self,
                     const char  *password)
{
  if (!g_str_equal (password, PASSWORD))
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD, "refused");

  fake_client_set_state (self, SPICO_CLIENT_READY, SPICO_CONNECTION_ONLINE, 0);

  return dex_future_new_true ();
}

guint
spico_client_get_unlock_wait (SpicoClient *self)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (self), "wait"));
}

const SpicoWaiting *
spico_client_get_waiting (SpicoClient *self)
{
  return &waiting;
}

const char *
spico_client_get_chosen_name (SpicoClient *self)
{
  return "Dr Alice MAUGER";
}

GListModel *
spico_client_list_other_people (SpicoClient *self)
{
  return G_LIST_MODEL (g_object_ref (people_of (self)));
}

DexFuture *
spico_client_choose_person (SpicoClient      *self,
                            SpicoKnownPerson *person)
{
  return spico_client_lock (self);
}

/* Where somebody's former password is the word itself. */
DexFuture *
spico_client_sign_in_again (SpicoClient *self,
                            const char  *server_uri,
                            const char  *login,
                            const char  *password,
                            const char  *former_password)
{
  if (former_password != NULL && !g_str_equal (former_password, "former"))
    return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD, "refused");

  return spico_client_sign_in (self, server_uri, login, PASSWORD);
}

/* Nobody has a provider: the server is not there, and what is typed is a password. */
DexFuture *
spico_client_ask_sign_in_ways (SpicoClient *self,
                               const char  *server_uri)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_NOT_A_SERVER, "nothing is known");
}

SpicoAuthorization *
spico_client_authorize (SpicoClient     *self,
                        SpicoSignInWays *ways,
                        const char      *expected_login)
{
  return NULL;
}

DexFuture *
spico_client_sign_in_authorized (SpicoClient        *self,
                                 SpicoAuthorization *authorization,
                                 const char         *lock_password,
                                 gboolean            is_new)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_STATE, "refused");
}

gboolean
spico_client_is_lock_password (const char *password)
{
  return g_utf8_strlen (password, -1) >= SPICO_LOCK_PASSWORD_MIN;
}

gboolean
spico_client_uses_provider (SpicoClient *self)
{
  return FALSE;
}

gboolean
spico_client_has_own_lock (SpicoClient *self)
{
  return FALSE;
}

DexFuture *
spico_client_change_lock_password (SpicoClient *self,
                                   const char  *password,
                                   const char  *new_password)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_WRONG_PASSWORD, "refused");
}

DexFuture *
spico_authorization_begin (SpicoAuthorization    *self,
                           SpicoAuthorizationPage page)
{
  return dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_BROWSER, "nothing listens");
}

const char *
spico_authorization_get_uri (SpicoAuthorization *self)
{
  return NULL;
}

void
spico_authorization_give_up (SpicoAuthorization *self)
{
}

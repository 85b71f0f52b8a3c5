/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the accounts of the client in memory are told of what happens. */
#include "fake-profile.h"

#include "spico-account-profile-private.h"

static char *profile;
static char *last_change;
static char *typed;
static gboolean fails;

void
fake_profile_set (const char *text)
{
  g_set_str (&profile, text);
}

void
fake_profile_set_fails (gboolean wanted)
{
  fails = wanted;
}

const char *
fake_profile_last_change (void)
{
  return last_change != NULL ? last_change : "";
}

SpicoAccountProfile *
spico_client_get_account_profile (SpicoClient *self,
                                  const char  *account_id)
{
  SpicoAccountProfile *made = spico_account_profile_new (NULL, account_id);

  spico_account_profile_take (made, profile);
  return made;
}

static DexFuture *
change (const char *property,
        const char *value)
{
  g_free (last_change);
  last_change = g_strconcat (property, "=", value, NULL);

  return fails ? dex_future_new_reject (SPICO_CLIENT_ERROR, SPICO_CLIENT_ERROR_CONFLICT, "Refused") : dex_future_new_true ();
}

DexFuture *
spico_client_set_profile_text (SpicoClient *self,
                               const char  *account_id,
                               const char  *property,
                               const char  *text)
{
  return change (property, text);
}

DexFuture *
spico_client_try_profile_code (SpicoClient *self,
                               const char  *account_id,
                               const char  *code)
{
  return change ("code", code);
}

DexFuture *
spico_client_set_profile_switch (SpicoClient *self,
                                 const char  *account_id,
                                 const char  *property,
                                 gboolean     is_on)
{
  return change (property, is_on ? "on" : "off");
}

DexFuture *
spico_client_load_typed_profile (SpicoClient *self,
                                 const char  *account_id)
{
  return dex_future_new_take_string (g_strdup (typed));
}

DexFuture *
spico_client_save_typed_profile (SpicoClient *self,
                                 const char  *account_id,
                                 const char  *text)
{
  g_set_str (&typed, text);
  return dex_future_new_true ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-recipient.h"

struct _SpicoMailRecipient {
  GObject parent_instance;

  SpicoPrincipal *principal;
  char *address;
  GStrv choices;
  gboolean is_known;
};

G_DEFINE_FINAL_TYPE (SpicoMailRecipient, spico_mail_recipient, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
name_changed_cb (SpicoMailRecipient *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
spico_mail_recipient_dispose (GObject *object)
{
  SpicoMailRecipient *self = SPICO_MAIL_RECIPIENT (object);

  if (self->principal != NULL)
    g_signal_handlers_disconnect_by_data (self->principal, self);
  g_clear_object (&self->principal);

  G_OBJECT_CLASS (spico_mail_recipient_parent_class)->dispose (object);
}

static void
spico_mail_recipient_finalize (GObject *object)
{
  SpicoMailRecipient *self = SPICO_MAIL_RECIPIENT (object);

  g_free (self->address);
  g_strfreev (self->choices);

  G_OBJECT_CLASS (spico_mail_recipient_parent_class)->finalize (object);
}

static void
spico_mail_recipient_class_init (SpicoMailRecipientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = spico_mail_recipient_dispose;
  object_class->finalize = spico_mail_recipient_finalize;

  signals[CHANGED] = g_signal_new ("changed", SPICO_TYPE_MAIL_RECIPIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
spico_mail_recipient_init (SpicoMailRecipient *self)
{
  self->address = g_strdup ("");
  self->choices = g_new0 (char *, 1);
}

SpicoMailRecipient *
spico_mail_recipient_new (SpicoPrincipal *principal)
{
  SpicoMailRecipient *self;

  g_return_val_if_fail (SPICO_IS_PRINCIPAL (principal), NULL);

  self = g_object_new (SPICO_TYPE_MAIL_RECIPIENT, NULL);
  self->principal = g_object_ref (principal);
  g_signal_connect_object (principal, "notify::name", G_CALLBACK (name_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

SpicoMailRecipient *
spico_mail_recipient_new_typed (const char *address)
{
  SpicoMailRecipient *self;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_object_new (SPICO_TYPE_MAIL_RECIPIENT, NULL);
  g_set_str (&self->address, address);
  self->is_known = TRUE;

  return self;
}

SpicoPrincipal *
spico_mail_recipient_get_principal (SpicoMailRecipient *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENT (self), NULL);

  return self->principal;
}

const char *
spico_mail_recipient_get_name (SpicoMailRecipient *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENT (self), NULL);

  return self->principal != NULL ? spico_principal_get_name (self->principal) : self->address;
}

const char *
spico_mail_recipient_get_address (SpicoMailRecipient *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENT (self), NULL);

  return self->address;
}

const char *const *
spico_mail_recipient_get_choices (SpicoMailRecipient *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENT (self), NULL);

  return (const char *const *) self->choices;
}

gboolean
spico_mail_recipient_is_known (SpicoMailRecipient *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENT (self), FALSE);

  return self->is_known;
}

void
spico_mail_recipient_set_choices (SpicoMailRecipient *self,
                                  const char *const  *choices)
{
  g_return_if_fail (SPICO_IS_MAIL_RECIPIENT (self));
  g_return_if_fail (choices != NULL);

  if (self->is_known && g_strv_equal (choices, (const char *const *) self->choices))
    return;

  g_strfreev (self->choices);
  self->choices = g_strdupv ((char **) choices);
  self->is_known = TRUE;
  if (!g_strv_contains (choices, self->address))
    g_set_str (&self->address, choices[0] != NULL ? choices[0] : "");
  g_signal_emit (self, signals[CHANGED], 0);
}

void
spico_mail_recipient_choose (SpicoMailRecipient *self,
                             const char         *address)
{
  g_return_if_fail (SPICO_IS_MAIL_RECIPIENT (self));

  if (g_set_str (&self->address, address))
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Where it goes is kept with it: off line, the directory does not say it again. */
char *
spico_mail_recipient_to_text (SpicoMailRecipient *self)
{
  g_return_val_if_fail (SPICO_IS_MAIL_RECIPIENT (self), NULL);

  return g_strdup_printf ("%s\t%s", self->principal != NULL ? spico_principal_get_id (self->principal) : "", self->address);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-known-person.h"

struct _SpicoKnownPerson {
  GObject parent_instance;

  char *server_uri;
  char *login;
  char *name;
};

G_DEFINE_FINAL_TYPE (SpicoKnownPerson, spico_known_person, G_TYPE_OBJECT)

static void
spico_known_person_finalize (GObject *object)
{
  SpicoKnownPerson *self = SPICO_KNOWN_PERSON (object);

  g_free (self->server_uri);
  g_free (self->login);
  g_free (self->name);

  G_OBJECT_CLASS (spico_known_person_parent_class)->finalize (object);
}

static void
spico_known_person_class_init (SpicoKnownPersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_known_person_finalize;
}

static void
spico_known_person_init (SpicoKnownPerson *self)
{
}

SpicoKnownPerson *
spico_known_person_new (const char *server_uri,
                        const char *login,
                        const char *name)
{
  SpicoKnownPerson *self = g_object_new (SPICO_TYPE_KNOWN_PERSON, NULL);

  self->server_uri = g_strdup (server_uri);
  self->login = g_strdup (login);
  self->name = g_strdup (name);

  return self;
}

const char *
spico_known_person_get_server_uri (SpicoKnownPerson *self)
{
  g_return_val_if_fail (SPICO_IS_KNOWN_PERSON (self), NULL);

  return self->server_uri;
}

const char *
spico_known_person_get_login (SpicoKnownPerson *self)
{
  g_return_val_if_fail (SPICO_IS_KNOWN_PERSON (self), NULL);

  return self->login;
}

const char *
spico_known_person_get_name (SpicoKnownPerson *self)
{
  g_return_val_if_fail (SPICO_IS_KNOWN_PERSON (self), NULL);

  return *self->name != '\0' ? self->name : self->login;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-request.h"

struct _SpicoGroupRequest {
  GObject parent_instance;

  char *id;
  char *successor_id;
  SpicoGroupRequestStatus status;
  gint64 at;
};

G_DEFINE_FINAL_TYPE (SpicoGroupRequest, spico_group_request, G_TYPE_OBJECT)

static void
spico_group_request_finalize (GObject *object)
{
  SpicoGroupRequest *self = SPICO_GROUP_REQUEST (object);

  g_free (self->id);
  g_free (self->successor_id);

  G_OBJECT_CLASS (spico_group_request_parent_class)->finalize (object);
}

static void
spico_group_request_class_init (SpicoGroupRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = spico_group_request_finalize;
}

static void
spico_group_request_init (SpicoGroupRequest *self)
{
}

SpicoGroupRequest *
spico_group_request_new (const char             *id,
                         const char             *successor_id,
                         SpicoGroupRequestStatus status,
                         gint64                  at)
{
  SpicoGroupRequest *self = g_object_new (SPICO_TYPE_GROUP_REQUEST, NULL);

  self->id = g_strdup (id);
  self->successor_id = g_strdup (successor_id);
  self->status = status;
  self->at = at;

  return self;
}

const char *
spico_group_request_get_id (SpicoGroupRequest *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_REQUEST (self), NULL);

  return self->id;
}

const char *
spico_group_request_get_successor_id (SpicoGroupRequest *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_REQUEST (self), NULL);

  return self->successor_id;
}

SpicoGroupRequestStatus
spico_group_request_get_status (SpicoGroupRequest *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_REQUEST (self), SPICO_GROUP_REQUEST_PENDING);

  return self->status;
}

gint64
spico_group_request_get_at (SpicoGroupRequest *self)
{
  g_return_val_if_fail (SPICO_IS_GROUP_REQUEST (self), 0);

  return self->at;
}

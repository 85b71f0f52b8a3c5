/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-email.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  char *address;
} SpicoEmailMailbox;

typedef struct {
  char *name;
  char *type;
  GBytes *content;
} SpicoEmailAttachment;

struct _SpicoEmail {
  SpicoEmailMailbox *from;
  GPtrArray *to;
  char *subject;
  char *text;
  GPtrArray *attachments;
  gsize size; /* of the attachments */
};

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-item.h"

G_BEGIN_DECLS

#define SPICO_ITEM_READ (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)

void spico_item_class_install (SpicoItemClass *klass,
                               GParamSpec    **pspecs,
                               guint           n_pspecs);

const GValue *spico_item_peek (gpointer self,
                               guint    prop);
const char *spico_item_get_string (gpointer self,
                                   guint    prop);
gboolean spico_item_get_boolean (gpointer self,
                                 guint    prop);
guint spico_item_get_uint (gpointer self,
                           guint    prop);
gint64 spico_item_get_int64 (gpointer self,
                             guint    prop);
int spico_item_get_enum (gpointer self,
                         guint    prop);
gpointer spico_item_get_object (gpointer self,
                                guint    prop);
gpointer spico_item_get_boxed (gpointer self,
                               guint    prop);

void spico_item_set_string (gpointer    self,
                            guint       prop,
                            const char *value);
void spico_item_set_boolean (gpointer self,
                             guint    prop,
                             gboolean value);
void spico_item_set_uint (gpointer self,
                          guint    prop,
                          guint    value);
void spico_item_set_int64 (gpointer self,
                           guint    prop,
                           gint64   value);
void spico_item_set_double (gpointer self,
                            guint    prop,
                            double   value);
void spico_item_set_enum (gpointer self,
                          guint    prop,
                          int      value);
void spico_item_set_object (gpointer self,
                            guint    prop,
                            gpointer value);
void spico_item_set_time (gpointer self,
                          guint    prop,
                          gint64   microseconds);
void spico_item_set_strv (gpointer           self,
                          guint              prop,
                          const char *const *value);

G_END_DECLS

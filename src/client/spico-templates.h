/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "spico-store.h"

G_BEGIN_DECLS

#define SPICO_TYPE_TEMPLATES (spico_templates_get_type ())
G_DECLARE_FINAL_TYPE (SpicoTemplates, spico_templates, SPICO, TEMPLATES, GObject)

/*
 * The templates of an account, by their names, then what was typed of new ones: a #GListModel of #SpicoMessageTemplate that follows the store. @store: (nullable): without one, there is none. Main thread.
 */
SpicoTemplates *spico_templates_new (SpicoStore *store,
                                     const char *account_id);

G_END_DECLS

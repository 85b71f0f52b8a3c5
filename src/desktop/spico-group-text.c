/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-group-text.h"

#include <glib/gi18n.h>

#include "spico-text.h"

const char *
spico_group_text_fault (const SpicoGroupForm *form)
{
  if (spico_text_is_blank (form->name))
    return _("Give the group a name");
  if (g_utf8_strlen (form->name, -1) > SPICO_GROUP_FORM_MAX_NAME)
    return _("The name has more than 100 characters");
  if (g_utf8_strlen (form->description, -1) > SPICO_GROUP_FORM_MAX_DESCRIPTION)
    return _("The description has more than 1,000 characters");
  if (g_strv_length (form->member_ids) > SPICO_GROUP_FORM_MAX_MEMBERS)
    return _("The group has more than 500 members");
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

/**
 * spico_mail_actions_add:
 * @window: is given `new-mail`, and `mail`, which takes `(sass)`: the account that one writes as, the principals to write to, and the text to begin with; empty for none (F066, F054)
 * @client: its client
 */
void spico_mail_actions_add (AdwApplicationWindow *window,
                             SpicoClient          *client);

/** spico_mail_can_write_to: Returns: whether its account may use @group, and somebody is in it (F041, F045) */
gboolean spico_mail_can_write_to (SpicoFavouriteGroup *group);

/**
 * spico_mail_write_to:
 * @widget: where it is asked for, in a window that has the actions
 * @group: a group of favourites of an account
 *
 * « Transmettre un courrier » (F054): begins a mail to those who are in the group at this moment.
 */
void spico_mail_write_to (GtkWidget           *widget,
                          SpicoFavouriteGroup *group);

G_END_DECLS

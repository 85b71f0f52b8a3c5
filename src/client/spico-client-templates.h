/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "spico-client.h"
#include "spico-message-template.h"

G_BEGIN_DECLS

/**
 * spico_client_list_templates:
 * @account_id: whose
 *
 * The templates of messages of an account (B021), by their names, then what was typed of new ones. It follows what is done here, and what the server tells.
 *
 * Returns: (transfer full): a #GListModel of #SpicoMessageTemplate
 */
GListModel *spico_client_list_templates (SpicoClient *self,
                                         const char  *account_id);

/**
 * spico_client_save_template:
 * @account_id: for whom
 * @template_id: the template, or an id from spico_client_new_template_id() for a new one
 * @name: what it is called
 * @text: what it puts into a message
 *
 * Saves it in the store, off line too, and tells the server. What the latter refuses, or somebody else has changed meanwhile, comes back as what is not saved, with the reason. What was kept of @template_id by
 * spico_client_keep_template() is saved with it, and no more kept.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store; rejects with %SPICO_CLIENT_ERROR_INVALID where one of them is blank or too long
 */
DexFuture *spico_client_save_template (SpicoClient *self,
                                       const char  *account_id,
                                       const char  *template_id,
                                       const char  *name,
                                       const char  *text);

/**
 * spico_client_destroy_template:
 * @template_id: the template, or what was typed of a new one
 *
 * Returns: (transfer full): a future of a boolean, once the store has it so
 */
DexFuture *spico_client_destroy_template (SpicoClient *self,
                                          const char  *account_id,
                                          const char  *template_id);

/**
 * spico_client_keep_template:
 * @template_id: the template, or an id from spico_client_new_template_id() for a new one
 * @name: the name as typed; with @text empty too, nothing is kept any more
 * @text: the text as typed
 *
 * Keeps what is typed of a template until it is saved.
 *
 * Returns: (transfer full): a future of a boolean, once it is safely in the store
 */
DexFuture *spico_client_keep_template (SpicoClient *self,
                                       const char  *account_id,
                                       const char  *template_id,
                                       const char  *name,
                                       const char  *text);

/** spico_client_new_template_id: Returns: (transfer full): under which what is typed of a new template is kept */
char *spico_client_new_template_id (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "spico-client-attachments.h"

G_BEGIN_DECLS

/*
 * Files leave what is encrypted only here, when somebody asks for it: saved where they say, or as a file of this session alone for another application. Main thread only.
 */

/**
 * spico_attachment_open:
 * @parent: a widget of the window, which says what went wrong
 * @account_id: the mailbox in which it is read
 * @attachment: one for which spico_attachment_may_open() holds
 *
 * Gives it to the application that the person has for such files (through the portal): a copy in the folder of their session ($XDG_RUNTIME_DIR, in memory on most computers), for them alone and not to be written in, which
 * spico_attachment_forget_opened() takes away.
 */
void spico_attachment_open (GtkWidget       *parent,
                            SpicoClient     *client,
                            const char      *account_id,
                            SpicoAttachment *attachment);

/**
 * spico_attachment_save:
 * @parent: a widget of the window, which says what became of it
 * @account_id: the mailbox in which it is read
 * @attachment: any
 *
 * Asks where, and writes it there.
 */
void spico_attachment_save (GtkWidget       *parent,
                            SpicoClient     *client,
                            const char      *account_id,
                            SpicoAttachment *attachment);

/**
 * spico_attachment_forget_opened:
 *
 * Takes away every copy that was opened: at the start (one that was killed left its own), when it locks, and at the end. Applications may still show what they have read.
 */
void spico_attachment_forget_opened (void);

G_END_DECLS

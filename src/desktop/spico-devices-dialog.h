/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "spico-client.h"

G_BEGIN_DECLS

#define SPICO_TYPE_DEVICES_DIALOG (spico_devices_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpicoDevicesDialog, spico_devices_dialog, SPICO, DEVICES_DIALOG, AdwDialog)

/**
 * spico_devices_dialog_new:
 * @client: a client that somebody is signed in to
 *
 * « Mes appareils » (B019): where the person is signed in, since when and until when it was used; each may be given another name, and any other than this one signed out and erased.
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *spico_devices_dialog_new (SpicoClient *client);

G_END_DECLS

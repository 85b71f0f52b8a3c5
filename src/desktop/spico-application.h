/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SPICO_TYPE_APPLICATION (spico_application_get_type ())
G_DECLARE_FINAL_TYPE (SpicoApplication, spico_application, SPICO, APPLICATION, AdwApplication)

/**
 * spico_application_new:
 *
 * The program `spico`. `--server ADDRESS` (or `SPICO_SERVER`) and `--login LOGIN` fill the sign-in page; with `--login` the program runs
 * beside another one that is already there, for another person.
 *
 * Returns: (transfer full): the application
 */
SpicoApplication *spico_application_new (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Begins a program with a display: translations, resources and style as in the application. */
void screen_begin (void);

/* The same for a program of tests. */
void screen_init (int    *argc,
                  char ***argv);

/* Lets what has changed be laid out and drawn: some frames, however long they take. */
void screen_settle (GtkWidget *window);

/* With SPICO_PICTURES set, what a test shows is kept there as a picture. */
void screen_picture (GtkWidget  *window,
                     const char *name);

G_END_DECLS

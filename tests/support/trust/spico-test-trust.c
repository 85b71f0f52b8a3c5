/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GIO module (GIO_EXTRA_MODULES) with which an unchanged program trusts the authorities of the file that SPICO_TEST_AUTHORITIES names, and no others: what an
 * operator's machine has in its own trust store, a test cannot put there. */
#include <gio/gio.h>

static void
trust_cb (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) authorities = g_tls_file_database_new (g_getenv ("SPICO_TEST_AUTHORITIES"), &error);

  if (authorities == NULL)
    g_error ("%s", error->message);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), authorities);
}

/* Modules are loaded under a lock, which looking for the TLS backend takes too. */
void
g_io_module_load (GIOModule *module)
{
  g_type_module_use (G_TYPE_MODULE (module));
  g_idle_add_once (trust_cb, NULL);
}

void
g_io_module_unload (GIOModule *module)
{
}

char **
g_io_module_query (void)
{
  return g_new0 (char *, 1);
}

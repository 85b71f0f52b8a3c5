/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <unistd.h>

#include "spico-http-listener.h"
#include "spico-server-error.h"

static void
check_refused (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bound = NULL;

  g_assert_cmpint (spico_http_listen (address, 1, &bound, &error), ==, -1);
  g_assert_error (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_ADDRESS);
}

static void
test_loopback_only (void)
{
  check_refused ("0.0.0.0:0");
  check_refused ("192.0.2.1:80");
  check_refused ("[::]:0");
  check_refused ("[2001:db8::1]:80");
  check_refused ("example.org:80");
  check_refused (":8080");
}

static void
test_malformed (void)
{
  check_refused ("");
  check_refused ("127.0.0.1");
  check_refused ("127.0.0.1:");
  check_refused ("127.0.0.1:http");
  check_refused ("127.0.0.1:65536");
  check_refused ("127.0.0.1:-1");
  check_refused ("::1:80");
  check_refused ("unix:");
}

static void
test_bound_port (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bound = NULL;
  int fd = spico_http_listen ("localhost:0", 1, &bound, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (bound, "127.0.0.1:"));
  g_assert_cmpstr (bound, !=, "127.0.0.1:0");
  check_refused (bound);
  close (fd);
}

static void
test_unix (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("spico-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autofree char *address = g_strconcat ("unix:", path, NULL);
  g_autofree char *bound = NULL;
  g_autofree char *bound_again = NULL;
  GStatBuf info;
  int fd = spico_http_listen (address, 1, &bound, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bound, ==, address);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0660);
  check_refused (address);

  /* What a killed server left behind does not stand in the way. */
  close (fd);
  fd = spico_http_listen (address, 1, &bound_again, &error);
  g_assert_no_error (error);
  close (fd);
  g_unlink (path);

  /* But no file is ever removed. */
  g_file_set_contents (path, "", 0, &error);
  check_refused (address);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listener/plain-http-is-refused-but-on-loopback", test_loopback_only);
  g_test_add_func ("/listener/malformed-addresses-are-refused", test_malformed);
  g_test_add_func ("/listener/a-free-port-is-taken-and-told", test_bound_port);
  g_test_add_func ("/listener/a-unix-socket-takes-over-from-a-dead-server-only", test_unix);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where clients may make this server go. */
#include "spico-push-address.h"

static void
assert_is_public (const char *text,
                  gboolean    expected)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  g_test_message ("%s", text);
  g_assert_nonnull (address);
  g_assert_cmpint (spico_push_address_is_public (address), ==, expected);
}

static void
test_only_the_open_internet_is_reached (void)
{
  static const char *const public[] = { "1.1.1.1", "9.9.9.9", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.167.1.1", "223.255.255.255", "2a00::1", "2606:4700::1111" };
  static const char *const others[] = {
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.168.1.1",
    "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "fe80::1", "fec0::1",
    "fc00::1", "fd12:3456::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
  };

  for (guint i = 0; i < G_N_ELEMENTS (public); i++)
    assert_is_public (public[i], TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    assert_is_public (others[i], FALSE);
}

static void
test_only_https_addresses_are_taken (void)
{
  static const char *const good[] = { "https://push.example/", "https://push.example", "https://push.example:8443/a?b=c", "https://9.9.9.9/x", "https://[2606:4700::1111]/x" };
  static const char *const wrong[] = {
    "", "push", "http://push.example/", "ftp://push.example/", "file:///etc/passwd", "https://", "https:///x", "https:push.example", "https://a:b@push.example/",
    "https://push.example/#a", "https://push.example/a b", "https://push.example/\r\nX: y", "https://push.example/é", "gopher://push.example/", "HTTPS//push.example",
  };
  static const char *const private[] = { "https://localhost/", "https://LOCALHOST:8443/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/" };
  g_autofree char *long_path = g_strnfill (2000, 'x');
  g_autofree char *too_long = g_strconcat ("https://push.example/", long_path, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (spico_push_url_is_valid (good[i], FALSE));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      g_assert_false (spico_push_url_is_valid (wrong[i], FALSE));
      g_assert_false (spico_push_url_is_valid (wrong[i], TRUE));
    }
  for (guint i = 0; i < G_N_ELEMENTS (private); i++)
    {
      g_assert_false (spico_push_url_is_valid (private[i], FALSE));
      g_assert_true (spico_push_url_is_valid (private[i], TRUE));
    }
  g_assert_false (spico_push_url_is_valid (too_long, FALSE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/push/only-the-open-internet-is-reached", test_only_the_open_internet_is_reached);
  g_test_add_func ("/push/only-https-addresses-are-taken", test_only_https_addresses_are_taken);

  return g_test_run ();
}

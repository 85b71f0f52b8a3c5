/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-uuid.h"

#include <string.h>
#include <unistd.h>

/**
 * spico_uuid_make:
 * @now_us: the time, in microseconds since 1970
 * @random: random bytes
 *
 * A UUIDv7 (RFC 9562 section 5.7); its `rand_a` holds the fraction of the millisecond (section 6.2, method 3), so that ids made one after the other sort so.
 *
 * Returns: (transfer full): 36 characters in lower case
 */
char *
spico_uuid_make (gint64       now_us,
                 const guint8 random[SPICO_UUID_RANDOM_SIZE])
{
  guint64 milliseconds = (guint64) now_us / 1000;
  guint fraction = (guint) ((guint64) now_us % 1000 * 4096 / 1000);

  return g_strdup_printf ("%08x-%04x-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x", (guint) (milliseconds >> 16 & 0xffffffff), (guint) (milliseconds & 0xffff), fraction,
                          0x80u | (random[0] & 0x3fu), random[1], random[2], random[3], random[4], random[5], random[6], random[7]);
}

/**
 * spico_uuid_new:
 * @now_us: the time, in microseconds since 1970
 *
 * Returns: (transfer full): a UUIDv7 with random bytes of the kernel
 */
char *
spico_uuid_new (gint64 now_us)
{
  guint8 random[SPICO_UUID_RANDOM_SIZE];

  /* It cannot fail for so few bytes (getentropy(3)). */
  if (getentropy (random, sizeof random) != 0)
    g_error ("The kernel gives no random bytes");

  return spico_uuid_make (now_us, random);
}

/**
 * spico_uuid_is_valid:
 * @text: text, from anywhere
 *
 * Returns: whether it is a UUIDv7 in its one canonical spelling: lower case, with hyphens
 */
gboolean
spico_uuid_is_valid (const char *text)
{
  if (strlen (text) != SPICO_UUID_LENGTH)
    return FALSE;

  for (guint i = 0; i < SPICO_UUID_LENGTH; i++)
    {
      gboolean is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;

      if (is_hyphen ? text[i] != '-' : !(g_ascii_isdigit (text[i]) || (text[i] >= 'a' && text[i] <= 'f')))
        return FALSE;
    }

  return text[14] == '7' && strchr ("89ab", text[19]) != NULL;
}

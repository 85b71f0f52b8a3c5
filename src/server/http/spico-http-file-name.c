/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a download says of its name and its type. Both come from outside, and go into headers and onto people's disks. */
#include "spico-http-server-private.h"

#include <string.h>

#include "spico-file-name.h"

#define DEFAULT_TYPE "application/octet-stream"
/* In characters, and in bytes of UTF-8, of which one character takes four at most: the head of an answer has little room. */
#define MAX_NAME 150
#define MAX_NAME_BYTES 200
/* What RFC 8187 lets stand for itself. */
#define PLAIN "!#$&+-.^_`|~"

/**
 * spico_http_media_type:
 * @type: (nullable): what should be a media type, from anywhere
 *
 * Returns: (transfer none): the same, if it is `type/subtype` (RFC 9110 section 8.3.1) without parameters, else `application/octet-stream`
 */
const char *
spico_http_media_type (const char *type)
{
  return type != NULL && spico_media_type_is_valid (type) ? type : DEFAULT_TYPE;
}

static char *
clean_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *clean = g_string_new (NULL);
  guint n = 0;

  for (const char *at = normal; *at != '\0' && n < MAX_NAME && clean->len + 4 <= MAX_NAME_BYTES; at = g_utf8_next_char (at), n++)
    {
      gunichar character = g_utf8_get_char (at);

      /* A dot in front hides the file, or is the folder above. */
      if (clean->len == 0 && (character == '.' || g_unichar_isspace (character)))
        continue;
      g_string_append_unichar (clean, spico_file_name_takes (character) ? character : '_');
    }

  g_strchomp (clean->str);
  clean->len = strlen (clean->str);
  if (clean->len == 0)
    g_string_append (clean, "blob");

  return g_string_free_and_steal (clean);
}

/**
 * spico_http_disposition:
 * @name: the name of a file, from anywhere
 *
 * Always an attachment: nothing that was uploaded is shown as a page of this server. RFC 6266 section 4.3: a plain name for everyone, and the real one.
 *
 * Returns: (transfer full): the value of `Content-Disposition`
 */
char *
spico_http_disposition (const char *name)
{
  g_autofree char *clean = clean_name (name);
  g_autofree char *plain = g_str_to_ascii (clean, "C");
  g_autofree char *escaped = g_uri_escape_string (clean, PLAIN, FALSE);

  /* There "½" is " 1/2 ". */
  if (strlen (plain) > MAX_NAME)
    plain[MAX_NAME] = '\0';
  for (char *at = plain; *at != '\0'; at++)
    {
      if (strchr ("/\\:*?\"<>|%", *at) != NULL || !g_ascii_isprint (*at))
        *at = '_';
    }

  return g_strdup_printf ("attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, escaped);
}

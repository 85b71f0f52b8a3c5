/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-mail-address.h"

#include <string.h>

#define MAX_ADDRESS 254 /* RFC 5321 section 4.5.3.1.3 */
#define MAX_DOMAIN 253

static gboolean
ends_like_a_domain (const char *domain)
{
  gsize length = strlen (domain);

  return length > 0 && domain[0] != '.' && domain[0] != '-' && domain[length - 1] != '.' && strchr (domain, '.') != NULL;
}

/**
 * spico_mail_address_is_valid:
 * @text: an address, from anywhere
 *
 * Returns: whether it is an address that a mail can be sent to: nothing in it means anything to SMTP or to a header
 */
gboolean
spico_mail_address_is_valid (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || strlen (text) > MAX_ADDRESS || !ends_like_a_domain (at + 1))
    return FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (c == at)
        continue;
      if (!g_ascii_isalnum (*c) && strchr (c < at ? ".!#$%&'*+/=?^_`{|}~-" : ".-", *c) == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_mail_domain_is_valid:
 * @domain: a domain, from anywhere
 *
 * Returns: whether addresses may end so
 */
gboolean
spico_mail_domain_is_valid (const char *domain)
{
  if (strlen (domain) > MAX_DOMAIN || !ends_like_a_domain (domain))
    return FALSE;

  for (const char *c = domain; *c != '\0'; c++)
    {
      if (!g_ascii_isalnum (*c) && *c != '.' && *c != '-')
        return FALSE;
    }

  return TRUE;
}

/**
 * spico_mail_address_is_within:
 * @address: an address that is valid
 * @domains: domains
 *
 * Returns: whether it is of one of them, or of a domain below one
 */
gboolean
spico_mail_address_is_within (const char        *address,
                              const char *const *domains)
{
  const char *at = strchr (address, '@');
  gsize length = strlen (address);

  for (guint i = 0; at != NULL && domains[i] != NULL; i++)
    {
      gsize n = strlen (domains[i]);
      const char *end = n < length ? address + length - n : NULL;

      if (end > at && g_ascii_strcasecmp (end, domains[i]) == 0 && (end[-1] == '@' || end[-1] == '.'))
        return TRUE;
    }

  return FALSE;
}

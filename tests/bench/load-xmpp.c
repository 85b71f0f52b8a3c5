/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages to rooms of an XMPP server (RFC 6120, XEP-0045), each connection in a room of its own. A line of the plan: login, password, domain, room, text.
 * A message is done when the room gives it back to its writer: the server has kept it by then. */
#include "load.h"

#include <string.h>

#define STREAM "<?xml version='1.0'?><stream:stream to='%s' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"

static void
wait_for (Slot       *slot,
          const char *text)
{
  while (strstr (slot->in->str, text) == NULL)
    {
      if (!wire_read (slot->fd, slot->in) || strstr (slot->in->str, "<failure") != NULL || strstr (slot->in->str, "type='error'") != NULL)
        g_error ("the XMPP server does not say %s: %s", text, slot->in->str);
    }
  g_string_truncate (slot->in, 0);
}

G_GNUC_PRINTF (3, 4)
static void
tell (Slot       *slot,
      const char *answer,
      const char *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  wire_send (slot->fd, text);
  wait_for (slot, answer);
}

static void
open_xmpp (Slot *slot)
{
  const char *const *line = g_ptr_array_index (load_plan, slot->line % load_plan->len);
  const char *login = line[0], *password = line[1], *domain = line[2], *room = line[3];
  g_autoptr (GString) secret = g_string_new (NULL);
  g_autofree char *base64 = NULL;

  g_string_append_c (secret, '\0');
  g_string_append (secret, login);
  g_string_append_c (secret, '\0');
  g_string_append (secret, password);
  base64 = g_base64_encode ((const guchar *) secret->str, secret->len);

  slot->fd = wire_connect (load_port);
  tell (slot, "</stream:features>", STREAM, domain);
  tell (slot, "<success", "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>", base64);
  tell (slot, "</stream:features>", STREAM, domain);
  tell (slot, "</iq>", "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind></iq>");
  tell (slot, "<subject", "<presence to='%s/%s'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>", room, login);
  /* Four more hold the room, as four accounts more hold a conversation. */
  for (guint i = 1; i <= 4; i++)
    tell (slot, "type='result'", "<iq type='set' id='a' to='%s'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='other%u@%s'/></query></iq>", room, i,
          domain);
}

static void
send_xmpp (Slot *slot)
{
  const char *const *line = g_ptr_array_index (load_plan, slot->number % load_plan->len);
  g_autofree char *text = g_strdup_printf ("<message type='groupchat' id='@clientId@' to='%s'><body>%s</body></message>", line[3], line[4]);
  g_autofree char *message = NULL;

  g_clear_pointer (&slot->id, g_free);
  message = wire_make_id (text, &slot->id);
  g_string_truncate (slot->in, 0);
  wire_send (slot->fd, message);
}

static Outcome
receive_xmpp (Slot *slot)
{
  const char *mine = slot->due_us != 0 ? strstr (slot->in->str, slot->id) : NULL;
  const char *end = mine != NULL ? strstr (mine, "</message>") : NULL;

  if (end == NULL)
    return OUTCOME_MORE;
  if (g_strstr_len (slot->in->str, end - slot->in->str, "type='error'") != NULL)
    return OUTCOME_FAILED;

  g_string_truncate (slot->in, 0);
  return OUTCOME_DONE;
}

const Protocol xmpp_protocol = { open_xmpp, send_xmpp, receive_xmpp };

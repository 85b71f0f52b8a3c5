/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpicoMailOptions:
 * @relay: (nullable): `smtp://HOST:PORT` or `smtps://HOST:PORT`; %NULL where nothing is mailed
 * @from: the address that mails are sent from
 * @login: (nullable): who signs in at the relay
 * @password: (nullable): with what
 * @ca_file: (nullable): whose word is taken for the relay's certificate; %NULL for that of the system
 * @certificate_file: (nullable): the certificate that this server shows to the relay, in PEM; %NULL for none
 * @key_file: (nullable): its key
 * @needs_tls: whether nothing is sent before the connection is encrypted
 * @gather_minutes: how long what happens waits for more of its kind, to be told in one mail; 0 where it does not
 * @announcements_per_minute: how many people are mailed to in a minute of what the operator announces
 *
 * The operator's relay.
 */
typedef struct {
  char *relay;
  char *from;
  char *login;
  char *password;
  char *ca_file;
  char *certificate_file;
  char *key_file;
  gboolean needs_tls;
  guint gather_minutes;
  guint announcements_per_minute;
} SpicoMailOptions;

/**
 * SpicoMailOutcome:
 * @SPICO_MAIL_SENT: the relay has taken it
 * @SPICO_MAIL_LATER: nothing is known, or it may work later
 * @SPICO_MAIL_REFUSED: the relay will never take it
 */
typedef enum {
  SPICO_MAIL_SENT,
  SPICO_MAIL_LATER,
  SPICO_MAIL_REFUSED,
} SpicoMailOutcome;

/**
 * SpicoMailSentFunc:
 * @outcome: what became of it
 * @data: what was given along
 *
 * Called once for each mail, in the relay's thread.
 */
typedef void (*SpicoMailSentFunc) (SpicoMailOutcome outcome,
                                   gpointer         data);

/**
 * SpicoMailRelay:
 *
 * Gives mails to the operator's relay, one after the other, in a thread of its own.
 */
typedef struct _SpicoMailRelay SpicoMailRelay;

gboolean spico_mail_options_check (const SpicoMailOptions *options,
                                   const char             *group,
                                   GError                **error);
void spico_mail_options_clear (SpicoMailOptions *options);
SpicoMailRelay *spico_mail_relay_new (const SpicoMailOptions *options,
                                      GError                **error);
void spico_mail_relay_stop (SpicoMailRelay *self);
void spico_mail_relay_free (SpicoMailRelay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpicoMailRelay, spico_mail_relay_free)

const char *spico_mail_relay_get_from (SpicoMailRelay *self);
void spico_mail_relay_send (SpicoMailRelay   *self,
                            const char       *to,
                            const char       *mail,
                            SpicoMailSentFunc sent,
                            gpointer          data);
void spico_mail_relay_submit (SpicoMailRelay    *self,
                              const char        *from,
                              const char *const *to,
                              GBytes            *mail,
                              SpicoMailSentFunc  sent,
                              gpointer           data);

G_END_DECLS

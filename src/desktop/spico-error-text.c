/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-error-text.h"

#include <glib/gi18n.h>

#include "spico-client-error.h"

const char *
spico_error_text (const GError *error)
{
  if (error->domain != SPICO_CLIENT_ERROR)
    return _("Something went wrong. Try again.");

  switch ((SpicoClientError) error->code)
    {
    case SPICO_CLIENT_ERROR_OFFLINE:
      return _("The server cannot be reached. Check its address and your network.");
    case SPICO_CLIENT_ERROR_WRONG_PASSWORD:
      return _("Wrong login or password.");
    case SPICO_CLIENT_ERROR_TOO_MANY_ATTEMPTS:
      return _("Too many attempts. Wait a moment, then try again.");
    case SPICO_CLIENT_ERROR_SESSION_ENDED:
      return _("Your session has ended. Sign in again.");
    case SPICO_CLIENT_ERROR_INSECURE:
      return _("This address is not secure: it must begin with https://.");
    case SPICO_CLIENT_ERROR_CERTIFICATE:
      return _("The server’s certificate is not trusted. Nothing was sent.");
    case SPICO_CLIENT_ERROR_CERTIFICATE_HOST:
      return _("The certificate is that of another server. Nothing was sent.");
    case SPICO_CLIENT_ERROR_CERTIFICATE_DATE:
      return _("The server’s certificate is not valid today. Nothing was sent.");
    case SPICO_CLIENT_ERROR_NOT_A_SERVER:
      return _("There is no Spico server at this address.");
    case SPICO_CLIENT_ERROR_KEYRING:
      return _("The keyring is locked or missing. Unlock it, then try again.");
    case SPICO_CLIENT_ERROR_STORE:
      return _("What is kept on this computer cannot be read or written. Check the free space on the disk.");
    case SPICO_CLIENT_ERROR_LOCKED:
      return _("What this computer keeps is locked with another password.");
    case SPICO_CLIENT_ERROR_OWN_LOCK:
      return _("What this computer keeps is locked with your lock password.");
    case SPICO_CLIENT_ERROR_NO_ACCOUNT:
      return _("You do not have an account yet. Contact the support desk.");
    case SPICO_CLIENT_ERROR_ACCOUNT_CLOSED:
      return _("Your account is closed. Contact the support desk.");
    case SPICO_CLIENT_ERROR_OTHER_PERSON:
      return _("Somebody else signed in, in the browser. Nothing has changed here. Sign them out there, then try again.");
    case SPICO_CLIENT_ERROR_PROVIDER:
      return _("The service that vouches for you does not answer. Try again later.");
    case SPICO_CLIENT_ERROR_TIMED_OUT:
      return _("It took too long in the browser. Try again.");
    case SPICO_CLIENT_ERROR_BROWSER:
      return _("What the browser brought back could not be used. Try again.");
    case SPICO_CLIENT_ERROR_CANCELLED:
      return _("You have not signed in.");
    case SPICO_CLIENT_ERROR_NOT_FOUND:
      return _("This is no longer there.");
    case SPICO_CLIENT_ERROR_INVALID:
      return _("This cannot be sent as it is.");
    case SPICO_CLIENT_ERROR_CONFLICT:
      return _("This was done already.");
    case SPICO_CLIENT_ERROR_FORBIDDEN:
      return _("The region does not allow this.");
    case SPICO_CLIENT_ERROR_SERVER:
      return _("The server did not answer as it should. Try again later.");
    case SPICO_CLIENT_ERROR_NO_LOCK:
    case SPICO_CLIENT_ERROR_STATE:
    default:
      return _("Something went wrong. Try again.");
    }
}

/* There is no way to go on all the same: whoever stands between would read everything. A banner has three lines, and the window may be 360 pixels wide. */
const char *
spico_error_obstacle_text (const GError *error)
{
  switch ((SpicoClientError) error->code)
    {
    case SPICO_CLIENT_ERROR_CERTIFICATE_HOST:
      return _("The certificate is that of another server. Nothing is sent. Contact the support desk.");
    case SPICO_CLIENT_ERROR_CERTIFICATE_DATE:
      return _("The certificate is not valid today. Check the date, or contact the support desk.");
    default:
      return _("The server’s certificate is not trusted. Nothing is sent. Contact the support desk.");
    }
}

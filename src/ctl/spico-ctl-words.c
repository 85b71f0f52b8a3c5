/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-ctl-words.h"

#include <glib/gi18n.h>

const char *const spico_ctl_words[] = {
  /* Accounts and delegations. */
  N_ ("The password is too long, or not UTF-8"),
  N_ ("The password has fewer than 8 characters"),
  N_ ("The password is not UTF-8"),
  N_ ("The directory has no such person"),
  N_ ("Only a person signs in; a structure's account is delegated"),
  N_ ("The login is empty, too long, or has spaces in it"),
  N_ ("The login is taken, or the person has an account already"),
  N_ ("There is no such login"),
  N_ ("No such principal stands in the directory"),
  N_ ("This principal is a person, not a structure"),
  N_ ("The structure has an account already"),
  N_ ("The scope is all, discussions or dossiers"),
  N_ ("The referent on whose word it is done must be named"),
  N_ ("Nobody is their own delegate"),
  N_ ("A delegate is a person"),
  N_ ("There is no such delegation"),
  /* Registers. */
  N_ ("The file is empty"),
  N_ ("The file holds no line that can be loaded"),
  N_ ("The file is not an RPPS extraction"),
  N_ ("its first line does not name the column"),
  N_ ("its first line is no text"),
  N_ ("The file is not a FINESS extraction"),
  N_ ("its first line does not say « finess;etalab;…;DATE »"),
  /* A demonstration region. */
  N_ ("An absence ends on its first day or later"),
  N_ ("The message is too long"),
  N_ ("The role is too long"),
  N_ ("The file is not JSON"),
  N_ ("is refused"),
  N_ ("must be an object"),
  N_ ("must be an array"),
  N_ ("must be a text"),
  N_ ("must be true or false"),
  N_ ("must be a number within bounds"),
  N_ ("must hold a time of day, such as 09:12"),
  N_ ("must be past"),
  N_ ("holds a name that is not known"),
  N_ ("is older than the message before it"),
  N_ ("is about a dossier that the file does not hold"),
  N_ ("has the key of another dossier"),
  N_ ("has a participant who is no text"),
  N_ ("makes a request that the server does not take"),
  NULL,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire.h"

G_BEGIN_DECLS

/**
 * Slot:
 * @fd: its connection
 * @number: 0, 1, 2…
 * @line: the line of the plan that it sends next
 * @in: what has come of the answer
 * @id: the id of the object that is under way
 * @due_us: when the request was due, on the monotonic clock; 0 while none is under way
 *
 * A connection with at most one request under way.
 */
typedef struct {
  int fd;
  guint number;
  guint line;
  GString *in;
  char *id;
  gint64 due_us;
} Slot;

typedef enum {
  OUTCOME_MORE,
  OUTCOME_DONE,
  OUTCOME_FAILED,
} Outcome;

/**
 * Protocol:
 * @open: connects and signs in; ends the program where it cannot
 * @send: sends the next request
 * @receive: looks at what has come, and takes it away when it is done
 *
 * How a server is spoken to.
 */
typedef struct {
  void (*open) (Slot *slot);
  void (*send) (Slot *slot);
  Outcome (*receive) (Slot *slot);
} Protocol;

extern const Protocol http_protocol;
extern const Protocol xmpp_protocol;

/** What was asked for on the command line. */
extern int load_port;
extern char *load_expect;
/** The lines of the plan, each split at its tabs. */
extern GPtrArray *load_plan;

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-push-sender.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "spico-push-address.h"
#include "spico-server-error.h"

#define AT_ONCE 32
#define WAITING 128
#define CONNECT_MS 5000L
#define WHOLE_MS 10000L
/* Nothing that is answered matters but the status. */
#define MAX_ANSWER (64 * 1024)
/* How long a push service may keep a message for a device that is off: until the client would ask anyhow (RFC 8030 section 5.2). */
#define TTL "TTL: 86400"

struct _SpicoPushSender {
  gboolean allows_private;
  char *ca_file;
  CURLM *multi;
  struct curl_slist *headers;
  GThread *thread;

  GMutex mutex;
  GQueue waiting; /* of Push */
  guint n_pushes;
  gboolean is_stopping;
};

typedef struct {
  SpicoPushSender *sender;
  char *url;
  char *body;
  SpicoPushSentFunc sent;
  gpointer data;
  CURL *easy;
  gsize n_answered;
} Push;

static void
push_end (Push *push,
          guint status)
{
  SpicoPushSender *self = push->sender;

  push->sent (status, push->data);
  g_clear_pointer (&push->easy, curl_easy_cleanup);
  g_free (push->url);
  g_free (push->body);
  g_free (push);

  g_mutex_lock (&self->mutex);
  self->n_pushes--;
  g_mutex_unlock (&self->mutex);
}

/* libcurl calls. */

static size_t
ignore_answer (char  *data,
               size_t size,
               size_t n,
               void  *user_data)
{
  Push *push = user_data;

  push->n_answered += n;
  return push->n_answered <= MAX_ANSWER ? n : CURL_WRITEFUNC_ERROR;
}

/* The last word on where a push goes: after the name was looked up, whatever it was found to be. */
static curl_socket_t
open_socket (void                 *user_data,
             curlsocktype          purpose,
             struct curl_sockaddr *target)
{
  Push *push = user_data;
  g_autoptr (GSocketAddress) address = g_socket_address_new_from_native (&target->addr, target->addrlen);

  if (!push->sender->allows_private
      && (!G_IS_INET_SOCKET_ADDRESS (address) || !spico_push_address_is_public (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)))))
    return CURL_SOCKET_BAD;

  return socket (target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

static void
start_push (SpicoPushSender *self,
            Push            *push)
{
  CURL *easy = curl_easy_init ();

  push->easy = easy;
  curl_easy_setopt (easy, CURLOPT_URL, push->url);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  /* A proxy of the environment would look the name up in our place. */
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, WHOLE_MS);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, push);
  /* A connection kept from before would not be looked at again. */
  curl_easy_setopt (easy, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, ignore_answer);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, push);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, self->headers);
  curl_easy_setopt (easy, CURLOPT_POSTFIELDS, push->body);
  curl_easy_setopt (easy, CURLOPT_PRIVATE, push);
  if (self->ca_file != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, self->ca_file);
  curl_multi_add_handle (self->multi, easy);
}

static void
take_finished (SpicoPushSender *self,
               guint           *n_running)
{
  CURLMsg *message;
  int n_left;

  while ((message = curl_multi_info_read (self->multi, &n_left)) != NULL)
    {
      CURL *easy = message->easy_handle;
      gboolean has_answer = message->data.result == CURLE_OK;
      Push *push = NULL;
      long status = 0;

      if (message->msg != CURLMSG_DONE)
        continue;
      curl_easy_getinfo (easy, CURLINFO_PRIVATE, (char **) &push);
      if (has_answer)
        curl_easy_getinfo (easy, CURLINFO_RESPONSE_CODE, &status);
      curl_multi_remove_handle (self->multi, easy);
      push_end (push, (guint) status);
      *n_running -= 1;
    }
}

static Push *
take_waiting (SpicoPushSender *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_queue_pop_head (&self->waiting);
}

static gboolean
is_stopping (SpicoPushSender *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->is_stopping;
}

/* Ends all of them without an answer: they are due again for who comes next. */
static void
give_up (SpicoPushSender *self)
{
  CURL **running = curl_multi_get_handles (self->multi);
  Push *push;

  for (guint i = 0; running != NULL && running[i] != NULL; i++)
    {
      curl_easy_getinfo (running[i], CURLINFO_PRIVATE, (char **) &push);
      curl_multi_remove_handle (self->multi, running[i]);
      push_end (push, 0);
    }
  curl_free (running);
  while ((push = take_waiting (self)) != NULL)
    push_end (push, 0);
}

static gpointer
send_thread (gpointer data)
{
  SpicoPushSender *self = data;
  guint n_running = 0;

  while (!is_stopping (self))
    {
      Push *push = n_running < AT_ONCE ? take_waiting (self) : NULL;
      int n_active;

      if (push != NULL)
        {
          start_push (self, push);
          n_running++;
          continue;
        }
      curl_multi_perform (self->multi, &n_active);
      take_finished (self, &n_running);
      /* What is sent meanwhile wakes it up. */
      curl_multi_poll (self->multi, NULL, 0, 1000, NULL);
    }
  give_up (self);

  return NULL;
}

/**
 * spico_push_sender_new:
 * @allows_private: whether addresses that are not public may be reached
 * @ca_file: (nullable): whose word is taken for a certificate; %NULL for that of the system
 * @error: return location for a #SpicoServerError
 *
 * Returns: (transfer full) (nullable): a sender
 */
SpicoPushSender *
spico_push_sender_new (gboolean    allows_private,
                       const char *ca_file,
                       GError    **error)
{
  SpicoPushSender *self;

  if (curl_global_init (CURL_GLOBAL_DEFAULT) != CURLE_OK)
    {
      g_set_error_literal (error, SPICO_SERVER_ERROR, SPICO_SERVER_ERROR_FAILED, "libcurl cannot start");
      return NULL;
    }

  self = g_new0 (SpicoPushSender, 1);
  self->allows_private = allows_private;
  self->ca_file = g_strdup (ca_file);
  self->multi = curl_multi_init ();
  self->headers = curl_slist_append (curl_slist_append (NULL, "Content-Type: application/json"), TTL);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->waiting);
  self->thread = g_thread_try_new ("push", send_thread, self, error);
  if (self->thread == NULL)
    g_clear_pointer (&self, spico_push_sender_free);

  return self;
}

/**
 * spico_push_sender_stop:
 * @self: a sender
 *
 * Gives up what is under way, and whatever is still to come, and ends the thread.
 */
void
spico_push_sender_stop (SpicoPushSender *self)
{
  g_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  g_mutex_unlock (&self->mutex);
  curl_multi_wakeup (self->multi);
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * spico_push_sender_free:
 * @self: (transfer full) (nullable): a sender
 */
void
spico_push_sender_free (SpicoPushSender *self)
{
  if (self == NULL)
    return;

  spico_push_sender_stop (self);
  curl_multi_cleanup (self->multi);
  curl_slist_free_all (self->headers);
  g_mutex_clear (&self->mutex);
  g_free (self->ca_file);
  g_free (self);
  curl_global_cleanup ();
}

/**
 * spico_push_sender_room:
 * @self: a sender
 *
 * Returns: how many pushes more it takes now
 */
guint
spico_push_sender_room (SpicoPushSender *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return WAITING - MIN (self->n_pushes, WAITING);
}

/**
 * spico_push_sender_send:
 * @self: a sender
 * @url: where to
 * @body: JSON
 * @sent: told what was answered
 * @data: given along
 *
 * Posts, some time soon. A sender that was stopped gives up at once.
 */
void
spico_push_sender_send (SpicoPushSender  *self,
                        const char       *url,
                        const char       *body,
                        SpicoPushSentFunc sent,
                        gpointer          data)
{
  Push *push = g_new0 (Push, 1);
  gboolean is_taken;

  push->sender = self;
  push->url = g_strdup (url);
  push->body = g_strdup (body);
  push->sent = sent;
  push->data = data;

  g_mutex_lock (&self->mutex);
  self->n_pushes++;
  is_taken = !self->is_stopping;
  if (is_taken)
    g_queue_push_tail (&self->waiting, push);
  g_mutex_unlock (&self->mutex);

  if (is_taken)
    curl_multi_wakeup (self->multi);
  else
    push_end (push, 0);
}

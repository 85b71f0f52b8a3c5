/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts a program and watches the display from outside: when its first window is mapped, when something is first drawn in it,
 * and what it then holds in memory. The same for any program, ours or not.
 *
 *   probe SETTLE-MS COMMAND…   prints: MAPPED-MS DRAWN-MS RSS-KB */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>

#define PATIENCE_MS 60000
#define SMALLEST_WINDOW (200 * 200)

typedef struct {
  Display *display;
  int damage_event;
  Window window;
  double started;
  double mapped;
  double drawn;
} Probe;

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1000000.0;
}

/* A window may go between the event that tells of it and our question. */
static int
ignore_error (Display     *display,
              XErrorEvent *error)
{
  return 0;
}

static pid_t
spawn (char **command)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      setpgid (0, 0);
      execvp (command[0], command);
      _exit (127);
    }
  return pid;
}

static void
handle_event (Probe  *self,
              XEvent *event)
{
  if (event->type == CreateNotify)
    {
      XDamageCreate (self->display, event->xcreatewindow.window, XDamageReportRawRectangles);
    }
  else if (event->type == MapNotify && self->window == None)
    {
      XWindowAttributes attributes;

      if (!event->xmap.override_redirect && XGetWindowAttributes (self->display, event->xmap.window, &attributes) &&
          attributes.class == InputOutput && attributes.width * attributes.height >= SMALLEST_WINDOW)
        {
          self->window = event->xmap.window;
          self->mapped = now_ms () - self->started;
        }
    }
  else if (event->type == self->damage_event + XDamageNotify)
    {
      XDamageNotifyEvent *damage = (XDamageNotifyEvent *) event;

      if (self->window != None && damage->drawable == self->window && self->drawn < 0)
        self->drawn = now_ms () - self->started;
    }
}

static int
watch (Probe *self)
{
  struct pollfd fd = { .fd = ConnectionNumber (self->display), .events = POLLIN };

  while (self->drawn < 0)
    {
      if (now_ms () - self->started > PATIENCE_MS)
        return -1;
      while (XPending (self->display) > 0)
        {
          XEvent event;

          XNextEvent (self->display, &event);
          handle_event (self, &event);
        }
      XFlush (self->display);
      if (self->drawn < 0)
        poll (&fd, 1, 100);
    }
  return 0;
}

static long
resident_kb (pid_t pid)
{
  char path[64];
  char line[256];
  long found = -1;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/status", (int) pid);
  file = fopen (path, "r");
  if (file == NULL)
    return -1;
  while (fgets (line, sizeof line, file) != NULL)
    if (sscanf (line, "VmRSS: %ld kB", &found) == 1)
      break;
  fclose (file);
  return found;
}

/* Waits for the program's end, and insists after a while. */
static void
end (pid_t pid)
{
  double asked = now_ms ();

  kill (pid, SIGTERM);
  while (waitpid (pid, NULL, WNOHANG) == 0)
    {
      if (now_ms () - asked > 5000)
        kill (-pid, SIGKILL);
      poll (NULL, 0, 10);
    }
}

int
main (int    argc,
      char **argv)
{
  Probe probe = { .window = None, .mapped = -1, .drawn = -1 };
  int damage_error;
  pid_t pid;
  long rss;

  if (argc < 3)
    {
      fprintf (stderr, "Usage: %s SETTLE-MS COMMAND…\n", argv[0]);
      return 2;
    }
  probe.display = XOpenDisplay (NULL);
  if (probe.display == NULL || !XDamageQueryExtension (probe.display, &probe.damage_event, &damage_error))
    {
      fprintf (stderr, "no display with the DAMAGE extension\n");
      return 1;
    }
  XSetErrorHandler (ignore_error);
  XSelectInput (probe.display, DefaultRootWindow (probe.display), SubstructureNotifyMask);
  XSync (probe.display, False);

  probe.started = now_ms ();
  pid = spawn (argv + 2);
  if (watch (&probe) != 0)
    {
      fprintf (stderr, "no window within %d ms\n", PATIENCE_MS);
      end (pid);
      return 1;
    }
  poll (NULL, 0, atoi (argv[1]));
  rss = resident_kb (pid);
  end (pid);
  XCloseDisplay (probe.display);
  printf ("%.1f %.1f %ld\n", probe.mapped, probe.drawn, rss);
  return 0;
}

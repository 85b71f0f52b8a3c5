/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reads the files of others stands in this sandbox: each of these tries to get out, in a process of its own. */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "spico-sandbox.h"

/* No error that a call could have. */
#define NOT_ENTERED 250

/* Returns: less than 0 with errno where it was refused. */
typedef long (*Attempt) (void);

static char *folder;
static char *readable_file;
static char *other_file;
/* What stands open in the process when it goes in. */
static int open_file;

static int
run (Attempt            attempt,
     const char *const *readable)
{
  const SpicoSandboxLimits limits = { .memory = G_GUINT64_CONSTANT (1) << 30, .seconds = 1 };
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (!spico_sandbox_enter (&limits, readable, NULL))
        _exit (NOT_ENTERED);
      _exit (attempt () < 0 ? errno : 0);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
}

static void
assert_refused (const char *what,
                Attempt     attempt)
{
  const char *readable[] = { readable_file, NULL };
  int result = run (attempt, readable);

  g_test_message ("%s: %d (%s)", what, result, g_strerror (ABS (result)));
  g_assert_true (result == EPERM || result == EACCES);
}

static long
try_inet (void)
{
  return socket (AF_INET, SOCK_STREAM, 0);
}

static long
try_unix (void)
{
  return socket (AF_UNIX, SOCK_STREAM, 0);
}

static long
try_pair (void)
{
  int pair[2];

  return socketpair (AF_UNIX, SOCK_STREAM, 0, pair);
}

static long
try_exec (void)
{
  char *const argv[] = { (char *) "true", NULL };

  return execv ("/usr/bin/true", argv);
}

static long
try_fork (void)
{
  return fork ();
}

static long
try_clone3 (void)
{
  return syscall (SYS_clone3, NULL, 0);
}

static long
try_ptrace (void)
{
  return ptrace (PTRACE_ATTACH, getppid (), NULL, NULL);
}

static long
try_memory_of_the_parent (void)
{
  return syscall (SYS_process_vm_readv, getppid (), NULL, 0, NULL, 0, 0);
}

static long
try_kill (void)
{
  return kill (getppid (), 0);
}

static long
try_tgkill (void)
{
  return syscall (SYS_tgkill, getppid (), getppid (), SIGUSR1);
}

static long
try_read_elsewhere (void)
{
  return open (other_file, O_RDONLY);
}

static long
try_write (void)
{
  return open (readable_file, O_WRONLY);
}

static long
try_write_and_read (void)
{
  return open (readable_file, O_RDWR);
}

static long
try_truncate (void)
{
  return open (readable_file, O_RDONLY | O_TRUNC);
}

static long
try_create (void)
{
  g_autofree char *path = g_build_filename (folder, "new", NULL);

  return open (path, O_RDONLY | O_CREAT, 0600);
}

static long
try_unnamed (void)
{
  return open (folder, O_TMPFILE | O_WRONLY, 0600);
}

static long
try_openat2 (void)
{
  return syscall (SYS_openat2, AT_FDCWD, readable_file, NULL, 0);
}

static long
try_write_what_is_open (void)
{
  return write (open_file, "a", 1);
}

static long
try_cut_what_is_open (void)
{
  return ftruncate (open_file, 0);
}

static long
try_remove (void)
{
  return unlink (readable_file);
}

static long
try_rename (void)
{
  return rename (readable_file, other_file);
}

static long
try_memfd (void)
{
  return memfd_create ("a", 0);
}

static long
try_io_uring (void)
{
  return syscall (SYS_io_uring_setup, 1, NULL);
}

static long
try_bpf (void)
{
  return syscall (SYS_bpf, 0, NULL, 0);
}

static long
try_namespace (void)
{
  return unshare (CLONE_NEWUSER);
}

static long
try_limits (void)
{
  return syscall (SYS_prlimit64, 0, 0, NULL, NULL);
}

static long
try_ioctl (void)
{
  return syscall (SYS_ioctl, 0, 0, NULL);
}

static long
try_keys (void)
{
  return syscall (SYS_keyctl, 0, 0, 0, 0, 0);
}

static long
try_code (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static long
try_code_later (void)
{
  void *page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return page != MAP_FAILED ? mprotect (page, 4096, PROT_READ | PROT_EXEC) : 0;
}

static void
test_nobody_is_spoken_to (void)
{
  assert_refused ("a socket of the network", try_inet);
  assert_refused ("a socket of this computer", try_unix);
  assert_refused ("two ends of one", try_pair);
  assert_refused ("a signal to the parent", try_kill);
  assert_refused ("a signal to a thread of the parent", try_tgkill);
  assert_refused ("ptrace", try_ptrace);
  assert_refused ("the memory of the parent", try_memory_of_the_parent);
}

static void
test_nothing_is_run (void)
{
  assert_refused ("exec", try_exec);
  assert_refused ("fork", try_fork);
  assert_refused ("clone3", try_clone3);
  assert_refused ("memory that is written and runs", try_code);
  assert_refused ("memory that was written and then runs", try_code_later);
}

static void
test_nothing_is_written (void)
{
  assert_refused ("for writing", try_write);
  assert_refused ("for both", try_write_and_read);
  assert_refused ("emptied", try_truncate);
  assert_refused ("a new file", try_create);
  assert_refused ("a file without a name", try_unnamed);
  assert_refused ("by another call", try_openat2);
  assert_refused ("what stood open", try_write_what_is_open);
  assert_refused ("what stood open, cut", try_cut_what_is_open);
  assert_refused ("removed", try_remove);
  assert_refused ("renamed", try_rename);
  assert_refused ("a file in memory", try_memfd);
}

static void
test_the_kernel_is_not_asked_for_more (void)
{
  assert_refused ("io_uring", try_io_uring);
  assert_refused ("bpf", try_bpf);
  assert_refused ("a namespace", try_namespace);
  assert_refused ("other limits", try_limits);
  assert_refused ("a device", try_ioctl);
  assert_refused ("keys", try_keys);
}

static long
try_read (void)
{
  return open (readable_file, O_RDONLY);
}

static long
try_compute (void)
{
  g_autofree char *block = g_malloc (10 * 1024 * 1024);

  block[1024] = 1;
  return write (STDERR_FILENO, "", 0);
}

static void
test_only_what_is_named_is_read (void)
{
  const char *readable[] = { readable_file, NULL };
  const char *none[] = { NULL };

  g_assert_cmpint (run (try_read, readable), ==, 0);
  assert_refused ("another file", try_read_elsewhere);
  g_assert_cmpint (run (try_read, none), !=, 0);
  g_assert_cmpint (run (try_compute, none), ==, 0);
}

static long
try_much_memory (void)
{
  return mmap (NULL, (gsize) 2 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static long
try_much_time (void)
{
  volatile guint64 n = 1;

  while (n > 0)
    n++;

  return 0;
}

static void
test_memory_and_time_are_bounded (void)
{
  const char *none[] = { NULL };
  int result;

#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (run (try_much_memory, none), ==, ENOMEM);
#endif
  result = run (try_much_time, none);
  g_assert_true (result == -SIGKILL || result == -SIGXCPU);
}

static char *
make_file (const char *name)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "a", 1, NULL));

  return path;
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("spico-sandbox-XXXXXX", NULL);
  readable_file = make_file ("readable");
  other_file = make_file ("other");
  open_file = open (other_file, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (open_file, >, STDERR_FILENO);

  g_test_add_func ("/sandbox/nobody-is-spoken-to", test_nobody_is_spoken_to);
  g_test_add_func ("/sandbox/nothing-is-run", test_nothing_is_run);
  g_test_add_func ("/sandbox/nothing-is-written", test_nothing_is_written);
  g_test_add_func ("/sandbox/the-kernel-is-not-asked-for-more", test_the_kernel_is_not_asked_for_more);
  g_test_add_func ("/sandbox/only-what-is-named-is-read", test_only_what_is_named_is_read);
  g_test_add_func ("/sandbox/memory-and-time-are-bounded", test_memory_and_time_are_bounded);
  result = g_test_run ();

  close (open_file);
  g_unlink (readable_file);
  g_unlink (other_file);
  g_rmdir (folder);
  g_free (readable_file);
  g_free (other_file);
  g_free (folder);

  return result;
}

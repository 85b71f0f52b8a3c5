/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spico-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Enough for the fonts of a page. */
#define FILES_MAX 64

/* What computing, reading what is open, and ending need. Opening, writing and memory that runs have conditions of their own; all the rest is refused. */
static const int harmless_calls[] = {
  SCMP_SYS (read),
  SCMP_SYS (readv),
  SCMP_SYS (pread64),
  SCMP_SYS (preadv),
  SCMP_SYS (close),
  SCMP_SYS (lseek),
  SCMP_SYS (fstat),
  SCMP_SYS (newfstatat),
  SCMP_SYS (statx),
  SCMP_SYS (stat),
  SCMP_SYS (lstat),
  SCMP_SYS (fstatfs),
  SCMP_SYS (statfs),
  SCMP_SYS (access),
  SCMP_SYS (faccessat),
  SCMP_SYS (faccessat2),
  SCMP_SYS (readlink),
  SCMP_SYS (readlinkat),
  SCMP_SYS (getdents64),
  SCMP_SYS (fadvise64),
  SCMP_SYS (brk),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (madvise),
  SCMP_SYS (futex),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_getres),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (time),
  SCMP_SYS (getrandom),
  SCMP_SYS (sched_yield),
  SCMP_SYS (sched_getaffinity),
  SCMP_SYS (getpid),
  SCMP_SYS (gettid),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
};

static gboolean
fail (GError    **error,
      const char *what,
      int         number)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", what, g_strerror (number));
  return FALSE;
}

static gboolean
set_limit (__rlimit_resource_t resource,
           guint64             most,
           GError            **error)
{
  struct rlimit limit;

  if (getrlimit (resource, &limit) != 0)
    return fail (error, "getrlimit", errno);
  /* What is less already stays. */
  limit.rlim_max = MIN (limit.rlim_max, most);
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (resource, &limit) != 0)
    return fail (error, "setrlimit", errno);

  return TRUE;
}

static gboolean
limit_resources (const SpicoSandboxLimits *limits,
                 GError                  **error)
{
  /* AddressSanitizer reserves terabytes. */
#ifndef __SANITIZE_ADDRESS__
  if (!set_limit (RLIMIT_AS, limits->memory, error))
    return FALSE;
#endif

  return set_limit (RLIMIT_CPU, limits->seconds, error)
         && set_limit (RLIMIT_FSIZE, 0, error)
         && set_limit (RLIMIT_NOFILE, FILES_MAX, error)
         && set_limit (RLIMIT_CORE, 0, error)
         && set_limit (RLIMIT_MEMLOCK, 0, error);
}

static gboolean
let_read (int         ruleset,
          const char *path,
          GError    **error)
{
  g_autofd int fd = open (path, O_PATH | O_CLOEXEC);
  struct landlock_path_beneath_attr rule = { .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE };

  if (fd < 0)
    return TRUE;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
  rule.parent_fd = fd;
  if (syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
    return fail (error, "landlock_add_rule", errno);

  return TRUE;
}

/* Whatever the kernel's Landlock can refuse, it refuses. */
static struct landlock_ruleset_attr
all_rights (int version)
{
  struct landlock_ruleset_attr rights = { .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };

  if (version >= 2)
    rights.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
  if (version >= 3)
    rights.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
  if (version >= 4)
    rights.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
  if (version >= 5)
    rights.handled_access_fs |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
  if (version >= 6)
    rights.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;

  return rights;
}

/* Sets @is_locked where the kernel has Landlock. */
static gboolean
lock_files (const char *const *readable,
            gboolean          *is_locked,
            GError           **error)
{
  int version = (int) syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  struct landlock_ruleset_attr rights;
  g_autofd int ruleset = -1;

  *is_locked = version > 0;
  if (!*is_locked)
    return TRUE;

  rights = all_rights (version);
  ruleset = (int) syscall (SYS_landlock_create_ruleset, &rights, version >= 4 ? sizeof rights : sizeof rights.handled_access_fs, 0);
  if (ruleset < 0 && errno == E2BIG)
    ruleset = (int) syscall (SYS_landlock_create_ruleset, &rights, sizeof rights - sizeof rights.scoped, 0);
  if (ruleset < 0)
    return fail (error, "landlock_create_ruleset", errno);
  for (gsize i = 0; readable[i] != NULL; i++)
    {
      if (!let_read (ruleset, readable[i], error))
        return FALSE;
    }
  if (syscall (SYS_landlock_restrict_self, ruleset, 0) != 0)
    return fail (error, "landlock_restrict_self", errno);

  return TRUE;
}

/* With conditions: nothing is opened but for reading, written but to what the parent gave, nor made to run. */
static int
allow_with_conditions (scmp_filter_ctx filter,
                       gboolean        may_open)
{
  int result = 0;

  if (may_open)
    result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC | __O_TMPFILE, O_RDONLY));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1, SCMP_A0 (SCMP_CMP_LE, STDERR_FILENO));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (writev), 1, SCMP_A0 (SCMP_CMP_LE, STDERR_FILENO));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, SCMP_A1 (SCMP_CMP_EQ, F_GETFD));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, SCMP_A1 (SCMP_CMP_EQ, F_SETFD));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (fcntl), 1, SCMP_A1 (SCMP_CMP_EQ, F_GETFL));
  /* abort() ends this process, and no other. */
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1, SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));

  return result;
}

static gboolean
lock_calls (gboolean may_open,
            GError **error)
{
  /* Refused rather than killed: libraries ask for what they can do without. */
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int result = 0;

  if (filter == NULL)
    return fail (error, "seccomp_init", ENOMEM);

  for (gsize i = 0; i < G_N_ELEMENTS (harmless_calls); i++)
    result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, harmless_calls[i], 0);
  result |= allow_with_conditions (filter, may_open);
  result |= seccomp_attr_set (filter, SCMP_FLTATR_CTL_NNP, 1);
  if (result == 0)
    result = seccomp_load (filter);
  seccomp_release (filter);

  return result == 0 || fail (error, "seccomp", result < 0 ? -result : EINVAL);
}

gboolean
spico_sandbox_enter (const SpicoSandboxLimits *limits,
                     const char *const        *readable,
                     GError                  **error)
{
  gboolean may_open = FALSE;

  g_return_val_if_fail (limits != NULL, FALSE);
  g_return_val_if_fail (readable != NULL, FALSE);

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail (error, "no_new_privs", errno);
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail (error, "dumpable", errno);

  return limit_resources (limits, error)
         && lock_files (readable, &may_open, error)
         && lock_calls (may_open, error);
}

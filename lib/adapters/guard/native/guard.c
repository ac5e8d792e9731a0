/*
 * The guard of a worker and its browser. Loaded by LD_PRELOAD, it replaces the functions of the C
 * library by which Node and Chromium connect, send, signal processes and start programs:
 *
 * - public addresses pass at once; of others the platform's own interfaces are refused, and the
 *   rest is asked for: the runner (judge.ts) knows what the journey may reach;
 * - a worker signals nothing but its descendants and starts nothing but the browser;
 * - what they start is guarded too, whatever environment it is given.
 *
 * A refused address fails with EACCES, which Chromium reports as net::ERR_NETWORK_ACCESS_DENIED.
 * Nothing is allocated or locked: the functions are called between fork and exec, and by all
 * threads. Names are resolved inside the C library, whose own queries are not seen here.
 *
 * The same file is an addon of Node for the runner: protect() makes a process unreadable for
 * others of its user.
 */
#define _GNU_SOURCE
#include <linux/prctl.h>
#include <linux/sched.h>
#include <stddef.h>
#include <sys/resource.h>

#include "memory.h"
#include "processes.h"

#define EXPORT __attribute__((visibility("default")))

/* The build puts the hash of these sources here, so that a test finds a library that is out of date. */
#ifndef GUARD_SOURCES
#define GUARD_SOURCES "unknown"
#endif
__attribute__((used)) static const char sources[] = "waywiser-guard sources sha256:" GUARD_SOURCES;

/* Chromium can end by a signal when it is closed; each of its dumps has 330 MB of Lambda's 512 MB. */
static void forbid_core_dumps(void) {
  static const struct rlimit none = {0, 0};
  KERNEL(SYS_prlimit64, 0, RLIMIT_CORE, &none, 0, 0, 0);
}

/* glibc passes the environment; musl does not, but has set its variable by then. */
__attribute__((constructor)) static void load(int count, char **arguments, char **environment) {
  (void)count, (void)arguments;
  read_settings(&__environ != 0 && __environ != 0 ? __environ : environment);
  if (!settings.active) return;
  forbid_core_dumps();
  /* Before anyone can read this process: other journeys' workers run as the same user. */
  if (settings.is_worker) KERNEL3(SYS_prctl, PR_SET_DUMPABLE, 0, 0);
  say_hello();
}

/* Connections and messages */

static long try_connect(int fd, const void *address, unsigned length) {
  if (!may_reach(fd, address, length, 0)) return -EACCES;
  return KERNEL3(SYS_connect, fd, address, length);
}

static long try_sendto(int fd, const void *data, size_t size, int flags, const void *address,
                       unsigned length) {
  if (!may_reach(fd, address, length, 1)) return -EACCES;
  return KERNEL(SYS_sendto, fd, data, size, flags, address, length);
}

static long try_sendmsg(int fd, const struct msghdr *message, int flags) {
  if (message != 0 && !may_reach(fd, message->msg_name, message->msg_namelen, 1)) return -EACCES;
  return KERNEL3(SYS_sendmsg, fd, message, flags);
}

/* Sends those before the first refused one, as the kernel does when one fails. */
static long try_sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags) {
  unsigned allowed = 0;
  while (allowed < count) {
    const struct msghdr *each = &messages[allowed].msg_hdr;
    if (!may_reach(fd, each->msg_name, each->msg_namelen, 1)) break;
    allowed++;
  }
  if (allowed == 0 && count > 0) return -EACCES;
  return KERNEL(SYS_sendmmsg, fd, messages, allowed, flags, 0, 0);
}

static long try_socket(int family, int type, int protocol) {
  if (!may_open(family, type)) return -EACCES;
  return KERNEL3(SYS_socket, family, type, protocol);
}

EXPORT int connect(int fd, const struct sockaddr *address, socklen_t length) {
  return (int)as_libc(try_connect(fd, address, length));
}

EXPORT ssize_t sendto(int fd, const void *data, size_t size, int flags,
                      const struct sockaddr *address, socklen_t length) {
  return as_libc(try_sendto(fd, data, size, flags, address, length));
}

EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  return as_libc(try_sendmsg(fd, message, flags));
}

EXPORT int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags) {
  return (int)as_libc(try_sendmmsg(fd, messages, count, flags));
}

EXPORT int socket(int family, int type, int protocol) {
  return (int)as_libc(try_socket(family, type, protocol));
}

/* Signals and priorities */

static long try_kill(int pid, int signal) {
  return may_signal(pid, signal) ? KERNEL3(SYS_kill, pid, signal, 0) : -EPERM;
}

EXPORT int kill(pid_t pid, int signal) { return (int)as_libc(try_kill(pid, signal)); }

EXPORT int killpg(pid_t group, int signal) {
  return (int)as_libc(try_kill(group > 0 ? -group : 0, signal));
}

static long try_setpriority(int which, int who, int priority) {
  int is_own = which == PRIO_PROCESS && (who == 0 || is_descendant(who));
  if (settings.active && settings.is_worker && !is_own) return -EPERM;
  return KERNEL3(SYS_setpriority, which, who, priority);
}

EXPORT int setpriority(__priority_which_t which, id_t who, int priority) {
  return (int)as_libc(try_setpriority((int)which, (int)who, priority));
}

/* Programs */

EXPORT int execve(const char *path, char *const arguments[], char *const environment[]) {
  return (int)as_libc(start(AT_FDCWD, path, arguments, environment, 0));
}

EXPORT int execv(const char *path, char *const arguments[]) {
  return (int)as_libc(start(AT_FDCWD, path, arguments, __environ, 0));
}

EXPORT int execveat(int folder, const char *path, char *const arguments[],
                    char *const environment[], int flags) {
  return (int)as_libc(start(folder, path, arguments, environment, flags));
}

EXPORT int fexecve(int fd, char *const arguments[], char *const environment[]) {
  return (int)as_libc(start(fd, "", arguments, environment, AT_EMPTY_PATH));
}

/* A script without "#!" is run by the shell, as execvp() does. */
static long start_or_interpret(const char *path, char *const arguments[], char *const environment[]) {
  long result = start(AT_FDCWD, path, arguments, environment, 0);
  if (result != -ENOEXEC) return result;
  unsigned count = 0;
  while (arguments[count] != 0) count++;
  if (count > MAX_VARIABLES) return -E2BIG;
  const char *own[count + 3];
  own[0] = "/bin/sh";
  own[1] = path;
  own[2] = 0;
  for (unsigned at = 1; at <= count; at++) own[at + 1] = arguments[at];
  return start(AT_FDCWD, own[0], (char *const *)own, environment, 0);
}

static const char *search_path(char *const environment[]) {
  for (; environment != 0 && *environment != 0; environment++) {
    const char *value = after(*environment, "PATH=");
    if (value != 0) return value;
  }
  return "/bin:/usr/bin";
}

/* Tries each folder of PATH; the first that exists and may not be run explains the failure. */
static long start_by_name(const char *name, char *const arguments[], char *const environment[],
                          const char *folders) {
  char path[4096];
  long failure = -ENOENT;
  while (1) {
    unsigned used = 0;
    while (*folders != 0 && *folders != ':' && used < sizeof path / 2) path[used++] = *folders++;
    if (used > 0) path[used++] = '/';
    if (used < sizeof path / 2 && copy(path + used, sizeof path - used, name)) {
      long result = start_or_interpret(path, arguments, environment);
      if (result == -EACCES) failure = result;
      else if (result != -ENOENT && result != -ENOTDIR) return result;
    }
    while (*folders != 0 && *folders != ':') folders++;
    if (*folders++ == 0) return failure;
  }
}

static long start_file(const char *file, char *const arguments[], char *const environment[]) {
  if (*file == 0) return -ENOENT;
  for (const char *at = file; *at != 0; at++)
    if (*at == '/') return start_or_interpret(file, arguments, environment);
  return start_by_name(file, arguments, environment, search_path(__environ));
}

EXPORT int execvp(const char *file, char *const arguments[]) {
  return (int)as_libc(start_file(file, arguments, __environ));
}

EXPORT int execvpe(const char *file, char *const arguments[], char *const environment[]) {
  return (int)as_libc(start_file(file, arguments, environment));
}

/* Neither Node nor Chromium starts processes so. They return the error. */
EXPORT int posix_spawn(void) { return settings.is_worker ? EACCES : ENOSYS; }
EXPORT int posix_spawnp(void) { return settings.is_worker ? EACCES : ENOSYS; }

/* Calls by number */

static long try_by_number(long number, long a, long b, long c, long d, long e, long f) {
  switch (number) {
    case SYS_connect:
      return try_connect((int)a, (const void *)b, (unsigned)c);
    case SYS_sendto:
      return try_sendto((int)a, (const void *)b, (size_t)c, (int)d, (const void *)e, (unsigned)f);
    case SYS_sendmsg:
      return try_sendmsg((int)a, (const struct msghdr *)b, (int)c);
    case SYS_sendmmsg:
      return try_sendmmsg((int)a, (struct mmsghdr *)b, (unsigned)c, (int)d);
    case SYS_socket:
      return try_socket((int)a, (int)b, (int)c);
    case SYS_kill:
      return try_kill((int)a, (int)b);
    case SYS_tkill:
      /* A thread of this process. */
      if (!settings.active) return KERNEL3(number, a, b, 0);
      return may_signal(own_pid(), (int)b) ? KERNEL3(SYS_tgkill, own_pid(), a, b) : -EPERM;
    case SYS_tgkill:
      return may_signal((int)a, (int)c) ? KERNEL3(number, a, b, c) : -EPERM;
    case SYS_setpriority:
      return try_setpriority((int)a, (int)b, (int)c);
    case SYS_execve:
      return start(AT_FDCWD, (const char *)a, (char *const *)b, (char *const *)c, 0);
    case SYS_execveat:
      return start((int)a, (const char *)b, (char *const *)c, (char *const *)d, (int)e);
    default:
      return kernel6(number, a, b, c, d, e, f);
  }
}

/* Rings do input and output without further calls; signals also have ways that carry no process id. */
static int has_no_check(long number) {
#if defined(__x86_64__)
  /* The numbers of a second set of calls (x32), which few kernels have. */
  if (number & 0x40000000) return 1;
#endif
  return number == SYS_io_uring_setup || number == SYS_pidfd_send_signal ||
         number == SYS_rt_sigqueueinfo || number == SYS_rt_tgsigqueueinfo;
}

EXPORT long syscall(long number, long a, long b, long c, long d, long e, long f) {
  if (settings.active && has_no_check(number)) return as_libc(-ENOSYS);
  return as_libc(try_by_number(number, a, b, c, d, e, f));
}

/* The addon. Node provides these functions; in other programs they are absent. */

typedef void *napi_value;
__attribute__((weak)) int napi_create_int32(void *env, int value, napi_value *result);
__attribute__((weak)) int napi_create_function(void *env, const char *name, size_t length,
                                               napi_value (*call)(void *, void *), void *data,
                                               napi_value *result);
__attribute__((weak)) int napi_set_named_property(void *env, napi_value object, const char *name,
                                                  napi_value value);

/* Returns 0, or the number of the error with which the kernel refused. */
static napi_value protect(void *env, void *info) {
  (void)info;
  napi_value result = 0;
  napi_create_int32(env, (int)-KERNEL3(SYS_prctl, PR_SET_DUMPABLE, 0, 0), &result);
  return result;
}

/* Returns 1, or 0 where the C library has no such settings. */
static napi_value limit_memory(void *env, void *info) {
  (void)info;
  napi_value result = 0;
  napi_create_int32(env, limit_areas(), &result);
  return result;
}

static void export_function(void *env, napi_value exports, const char *name,
                            napi_value (*call)(void *, void *)) {
  napi_value function = 0;
  napi_create_function(env, name, (size_t)-1, call, 0, &function);
  napi_set_named_property(env, exports, name, function);
}

EXPORT napi_value napi_register_module_v1(void *env, napi_value exports) {
  if (!napi_create_function) return exports;
  export_function(env, exports, "protect", protect);
  export_function(env, exports, "limitMemory", limit_memory);
  return exports;
}

/* Which processes may be signalled, and which programs started. */
#ifndef WAYWISER_PROCESSES_H
#define WAYWISER_PROCESSES_H

#include "reach.h"

#define MAX_GENERATIONS 64
#define MAX_VARIABLES 4096
/* SIGSTOP, SIGTSTP, SIGTTIN and SIGTTOU on both architectures; their header contradicts others. */
#define FIRST_STOP 19
#define LAST_STOP 22

/* The parent of a process; 0 if unknown. Its name, in parentheses, may contain any character. */
static int parent_of(int pid) {
  char path[64], text[512];
  process_file(path, pid, "/stat");
  long fd = KERNEL(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
  if (fd < 0) return 0;
  long length = KERNEL3(SYS_read, fd, text, sizeof text - 1);
  KERNEL3(SYS_close, fd, 0, 0);
  if (length <= 0) return 0;
  text[length] = 0;
  long end = length;
  while (end > 0 && text[end] != ')') end--;
  /* ") S 123": a letter for the state stands between. */
  return end + 4 < length ? (int)decimal(text + end + 4) : 0;
}

static int is_descendant(int pid) {
  int own = own_pid();
  for (int generation = 0; pid > 1 && generation < MAX_GENERATIONS; generation++) {
    if (pid == own) return 1;
    pid = parent_of(pid);
  }
  return 0;
}

/* A worker shares the group of its runner; a browser has a group of its own. */
static int is_own_group(int group) {
  if (group != group_of(0)) return 0;
  return settings.runner != 0 && group_of(settings.runner) != group;
}

/*
 * A process that is stopped is the monitor's failure, not the journey's, so a worker must not be able to
 * stop itself or its browser.
 */
static int is_stop(int signal) { return signal >= FIRST_STOP && signal <= LAST_STOP; }

/* A signal 0 only asks whether a process exists. 0, -1 and other negative numbers are groups. */
static int may_signal(int pid, int signal) {
  if (!settings.active || signal == 0) return 1;
  if (settings.is_worker && is_stop(signal)) return 0;
  if (pid == -1) return 0;
  if (pid == 0) return is_own_group(group_of(0));
  if (pid < 0) return is_descendant(-pid) || is_own_group(-pid);
  return is_descendant(pid) || (!settings.is_worker && is_own_group(group_of(pid)));
}

static int has_step_up(const char *path) {
  for (; *path != 0; path++)
    if (path[0] == '/' && path[1] == '.' && path[2] == '.') return 1;
  return 0;
}

/*
 * A worker starts the browser and nothing else. A browser may start anything that is linked
 * dynamically, and so guarded; what is linked statically, or makes system calls of its own, is
 * out of this library's reach.
 */
static int may_start(const char *path) {
  if (!settings.active || !settings.is_worker) return 1;
  for (unsigned at = 0; at < settings.program_count; at++) {
    const char *rest = after(path, settings.programs[at]);
    if (rest == 0) continue;
    if (*rest == 0) return 1;
    if (rest[-1] == '/' && !has_step_up(path)) return 1;
  }
  return 0;
}

static int is_replaced(const char *variable) {
  return after(variable, PRELOAD) || after(variable, "LD_AUDIT=") || after(variable, VARIABLE);
}

/* Some sandboxes know the older of the two calls only. */
static long execute(int folder, const char *path, char *const arguments[],
                    char *const environment[], int flags) {
  if (folder == AT_FDCWD && flags == 0) return KERNEL3(SYS_execve, path, arguments, environment);
  return KERNEL(SYS_execveat, folder, path, arguments, environment, flags, 0);
}

/* Starts a program with this library in it, whatever environment the caller passes. */
static long start(int folder, const char *path, char *const arguments[], char *const environment[],
                  int flags) {
  unsigned count = 0, used = 0;
  if (!settings.active) return execute(folder, path, arguments, environment, flags);
  if (!may_start(path)) return -EACCES;
  while (environment != 0 && environment[count] != 0) count++;
  if (count > MAX_VARIABLES) return -E2BIG;
  char *own[count + 3];
  for (unsigned at = 0; at < count; at++)
    if (!is_replaced(environment[at])) own[used++] = environment[at];
  own[used++] = settings.preload;
  own[used++] = settings.variable;
  own[used] = 0;
  return execute(folder, path, arguments, own, flags);
}

#endif

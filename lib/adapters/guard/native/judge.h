/*
 * The judge is the worker's parent process: it knows which journey the worker runs and what that
 * journey may reach. One connection for each question, so that threads and forks share nothing.
 */
#ifndef WAYWISER_JUDGE_H
#define WAYWISER_JUDGE_H

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "settings.h"

#define WAIT_SECONDS 5
#define REPORT_WAIT_SECONDS 1
/* A signal may interrupt the wait for an answer. */
#define MAX_INTERRUPTIONS 1000

enum kind { HELLO = 'H', QUESTION = '?', REFUSED = '!' };
enum answer { ALLOW_ALWAYS = 'A', ALLOW_ONCE = 'a', DENY = 'D' };

/* 36 bytes in the byte order of the machine; judge-message.ts reads them. */
struct message {
  char magic[4];
  unsigned char kind;
  unsigned char role;
  unsigned char protocol;
  /* Of a hello: whether the runner's environment is 'h'idden, 'r'eadable or unknown. */
  unsigned char credentials;
  /* Whether this process has connected to a public address at the same port. */
  unsigned char was_public;
  unsigned char unused;
  unsigned short port;
  int pid;
  int parent;
  unsigned char address[16];
};

static int send_message(int fd, struct message *message) {
  const char magic[4] = {'W', 'W', 'G', '1'};
  for (unsigned at = 0; at < 4; at++) message->magic[at] = magic[at];
  message->role = settings.is_worker ? 'w' : 'b';
  message->pid = own_pid();
  message->parent = (int)KERNEL3(SYS_getppid, 0, 0, 0);
  long sent = KERNEL(SYS_sendto, fd, message, sizeof *message, MSG_NOSIGNAL, 0, 0);
  return sent == sizeof *message;
}

/* A journey could remove the socket and listen in its place, but not as another process. */
static int is_runner(int fd) {
  struct {
    int pid;
    unsigned uid;
    unsigned gid;
  } peer;
  unsigned length = sizeof peer;
  if (KERNEL(SYS_getsockopt, fd, SOL_SOCKET, SO_PEERCRED, &peer, &length, 0) != 0) return 0;
  return settings.runner != 0 && peer.pid == settings.runner;
}

static int reach_judge(int fd, int seconds) {
  struct timeval limit = {seconds, 0};
  struct sockaddr_un place;
  place.sun_family = AF_UNIX;
  if (settings.ask == 0 || !copy(place.sun_path, sizeof place.sun_path, settings.ask)) return 0;
  KERNEL(SYS_setsockopt, fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit, 0);
  KERNEL(SYS_setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit, 0);
  return KERNEL3(SYS_connect, fd, &place, sizeof place) == 0 && is_runner(fd);
}

static char read_answer(int fd) {
  char answer = DENY;
  for (int times = 0; times < MAX_INTERRUPTIONS; times++) {
    long read = KERNEL3(SYS_read, fd, &answer, 1);
    if (read == 1) return answer;
    if (read != -EINTR) return DENY;
  }
  return DENY;
}

/* A hello has no answer; of a refusal it says that it is noted. None, or none in time: denied. */
static char tell_judge(struct message *message) {
  int fd = (int)KERNEL3(SYS_socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int seconds = message->kind == QUESTION ? WAIT_SECONDS : REPORT_WAIT_SECONDS;
  char answer = DENY;
  if (fd < 0) return DENY;
  if (reach_judge(fd, seconds) && send_message(fd, message) && message->kind != HELLO)
    answer = read_answer(fd);
  KERNEL3(SYS_close, fd, 0, 0);
  return answer;
}

/* "/proc/PID/NAME", for any number of digits. */
static void process_file(char path[64], int pid, const char *name) {
  char digits[12];
  int count = 0, at;
  do digits[count++] = (char)('0' + pid % 10);
  while ((pid /= 10) > 0);
  at = (int)copy(path, 64, "/proc/") - 1;
  while (count > 0) path[at++] = digits[--count];
  copy(path + at, 32, name);
}

/* Tries to read the runner's environment, which holds its credentials, as a journey would. */
static unsigned char runner_credentials(void) {
  char path[64], byte;
  if (settings.runner == 0) return 0;
  process_file(path, settings.runner, "/environ");
  long fd = KERNEL(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0, 0, 0);
  if (fd < 0) return fd == -EACCES || fd == -EPERM ? 'h' : 0;
  long read = KERNEL3(SYS_read, fd, &byte, 1);
  KERNEL3(SYS_close, fd, 0, 0);
  return read < 0 ? 'h' : 'r';
}

static void say_hello(void) {
  struct message message = {.kind = HELLO};
  if (settings.is_worker) message.credentials = runner_credentials();
  tell_judge(&message);
}

#endif

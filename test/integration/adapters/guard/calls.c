/* Makes the calls that Node does not offer, and prints a line `"name: result"` for each. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *name, long result) {
  const char *what = result >= 0 ? "done" : strerrorname_np(errno);
  printf("\"%s: %s\"\n", name, what == NULL ? "unknown" : what);
  fflush(stdout);
}

static struct sockaddr_in at(int family, const char *host, int port) {
  struct sockaddr_in address = {.sin_family = (sa_family_t)family, .sin_port = htons((in_port_t)port)};
  inet_pton(AF_INET, host, &address.sin_addr);
  return address;
}

static struct mmsghdr message_to(struct sockaddr_in *address) {
  static struct iovec content = {"x", 1};
  struct mmsghdr message = {0};
  message.msg_hdr.msg_name = address;
  message.msg_hdr.msg_namelen = sizeof *address;
  message.msg_hdr.msg_iov = &content;
  message.msg_hdr.msg_iovlen = 1;
  return message;
}

static void connections(int port) {
  struct sockaddr_in open = at(AF_INET, "127.0.0.1", port), closed = at(AF_INET, "10.1.2.3", 80);
  int stream = socket(AF_INET, SOCK_STREAM, 0);
  say("connect by number", syscall(SYS_connect, stream, &closed, sizeof closed));
  say("connect by number to the base URL", syscall(SYS_connect, stream, &open, sizeof open));
  say("send on a connection", sendto(stream, "x", 1, MSG_NOSIGNAL, NULL, 0));
  int second = socket(AF_INET, SOCK_STREAM, 0);
  say("fast open", sendto(second, "x", 1, MSG_FASTOPEN, (void *)&closed, sizeof closed));
  say("io_uring", syscall(425, 1, NULL));
}

static void packets(int port) {
  struct sockaddr_in open = at(AF_INET, "127.0.0.1", port), closed = at(AF_INET, "10.1.2.3", 53);
  struct sockaddr_in unspecified = at(AF_UNSPEC, "10.1.2.3", 53);
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  struct mmsghdr both[2] = {message_to(&open), message_to(&closed)};
  say("sendmsg", sendmsg(fd, &both[1].msg_hdr, 0));
  say("sendmsg by number", syscall(SYS_sendmsg, fd, &both[1].msg_hdr, 0));
  printf("\"sendmmsg: %d of 2\"\n", sendmmsg(fd, both, 2, 0));
  say("sendmmsg refused first", sendmmsg(fd, both + 1, 1, 0));
  say("sendto without a family", sendto(fd, "x", 1, 0, (void *)&unspecified, sizeof unspecified));
  say("connect without a family", connect(fd, (void *)&unspecified, sizeof unspecified));
  say("a short address", connect(fd, (void *)&closed, 4));
  say("a raw socket", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
  say("packets", socket(AF_PACKET, SOCK_DGRAM, 0));
  say("a virtual machine", socket(AF_VSOCK, SOCK_STREAM, 0));
}

static void processes(void) {
  pid_t parent = getppid();
  say("kill by number", syscall(SYS_kill, parent, SIGCONT));
  say("tgkill", syscall(SYS_tgkill, parent, parent, SIGCONT));
  say("tkill", syscall(SYS_tkill, parent, SIGCONT));
  say("tgkill itself", syscall(SYS_tgkill, getpid(), getpid(), SIGCONT));
  say("a signal by descriptor", syscall(SYS_pidfd_send_signal, 0, SIGCONT, NULL, 0));
  say("killpg", killpg(getpgid(parent), SIGCONT));
}

static void starts(void) {
  char *arguments[] = {"x", NULL}, *nothing[] = {NULL};
  pid_t pid;
  errno = posix_spawn(&pid, "/bin/true", NULL, NULL, arguments, nothing);
  say("posix_spawn", -1);
  say("execve", execve("/bin/true", arguments, nothing));
  say("execve by number", syscall(SYS_execve, "/bin/true", arguments, nothing));
  say("execvp", execvp("true", arguments));
  say("execv", execv("/bin/true", arguments));
  say("fexecve", fexecve(0, arguments, nothing));
}

int main(int count, char **arguments) {
  int port = count > 1 ? atoi(arguments[1]) : 0;
  connections(port);
  packets(port);
  processes();
  starts();
  return 0;
}

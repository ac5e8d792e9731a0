/* Whether a process may send to an address. Public addresses pass at once. */
#ifndef WAYWISER_REACH_H
#define WAYWISER_REACH_H

#include "judge.h"

#define TCP 6
#define UDP 17
#define DNS_PORT 53
/* Remembered permissions of a process; further ones are asked for each time. */
#define MAX_REMEMBERED 64

static struct {
  struct target target;
  unsigned char protocol;
  /* Set last, so that no thread sees half an entry. */
  int complete;
} remembered[MAX_REMEMBERED];
static unsigned remembered_count;

static int same_target(const struct target *one, const struct target *other) {
  return one->port == other->port && same_bytes(one->address, other->address, 16);
}

static int is_remembered(const struct target *target, unsigned char protocol) {
  for (unsigned at = 0; at < MAX_REMEMBERED; at++) {
    if (!__atomic_load_n(&remembered[at].complete, __ATOMIC_ACQUIRE)) continue;
    if (remembered[at].protocol == protocol && same_target(&remembered[at].target, target)) return 1;
  }
  return 0;
}

static void remember(const struct target *target, unsigned char protocol) {
  unsigned at = __atomic_fetch_add(&remembered_count, 1, __ATOMIC_RELAXED);
  if (at >= MAX_REMEMBERED) {
    __atomic_store_n(&remembered_count, MAX_REMEMBERED, __ATOMIC_RELAXED);
    return;
  }
  remembered[at].target = *target;
  remembered[at].protocol = protocol;
  __atomic_store_n(&remembered[at].complete, 1, __ATOMIC_RELEASE);
}

/* One bit a port at which this process has connected to a public address. */
static unsigned public_ports[65536 / 32];

static void note_public(unsigned short port) {
  unsigned bit = 1u << (port % 32), *word = &public_ports[port / 32];
  if (!(__atomic_load_n(word, __ATOMIC_RELAXED) & bit)) __atomic_fetch_or(word, bit, __ATOMIC_RELAXED);
}

static int was_public(unsigned short port) {
  return __atomic_load_n(&public_ports[port / 32], __ATOMIC_RELAXED) >> (port % 32) & 1;
}

/* What no setting allows: the platform's own interfaces. */
static int is_denied(const struct target *target) {
  if (settings.denied_loopback != 0 && settings.denied_loopback == target->port &&
      is_loopback(target->address))
    return 1;
  for (unsigned at = 0; at < settings.denied_count; at++) {
    const struct target *denied = &settings.denied[at];
    if (denied->port != 0 && denied->port != target->port) continue;
    if (same_bytes(denied->address, target->address, 16)) return 1;
  }
  return 0;
}

static int is_resolver(const struct target *target) {
  for (unsigned at = 0; at < settings.resolver_count; at++)
    if (same_target(&settings.resolvers[at], target)) return 1;
  return 0;
}

static unsigned char protocol_of(int fd) {
  int type = 0;
  unsigned length = sizeof type;
  if (KERNEL(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, &type, &length, 0) != 0) return UDP;
  return type == SOCK_STREAM ? TCP : UDP;
}

static int may_reach_special(int fd, const struct target *target) {
  struct message message = {.protocol = protocol_of(fd), .port = target->port};
  for (unsigned at = 0; at < 16; at++) message.address[at] = target->address[at];
  if (is_denied(target)) {
    message.kind = REFUSED;
    tell_judge(&message);
    return 0;
  }
  if (message.protocol == UDP && is_resolver(target)) return 1;
  if (is_remembered(target, message.protocol)) return 1;
  message.kind = QUESTION;
  message.was_public = (unsigned char)was_public(target->port);
  char answer = tell_judge(&message);
  if (answer == ALLOW_ALWAYS) remember(target, message.protocol);
  return answer == ALLOW_ALWAYS || answer == ALLOW_ONCE;
}

static int may_reach_internet(int fd, const struct target *target) {
  if (is_special(target->address)) return may_reach_special(fd, target);
  note_public(target->port);
  return 1;
}

/*
 * Of an address that is given to connect() or sent to. Too short ones pass: the kernel refuses
 * them. It takes a missing family for IPv4 when something is sent; connect() ends a connection.
 */
static int may_reach(int fd, const void *address, unsigned length, int sends) {
  const struct sockaddr *any = address;
  struct target target;
  if (!settings.active || address == 0 || length < sizeof any->sa_family) return 1;
  int family = any->sa_family == AF_UNSPEC && sends ? AF_INET : any->sa_family;
  switch (family) {
    case AF_UNSPEC:
    case AF_UNIX:
    case AF_NETLINK:
      return 1;
    case AF_INET:
      if (length < sizeof(struct sockaddr_in)) return 1;
      read_v4(address, &target);
      return may_reach_internet(fd, &target);
    case AF_INET6:
      /* The kernel accepts addresses without a scope (RFC 2133). */
      if (length < offsetof(struct sockaddr_in6, sin6_scope_id)) return 1;
      read_v6(address, &target);
      return may_reach_internet(fd, &target);
    default:
      return 0;
  }
}

/* Raw packets and sockets of machines carry addresses that are not seen here. */
static int may_open(int family, int type) {
  if (!settings.active || family == AF_UNIX || family == AF_NETLINK) return 1;
  int form = type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
  return (family == AF_INET || family == AF_INET6) && (form == SOCK_STREAM || form == SOCK_DGRAM);
}

#endif

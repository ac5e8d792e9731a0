/* Internet addresses in one form of 16 bytes, and which of them are outside the public internet. */
#ifndef WAYWISER_ADDRESS_H
#define WAYWISER_ADDRESS_H

#include <netinet/in.h>

#include "kernel.h"

/* An IPv4 address has the form ::ffff:a.b.c.d. The port is in host order. */
struct target {
  unsigned char address[16];
  unsigned short port;
};

struct range {
  unsigned char prefix[16];
  unsigned char bits;
};

#define V4(a, b, c, d, length) {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}, 96 + length}

/* The ranges of special-ranges.ts, which names their sources: a test compares them. */
static const struct range SPECIAL_V4[] = {
    V4(0, 0, 0, 0, 8),       V4(10, 0, 0, 0, 8),      V4(100, 64, 0, 0, 10),
    V4(127, 0, 0, 0, 8),     V4(168, 63, 129, 16, 32), V4(169, 254, 0, 0, 16),
    V4(172, 16, 0, 0, 12),   V4(192, 0, 0, 0, 24),    V4(192, 0, 2, 0, 24),
    V4(192, 31, 196, 0, 24), V4(192, 52, 193, 0, 24), V4(192, 88, 99, 0, 24),
    V4(192, 168, 0, 0, 16),  V4(192, 175, 48, 0, 24), V4(198, 18, 0, 0, 15),
    V4(198, 51, 100, 0, 24), V4(203, 0, 113, 0, 24),  V4(224, 0, 0, 0, 3),
};

/* Global unicast is 2000::/3 only; these are its exceptions. */
static const struct range GLOBAL_V6 = {{0x20}, 3};
static const struct range SPECIAL_V6[] = {
    {{0x20, 0x01, 0x00}, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x20, 0x02}, 16},
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48},
    {{0x3f, 0xff}, 20},
};

static const struct range MAPPED = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
static const struct range NAT64 = {{0x00, 0x64, 0xff, 0x9b}, 96};
static const struct range LOOPBACK_V4 = V4(127, 0, 0, 0, 8);
static const struct range UNSPECIFIED_V4 = V4(0, 0, 0, 0, 8);

static int in_range(const unsigned char *address, const struct range *range) {
  unsigned whole = range->bits / 8, rest = range->bits % 8;
  if (!same_bytes(address, range->prefix, whole)) return 0;
  return rest == 0 || ((address[whole] ^ range->prefix[whole]) >> (8 - rest)) == 0;
}

static int in_any(const unsigned char *address, const struct range *ranges, unsigned count) {
  for (unsigned at = 0; at < count; at++)
    if (in_range(address, &ranges[at])) return 1;
  return 0;
}

static int is_special_v4(const unsigned char *mapped) {
  return in_any(mapped, SPECIAL_V4, sizeof SPECIAL_V4 / sizeof *SPECIAL_V4);
}

/* Behind such an address in any network, a tunnel may lead to the IPv4 address in it. RFC 5214. */
static int is_special_isatap(const unsigned char *address) {
  static const unsigned char IDENTIFIER[] = {0x00, 0x5e, 0xfe};
  unsigned char mapped[16];
  if ((address[8] & ~0x02) != 0 || !same_bytes(address + 9, IDENTIFIER, 3)) return 0;
  for (unsigned at = 0; at < 16; at++) mapped[at] = at < 12 ? MAPPED.prefix[at] : address[at];
  return is_special_v4(mapped);
}

static int is_special(const unsigned char *address) {
  if (in_range(address, &MAPPED)) return is_special_v4(address);
  if (!in_range(address, &GLOBAL_V6)) return 1;
  if (in_any(address, SPECIAL_V6, sizeof SPECIAL_V6 / sizeof *SPECIAL_V6)) return 1;
  return is_special_isatap(address);
}

/* Loopback, and the unspecified address, which reaches the same sockets. */
static int is_loopback(const unsigned char *address) {
  if (in_range(address, &LOOPBACK_V4) || in_range(address, &UNSPECIFIED_V4)) return 1;
  for (unsigned at = 0; at < 15; at++)
    if (address[at] != 0) return 0;
  return address[15] <= 1;
}

/* Both forms carry an IPv4 address in their last bytes. NAT64 gateways send packets to it. */
static void read_v6(const struct sockaddr_in6 *from, struct target *into) {
  const unsigned char *bytes = from->sin6_addr.s6_addr;
  int translated = in_range(bytes, &NAT64);
  for (unsigned at = 0; at < 16; at++)
    into->address[at] = translated && at < 12 ? MAPPED.prefix[at] : bytes[at];
  into->port = ntohs(from->sin6_port);
}

static void read_v4(const struct sockaddr_in *from, struct target *into) {
  const unsigned char *bytes = (const unsigned char *)&from->sin_addr.s_addr;
  for (unsigned at = 0; at < 16; at++)
    into->address[at] = at < 12 ? MAPPED.prefix[at] : bytes[at - 12];
  into->port = ntohs(from->sin_port);
}

#endif

/* Reads addresses of 16 bytes and writes a letter for each: `s`pecial or `p`ublic. */
#include "address.h"

#include <stdio.h>
#include <string.h>

int main(void) {
  struct sockaddr_in6 given;
  struct target target;
  memset(&given, 0, sizeof given);
  while (fread(&given.sin6_addr, 16, 1, stdin) == 1) {
    read_v6(&given, &target);
    putchar(is_special(target.address) ? 's' : 'p');
  }
  return 0;
}

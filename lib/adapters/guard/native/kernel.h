/*
 * System calls without a C library, so that one file works with every glibc and musl and the calls
 * that this library replaces are never entered again.
 */
#ifndef WAYWISER_KERNEL_H
#define WAYWISER_KERNEL_H

#include <sys/syscall.h>

/* The only symbols of a C library that are imported; both exist in glibc and in musl. */
extern int *__errno_location(void);
extern char **__environ __attribute__((weak));

#if defined(__x86_64__)
static inline long kernel6(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
static inline long kernel6(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory", "cc");
  return x0;
}
#else
#error "The guard knows the system calls of x86-64 and aarch64 only"
#endif

#define KERNEL(number, a, b, c, d, e, f) \
  kernel6((number), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define KERNEL3(number, a, b, c) KERNEL(number, a, b, c, 0, 0, 0)

/* The kernel returns -errno; callers of the C library expect -1 and errno, untouched on success. */
static long as_libc(long result) {
  if (result >= 0 || result < -4095) return result;
  *__errno_location() = (int)-result;
  return -1;
}

static int own_pid(void) { return (int)KERNEL3(SYS_getpid, 0, 0, 0); }

static int group_of(int pid) { return (int)KERNEL3(SYS_getpgid, pid, 0, 0); }

static int same_bytes(const unsigned char *one, const unsigned char *other, unsigned count) {
  for (unsigned at = 0; at < count; at++)
    if (one[at] != other[at]) return 0;
  return 1;
}

/* Whether a text starts with a prefix: the rest of the text, else null. */
static const char *after(const char *text, const char *prefix) {
  while (*prefix != 0)
    if (*text++ != *prefix++) return 0;
  return text;
}

static long decimal(const char *text) {
  long value = 0;
  while (*text >= '0' && *text <= '9') value = 10 * value + (*text++ - '0');
  return value;
}

#endif

/* How the C library's allocator gives memory back: settings of glibc, for a process that runs for months. */
#ifndef WAYWISER_MEMORY_H
#define WAYWISER_MEMORY_H

/* glibc only; other C libraries have no such settings. */
__attribute__((weak)) int mallopt(int setting, int value);

#define M_TRIM_THRESHOLD (-1)
#define M_MMAP_THRESHOLD (-3)
#define M_ARENA_MAX (-8)

/*
 * By default each thread gets an area of its own, and the first large block that is freed raises the size
 * up to which blocks are cut from these areas, which then stay as large as they once had to be. With these
 * values, large blocks return to the system when they are freed. Returns whether all were accepted.
 */
static int limit_areas(void) {
  const int large = 128 * 1024;
  if (!mallopt) return 0;
  return mallopt(M_ARENA_MAX, 1) && mallopt(M_MMAP_THRESHOLD, large) &&
         mallopt(M_TRIM_THRESHOLD, large);
}

#endif

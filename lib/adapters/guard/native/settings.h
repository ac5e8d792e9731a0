/*
 * What the platform tells the guard: one environment variable of lines `name=value`, read once
 * when the library is loaded. A journey that changes its environment later changes nothing.
 */
#ifndef WAYWISER_SETTINGS_H
#define WAYWISER_SETTINGS_H

#include "address.h"

#define VARIABLE "WAYWISER_GUARD="
#define PRELOAD "LD_PRELOAD="
/* Of two roles the last counts: with this line added, the text is that of a child. */
#define AS_BROWSER "\nrole=browser"
/* Upper limits of the lists; guard-environment.ts has the same. */
#define MAX_DENIED 16
#define MAX_RESOLVERS 8
#define MAX_PROGRAMS 16

static struct {
  /* 0: no variable, the library does nothing. */
  int active;
  /* A worker runs a journey; everything that it starts is the browser. */
  int is_worker;
  /* The process that judges, the worker's parent. */
  int runner;
  const char *ask;
  /* Port 0 covers every port of the address. */
  struct target denied[MAX_DENIED];
  unsigned denied_count;
  /* A port that is refused on every loopback address; 0: none. */
  unsigned short denied_loopback;
  struct target resolvers[MAX_RESOLVERS];
  unsigned resolver_count;
  /* Programs that a worker may start; one that ends in "/" stands for a folder. */
  const char *programs[MAX_PROGRAMS];
  unsigned program_count;
  /* For what this process starts. */
  char variable[4096];
  char preload[1024];
} settings;

static int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* 32 hexadecimal digits, a colon, a port. */
static int read_target(const char *text, struct target *into) {
  for (unsigned at = 0; at < 16; at++) {
    int high = hex_digit(text[2 * at]), low = high < 0 ? -1 : hex_digit(text[2 * at + 1]);
    if (low < 0) return 0;
    into->address[at] = (unsigned char)(16 * high + low);
  }
  if (text[32] != ':') return 0;
  into->port = (unsigned short)decimal(text + 33);
  return 1;
}

static void read_line(const char *line) {
  const char *value;
  if ((value = after(line, "role="))) settings.is_worker = after(value, "worker") != 0;
  if ((value = after(line, "ask="))) settings.ask = value;
  if ((value = after(line, "runner="))) settings.runner = (int)decimal(value);
  if ((value = after(line, "denyloopback="))) settings.denied_loopback = (unsigned short)decimal(value);
  if ((value = after(line, "deny=")) && settings.denied_count < MAX_DENIED)
    settings.denied_count += read_target(value, &settings.denied[settings.denied_count]);
  if ((value = after(line, "dns=")) && settings.resolver_count < MAX_RESOLVERS)
    settings.resolver_count += read_target(value, &settings.resolvers[settings.resolver_count]);
  if ((value = after(line, "exec=")) && settings.program_count < MAX_PROGRAMS)
    settings.programs[settings.program_count++] = value;
}

/* Copies a text; 0 if it does not fit. */
static unsigned copy(char *into, unsigned size, const char *from) {
  for (unsigned at = 0; at < size; at++)
    if ((into[at] = from[at]) == 0) return at + 1;
  into[0] = 0;
  return 0;
}

/* The lines as separate texts: the settings point into them. */
static char lines[sizeof settings.variable];

static void read_lines(void) {
  for (char *at = lines, *line = lines;; at++) {
    char end = *at;
    if (end != '\n' && end != 0) continue;
    *at = 0;
    read_line(line);
    line = at + 1;
    if (end == 0) return;
  }
}

static void read_variable(const char *value) {
  char *own = settings.variable;
  unsigned size = sizeof settings.variable - sizeof AS_BROWSER;
  settings.active = 1;
  settings.is_worker = 1;
  own += copy(own, size, VARIABLE) - 1;
  /* What does not fit is not read: then there is no judge, and nothing special is reached. */
  unsigned length = copy(own, size - sizeof VARIABLE, value);
  if (length == 0) return;
  copy(lines, sizeof lines, value);
  read_lines();
  if (settings.is_worker) copy(own + length - 1, sizeof AS_BROWSER, AS_BROWSER);
}

static void read_settings(char *const *environment) {
  for (; environment != 0 && *environment != 0; environment++) {
    const char *value = after(*environment, VARIABLE);
    if (value != 0) read_variable(value);
    if (after(*environment, PRELOAD)) copy(settings.preload, sizeof settings.preload, *environment);
  }
}

#endif

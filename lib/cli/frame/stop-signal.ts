/** Resolves when somebody wants an end: Ctrl-C, a kill, or the reader of standard output has gone. */
export async function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve());
    }
    // The reader of a pipe has gone, as a terminal goes with SIGHUP.
    process.stdout.once('error', () => resolve());
  });
}

/** Waits for work, and no longer than a limit. */
export async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

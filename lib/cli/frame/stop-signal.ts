/** Resolves on SIGINT, SIGTERM or SIGHUP, or when the reader of standard output has closed it. */
export async function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve());
    }
    // A closed pipe ends the command as a closed terminal does.
    process.stdout.once('error', () => resolve());
  });
}

/** Waits for work, at most for a time limit in milliseconds. */
export async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}

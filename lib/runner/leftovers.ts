/** How long timers may remain before the worker is replaced. */
const PATIENCE_MS = 1_000;
const POLL_MS = 5;

/**
 * Counts the active timers now. The returned function waits up to one second until no further
 * timers remain, except those of libraries, and returns whether that was reached. Without leftovers
 * it takes one turn of the event loop, in which unhandled rejections are reported.
 */
export function leftoverWatch(): (ownTimers: () => number) => Promise<boolean> {
  const before = active('Timeout');

  return async (ownTimers) => {
    await turn();
    const patience = PATIENCE_MS / POLL_MS;
    // An immediate runs once: one that is still active was set again.
    for (
      let round = 0;
      active('Timeout') - ownTimers() > before || active('Immediate') > 0;
      round += 1
    ) {
      if (round >= patience) return false;
      await pause();
    }

    return true;
  };
}

function active(kind: 'Timeout' | 'Immediate'): number {
  return process.getActiveResourcesInfo().filter((each) => each === kind).length;
}

async function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, POLL_MS);
  });
}

/** How long leftovers may go on before the worker is given up. */
const PATIENCE_MS = 1_000;
const POLL_MS = 5;

/**
 * Notes the active timers now; the result waits until no more than those are left, beside those of
 * libraries, for at most a second, and says whether that was reached. A body that left nothing costs
 * one turn of the loop, in which rejections that nobody handled come to light.
 */
export function leftoverWatch(): (ownTimers: () => number) => Promise<boolean> {
  const before = active('Timeout');

  return async (ownTimers) => {
    await turn();
    const patience = PATIENCE_MS / POLL_MS;
    // An immediate is gone after its turn, whoever's it was: one that is there now was armed again.
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

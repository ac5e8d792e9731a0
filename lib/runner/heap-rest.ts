/**
 * Returns a function that collects garbage now. Called between attempts, so that the next one starts
 * from a collected heap: a pause for an earlier run's rubbish is not part of its time, and resident
 * memory stays level. Needs `--expose-gc`; without it, nothing is done.
 */
export function heapRest(): () => void {
  const collect = globalThis.gc;
  // Only the worker decides when: journeys do not see it.
  Reflect.deleteProperty(globalThis, 'gc');

  return () => {
    collect?.();
  };
}

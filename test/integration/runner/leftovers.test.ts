import { execFileSync } from 'node:child_process';

/**
 * Arms timers of the given lengths after a watch has begun, and says whether and when it settled: in
 * a process of its own, because it counts all timers of its process, and a test's runner has some.
 */
function settle(
  lengthsMs: readonly number[],
  ownTimers: number,
): { readonly isClean: boolean; readonly tookMs: number } {
  const program = `
    import { leftoverWatch } from './lib/runner/leftovers.ts';
    const settled = leftoverWatch();
    for (const ms of ${JSON.stringify(lengthsMs)}) setTimeout(() => undefined, ms);
    const start = performance.now();
    const isClean = await settled(() => ${ownTimers});
    console.log(JSON.stringify({ isClean, tookMs: performance.now() - start }));
    process.exit();`;

  return JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      encoding: 'utf8',
    }),
  );
}

describe('leftoverWatch()', () => {
  test('waits for timers that were armed since, and is clean when they are gone', () => {
    const { isClean, tookMs } = settle([100], 0);

    expect(isClean).toBe(true);
    expect(tookMs).toBeGreaterThan(90);
  });

  test("does not wait for a library's timers that are declared", () => {
    const { isClean } = settle([9_000], 1);

    expect(isClean).toBe(true);
  });

  test("stops waiting for a leftover next to a library's timer after a second", () => {
    const { isClean, tookMs } = settle([9_000, 9_000], 1);

    expect(isClean).toBe(false);
    expect(tookMs).toBeGreaterThan(900);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DevOptions, readTimeOptions } from '../../../../lib/cli/dev/dev-time-options.ts';
import {
  compressedBanner,
  compressedPaths,
  compressedStartMs,
  startCompressedTime,
} from '../../../../lib/cli/frame/dev-time.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import { DAY_MS } from '../../../../lib/core/base/time.ts';

describe('readTimeOptions()', () => {
  it('readTimeOptions() leaves time as it is when nothing is said', () => {
    expect(read({})).toEqual({ kind: 'time', scale: null });
  });

  it('readTimeOptions() fills in an hourly schedule and 120 days', () => {
    const schedule = { kind: 'rate', everyMinutes: 60 };

    expect(read({ timeScale: '8640' })).toEqual({
      kind: 'time',
      scale: { scale: 8_640, days: 120, schedule },
    });
  });

  it.each([
    [{ timeScale: '0' }, '--time-scale "0"; expected a whole number from 2 to 43200'],
    [{ timeScale: '-5' }, '--time-scale "-5"'],
    [{ timeScale: '1e9' }, '--time-scale "1e9"'],
    [{ timeScale: '10', days: '0' }, '--days "0"; expected a whole number from 1 to 400'],
    [{ timeScale: '10', every: '90s' }, '--every "90s"'],
    [{ timeScale: '8640', every: '5m' }, '34.7 ms; expected at least 100 ms between two runs'],
    [{ every: '1h' }, 'Cannot use --every in real time'],
    [{ days: '3' }, 'Cannot use --days in real time'],
  ])('readTimeOptions() refuses %j', (options, words) => {
    const request = read(options);

    expect(request).toEqual({ kind: 'problems', problems: [expect.stringContaining(words)] });
  });
});

describe('startCompressedTime()', () => {
  it('startCompressedTime() goes on where the one before ended, and marks the folder', async () => {
    const dir = await temporaryDir();
    const paths = { stateDir: dir.path };
    const fromMs = compressedStartMs(3, paths);
    expect(compressedBanner(dir.path)).toBeNull();
    const time = startCompressedTime({ scale: 8_640, fromMs }, paths);

    time.stop();
    const reachedMs = time.clock.epochMs();

    expect(fromMs % DAY_MS).toBe(0);
    expect(compressedStartMs(3, paths)).toBeGreaterThanOrEqual(fromMs);
    expect(compressedStartMs(3, paths)).toBeLessThanOrEqual(reachedMs);
    expect(compressedBanner(dir.path)).toBe(
      'Compressed time: one day takes 10 s. Timestamps are simulated, durations are measured.',
    );
    await dir.remove();
  });

  it('compressedStartMs() refuses a history that has reached the present', async () => {
    const dir = await temporaryDir();
    mkdirSync(dir.path, { recursive: true });
    const reached = new Date().toISOString();
    writeFileSync(path.join(dir.path, 'clock.json'), JSON.stringify({ scale: 60, reached }));

    expect(() => compressedStartMs(3, { stateDir: dir.path })).toThrow(
      /has reached the present; delete that folder/,
    );
    await dir.remove();
  });

  it('compressedPaths() keeps compressed history apart from what was measured at its instants', () => {
    const paths = pathsOf({ cwd: '/shop', env: {} }, '/dist');

    const compressed = compressedPaths(paths);

    expect(compressed.stateDir).toBe('/shop/.waywiser/compressed');
    expect(compressed.evidenceRoot).toBe('/shop/.waywiser/compressed/evidence');
    expect(compressed.bundleCacheDir).toBe(paths.bundleCacheDir);
    const env = { WAYWISER_STATE: '.waywiser/compressed' };
    expect(pathsOf({ cwd: '/shop', env }, '/dist').stateDir).toBe(compressed.stateDir);
  });
});

function read(options: Partial<DevOptions>): ReturnType<typeof readTimeOptions> {
  return readTimeOptions({ journeys: [], ...options });
}

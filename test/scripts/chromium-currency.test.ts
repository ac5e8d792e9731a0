import {
  currencyProblem,
  isSound,
  type TrialCount,
  type TriedVersion,
} from '../../scripts/chromium/currency.ts';
import { PACKAGED_CHROMIUM } from '../support/chromium-version.ts';
import { TRIED_VERSIONS } from '../../scripts/chromium/tried-versions.ts';

const NOW_MS = Date.UTC(2026, 10, 30);

function tried(version: string, passes: boolean): TriedVersion {
  return { version, publishedOn: '2026-01-01', passes, evidence: '' };
}

function problem(published: Readonly<Record<string, string>>, ...others: TriedVersion[]) {
  return currencyProblem('147.0.0', [tried('147.0.0', true), ...others], {
    published,
    nowMs: NOW_MS,
  });
}

describe('currencyProblem()', () => {
  test('is null when nothing newer was published', () => {
    expect(problem({ '147.0.0': '2026-04-10', '146.9.9': '2026-01-01' })).toBeNull();
  });

  test('names a newer version that passes, once it is out for more than 60 days', () => {
    const newer = tried('149.0.0', true);

    expect(problem({ '149.0.0': '2026-10-01T00:00:00Z' }, newer)).toBeNull();
    expect(problem({ '149.0.0': '2026-09-30T00:00:00Z' }, newer)).toBe(
      'Chromium 147.0.0 is used, but 149.0.0 of 2026-09-30 passes',
    );
  });

  test('names a newer version that was not tried, but none that failed', () => {
    const published = { '147.0.1': '2026-04-17', '152.0.0': '2026-09-08' };

    expect(problem(published, tried('152.0.0', false))).toBe(
      'Chromium 147.0.0 is used, but 147.0.1 of 2026-04-17 was not tried',
    );
  });

  test('compares numbers, and passes over pre-releases', () => {
    expect(problem({ '99.0.0': '2020-01-01', '1000.0.0-next.1': '2020-01-01' })).toBeNull();
    expect(problem({ '1000.0.0': '2020-01-01' })).toContain('1000.0.0');
  });

  test('names the used version when it failed or was not tried', () => {
    const frame = { published: {}, nowMs: NOW_MS };

    expect(currencyProblem('9.0.0', [], frame)).toContain('not known to pass');
    expect(currencyProblem('9.0.0', [tried('9.0.0', false)], frame)).toContain('not known to pass');
  });
});

describe('isSound()', () => {
  const good: TrialCount = {
    mode: 'multi-process',
    runs: 10,
    passed: 10,
    causes: {},
    coreDumps: 0,
    meanMs: 1,
  };
  const single: TrialCount = { ...good, mode: 'single-process' };

  test('is true only when both process models pass every run without a core dump', () => {
    expect(isSound([good, single])).toBe(true);
    expect(isSound([good])).toBe(false);
    expect(isSound([good, { ...single, passed: 9 }])).toBe(false);
    expect(isSound([good, { ...single, coreDumps: 1 }])).toBe(false);
    expect(isSound([good, { ...single, runs: 0, passed: 0 }])).toBe(false);
  });
});

test('the version in use is one that was tried, and the newest that passes', () => {
  const published = Object.fromEntries(
    TRIED_VERSIONS.map(({ version, publishedOn }) => [version, publishedOn]),
  );

  expect(
    currencyProblem(PACKAGED_CHROMIUM, TRIED_VERSIONS, { published, nowMs: Infinity }),
  ).toBeNull();
});

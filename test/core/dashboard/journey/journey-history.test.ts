import { readJourney } from '../../../../lib/core/dashboard/journey/read-journey.ts';
import { memoryAnnotationStore, memoryFindingStore } from '../../../fakes/memory-trend-stores.ts';
import { dashboardProject } from '../../../support/dashboard-parts.ts';
import { finding } from '../../../support/findings.ts';
import {
  EVERY_10,
  pageOf,
  portsOf,
  REQUEST,
  ROLLED_MS,
  timedRun,
} from '../../../support/journey-pages.ts';
import {
  storeRuns,
  type StoredRuns,
  rollUpRuns,
  runsBetween,
} from '../../../support/stored-runs.ts';
import { runRecord } from '../../../support/run-records.ts';

describe('readJourney()', () => {
  let stored: StoredRuns;

  beforeAll(async () => {
    stored = await storeRuns(runsBetween(EVERY_10, timedRun), ROLLED_MS);
  });

  test('readJourney() reads rollups again that a late record has changed', async () => {
    const late = runRecord({ scheduledAt: '2026-11-22T10:00:00.000Z', durationMs: 450 });
    const records = runsBetween(EVERY_10, timedRun).filter(({ runId }) => runId !== late.runId);
    const own = await storeRuns(records, ROLLED_MS);
    const ports = portsOf(own);
    const before = await pageOf(ports);
    await rollUpRuns([...records, late], ROLLED_MS, own.rollups);

    const after = await pageOf(ports);

    const n = [before, after].map(({ regions }) => regions[0]?.bands?.n.slice(-2));
    expect(n).toEqual([
      [143, 74],
      [144, 74],
    ]);
    expect(after.regions[0]?.availability.counts.passed).toBe(
      (before.regions[0]?.availability.counts.passed ?? 0) + 1,
    );
  });

  test('readJourney() queries only the newest slots when the rest is cached', async () => {
    const ports = portsOf(stored);
    await pageOf(ports);
    const { queries } = stored.rollups;

    await pageOf(ports);

    // The slots of the last days, and of the last hours.
    expect(stored.rollups.queries - queries).toBe(2);
  });

  test('readJourney() of a past range has no later runs', async () => {
    const range = { fromMs: Date.UTC(2026, 10, 14, 3, 10), toMs: Date.UTC(2026, 10, 15, 4, 30) };

    const { regions, range: covered } = await pageOf(portsOf(stored), { range });

    expect(covered).toEqual({ fromMs: Date.UTC(2026, 10, 14, 3), toMs: Date.UTC(2026, 10, 15, 5) });
    expect(regions[0]?.availability.counts.passed).toBe(26 * 6);
    expect(regions[0]?.runs).toHaveLength(30);
    expect(regions[0]?.runs[0]?.startedAt).toBe('2026-11-15T04:50:00.000Z');
    // The last run of all, whatever the range.
    expect(regions[0]?.last?.startedAt).toBe('2026-11-23T12:10:00.000Z');
  });

  test('readJourney() ends a long range within a day', async () => {
    const range = { fromMs: Date.UTC(2026, 10, 11), toMs: Date.UTC(2026, 10, 20, 6) };

    const { regions } = await pageOf(portsOf(stored), { range });

    expect(regions[0]?.availability.counts.passed).toBe((9 * 24 + 6) * 6);
    expect(regions[0]?.bands?.n).toEqual([...Array.from({ length: 9 }, () => 144), 36]);
  });

  test('readJourney() lists the newest runs, rolled up or not', async () => {
    const ports = portsOf(stored);
    await pageOf(ports);

    const { regions } = await pageOf(ports);

    const starts = regions[0]?.runs.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(
      Array.from({ length: 30 }, (_, index) =>
        new Date(Date.UTC(2026, 10, 23, 12, 10 - index * 10)).toISOString(),
      ),
    );
  });

  test('readJourney() has the findings that were open in the range, notes and alarms', async () => {
    const findings = memoryFindingStore();
    const resolved = finding({
      resolved: { at: '2026-11-12T00:40:00.000Z', code: 'not-detected' },
    });
    const over = finding({
      id: 'drift-2026-10-01T00:40:00.000Z',
      foundAt: '2026-10-01T00:40:00.000Z',
      resolved: { at: '2026-11-01T00:40:00.000Z', code: 'not-detected' },
    });
    for (const each of [
      over,
      { ...resolved, foundAt: '2026-11-01T00:40:00.000Z' },
      finding({ metric: 'lcp' }),
    ]) {
      await findings.putFinding(each);
    }
    const annotations = memoryAnnotationStore();
    const note = { journey: '*', text: 'v2', kind: 'deploy', by: null } as const;
    await annotations.putAnnotation({ ...note, at: '2026-11-20T10:00:00.000Z' });
    await annotations.putAnnotation({ ...note, at: '2026-11-02T10:00:00.000Z' });
    const alarm = { label: 'down', state: 'OK', sinceMs: null, runbookUrl: null } as const;
    const alarms = { statusesOf: async () => [alarm] };

    const page = await pageOf(portsOf(stored, { findings, annotations, alarms }));

    expect(page.findings.map(({ metric }) => metric)).toEqual(['duration', 'lcp']);
    expect(page.notes.map(({ at }) => at)).toEqual(['2026-11-20T10:00:00.000Z']);
    expect(page.alarms).toEqual([alarm]);
  });

  test('readJourney() shows the history of a removed journey, and is null for an unknown one', async () => {
    const ports = portsOf(stored);
    const project = dashboardProject({ source: 'deployed' });

    const removed = await readJourney(REQUEST, project, ports);
    const unknown = await readJourney({ ...REQUEST, journey: 'nobody' }, project, ports);

    expect(removed).toMatchObject({ journeyKind: 'api', file: null, schedule: null, alarms: [] });
    expect(removed?.regions[0]?.bands?.n).toHaveLength(13);
    expect(unknown).toBeNull();
  });
});

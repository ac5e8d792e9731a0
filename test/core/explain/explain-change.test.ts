import { explainChange } from '../../../lib/core/explain/explain-change.ts';
import type { ExplainInput } from '../../../lib/core/explain/explain-input.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import type { Annotation } from '../../../lib/core/record/annotation.ts';
import {
  instrumentReading,
  requestPhases,
  requestRecord,
  stepRecord,
} from '../../support/record-parts.ts';
import { changeAt, hourlyRollups, inputOfChange } from '../../support/generated-history.ts';
import { runRecord } from '../../support/run-records.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/base/time.ts';

const START_MS = Date.UTC(2026, 7, 1);
const CHANGE_MS = START_MS + 14 * DAY_MS;
const DAYS = 28;
const EVERY_MS = 4 * HOUR_MS;

/** What one run is like at an instant, in milliseconds. */
interface Day {
  readonly openMs: number;
  readonly payMs: number;
  readonly record?: Partial<RunRecord>;
}

/** Four weeks of runs every four hours, with a change in the middle. */
function inputOf(dayOf: (atMs: number) => Day, changes: Partial<ExplainInput> = {}): ExplainInput {
  const records = Array.from({ length: (DAYS * DAY_MS) / EVERY_MS }, (_, index) => {
    const atMs = START_MS + index * EVERY_MS;

    return runOf(atMs, dayOf(atMs), index);
  });

  return inputOfChange(hourlyRollups(records), changeAt(CHANGE_MS), changes);
}

/** Two steps of one request each, which waits all the time but for 10 ms and a little noise. */
function runOf(atMs: number, { openMs, payMs, record }: Day, index: number): RunRecord {
  const noiseMs = index % 3;
  const open = openMs + noiseMs;

  return runRecord({
    scheduledAt: new Date(atMs).toISOString(),
    durationMs: open + payMs + 10,
    steps: [
      stepRecord({ name: 'open', startMs: 0, durationMs: open }),
      stepRecord({ name: 'pay', startMs: open, durationMs: payMs }),
    ],
    requests: [
      requestRecord({ startMs: 10, phases: requestPhases({ waitMs: open - 10 }) }),
      requestRecord({ startMs: open + 10, phases: requestPhases({ waitMs: payMs - 10 }) }),
    ],
    ...record,
  });
}

function isAfter(atMs: number): boolean {
  return atMs >= CHANGE_MS;
}

function payingLonger(atMs: number): Day {
  return { openMs: 100, payMs: isAfter(atMs) ? 260 : 200 };
}

function note(hoursAfter: number, kind: Annotation['kind'], text: string): Annotation {
  const at = new Date(CHANGE_MS + hoursAfter * HOUR_MS).toISOString();

  return { at, journey: '*', text, kind, by: 'ci' };
}

describe('explainChange()', () => {
  it('explainChange() takes a change apart by step, host and phase', () => {
    const { decomposition, causes } = explainChange(inputOf(payingLonger));

    expect(decomposition?.beforeMs).toBeCloseTo(311, 9);
    expect(decomposition?.changeMs).toBeCloseTo(60, 9);
    expect(decomposition?.runs).toEqual({ before: 42, after: 42 });
    expect(decomposition?.terms[0]).toMatchObject({
      part: { step: 'pay', host: 'shop.test', phase: 'wait' },
      beforeMs: 190,
      afterMs: 250,
      changeMs: 60,
    });
    expect(decomposition?.steps[0]).toEqual({ step: 'pay', changeMs: 60 });
    expect(causes[0]).toMatchObject({
      code: 'step-changed',
      step: 'pay',
      mostly: { phase: 'wait', host: 'shop.test' },
      onlyIn: null,
      carries: { by: 'itself' },
    });
    expect(causes[0]?.carries?.ms).toBeCloseTo(60, 1);
  });

  it('explainChange() takes a change of one step apart by that step alone', () => {
    const { decomposition } = explainChange(inputOf(payingLonger, { metric: 'step:pay' }));

    expect(decomposition).toMatchObject({ beforeMs: 200, afterMs: 260, changeMs: 60 });
    expect(decomposition?.terms.map(({ part }) => 'step' in part && part.step)).toEqual([
      'pay',
      'pay',
    ]);
    expect(decomposition?.unaccountedMs).toBeCloseTo(0, 6);
  });

  it('explainChange() names the phase, not a step, where every step waits longer', () => {
    const { causes } = explainChange(
      inputOf((atMs) =>
        isAfter(atMs) ? { openMs: 145, payMs: 295 } : { openMs: 100, payMs: 200 },
      ),
    );

    expect(causes[0]).toMatchObject({ kind: 'phase', subject: 'wait@shop.test' });
  });

  it('explainChange() names a version that changed at the moment, and not one that changed half a day before', () => {
    const { causes, instrument } = explainChange(
      inputOf((atMs) => ({
        ...payingLonger(atMs),
        record: {
          journeyVersion: isAfter(atMs) ? 'new' : 'old',
          instrument: instrumentReading({
            nodeVersion: atMs < CHANGE_MS - 14 * HOUR_MS ? '22.1.0' : '24.1.0',
          }),
        },
      })),
    );

    expect(causes[0]).toMatchObject({
      kind: 'version',
      subject: 'journey',
      before: 'old',
      after: 'new',
      at: new Date(CHANGE_MS).toISOString(),
      code: 'version-changed',
    });
    expect(causes.map(({ subject }) => subject)).not.toContain('node');
    expect(instrument).toBe(false);
  });

  it('explainChange() does not blame a machine that got slower where it carries nothing', () => {
    const { causes, instrument } = explainChange(
      inputOf((atMs) => ({
        ...payingLonger(atMs),
        record: { instrument: instrumentReading({ cpuCheckMs: isAfter(atMs) ? 4 : 3 }) },
      })),
    );

    expect(causes[0]?.subject).toBe('step:pay');
    expect(causes.find(({ kind }) => kind === 'instrument')?.fit).toBeLessThan(0.5);
    expect(instrument).toBe(false);
  });

  it('explainChange() lets notes around the moment take part, deployments before others', () => {
    const { causes } = explainChange(
      inputOf(payingLonger, {
        annotations: [
          note(-1, 'note', 'moved the database'),
          note(0, 'deploy', 'v1.42'),
          note(-40, 'deploy', 'v1.41'),
          note(5, 'deploy', 'v1.43'),
        ],
      }),
    );

    expect(causes.filter(({ kind }) => kind === 'note')).toMatchObject([
      { code: 'noted', subject: 'deploy', by: 'ci', text: 'v1.42' },
      { code: 'noted', subject: 'note', by: 'ci', text: 'moved the database' },
    ]);
    expect(causes[0]).toMatchObject({ code: 'noted', text: 'v1.42' });
  });

  it('explainChange() names the address of a host, and what caches answer, where they flipped', () => {
    const { causes } = explainChange(
      inputOf((atMs) => {
        const day = payingLonger(atMs);
        const facts = isAfter(atMs)
          ? { remoteAddress: '192.0.2.2', cache: 'MISS' }
          : { remoteAddress: '192.0.2.1', cache: 'HIT' };
        const requests = runOf(atMs, day, 0).requests.map((request) => ({ ...request, ...facts }));

        return { ...day, record: { requests } };
      }),
    );

    expect(causes.filter(({ code }) => code === 'host-fact-changed')).toMatchObject([
      { subject: 'address@shop.test', before: '192.0.2.1', after: '192.0.2.2' },
      { subject: 'cache@shop.test', before: 'HIT', after: 'MISS' },
    ]);
  });

  it('explainChange() takes a slower largest paint apart by its parts', () => {
    const { decomposition } = explainChange(
      inputOf(
        (atMs) => ({
          ...payingLonger(atMs),
          record: { vitals: vitalsOf(isAfter(atMs) ? 90 : 30) },
        }),
        { metric: 'lcp' },
      ),
    );

    expect(decomposition).toMatchObject({ beforeMs: 430, afterMs: 490, changeMs: 60 });
    expect(decomposition?.terms).toHaveLength(4);
    expect(decomposition?.terms[0]).toEqual({
      part: { vital: 'lcp:render-delay' },
      beforeMs: 30,
      afterMs: 90,
      changeMs: 60,
    });
    expect(decomposition?.unaccountedMs).toBeCloseTo(0, 9);
  });

  it('explainChange() has no terms for what is no time, or for a span without runs', () => {
    expect(explainChange(inputOf(payingLonger, { metric: 'bytes' })).decomposition).toBeNull();
    expect(
      explainChange(inputOf(payingLonger, { parts: [], metrics: {} })).decomposition,
    ).toBeNull();
  });

  it('explainChange() gives a drift its place before anything that flipped at once', () => {
    const drift = {
      kind: 'drift-test',
      n: 300,
      days: 28,
      slopePerDay: { value: 2, low: 1, high: 3, confidence: 0.95 },
      level: 300,
      p: 0.001,
      inflation: 1,
    } as const;
    const { causes } = explainChange(
      inputOf(
        (atMs) => ({
          openMs: 100,
          payMs: 200 + (2 * (atMs - START_MS)) / DAY_MS,
          record: { journeyVersion: isAfter(atMs) ? 'new' : 'old' },
        }),
        { subject: { kind: 'drift', drift } },
      ),
    );

    expect(causes.slice(0, 2).map(({ subject, at }) => [subject, at])).toEqual([
      ['step:pay', null],
      ['journey', null],
    ]);
  });
});

function vitalsOf(renderMs: number): RunRecord['vitals'] {
  return {
    navigations: [],
    lcp: {
      value: 400 + renderMs,
      attribution: {
        element: 'img',
        timeToFirstByte: 100,
        resourceLoadDelay: 50,
        resourceLoadDuration: 250,
        elementRenderDelay: renderMs,
      },
    },
  };
}

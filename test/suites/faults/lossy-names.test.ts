import { lossyCampaign } from './lossy/campaign.ts';
import type { LossyFigures, LossySeries } from './lossy/options.ts';

/** `all`: as many runs as the published figures have. Else enough to see the old false failures. */
const IS_WHOLE = process.env['WAYWISER_FAULTS'] === 'all';
const DEADLINE_MS = 3_600_000;

const SERIES: readonly LossySeries[] = (
  [
    { kind: 'api', loss: 0.01, runs: IS_WHOLE ? 2_500 : 50, timeout: '' },
    { kind: 'api', loss: 0.05, runs: IS_WHOLE ? 1_250 : 50, timeout: '' },
    { kind: 'api', loss: 0.05, runs: IS_WHOLE ? 1_250 : 50, timeout: '2s' },
    { kind: 'browser', loss: 0.01, runs: IS_WHOLE ? 250 : 6, timeout: '' },
    { kind: 'browser', loss: 0.05, runs: IS_WHOLE ? 125 : 6, timeout: '' },
    { kind: 'browser', loss: 0.05, runs: IS_WHOLE ? 125 : 6, timeout: '4s' },
  ] as const
).map((series) => ({ ...series, journeyTimeoutMs: 60_000 }));

/** Nothing is answered, and the journeys have less time than a resolver needs to give up. */
const DEAD: readonly LossySeries[] = (['api', 'browser'] as const).map((kind) => ({
  kind,
  loss: 1,
  runs: 2,
  timeout: '',
  journeyTimeoutMs: 5_000,
}));

function nameOf({ kind, loss, timeout }: LossySeries): string {
  const limit = timeout === '' ? 'the default time-out' : `a time-out of ${timeout}`;

  return `${kind}, ${loss * 100}% loss, ${limit}`;
}

function print(figures: LossyFigures): void {
  const { runs, passed, others, queries, dropped, slow, slowestMs, messages } = figures;
  const rest = Object.entries(others).map(([what, count]) => `${count} ${what}`);
  process.stdout.write(
    `  ${nameOf(figures)}: ${passed} of ${runs} passed${rest.length > 0 ? `, ${rest.join(', ')}` : ''}; ` +
      `${dropped} packets lost, ${queries} queries; ${slow} look-ups of 1 s or longer, slowest ${Math.round(slowestMs)} ms\n`,
  );
  for (const [what, message] of Object.entries(messages)) {
    process.stdout.write(`    ${what}: ${message.slice(0, 300)}\n`);
  }
}

function failuresOf({ others }: LossyFigures): readonly string[] {
  return Object.keys(others).filter((what) => what.startsWith('failed'));
}

describe('a healthy target in a network that loses packets of its name server', () => {
  let report: readonly LossyFigures[] = [];

  beforeAll(async () => {
    report = await lossyCampaign([...SERIES, ...DEAD]);
    report.forEach(print);
  }, DEADLINE_MS);

  test.each(SERIES.map((series, index) => ({ title: nameOf(series), index })))(
    'is never blamed: $title',
    ({ index }) => {
      const figures = report[index];

      expect(figures && failuresOf(figures)).toEqual([]);
      // What is not passed is the monitor's: a browser whose time-out is shorter than the retry of the resolver.
      expect(figures?.passed).toBeGreaterThanOrEqual(0.5 * (figures?.runs ?? 1));
    },
  );

  test('is not blamed by any journey when nothing is answered at all', () => {
    const dead = report.slice(SERIES.length);
    const found = dead.flatMap(({ others }) => Object.keys(others));

    expect(dead.map(({ passed }) => passed)).toEqual(DEAD.map(() => 0));
    // A machine that is busy besides may be starved as well, which the run then says.
    expect(found.filter((each) => each !== 'errored monitor.stalled')).not.toEqual([]);
    expect(found.filter((each) => !/^errored monitor\.(dns|stalled)$/.test(each))).toEqual([]);
  });

  test('was asked for through lost packets, by permitted connections only', () => {
    expect(report.reduce((sum, { dropped }) => sum + dropped, 0)).toBeGreaterThan(10);
    expect(report.filter(({ refused }) => refused > 0)).toEqual([]);
  });
});

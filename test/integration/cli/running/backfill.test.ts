import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { backfill } from '../../../../lib/cli/running/backfill.ts';
import type { BackfillOptions } from '../../../../lib/cli/running/backfill-options.ts';
import type { Io } from '../../../../lib/cli/frame/io.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import { projectDir } from '../../../support/project-dir.ts';

const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('checkout', {
  schedule: every('1m'),
  regions: ['eu-west-1', 'us-east-1'],
}, () => undefined);
`;
const SHORT: BackfillOptions = { scenario: 'drift', days: '2', every: '1h' };

function project(): string {
  return projectDir({ 'journeys/checkout.journey.ts': JOURNEY });
}

async function backfilled(cwd: string, options: BackfillOptions) {
  const printed = { out: '', err: '' };
  const io: Io = {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    color: false,
    isTty: false,
    columns: 100,
    env: {},
    cwd,
  };
  const code = await backfill(options, pathsOf(io, path.resolve('dist')), io);

  return { code, ...printed };
}

/** How many runs and hours of a region the store has, and what was noted. */
async function historyOf(cwd: string, region: string) {
  const stores = await openEmbeddedStore({ dir: path.join(cwd, '.waywiser') });
  const series = { journey: 'checkout', region };
  const range = { since: '2000-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' };
  const runs = await stores.store.queryRuns(series);
  const hours = await stores.rollups.slots(series, 'hour', range);
  const notes = await stores.annotations.annotationsOf('checkout', range);
  await stores.close();

  return { runs: runs.length, hours: hours.length, notes: notes.map(({ text }) => text) };
}

describe('backfill()', () => {
  it('backfill() writes runs and rollups of every region, and a note that says so', async () => {
    const cwd = project();

    const { code, out, err } = await backfilled(cwd, SHORT);

    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/checkout in eu-west-1: \d+ runs\n {4}planted: step "pay" waits 6% longer/);
    const history = await historyOf(cwd, 'us-east-1');
    expect(history.hours).toBeGreaterThanOrEqual(48);
    expect(history.runs).toBe(history.hours);
    expect(history.notes).toEqual([
      expect.stringMatching(/^Made up by waywiser backfill until .* drift, seed 1\. Nothing was/),
    ]);
  });

  it.each([
    ['1h', true],
    ['1m', false],
  ])(
    'backfill() every %s says of a journey each minute whether it has fewer runs than promised: %s',
    async (every, isSaid) => {
      const { out } = await backfilled(project(), { ...SHORT, every, dryRun: true });

      expect(out.includes('Fewer runs than their schedules promise: checkout.')).toBe(isSaid);
    },
  );

  it('backfill() refuses where there is history, and writes nothing', async () => {
    const cwd = project();
    await backfilled(cwd, { ...SHORT, regions: ['eu-west-1'] });

    const { code, err } = await backfilled(cwd, { ...SHORT, scenario: 'steady' });

    expect(code).toBe(2);
    expect(err).toContain('has history of these days already, of journey "checkout" in eu-west-1;');
    expect(err).toContain('WAYWISER_STATE=.waywiser/demo waywiser backfill');
    expect((await historyOf(cwd, 'us-east-1')).hours).toBe(0);
  });

  it('backfill() writes nothing in a dry run, and tells as JSON what is planted', async () => {
    const cwd = project();

    const { code, out } = await backfilled(cwd, {
      scenario: 'dns-one-region',
      dryRun: true,
      json: true,
    });

    expect(code).toBe(0);
    const [first, last] = JSON.parse(out).series;
    expect(first).toMatchObject({ journey: 'checkout', region: 'eu-west-1', planted: [] });
    expect(last).toMatchObject({ planted: [{ kind: 'dns', addMs: 120 }] });
    // Every five minutes although the journey runs every minute.
    expect(first.runs).toBeGreaterThanOrEqual(120 * 288);
    expect(first.runs).toBeLessThan(121 * 288);
    expect((await historyOf(cwd, 'eu-west-1')).hours).toBe(0);
  });

  it('backfill() lists every mistake when options are wrong', async () => {
    const { code, err } = await backfilled(project(), {
      scenario: 'drfit',
      days: '0',
      seed: 'x',
      every: '90s',
      regions: ['EU West'],
    });

    expect(code).toBe(2);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(
        /--scenario "drfit"; expected one of steady, .* Did you mean "drift"\?/,
      ),
      expect.stringContaining('Cannot read --days "0"; expected a whole number from 1 to 400'),
      expect.stringContaining('Cannot read --seed "x"'),
      expect.stringContaining('Cannot read --every "90s"'),
      expect.stringContaining('Cannot read --regions "EU West"'),
    ]);
  });
});

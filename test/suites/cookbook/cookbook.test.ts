import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { type Shop, startShop } from '../../../examples/shop/server.ts';
import { runsOf, waywiser } from '../../support/command-line.ts';
import { readGuide } from '../../support/guide.ts';
import { temporaryDir } from '../../support/temporary-dir.ts';

const { faults, journeys, secrets } = readGuide();
/** A broken page is waited for, twice where the run is repeated for its trace: about 40 s in all. */
const TOGETHER_MS = 240_000;

/** Every run of the cookbook by its journey, against a shop that is well and one that is not. */
const runs: Record<'well' | 'ill', ReadonlyMap<string, RunRecord>> = {
  well: new Map(),
  ill: new Map(),
};

beforeAll(async () => {
  const shops = { well: await startShop(), ill: await startShop() };
  shops.ill.panel.turn(allTogether());
  const files = journeys.map(({ file }) => file);
  const halves = [0, 1].map((half) => files.filter((_, index) => index % 2 === half));

  const [well, ...ill] = await Promise.all([
    runAll(files, shops.well),
    ...halves.map(async (half) => runAll(half, shops.ill)),
  ]);
  runs.well = byJourney(well);
  runs.ill = byJourney(ill.flat());

  await Promise.all(Object.values(shops).map(async (shop) => shop.close()));
}, TOGETHER_MS);

/** No fault is of the route or part of another, so one run of all can meet all of them. */
function allTogether(): Readonly<Record<string, readonly unknown[]>> {
  return {
    broken: faults.flatMap(({ knobs }) => knobs['broken'] ?? []),
    errors: faults.flatMap(({ knobs }) => knobs['errors'] ?? []),
  };
}

async function runAll(files: readonly string[], shop: Shop): Promise<readonly RunRecord[]> {
  const { path, remove } = await temporaryDir();
  const result = await waywiser(
    ['run', ...files, '--base-url', shop.url, '--json', '--no-record'],
    { cwd: process.cwd(), env: { ...secrets, WAYWISER_STATE: path } },
  );
  await remove();

  return runsOf(result);
}

function byJourney(records: readonly RunRecord[]): ReadonlyMap<string, RunRecord> {
  return new Map(records.map((run) => [run.journey, run]));
}

describe('the cookbook', () => {
  it('has a run of each journey on either side', () => {
    const names = journeys.map(({ file }) => file.replace(/^.*\/|\.journey\.ts$/g, '')).toSorted();

    expect([...runs.well.keys()].toSorted()).toEqual(names);
    expect([...runs.ill.keys()].toSorted()).toEqual(names);
  });

  it.each(faults)('passes $journey where the shop is well', ({ journey }) => {
    const run = runs.well.get(journey);

    expect(run?.error ?? null).toBeNull();
    expect(run).toMatchObject({ outcome: 'passed', cause: null });
    expect(run?.steps.map(({ outcome }) => outcome)).not.toContain('failed');
  });

  it.each(faults)('fails $journey with $cause at "$step" where it is broken', (fault) => {
    const run = runs.ill.get(fault.journey);

    expect(run).toMatchObject({
      outcome: 'failed',
      cause: fault.cause,
      error: { step: fault.step, message: expect.stringContaining(fault.says) },
    });
  });

  it('lets no secret out of a run', () => {
    const kept = JSON.stringify([...runs.well.values(), ...runs.ill.values()]);

    for (const secret of [
      'sextant-at-noon',
      'JBSWY3DPEHPK3PXP',
      'chain-and-compass',
      'longitude',
      'chronometer',
    ]) {
      expect(kept).not.toContain(secret);
    }
  });
});

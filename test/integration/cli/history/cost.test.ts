import path from 'node:path';
import { openEmbeddedStore } from '../../../../lib/adapters/dynamodb/embedded.ts';
import { cost, type CostOptions } from '../../../../lib/cli/history/cost.ts';
import { EXIT, type Io } from '../../../../lib/cli/frame/io.ts';
import { pathsOf } from '../../../../lib/cli/frame/paths.ts';
import type { CostEstimate } from '../../../../lib/core/cost/estimate-cost.ts';
import type { RunRecord } from '../../../../lib/core/record/run-record.ts';
import { projectDir } from '../../../support/project-dir.ts';
import { runAtMinute } from '../../../support/run-records.ts';

const JOURNEY = `import { apiJourney, every } from 'waywiser';
export default apiJourney('shop', {
  schedule: every('5m'),
  regions: ['eu-west-1', 'us-east-1'],
}, () => undefined);
`;

/** What the command printed and returned in a project of these files. */
async function costOf(
  files: Readonly<Record<string, string>>,
  options: Partial<CostOptions> & { readonly kept?: readonly RunRecord[] } = {},
) {
  const { kept = [], ...rest } = options;
  const printed = { out: '', err: '' };
  const io: Io = {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    color: false,
    isTty: false,
    columns: 100,
    env: {},
    cwd: projectDir(files),
  };
  const paths = pathsOf(io, path.resolve('dist'));
  if (kept.length > 0) await keep(kept, paths.stateDir);
  const code = await cost({ journeys: [], ...rest }, paths, io);

  return { code, ...printed };
}

async function keep(records: readonly RunRecord[], dir: string): Promise<void> {
  const embedded = await openEmbeddedStore({ dir });
  for (const record of records) await embedded.store.putRun(record);
  await embedded.close();
}

function estimateIn({ out }: { readonly out: string }): CostEstimate {
  return JSON.parse(out);
}

describe('cost()', () => {
  it('cost() prints what a month costs when nothing has run yet', async () => {
    const result = await costOf({ 'journeys/shop.journey.ts': JOURNEY });

    expect({ code: result.code, err: result.err }).toEqual({ code: EXIT.passed, err: '' });
    expect(result.out).toMatch(/^Stage dev, home us-east-1: \$\d+\.\d\d a month/);
    expect(result.out).toMatch(/^ {2}shop +api ×2 +~1\.00 s +17,520 /m);
  });

  it('cost() takes the median of the runs that are kept here when there are any', async () => {
    const regions = ['local', 'eu-west-1', 'local'];
    const kept = [100, 300, 200].map((durationMs, minute) => {
      return runAtMinute(minute, { journey: 'shop', region: regions[minute] ?? '', durationMs });
    });

    const result = await costOf({ 'journeys/shop.journey.ts': JOURNEY }, { json: true, kept });

    expect(estimateIn(result).journeys).toMatchObject([
      { journey: 'shop', durationMs: 200, measuredRuns: 3, runs: 17_520 },
    ]);
  });

  it('cost() says what its measured durations are of, as the page of costs does', async () => {
    const kept = [runAtMinute(0, { journey: 'shop', region: 'eu-west-1', durationMs: 200 })];

    const { out } = await costOf({ 'journeys/shop.journey.ts': JOURNEY }, { kept });

    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'medians of the newest runs stored on this machine, all regions together',
    );
  });

  it("cost() takes a configuration's home, memory and stage", async () => {
    const config = `import { defineConfig } from 'waywiser';
export default defineConfig({ stage: 'prod', home: 'eu-west-1', memory: { api: 512 } });
`;

    const result = await costOf(
      { 'journeys/shop.journey.ts': JOURNEY, 'waywiser.config.ts': config },
      { json: true, stage: 'test' },
    );

    expect(estimateIn(result)).toMatchObject({
      stage: 'test',
      home: 'eu-west-1',
      journeys: [{ memoryMb: 512, architecture: 'arm64' }],
    });
  });

  it('cost() ends with code 2 and lists what is wrong when a journey is not valid', async () => {
    const bad =
      "import { apiJourney } from 'waywiser';\nexport default apiJourney('bad', {}, () => 1);\n";

    const result = await costOf({ 'journeys/bad.journey.ts': bad }, { json: true });

    expect(result.code).toBe(EXIT.misuse);
    expect(result.err).toContain('Missing option schedule');
    expect(JSON.parse(result.out)).toMatchObject({ problems: [{ journey: 'bad' }] });
  });
});

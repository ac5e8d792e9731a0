import { readFileSync } from 'node:fs';
import { estimateCost } from '../../../lib/core/cost/estimate-cost.ts';
import { loadFiles } from '../../support/project-dir.ts';

const TEXT = readFileSync('docs/comparison.md', 'utf8');
const TABLE = TEXT.split('\n').filter((line) => line.startsWith('|'));
const FEATURES = TABLE.filter((line) => line.startsWith('| **')).map(cellsOf);
const COSTS = TABLE.filter((line) => line.includes('$') || line.includes('has none')).map(cellsOf);
const RUNS = 131_400;

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

/** What a month of five journeys in three regions every five minutes is estimated at. */
async function estimated(
  kind: 'api' | 'browser',
): Promise<{ readonly runs: number; readonly usd: string }> {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { config, journeys } = await loadFiles({
    'waywiser.config.ts': `import { defineConfig } from 'waywiser';
export default defineConfig({ regions: ['eu-west-1', 'us-east-1', 'ap-southeast-2'] });
`,
    ...Object.fromEntries(
      names.map((name) => [
        `journeys/${name}.journey.ts`,
        `import { ${kind}Journey, every } from 'waywiser';
export default ${kind}Journey('${name}', { schedule: every('5m') }, () => {});
`,
      ]),
    ),
  });
  const plans = journeys.map(({ plan }) => plan);
  const { runs, usd } = estimateCost({
    plans,
    config,
    measured: new Map(),
    fromMs: Date.UTC(2026, 10, 22),
  });

  return { runs, usd: `about $${Math.round(usd)}` };
}

describe('docs/comparison.md', () => {
  it('links every claim of another tool, or says that it is not verified', () => {
    const claims = FEATURES.flatMap(([feature = '', , ...others]) =>
      others.map((cell) => ({ feature, cell })),
    );

    expect(claims).toHaveLength(9 * 6);
    for (const { cell } of claims) expect(cell).toMatch(/\]\(https:\/\/|not verified/);
  });

  it('links what each tool does better', () => {
    const [, better = ''] = TEXT.split('## What they do better');
    const [section = ''] = better.split('\n## ');
    const tools = section.split('\n- **').slice(1);

    expect(tools).toHaveLength(6);
    for (const tool of tools) expect(tool).toMatch(/\]\(https:\/\//);
  });

  it('says when the pages were read', () => {
    expect(TEXT).toMatch(/Pages were read on \d+ [A-Z][a-z]+ \d{4}/);
  });

  it('says what its own estimate says', async () => {
    const [browser, api] = await Promise.all([estimated('browser'), estimated('api')]);
    const [, shownBrowser, shownApi] = COSTS.find(([tool]) => tool === 'Waywiser') ?? [];

    expect(Math.round(browser.runs)).toBe(RUNS);
    expect([shownBrowser, shownApi]).toEqual([browser.usd, api.usd]);
  });

  it.each([
    ['CloudWatch Synthetics', 0.0012, 0.0012],
    ['Checkly', 5 / 1_000, 2 / 10_000],
    ['Datadog', 12 / 1_000, 5 / 10_000],
  ])('multiplies the prices of %s rightly', (tool, browserUsd, apiUsd) => {
    const [, browser = '', api = ''] = COSTS.find(([name]) => name === tool) ?? [];

    const [forBrowser, forApi] = [browserUsd, apiUsd].map(
      (usd) => `$${Math.round(usd * RUNS).toLocaleString('en-US')}`,
    );

    expect(browser).toContain(forBrowser);
    expect(api === 'the same' ? forBrowser : api).toBe(forApi);
  });
});

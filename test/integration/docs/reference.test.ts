import { readFileSync } from 'node:fs';
import type { JourneyPlan } from '../../../lib/core/journey/plan.ts';
import { readDocBlocks } from '../../../scripts/reference/doc-blocks.ts';
import { markdownTable } from '../../../scripts/reference/markdown-table.ts';
import { readReference, withReference } from '../../../scripts/reference/pages.ts';
import { loadFiles } from '../../support/project-dir.ts';
import { DAY_MS } from '../../../lib/core/base/time.ts';

const reference = readReference();

/** What the tables say is there without an option. */
function fallbacks(table: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (reference[table] ?? []).map(({ key, fallback }) => [key, fallback.replaceAll('`', '')]),
  );
}

describe('the reference of options', () => {
  it.each(['docs/checks.md', 'docs/configuration.md', 'docs/journeys.md'])(
    'stands in %s as scripts/reference.ts writes it',
    (page) => {
      const text = readFileSync(page, 'utf8');

      expect(text).toBe(withReference(text, reference));
    },
  );

  it('says the defaults that a project without options gets', async () => {
    const { config } = await loadFiles({ 'journeys/a.journey.ts': journey('api') });

    expect(fallbacks('project')).toMatchObject({
      stage: config.stage,
      home: `the first of regions, else ${config.home}`,
      journeys: config.journeys,
      localTarget: 'none',
      'localTarget.timeout': '30s',
      'retention.runs': `${config.retention.runsMs / DAY_MS}d`,
      'retention.evidence': `${config.retention.evidenceMs / DAY_MS}d`,
      chromium: config.chromium,
      'memory.api': String(config.memoryMb.api),
      'memory.browser': String(config.memoryMb.browser),
      runbookUrl: 'none',
    });
    expect(config).toMatchObject({
      regions: [config.home],
      localTarget: null,
      maintenance: [],
      runbookUrl: null,
    });
  });

  it('says the defaults that a journey without options gets', async () => {
    const [api, browser] = await Promise.all([planOf('api'), planOf('browser')]);

    expect(fallbacks('journey')).toMatchObject({
      timeout: `${api.timeoutMs / 1000}s (API), ${browser.timeoutMs / 1000}s (browser)`,
      retries: String(api.retries),
      'alarm.failingRegions': `2, or ${api.alarm.failingRegions} where there is one region`,
      'alarm.datapoints': `[${api.alarm.datapoints.join(', ')}]`,
      allowPrivate: String(api.allowPrivate),
      ignoreTlsErrors: String(api.ignoreTlsErrors),
      evidence: api.evidence,
      repeatable: String(api.repeatable),
    });
    expect(fallbacks('function')).toMatchObject({ isolated: String(api.deploy.isolated) });
    expect(fallbacks('browser')).toMatchObject({
      'throttle.cpu': String(browser.browser?.cpuThrottle),
      serviceWorkers: browser.browser?.serviceWorkers,
    });
  });

  it('says nothing of an option without what is expected and what it means', () => {
    const rows = Object.values(reference).flat();

    expect(rows.length).toBeGreaterThan(70);
    for (const { type, meaning } of rows) expect([type, meaning]).not.toContain('');
  });
});

describe('readDocBlocks()', () => {
  it('reads members with their text, and the interfaces that their types name', () => {
    const blocks = readDocBlocks([
      'interface A { /** Of `*` kinds.\n   * Default b. */ readonly b?: readonly B[]; c: string }',
      'interface B { /** One. */ d: number }',
    ]);

    expect(blocks.get('A')).toEqual([
      { name: 'b', text: 'Of `*` kinds. Default b.', isOptional: true, inner: 'B' },
      { name: 'c', text: '', isOptional: false, inner: null },
    ]);
    expect(blocks.get('B')?.map(({ text }) => text)).toEqual(['One.']);
  });
});

describe('markdownTable()', () => {
  it('aligns its columns', () => {
    expect(markdownTable(['a', 'long'], [['wide', 'x']])).toBe(
      '| a    | long |\n| ---- | ---- |\n| wide | x    |\n',
    );
  });
});

/** Of a journey that has no option but its schedule. */
async function planOf(kind: 'api' | 'browser'): Promise<JourneyPlan> {
  const { journeys } = await loadFiles({ 'journeys/a.journey.ts': journey(kind) });
  const [first] = journeys;
  if (first === undefined) throw new Error('The journey is not valid');

  return first.plan;
}

function journey(kind: 'api' | 'browser'): string {
  return `import { ${kind}Journey, every } from 'waywiser';
export default ${kind}Journey('a', { schedule: every('5m') }, () => {});
`;
}

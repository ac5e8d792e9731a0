import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadDir, loadFiles, problemLines, projectDir } from '../../../support/project-dir.ts';

const BODY = 'async ({ http }) => { await http.get("/"); }';
const API = `import { apiJourney, every } from 'waywiser';\n`;

function journey(name: string, options = "schedule: every('5m')"): string {
  return `${API}export default apiJourney('${name}', { ${options} }, ${BODY});\n`;
}

async function versionIn(cwd: string): Promise<string | undefined> {
  const { journeys } = await loadDir(cwd);

  return journeys[0]?.plan.version;
}

describe('loadProject()', () => {
  it('loadProject() fills in every default when there is no configuration', async () => {
    const project = await loadFiles({ 'journeys/shop.journey.ts': journey('shop') });

    expect(problemLines(project)).toEqual([]);
    expect(project.config).toMatchObject({
      file: null,
      stage: 'dev',
      home: 'us-east-1',
      regions: ['us-east-1'],
      baseUrl: null,
    });
    expect(project.journeys.map(({ plan }) => plan)).toEqual([
      {
        name: 'shop',
        kind: 'api',
        description: null,
        file: 'journeys/shop.journey.ts',
        version: expect.stringMatching(/^[0-9a-f]{12}$/),
        schedule: { kind: 'rate', everyMinutes: 5 },
        regions: ['us-east-1'],
        timeoutMs: 30_000,
        retries: 0,
        budgets: [],
        alarm: { failingRegions: 1, datapoints: [2, 3] },
        secrets: [],
        env: {},
        baseUrl: null,
        allowStatus: [],
        allowPrivate: false,
        allowHosts: null,
        ignoreTlsErrors: false,
        evidence: 'rerun',
        repeatable: true,
        tags: {},
        deploy: { isolated: false, memoryMb: null, architecture: null, vpc: null },
        browser: null,
      },
    ]);
  });

  it('loadProject() turns all options into numbers and plain data', async () => {
    const project = await loadFiles({
      'journeys/pay.journey.ts': `import { browserJourney, cron } from 'waywiser';
        export default browserJourney('pay', {
          schedule: cron('cron(*/10 8-18 ? * mon-fri *)', { timeZone: 'Europe/Amsterdam' }),
          regions: ['eu-west-1', 'us-east-1'], timeout: '90s', retries: 1,
          budgets: [{ metric: 'lcp', statistic: 'p75', max: '2.5s' }, { metric: 'cls', statistic: 'p75', max: 0.1 }],
          alarm: { failingRegions: 2, datapoints: [3, 5], driftPercent: 2.5, daysToBudget: 30 }, secrets: ['shop/test-user'],
          device: 'Pixel 7', throttle: { cpu: 4, network: 'fast-3g' }, credentials: { username: 'a', password: 'b' },
        }, async ({ page }) => { await page.goto('/'); });`,
    });

    expect(problemLines(project)).toEqual([]);
    expect(project.journeys[0]?.plan).toMatchObject({
      schedule: {
        kind: 'cron',
        expression: '*/10 8-18 ? * MON-FRI *',
        timeZone: 'Europe/Amsterdam',
      },
      timeoutMs: 90_000,
      budgets: [
        { metric: 'lcp', statistic: 'p75', max: 2_500 },
        { metric: 'cls', statistic: 'p75', max: 0.1 },
      ],
      alarm: { failingRegions: 2, datapoints: [3, 5], driftPercent: 2.5, daysToBudget: 30 },
      browser: {
        device: 'Pixel 7',
        cpuThrottle: 4,
        network: { downloadKbps: 1_440, uploadKbps: 675, latencyMs: 562.5 },
        serviceWorkers: 'block',
        credentials: { username: 'a', password: 'b' },
      },
    });
  });

  it('loadProject() reads the secrets that give access beside those of the journey', async () => {
    const project = await loadFiles({
      'journeys/pay.journey.ts': `import { apiJourney, every } from 'waywiser';
        export default apiJourney('pay', {
          schedule: every('5m'), baseUrl: 'https://shop.example', secrets: ['shop/user', 'shop/ca'],
          protocol: 'h2', ca: 'shop/ca', clientCertificate: 'shop/mtls', credentials: { secret: 'shop/basic' },
        }, () => undefined);`,
    });

    expect(problemLines(project)).toEqual([]);
    expect(project.journeys[0]?.plan).toMatchObject({
      protocol: 'h2',
      secrets: ['shop/user', 'shop/ca', 'shop/mtls', 'shop/basic'],
      access: {
        ca: 'shop/ca',
        clientCertificate: 'shop/mtls',
        credentials: { secret: 'shop/basic' },
      },
    });
  });

  it.each([
    ['the command line first', 'http://override', "baseUrl: 'http://own', ", 'http://override'],
    ['then the journey', undefined, "baseUrl: 'http://own', ", 'http://own'],
    ['then the stage', undefined, '', 'http://prod'],
  ])('loadProject() takes the base URL of %s', async (...row) => {
    const [, baseUrl, own, expected] = row;
    const project = await loadFiles(
      {
        'waywiser.config.ts': `import { defineConfig } from 'waywiser';
          export default defineConfig({ baseUrls: { dev: 'http://dev', prod: 'http://prod' } });`,
        'journeys/a.journey.ts': journey('a', `${own}schedule: every('5m')`),
      },
      { stage: 'prod', ...(baseUrl === undefined ? {} : { baseUrl }) },
    );

    expect(problemLines(project)).toEqual([]);
    expect(project.journeys[0]?.plan.baseUrl).toBe(expected);
  });

  it('loadProject() selects by name, by file and by folder', async () => {
    const cwd = projectDir({
      'journeys/one.journey.ts': journey('one'),
      'journeys/deep/two.journey.ts': journey('second'),
      'journeys/broken.journey.ts': 'export default 1 +',
    });
    const outside = projectDir({ 'three.journey.ts': journey('three') });
    async function names(...selection: string[]) {
      const project = await loadDir(cwd, { selection });
      return [project.journeys.map(({ plan }) => plan.name), project.problems.length];
    }

    expect(await names('one')).toEqual([['one'], 0]);
    expect(await names('second')).toEqual([['second'], 0]);
    expect(await names('journeys/deep')).toEqual([['second'], 0]);
    expect(await names('journeys/one.journey.ts', 'second')).toEqual([['one', 'second'], 0]);
    expect(await names(path.join(outside, 'three.journey.ts'))).toEqual([['three'], 0]);
    expect(await names('broken')).toEqual([[], 1]);
    expect(await names()).toEqual([['one', 'second'], 1]);
  });

  it('loadProject() names the nearest journey when a selection matches nothing', async () => {
    const files = { 'journeys/checkout.journey.ts': journey('checkout') };

    const project = await loadFiles(files, { selection: ['chekout', 'no/such.journey.ts'] });

    expect(problemLines(project)).toEqual([
      ' journey.config -: Cannot find the journey "chekout": there is no such journey; expected "checkout"',
      ' journey.config -: Cannot find "no/such.journey.ts": there is no such file, and no folder of that name with journey files; expected a journey file',
    ]);
  });

  it('loadProject() says so when there is no journey at all', async () => {
    expect(problemLines(await loadFiles({}))).toEqual([
      ' journey.config -: Found no journeys in journeys/; expected a file such as journeys/checkout.journey.ts. Run waywiser new to write a journey, or waywiser init to create a project',
    ]);
  });

  it('loadProject() refuses both when two journeys have one name', async () => {
    const project = await loadFiles({
      'journeys/a.journey.ts': journey('same'),
      'journeys/b.journey.ts': journey('Same'),
    });

    expect(project.journeys).toEqual([]);
    expect(problemLines(project)).toEqual([
      'journeys/a.journey.ts:2:27 journey.config name: Cannot use "same" as name: journeys/b.journey.ts has a journey with this name; expected a unique name',
      'journeys/b.journey.ts:2:27 journey.config name: Cannot use "Same" as name: journeys/a.journey.ts has a journey with this name; expected a unique name',
    ]);
  });

  it('loadProject() gives a journey the same version on every machine, and another when it changes', async () => {
    const one = projectDir({
      'journeys/a.journey.ts': `import { path } from '../shared/path.ts';\n${journey('a')}console.log(path);`,
      'shared/path.ts': "export const path = '/cart';\n",
    });
    const other = projectDir({});
    cpSync(one, other, { recursive: true });
    const changed = projectDir({});
    cpSync(one, changed, { recursive: true });
    const [first, second] = [await versionIn(one), await versionIn(other)];
    cpSync(
      path.join(projectDir({ 'path.ts': "export const path = '/basket';\n" }), 'path.ts'),
      path.join(changed, 'shared/path.ts'),
    );

    expect(first).toMatch(/^[0-9a-f]{12}$/);
    expect(second).toBe(first);
    expect(await versionIn(changed)).not.toBe(first);
  });

  it('loadProject() leaves a bundle that holds its packages, and a map with the sources', async () => {
    const cwd = projectDir({
      'node_modules/greet/package.json': '{"name":"greet","version":"1.0.0","main":"index.js"}',
      'node_modules/greet/index.js': "exports.greet = () => 'good morning';\n",
      'journeys/a.journey.ts': `import { greet } from 'greet';\n${journey('a')}greet();\n`,
    });

    const [runnable] = (await loadDir(cwd)).journeys;
    const bundle = readFileSync(runnable?.bundlePath ?? '', 'utf8');
    const map: { sourcesContent: string[] } = JSON.parse(
      readFileSync(`${runnable?.bundlePath}.map`, 'utf8'),
    );

    expect(path.basename(runnable?.bundlePath ?? '')).toBe(`a-${runnable?.plan.version}.cjs`);
    expect(bundle).toContain('good morning');
    expect(bundle).toMatch(/require\("waywiser"\)/);
    expect(map.sourcesContent.some((text) => text.includes('await http.get'))).toBe(true);
    expect(existsSync(path.join(cwd, 'dist'))).toBe(false);
  });

  it('loadProject() loads a hundred journeys with one inspecting process', async () => {
    const files = Array.from({ length: 100 }, (_, index) => [
      `journeys/j${index}.journey.ts`,
      journey(`j${index}`),
    ]);

    const project = await loadFiles(Object.fromEntries(files));

    expect(project.problems).toEqual([]);
    expect(project.journeys).toHaveLength(100);
  });
});

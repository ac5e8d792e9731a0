import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const run = promisify(execFile);
const FUNCTIONS = ['api-runner', 'browser-runner', 'recorder', 'jobs', 'trends', 'notifier'];

const HEALTH = `import { apiJourney, every, expect } from 'waywiser';
export default apiJourney('health', { schedule: every('5m') }, async ({ http, step }) => {
  await step('ask', async () => {
    expect((await http.get('/health')).status).toBe(200);
  });
});
`;
const CONFIG = `import { defineConfig } from 'waywiser';
export default defineConfig({
  stage: 'dev',
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  baseUrls: { dev: 'https://shop.example', prod: 'https://shop.example' },
});
`;

interface Finished {
  readonly code: number;
  readonly stderr: string;
}

/** A project with the built product, run as `cdk` runs it. */
async function project(files: Readonly<Record<string, string>>) {
  const { path: dir, remove } = await temporaryDir();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  const product = path.join(dir, 'product');
  cpSync('dist', path.join(product, 'dist'), { recursive: true });
  cpSync('package.json', path.join(product, 'package.json'));
  for (const name of FUNCTIONS) {
    const folder = path.join(product, 'dist/lambda', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'index.cjs'), '');
  }
  symlinkSync(path.resolve('node_modules'), path.join(product, 'node_modules'));
  mkdirSync(path.join(dir, 'node_modules'));
  symlinkSync(product, path.join(dir, 'node_modules/waywiser'));
  symlinkSync(path.resolve('node_modules/typescript'), path.join(dir, 'node_modules/typescript'));

  return {
    dir,
    remove,
    synth: async (context: Readonly<Record<string, string>> = {}): Promise<Finished> => {
      const app = path.join(product, 'dist/bin/app.cjs');
      const env = {
        ...process.env,
        CDK_CONTEXT_JSON: JSON.stringify(context),
        CDK_OUTDIR: path.join(dir, 'cdk.out'),
        CDK_DEFAULT_ACCOUNT: '210987654321',
        // CDK's own rules cost seconds; the slow suite runs them.
        CDK_VALIDATION: 'false',
      };
      return run(process.execPath, [app], { cwd: dir, env }).then(
        ({ stderr }) => ({ code: 0, stderr }),
        (error: Finished) => ({ code: error.code, stderr: error.stderr }),
      );
    },
  };
}

function stacksIn(dir: string): Readonly<Record<string, string>> {
  const manifest: {
    readonly artifacts: Readonly<
      Record<string, { readonly type: string; readonly environment?: string }>
    >;
  } = JSON.parse(readFileSync(path.join(dir, 'cdk.out/manifest.json'), 'utf8'));

  return Object.fromEntries(
    Object.entries(manifest.artifacts).flatMap(([id, { type, environment = '' }]) =>
      type === 'aws:cloudformation:stack' ? [[id, environment]] : [],
    ),
  );
}

describe('synthesise()', () => {
  it('synthesise() writes a stack for home and each region, in the account in use', async () => {
    const { dir, remove, synth } = await project({
      'waywiser.config.ts': CONFIG,
      'journeys/health.journey.ts': HEALTH,
    });

    const { code, stderr } = await synth();
    const stacks = stacksIn(dir);
    await remove();

    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stacks).toMatchObject({
      'waywiser-dev-home': 'aws://210987654321/eu-west-1',
      'waywiser-dev-eu-west-1': 'aws://210987654321/eu-west-1',
      'waywiser-dev-us-east-1': 'aws://210987654321/us-east-1',
    });
  });

  it('synthesise() warns of a base URL that functions cannot reach', async () => {
    const { dir, remove, synth } = await project({
      'waywiser.config.ts': CONFIG.replaceAll('https://shop.example', 'http://127.0.0.1:4173'),
      'journeys/health.journey.ts': HEALTH,
    });

    const { code } = await synth();
    const written = readFileSync(path.join(dir, 'cdk.out/waywiser-dev-home.metadata.json'), 'utf8');
    await remove();

    expect(code).toBe(0);
    expect(written).toContain('Runs in AWS cannot reach http://127.0.0.1:4173');
  });

  it('synthesise() uses stage, account and regions of the context', async () => {
    const { dir, remove, synth } = await project({
      'waywiser.config.ts': CONFIG,
      'journeys/health.journey.ts': HEALTH,
    });

    await synth({ stage: 'prod', account: '123456789012', regions: 'us-east-1' });
    const stacks = stacksIn(dir);
    await remove();

    expect(Object.keys(stacks).filter((name) => !name.toLowerCase().includes('alarms'))).toEqual([
      'waywiser-prod-home',
      'waywiser-prod-us-east-1',
    ]);
    expect(stacks['waywiser-prod-us-east-1']).toBe('aws://123456789012/us-east-1');
  });

  it('synthesise() writes nothing and names the place when one journey of two is wrong', async () => {
    const wrong = HEALTH.replace("'health'", "'orders'").replace("every('5m')", "every('5 moons')");
    const { dir, remove, synth } = await project({
      'waywiser.config.ts': CONFIG,
      'journeys/health.journey.ts': HEALTH,
      'journeys/orders.journey.ts': wrong,
    });

    const { code, stderr } = await synth();
    const written = readdirSync(path.join(dir, 'cdk.out'));
    await remove();

    expect(code).toBe(1);
    expect(stderr).toMatch(/^journeys\/orders\.journey\.ts:2:\d+: Cannot .*5 moons/);
    expect(stderr).toMatch(/Cannot deploy: 1 problem\n$/);
    expect(written).not.toContain('manifest.json');
  });

  it('synthesise() stops at an error of types', async () => {
    const wrong = HEALTH.replace("http.get('/health')", 'http.get(42)');
    const { remove, synth } = await project({
      'waywiser.config.ts': CONFIG,
      'journeys/health.journey.ts': wrong,
    });

    const { code, stderr } = await synth();
    await remove();

    expect(code).toBe(1);
    expect(stderr).toMatch(/^journeys\/health\.journey\.ts:4:\d+: /);
  });
});

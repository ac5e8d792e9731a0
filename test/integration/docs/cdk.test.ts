import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { CONFIG, HEALTH, productProject } from '../infra/support/product-project.ts';

const [, APP = ''] =
  /^```ts\n(\/\/ infra\/app\.ts\n.*?)^```$/ms.exec(readFileSync('docs/cdk.md', 'utf8')) ?? [];

/** The app of the document in a project, with this journey. */
async function synthesised(journey: string) {
  const { dir, remove, synth } = await productProject({
    'waywiser.config.ts': CONFIG,
    'journeys/health.journey.ts': journey,
    'infra/app.ts': APP,
  });
  const app = path.join(dir, 'infra/app.cjs');
  await build({
    entryPoints: [path.join(dir, 'infra/app.ts')],
    outfile: app,
    bundle: true,
    packages: 'external',
    platform: 'node',
    logLevel: 'silent',
  });
  const { code, stderr } = await synth({}, app);

  return {
    code,
    stderr,
    template: (stack: string): unknown => {
      const assembly = path.join(dir, 'cdk.out/assembly-Production');
      const [file = stack] = readdirSync(assembly).filter(
        (name) =>
          name.replaceAll('-', '').includes(stack.replaceAll('-', '')) &&
          /^[^.]*\.template\.json$/.test(name),
      );

      return JSON.parse(readFileSync(path.join(assembly, file), 'utf8'));
    },
    remove,
  };
}

describe('docs/cdk.md', () => {
  test('shows an app that has the stacks of a stage, with outputs of its own', async () => {
    const { code, stderr, template, remove } = await synthesised(HEALTH);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const home = template('waywiser-prod-home');
    const regions = ['waywiser-prod-eu-west-1', 'waywiser-prod-us-east-1'].map(template);
    await remove();

    expect(home).toMatchObject({ Outputs: { AlarmTopicArn: { Value: expect.anything() } } });
    for (const region of regions) {
      expect(region).toMatchObject({
        Outputs: { EvidenceBucketName: { Value: expect.anything() } },
      });
    }
  });

  test('shows an app that names file and line of a mistake', async () => {
    const { code, stderr, remove } = await synthesised(HEALTH.replace("every('5m')", "every('5')"));
    await remove();

    expect(code).toBe(1);
    expect(stderr).toMatch(/Cannot deploy the journeys:\njourneys\/health\.journey\.ts:2: /);
  });
});

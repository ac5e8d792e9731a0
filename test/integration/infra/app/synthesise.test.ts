import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CONFIG, HEALTH, productProject, stacksIn } from '../support/product-project.ts';

describe('synthesise()', () => {
  it('synthesise() writes a stack for home and each region, in the account in use', async () => {
    const { dir, remove, synth } = await productProject({
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

  it('synthesise() warns of a base URL that functions cannot reach, and of alarms without an audience', async () => {
    const { dir, remove, synth } = await productProject({
      'waywiser.config.ts': CONFIG.replaceAll('https://shop.example', 'http://127.0.0.1:4173'),
      'journeys/health.journey.ts': HEALTH,
    });

    const { code } = await synth();
    const written = readFileSync(path.join(dir, 'cdk.out/waywiser-dev-home.metadata.json'), 'utf8');
    await remove();

    expect(code).toBe(0);
    expect(written).toContain('Runs in AWS cannot reach http://127.0.0.1:4173');
    expect(written).toContain('Alarms will notify no one');
  });

  it('synthesise() uses stage, account and regions of the context', async () => {
    const { dir, remove, synth } = await productProject({
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
    const { dir, remove, synth } = await productProject({
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
    const { remove, synth } = await productProject({
      'waywiser.config.ts': CONFIG,
      'journeys/health.journey.ts': wrong,
    });

    const { code, stderr } = await synth();
    await remove();

    expect(code).toBe(1);
    expect(stderr).toMatch(/^journeys\/health\.journey\.ts:4:\d+: /);
  });
});

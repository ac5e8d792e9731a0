import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { builtAssets } from '../../../../lib/infra/assets/built-assets.ts';
import { planOf } from '../../../core/alarms/journey-plan.ts';
import { apiPlan, configOf, type Workshop, workshop } from '../support/deployment-of.ts';

const shop = workshop();

afterAll(() => shop.remove());

describe('builtAssets()', () => {
  it('builtAssets() puts the manifest and the bundles of these journeys next to the code', () => {
    const secrets = {
      'shop/user': 'arn:aws:ssm:eu-west-1:123456789012:parameter/user',
      unused: 'arn',
    };
    const journeys = [apiPlan({ secrets: ['shop/user'] }), apiPlan({ name: 'order' })];
    const stagingDir = path.join(shop.dir, 'staged');
    const { runner } = builtAssets({
      config: configOf({ secrets, allowPrivate: ['10.0.0.0/8'] }),
      distDir: shop.distDir,
      stagingDir,
      chromium: neverAsked,
    });

    runner('api', journeys.map(shop.journey));

    const [folder = ''] = readdirSync(stagingDir);
    const dir = path.join(stagingDir, folder);
    expect(readdirSync(dir, { recursive: true, encoding: 'utf8' }).toSorted(byText)).toEqual([
      'index.cjs',
      'journeys',
      'journeys/health-aa11.cjs',
      'journeys/health-aa11.cjs.map',
      'journeys/order-aa11.cjs',
      'journeys/order-aa11.cjs.map',
      'manifest.json',
    ]);
    expect(JSON.parse(readFileSync(path.join(dir, 'manifest.json'), 'utf8'))).toEqual({
      stage: 'prod',
      maintenance: [],
      allowPrivate: ['10.0.0.0/8'],
      secrets: { 'shop/user': secrets['shop/user'] },
      journeys: [
        { plan: journeys[0], bundle: 'journeys/health-aa11.cjs' },
        { plan: journeys[1], bundle: 'journeys/order-aa11.cjs' },
      ],
    });
  });

  it('builtAssets() names sources from the code, as the project does, when it copies maps', () => {
    const stagingDir = path.join(shop.dir, 'staged-maps');
    const { runner } = builtAssets({
      config: configOf({}),
      distDir: shop.distDir,
      stagingDir,
      chromium: neverAsked,
    });

    runner('api', [shop.journey(apiPlan({ file: 'journeys/health.journey.ts' }))]);

    const [folder = ''] = readdirSync(stagingDir);
    const map = path.join(stagingDir, folder, 'journeys/health-aa11.cjs.map');
    expect(JSON.parse(readFileSync(map, 'utf8'))).toEqual({
      version: 3,
      sources: ['../journeys/health.journey.ts'],
    });
  });

  it('builtAssets() carries the client of the Parameter Store when a journey reads from it', () => {
    const client = path.join(shop.distDir, 'lambda/api-runner/parameter-store.cjs');
    writeFileSync(client, '// client');
    const stagingDir = path.join(shop.dir, 'staged-clients');
    const secrets = {
      user: 'arn:aws:ssm:eu-west-1:123456789012:parameter/user',
      key: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:key-AbCdEf',
    };
    const { runner } = builtAssets({
      config: configOf({ secrets }),
      distDir: shop.distDir,
      stagingDir,
      chromium: neverAsked,
    });

    runner('api', [shop.journey(apiPlan({ name: 'reads', secrets: ['user'] }))]);
    runner('api', [shop.journey(apiPlan({ name: 'does-not', secrets: ['key'] }))]);
    rmSync(client);

    const withClient = readdirSync(stagingDir)
      .filter((folder) => existsSync(path.join(stagingDir, folder, 'parameter-store.cjs')))
      .flatMap((folder) => readdirSync(path.join(stagingDir, folder, 'journeys')));
    expect(withClient).toEqual(['reads-aa11.cjs', 'reads-aa11.cjs.map']);
  });

  it('builtAssets() returns the same hashes in another folder, and different ones for another journey', () => {
    const other = workshop();
    const plans = [apiPlan(), planOf()];

    const hashes = hashesOf(shop, plans);

    expect(hashesOf(other, plans)).toEqual(hashes);
    expect(hashesOf(shop, [apiPlan({ version: 'bb22' })])).not.toEqual(hashes);
    other.remove();
  });

  it('builtAssets() leaves out the client of the Parameter Store when it has no secret', () => {
    const distDir = path.join(shop.dir, 'with-client');
    cpSync(shop.distDir, distDir, { recursive: true });
    writeFileSync(path.join(distDir, 'lambda/api-runner/parameter-store.cjs'), '');
    const secrets = {
      there: 'arn:aws:ssm:eu-west-1:123456789012:parameter/there',
      elsewhere: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:elsewhere-AbCdEf',
    };

    const found = ['there', 'elsewhere'].map((secret) => {
      const stagingDir = path.join(shop.dir, `staged-${secret}`);
      const { runner } = builtAssets({
        config: configOf({ secrets }),
        distDir,
        stagingDir,
        chromium: neverAsked,
      });
      runner('api', [shop.journey(apiPlan({ secrets: [secret] }))]);
      const [folder = ''] = readdirSync(stagingDir);
      return existsSync(path.join(stagingDir, folder, 'parameter-store.cjs'));
    });

    expect(found).toEqual([true, false]);
  });

  it('builtAssets() puts the browser next to the code of the browser runner when compressed', () => {
    const stagingDir = path.join(shop.dir, 'compressed');
    const { runner, chromiumLayer } = builtAssets({
      config: configOf({ chromium: 'compressed' }),
      distDir: shop.distDir,
      stagingDir,
      chromium: { ...neverAsked, compressed: () => path.join(shop.dir, 'compressed-1') },
    });

    runner('browser', [shop.journey(planOf())]);

    const [folder = ''] = readdirSync(stagingDir);
    const browser = path.join(stagingDir, folder, 'chromium/chromium.zst');
    expect(readFileSync(browser, 'utf8')).toBe('small browser');
    expect(chromiumLayer()).toBeNull();
  });

  it('builtAssets() names the missing file when the product was not built', () => {
    const distDir = path.join(shop.dir, 'half-built');
    cpSync(shop.distDir, distDir, { recursive: true });
    rmSync(path.join(distDir, 'lambda/recorder'), { recursive: true });
    const stagingDir = path.join(shop.dir, 'nothing');
    const assets = builtAssets({
      config: configOf(),
      distDir,
      stagingDir,
      chromium: neverAsked,
    });

    expect(() => assets.recorder([])).toThrow(
      `Cannot find the code of "recorder": there is no ${distDir}/lambda/recorder/index.cjs; expected the built product in ${distDir}`,
    );
  });

  it('builtAssets() rejects a secret without an ARN', () => {
    const { assets } = shop.deployment([]);

    expect(() => assets.secretArns([shop.journey(apiPlan({ secrets: ['shop/user'] }))])).toThrow(
      'Cannot deploy journey "health": its secret "shop/user" has no ARN; expected one in waywiser.config.ts',
    );
  });
});

const neverAsked = { layer: refuse, compressed: refuse };

function refuse(): string {
  throw new Error('no browser was expected');
}

/** What CDK would upload, by name: each file's name is a hash of the function's whole code. */
function hashesOf(from: Workshop, plans: Parameters<Workshop['deployment']>[0]): readonly string[] {
  const { assets, journeys } = from.deployment(plans);
  const stack = new Stack(new App(), 'Hashes');
  const layer = assets.chromiumLayer();
  const codes = [
    assets.runner('api', journeys),
    assets.runner('browser', journeys),
    assets.recorder(journeys),
    assets.jobs(journeys),
    assets.trends(journeys),
    assets.notifier(),
  ];

  const keys = codes.map(
    (code, index) =>
      code.bind(new Construct(stack, `Function${index}`)).s3Location?.objectKey ?? '',
  );

  return [...keys, layer?.hash ?? ''];
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

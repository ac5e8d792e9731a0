import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deployedMap } from '../../../../lib/infra/assets/deployed-map.ts';
import { apiPlan } from '../support/deployment-of.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const sources = [
  '../../../node_modules/money/index.js',
  '../../../journeys/lib/cart.ts',
  '../../../journeys/health.journey.ts',
];

/** The sources of a deployed map, of a project in a folder of its own. */
async function deployedSources(file: string): Promise<unknown> {
  const { path: dir, remove } = await temporaryDir();
  const bundlePath = path.join(dir, '.waywiser/cache/bundles/health-aa11.cjs');
  mkdirSync(path.dirname(bundlePath), { recursive: true });
  writeFileSync(`${bundlePath}.map`, JSON.stringify({ version: 3, sources, mappings: 'AAAA' }));

  const text = deployedMap({ plan: apiPlan({ file }), bundlePath });
  await remove();

  return JSON.parse(text);
}

describe('deployedMap()', () => {
  it('deployedMap() names sources from the function as they are from the project', async () => {
    expect(await deployedSources('journeys/health.journey.ts')).toEqual({
      version: 3,
      sources: [
        '../node_modules/money/index.js',
        '../journeys/lib/cart.ts',
        '../journeys/health.journey.ts',
      ],
      mappings: 'AAAA',
    });
  });

  it('deployedMap() leaves a map as it is when it does not know the journey', async () => {
    expect(await deployedSources('journeys/other.journey.ts')).toMatchObject({ sources });
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDir } from '../../support/project-dir.ts';

/** The demo shop's address in a project of its own. */
export interface DemoProject {
  readonly cwd: string;
  /** The shop is started with it: what is to be turned on it. */
  readonly knobs: (changes: Readonly<Record<string, unknown>>) => NodeJS.ProcessEnv;
}

/** Journeys of this repository against a shop on a port of its own, in a temporary folder. */
export function demoProject(journeys: readonly string[], port: number): DemoProject {
  const address = `http://127.0.0.1:${port}`;
  const cwd = projectDir({
    'waywiser.config.ts': `import { defineConfig } from 'waywiser';
export default defineConfig({
  stage: 'dev',
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  // All runs are there to be counted.
  retention: { runs: '60d' },
  baseUrls: { dev: '${address}' },
  localTarget: {
    command: 'node ${path.resolve('dist/examples/shop.cjs')} --port ${port}',
    url: '${address}/api/health',
  },
});
`,
    ...Object.fromEntries(
      journeys.map((name) => {
        const file = `journeys/${name}.journey.ts`;
        return [file, readFileSync(file, 'utf8')];
      }),
    ),
  });

  return { cwd, knobs: (changes) => ({ SHOP_KNOBS: JSON.stringify(changes) }) };
}

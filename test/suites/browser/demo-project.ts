import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDir } from '../../support/project-dir.ts';

/** A project whose journeys use the demo shop. */
export interface DemoProject {
  readonly cwd: string;
  /** Environment that starts the shop with changed settings. */
  readonly knobs: (changes: Readonly<Record<string, unknown>>) => NodeJS.ProcessEnv;
}

/** Copies journeys of this repository to a temporary folder, with a shop on the given port. */
export function demoProject(journeys: readonly string[], port: number): DemoProject {
  const address = `http://127.0.0.1:${port}`;
  const cwd = projectDir({
    'waywiser.config.ts': `import { defineConfig } from 'waywiser';
export default defineConfig({
  stage: 'dev',
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  // Long enough that all runs are stored and can be counted.
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

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryDir } from '../../../support/temporary-dir.ts';

const run = promisify(execFile);
const FUNCTIONS = ['api-runner', 'browser-runner', 'recorder', 'jobs', 'trends', 'notifier'];

/** An API journey without `regions`. */
export const HEALTH = `import { apiJourney, every, expect } from 'waywiser';
export default apiJourney('health', { schedule: every('5m') }, async ({ http, step }) => {
  await step('ask', async () => {
    expect((await http.get('/health')).status).toBe(200);
  });
});
`;
/** Two stages of one site in two regions. */
export const CONFIG = `import { defineConfig } from 'waywiser';
export default defineConfig({
  stage: 'dev',
  home: 'eu-west-1',
  regions: ['eu-west-1', 'us-east-1'],
  baseUrls: { dev: 'https://shop.example', prod: 'https://shop.example' },
});
`;

/** How a synthesis ended. */
export interface Finished {
  readonly code: number;
  readonly stderr: string;
}

/** A project on disk, and how to make its stacks. */
export interface ProductProject {
  /** Absolute. */
  readonly dir: string;
  readonly remove: () => Promise<void>;
  /** Runs the package's app, or another one, with values of the context. */
  readonly synth: (context?: Readonly<Record<string, string>>, app?: string) => Promise<Finished>;
}

/** A project with the built product, run as `cdk` runs it. */
export async function productProject(
  files: Readonly<Record<string, string>>,
): Promise<ProductProject> {
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
  for (const name of ['typescript', 'aws-cdk-lib', 'constructs']) {
    symlinkSync(path.resolve('node_modules', name), path.join(dir, 'node_modules', name));
  }

  return {
    dir,
    remove,
    synth: async (
      context: Readonly<Record<string, string>> = {},
      app = path.join(product, 'dist/bin/app.cjs'),
    ): Promise<Finished> => {
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

/** The stacks of an assembly, with where they are deployed to. */
export function stacksIn(dir: string): Readonly<Record<string, string>> {
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

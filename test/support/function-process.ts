import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryDir } from './temporary-dir.ts';

/** A built function, and how to be rid of it. */
export interface FunctionProcess {
  /** Loads the code in a process of its own, as Lambda does in a new environment, and calls it. */
  invoke(event: unknown, environment?: Readonly<Record<string, string>>): Promise<FunctionAnswer>;
  remove(): Promise<void>;
}

/** How a call ended. */
export interface FunctionAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const DEADLINE_MS = 20_000;
const CALL = 'require(process.argv[1]).handler(JSON.parse(process.argv[2]))';

/** Lays out the code of a built function with its manifest, as the deployment does. */
export async function functionProcess(name: string, manifest: unknown): Promise<FunctionProcess> {
  const dir = await temporaryDir();
  await cp(path.resolve('dist/lambda', name), dir.path, { recursive: true });
  await writeFile(path.join(dir.path, 'manifest.json'), JSON.stringify(manifest));
  const file = path.join(dir.path, 'index.cjs');

  return {
    invoke: async (event, environment = {}) => {
      const env = { PATH: process.env['PATH'] ?? '', ...environment };
      const args = ['-e', CALL, file, JSON.stringify(event)];

      return new Promise((resolve) => {
        execFile(process.execPath, args, { env, timeout: DEADLINE_MS }, (error, stdout, stderr) =>
          resolve({ ok: error === null, stdout, stderr }),
        );
      });
    },
    remove: dir.remove,
  };
}

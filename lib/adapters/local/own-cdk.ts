import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The `cdk` command that a project has installed. */
export interface OwnCdk {
  /** Runs it in the project's folder. `print` gets what it prints as it comes; both streams in one. */
  run(args: readonly string[], print?: (text: string) => void): Promise<CdkEnd>;
}

/** How a command of `cdk` ended. */
export interface CdkEnd {
  /** Null: by a signal. */
  readonly code: number | null;
  /** What it printed, both streams in one. */
  readonly output: string;
}

/** The `cdk` command of the project in a folder; null: it has none. */
export function ownCdk(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): OwnCdk | null {
  const program = programIn(cwd);
  if (program === null) return null;

  return {
    run: async (args, print = () => undefined) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [program, ...args], {
          cwd,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const texts: string[] = [];
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding('utf8');
          stream.on('data', (text: string) => {
            texts.push(text);
            print(text);
          });
        }
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, output: texts.join('') }));
      }),
  };
}

function programIn(cwd: string): string | null {
  try {
    const manifest = createRequire(path.join(cwd, 'package.json')).resolve('aws-cdk/package.json');
    const program = path.join(path.dirname(manifest), 'bin', 'cdk');

    return existsSync(program) ? program : null;
  } catch {
    // It is not installed; the caller says so.
    return null;
  }
}

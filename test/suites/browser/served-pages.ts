import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';

/** A running command that serves pages. */
export interface ServedPages {
  /** Base address, without a trailing slash. */
  readonly url: string;
  /** Standard error so far. */
  err(): string;
  stop(): Promise<number | null>;
}

const START_MS = 30_000;
const STOP_MS = 15_000;

/** Starts a command in a folder and waits until it prints the address of its pages. */
export async function servedPages(
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ServedPages> {
  const child = spawn(process.execPath, [path.resolve('dist/bin/waywiser.cjs'), ...words], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const url = await eventually(`${words[0]} prints the address of its pages`, START_MS, () => {
    if (child.exitCode !== null) throw new Error(`${words.join(' ')} ended: ${err}${out}`);

    return /dashboard:? (http:\/\/\S+?)\/?\s/.exec(out + err)?.[1];
  });

  return { url, err: () => err, stop: async () => ended(child) };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);

  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(late);
      resolve(code);
    });
    child.kill('SIGINT');
  });
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Io } from '../../lib/cli/frame/io.ts';
import { type Paths, pathsOf } from '../../lib/cli/frame/paths.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const COMMAND = path.resolve('dist/bin/waywiser.cjs');

/** Runs the built command line in a folder and waits for its end. */
export async function waywiser(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<CommandResult> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));

  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** Runs a command line in this process; much faster than {@link waywiser}, which starts one. */
export async function typed(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Io['env'] },
): Promise<CommandResult> {
  // Loaded on demand: most tests with this file need only one command.
  const { runCommandLine } = await import('../../lib/cli/main.ts');
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    color: false,
    isTty: false,
    columns: 100,
    env,
    cwd,
  };
  const code = await runCommandLine(['node', 'waywiser', ...args], path.resolve('dist'), io);

  return { code, ...said };
}

/** The runs that a command with `--json` printed. */
export function runsOf(result: CommandResult): readonly RunRecord[] {
  const printed: { readonly runs: readonly RunRecord[] } = JSON.parse(result.out);

  return printed.runs;
}

/** Calls a command in this process, as if it was typed in a folder; 160 columns, no colour. */
export async function calledIn(
  cwd: string,
  command: (paths: Paths, io: Io) => Promise<number>,
  env: Io['env'] = {},
): Promise<CommandResult> {
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    color: false,
    isTty: false,
    columns: 160,
    env,
    cwd,
  };
  const code = await command(pathsOf(io, path.resolve('dist')), io);

  return { code, ...said };
}

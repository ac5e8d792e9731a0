import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { guardEnvironment } from '../../lib/adapters/guard/guard-environment.ts';
import { type Judge, openJudge } from '../../lib/adapters/guard/judge.ts';
import type { NameAddresses } from '../../lib/adapters/guard/name-addresses.ts';
import type { ReachRules } from '../../lib/adapters/net/address-guard.ts';

/** The committed library of this machine's architecture. */
export const LIBRARY = path.resolve(
  `lib/adapters/guard/native/linux-${process.arch}/waywiser-guard.so`,
);

/** How a guarded process is set up. */
export interface GuardedOptions {
  /** JavaScript, in which `report(value)` adds to what is returned. */
  readonly code?: string;
  /** A program that prints lines of JSON, and its arguments, in place of JavaScript. */
  readonly command?: readonly [string, ...string[]];
  /** Null: no journey yet. */
  readonly reach?: Partial<ReachRules> | null;
  readonly lambdaRuntimeApi?: string | null;
  readonly programs?: readonly string[];
  readonly libraryPath?: string;
  readonly names?: NameAddresses;
  /** Called with the judge before the process starts. */
  readonly before?: (judge: Judge) => void;
  /** Variables in addition to those of the guard; undefined leaves one out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What a guarded process reported, and what its judge knows. */
export interface GuardedResult {
  readonly reported: readonly unknown[];
  readonly refusals: ReturnType<Judge['refusals']>;
  readonly hello: ReturnType<Judge['worker']>;
  readonly hasBrowser: boolean;
}

const PRELUDE = `
const net = require('node:net');
const dgram = require('node:dgram');
const report = (value) => process.stdout.write(JSON.stringify(value ?? null) + '\\n');
const connect = (port, host) => new Promise((resolve) => {
  const socket = net.connect({ port, host });
  socket.on('connect', () => { socket.destroy(); resolve('connected'); });
  socket.on('error', ({ code }) => resolve(code));
});
const send = (port, host, type = 'udp4') => new Promise((resolve) => {
  const socket = dgram.createSocket(type);
  socket.on('error', ({ code }) => resolve(code));
  socket.send('x', port, host, (error) => { socket.close(); resolve(error?.code ?? 'sent'); });
});
const kill = (pid, signal = 'SIGCONT') => {
  try { process.kill(pid, signal); return 'sent'; } catch ({ code }) { return code; }
};
`;

const NOTHING: ReachRules = {
  baseUrl: null,
  allowPrivate: false,
  allowPrivateTargets: [],
  allowHosts: null,
};

/** Runs JavaScript in a process of Node that is guarded as a worker is, and waits for its end. */
export async function runGuarded(options: GuardedOptions): Promise<GuardedResult> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'guarded-'));
  const socketPath = path.join(folder, 'guard.sock');
  const { names } = options;
  const judge = openJudge({ socketPath, ...(names === undefined ? {} : { names }) });
  try {
    if (options.reach !== null) judge.bind({ ...NOTHING, ...options.reach });
    judge.startAttempt();
    options.before?.(judge);
    const environment = guardEnvironment({
      libraryPath: options.libraryPath ?? LIBRARY,
      socketPath,
      runnerPid: process.pid,
      lambdaRuntimeApi: options.lambdaRuntimeApi ?? null,
      programs: options.programs ?? [],
    });
    const [file, ...given] = options.command ?? [process.execPath, '-e', scriptOf(options)];
    const child = spawn(file, given, {
      env: { PATH: process.env['PATH'], FOLDER: folder, ...environment, ...options.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const reported = await linesOf(child);
    const [refusals, hello, hasBrowser] = [judge.refusals(), judge.worker(), judge.hasBrowser()];

    return { reported, refusals, hello, hasBrowser };
  } finally {
    judge.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function scriptOf({ code = '' }: GuardedOptions): string {
  return `${PRELUDE}(async () => {${code}})();`;
}

async function linesOf(child: ChildProcess): Promise<readonly unknown[]> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  await new Promise((resolve) => {
    child.once('close', resolve);
  });

  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import type { CommandFrame } from './commands/command-frame.ts';
import { addDashboard, addReport } from './commands/dashboard-commands.ts';
import { addDeploy, addDestroy, addDoctor, addPrune } from './commands/deploy-commands.ts';
import { addAlarms, addCost, addGrafana, addRuns } from './commands/history-commands.ts';
import { addInit, addNew, addValidate } from './commands/project-commands.ts';
import { addBackfill, addDev, addInvoke, addRun } from './commands/run-commands.ts';
import { addStore } from './commands/store-commands.ts';
import { addCompare, addNote, addTrends } from './commands/trends-commands.ts';
import { setAsideDamagedClock } from './frame/clock-file.ts';
import { compressedBanner } from './frame/dev-time.ts';
import { EXIT, type Io, writerTo } from './frame/io.ts';
import { ownFailureLine } from './frame/own-failure.ts';
import { pathsOf } from './frame/paths.ts';

/** All commands, in the order in which the help lists them. */
const COMMANDS = [
  addInit,
  addNew,
  addDev,
  addRun,
  addValidate,
  addRuns,
  addTrends,
  addDashboard,
  addReport,
  addCompare,
  addNote,
  addBackfill,
  addAlarms,
  addStore,
  addGrafana,
  addCost,
  addInvoke,
  addDeploy,
  addDoctor,
  addPrune,
  addDestroy,
] as const;

/** Runs the command line of this process and returns its exit code. */
export async function main(argv: readonly string[], distDir: string): Promise<number> {
  return await runCommandLine(argv, distDir, processIo());
}

/** Parses a command line (`argv` as in `process.argv`), runs its command and returns the exit code. */
export async function runCommandLine(
  argv: readonly string[],
  distDir: string,
  io: Io,
): Promise<number> {
  try {
    const frame: CommandFrame = { io, paths: pathsOf(io, distDir), code: EXIT.passed };
    const damaged = setAsideDamagedClock(frame.paths.stateDir);
    if (damaged !== null) io.err(`waywiser: ${damaged}\n`);
    const banner = compressedBanner(frame.paths.stateDir);
    if (banner !== null) io.err(`waywiser: ${banner}\n`);
    await commandLine(frame, distDir).parseAsync([...argv]);

    return frame.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.misuse;
    io.err(ownFailureLine(error, io));

    return EXIT.unknown;
  }
}

function commandLine(frame: CommandFrame, distDir: string): Command {
  const program = new Command('waywiser')
    .description(
      'Synthetic monitoring: runs user journeys, written in TypeScript, on a schedule and shows how their performance changes over time.',
    )
    .version(packageVersion(distDir), '-v, --version')
    .enablePositionalOptions()
    .showHelpAfterError('(waywiser --help lists all commands)')
    .addHelpText(
      'after',
      '\nExit codes: 0 passed · 1 a journey failed or a limit was exceeded · 2 wrong usage or configuration · 3 result unknown',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => frame.io.out(text),
      writeErr: (text) => frame.io.err(text),
    });
  for (const add of COMMANDS) add(program, frame);

  return program;
}

function packageVersion(distDir: string): string {
  const file = path.join(path.dirname(distDir), 'package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));

  return version;
}

const DEFAULT_COLUMNS = 100;

/** The streams and environment of this process. Colours are used on terminals, unless `NO_COLOR` is set. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  stdout.on('error', lostResults);
  // If standard error is closed, the results on standard output are still valid.
  stderr.on('error', () => undefined);
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';

  return {
    out: writerTo(stdout),
    err: writerTo(stderr),
    color: forced || (stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb'),
    isTty: stderr.isTTY && env['TERM'] !== 'dumb' && env['CI'] === undefined,
    columns: stdout.columns ?? DEFAULT_COLUMNS,
    env,
    cwd: process.cwd(),
  };
}

/** A closed pipe (`| head`) is not an error; a full disk is. */
function lostResults(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`waywiser: Cannot write to standard output: ${error.message}\n`);
  process.once('exit', () => {
    process.exitCode = EXIT.unknown;
  });
}

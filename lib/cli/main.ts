import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import type { CommandFrame } from './commands/command-frame.ts';
import { addCost, addInvoke } from './commands/aws-commands.ts';
import { addBackfill } from './commands/backfill-commands.ts';
import { addDashboard } from './commands/dashboard-commands.ts';
import { addDev, addRun, addValidate } from './commands/here-commands.ts';
import { addCompare } from './commands/compare-commands.ts';
import { addAlarms, addRuns } from './commands/history-commands.ts';
import { addInit } from './commands/init-commands.ts';
import { addGrafana } from './commands/monitoring-commands.ts';
import { addReport } from './commands/report-commands.ts';
import { addNew } from './commands/new-commands.ts';
import { addNote, addTrends } from './commands/trends-commands.ts';
import { compressedBanner } from './frame/dev-time.ts';
import { EXIT } from './frame/io.ts';
import { pathsOf } from './frame/paths.ts';
import { processIo } from './frame/process-io.ts';

/** In the order of the help. */
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
  addGrafana,
  addCost,
  addInvoke,
] as const;

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[], distDir: string): Promise<number> {
  const io = processIo();
  const frame: CommandFrame = { io, paths: pathsOf(io, distDir), code: EXIT.passed };
  const banner = compressedBanner(frame.paths.stateDir);
  if (banner !== null) io.err(`waywiser: ${banner}\n`);
  try {
    await commandLine(frame, distDir).parseAsync([...argv]);

    return frame.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.misuse;
    const verbose = io.env['WAYWISER_DEBUG'] !== undefined;
    io.err(`waywiser: ${describe(error, verbose)}\n`);

    return EXIT.couldNotTell;
  }
}

function describe(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);

  return verbose ? (error.stack ?? error.message) : error.message;
}

function commandLine(frame: CommandFrame, distDir: string): Command {
  const program = new Command('waywiser')
    .description(
      'Synthetic monitoring: journeys in TypeScript, on a schedule, measured truthfully.',
    )
    .version(packageVersion(distDir), '-v, --version')
    .enablePositionalOptions()
    .showHelpAfterError('(waywiser --help lists every command and option)')
    .addHelpText(
      'after',
      '\nExit codes: 0 passed · 1 a journey failed · 2 misuse or bad configuration · 3 could not tell',
    )
    .exitOverride();
  for (const add of COMMANDS) add(program, frame);

  return program;
}

function packageVersion(distDir: string): string {
  const file = path.join(path.dirname(distDir), 'package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));

  return version;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { cost, type CostOptions } from './cost.ts';
import { alarmsBacktest, alarmStates, type AlarmsOptions } from './alarms.ts';
import { dev } from './dev.ts';
import type { DevOptions } from './dev-options.ts';
import { invoke } from './invoke.ts';
import type { InvokeOptions } from './invoke-options.ts';
import { EXIT, type Io } from './io.ts';
import { type Paths, pathsOf } from './paths.ts';
import { processIo } from './process-io.ts';
import { run, type RunOptions } from './run.ts';
import { runs } from './runs.ts';
import type { RunsOptions } from './runs-options.ts';
import { validate, type ValidateOptions } from './validate.ts';

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[], distDir: string): Promise<number> {
  const io = processIo();
  const frame: Frame = { io, paths: pathsOf(io, distDir), code: EXIT.passed };
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

interface Frame {
  readonly io: Io;
  readonly paths: Paths;
  code: number;
}

function describe(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);

  return verbose ? (error.stack ?? error.message) : error.message;
}

function commandLine(frame: Frame, distDir: string): Command {
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
  for (const add of [addDev, addRun, addValidate, addRuns, addAlarms, addCost, addInvoke])
    add(program, frame);

  return program;
}

function addDev(program: Command, frame: Frame): void {
  subcommand(program, 'dev')
    .summary('the whole platform on this machine, until Ctrl-C')
    .description(
      'Runs the journeys on their schedules on this machine, keeps their records in .waywiser/, and shows them live. Every journey runs once at the start.',
    )
    .argument('[journeys...]', 'names of journeys or paths of journey files (default: all)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--base-url <url>', 'point the journeys at another target')
    .option('--no-first-run', 'wait for the first scheduled instant')
    .option('--json', 'a line of JSON for each record')
    .action(async (journeys: string[], options: Omit<DevOptions, 'journeys'>) => {
      frame.code = await dev({ ...options, journeys }, frame.paths, frame.io);
    });
}

function addRun(program: Command, frame: Frame): void {
  subcommand(program, 'run')
    .summary('run journeys here, now')
    .description('Runs journeys once, one after another, and shows where their time went.')
    .argument('[journeys...]', 'names of journeys or paths of journey files (default: all)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--base-url <url>', 'point the journeys at another target')
    .option('--json', 'one JSON document on standard output')
    .option('--junit <file>', 'also write JUnit XML')
    .option('--verbose', 'show every request, vital and reading')
    .option('--no-record', 'do not keep the runs in the history')
    .action(async (journeys: string[], options: Omit<RunOptions, 'journeys'>) => {
      frame.code = await run({ ...options, journeys }, frame.paths, frame.io);
    });
}

function subcommand(program: Command, name: string): Command {
  return program.command(name).exitOverride().showHelpAfterError();
}

function packageVersion(distDir: string): string {
  const file = path.join(path.dirname(distDir), 'package.json');
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));

  return version;
}

function addValidate(program: Command, frame: Frame): void {
  subcommand(program, 'validate')
    .summary('check journeys and configuration, without running anything')
    .description(
      'Checks everything that can be known before a run, and lists all problems at once.',
    )
    .argument('[journeys...]', 'names of journeys or paths of journey files (default: all)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--base-url <url>', 'point the journeys at another target')
    .option('--json', 'one JSON document on standard output')
    .action(async (selection: string[], options: Omit<ValidateOptions, 'selection'>) => {
      frame.code = await validate({ ...options, selection }, frame.paths, frame.io);
    });
}

function addRuns(program: Command, frame: Frame): void {
  subcommand(program, 'runs')
    .summary('what ran: history of all journeys, of one, or one run')
    .argument('[journey]', 'a journey (default: a line for each)')
    .option('--region <name>', 'only this region')
    .option('--since <when>', 'a length of time (24h) or an instant (ISO 8601)')
    .option('--outcome <name>', 'only this outcome')
    .option('--limit <n>', 'at most so many runs')
    .option('--run <id>', 'show one run whole')
    .option('--deployed', 'those of the deployed stage, read with your AWS credentials')
    .option('--stage <name>', 'with --deployed: stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output')
    .action(async (journey: string | undefined, options: Omit<RunsOptions, 'journey'>) => {
      frame.code = await runs({ ...options, journey }, frame.paths, frame.io);
    });
}

function addCost(program: Command, frame: Frame): void {
  subcommand(program, 'cost')
    .summary('what the journeys will cost in AWS, before they are deployed')
    .description(
      'Estimates a month in AWS: each journey, the platform, where the money goes, and what the numbers rest on.',
    )
    .argument('[journeys...]', 'names of journeys or paths of journey files (default: all)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output')
    .action(async (journeys: string[], options: Omit<CostOptions, 'journeys'>) => {
      frame.code = await cost({ ...options, journeys }, frame.paths, frame.io);
    });
}

function addAlarms(program: Command, frame: Frame): void {
  const command = subcommand(program, 'alarms')
    .summary('alarms: their state now, and what they would have done')
    .description(
      'Shows the state of every alarm as it is now configured, from the runs that are stored on this machine.',
    )
    // Here and above: else --json after `backtest` would be taken as an option of `alarms`.
    .enablePositionalOptions()
    .argument('[journeys...]', 'names of journeys or paths of journey files (default: all)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output')
    .action(async (journeys: string[], options: Omit<AlarmsOptions, 'journeys'>) => {
      frame.code = await alarmStates({ ...options, journeys }, frame.paths, frame.io);
    });
  subcommand(command, 'backtest')
    .summary('replay the alarms over stored runs')
    .description(
      'Replays the runs that are stored on this machine through the alarms as they are now configured, and shows when each would have fired, for how long, and why.',
    )
    .argument('[journeys...]', 'names of journeys or paths of journey files (default: all)')
    .option('--since <when>', 'a length of time (default: 30d) or an instant (ISO 8601)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output')
    .action(async (journeys: string[], options: Omit<AlarmsOptions, 'journeys'>) => {
      frame.code = await alarmsBacktest({ ...options, journeys }, frame.paths, frame.io);
    });
}

function addInvoke(program: Command, frame: Frame): void {
  subcommand(program, 'invoke')
    .summary('run a deployed journey now, where it is deployed')
    .description(
      'Asks for a run of a deployed journey in its regions, all at once; with --wait, shows how it went. Such runs are recorded as on demand: neither alarms nor trends count them.',
    )
    .argument('<journey>', 'name of a journey, or path of its file')
    .option('--region <names...>', 'only these regions (default: all of the journey)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--wait', 'wait for the runs and show them')
    .option('--json', 'one JSON document on standard output')
    .option('--junit <file>', 'also write JUnit XML; needs --wait')
    .option('--verbose', 'show every request, vital and reading')
    .action(async (journey: string, options: Omit<InvokeOptions, 'journey'>) => {
      frame.code = await invoke({ ...options, journey }, frame.paths, frame.io);
    });
}

import type { Command } from 'commander';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { dev } from '../dev/dev.ts';
import type { DevOptions } from '../dev/dev-options.ts';
import { run, type RunOptions } from '../running/run.ts';
import { validate, type ValidateOptions } from '../authoring/validate.ts';

/** Declares `waywiser dev`. */
export function addDev(program: Command, frame: CommandFrame): void {
  subcommand(program, 'dev')
    .summary('the whole platform on this machine, until Ctrl-C')
    .description(
      'Runs the journeys on their schedules on this machine, keeps their records in .waywiser/, shows them live, and serves the dashboard. Every journey runs once at the start.',
    )
    .argument('[journeys...]', 'names of journeys or paths of journey files (default: all)')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--base-url <url>', 'point the journeys at another target')
    .option('--no-first-run', 'wait for the first scheduled instant')
    .option('--json', 'a line of JSON for each record')
    .option(
      '--dashboard-port <n>',
      'where the dashboard is served (default: 4180), or the next free',
    )
    .option('--no-dashboard', 'serve no dashboard')
    .option('--time-scale <n>', 'compressed time: so many seconds pass in one')
    .option('--every <interval>', 'with --time-scale: run each journey so often (default: 1h)')
    .option('--days <n>', 'with --time-scale: begin so many days ago (default: 120)')
    .action(async (journeys: string[], options: Omit<DevOptions, 'journeys'>) => {
      frame.code = await dev({ ...options, journeys }, frame.paths, frame.io);
    });
}

/** Declares `waywiser run`. */
export function addRun(program: Command, frame: CommandFrame): void {
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

/** Declares `waywiser validate`. */
export function addValidate(program: Command, frame: CommandFrame): void {
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

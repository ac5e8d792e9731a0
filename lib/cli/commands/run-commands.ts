import type { Command } from 'commander';
import { SCENARIO_NAMES, SCENARIOS } from '../../core/backfill/scenarios.ts';
import type { DevOptions } from '../dev/dev-time-options.ts';
import { dev } from '../dev/dev.ts';
import { jobsNow } from '../dev/jobs-now.ts';
import type { BackfillOptions } from '../running/backfill-options.ts';
import { backfill } from '../running/backfill.ts';
import type { InvokeOptions } from '../running/invoke-output.ts';
import { invoke } from '../running/invoke.ts';
import { run, type RunOptions } from '../running/run.ts';
import { type CommandFrame, OPTION_TEXT, subcommand } from './command-frame.ts';

/** Declares `waywiser dev`, which runs the platform on this machine. */
export function addDev(program: Command, frame: CommandFrame): void {
  addJobs(program, frame);
  subcommand(program, 'dev')
    .summary('run journeys on their schedules on this machine, with a dashboard')
    .description(
      'Runs the journeys on their schedules on this machine until Ctrl-C, and each of them once at the start. Shows the runs live, stores them in .waywiser/, evaluates alarms and trends, and serves the dashboard.',
    )
    .argument('[journeys...]', OPTION_TEXT.journeys)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--base-url <url>', OPTION_TEXT.baseUrl)
    .option('--no-first-run', 'do not run the journeys at the start')
    .option('--json', 'print one line of JSON for each run, alarm change and finding')
    .option('--dashboard-port <n>', 'port of the dashboard (default: 4180, or the next free one)')
    .option('--no-dashboard', 'do not serve the dashboard')
    .option('--time-scale <n>', 'compressed time: simulate n seconds per second')
    .option('--every <interval>', 'with --time-scale: run every journey this often (default: 1h)')
    .option('--days <n>', 'with --time-scale: start this many days ago (default: 120)')
    .action(async (journeys: string[], options: Omit<DevOptions, 'journeys'>) => {
      frame.code = await dev({ ...options, journeys }, frame.paths, frame.io);
    });
}

/** Hidden: `waywiser dev` starts it every hour. */
function addJobs(program: Command, frame: CommandFrame): void {
  program
    .command('jobs', { hidden: true })
    .exitOverride()
    .action(async () => {
      frame.code = await jobsNow(frame.paths, frame.io);
    });
}

/** Declares `waywiser run`, which runs journeys once. */
export function addRun(program: Command, frame: CommandFrame): void {
  subcommand(program, 'run')
    .summary('run journeys once, now, on this machine')
    .description(
      'Runs journeys once, one after another, and shows where the time of each run went. The runs are stored in .waywiser/ and appear in waywiser runs and the dashboard.',
    )
    .argument('[journeys...]', OPTION_TEXT.journeys)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--base-url <url>', OPTION_TEXT.baseUrl)
    .option('--json', OPTION_TEXT.json)
    .option('--junit <file>', OPTION_TEXT.junit)
    .option('--verbose', OPTION_TEXT.verbose)
    .option('--no-record', 'do not store the runs')
    .action(async (journeys: string[], options: Omit<RunOptions, 'journeys'>) => {
      frame.code = await run({ ...options, journeys }, frame.paths, frame.io);
    });
}

/** Declares `waywiser invoke`, which runs deployed journeys on demand. */
export function addInvoke(program: Command, frame: CommandFrame): void {
  subcommand(program, 'invoke')
    .summary('run a deployed journey once, now, in AWS')
    .description(
      'Requests a run of a deployed journey in all its regions at once. With --wait, waits for the runs and shows them. These runs are stored as on demand: alarms and trends do not count them.',
    )
    .argument('<journey>', 'name of a journey, or path of its file')
    .option('--region <names...>', 'only in these regions (default: all regions of the journey)')
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--wait', 'wait for the runs and show them')
    .option('--json', OPTION_TEXT.json)
    .option('--junit <file>', `with --wait: ${OPTION_TEXT.junit}`)
    .option('--verbose', OPTION_TEXT.verbose)
    .action(async (journey: string, options: Omit<InvokeOptions, 'journey'>) => {
      frame.code = await invoke({ ...options, journey }, frame.paths, frame.io);
    });
}

/** Declares `waywiser backfill`, which writes a simulated history. */
export function addBackfill(program: Command, frame: CommandFrame): void {
  const scenarios = SCENARIO_NAMES.map(
    (name) => `  ${name.padEnd(18)}${SCENARIOS[name].description}`,
  );
  subcommand(program, 'backfill')
    .summary('write months of generated history, to try out trends')
    .description(
      'Writes generated runs of the past months into the store on this machine, with the changes of a scenario in them: records for as long as records are retained, rollups for the whole time. Every record is marked as generated. Does nothing if the store already has history of these days.',
    )
    .requiredOption('--scenario <name>', 'changes that the history contains, see below')
    .option('--days <n>', 'length of the history in days (default: 120)')
    .option('--seed <n>', 'seed of the random numbers (default: 1)')
    .option('--journeys <names...>', OPTION_TEXT.journeys)
    .option('--regions <names...>', 'regions (default: those of each journey)')
    .option(
      '--every <interval>',
      "interval between runs (default: each journey's own, at least 5 minutes)",
    )
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--dry-run', 'show what would be written, and write nothing')
    .option('--json', OPTION_TEXT.json)
    .addHelpText('after', `\nScenarios:\n${scenarios.join('\n')}`)
    .action(async (options: BackfillOptions) => {
      frame.code = await backfill(options, frame.paths, frame.io);
    });
}

import type { Command } from 'commander';
import { alarmsBacktest, alarmStates, type AlarmsOptions } from '../history/alarms.ts';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { runs } from '../history/runs.ts';
import type { RunsOptions } from '../frame/runs-options.ts';

/** Declares `waywiser runs`. */
export function addRuns(program: Command, frame: CommandFrame): void {
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

/** Declares `waywiser alarms`, and `backtest` below it. */
export function addAlarms(program: Command, frame: CommandFrame): void {
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

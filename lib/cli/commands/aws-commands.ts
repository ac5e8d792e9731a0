import type { Command } from 'commander';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { cost, type CostOptions } from '../history/cost.ts';
import { invoke } from '../running/invoke.ts';
import type { InvokeOptions } from '../running/invoke-options.ts';

/** Declares `waywiser cost`. */
export function addCost(program: Command, frame: CommandFrame): void {
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

/** Declares `waywiser invoke`. */
export function addInvoke(program: Command, frame: CommandFrame): void {
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

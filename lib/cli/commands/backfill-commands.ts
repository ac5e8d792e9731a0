import type { Command } from 'commander';
import { SCENARIO_NAMES, SCENARIOS } from '../../core/backfill/scenarios.ts';
import { backfill } from '../running/backfill.ts';
import type { BackfillOptions } from '../running/backfill-options.ts';
import { type CommandFrame, subcommand } from './command-frame.ts';

/** Declares `waywiser backfill`. */
export function addBackfill(program: Command, frame: CommandFrame): void {
  const scenarios = SCENARIO_NAMES.map(
    (name) => `  ${name.padEnd(18)}${SCENARIOS[name].description}`,
  );
  subcommand(program, 'backfill')
    .summary('write months of made-up history, to try trends on')
    .description(
      'Writes plausible runs of the past months into the store on this machine, with something planted in them, as the platform would have: records as far back as they are kept, rollups of all of it. Refuses where there is history of these days already. Every record says that it was made up.',
    )
    .requiredOption('--scenario <name>', 'what happens in it, see below')
    .option('--days <n>', 'how far back (default: 120)')
    .option('--seed <n>', 'another seed, another history (default: 1)')
    .option('--journeys <names...>', 'names of journeys or paths of journey files (default: all)')
    .option('--regions <names...>', 'regions (default: those of each journey)')
    .option('--every <interval>', "default: each journey's own, at most every 5 minutes")
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', `\nScenarios:\n${scenarios.join('\n')}`)
    .action(async (options: BackfillOptions) => {
      frame.code = await backfill(options, frame.paths, frame.io);
    });
}

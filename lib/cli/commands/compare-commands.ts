import type { Command } from 'commander';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { compare } from '../trends/compare.ts';
import type { CompareCommandOptions } from '../trends/compare-options.ts';

/** Declares `waywiser compare`. */
export function addCompare(program: Command, frame: CommandFrame): void {
  subcommand(program, 'compare')
    .summary('whether one set of runs is slower than another; a gate for pipelines')
    .description(
      'Compares the runs of side B with those of side A, metric by metric, and says whether B is slower, by how much, and how sure that is.\n\nA side is a range of time (24h, 7d..1d, or instants joined by ..), run ids joined by commas, or what waywiser run --json printed: files joined by commas, or a folder of them.',
    )
    .argument('[journey]', 'only this journey')
    .requiredOption('--a <side>', 'what to compare with')
    .requiredOption('--b <side>', 'what is compared')
    .option('--metric <name>', 'only this metric (default: duration, steps and vitals)')
    .option('--region <name>', 'only this region')
    .option('--max-regression <percent>', 'by how many percent B may be slower (default: 0)')
    .option('--deployed', 'runs of the deployed stage, read with your AWS credentials')
    .option('--stage <name>', 'with --deployed: stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExit codes: 0 not shown to be worse · 1 worse, beyond doubt, by more than is allowed · 2 misuse · 3 could not tell',
    )
    .action(async (journey: string | undefined, options: CompareCommandOptions) => {
      frame.code = await compare({ ...options, journey }, frame.paths, frame.io);
    });
}

import type { Command } from 'commander';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { report } from '../dashboard/report.ts';
import type { ReportOptions } from '../dashboard/report-request.ts';

/** Declares `waywiser report`. */
export function addReport(program: Command, frame: CommandFrame): void {
  subcommand(program, 'report')
    .summary("the dashboard's pages in one file, for a ticket or a mail")
    .description(
      'Writes the overview, a page for each journey, and the costs into one HTML file that opens without a network, loads nothing and runs nothing; with --pdf printed as well.',
    )
    .argument('[journeys...]', 'journeys to report on (default: all, with the costs)')
    .option('--since <when>', 'a length of time (default: 90d) or an instant (ISO 8601)')
    .option('--out <file>', 'the file (default: waywiser-STAGE-DAY.html)')
    .option('--pdf <file>', 'print it there, too')
    .option('--deployed', 'the history of the deployed stage, read with your AWS credentials')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output: what was written')
    .action(async (journeys: string[], options: Omit<ReportOptions, 'journeys'>) => {
      frame.code = await report({ ...options, journeys }, frame.paths, frame.io);
    });
}

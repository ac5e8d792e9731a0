import type { Command } from 'commander';
import type { DashboardOptions } from '../dashboard/dashboard-options.ts';
import { dashboard } from '../dashboard/dashboard.ts';
import type { ReportOptions } from '../dashboard/report-request.ts';
import { report } from '../dashboard/report.ts';
import { analyseNow } from '../trends/analyse-now.ts';
import { type CommandFrame, OPTION_TEXT, sinceText, subcommand } from './command-frame.ts';

/** Declares `waywiser dashboard`, and the hidden command that it starts as a child process. */
export function addDashboard(program: Command, frame: CommandFrame): void {
  addAnalyse(program, frame);
  subcommand(program, 'dashboard')
    .summary('serve the dashboard on this machine')
    .description(
      'Serves the dashboard on the loopback address of this machine until Ctrl-C: the runs that are stored here, or with --deployed those of a deployed stage.',
    )
    .option('--port <n>', 'port; 0: any free one (default: 4180, or the next free one)')
    .option('--deployed', OPTION_TEXT.deployed)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--open', 'open it in your browser')
    .option('--json', 'print one line of JSON with the address when it is ready')
    .addHelpText(
      'after',
      '\nExit codes: 0 stopped · 2 wrong usage or configuration, or no free port · 3 internal error',
    )
    .action(async (options: DashboardOptions) => {
      frame.code = await dashboard(options, frame.paths, frame.io);
    });
}

/** Hidden: the dashboard starts it as a child process, to analyse trends. */
function addAnalyse(program: Command, frame: CommandFrame): void {
  program
    .command('analyse', { hidden: true })
    .exitOverride()
    .option('--stage <name>')
    .action(async (options: { readonly stage?: string }) => {
      frame.code = await analyseNow(options, frame.paths, frame.io);
    });
}

/** Declares `waywiser report`, which writes a page to a file or prints it. */
export function addReport(program: Command, frame: CommandFrame): void {
  subcommand(program, 'report')
    .summary('write the pages of the dashboard to one HTML file, or a PDF')
    .description(
      'Writes the overview, a page for each journey and the costs to one HTML file, for a ticket or an e-mail. The file needs no network and runs no scripts.',
    )
    .argument('[journeys...]', 'journeys to include (default: all, with the costs)')
    .option('--since <when>', sinceText('90d'))
    .option('--out <file>', 'file to write (default: waywiser-STAGE-DAY.html)')
    .option('--pdf <file>', 'also write a PDF')
    .option('--deployed', OPTION_TEXT.deployed)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--json', `${OPTION_TEXT.json} with the files that were written`)
    .action(async (journeys: string[], options: Omit<ReportOptions, 'journeys'>) => {
      frame.code = await report({ ...options, journeys }, frame.paths, frame.io);
    });
}

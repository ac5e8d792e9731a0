import type { Command } from 'commander';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { dashboard } from '../dashboard/dashboard.ts';
import type { DashboardOptions } from '../dashboard/dashboard-options.ts';
import { analyseNow } from '../trends/analyse-now.ts';

/** Declares `waywiser dashboard`, and what it starts beside itself. */
export function addDashboard(program: Command, frame: CommandFrame): void {
  addLook(program, frame);
  subcommand(program, 'dashboard')
    .summary('pages of what runs, how long it takes, and since when')
    .description(
      'Serves the dashboard on this machine, for this machine alone, until Ctrl-C: the history that is kept here or, with --deployed, that of a deployed stage, read with your AWS credentials.',
    )
    .option('--port <n>', 'where to listen; 0: any that is free (default: 4180, or the next free)')
    .option('--deployed', 'the history of the deployed stage')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--open', 'show it in your browser')
    .option('--json', 'a line of JSON with the address, once it is served')
    .addHelpText(
      'after',
      '\nExit codes: 0 stopped · 2 misuse, bad configuration, or no port · 3 something broke',
    )
    .action(async (options: DashboardOptions) => {
      frame.code = await dashboard(options, frame.paths, frame.io);
    });
}

/** Nobody types it: the dashboard starts it beside itself. */
function addLook(program: Command, frame: CommandFrame): void {
  program
    .command('look', { hidden: true })
    .exitOverride()
    .option('--stage <name>')
    .action(async (options: { readonly stage?: string }) => {
      frame.code = await analyseNow(options, frame.paths, frame.io);
    });
}

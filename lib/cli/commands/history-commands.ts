import type { Command } from 'commander';
import type { RunsOptions } from '../frame/runs-options.ts';
import { alarmsBacktest, type AlarmsOptions, alarmStates } from '../history/alarms.ts';
import { cost, type CostOptions } from '../history/cost.ts';
import { grafana, type GrafanaOptions } from '../history/grafana.ts';
import { runs } from '../history/runs.ts';
import { type CommandFrame, OPTION_TEXT, sinceText, subcommand } from './command-frame.ts';

/** Declares `waywiser runs`, which lists recorded runs. */
export function addRuns(program: Command, frame: CommandFrame): void {
  subcommand(program, 'runs')
    .summary('list stored runs, or show one')
    .description(
      'Shows stored runs: without a journey one line per journey and region, with one its newest runs, with --run one run in full.',
    )
    .argument('[journey]', 'a journey (default: an overview of all)')
    .option('--region <name>', 'only this region')
    .option('--since <when>', sinceText('24h for the overview, else all'))
    .option('--outcome <name>', 'only runs with this outcome, such as failed')
    .option('--limit <n>', 'show at most n runs of each region (default: 50)')
    .option('--run <id>', 'show this run in full')
    .option('--deployed', OPTION_TEXT.deployed)
    .option('--stage <name>', OPTION_TEXT.deployedStage)
    .option('--json', OPTION_TEXT.json)
    .action(async (journey: string | undefined, options: Omit<RunsOptions, 'journey'>) => {
      frame.code = await runs({ ...options, journey }, frame.paths, frame.io);
    });
}

/** Declares `waywiser alarms`, and `backtest` below it. */
export function addAlarms(program: Command, frame: CommandFrame): void {
  const command = subcommand(program, 'alarms')
    .summary('show the state of every alarm, or replay alarms over stored runs')
    .description(
      'Shows the current state of every configured alarm, calculated from the runs that are stored on this machine.',
    )
    // On both commands: otherwise --json after `backtest` is parsed as an option of `alarms`.
    .enablePositionalOptions()
    .argument('[journeys...]', OPTION_TEXT.journeys)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--json', OPTION_TEXT.json)
    .action(async (journeys: string[], options: Omit<AlarmsOptions, 'journeys'>) => {
      frame.code = await alarmStates({ ...options, journeys }, frame.paths, frame.io);
    });
  subcommand(command, 'backtest')
    .summary('replay alarms over stored runs')
    .description(
      'Replays the runs that are stored on this machine through the configured alarms, and shows when each alarm would have fired, for how long, and why.',
    )
    .argument('[journeys...]', OPTION_TEXT.journeys)
    .option('--since <when>', sinceText('30d'))
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--json', OPTION_TEXT.json)
    .action(async (journeys: string[], options: Omit<AlarmsOptions, 'journeys'>) => {
      frame.code = await alarmsBacktest({ ...options, journeys }, frame.paths, frame.io);
    });
}

/** Declares `waywiser grafana`, which prints dashboards for import. */
export function addGrafana(program: Command, frame: CommandFrame): void {
  subcommand(program, 'grafana')
    .summary('write a Grafana dashboard as JSON')
    .description(
      'Writes a dashboard to import into Grafana. Its data source is Prometheus, which scrapes /metrics of waywiser dashboard or waywiser dev, or CloudWatch, with the metrics of the deployed stage.',
    )
    .requiredOption('--for <source>', 'data source: prometheus or cloudwatch')
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--out <file>', 'file to write (default: standard output)')
    .action(async (options: GrafanaOptions) => {
      frame.code = await grafana(options, frame.paths, frame.io);
    });
}

/** Declares `waywiser cost`, which estimates the monthly AWS bill. */
export function addCost(program: Command, frame: CommandFrame): void {
  subcommand(program, 'cost')
    .summary('estimate what the journeys cost in AWS per month')
    .description(
      'Estimates the cost of a month in AWS before anything is deployed: of each journey, of the platform, by AWS service, and the assumptions behind the numbers.',
    )
    .argument('[journeys...]', OPTION_TEXT.journeys)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--json', OPTION_TEXT.json)
    .action(async (journeys: string[], options: Omit<CostOptions, 'journeys'>) => {
      frame.code = await cost({ ...options, journeys }, frame.paths, frame.io);
    });
}

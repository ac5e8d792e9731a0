import type { Command } from 'commander';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { grafana, type GrafanaOptions } from '../history/grafana.ts';

/** Declares `waywiser grafana`. */
export function addGrafana(program: Command, frame: CommandFrame): void {
  subcommand(program, 'grafana')
    .summary('a dashboard to import into Grafana')
    .description(
      'Writes the JSON of a Grafana dashboard: for Prometheus, which scrapes /metrics of waywiser dashboard or waywiser dev, or for CloudWatch, with the metrics and budgets of the deployed stage.',
    )
    .requiredOption('--for <source>', 'prometheus or cloudwatch')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--out <file>', 'write it there (default: standard output)')
    .action(async (options: GrafanaOptions) => {
      frame.code = await grafana(options, frame.paths, frame.io);
    });
}

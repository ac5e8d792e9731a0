import type { Command } from 'commander';
import type { Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';

/** What the actions of commands work with; the command that ran leaves its exit code in `code`. */
export interface CommandFrame {
  readonly io: Io;
  readonly paths: Paths;
  code: number;
}

/** Descriptions of arguments and options that several commands have. */
export const OPTION_TEXT = {
  journeys: 'names of journeys, or paths of journey files (default: all)',
  stage: 'stage of waywiser.config.ts (default: the configured one)',
  deployedStage: 'with --deployed: stage of waywiser.config.ts (default: the configured one)',
  baseUrl: 'run against this URL instead of the configured base URL',
  deployed: 'use the history of the deployed stage, with your AWS credentials',
  junit: 'also write the results as JUnit XML',
  verbose: 'show every request, web vital and reading',
  json: 'print one JSON document',
} as const;

/** Description of `--since`, with its default. */
export function sinceText(defaultValue: string | null): string {
  const range = 'how far back: a duration such as 24h or 7d, or a date and time (ISO 8601)';

  return defaultValue === null ? range : `${range} (default: ${defaultValue})`;
}

/** Adds a command; wrong usage prints its help. */
export function subcommand(program: Command, name: string): Command {
  return program.command(name).exitOverride().showHelpAfterError();
}

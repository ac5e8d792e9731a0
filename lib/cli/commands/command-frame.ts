import type { Command } from 'commander';
import type { Io } from '../frame/io.ts';
import type { Paths } from '../frame/paths.ts';

/** What commands are declared upon, and where the one that ran leaves its exit code. */
export interface CommandFrame {
  readonly io: Io;
  readonly paths: Paths;
  code: number;
}

/** A command of its own below another, which says how it is used where it is misused. */
export function subcommand(program: Command, name: string): Command {
  return program.command(name).exitOverride().showHelpAfterError();
}

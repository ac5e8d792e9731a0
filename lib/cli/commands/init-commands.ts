import type { Command } from 'commander';
import { SCAFFOLD_KINDS } from '../../project/scaffold/scaffold.ts';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { init, type InitOptions } from '../authoring/init.ts';

/** Declares `waywiser init`. */
export function addInit(program: Command, frame: CommandFrame): void {
  subcommand(program, 'init')
    .summary('a new project, ready to run')
    .description(
      'Writes a project: journeys, configuration, what cdk needs, a workflow for GitHub. Its journeys visit a demo shop that comes with Waywiser, or the site of --base-url. Files that are there already stay as they are and are named; package.json is completed. All is written, or nothing.',
    )
    .argument('[folder]', 'where; made where it is not there (default: the current folder)')
    .option('--base-url <url>', 'the site that the journeys visit (default: the demo shop)')
    .option('--kind <kind>', `which journeys: ${SCAFFOLD_KINDS.join(', ')} (default: both)`)
    .option('--no-ci', 'no workflow for GitHub')
    .option('--force', 'also where a project is: adds the files that are missing, changes none')
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--json', 'one JSON document on standard output')
    .action(async (folder: string | undefined, options: Omit<InitOptions, 'folder'>) => {
      frame.code = await init({ ...options, folder }, frame.paths, frame.io);
    });
}

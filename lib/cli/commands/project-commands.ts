import type { Command } from 'commander';
import { IMPORT_FORMATS } from '../../project/import/import-journey.ts';
import { SCAFFOLD_KINDS } from '../../project/scaffold/scaffold.ts';
import { init, type InitOptions } from '../authoring/init.ts';
import type { NewOptions } from '../authoring/new-options.ts';
import { newJourney } from '../authoring/new.ts';
import { validate, type ValidateOptions } from '../authoring/validate.ts';
import { type CommandFrame, OPTION_TEXT, subcommand } from './command-frame.ts';

/** Declares `waywiser init`, which writes a new project. */
export function addInit(program: Command, frame: CommandFrame): void {
  subcommand(program, 'init')
    .summary('create a project that is ready to run')
    .description(
      'Creates a project: two journeys, a configuration, the files that cdk needs, and a GitHub workflow. The journeys test the demo shop that comes with Waywiser, or your own site with --base-url. Existing files are never changed, except that missing scripts and packages are added to package.json. If a file cannot be written, nothing is.',
    )
    .argument('[folder]', 'folder of the project; created if missing (default: the current folder)')
    .option('--base-url <url>', 'site that the journeys test (default: the demo shop)')
    .option('--kind <kind>', `journeys to write: ${SCAFFOLD_KINDS.join(', ')} (default: both)`)
    .option('--no-ci', 'do not write a GitHub workflow')
    .option('--force', 'add missing files to an existing project')
    .option('--dry-run', 'show what would be written, and write nothing')
    .option('--json', OPTION_TEXT.json)
    .action(async (folder: string | undefined, options: Omit<InitOptions, 'folder'>) => {
      frame.code = await init({ ...options, folder }, frame.paths, frame.io);
    });
}

/** Declares `waywiser new`, which writes a journey from a recording or document. */
export function addNew(program: Command, frame: CommandFrame): void {
  subcommand(program, 'new')
    .summary('write a journey, also from a recording, HAR file, OpenAPI document or curl command')
    .description(
      "Writes journeys/NAME.journey.ts: a small journey to start from, or one imported from a recording of Chrome's Recorder, a HAR file, an OpenAPI document or curl commands. Secrets in the source are replaced by secret('NAME'). An existing journey is only overwritten with --force.",
    )
    .argument('[name and source...]', 'name of the journey; after --from FORMAT, also the source')
    .option('--from <source>', 'a file, "-" for standard input, or a curl command')
    .option('--format <name>', `${IMPORT_FORMATS.join(', ')} (default: detected)`)
    .option('--kind <kind>', 'without --from: api or browser (default: browser)')
    .option(
      '--operation <id>',
      'OpenAPI: only this operation, by operationId or "GET /path"; repeatable',
      collected,
    )
    .option('--tag <name>', 'OpenAPI: only operations with this tag; repeatable', collected)
    .option('--stage <name>', `${OPTION_TEXT.stage}; its base URL makes URLs relative`)
    .option('--force', 'overwrite an existing journey')
    .option('--print', 'print the journey instead of writing a file')
    .option('--json', OPTION_TEXT.json)
    .addHelpText('after', EXAMPLES)
    .action(async (words: string[], options: Omit<NewOptions, 'words'>) => {
      frame.code = await newJourney({ ...options, words }, frame.paths, frame.io);
    });
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const EXAMPLES = `
Examples:
  waywiser new checkout                          a small browser journey
  waywiser new health --kind api                 a small API journey
  waywiser new --from recording.json             named after the recording
  waywiser new checkout --from shop.har
  waywiser new orders --from openapi.yaml --tag orders
  waywiser new --from "curl 'https://api.shop.example/orders' -H 'accept: application/json'"
  pbpaste | waywiser new orders --from curl -`;

/** Declares `waywiser validate`, which checks all files of a project. */
export function addValidate(program: Command, frame: CommandFrame): void {
  subcommand(program, 'validate')
    .summary('check journeys and configuration without running them')
    .description(
      'Checks the configuration and all journeys without running them, including whether they can be deployed. Prints every problem with its file and line.',
    )
    .argument('[journeys...]', OPTION_TEXT.journeys)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--base-url <url>', OPTION_TEXT.baseUrl)
    .option('--json', OPTION_TEXT.json)
    .addHelpText('after', '\nExit codes: 0 no problems · 2 problems were found')
    .action(async (selection: string[], options: Omit<ValidateOptions, 'selection'>) => {
      frame.code = await validate({ ...options, selection }, frame.paths, frame.io);
    });
}

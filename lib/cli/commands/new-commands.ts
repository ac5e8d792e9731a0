import type { Command } from 'commander';
import { IMPORT_FORMATS } from '../../project/import/import-journey.ts';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { newJourney } from '../authoring/new.ts';
import type { NewOptions } from '../authoring/new-options.ts';

/** Declares `waywiser new`. */
export function addNew(program: Command, frame: CommandFrame): void {
  subcommand(program, 'new')
    .summary('write a journey, also from a recording, a HAR, OpenAPI or curl')
    .description(
      "Writes journeys/NAME.journey.ts: a small journey to begin with, or one made of a recording of Chrome's Recorder, a HAR file, an OpenAPI document or curl commands. Secrets are lifted out of it, and nothing is written over.",
    )
    .argument('[name and source...]', 'the name of the journey; behind --from FORMAT, what is read')
    .option('--from <source>', 'a file, "-" for standard input, or a curl command')
    .option('--format <name>', `${IMPORT_FORMATS.join(', ')} (default: what the source looks like)`)
    .option('--kind <kind>', 'of a journey to begin with: api or browser')
    .option(
      '--operation <id>',
      'OpenAPI: only this operation, by operationId or "GET /path"; can be given again',
      collected,
    )
    .option('--tag <name>', 'OpenAPI: only operations of this tag; can be given again', collected)
    .option('--stage <name>', 'stage of waywiser.config.ts, for its base URL')
    .option('--force', 'write over a journey of that name')
    .option('--print', 'print the journey instead of writing it')
    .option('--json', 'one JSON document on standard output')
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

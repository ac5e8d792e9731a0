import type { Command } from 'commander';
import { type CommandFrame, subcommand } from './command-frame.ts';
import { note, type NoteOptions } from '../trends/note.ts';
import { trends } from '../trends/trends.ts';
import type { TrendsOptions } from '../trends/trends-options.ts';

/** Declares `waywiser trends`. */
export function addTrends(program: Command, frame: CommandFrame): void {
  subcommand(program, 'trends')
    .summary('what got slower, since when, by how much, and why')
    .description(
      'Looks for drifts and steps in the history of the journeys. Without a journey: a line for each series that has something to say, the worst first. With one: a verdict in words for each metric and region, with its picture, intervals, forecast and explanation.',
    )
    .argument('[journey]', 'a journey (default: an overview of all)')
    .option('--metric <name>', 'only this metric, such as duration, step:NAME or lcp; shown whole')
    .option('--region <name>', 'only this region')
    .option('--since <when>', 'a length of time (default: 120d) or an instant (ISO 8601)')
    .option('--deployed', 'those of the deployed stage, read with your AWS credentials')
    .option('--stage <name>', 'stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExit codes: 0 whatever was found · 2 misuse or bad configuration · 3 a series could not be read',
    )
    .action(async (journey: string | undefined, options: Omit<TrendsOptions, 'journey'>) => {
      frame.code = await trends({ ...options, journey }, frame.paths, frame.io);
    });
}

/** Declares `waywiser note`. */
export function addNote(program: Command, frame: CommandFrame): void {
  subcommand(program, 'note')
    .summary('say what happened, such as a deployment; trends are held against it')
    .description(
      'Keeps a note of what happened and when. Trends name the notes that were made when something changed. Without a text: lists what was noted.',
    )
    .argument('[text]', 'what happened, such as "v1.42 deployed", in at most 500 characters')
    .option('--journey <name>', 'the journey that it is about (default: all of them)')
    .option('--at <when>', 'when it happened: an instant (ISO 8601) or how long ago (default: now)')
    .option('--deploy', 'it was a deployment')
    .option('--since <when>', 'of a list: a length of time (default: 120d) or an instant')
    .option('--deployed', 'for the deployed stage, with your AWS credentials')
    .option('--stage <name>', 'with --deployed: stage of waywiser.config.ts')
    .option('--json', 'one JSON document on standard output')
    .action(async (text: string | undefined, options: Omit<NoteOptions, 'text'>) => {
      frame.code = await note({ ...options, text }, frame.paths, frame.io);
    });
}

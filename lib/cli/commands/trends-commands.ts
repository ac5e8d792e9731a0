import type { Command } from 'commander';
import type { CompareCommandOptions } from '../trends/compare-options.ts';
import { compare } from '../trends/compare.ts';
import { note, type NoteOptions } from '../trends/note.ts';
import type { TrendsOptions } from '../trends/trends-options.ts';
import { trends } from '../trends/trends.ts';
import { type CommandFrame, OPTION_TEXT, sinceText, subcommand } from './command-frame.ts';

/** Declares `waywiser trends`, which shows findings and their explanations. */
export function addTrends(program: Command, frame: CommandFrame): void {
  subcommand(program, 'trends')
    .summary('show what got slower: since when, by how much, and why')
    .description(
      'Analyses the history of the journeys for drifts and steps. Without a journey: one line for each finding, the largest change first. With a journey: for each metric and region the conclusion, a chart, confidence intervals, a forecast and possible causes.',
    )
    .argument('[journey]', 'a journey (default: an overview of all)')
    .option(
      '--metric <name>',
      'only this metric, such as duration, step:NAME or lcp; shown in full',
    )
    .option('--region <name>', 'only this region')
    .option('--since <when>', sinceText('120d'))
    .option('--deployed', OPTION_TEXT.deployed)
    .option('--stage <name>', OPTION_TEXT.stage)
    .option('--json', OPTION_TEXT.json)
    .addHelpText(
      'after',
      '\nExit codes: 0 whatever was found · 2 wrong usage or configuration · 3 a series could not be read',
    )
    .action(async (journey: string | undefined, options: Omit<TrendsOptions, 'journey'>) => {
      frame.code = await trends({ ...options, journey }, frame.paths, frame.io);
    });
}

/** Declares `waywiser note`, which stores an annotation such as a deployment. */
export function addNote(program: Command, frame: CommandFrame): void {
  subcommand(program, 'note')
    .summary('record an event such as a deployment, to explain changes in trends')
    .description(
      'Stores a note about an event and its time. Trends show the notes that coincide with a change. Without a text: lists the notes.',
    )
    .argument('[text]', 'what happened, such as "v1.42 deployed", in at most 500 characters')
    .option('--journey <name>', 'the journey that the note is about (default: all)')
    .option(
      '--at <when>',
      'time of the event: how long ago, such as 2h, or a date and time (ISO 8601) (default: now)',
    )
    .option('--deploy', 'the event was a deployment')
    .option('--since <when>', `for the list: ${sinceText('120d')}`)
    .option('--deployed', OPTION_TEXT.deployed)
    .option('--stage <name>', OPTION_TEXT.deployedStage)
    .option('--json', OPTION_TEXT.json)
    .action(async (text: string | undefined, options: Omit<NoteOptions, 'text'>) => {
      frame.code = await note({ ...options, text }, frame.paths, frame.io);
    });
}

/** Declares `waywiser compare`, which compares two sets of runs and can gate a release. */
export function addCompare(program: Command, frame: CommandFrame): void {
  subcommand(program, 'compare')
    .summary('compare two sets of runs; can fail a pipeline on a regression')
    .description(
      'Compares the candidate (side B) with the baseline (side A), metric by metric: the difference, its confidence interval, and whether it is significant.\n\nA side is a range of time (24h, 7d..1d, or two instants joined by ..), run ids separated by commas, or the output of waywiser run --json: files separated by commas, or a folder of them.',
    )
    .argument('[journey]', 'only this journey')
    .requiredOption('--a <side>', 'the baseline')
    .requiredOption('--b <side>', 'the candidate')
    .option('--metric <name>', 'only this metric (default: duration, steps and web vitals)')
    .option('--region <name>', 'only this region')
    .option('--max-regression <percent>', 'allowed regression in percent (default: 0)')
    .option('--deployed', OPTION_TEXT.deployed)
    .option('--stage <name>', OPTION_TEXT.deployedStage)
    .option('--json', OPTION_TEXT.json)
    .addHelpText(
      'after',
      '\nExit codes: 0 no significant regression · 1 a significant regression beyond the allowed one · 2 wrong usage · 3 no conclusion',
    )
    .action(async (journey: string | undefined, options: CompareCommandOptions) => {
      frame.code = await compare({ ...options, journey }, frame.paths, frame.io);
    });
}

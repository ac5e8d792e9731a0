import { type Cause, outcomeOf } from '../../../lib/core/record/outcome.ts';
import { IS_SELECTION } from './choice.ts';

/** What one run of a campaign concluded, and what is true. */
export interface Conclusion {
  readonly name: string;
  readonly expected: Cause | null;
  readonly found: Cause | null;
  readonly message: string;
}

/** How many conclusions are right, and what the others are. */
export interface Tally {
  readonly total: number;
  readonly rightSide: number;
  readonly rightCause: number;
  readonly text: string;
}

/** Prints a conclusion at once when only chosen faults are run, and returns it. */
export function noted(conclusion: Conclusion): Conclusion {
  if (IS_SELECTION) process.stdout.write(`${lineOf(conclusion)}\n`);

  return conclusion;
}

function lineOf({ name, expected, found, message }: Conclusion): string {
  return `  ${name}: ${found ?? 'passed'}, expected ${expected ?? 'passed'}: ${message}`;
}

/** Counts conclusions, and prints the figures with each that is wrong. */
export function tally(campaign: string, conclusions: readonly Conclusion[]): Tally {
  const wrong = conclusions.filter(({ expected, found }) => found !== expected);
  const wrongSide = conclusions.filter(({ expected, found }) => sideOf(found) !== sideOf(expected));
  const total = conclusions.length;
  const figures = {
    total,
    rightSide: total - wrongSide.length,
    rightCause: total - wrong.length,
  };
  const text = `${campaign}: ${figures.rightSide} of ${total} on the right side, ${figures.rightCause} of ${total} with the right cause`;
  process.stdout.write(`\n${[text, ...wrong.map(lineOf)].join('\n')}\n`);

  return { ...figures, text };
}

/** Who is blamed: the monitor, the target (with what protects from it), or the journey. */
function sideOf(cause: Cause | null): string {
  if (cause === null) return 'nobody';
  if (outcomeOf(cause) === 'errored') return 'monitor';

  return cause.startsWith('journey.') ? 'journey' : 'target';
}

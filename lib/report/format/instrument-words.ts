/** Reasons for a reading to be off, in words that say what they mean for the run's numbers. */
const OFF_WORDS: Readonly<Record<string, string>> = {
  'event-loop-blocked':
    'the event loop of the process that measured stood still for more than 100 ms: timings may hold a pause that is not the target’s, and count in no percentile',
  traced:
    'the run was traced, which makes pages slower; it is so in all runs of this journey, and these timings do count',
  'not-measured': 'nothing was measured: no worker was there until the run’s end',
};

/** Why a run's timings should not be averaged with others, for people. */
export function offInWords(reason: string): string {
  const words = Object.hasOwn(OFF_WORDS, reason) ? OFF_WORDS[reason] : undefined;

  return words ?? reason;
}

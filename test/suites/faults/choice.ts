/** Whether to run all faults rather than a sample. */
export const IS_WHOLE = process.env['WAYWISER_FAULTS'] === 'all';

/** `npm run faults -- blame --only=storm`: only the faults whose names match. */
const ONLY = process.env['WAYWISER_FAULTS_ONLY'] ?? '';
/** Whether faults were chosen by their names. */
export const IS_SELECTION = ONLY !== '';

/** Whether a fault is run: all of the whole campaign, else those of the sample. */
export function isChosen({ name, isSampled }: { name: string; isSampled: boolean }): boolean {
  if (IS_SELECTION) return new RegExp(ONLY).test(name);

  return IS_WHOLE || isSampled;
}

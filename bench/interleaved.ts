/** One side of a comparison. */
export interface Contender {
  readonly name: string;
  /** Does the work once and returns how long it took, in milliseconds. */
  readonly once: () => Promise<number>;
}

/** What a comparison came to. */
export interface Comparison {
  readonly medians: readonly { readonly name: string; readonly medianMs: number }[];
  /** The first contender's median over the second's. */
  readonly ratio: number;
}

/** Runs two contenders in turn, so that a machine that changes its speed changes it for both. */
export async function interleaved(
  contenders: readonly [Contender, Contender],
  options: { readonly rounds: number; readonly warmUp: number },
): Promise<Comparison> {
  const rounds: (readonly number[])[] = [];
  for (let round = -options.warmUp; round < options.rounds; round += 1) {
    const pair = await oneRound(contenders, round % 2 !== 0);
    if (round >= 0) rounds.push(pair);
  }
  const medians = contenders.map(({ name }, side) => ({
    name,
    medianMs: median(rounds.map((pair) => pair[side] ?? NaN)),
  }));
  const [first, second] = medians.map(({ medianMs }) => medianMs);

  return { medians, ratio: (first ?? NaN) / (second ?? NaN) };
}

/** Both sides once; every other round starts with the other side: being second is no advantage. */
async function oneRound(
  [first, second]: readonly [Contender, Contender],
  reversed: boolean,
): Promise<readonly number[]> {
  if (!reversed) return [await first.once(), await second.once()];
  const late = await second.once();

  return [await first.once(), late];
}

/** The median; NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;

  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** A comparison as lines for a terminal. */
export function printed(title: string, comparison: Comparison): string {
  const lines = comparison.medians.map(
    ({ name, medianMs }) => `  ${name.padEnd(44)} ${medianMs.toFixed(3).padStart(10)} ms`,
  );

  return [title, ...lines, `  ratio ${comparison.ratio.toFixed(3)}`, ''].join('\n');
}

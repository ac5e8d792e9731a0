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

/** Runs contenders in turn, so that a machine that changes its speed changes it for all of them. */
export async function interleaved(
  contenders: readonly Contender[],
  options: { readonly rounds: number; readonly warmUp: number },
): Promise<Comparison> {
  const rounds: ReadonlyMap<string, number>[] = [];
  for (let round = -options.warmUp; round < options.rounds; round += 1) {
    const times = await oneRound(rotated(contenders, Math.abs(round)));
    if (round >= 0) rounds.push(times);
  }
  const medians = contenders.map(({ name }) => ({
    name,
    medianMs: median(rounds.map((times) => times.get(name) ?? NaN)),
  }));
  const [first, second] = medians.map(({ medianMs }) => medianMs);

  return { medians, ratio: (first ?? NaN) / (second ?? NaN) };
}

/** Every round starts with another one: the place in a round is no advantage. */
function rotated(contenders: readonly Contender[], round: number): readonly Contender[] {
  const start = round % contenders.length;

  return [...contenders.slice(start), ...contenders.slice(0, start)];
}

async function oneRound(contenders: readonly Contender[]): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  for (const { name, once } of contenders) times.set(name, await once());

  return times;
}

/** The median; NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;

  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** A comparison as lines for a terminal, with the ratio of the first median to each other one. */
export function printed(title: string, { medians, ratio }: Comparison): string {
  const lines = medians.map(
    ({ name, medianMs }) => `  ${name.padEnd(44)} ${medianMs.toFixed(3).padStart(10)} ms`,
  );
  const [first, ...others] = medians;
  const ratios =
    others.length < 2
      ? [`  ratio ${ratio.toFixed(3)}`]
      : others.map(
          ({ name, medianMs }) =>
            `  ratio to ${name}: ${((first?.medianMs ?? NaN) / medianMs).toFixed(3)}`,
        );

  return [title, ...lines, ...ratios, ''].join('\n');
}

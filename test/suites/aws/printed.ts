import type { World } from '../../support/aws/clock/simulate.ts';

/** Prints what a world said, one line for each message. */
export function printMessages(title: string, { messages }: World): void {
  const lines = messages.map(({ atMs, text }) => `  ${new Date(atMs).toISOString()} ${text}`);

  process.stdout.write(`\n${title}: ${messages.length} messages\n${lines.join('\n')}\n`);
}

/** Prints rows below their headings, in columns. */
export function printTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = [headings, ...rows].map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
  );

  process.stdout.write(`\n${lines.join('\n')}\n`);
}

/** How many slots ended in each outcome; `none` without a record. */
export function outcomesOf({ slots }: World): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { record } of slots) {
    const outcome = record?.outcome ?? 'none';
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }

  return counts;
}

/** Minutes with one decimal, such as `8.3`; `never` for Infinity. */
export function minutes(ms: number): string {
  return Number.isFinite(ms) ? (ms / 60_000).toFixed(1) : 'never';
}

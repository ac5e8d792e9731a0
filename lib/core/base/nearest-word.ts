/** Share of a word's length that may differ for a candidate to count as a match. */
const TOLERANCE = 0.4;

/**
 * The candidate that was probably meant: one that differs in case only, one whose last part (after `/`)
 * is the word, or the one with the fewest edits, if most of the word is the same. Else null.
 */
export function nearestWord(word: string, candidates: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  const exact = candidates.find((candidate) => candidate.toLowerCase() === wanted);
  if (exact !== undefined) return exact;

  const lastPart = candidates.find((candidate) => candidate.toLowerCase().endsWith(`/${wanted}`));

  return lastPart ?? fewestEdits(wanted, candidates);
}

function fewestEdits(wanted: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.max(1, Math.floor(wanted.length * TOLERANCE)) + 1;
  for (const candidate of candidates) {
    // The difference in length is a lower bound for the edits.
    const edits =
      Math.abs(candidate.length - wanted.length) < fewest
        ? editDistance(wanted, candidate.toLowerCase())
        : Infinity;
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }

  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Infinity;
      const replaced = at(last, column - 1) + substitution;
      current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced, swapped));
    }
    [beforeLast, last] = [last, current];
  }

  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}

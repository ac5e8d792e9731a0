/** Hodges and Lehmann's shift as textbooks have it: every difference, then their median. */
export function pairwiseHodgesLehmann(a: Float64Array, b: Float64Array): number {
  const differences = new Float64Array(a.length * b.length);
  let count = 0;
  for (const one of a) {
    for (const other of b) {
      differences[count] = other - one;
      count += 1;
    }
  }

  return medianInPlace(differences);
}

/** By selection, not by sorting: the peer is given the faster way, which is linear. */
function medianInPlace(values: Float64Array): number {
  const middle = values.length >>> 1;
  const upper = selectInPlace(values, middle);
  if (values.length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let at = 0; at < middle; at += 1) lower = Math.max(lower, values[at] ?? NaN);

  return (lower + upper) / 2;
}

/** C. A. R. Hoare, "Algorithm 65: find" (1961): what is less ends up before the place. */
function selectInPlace(values: Float64Array, place: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const { left, right } = partition(values, values[place] ?? NaN, { low, high });
    if (right < place) low = left;
    if (place < left) high = right;
  }

  return values[place] ?? NaN;
}

function partition(
  values: Float64Array,
  pivot: number,
  { low, high }: { readonly low: number; readonly high: number },
): { readonly left: number; readonly right: number } {
  let left = low;
  let right = high;
  while (left <= right) {
    while ((values[left] ?? NaN) < pivot) left += 1;
    while (pivot < (values[right] ?? NaN)) right -= 1;
    if (left > right) break;
    const kept = values[left] ?? NaN;
    values[left++] = values[right] ?? NaN;
    values[right--] = kept;
  }

  return { left, right };
}

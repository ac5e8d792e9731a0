/** Mann and Kendall's S as textbooks have it: every pair, O(n²). */
export function pairwiseKendall(values: Float64Array): number {
  let s = 0;
  for (let one = 0; one < values.length; one += 1) {
    const value = values[one] ?? NaN;
    for (let other = one + 1; other < values.length; other += 1) {
      s += Math.sign((values[other] ?? NaN) - value);
    }
  }

  return s;
}

/** Theil and Sen's slope as textbooks have it: every slope, then their median. */
export function pairwiseTheilSen(times: Float64Array, values: Float64Array): number {
  const slopes = new Float64Array((times.length * (times.length - 1)) / 2);
  let count = 0;
  for (let one = 0; one < times.length; one += 1) {
    const [time, value] = [times[one] ?? NaN, values[one] ?? NaN];
    for (let other = one + 1; other < times.length; other += 1) {
      slopes[count] = ((values[other] ?? NaN) - value) / ((times[other] ?? NaN) - time);
      count += 1;
    }
  }

  return medianInPlace(slopes);
}

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

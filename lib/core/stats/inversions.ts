/** Things to sort: keys, and what goes with each. */
export interface Keyed {
  readonly keys: Float64Array;
  readonly items: Int32Array;
}

/** `items[from]` to `items[to - 1]`; to be read at once, for it is used again. */
export interface PassedItems {
  readonly items: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Is told an item, and those that stood before it though their keys are greater. */
export type OnPass = (item: number, passed: PassedItems) => void;

/** Room for so many. */
export function keyed(length: number): Keyed {
  return { keys: new Float64Array(length), items: new Int32Array(length) };
}

/**
 * Sorts items by their keys, in place and stably, and counts the pairs that stood in the wrong
 * order; equal keys are in order. `room`, which may be larger, is overwritten. `onPass` is told every item that passes
 * others, with those. 0 for none and for one.
 *
 * Merge sort in O(n log n): W. R. Knight, "A computer method for calculating Kendall's tau with
 * ungrouped data" (1966), doi:10.1080/01621459.1966.10480879.
 */
export function sortCounting(sorted: Keyed, room: Keyed, onPass: OnPass = tellNobody): number {
  const { length } = sorted.keys;
  let [source, target] = [sorted, room];
  let inversions = 0;
  for (let start = 0; start < length; start += SHORT) {
    inversions += insert(sorted, { start, end: Math.min(start + SHORT, length), onPass });
  }
  for (let width = SHORT; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      inversions += merge(source, target, { start, middle, end, onPass });
    }
    [source, target] = [target, source];
  }
  if (source !== sorted) {
    sorted.keys.set(source.keys.subarray(0, length));
    sorted.items.set(source.items.subarray(0, length));
  }

  return inversions;
}

/** Runs up to so long are sorted quicker by insertion. */
const SHORT = 8;

interface Run {
  readonly start: number;
  readonly end: number;
  readonly onPass: OnPass;
}

interface Runs extends Run {
  readonly middle: number;
}

/** Sorts a short run. */
function insert({ keys, items }: Keyed, { start, end, onPass }: Run): number {
  let inversions = 0;
  for (let next = start + 1; next < end; next += 1) {
    const key = keys[next] ?? 0;
    const item = items[next] ?? 0;
    let to = next;
    for (; to > start && (keys[to - 1] ?? 0) > key; to -= 1) {
      keys[to] = keys[to - 1] ?? 0;
      items[to] = items[to - 1] ?? 0;
    }
    keys[to] = key;
    items[to] = item;
    inversions += next - to;
    if (to < next) onPass(item, { items, from: to + 1, to: next + 1 });
  }

  return inversions;
}

/** Merges two neighbouring runs. Plain loops: all that is fast here rests on this being fast. */
function merge(source: Keyed, target: Keyed, { start, middle, end, onPass }: Runs): number {
  const { keys, items } = source;
  const passed = { items, from: start, to: middle };
  let left = start;
  let right = middle;
  let inversions = 0;
  let at = start;
  for (; left < middle && right < end; at += 1) {
    const leftKey = keys[left] ?? 0;
    const rightKey = keys[right] ?? 0;
    if (rightKey < leftKey) {
      inversions += middle - left;
      passed.from = left;
      onPass(items[right] ?? 0, passed);
    }
    const taken = rightKey < leftKey ? right++ : left++;
    target.keys[at] = Math.min(leftKey, rightKey);
    target.items[at] = items[taken] ?? 0;
  }
  const rest = left < middle ? left : right;
  target.keys.set(keys.subarray(rest, rest + end - at), at);
  target.items.set(items.subarray(rest, rest + end - at), at);

  return inversions;
}

function tellNobody(): void {
  // Counting is all that is wanted.
}

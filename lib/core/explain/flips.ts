import { OTHER_FACTS, OTHER_HOSTS } from '../rollup/facts.ts';
import type { FactsRollup } from '../rollup/rollup.ts';
import type { ExplainInput } from './explain-input.ts';
import { aroundSpans, type BeforeAfter, inSpans, type Timed } from './span-rollups.ts';
import { sum } from '../stats/sums.ts';

/** A fact whose values before are not those after. */
export interface Flip {
  /** Such as `chromium` or `address@shop.example.com`. */
  readonly fact: string;
  /** The most frequent value of either span; null: a host that was not there. */
  readonly before: string | null;
  readonly after: string | null;
  /** Total variation distance of the two distributions: 0 the same, 1 nothing in common. */
  readonly distance: number;
  /** Start of the first hour or day in which the values after prevail; milliseconds since 1970. */
  readonly atMs: number;
}

/** A flip replaces at least this share of the values: less may be a mix that wavers. */
const MIN_DISTANCE = 0.8;
/**
 * Within a span, at least this share of one half's values has been seen in the other half: values
 * that never stay, such as addresses from a large pool, differ between any two spans.
 */
const MIN_STEADY = 0.8;
/** A fact of fewer runs of a span than this share is not compared. */
const MIN_COVERAGE = 0.5;

const HOST = 'host@';
/** Facts that replace others when there are too many of them. */
const REST = [OTHER_HOSTS, OTHER_FACTS];

type Counts = ReadonlyMap<string, number>;

/** The facts that flipped between the spans, each with the moment that parts its values best. */
export function flipsOf(input: ExplainInput): readonly Flip[] {
  const spans = inSpans(input.facts, input);
  const around = aroundSpans(input.facts, input);
  const facts = new Set(around.flatMap(({ rollup }) => Object.keys(rollup.facts)));
  for (const rest of REST) facts.delete(rest);

  return [...facts]
    .toSorted()
    .flatMap((fact) => flipOf(fact, spans, around) ?? [])
    .filter((flip) => !mayBeHidden(flip, spans));
}

function flipOf(
  fact: string,
  { before, after }: BeforeAfter<readonly Timed<FactsRollup>[]>,
  around: readonly Timed<FactsRollup>[],
): Flip | null {
  const counts = { before: countsOf(before, fact), after: countsOf(after, fact) };
  if (!isCovered(before, counts.before) || !isCovered(after, counts.after)) return null;
  const distance = distanceOf(counts.before, counts.after);
  if (distance < MIN_DISTANCE) return null;
  if (!isSteady(before, fact) || !isSteady(after, fact)) return null;
  const atMs = momentOf(around, { fact, ...counts });

  return {
    fact,
    before: mostFrequent(counts.before),
    after: mostFrequent(counts.after),
    distance,
    atMs,
  };
}

/** The value of a host that a run did not reach. */
const ABSENT = '';

/** How many runs had which value. Hosts are there or not: those count that had it not. */
function countsOf(rollups: readonly Timed<FactsRollup>[], fact: string): Counts {
  const counts = new Map<string, number>();
  for (const { rollup } of rollups) {
    for (const [value, count] of valuesIn(rollup, fact)) {
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
  }

  return counts;
}

function valuesIn({ n, facts }: FactsRollup, fact: string): readonly (readonly [string, number])[] {
  const values = Object.hasOwn(facts, fact) ? Object.entries(facts[fact] ?? {}) : [];
  if (!fact.startsWith(HOST)) return values;
  const present = sum(values.map(([, count]) => count));

  return [...values, [ABSENT, Math.max(0, n - present)]];
}

function isCovered(rollups: readonly Timed<FactsRollup>[], counts: Counts): boolean {
  const runs = sum(rollups.map(({ rollup }) => rollup.n));

  return runs > 0 && sum([...counts.values()]) >= runs * MIN_COVERAGE;
}

function distanceOf(a: Counts, b: Counts): number {
  const totals = { a: sum([...a.values()]), b: sum([...b.values()]) };
  const values = [...new Set([...a.keys(), ...b.keys()])];
  const gaps = values.map((value) =>
    Math.abs((a.get(value) ?? 0) / totals.a - (b.get(value) ?? 0) / totals.b),
  );

  return sum(gaps) / 2;
}

function isSteady(rollups: readonly Timed<FactsRollup>[], fact: string): boolean {
  const middle = Math.floor(rollups.length / 2);
  const first = countsOf(rollups.slice(0, middle), fact);
  const second = countsOf(rollups.slice(middle), fact);
  if (first.size === 0 || second.size === 0) return true;

  return seenShare(first, second) >= MIN_STEADY && seenShare(second, first) >= MIN_STEADY;
}

/** The share of one half's runs whose value the other half has, too. */
function seenShare(known: Counts, counts: Counts): number {
  const seen = [...counts].filter(([value]) => (known.get(value) ?? 0) > 0);

  return sum(seen.map(([, count]) => count)) / sum([...counts.values()]);
}

/**
 * The boundary with the fewest runs on the wrong side: of the values more frequent after before it,
 * and of the others after it. Of several as good, the last.
 */
function momentOf(
  around: readonly Timed<FactsRollup>[],
  { fact, before, after }: { readonly fact: string } & BeforeAfter<Counts>,
): number {
  const totals = { before: sum([...before.values()]), after: sum([...after.values()]) };
  let atMs = around[0]?.startMs ?? 0;
  let gained = 0;
  let best = 0;
  for (const { startMs, rollup } of around) {
    if (gained >= best) {
      best = gained;
      atMs = startMs;
    }
    for (const [value, count] of valuesIn(rollup, fact)) gained += isNew(value) ? -count : count;
  }

  return atMs;

  function isNew(value: string): boolean {
    return (after.get(value) ?? 0) / totals.after > (before.get(value) ?? 0) / totals.before;
  }
}

/** A host that was left out among many may have been there all the time. */
function mayBeHidden(
  { fact, before, after }: Flip,
  spans: BeforeAfter<readonly Timed<FactsRollup>[]>,
): boolean {
  if (!fact.startsWith(HOST)) return false;
  const missingIn = [
    ...(before === null ? spans.before : []),
    ...(after === null ? spans.after : []),
  ];

  return missingIn.some(({ rollup }) => REST.some((rest) => Object.hasOwn(rollup.facts, rest)));
}

function mostFrequent(counts: Counts): string | null {
  const [first] = [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

  return first === undefined || first[0] === ABSENT ? null : first[0];
}

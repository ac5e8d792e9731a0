import type { RunRecord } from '../record/run-record.ts';
import { factsOf, OTHER_HOSTS } from './facts.ts';
import type { FactsRollup } from './rollup.ts';

/** More than those of eight hosts, and of the run. */
const MAX_FACTS = 80;
const MAX_VALUES = 12;

/** What stands for the facts, and for the values of a fact, that were too many to keep. */
export const OTHER_FACTS = '(other)';

type Counts = ReadonlyMap<string, number>;

/** What timed runs carried. */
export function rollUpFacts(records: readonly RunRecord[]): FactsRollup {
  const facts = new Map<string, Map<string, number>>();
  for (const record of records) {
    for (const [fact, value] of Object.entries(factsOf(record))) add(facts, [fact, value, 1]);
  }

  return { kind: 'facts', n: records.length, facts: capped(facts) };
}

/** Adds up what several hours' runs carried. Null for none. */
export function mergeFacts(rollups: readonly FactsRollup[]): FactsRollup | null {
  if (rollups.length === 0) return null;
  const facts = new Map<string, Map<string, number>>();
  for (const rollup of rollups) {
    for (const [fact, counts] of Object.entries(rollup.facts)) {
      for (const [value, runs] of Object.entries(counts)) add(facts, [fact, value, runs]);
    }
  }

  return {
    kind: 'facts',
    n: rollups.reduce((sum, { n }) => sum + n, 0),
    facts: capped(facts),
  };
}

function add(
  facts: Map<string, Map<string, number>>,
  [fact, value, runs]: readonly [string, string, number],
): void {
  const counts = facts.get(fact) ?? new Map<string, number>();
  facts.set(fact, counts.set(value, (counts.get(value) ?? 0) + runs));
}

/** Facts of the run itself go first, then those that the most runs carried. */
function capped(facts: ReadonlyMap<string, Counts>): FactsRollup['facts'] {
  const ranked = [...facts]
    .filter(([fact]) => fact !== OTHER_FACTS)
    .map(([fact, counts]) => ({ fact, counts, isOfRun: isOfRun(fact), runs: total(counts) }))
    .toSorted(
      (a, b) =>
        Number(b.isOfRun) - Number(a.isOfRun) || b.runs - a.runs || (a.fact < b.fact ? -1 : 1),
    );
  const rest =
    ranked.slice(MAX_FACTS).reduce((sum, { runs }) => sum + runs, 0) +
    total(facts.get(OTHER_FACTS) ?? new Map());
  const kept = ranked
    .slice(0, MAX_FACTS)
    .toSorted((a, b) => (a.fact < b.fact ? -1 : 1))
    .map(({ fact, counts }) => [fact, cappedValues(counts)] as const);

  return Object.fromEntries([
    ...kept,
    ...(rest === 0 ? [] : [[OTHER_FACTS, { [OTHER_FACTS]: rest }] as const]),
  ]);
}

/** That hosts were left out is one, or their absence would seem to say something. */
function isOfRun(fact: string): boolean {
  return fact === OTHER_HOSTS || !fact.includes('@');
}

function cappedValues(counts: Counts): Readonly<Record<string, number>> {
  const ranked = [...counts]
    .filter(([value]) => value !== OTHER_FACTS)
    .toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  const rest =
    ranked.slice(MAX_VALUES).reduce((sum, [, runs]) => sum + runs, 0) +
    (counts.get(OTHER_FACTS) ?? 0);

  return Object.fromEntries([
    ...ranked.slice(0, MAX_VALUES),
    ...(rest === 0 ? [] : [[OTHER_FACTS, rest] as const]),
  ]);
}

function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, runs) => sum + runs, 0);
}

import type { RequestRecord, RunRecord, TlsFacts } from '../record/run-record.ts';
import { requestHost } from './metric.ts';
import type { FactsRollup } from './rollup.ts';

/** Most hosts of one run whose facts are stored: those that took the most time. */
const MAX_HOSTS = 8;
/** Longest text of a server that is stored, in characters. */
const MAX_VALUE = 100;

/** The fact that represents all hosts that were left out. */
export const OTHER_HOSTS = 'host@(other)';

/**
 * The facts of a run, as {@link FactsRollup} names them, of the eight hosts that took the most time. A
 * fact that was not measured is absent. A host's address, TLS session, protocol and server are the
 * first that were seen, its cache result is the most frequent one. `host@(other)` is present when
 * hosts were left out: the absence of a host then means nothing.
 */
export function factsOf(record: RunRecord): Readonly<Record<string, string>> {
  const hosts = hostsOf(record.requests);
  const left = hosts.length > MAX_HOSTS || (record.omitted.requests ?? 0) > 0;
  const facts = [
    ...runFacts(record),
    ...hosts.slice(0, MAX_HOSTS).flatMap(([host, requests]) => hostFacts(host, requests)),
    ...(left ? [[OTHER_HOSTS, 'present'] as const] : []),
  ];

  return Object.fromEntries(
    facts.flatMap(([fact, value]) =>
      value ? [[fact, value.slice(0, MAX_VALUE).toWellFormed()]] : [],
    ),
  );
}

type Fact = readonly [fact: string, value: string | null | undefined];

function runFacts({ instrument, journeyVersion }: RunRecord): readonly Fact[] {
  return [
    ['chromium', instrument.chromiumVersion],
    ['node', instrument.nodeVersion],
    ['platform', instrument.platformVersion],
    ['journey', journeyVersion],
  ];
}

/** In descending order of time; hosts with equal times by name. */
function hostsOf(
  requests: readonly RequestRecord[],
): readonly (readonly [string, readonly RequestRecord[]])[] {
  const byHost = new Map<string, RequestRecord[]>();
  for (const request of requests) {
    const host = requestHost(request.url);
    byHost.set(host, [...(byHost.get(host) ?? []), request]);
  }
  const spent = [...byHost].map(([host, own]) => ({ host, own, ms: totalMs(own) }));

  return spent
    .toSorted((a, b) => b.ms - a.ms || (a.host < b.host ? -1 : 1))
    .map(({ host, own }) => [host, own]);
}

function totalMs(requests: readonly RequestRecord[]): number {
  return requests.reduce((sum, request) => sum + Math.max(0, request.totalMs), 0);
}

function hostFacts(host: string, requests: readonly RequestRecord[]): readonly Fact[] {
  const tls = first(requests, (request) => request.tls);

  return [
    [`host@${host}`, 'present'],
    [`address@${host}`, first(requests, ({ remoteAddress }) => remoteAddress)],
    [`protocol@${host}`, first(requests, ({ protocol }) => protocol)],
    [`server@${host}`, first(requests, ({ server }) => server)],
    [`cache@${host}`, mostFrequent(requests.map(({ cache }) => cache))],
    [`tls@${host}`, tls?.protocol],
    [`certificate@${host}`, tls === null ? null : certificate(tls)],
  ];
}

function first<T>(
  requests: readonly RequestRecord[],
  read: (request: RequestRecord) => T | null | undefined,
): T | null {
  for (const request of requests) {
    const value = read(request);
    if (value !== null && value !== undefined && value !== '') return value;
  }

  return null;
}

/** The first of equally frequent values; null when there is none. */
function mostFrequent(values: readonly (string | undefined)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }

  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function certificate({ issuer, subject, validTo }: TlsFacts): string | null {
  if (issuer === null && subject === null && validTo === null) return null;

  return `${subject ?? '?'} by ${issuer ?? '?'} until ${validTo?.slice(0, 10) ?? '?'}`;
}

/** Most facts of a rollup: more than eight hosts and the run itself have. */
const MAX_FACTS = 80;
const MAX_VALUES = 12;

/** Represents the facts, and for the values of a fact, beyond the stored number. */
export const OTHER_FACTS = '(other)';

type Counts = ReadonlyMap<string, number>;

/** Counts the facts of timed runs, by value. */
export function rollUpFacts(records: readonly RunRecord[]): FactsRollup {
  const facts = new Map<string, Map<string, number>>();
  for (const record of records) {
    for (const [fact, value] of Object.entries(factsOf(record))) add(facts, [fact, value, 1]);
  }

  return { kind: 'facts', n: records.length, facts: capped(facts) };
}

/** Adds up the facts of several hours; null for none. */
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

/** Prefers facts of the run itself, then those of the most runs. */
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

/** Includes the mark that hosts were left out: without it, their absence would be misread. */
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

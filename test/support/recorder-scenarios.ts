import type { RecordRank } from '../../lib/core/record/record-rank.ts';
import * as fc from 'fast-check';

import type { MetricSample } from '../../lib/core/ports.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import { LOSS_REPORT_GRACE_MS, LEASE_MS } from '../../lib/core/deploy/platform-functions.ts';
import { metricSamplesOf } from '../../lib/core/alarms/metric-samples.ts';
import type { DeliveredMessage } from '../../lib/core/record/queue-message.ts';
import { readMessage } from '../../lib/core/recorder/read-message.ts';
import { deadLetter, lambdaFailure, runMessage, SENT_AT_MS } from './queue-messages.ts';
import { type BatchWeather, type Crash, RecorderWorld } from './recorder-world.ts';
import { runAtMinute } from './run-records.ts';
import { stepRecord } from './record-parts.ts';

const METRICS = ['step:pay'];
const FRAME = { stage: 'prod', region: 'eu-west-1' };

/** What was sent about one slot, or about one run on demand. */
interface Story {
  /** The runner's records: two where one slot was run twice. */
  readonly runs: readonly { readonly record: RunRecord; readonly hasEvidence: boolean }[];
  readonly died: boolean;
  readonly undelivered: boolean;
  /** The gap detector wrote `missing` at first. */
  readonly missing: boolean;
}

/** Some of the copies that are in the queue, taken by one recorder or by two at once. */
interface Step {
  readonly waitMs: number;
  readonly picks: readonly number[];
  readonly rivalPicks: readonly number[];
  readonly weather: BatchWeather;
  /** The queue delivers once more what was deleted from it. */
  readonly again: boolean;
}

interface Scenario {
  readonly stories: readonly Story[];
  /** By message: copies of it; 0: it is lost. */
  readonly copies: readonly number[];
  readonly steps: readonly Step[];
  /** All is read once, reports of loss first, before any report is old enough. */
  readonly prompt: boolean;
}

const story = fc.record({
  runs: fc.array(
    fc.record({
      outcome: fc.constantFrom('passed', 'failed', 'errored', 'skipped'),
      durationMs: fc.integer({ min: 1, max: 9 }),
      onDemand: fc.boolean(),
      hasEvidence: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  died: fc.boolean(),
  undelivered: fc.boolean(),
  missing: fc.boolean(),
});

const numbers = fc.array(fc.nat({ max: 7 }), { maxLength: 3 });

export function scenarios(crash: fc.Arbitrary<Crash>): fc.Arbitrary<Scenario> {
  const weather = fc.record({
    crash: fc.option(crash, { freq: 2 }),
    failingClaims: numbers,
    // One that fails is tried again at once.
    failingSettles: fc.constantFrom([], [0], [1], [2]),
    refusedGroups: numbers,
  });

  return fc
    .record({
      stories: fc.array(story, { minLength: 1, maxLength: 3 }),
      copies: fc.array(fc.constantFrom(1, 1, 2, 0), { minLength: 12, maxLength: 12 }),
      steps: fc.array(
        fc.record({
          waitMs: fc.constantFrom(0, 1000, LOSS_REPORT_GRACE_MS, LEASE_MS - 1, LEASE_MS, 3_600_000),
          picks: fc.array(fc.nat(), { maxLength: 6 }),
          rivalPicks: fc.array(fc.nat(), { maxLength: 3 }),
          weather,
          again: fc.boolean(),
        }),
        { maxLength: 6 },
      ),
      prompt: fc.boolean(),
    })
    .map((raw) => ({ ...raw, stories: raw.stories.map(storyOf) }));
}

/** Crashes of which nothing is known but what the table holds. */
export const SAFE_CRASH = fc.oneof(
  fc.record({
    atCall: fc.nat({ max: 4 }),
    afterEffect: fc.boolean(),
    calls: fc.constant(['claim' as const]),
  }),
  fc.constant({ atCall: 0, afterEffect: false, calls: ['publish' as const] }),
);

/** Crashes between CloudWatch's acceptance and the note that it accepted. */
export const UNSAFE_CRASH = fc.record({
  atCall: fc.nat({ max: 2 }),
  afterEffect: fc.boolean(),
  calls: fc.constant(['publish' as const, 'settle' as const]),
});

/** Plays a scenario out, then lets the queue deliver until it is empty. */
export async function play(scenario: Scenario): Promise<{
  readonly world: RecorderWorld;
  readonly delivered: readonly Sent[];
  readonly crashes: number;
}> {
  const world = new RecorderWorld(SENT_AT_MS);
  const messages = scenario.stories.flatMap(messagesOf);
  const lost = new Set(messages.filter((_, index) => scenario.copies[index] === 0));
  const delivered = messages.filter((message) => !lost.has(message));
  for (const { record } of delivered.filter((each) => each.rank === 'missing')) {
    await world.noteMissing(record);
  }
  let pool = messages.flatMap(({ message }, index) =>
    message === null
      ? []
      : Array.from({ length: scenario.copies[index] ?? 1 }, (_, copy) => {
          return { ...message, id: `${index}/${copy}` };
        }),
  );
  if (scenario.prompt) pool = await deliver(world, pool, { of: pool });
  for (const step of scenario.steps) {
    world.nowMs += step.waitMs;
    pool = await playStep(world, pool, step);
  }
  for (let round = 0; pool.length > 0 && round < 20; round += 1) {
    world.nowMs += LEASE_MS;
    pool = await deliver(world, pool, { of: pool });
  }
  expect(pool).toEqual([]);
  const crashes = scenario.steps.filter((step) => step.weather.crash !== null).length;

  return { world, delivered, crashes: 2 * crashes };
}

async function playStep(
  world: RecorderWorld,
  pool: readonly DeliveredMessage[],
  step: Step,
): Promise<DeliveredMessage[]> {
  const [mine, theirs] = [step.picks, step.rivalPicks].map((picks) => [
    ...new Set(picks.flatMap((pick) => pool[pick % Math.max(1, pool.length)] ?? [])),
  ]);
  const [back, backToo] = await Promise.all([
    world.deliver(mine ?? [], step.weather),
    world.deliver(theirs ?? [], step.weather),
  ]);
  const open = new Set([...back, ...backToo]);
  const taken = new Set([...(mine ?? []), ...(theirs ?? [])].map(({ id }) => id));

  return pool.filter(({ id }) => step.again || open.has(id) || !taken.has(id));
}

async function deliver(
  world: RecorderWorld,
  pool: readonly DeliveredMessage[],
  { of }: { readonly of: readonly DeliveredMessage[] },
): Promise<DeliveredMessage[]> {
  const back = new Set(await world.deliver(of));

  return pool.filter((message) => back.has(message.id) || !of.includes(message));
}

/** A message with the record that it stands for; `missing` needs none. */
interface Sent {
  readonly record: RunRecord;
  readonly rank: RecordRank;
  readonly message: DeliveredMessage | null;
}

function storyOf(
  raw: Omit<Story, 'runs'> & {
    readonly runs: readonly {
      readonly outcome: 'passed' | 'failed' | 'errored' | 'skipped';
      readonly durationMs: number;
      readonly onDemand: boolean;
      readonly hasEvidence: boolean;
    }[];
  },
  index: number,
): Story {
  const runs = raw.runs.map(({ outcome, durationMs, onDemand, hasEvidence }, execution) => {
    const steps = [stepRecord({ name: 'pay', durationMs })];
    const changes = { outcome, durationMs, steps, stage: 'prod' };
    const record = onDemand
      ? runAtMinute(index, { ...changes, scheduledAt: null, startedAt: instantOf(index) })
      : runAtMinute(index, { ...changes, startedAt: instantOf(index, execution) });

    return { record, hasEvidence: hasEvidence && !onDemand };
  });

  return { ...raw, runs };
}

function messagesOf({ runs, died, undelivered, missing }: Story, index: number): readonly Sent[] {
  const slot = runAtMinute(index, { outcome: 'missing' });
  const event = { journey: 'checkout', kind: 'api', version: 'v1', scheduledAt: instantOf(index) };

  return [
    ...(missing ? [{ record: slot, rank: 'missing' as const, message: null }] : []),
    ...(undelivered ? [read(deadLetter(event))] : []),
    ...(died ? [read(lambdaFailure({ event }))] : []),
    ...runs.flatMap(({ record, hasEvidence }) => [
      read(runMessage(record, { metrics: METRICS })),
      ...(hasEvidence ? [read(evidenceMessage(record))] : []),
    ]),
  ];
}

function evidenceMessage(verdict: RunRecord): DeliveredMessage {
  const evidence = [{ kind: 'trace', path: 'trace.zip', from: 'evidence-run' }] as const;

  return runMessage({ ...verdict, evidence }, { metrics: METRICS, part: 'evidence' });
}

function instantOf(minute: number, second = 0): string {
  return new Date(Date.UTC(2026, 10, 22, 16, minute, second)).toISOString();
}

function read(message: DeliveredMessage): Sent {
  const reading = readMessage(message, FRAME, (text) => text);
  if (reading.kind !== 'record') throw new Error(`Expected a record: ${JSON.stringify(reading)}`);

  return { record: reading.record, rank: reading.rank, message };
}

export function isReport({ rank }: Sent): boolean {
  return rank === 'died' || rank === 'undelivered';
}

export function byRun(sent: readonly Sent[]): Map<string, Sent[]> {
  const runs = new Map<string, Sent[]>();
  for (const each of sent) {
    runs.set(each.record.runId, [...(runs.get(each.record.runId) ?? []), each]);
  }

  return runs;
}

const ORDER = ['missing', 'undelivered', 'died', 'run', 'evidence'];

/**
 * The records of which one must be kept: those of the best rank, and where a slot was executed twice, also
 * the verdicts of an execution without evidence.
 */
export function bestOf(sent: readonly Sent[]): readonly Sent[] {
  const best = Math.max(...sent.map(({ rank }) => ORDER.indexOf(rank)));
  const witnessed = new Set(
    sent.filter(({ rank }) => rank === 'evidence').map(({ record }) => record.startedAt),
  );

  return sent.filter(({ rank, record }) =>
    rank === 'run' ? !witnessed.has(record.startedAt) : ORDER.indexOf(rank) === best,
  );
}

export function textOf({ record }: Sent): string {
  return JSON.stringify(record);
}

export function samplesOf(record: RunRecord): readonly MetricSample[] {
  return metricSamplesOf(record, { metrics: METRICS, counted: false });
}

export function isOf({ dimensions, atMs }: MetricSample, record: RunRecord | undefined): boolean {
  return (
    dimensions['Journey'] !== undefined &&
    record?.scheduledAt !== null &&
    atMs === Date.parse(record?.scheduledAt ?? '')
  );
}

/** Count and sum by name; of `Errored` the count alone where its value depends on who was late. */
export function sums(samples: readonly MetricSample[], isLate: boolean): Record<string, number[]> {
  const names = [...new Set(samples.map(({ name }) => name))].toSorted();

  return Object.fromEntries(
    names.map((name) => {
      const values = samples.filter((sample) => sample.name === name).map(({ value }) => value);
      const sum = values.reduce((total, value) => total + value, 0);

      return [name, isLate && name === 'Errored' ? [values.length] : [values.length, sum]];
    }),
  );
}

export function counts(samples: readonly MetricSample[]): Map<string, number> {
  const byName = new Map<string, number>();
  for (const { name } of samples) byName.set(name, (byName.get(name) ?? 0) + 1);

  return byName;
}

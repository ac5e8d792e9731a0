import { journeyDimensions, METRICS } from '../alarms/metric-names.ts';
import { PLATFORM_METRICS } from '../alarms/platform-alarms.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { MetricSample } from '../ports.ts';
import type { RunRecord } from '../record/run-record.ts';
import { mapBounded } from '../base/map-bounded.ts';
import type { JobsPorts } from './job-ports.ts';
import { lookAtSeries } from './look-at-series.ts';
import { type LookFrame, type LookWindow, lookWindow } from './look-window.ts';
import { reviseWatches, type Watch } from './watch.ts';
import { toError } from '../base/error-text.ts';

/** What the jobs look after. */
export interface JobsFrame {
  readonly stage: string;
  readonly journeys: readonly JourneyPlan[];
  readonly look: LookFrame;
}

/** What came of the jobs. */
export interface JobsReport {
  /** Where the look began and ended, ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly series: number;
  /** Slots that were found without a record. */
  readonly missing: number;
  /** What went wrong, by series or as a whole; empty when all was done. */
  readonly errors: readonly Error[];
}

/** How many series are worked on at once: each is a few calls to the table, one after another. */
const CONCURRENCY = 20;

/**
 * Looks at the last hours of every series: slots without a record get one that says so, `Missing` is
 * published, hours and days are rolled up. What is published may be published twice when a look is
 * repeated, never not at all. One series that cannot be read stops no other; the heartbeat tells
 * that all went well. `sinceMs` looks further back, at most as far as records are kept.
 */
export async function runHourlyJobs(
  frame: JobsFrame,
  ports: JobsPorts,
  options: { readonly sinceMs?: number } = {},
): Promise<JobsReport> {
  const nowMs = ports.clock.epochMs();
  const window = lookWindow({ nowMs, lookedToMs: await lookedTo(ports), ...options }, frame.look);
  const watches = await watchesOf(frame, ports, new Date(nowMs).toISOString());
  const relevant = watches.filter((watch) => isRelevant(watch, window));
  const looks = await mapBounded(relevant, CONCURRENCY, (watch) =>
    tryLook(watch, { frame, window }, ports),
  );
  const errors = [...looks.flatMap(({ error }) => error ?? []), ...(await report(looks, ports))];
  if (errors.length === 0) errors.push(...(await heartbeat(window, ports)));

  return {
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    series: relevant.length,
    missing: looks.reduce((sum, { missing }) => sum + missing.length, 0),
    errors,
  };
}

interface Look {
  readonly watch: Watch;
  readonly missing: readonly RunRecord[];
  readonly error: Error | null;
}

async function lookedTo({ watches }: JobsPorts): Promise<number | null> {
  const last = await watches.lastLook();

  return last === null ? null : Date.parse(last);
}

async function watchesOf(
  { journeys }: JobsFrame,
  ports: JobsPorts,
  now: string,
): Promise<readonly Watch[]> {
  const { watches, changed } = reviseWatches(await ports.watches.listWatches(), journeys, now);
  await mapBounded(changed, CONCURRENCY, async (watch) => ports.watches.putWatch(watch));

  return watches;
}

/** A series that ended has records that are not rolled up yet, or late ones. */
function isRelevant({ endedAt }: Watch, { fromMs }: LookWindow): boolean {
  return endedAt === null || Date.parse(endedAt) >= fromMs;
}

interface LookSubject {
  readonly frame: JobsFrame;
  readonly window: LookWindow;
}

async function tryLook(watch: Watch, subject: LookSubject, ports: JobsPorts): Promise<Look> {
  try {
    const { frame, window } = subject;
    const { stage, look } = frame;
    const plan = frame.journeys.find(({ name }) => name === watch.journey);
    const missing = await lookAtSeries(watch, { stage, plan, look, window }, ports);

    return { watch, missing, error: null };
  } catch (error) {
    const cause = toError(error);
    const message = `Cannot look at journey "${watch.journey}" in ${watch.region}: ${cause.message}`;

    return { watch, missing: [], error: new Error(message, { cause }) };
  }
}

/**
 * Publishes before it stores: a record that is stored is no gap any more to the look that repeats
 * one which failed in between.
 */
async function report(looks: readonly Look[], ports: JobsPorts): Promise<readonly Error[]> {
  const seen = looks.filter(({ watch, error }) => error === null && watch.endedAt === null);
  const atMs = ports.clock.epochMs();
  // Where nothing is missing nothing is said: a metric costs for each hour in which it has a sample.
  const gaps = seen.filter(({ missing }) => missing.length > 0);
  const refusals = await ports.metrics.publish(
    gaps.map((each) => [missingSample(each.watch, each.missing.length, atMs)]),
  );
  const accepted = gaps.filter((_, index) => refusals[index] === null);
  const stored = await mapBounded(
    accepted.flatMap(({ missing }) => missing),
    CONCURRENCY,
    (record) => tryStore(record, ports),
  );

  return [...refusals, ...stored].filter((error) => error !== null);
}

function missingSample(watch: Watch, value: number, atMs: number): MetricSample {
  const dimensions = journeyDimensions(watch.journey, watch.region);

  return { name: METRICS.missing, dimensions, value, unit: 'Count', atMs };
}

async function tryStore(record: RunRecord, { runs }: JobsPorts): Promise<Error | null> {
  try {
    await runs.putRun(record);

    return null;
  } catch (error) {
    return toError(error);
  }
}

async function heartbeat({ dueMs, toMs }: LookWindow, ports: JobsPorts): Promise<readonly Error[]> {
  const { heartbeat: name } = PLATFORM_METRICS;
  const beat = { name, dimensions: {}, value: 1, unit: 'Count', atMs: toMs } as const;
  const refusals = await ports.metrics.publish([[beat]]);
  await ports.watches.putLastLook(new Date(dueMs).toISOString());

  return refusals.filter((error) => error !== null);
}

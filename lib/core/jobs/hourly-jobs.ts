import { journeyDimensions, METRICS } from '../alarms/metric-names.ts';
import { PLATFORM_METRICS } from '../alarms/platform-alarms.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { MetricSample } from '../ports.ts';
import { seriesId } from '../record/slot-series.ts';
import type { RunRecord } from '../record/run-record.ts';
import { mapBounded } from '../base/map-bounded.ts';
import type { JobsPorts } from './job-ports.ts';
import { type ScanSettings, type ScanWindow, scanWindow } from './gaps.ts';
import { lateWindow } from './late-days.ts';
import { scanSeries } from './scan-series.ts';
import { reviseWatches, type Watch } from './watch.ts';
import { toError } from '../base/error-text.ts';

/** The journeys of a stage, and how they are scanned. */
export interface JobsFrame {
  readonly stage: string;
  readonly journeys: readonly JourneyPlan[];
  readonly scan: ScanSettings;
  /** Days for which run records are stored. */
  readonly retentionDays: number;
}

/** The result of one run of the jobs. */
interface JobsReport {
  /** Start and end of the scan, ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly series: number;
  /** Slots without a record. */
  readonly missing: number;
  /** Errors of single series or of the whole run; empty when everything was done. */
  readonly errors: readonly Error[];
}

/** Series processed at once: each makes a few calls to the table, one after another. */
const CONCURRENCY = 20;

/**
 * Scans the last hours of every series: slots without a record get a `missing` one, the metric
 * `Missing` is published, hours and days are rolled up. A repeated scan may publish a sample twice,
 * but none is lost. A series that cannot be read does not stop the others; the heartbeat is published
 * when there was no error. `sinceMs` scans further back, at most to the oldest stored records;
 * `untilMs`, a whole hour, ends the scan before now.
 */
export async function runHourlyJobs(
  frame: JobsFrame,
  ports: JobsPorts,
  options: { readonly sinceMs?: number; readonly untilMs?: number } = {},
): Promise<JobsReport> {
  const nowMs = ports.clock.epochMs();
  const window = scanWindow({ nowMs, scannedToMs: await scannedTo(ports), ...options }, frame.scan);
  const watches = await watchesOf(frame, ports, new Date(nowMs).toISOString());
  const relevant = watches.filter((watch) => isRelevant(watch, window));
  const scans = await mapBounded(relevant, CONCURRENCY, (watch) =>
    tryScan(watch, { frame, window }, ports),
  );
  const errors = [
    ...scans.flatMap(({ error }) => error ?? []),
    ...(await report(scans, ports)),
    ...(await correctLateDays(frame, watches, ports)),
  ];
  if (errors.length === 0) errors.push(...(await heartbeat(window, ports)));

  return {
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    series: relevant.length,
    missing: scans.reduce((sum, { missing }) => sum + missing.length, 0),
    errors,
  };
}

interface Scan {
  readonly watch: Watch;
  readonly missing: readonly RunRecord[];
  readonly error: Error | null;
}

async function scannedTo({ watches }: JobsPorts): Promise<number | null> {
  const last = await watches.lastScan();

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

/** A series that ended may have late records, and records that are not rolled up yet. */
function isRelevant({ endedAt }: Watch, { fromMs }: ScanWindow): boolean {
  return endedAt === null || Date.parse(endedAt) >= fromMs;
}

/** Rolls up again the days that got a record after a scan had passed them; returns the errors. */
async function correctLateDays(
  frame: JobsFrame,
  watches: readonly Watch[],
  ports: JobsPorts,
): Promise<readonly Error[]> {
  const now = { ...frame, ...frame.scan, nowMs: ports.clock.epochMs() };
  try {
    const late = await ports.watches.lateDays();
    const scans = await mapBounded(late, CONCURRENCY, async (day) => {
      const watch = watches.find((each) => seriesId(each) === seriesId(day));
      const window = lateWindow(day, now);
      const scan =
        watch === undefined || window === null
          ? null
          : await tryScan(watch, { frame, window }, ports);
      if (scan === null || scan.error === null) await ports.watches.markCorrected(day);

      return scan;
    });
    const done = scans.filter((scan) => scan !== null);

    return [...done.flatMap(({ error }) => error ?? []), ...(await report(done, ports))];
  } catch (error) {
    return [toError(error)];
  }
}

interface ScanSubject {
  readonly frame: JobsFrame;
  readonly window: ScanWindow;
}

async function tryScan(watch: Watch, subject: ScanSubject, ports: JobsPorts): Promise<Scan> {
  try {
    const { frame, window } = subject;
    const { stage, scan: settings } = frame;
    const plan = frame.journeys.find(({ name }) => name === watch.journey);
    const missing = await scanSeries(watch, { stage, plan, settings, window }, ports);

    return { watch, missing, error: null };
  } catch (error) {
    const cause = toError(error);
    const message = `Cannot scan journey "${watch.journey}" in ${watch.region}: ${cause.message}`;

    return { watch, missing: [], error: new Error(message, { cause }) };
  }
}

/**
 * Publishes before it stores: a stored record is no gap to the next scan, which repeats this one when
 * it fails in between.
 */
async function report(scans: readonly Scan[], ports: JobsPorts): Promise<readonly Error[]> {
  const seen = scans.filter(({ watch, error }) => error === null && watch.endedAt === null);
  const atMs = ports.clock.epochMs();
  // No sample of 0 when nothing is missing: a metric is billed for each hour with a sample.
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

async function heartbeat({ dueMs, toMs }: ScanWindow, ports: JobsPorts): Promise<readonly Error[]> {
  const { heartbeat: name } = PLATFORM_METRICS;
  const beat = { name, dimensions: {}, value: 1, unit: 'Count', atMs: toMs } as const;
  const refusals = await ports.metrics.publish([[beat]]);
  await ports.watches.putLastScan(new Date(dueMs).toISOString());

  return refusals.filter((error) => error !== null);
}

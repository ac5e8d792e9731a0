import path from 'node:path';
import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { hdrHistograms } from '../../adapters/histogram/hdr-histogram.ts';
import {
  backfillSeries,
  type BackfillSubject,
  countSlots,
} from '../../core/backfill/backfill-series.ts';
import { type InjectedChange, injectedChanges } from '../../core/backfill/scenarios.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { mapBounded } from '../../core/base/map-bounded.ts';
import { shortestIntervalMs } from '../../core/schedule/shortest-interval.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { describeInjectedChange } from '../../report/terminal/authoring/describe-injected-change.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import {
  type BackfillOptions,
  type BackfillRequest,
  readBackfillOptions,
} from './backfill-options.ts';
import { progressOf } from '../frame/progress.ts';
import { compressedBanner } from '../frame/dev-time.ts';
import { EXIT, type Io, misuse } from '../frame/io.ts';
import { openStore } from '../frame/keep-records.ts';
import { openProject, type OpenProject } from '../frame/open-project.ts';
import { type Paths, STATE_VARIABLE } from '../frame/paths.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../core/base/time.ts';
import { formatDuration } from '../../report/format/duration.ts';
import { formatCount } from '../../report/format/count.ts';
import { formatMinute, formatTimeRange } from '../../report/format/instant.ts';

/** Minimum interval between generated runs, in minutes; more runs would not show more. */
const DENSEST_MINUTES = 5;
/** Series that are generated and written concurrently. */
const SERIES_AT_ONCE = 3;

/** `waywiser backfill`: writes months of generated history that contains the changes of a scenario. */
export async function backfill(options: BackfillOptions, paths: Paths, io: Io): Promise<number> {
  const read = readBackfillOptions(options);
  if (read.kind === 'problems') return misuse(read.problems, io);
  const { request } = read;
  const stage = options.stage === undefined ? {} : { stage: options.stage };
  const project = await openProject({ ...stage, selection: request.journeys }, paths, io);
  if (project.problems.length > 0) return project.refuse(options.json);
  if (compressedBanner(paths.stateDir) !== null) {
    const problem = `Cannot backfill ${paths.stateDir}: it contains a history of compressed time; expected another folder`;

    return misuse([problem], io);
  }
  const subjects = subjectsOf(request, project, Date.now());
  const store = await openStore(paths, project.config, io);
  try {
    const taken = await takenBy(subjects, store, paths);
    if (taken.length > 0) return misuse(taken, io);
    showPlan(subjects, options, io);
    warnOfSparse(sparseOf(subjects, project), options, io);
    const startMs = performance.now();
    if (options.dryRun !== true) await write(subjects, store, io);
    showResult(subjects, { options, seconds: (performance.now() - startMs) / 1000 }, io);
  } finally {
    await store.close();
  }

  return EXIT.passed;
}

function subjectsOf(
  request: BackfillRequest,
  { config, journeys }: Pick<OpenProject, 'config' | 'journeys'>,
  nowMs: number,
): readonly BackfillSubject[] {
  const { scenario, seed, days, regions } = request;
  // Leaves out the current hour, which waywiser dev may be measuring.
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const fromMs = Math.floor(toMs / DAY_MS) * DAY_MS - days * DAY_MS;
  const recordsFromMs = nowMs - config.retention.runsMs;

  return journeys.flatMap(({ plan }) => {
    const ofHistory = {
      ...plan,
      schedule: request.schedule ?? thinned(plan),
      regions: regions ?? plan.regions,
    };

    return ofHistory.regions.map((region) => ({
      scenario,
      seed,
      region,
      fromMs,
      toMs,
      recordsFromMs,
      plan: ofHistory,
      stage: config.stage,
    }));
  });
}

function thinned({ schedule }: JourneyPlan): JourneyPlan['schedule'] {
  const dense = shortestIntervalMs(schedule) < DENSEST_MINUTES * 60_000;

  return dense ? { kind: 'rate', everyMinutes: DENSEST_MINUTES } : schedule;
}

/** Journeys with fewer generated runs than their schedules have slots. */
function sparseOf(
  subjects: readonly BackfillSubject[],
  { journeys }: Pick<OpenProject, 'journeys'>,
): readonly string[] {
  const intervals = new Map(
    journeys.map(({ plan }) => [plan.name, shortestIntervalMs(plan.schedule)]),
  );
  const sparse = subjects.filter(
    ({ plan }) => shortestIntervalMs(plan.schedule) > (intervals.get(plan.name) ?? 0),
  );

  return [...new Set(sparse.map(({ plan }) => plan.name))];
}

/** Measured and generated runs must not mix: returns a problem if the store already has history. */
async function takenBy(
  subjects: readonly BackfillSubject[],
  store: EmbeddedStore,
  paths: Paths,
): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const { plan, region, fromMs, toMs } of subjects) {
    const series = { journey: plan.name, region };
    const range = { since: iso(fromMs), until: iso(toMs) };
    const runs = await store.store.queryRuns({ ...series, ...range, limit: 1 });
    const hours = await store.rollups.slots(series, 'hour', range);
    if (runs.length + hours.length > 0) taken.push(`journey "${plan.name}" in ${region}`);
  }
  if (taken.length === 0) return [];
  const db = path.relative(paths.projectDir, path.join(paths.stateDir, 'db'));

  return [
    `Cannot backfill: ${db} already has history of these days for ${taken.join(', ')}; expected none, because generated runs would mix with it. Nothing was written. Choose other --regions or --journeys, or a separate store: ${STATE_VARIABLE}=.waywiser/demo waywiser backfill …`,
  ];
}

async function write(
  subjects: readonly BackfillSubject[],
  store: EmbeddedStore,
  io: Io,
): Promise<void> {
  const histograms = hdrHistograms();
  const ports = { runs: store.store, rollups: store.rollups, histograms };
  const whole = subjects.reduce((sum, subject) => sum + countSlots(subject), 0);
  const progress = progressOf(whole, io, () => performance.now());
  let written = 0;
  for (const journey of new Set(subjects.map(({ plan }) => plan.name))) {
    const [first] = subjects.filter(({ plan }) => plan.name === journey);
    if (first !== undefined) await noteOrigin(first, store);
  }
  await mapBounded(subjects, SERIES_AT_ONCE, async (subject) =>
    backfillSeries(subject, ports, ({ runs }) => {
      written += runs;
      progress.done(written);
    }),
  );
  progress.end();
}

/** Stores a note that the history was generated. */
async function noteOrigin(
  { plan, scenario, seed, fromMs, toMs }: BackfillSubject,
  { annotations }: EmbeddedStore,
): Promise<void> {
  await annotations.putAnnotation({
    at: iso(fromMs),
    journey: plan.name,
    text: `Generated by waywiser backfill until ${formatMinute(toMs)}: scenario ${scenario}, seed ${seed}. Not measured.`,
    kind: 'note',
    by: 'waywiser backfill',
  });
}

/** A replay of alarms expects the scheduled runs, so it would report a generated history as silent. */
function warnOfSparse(names: readonly string[], { json }: BackfillOptions, io: Io): void {
  if (names.length === 0 || json === true) return;
  io.out(
    `  Fewer runs than scheduled: ${names.map(cleanText).join(', ')}. A replay of alarms will report them as silent; set the interval with --every.\n`,
  );
}

function showPlan(
  subjects: readonly BackfillSubject[],
  { dryRun, json }: BackfillOptions,
  io: Io,
): void {
  if (json === true) return;
  const [first] = subjects;
  if (first === undefined) return;
  const verb = dryRun === true ? 'Would write' : 'Writing';
  io.out(
    `${verb} generated history, ${formatTimeRange(first.fromMs, first.toMs)}, scenario ${first.scenario}, seed ${first.seed}:\n`,
  );
  for (const subject of subjects) {
    const { plan, region } = subject;
    io.out(`  ${cleanText(plan.name)} in ${region}: ${formatCount(countSlots(subject), 'run')}\n`);
    for (const change of changesIn(subject))
      io.out(`    injected: ${describeInjectedChange(change)}\n`);
  }
}

function showResult(
  subjects: readonly BackfillSubject[],
  { options, seconds }: { readonly options: BackfillOptions; readonly seconds: number },
  io: Io,
): void {
  const dryRun = options.dryRun === true;
  if (options.json === true) {
    const [first] = subjects;
    const document = {
      scenario: first?.scenario,
      seed: first?.seed,
      from: first === undefined ? null : iso(first.fromMs),
      to: first === undefined ? null : iso(first.toMs),
      dryRun,
      seconds: Math.round(seconds * 10) / 10,
      series: subjects.map((subject) => ({
        journey: subject.plan.name,
        region: subject.region,
        runs: countSlots(subject),
        injected: changesIn(subject),
      })),
    };
    io.out(jsonDocument(document));
  } else if (!dryRun) {
    io.out(`Written in ${formatDuration(seconds * SECOND_MS)}. See it with: waywiser trends\n`);
  }
}

function changesIn(subject: BackfillSubject): readonly InjectedChange[] {
  return injectedChanges(subject.scenario, subject);
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

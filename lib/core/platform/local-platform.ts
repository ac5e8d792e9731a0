import type { MaintenancePlan } from '../journey/resolved-config.ts';
import { lateDayOf } from '../jobs/late-days.ts';
import type { RunnableJourney } from '../ports.ts';
import { RunFailure } from '../record/outcome.ts';
import type { JourneyKind, RunRecord } from '../record/run-record.ts';
import { type RunTicket, unstartedRun } from '../run/run-journey.ts';
import { shortestIntervalMs } from '../schedule/shortest-interval.ts';
import { fitRecord } from '../store/fit-record.ts';
import { onDemandRunId, slotRunId } from '../store/run-id.ts';
import { maintenanceAt, skippedRun } from './maintenance.ts';
import type { LocalPlatformPorts } from './platform-ports.ts';
import { type RunLane, runLane } from './run-lanes.ts';
import { type Slot, type SlotClock, startSlotClock } from './slot-clock.ts';

/** Journeys, stage and folders of the local platform. */
interface LocalPlatformOptions {
  readonly journeys: readonly RunnableJourney[];
  readonly stage: string;
  /** The region of all records: this machine, not one of the journeys' regions. */
  readonly region: string;
  readonly projectDir: string;
  /** Absolute folder that holds a folder of evidence per run. */
  readonly evidenceRoot: string;
  readonly maintenance: readonly MaintenancePlan[];
  /** Concurrent runs by kind. Browsers share this machine's cores, so one at a time measures best. */
  readonly width: Readonly<Record<JourneyKind, number>>;
  /** Slots by journey that have a record already, in milliseconds since 1970: they are not repeated. */
  readonly recorded?: ReadonlyMap<string, readonly number[]>;
}

/** A running local platform, which executes slots until it is stopped. */
export interface LocalPlatform {
  /** The next slot of a journey, in milliseconds since 1970; null: none. */
  next(journey: string): number | null;
  /** Runs journeys now, in addition to their schedule. */
  runNow(journeys: readonly string[]): void;
  /** Takes no more slots and gives up waiting runs; resolves once every started run has its record. */
  stop(): Promise<void>;
}

/**
 * Starts the local platform: the slot clock replaces EventBridge, lanes replace Lambda's scaling, a
 * record writer replaces SQS. Every slot ends in a record.
 */
export function startLocalPlatform(
  options: LocalPlatformOptions,
  ports: LocalPlatformPorts,
): LocalPlatform {
  const byName = new Map(options.journeys.map((journey) => [journey.plan.name, journey]));
  const parts: Parts = {
    options,
    ports,
    lanes: {
      api: runLane(options.width.api, ports.clock.monotonicMs),
      browser: runLane(options.width.browser, ports.clock.monotonicMs),
    },
    records: recordWriter(ports),
  };
  const region = options.region;
  const plans = options.journeys.map(({ plan }) => ({
    plan,
    region,
    recorded: options.recorded?.get(plan.name) ?? [],
  }));
  const slots: SlotClock = startSlotClock(
    plans,
    {
      onSlot: takeSlot,
      onClockMoved: (byMs) => ports.onEvent({ kind: 'clock-moved', byMs }),
      onPassed: (count) => ports.onEvent({ kind: 'slots-passed', count }),
    },
    { clock: ports.clock, ...(ports.slotTimer ?? { after: ports.after }) },
  );

  function takeSlot(slot: Slot): void {
    const journey = byName.get(slot.journey);
    if (journey !== undefined) enqueue(parts, journey, slot.atMs);
  }

  return {
    next: (journey) => slots.next(journey, region),
    runNow: (names) => {
      for (const name of names) {
        const journey = byName.get(name);
        if (journey !== undefined) enqueue(parts, journey, null);
      }
    },
    stop: async () => {
      slots.stop();
      for (const lane of Object.values(parts.lanes)) lane.clear();
      await Promise.all(Object.values(parts.lanes).map(async (lane) => lane.idle()));
      await parts.records.drain();
    },
  };
}

interface Parts {
  readonly options: LocalPlatformOptions;
  readonly ports: LocalPlatformPorts;
  readonly lanes: Readonly<Record<JourneyKind, RunLane>>;
  readonly records: RecordWriter;
}

function enqueue(parts: Parts, journey: RunnableJourney, atMs: number | null): void {
  const { lanes, ports, options } = parts;
  const ticket = makeTicket(parts, journey, atMs);
  const nowMs = ports.clock.epochMs();
  const window = maintenanceAt(options.maintenance, journey.plan.name, atMs ?? nowMs);
  if (window !== null && atMs !== null) {
    parts.records.add(skippedRun(ticket, window, { nowMs, nodeVersion: ports.nodeVersion }), 0);

    return;
  }

  lanes[journey.plan.kind].add({
    // As in AWS: an event older than one interval is not delivered.
    maxAgeMs: atMs === null ? Infinity : shortestIntervalMs(journey.plan.schedule),
    run: async () => execute(parts, ticket, atMs),
    giveUp: async (reason, waitedMs) => giveUp(parts, ticket, { reason, waitedMs }),
  });
}

function makeTicket(parts: Parts, journey: RunnableJourney, atMs: number | null): RunTicket {
  const { ports, options } = parts;
  const { name } = journey.plan;
  const { region, stage, projectDir, evidenceRoot } = options;
  const scheduledAt = atMs === null ? null : new Date(atMs).toISOString();
  const startedAt = new Date(ports.clock.epochMs()).toISOString();
  const runId =
    scheduledAt === null
      ? onDemandRunId({ journey: name, region, startedAt, suffix: ports.suffix() })
      : slotRunId(name, region, scheduledAt);
  const evidenceDir = `${evidenceRoot}/${runId}`;

  return { runId, journey, stage, region, scheduledAt, projectDir, evidenceDir };
}

async function execute(parts: Parts, ticket: RunTicket, atMs: number | null): Promise<void> {
  const { ports } = parts;
  const journey = ticket.journey.plan.name;
  const lagMs = atMs === null ? 0 : ports.clock.epochMs() - atMs;
  ports.onEvent({ kind: 'run-started', journey, runId: ticket.runId });
  const record = await ports.run(ticket, (progress) =>
    ports.onEvent({ kind: 'run-progress', journey, progress }),
  );
  parts.records.add(fitRecord(record), lagMs);
}

async function giveUp(
  parts: Parts,
  ticket: RunTicket,
  why: { readonly reason: 'too-old' | 'cleared'; readonly waitedMs: number },
): Promise<void> {
  const { ports, records } = parts;
  // A run on demand that has not started has no slot, so it needs no record.
  if (ticket.scheduledAt === null) return;
  const waited = `${(why.waitedMs / 1000).toFixed(1)} s`;
  const failure =
    why.reason === 'too-old'
      ? new RunFailure(
          'monitor.throttled',
          `The run waited ${waited} for other runs, longer than the journey's interval, and was given up`,
        )
      : new RunFailure('monitor.undelivered', `The platform was stopped before this run began`);
  const startedAt = new Date(ports.clock.epochMs()).toISOString();
  records.add(unstartedRun(ticket, { failure, startedAt }, ports), why.waitedMs);
}

/** First pause before storing a record is retried; doubled each time. */
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 10_000;

/** Records that are being stored. */
interface RecordWriter {
  add(record: RunRecord, lagMs: number): void;
  /** Resolves when every added record is stored. */
  drain(): Promise<void>;
}

type WriterPorts = Pick<LocalPlatformPorts, 'store' | 'lateDays' | 'clock' | 'after' | 'onEvent'>;

/** Creates a writer that retries each record until it is stored, so that no run is lost. */
function recordWriter(ports: WriterPorts): RecordWriter {
  const underWay = new Set<Promise<void>>();

  async function keep(record: RunRecord, lagMs: number): Promise<void> {
    await storeUntilDone(record, ports);
    ports.onEvent({ kind: 'run-recorded', record, lagMs });
  }

  return {
    add: (record, lagMs) => {
      const stored = keep(record, lagMs);
      underWay.add(stored);
      void stored.finally(() => underWay.delete(stored));
    },
    drain: async () => {
      await Promise.all(underWay);
    },
  };
}

/** Stored again with the record if it fails: both can be repeated. */
async function noteLateDay(record: RunRecord, { lateDays, clock }: WriterPorts): Promise<void> {
  const late = lateDayOf(record, clock.epochMs());
  if (late !== null && lateDays !== undefined) await lateDays.noteLate(late);
}

async function storeUntilDone(record: RunRecord, ports: WriterPorts): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      await ports.store.putRun(record);
      await noteLateDay(record, ports);

      return;
    } catch (error) {
      ports.onEvent({ kind: 'record-delayed', record, error });
    }
    await new Promise<void>((resolve) => {
      ports.after(pauseMs, resolve);
    });
  }
}

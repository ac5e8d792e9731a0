import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/time.ts';
import { TABLE_DEFINITION } from '../store/keys.ts';
import type { StorageFact } from './doctor-fact.ts';
import type { DeployedTable, MetricPoint, QueueMapping } from './doctor-ports.ts';

/** A queue in a region. */
interface QueuePlace {
  readonly queue: string;
  readonly region: string;
}

/** Number of messages that a queue has; null: there is no queue. */
type Depth = { readonly waiting: number; readonly taken: number } | null;

/** The recorder takes messages every few seconds; a report of a lost run waits a minute. */
const MAX_AGE_SECONDS = 300;

/** Whether records are taken from a queue in time; `ages` are those of its oldest message, in seconds. */
export function recordQueueFacts(
  place: QueuePlace,
  depth: Depth,
  ages: readonly MetricPoint[],
): readonly StorageFact[] {
  if (depth === null) return [{ code: 'queue-missing', ...place }];
  // SQS measures no queue that was idle for hours: then its messages are new.
  const newest = ages.at(-1)?.value ?? 0;

  return depth.waiting + depth.taken > 0 && newest > MAX_AGE_SECONDS
    ? [{ code: 'queue-late', ...place, ageSeconds: newest }]
    : [];
}

/** Whether a queue for what could not be processed is empty. */
export function deadLetterFacts(
  place: QueuePlace & { readonly holds: 'unreadable' | 'undelivered' },
  depth: Depth,
): readonly StorageFact[] {
  const { queue, region, holds } = place;
  if (depth === null) return [{ code: 'queue-missing', queue, region }];
  const messages = depth.waiting + depth.taken;

  return messages === 0 ? [] : [{ code: `messages-${holds}`, queue, region, messages }];
}

const MAPPING_ON: ReadonlySet<string> = new Set(['Enabled', 'Enabling', 'Updating', 'Creating']);

/** Whether a recorder takes messages from its queue. */
export function mappingFacts(
  place: { readonly function: string; readonly region: string },
  mappings: readonly QueueMapping[],
  queue: string,
): readonly StorageFact[] {
  const mapping = mappings.find(({ source }) => source.split(':').at(-1) === queue);
  if (mapping === undefined) return [{ code: 'mapping-missing', ...place }];
  const { state, lastResult } = mapping;
  if (!MAPPING_ON.has(state)) return [{ code: 'mapping-off', ...place, state }];

  return lastResult?.startsWith('PROBLEM') === true
    ? [{ code: 'mapping-failing', ...place, state: lastResult }]
    : [];
}

/** A job with a heartbeat: how often it beats, and how late it may be. */
export const HEARTBEATS = {
  'gap-detector': { everyMs: HOUR_MS, lateMs: 15 * MINUTE_MS, searchedMs: DAY_MS },
  trends: { everyMs: DAY_MS, lateMs: HOUR_MS, searchedMs: 14 * DAY_MS },
} as const;

/** Whether a job has done its work lately; a stage that is younger than the job's interval has none yet. */
export function heartbeatFacts(
  job: keyof typeof HEARTBEATS,
  beats: readonly MetricPoint[],
  stage: {
    readonly function: string;
    readonly region: string;
    readonly createdAtMs: number;
    readonly nowMs: number;
  },
): readonly StorageFact[] {
  const { everyMs, lateMs, searchedMs } = HEARTBEATS[job];
  const lastAtMs = beats.findLast(({ value }) => value > 0)?.atMs ?? null;
  // A metric's time is the start of its period, which here is an interval.
  const isAlive = lastAtMs !== null && stage.nowMs - lastAtMs <= 2 * everyMs + lateMs;
  if (isAlive) return [];
  if (stage.nowMs - stage.createdAtMs <= everyMs + lateMs)
    return [{ code: 'heartbeat-not-due', job }];
  const { function: name, region } = stage;

  return [{ code: 'heartbeat-missing', job, function: name, region, lastAtMs, searchedMs }];
}

/** Whether the table exists, forgets what has expired, and can be restored. */
export function tableFacts(
  place: { readonly table: string; readonly region: string },
  found: DeployedTable | null,
): readonly StorageFact[] {
  if (found === null) return [{ code: 'table-missing', ...place }];
  const { status, expiryAttribute, recoverable } = found;
  const isUsable = status === 'ACTIVE' || status === 'UPDATING';

  return [
    ...(isUsable ? [] : [{ code: 'table-not-active', ...place, status } as const]),
    ...(expiryAttribute === TABLE_DEFINITION.timeToLiveAttribute
      ? []
      : [{ code: 'table-never-expires', ...place, status } as const]),
    ...(recoverable ? [] : [{ code: 'table-not-recoverable', ...place, status } as const]),
  ];
}

/** Whether a region's bucket of evidence exists. */
export function bucketFacts(
  place: { readonly bucket: string; readonly region: string },
  exists: boolean,
): readonly StorageFact[] {
  return exists ? [] : [{ code: 'bucket-missing', ...place }];
}

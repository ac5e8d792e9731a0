import type { EmbeddedStore } from '../../adapters/dynamodb/embedded.ts';
import { deleteEvidence, listEvidence } from '../../adapters/local/evidence-usage.ts';
import { errorText } from '../../core/base/error-text.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../core/base/time.ts';
import { deleteExpiredItems } from '../../core/store/expire.ts';
import type { ItemKey } from '../../core/store/keys.ts';
import type { DevTime } from '../frame/dev-time.ts';
import type { OpenProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';

/** Store, folders and clock of the retention of `waywiser dev`. */
export interface RetentionParts {
  readonly stores: Pick<EmbeddedStore, 'items'>;
  readonly paths: Pick<Paths, 'evidenceRoot'>;
  readonly project: { readonly config: Pick<OpenProject['config'], 'retention'> };
  readonly time: Pick<DevTime, 'clock' | 'scale'>;
  /** Calls back after a delay in real time; the returned function cancels. */
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** The first pass comes when the start is over. */
const FIRST_PASS_MS = MINUTE_MS;
/** Between two passes of one day: the journeys that run meanwhile are measured. */
const PAUSE_MS = 10 * SECOND_MS;
/** What one pass deletes at most; deleting it takes a second or two. */
const MAX_ITEMS = 2_000;
const MAX_FOLDERS = 200;

/**
 * Deletes what has expired, once a day of the clock: items of the store by the same rule as in AWS,
 * where DynamoDB deletes them, and folders of evidence, which a lifecycle rule of S3 deletes there. In
 * passes of a limited size.
 */
export function startRetention(
  parts: RetentionParts,
  notice: (text: string) => void,
): { readonly stop: () => Promise<void> } {
  const { after, time } = parts;
  let stopping = false;
  let from: ItemKey | null = null;
  let running = Promise.resolve();
  let cancel = after(FIRST_PASS_MS, start);

  function start(): void {
    running = pass();
  }

  async function pass(): Promise<void> {
    let isDone = true;
    try {
      const expiry = await deleteExpired(parts, from);
      from = expiry.next;
      ({ isDone } = expiry);
    } catch (error) {
      if (!stopping) notice(`expired runs could not be deleted: ${errorText(error)}`);
    }
    if (!stopping) cancel = after(isDone ? DAY_MS / time.scale : PAUSE_MS, start);
  }

  return {
    stop: async () => {
      stopping = true;
      cancel();
      await running;
    },
  };
}

interface Expiry {
  readonly next: ItemKey | null;
  readonly isDone: boolean;
}

async function deleteExpired(parts: RetentionParts, from: ItemKey | null): Promise<Expiry> {
  const nowMs = parts.time.clock.epochMs();
  const { next } = await deleteExpiredItems(parts.stores.items, {
    nowMs,
    maxItems: MAX_ITEMS,
    from,
  });
  const { evidenceRoot } = parts.paths;
  const keptFromMs = nowMs - parts.project.config.retention.evidenceMs;
  const folders = await listEvidence(evidenceRoot);
  const expired = folders.filter(({ at }) => Date.parse(at) < keptFromMs);
  for (const { runId } of expired.slice(0, MAX_FOLDERS)) await deleteEvidence(evidenceRoot, runId);

  return { next, isDone: next === null && expired.length <= MAX_FOLDERS };
}

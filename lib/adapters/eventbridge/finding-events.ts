import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Finding } from '../../core/trends/finding.ts';
import type { FindingEvent, FindingEvents } from '../../core/trends/trend-ports.ts';
import { errorText } from '../../core/base/error-text.ts';
import { platformClientOptions } from '../aws/client-options.ts';

/** Client and stage of the events. */
export interface EventBridgeFindingsOptions {
  readonly client: EventBridgeClient;
  /** The event of a finding. */
  readonly eventOf: (finding: Finding) => FindingEvent;
  /** Time-out of one call, including retries. Default 15 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 15_000;
/**
 * Maximum number of entries in a call.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
const MAX_ENTRIES = 10;
/**
 * Maximum size of a call's entries; slightly below 256 KB, which includes the envelope.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const MAX_BYTES = 240_000;

/**
 * Puts findings on the default bus of the client's region. The bus accepts or rejects each event
 * separately, so the result has an entry for each finding.
 */
export function eventBridgeFindings(options: EventBridgeFindingsOptions): FindingEvents {
  return {
    publish: async (findings) => {
      const entries = findings.map((finding) => entryOf(options.eventOf(finding)));
      const errors: (Error | null)[] = [];
      for (const call of callsOf(entries)) errors.push(...(await put(call, options)));

      return errors;
    },
  };
}

function entryOf({ source, detailType, detail }: FindingEvent): PutEventsRequestEntry {
  return { Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
}

function callsOf(
  entries: readonly PutEventsRequestEntry[],
): readonly (readonly PutEventsRequestEntry[])[] {
  const calls: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry));
    const open = calls.at(-1);
    if (open !== undefined && open.length < MAX_ENTRIES && bytes + size <= MAX_BYTES) {
      open.push(entry);
      bytes += size;
    } else {
      calls.push([entry]);
      bytes = size;
    }
  }

  return calls;
}

async function put(
  entries: readonly PutEventsRequestEntry[],
  { client, callTimeoutMs = CALL_TIMEOUT_MS }: EventBridgeFindingsOptions,
): Promise<readonly (Error | null)[]> {
  try {
    const { Entries: answers = [] } = await client.send(
      new PutEventsCommand({ Entries: [...entries] }),
      { abortSignal: AbortSignal.timeout(callTimeoutMs) },
    );

    return entries.map((_, index) => rejectionOf(answers[index]));
  } catch (error) {
    const reason = errorText(error);

    return entries.map(() => publishError(reason, error));
  }
}

function rejectionOf(answer: PutEventsResultEntry | undefined): Error | null {
  if (answer?.EventId !== undefined) return null;
  const reason = [answer?.ErrorCode ?? 'no answer', answer?.ErrorMessage ?? ''].join(' ').trim();

  return publishError(reason, answer);
}

function publishError(reason: string, cause: unknown): Error {
  return new Error(`Cannot publish a finding on EventBridge: ${reason}`, { cause });
}

/** A client of EventBridge in a region, with the process's own credentials. */
export function eventBridgeClient({ region }: { readonly region: string }): EventBridgeClient {
  return new EventBridgeClient(platformClientOptions(region));
}

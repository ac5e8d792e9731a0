import {
  type CloudWatchClient,
  CloudWatchServiceException,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { MetricSample, MetricSink } from '../../core/ports.ts';
import { metricData } from './metric-data.ts';
import { type MetricPacket, metricPackets } from './metric-packets.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Where metrics go. */
export interface CloudWatchMetricsOptions {
  readonly client: CloudWatchClient;
  readonly namespace: string;
  /** Longest time that one call may take, retries included. Default 15 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 15_000;

/** Names of errors that say: one of the data is refused, and with it the call. */
const REFUSALS = /^(InvalidParameter|MissingRequiredParameter|Validation)/;

type Groups = readonly (readonly MetricSample[])[];

/**
 * Publishes to CloudWatch, many groups a call. PutMetricData has no token that would make a
 * repetition harmless: where an answer is lost and the call is made again, samples count twice.
 */
export function cloudWatchMetrics(options: CloudWatchMetricsOptions): MetricSink {
  return {
    publish: async (groups) => {
      const errors: (Error | null)[] = groups.map(() => null);
      for (const packet of metricPackets(groups)) await send(packet, { groups, errors }, options);

      return errors;
    },
  };
}

interface Publication {
  readonly groups: Groups;
  /** By group; filled in as calls fail. */
  readonly errors: (Error | null)[];
}

async function send(
  packet: MetricPacket,
  publication: Publication,
  options: CloudWatchMetricsOptions,
): Promise<void> {
  const error = await put(packet.samples, options);
  if (error === null) return;
  if (packet.groups.length > 1 && isRefusal(error)) {
    await sendApart(packet, publication, options);
    return;
  }
  for (const group of packet.groups) publication.errors[group] ??= error;
}

/** Nothing was accepted: each group is sent alone, so that one that is refused holds up no other. */
async function sendApart(
  packet: MetricPacket,
  publication: Publication,
  options: CloudWatchMetricsOptions,
): Promise<void> {
  for (const group of packet.groups) {
    const samples = publication.groups[group] ?? [];
    await send({ groups: [group], samples }, publication, options);
  }
}

async function put(
  samples: readonly MetricSample[],
  { client, namespace, callTimeoutMs = CALL_TIMEOUT_MS }: CloudWatchMetricsOptions,
): Promise<Error | null> {
  try {
    await client.send(
      new PutMetricDataCommand({ Namespace: namespace, MetricData: [...metricData(samples)] }),
      { abortSignal: AbortSignal.timeout(callTimeoutMs) },
    );

    return null;
  } catch (error) {
    const reason = errorText(error);

    return new Error(`Cannot publish ${samples.length} samples to CloudWatch: ${reason}`, {
      cause: error,
    });
  }
}

function isRefusal({ cause }: Error): boolean {
  return cause instanceof CloudWatchServiceException && REFUSALS.test(cause.name);
}

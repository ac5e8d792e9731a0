import {
  type CloudWatchClient,
  CloudWatchServiceException,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { MetricSample, MetricSink } from '../../core/ports.ts';
import { metricData } from './metric-data.ts';
import { type MetricPacket, metricPackets } from './metric-packets.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Target of the metrics. */
export interface CloudWatchMetricsOptions {
  readonly client: CloudWatchClient;
  readonly namespace: string;
  /** Time-out of one call, including retries. Default 15 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 15_000;

/** Error names of calls that are rejected because of one invalid datum. */
const REJECTIONS = /^(InvalidParameter|MissingRequiredParameter|Validation)/;

type Groups = readonly (readonly MetricSample[])[];

/**
 * Publishes to CloudWatch, many groups in a call. PutMetricData is not idempotent: if a response is
 * lost and the call is retried, samples count twice.
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
  /** Errors by group; filled in when calls fail. */
  readonly errors: (Error | null)[];
}

async function send(
  packet: MetricPacket,
  publication: Publication,
  options: CloudWatchMetricsOptions,
): Promise<void> {
  const error = await put(packet.samples, options);
  if (error === null) return;
  if (packet.groups.length > 1 && isRejection(error)) {
    await sendApart(packet, publication, options);
    return;
  }
  for (const group of packet.groups) publication.errors[group] ??= error;
}

/**
 * Nothing was accepted: each group is sent alone, so that a rejected one does not affect the
 * others.
 */
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

function isRejection({ cause }: Error): boolean {
  return cause instanceof CloudWatchServiceException && REJECTIONS.test(cause.name);
}

import type { MetricSample } from '../../core/ports.ts';
import { metricData } from './metric-data.ts';

/** Content of one call: samples, and the indexes of their groups. */
export interface MetricPacket {
  readonly groups: readonly number[];
  readonly samples: readonly MetricSample[];
}

/** Limits of one call to PutMetricData; slightly below 1 MB, which includes the envelope. */
export interface PacketLimits {
  readonly data: number;
  readonly bytes: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const LIMITS: PacketLimits = { data: 1000, bytes: 1_000_000 };

/**
 * Packs groups into few calls, in order. A group is not divided, so that it is published completely
 * or not at all, unless it exceeds a call by itself.
 */
export function metricPackets(
  groups: readonly (readonly MetricSample[])[],
  limits: PacketLimits = LIMITS,
): readonly MetricPacket[] {
  const packets: MetricPacket[] = [];
  let open = emptyPacket();
  for (const [index, samples] of groups.entries()) {
    if (samples.length === 0) continue;
    const size = sizeOf(samples);
    if (!fits(size, limits)) {
      packets.push(...divided(samples, index, limits));
      continue;
    }
    // Packing can only reduce the data, because equal series merge.
    const together = { data: open.data + size.data, bytes: open.bytes + size.bytes };
    if (!fits(together, limits)) {
      packets.push(open);
      open = emptyPacket();
    }
    open.groups.push(index);
    open.samples.push(...samples);
    open.data += size.data;
    open.bytes += size.bytes;
  }

  return open.groups.length === 0 ? packets : [...packets, open];
}

function emptyPacket(): {
  groups: number[];
  samples: MetricSample[];
  data: number;
  bytes: number;
} {
  return { groups: [], samples: [], data: 0, bytes: 0 };
}

function sizeOf(samples: readonly MetricSample[]): PacketLimits {
  const data = metricData(samples);

  return { data: data.length, bytes: Buffer.byteLength(JSON.stringify(data)) };
}

function fits(size: PacketLimits, limits: PacketLimits): boolean {
  return size.data <= limits.data && size.bytes <= limits.bytes;
}

/** Halves a group until each part fits; a single sample always fits. */
function divided(
  samples: readonly MetricSample[],
  group: number,
  limits: PacketLimits,
): readonly MetricPacket[] {
  if (samples.length <= 1 || fits(sizeOf(samples), limits)) return [{ groups: [group], samples }];
  const middle = Math.ceil(samples.length / 2);

  return [
    ...divided(samples.slice(0, middle), group, limits),
    ...divided(samples.slice(middle), group, limits),
  ];
}

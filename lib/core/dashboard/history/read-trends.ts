import type { DashboardPorts } from '../dashboard-ports.ts';
import { type JourneyTrends, memoryOf, stillKnown } from './history-cache.ts';

/** What is stored of a journey's trends; read again when it is older than `keepMs`. */
export async function readTrends(
  journey: string,
  keepMs: number,
  ports: Pick<DashboardPorts, 'rollups' | 'findings' | 'clock'>,
): Promise<JourneyTrends> {
  const memory = memoryOf(ports);
  const readAtMs = ports.clock.epochMs();
  const known = memory.trends.get(journey);
  if (known !== undefined && readAtMs - known.readAtMs < keepMs) return known;
  const isKnown = stillKnown(memory, journey);
  const read = { readAtMs, ...(await ports.findings.trendsOf(journey)) };
  if (isKnown()) memory.trends.set(journey, read);

  return read;
}

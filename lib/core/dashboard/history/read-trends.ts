import type { StoredTrends } from '../../trends/trend-ports.ts';
import type { DashboardPorts } from '../dashboard-ports.ts';
import { journeyCache } from './history-cache.ts';

/** The stored findings of a journey and its last analysis, read again after `maxAgeMs`. */
export async function readTrends(
  journey: string,
  maxAgeMs: number,
  { cache, findings, clock }: Pick<DashboardPorts, 'cache' | 'findings' | 'clock'>,
): Promise<StoredTrends> {
  const { latest } = journeyCache(cache, journey);
  const readAtMs = clock.epochMs();
  const known = latest.trends;
  if (known !== null && readAtMs - known.readAtMs < maxAgeMs) return known.stored;
  const stored = await findings.trendsOf(journey);
  latest.trends = { readAtMs, stored };

  return stored;
}

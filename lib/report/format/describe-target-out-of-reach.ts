import type { TargetOutOfReach } from '../../core/deploy/targets-out-of-reach.ts';
import { formatCount } from './count.ts';

const NAMED = 3;

/** A warning before journeys are deployed that can reach nothing. */
export function describeTargetOutOfReach({ origin, kind, journeys }: TargetOutOfReach): string {
  const reason =
    kind === 'own'
      ? 'that is the function itself, where nothing listens'
      : 'the function is not part of that network';
  const expected =
    kind === 'own'
      ? "expected the site's own address in baseUrls of waywiser.config.ts"
      : 'expected a public address, or journeys with `isolated: true` and the `vpc` that leads there';

  return `Runs in AWS cannot reach ${origin}, the base URL of ${named(journeys)}: ${reason}, and every run will fail; ${expected}`;
}

function named(journeys: readonly string[]): string {
  const shown = journeys.slice(0, NAMED).map((name) => `"${name}"`);
  const more = journeys.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${formatCount(more, 'other journey')}`;
  const last = shown.at(-1) ?? '';

  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

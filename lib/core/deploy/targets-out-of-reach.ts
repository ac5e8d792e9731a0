import type { JourneyPlan } from '../journey/plan.ts';

/** A base URL that functions in AWS cannot reach, and the journeys that have it. */
export interface TargetOutOfReach {
  /** Scheme, host and port. */
  readonly origin: string;
  /** `own`: the function itself, where nothing listens. `private`: a network that it is not part of. */
  readonly kind: 'own' | 'private';
  /** In the order of the plans. */
  readonly journeys: readonly string[];
}

/**
 * The base URLs that journeys cannot reach from AWS: loopback and link-local addresses, and private ones
 * where the journey's function is in no VPC. Names that resolve to such addresses are not known here.
 */
export function targetsOutOfReach(plans: readonly JourneyPlan[]): readonly TargetOutOfReach[] {
  const found = new Map<string, TargetOutOfReach>();
  for (const { name, baseUrl, deploy } of plans) {
    const kind = baseUrl === null ? null : kindOf(new URL(baseUrl), deploy.vpc !== null);
    if (baseUrl === null || kind === null) continue;
    const { origin } = new URL(baseUrl);
    const key = `${kind} ${origin}`;
    const journeys = [...(found.get(key)?.journeys ?? []), name];
    found.set(key, { origin, kind, journeys });
  }

  return [...found.values()];
}

/** RFC 6761 (localhost), RFC 1122 (0/8, 127/8), RFC 3927 and RFC 4291 (link-local). */
const OWN = [/(^|\.)localhost\.?$/, /^0\./, /^127\./, /^169\.254\./, /^\[::1?\]$/, /^\[fe[89ab]/];
/** RFC 1918 (10/8, 172.16/12, 192.168/16), RFC 4193 (fc00::/7). */
const PRIVATE = [/^10\./, /^172\.(1[6-9]|2\d|3[01])\./, /^192\.168\./, /^\[f[cd]/];
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

function kindOf({ hostname }: URL, isInVpc: boolean): TargetOutOfReach['kind'] | null {
  // "10.example.com" is a name.
  if (/^\d/.test(hostname) && !IPV4.test(hostname)) return null;
  if (OWN.some((pattern) => pattern.test(hostname))) return 'own';

  return !isInVpc && PRIVATE.some((pattern) => pattern.test(hostname)) ? 'private' : null;
}

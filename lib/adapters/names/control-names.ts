import net from 'node:net';

/** Names that show whether the resolver is broken or a single name, for one target. */
export interface ControlChoice {
  /** Asked first: configured, resolved recently, or the platform's own. They are known to exist. */
  readonly known: readonly string[];
  /** Asked if those get no answer: well-known names, which private networks may not resolve. */
  readonly last: readonly string[];
}

/** The control names of a worker. */
export interface ControlNames {
  /** A name has resolved just now. */
  note(name: string): void;
  /** Those to ask when the target's name gets no answer. */
  choose(target: string): ControlChoice;
}

/** Where control names come from, apart from what resolves. */
export interface ControlNameOptions {
  /** `controlNames` of the configuration; with any, no third party's name is asked. */
  readonly configured: readonly string[];
  /** The platform's own endpoint in this region, such as `sqs.eu-west-1.amazonaws.com`. */
  readonly own: readonly string[];
}

/** Two third parties that every resolver of the internet can resolve: the last resort. */
const WELL_KNOWN = ['amazonaws.com', 'example.com'];
/** Names that resolved and are remembered. */
const MAX_REMEMBERED = 16;
/** Names that resolved longer ago may have been removed since. */
const RECENT_MS = 3_600_000;
/** Names that are asked at once. */
const MAX_KNOWN = 4;

/** Creates them. `nowMs` is a monotonic clock. */
export function controlNames(
  { configured, own }: ControlNameOptions,
  nowMs: () => number = () => performance.now(),
): ControlNames {
  const resolved = new Map<string, number>();

  function recent(): readonly string[] {
    return [...resolved].filter(([, atMs]) => nowMs() - atMs < RECENT_MS).map(([name]) => name);
  }

  return {
    note: (name) => {
      if (net.isIP(name) !== 0 || isLocal(name)) return;
      resolved.delete(name);
      resolved.set(name, nowMs());
      const [oldest] = resolved.keys();
      if (resolved.size > MAX_REMEMBERED && oldest !== undefined) resolved.delete(oldest);
    },
    choose: (target) => {
      // Of the same zone, an author may have meant it: a private network has one zone for all.
      const meant = configured.filter((name) => name !== target);
      const others = [...recent().toReversed(), ...own].filter(
        (name) => net.isIP(name) === 0 && !isSameZone(name, target),
      );
      const known = [...new Set([...meant, ...others])];
      const last = WELL_KNOWN.filter((name) => !isSameZone(name, target));

      return {
        known: known.slice(0, MAX_KNOWN),
        last: configured.length > 0 ? [] : last,
      };
    },
  };
}

/** Names that never leave the machine (RFC 6761). */
function isLocal(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}

/**
 * Whether two names may be answered by the same zone's servers: these are the target's, and their
 * failure says nothing about this machine's resolver.
 */
function isSameZone(one: string, other: string): boolean {
  return zoneOf(one) === zoneOf(other);
}

function zoneOf(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').split('.').slice(-2).join('.');
}

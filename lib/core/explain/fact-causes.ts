import type { TimePart } from '../rollup/rollup.ts';
import type { PossibleCause } from './explanation.ts';
import type { Flip } from './flips.ts';
import type { Carried, Attribution } from './attribution.ts';
import { sentence } from './words.ts';

/** How much a kind of fact explains by coinciding alone, and how much by carrying the change, too. */
interface Weight {
  readonly alone: number;
  readonly carrying: number;
}

const VERSION: Weight = { alone: 0.5, carrying: 0.45 };
/** Another journey is another thing to measure: no part of it needs to carry the change. */
const JOURNEY: Weight = { alone: 0.85, carrying: 0 };
const HOST: Weight = { alone: 0.4, carrying: 0.55 };
const OF_HOST: Weight = { alone: 0.4, carrying: 0.45 };

/** The facts of a run, as people call them. */
const VERSIONS: Readonly<Record<string, string>> = {
  chromium: 'Chromium',
  node: 'Node',
  platform: 'Waywiser',
  journey: "the journey's code",
};

const MAX_VERSION = 20;

const ANSWERING: readonly TimePart['phase'][] = ['wait', 'receive'];

/** What a flip says, and how well it explains the change; null: nothing is known of such a fact. */
export function factCause(flip: Flip, attribution: Attribution): PossibleCause | null {
  const at = flip.fact.indexOf('@');
  if (at < 0) return versionCause(flip, attribution);
  const name = flip.fact.slice(0, at);
  const host = flip.fact.slice(at + 1);
  if (name === 'host') return hostCause(flip, host, attribution);

  return ofHostCause(flip, { name, host }, attribution);
}

function versionCause(flip: Flip, attribution: Attribution): PossibleCause | null {
  const name = Object.hasOwn(VERSIONS, flip.fact) ? VERSIONS[flip.fact] : undefined;
  if (name === undefined) return null;
  const isJourney = flip.fact === 'journey';
  const carried = isJourney ? null : attribution.ofMachine;

  return cause(flip, attribution, {
    kind: 'version',
    carried,
    weight: isJourney ? JOURNEY : VERSION,
    words: `${name} went from ${short(flip.before)} to ${short(flip.after)}`,
  });
}

function hostCause(flip: Flip, host: string, attribution: Attribution): PossibleCause {
  const carried = attribution.carriedBy('waiting for it takes', (part) => part.host === host);
  const words =
    flip.before === null
      ? `requests to ${host} came, which were not made before`
      : `requests to ${host} are no longer made`;

  return cause(flip, attribution, { kind: 'host', carried, weight: HOST, words });
}

function ofHostCause(
  flip: Flip,
  { name, host }: { readonly name: string; readonly host: string },
  attribution: Attribution,
): PossibleCause | null {
  const told = OF_HOST_WORDS[name];
  if (told === undefined) return null;
  const { kind, words } = told;
  const carried = attribution.carriedBy(
    'waiting for it takes',
    (part) => part.host === host && (kind === 'network' || ANSWERING.includes(part.phase)),
  );

  return cause(flip, attribution, {
    kind,
    carried,
    weight: OF_HOST,
    words: `${words} ${host} went from ${flip.before} to ${flip.after}`,
  });
}

const OF_HOST_WORDS: Readonly<
  Record<string, { readonly kind: 'network' | 'response'; readonly words: string }>
> = {
  address: { kind: 'network', words: 'the address of' },
  protocol: { kind: 'network', words: 'the protocol spoken with' },
  tls: { kind: 'network', words: 'the TLS version spoken with' },
  certificate: { kind: 'network', words: 'the certificate of' },
  server: { kind: 'response', words: 'the server that answers for' },
  cache: { kind: 'response', words: 'what caches answer for' },
};

/** A hash of code says no more whole. */
function short(version: string | null): string {
  return (version ?? '?').slice(0, MAX_VERSION);
}

interface Told {
  readonly kind: PossibleCause['kind'];
  readonly carried: Carried | null;
  readonly weight: Weight;
  readonly words: string;
}

function cause(
  flip: Flip,
  attribution: Attribution,
  { kind, carried, weight, words }: Told,
): PossibleCause {
  const share = carried?.share ?? 0;

  return {
    kind,
    subject: flip.fact,
    before: flip.before,
    after: flip.after,
    carriesMs: carried?.ms ?? null,
    at: attribution.momentOf(flip.atMs),
    fit: attribution.coincidence(flip.atMs) * (weight.alone + weight.carrying * share),
    words: sentence(`${words}${carried?.words ?? ''}`),
  };
}

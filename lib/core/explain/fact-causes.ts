import type { TimePart } from '../rollup/rollup.ts';
import type { CauseFrame, PossibleCause } from './explanation.ts';
import type { Flip } from './flips.ts';
import type { Carried, Attribution } from './attribution.ts';
import { ownValue } from '../base/own-value.ts';

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

/** The facts of a run that are versions. */
const VERSIONS = ['chromium', 'node', 'platform', 'journey'];

const ANSWERING: readonly TimePart['phase'][] = ['wait', 'receive'];

/** A flip as a possible cause, and how well it fits the change; null: an unknown kind of fact. */
export function factCause(flip: Flip, attribution: Attribution): PossibleCause | null {
  const at = flip.fact.indexOf('@');
  if (at < 0) return versionCause(flip, attribution);
  const name = flip.fact.slice(0, at);
  const host = flip.fact.slice(at + 1);
  if (name === 'host') return hostCause(flip, host, attribution);

  return ofHostCause(flip, { name, host }, attribution);
}

function versionCause(flip: Flip, attribution: Attribution): PossibleCause | null {
  if (!VERSIONS.includes(flip.fact)) return null;
  const isJourney = flip.fact === 'journey';
  const { before, after } = flip;

  return {
    code: 'version-changed',
    before,
    after,
    ...frame(flip, attribution, {
      kind: 'version',
      carried: isJourney ? null : attribution.ofMachine,
      weight: isJourney ? JOURNEY : VERSION,
    }),
  };
}

function hostCause(flip: Flip, host: string, attribution: Attribution): PossibleCause {
  const carried = attribution.carriedBy('waiting', (part) => part.host === host);

  return {
    code: flip.before === null ? 'host-appeared' : 'host-disappeared',
    ...frame(flip, attribution, { kind: 'host', carried, weight: HOST }),
  };
}

function ofHostCause(
  flip: Flip,
  { name, host }: { readonly name: string; readonly host: string },
  attribution: Attribution,
): PossibleCause | null {
  const kind = ownValue(OF_HOST_KINDS, name);
  if (kind === undefined) return null;
  const { before, after } = flip;
  const carried = attribution.carriedBy(
    'waiting',
    (part) => part.host === host && (kind === 'network' || ANSWERING.includes(part.phase)),
  );

  return {
    code: 'host-fact-changed',
    before,
    after,
    ...frame(flip, attribution, { kind, carried, weight: OF_HOST }),
  };
}

const OF_HOST_KINDS: Readonly<Record<string, 'network' | 'response'>> = {
  address: 'network',
  protocol: 'network',
  tls: 'network',
  certificate: 'network',
  server: 'response',
  cache: 'response',
};

interface Fit {
  readonly kind: PossibleCause['kind'];
  readonly carried: Carried | null;
  readonly weight: Weight;
}

function frame(flip: Flip, attribution: Attribution, { kind, carried, weight }: Fit): CauseFrame {
  const share = carried?.share ?? 0;

  return {
    kind,
    subject: flip.fact,
    carries: carried?.change ?? null,
    at: attribution.momentOf(flip.atMs),
    fit: attribution.coincidence(flip.atMs) * (weight.alone + weight.carrying * share),
  };
}

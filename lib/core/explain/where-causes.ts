import { hostPhaseMetric, stepMetric, type PhaseName } from '../rollup/metric.ts';
import type { TimePart } from '../rollup/rollup.ts';
import type { RunDecomposition } from './decompose.ts';
import type { CauseFact, PossibleCause } from './explanation.ts';
import { sum } from '../stats/sums.ts';

type RunTerm = RunDecomposition['terms'][number];

/** A group of parts that may have changed alike, while all others stayed. */
interface Group {
  readonly kind: 'step' | 'phase';
  readonly subject: string;
  readonly fact: Extract<CauseFact, { readonly code: 'step-changed' | 'phase-changed' }>;
  readonly terms: readonly RunTerm[];
  /** 0 to 1: how much of all that changed is explained if just this group changed. */
  readonly explained: number;
}

/** Places are no causes: what flipped at the moment and carries the change goes before them. */
const MAX_FIT = 0.6;
const MIN_EXPLAINED = 0.3;
const MAX_CAUSES = 3;
/** Phases of a connection belong to the way to a host, not to the step that happens to be first. */
const CONNECTING: readonly TimePart['phase'][] = ['dns', 'tcp', 'tls'];
/** Of explanations that are as good, the simpler is the step. */
const STEP_BONUS = 0.01;

/**
 * Where the change is: in a step, in a phase of the requests to a host, or in time without
 * requests. Each group is taken for the only one that changed, in proportion to what its parts took
 * before; the less that leaves over of what all parts changed by, the better it explains.
 */
export function whereCauses(
  decomposition: RunDecomposition,
  where: { readonly onlyIn: string | null; readonly step: string | null },
): readonly PossibleCause[] {
  const { terms, changeMs } = decomposition;
  const all = sum(terms.map((term) => Math.abs(term.changeMs)));
  if (all === 0 || changeMs === 0) return [];
  const groups = [...stepGroups(terms, where.step), ...phaseGroups(terms)];

  return groups
    .map((group) => ({ ...group, carriesMs: sum(group.terms.map((term) => term.changeMs)) }))
    .filter(({ carriesMs, explained }) => explained >= MIN_EXPLAINED && carriesMs * changeMs > 0)
    .toSorted((a, b) => b.explained - a.explained)
    .slice(0, MAX_CAUSES)
    .map(({ kind, subject, fact, explained, carriesMs }) => ({
      ...fact,
      onlyIn: where.onlyIn,
      kind,
      subject,
      carries: { ms: carriesMs, share: carriesMs / changeMs, by: 'itself' },
      at: null,
      fit: MAX_FIT * Math.min(1, explained),
    }));
}

/** None where there is but one step: it would name the whole journey. */
function stepGroups(terms: readonly RunTerm[], only: string | null): readonly Group[] {
  const steps = [...new Set(terms.map(({ part }) => part.step))].filter((step) => step !== null);
  if (only !== null || steps.length < 2) return [];

  return steps.map((step) => {
    const own = terms.filter(({ part }) => part.step === step);
    const carriesMs = sum(own.map((term) => term.changeMs));
    const inside = cellsOf(own).filter((cell) => !CONNECTING.includes(cell.part.phase));
    const explained = Math.max(
      explainedBy(own, terms),
      ...inside.map((cell) => explainedBy([cell], terms)),
    );
    const largest = own[0];
    const isAlong = largest !== undefined && largest.changeMs * carriesMs > 0;
    const mostly = isAlong ? { host: largest.part.host, phase: largest.part.phase } : null;

    return {
      kind: 'step',
      subject: stepMetric(step),
      fact: { code: 'step-changed', step, mostly, onlyIn: null },
      terms: own,
      explained: explained + STEP_BONUS,
    };
  });
}

function cellsOf(terms: readonly RunTerm[]): readonly RunTerm[] {
  return terms.filter((term) => term.changeMs !== 0);
}

/** One for each phase and host over all steps, and one for each phase over all hosts. */
function phaseGroups(terms: readonly RunTerm[]): readonly Group[] {
  const phases = [...new Set(terms.map(({ part }) => part.phase))];

  return phases.flatMap((phase) => {
    const ofPhase = terms.filter(({ part }) => part.phase === phase);
    const hosts = [...new Set(ofPhase.map(({ part }) => part.host))];
    const each = hosts.map((host) =>
      phaseGroup(phase, [host], {
        own: ofPhase.filter(({ part }) => part.host === host),
        terms,
      }),
    );
    // The largest first: terms are sorted so.
    return hosts.length < 2 ? each : [...each, phaseGroup(phase, hosts, { own: ofPhase, terms })];
  });
}

function phaseGroup(
  phase: PhaseName | 'own',
  hosts: readonly (string | null)[],
  { own, terms }: { readonly own: readonly RunTerm[]; readonly terms: readonly RunTerm[] },
): Group {
  const [first = null] = hosts;
  const moreHosts = Math.max(0, hosts.length - 1);

  return {
    kind: 'phase',
    subject: phase === 'own' || first === null ? phase : hostPhaseMetric(phase, first),
    fact: { code: 'phase-changed', phase, host: first, moreHosts, onlyIn: null },
    terms: own,
    explained: explainedBy(own, terms),
  };
}

/**
 * 1 minus what is left over, of the sum of all parts' changes, if the group changed by one factor
 * and nothing else did. Parts that took no time before take what they take: nothing is left of them.
 */
export function explainedBy(own: readonly RunTerm[], terms: readonly RunTerm[]): number {
  const old = own.filter(({ beforeMs }) => beforeMs > 0);
  const beforeMs = sum(old.map((term) => term.beforeMs));
  const factor = beforeMs === 0 ? 0 : sum(old.map((term) => term.changeMs)) / beforeMs;
  const all = sum(terms.map((term) => Math.abs(term.changeMs)));
  const outside = all - sum(own.map((term) => Math.abs(term.changeMs)));
  const inside = sum(old.map((term) => Math.abs(term.changeMs - factor * term.beforeMs)));

  return Math.max(0, 1 - (outside + inside) / all);
}

import { stepOfMetric } from '../rollup/metric.ts';
import { coldCause } from './cold-cause.ts';
import { decompose, decomposeRun, type RunDecomposition } from './decompose.ts';
import type { ExplainInput } from './explain-input.ts';
import type { PossibleCause, Explanation } from './explanation.ts';
import { factCause } from './fact-causes.ts';
import { flipsOf } from './flips.ts';
import { type Attribution, attributionOf } from './attribution.ts';
import { metricsToExplain } from './metrics-to-explain.ts';
import { noteCauses } from './note-causes.ts';
import { sharedRegions } from './shared-regions.ts';
import { shiftCause } from './shift-causes.ts';
import { shiftOf } from './shifts.ts';
import { whereCauses } from './where-causes.ts';

/** Causes that fit worse are left out. */
const MIN_FIT = 0.15;
/** The machine explains a change of which it carries at least so much. */
const MACHINE_SHARE = 0.5;
const MACHINE_FIT = 0.5;
/** Of the versions, those of what measures. */
const MEASURING = ['chromium', 'node', 'platform'];
/** A host that came brings bytes and requests with it. */
const EXPLAINED_BY_HOST = 0.5;

/**
 * Explains why the mean of a metric changed: where the time went (steps, phases of requests to hosts, or
 * a vital's parts), and what moved at the same moment (versions, addresses, answers, volume, the
 * machine that measured, notes). Causes are ranked by how well their moment coincides with the
 * change's and how much of the change the parts carry that they bear upon. A coincidence is
 * not a proof of cause.
 *
 * Texts of pages and servers are in the causes as they came.
 */
export function explainChange(input: ExplainInput): Explanation {
  const decomposition = decompose(input);
  const run = stepOfMetric(input.metric) === null ? ofDuration(input) : decomposeRun(input);
  const attribution = attributionOf(input, run);
  const regions = sharedRegions(input);
  const movers = withoutFollowers(moverCauses(input, run, attribution));
  const causes = [...movers, ...placeCauses(input, run, regions)]
    .filter(({ fit }) => fit >= MIN_FIT)
    .toSorted((a, b) => b.fit - a.fit);

  return {
    decomposition,
    causes,
    instrument:
      attribution.ofMachine.share >= MACHINE_SHARE &&
      causes.some((cause) => cause.fit >= MACHINE_FIT && isOfInstrument(cause)),
    regions,
  };
}

/** Of a vital, too, covariates are held against the change of the whole run. */
function ofDuration(input: ExplainInput): RunDecomposition | null {
  return decomposeRun({ ...input, metric: 'duration' });
}

function moverCauses(
  input: ExplainInput,
  run: RunDecomposition | null,
  attribution: Attribution,
): readonly PossibleCause[] {
  const changeMs = run?.changeMs ?? null;
  const flips = flipsOf(input).flatMap((flip) => factCause(flip, attribution) ?? []);
  const shifts = metricsToExplain('duration').flatMap((metric) => {
    const shift = shiftOf(metric, input);

    return (shift && shiftCause(shift, changeMs, attribution)) ?? [];
  });

  return [...flips, ...shifts, ...coldCause(input, attribution), ...noteCauses(input)];
}

function withoutFollowers(causes: readonly PossibleCause[]): readonly PossibleCause[] {
  const host = causes.find(({ kind }) => kind === 'host');
  if (host === undefined || host.fit < MACHINE_FIT) return causes;

  return causes.map((cause) =>
    cause.kind === 'volume' ? { ...cause, fit: cause.fit * EXPLAINED_BY_HOST } : cause,
  );
}

/** Steps and phases: only for a metric that consists of them, a duration or a step. */
function placeCauses(
  input: ExplainInput,
  run: RunDecomposition | null,
  regions: Explanation['regions'],
): readonly PossibleCause[] {
  const step = stepOfMetric(input.metric);
  if (run === null || (input.metric !== 'duration' && step === null)) return [];
  const isAlone = regions !== null && regions.sharing.length === 1 && regions.others.length > 0;

  return whereCauses(run, { step, onlyIn: isAlone ? input.region : null });
}

function isOfInstrument({ kind, subject }: PossibleCause): boolean {
  return kind === 'instrument' || (kind === 'version' && MEASURING.includes(subject));
}

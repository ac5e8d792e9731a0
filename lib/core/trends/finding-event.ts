import type { Decomposition, Explanation } from '../explain/explanation.ts';
import { clipTexts } from '../store/clip.ts';
import type { Finding } from './finding.ts';

/** What events of findings say they come from, and what they are about. */
export const FINDING_EVENTS = {
  source: 'waywiser',
  opened: 'Waywiser finding opened',
  ended: 'Waywiser finding ended',
} as const;

/** An event for others' rules. */
export interface FindingEvent {
  readonly source: typeof FINDING_EVENTS.source;
  readonly detailType: typeof FINDING_EVENTS.opened | typeof FINDING_EVENTS.ended;
  readonly detail: CompactFinding;
}

/** A finding without what may be long. */
export interface CompactFinding extends Omit<Finding, 'explanation'> {
  readonly stage: string;
  readonly explanation: CompactExplanation | null;
}

/** An explanation without its single terms: `steps` has the largest, and they need not add up. */
export interface CompactExplanation extends Omit<Explanation, 'decomposition'> {
  readonly decomposition: Omit<Decomposition, 'terms'> | null;
}

const MAX_STEPS = 10;
const MAX_CAUSES = 5;
const MAX_TEXT_BYTES = 1_000;

/**
 * The event of a finding: ended, where it has an end, else opened. Far below the 256 KB that an event
 * may have, whatever the journey does: lists and texts are cut.
 */
export function findingEvent(finding: Finding, stage: string): FindingEvent {
  const detail = { stage, ...finding, explanation: compactExplanation(finding.explanation) };

  return {
    source: FINDING_EVENTS.source,
    detailType: finding.ended === null ? FINDING_EVENTS.opened : FINDING_EVENTS.ended,
    detail: clipTexts(detail, MAX_TEXT_BYTES),
  };
}

function compactExplanation(explanation: Explanation | null): CompactExplanation | null {
  if (explanation === null) return null;

  return {
    ...explanation,
    decomposition: compactDecomposition(explanation.decomposition),
    causes: explanation.causes.slice(0, MAX_CAUSES),
  };
}

function compactDecomposition(
  decomposition: Decomposition | null,
): CompactExplanation['decomposition'] {
  if (decomposition === null) return null;
  const { terms: _, ...rest } = decomposition;

  return { ...rest, steps: rest.steps.slice(0, MAX_STEPS) };
}

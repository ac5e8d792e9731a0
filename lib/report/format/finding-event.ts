import type { Decomposition, Explanation } from '../../core/explain/explanation.ts';
import { clipTexts } from '../../core/store/clip.ts';
import type { Finding } from '../../core/trends/finding.ts';
import type { FindingEvent } from '../../core/trends/trend-ports.ts';
import { describePossibleCause } from './describe-possible-cause.ts';
import { describeFinding } from './describe-finding.ts';

const SOURCE = 'waywiser';
const OPENED = 'Waywiser finding opened';
const RESOLVED = 'Waywiser finding resolved';

const MAX_STEPS = 10;
const MAX_CAUSES = 5;
const MAX_TEXT_BYTES = 1_000;

/**
 * The event of a finding that was opened or resolved: its codes, and in `text` the same for people.
 * Far below the 256 KB that an event may have: lists and texts are cut.
 */
export function findingEvent(finding: Finding, stage: string): FindingEvent {
  const { resolved, foundAt, explanation } = finding;
  const nowMs = Date.parse(resolved?.at ?? foundAt);
  const detail = {
    stage,
    text: describeFinding(finding, { form: 'full', nowMs }),
    ...finding,
    explanation: explanation === null ? null : compactExplanation(explanation),
  };

  return {
    source: SOURCE,
    detailType: resolved === null ? OPENED : RESOLVED,
    detail: clipTexts(detail, MAX_TEXT_BYTES),
  };
}

/** Without the single terms, which may be many; `steps` has the largest, and they need not add up. */
function compactExplanation(explanation: Explanation): object {
  return {
    ...explanation,
    decomposition: compactDecomposition(explanation.decomposition),
    causes: explanation.causes
      .slice(0, MAX_CAUSES)
      .map((cause) => ({ ...cause, text: describePossibleCause(cause) })),
  };
}

function compactDecomposition(decomposition: Decomposition | null): object | null {
  if (decomposition === null) return null;
  const { terms: _, ...rest } = decomposition;

  return { ...rest, steps: rest.steps.slice(0, MAX_STEPS) };
}

import type { CauseFrame, Explanation, PossibleCause } from '../explain/explanation.ts';
import { type Finding, FINDING_SCHEMA } from './finding.ts';

/** A finding as schema 1 stored it: sentences where there are codes now. */
export interface FindingV1 extends Omit<
  Finding,
  'schema' | 'unconfirmedSince' | 'resolved' | 'explanation'
> {
  readonly schema: 1;
  readonly doubtedAt: string | null;
  readonly ended: { readonly at: string; readonly reason: string } | null;
  readonly explanation:
    | (Omit<Explanation, 'causes'> & { readonly causes: readonly CauseV1[] })
    | null;
}

interface CauseV1 extends Omit<CauseFrame, 'carries'> {
  readonly before: string | null;
  readonly after: string | null;
  readonly carriesMs: number | null;
  readonly words: string;
}

/** A stored finding in its present shape; sentences of schema 1 become codes `text`. */
export function upgradeFinding(stored: Finding | FindingV1): Finding {
  if (stored.schema === FINDING_SCHEMA) return stored;
  const { doubtedAt, ended, explanation, ...rest } = stored;

  return {
    ...rest,
    schema: FINDING_SCHEMA,
    unconfirmedSince: doubtedAt,
    resolved: ended === null ? null : { at: ended.at, code: 'text', text: ended.reason },
    explanation:
      explanation === null
        ? null
        : {
            ...explanation,
            causes: explanation.causes.map((cause) => upgradeCause(cause, explanation)),
          },
  };
}

function upgradeCause(
  { kind, subject, at, fit, carriesMs, words }: CauseV1,
  { decomposition }: Pick<Explanation, 'decomposition'>,
): PossibleCause {
  const changeMs = decomposition?.changeMs ?? 0;
  const share = carriesMs === null || changeMs === 0 ? 0 : carriesMs / changeMs;

  return {
    code: 'text',
    text: words,
    kind,
    subject,
    at,
    fit,
    carries: carriesMs === null ? null : { ms: carriesMs, share, by: 'itself' },
  };
}

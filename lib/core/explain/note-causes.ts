import type { ExplainInput } from './explain-input.ts';
import type { PossibleCause } from './explanation.ts';
import { HOUR_MS } from '../base/time.ts';

/** A deployment shows in the next run only, and some note it before they start it. */
const LEAD_MS = HOUR_MS;
const DEPLOY_FIT = 0.8;
const NOTE_FIT = 0.65;
/** The wider the interval of the change, the less it means that a note is within. */
const WIDE_MS = 10 * 24 * HOUR_MS;
const MAX_DOUBT = 0.5;

/** Notes from an hour before the change's interval to its end; of two chosen spans, in between. */
export function noteCauses({
  subject,
  spans,
  annotations,
}: ExplainInput): readonly PossibleCause[] {
  if (subject.kind === 'drift') return [];
  const interval =
    subject.kind === 'change'
      ? subject.change
      : { fromMs: Date.parse(spans.before.until), toMs: Date.parse(spans.after.since) };
  const doubt = Math.min(MAX_DOUBT, Math.max(0, interval.toMs - interval.fromMs) / WIDE_MS);

  return annotations
    .filter(({ at }) => {
      const atMs = Date.parse(at);

      return atMs >= interval.fromMs - LEAD_MS && atMs <= interval.toMs;
    })
    .map((note) => ({
      code: 'noted',
      text: note.text,
      by: note.by,
      kind: 'note',
      subject: note.kind,
      carries: null,
      at: note.at,
      fit: (note.kind === 'deploy' ? DEPLOY_FIT : NOTE_FIT) * (1 - doubt),
    }));
}

import type { AttemptProgress, AttemptResult } from '../journey/attempt.ts';
import type { Redact } from '../record/redact.ts';

/**
 * Fields that no journey and no page can write a secret into: words of closed lists, versions and
 * addresses that the platform reads itself, and paths that it opens files by. A secret that happens
 * to equal such a word ("http", "failed") must not change it.
 */
const CLOSED_FIELDS: ReadonlySet<string> = new Set([
  'kind',
  'outcome',
  'cause',
  'level',
  'connection',
  'resourceType',
  'from',
  'path',
  'file',
  'remoteAddress',
  'protocol',
  'validTo',
  'cache',
  'instrument',
]);

/**
 * The boundary for secrets: everything that a worker reports of an attempt passes through here before
 * anything else sees it, and so before it is stored, sent or printed. Replaces secrets in every text
 * but those of {@link CLOSED_FIELDS}, at any depth: a field that is added later is redacted without
 * being listed. Texts that leave a worker by another way (files of evidence), or that are cut to a
 * length there, are redacted where they are written, by the same {@link Redact}.
 */
export function redactRun<T extends AttemptResult | AttemptProgress>(report: T, redact: Redact): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts become texts, the rest stays
  return redacted(report, redact) as T;
}

function redacted(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((each) => redacted(each, redact));
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      CLOSED_FIELDS.has(key) ? field : redacted(field, redact),
    ]),
  );
}

import type { AttemptProgress, AttemptResult } from '../../core/journey/attempt.ts';
import type { Redact } from '../../core/record/redact.ts';
import type { Omitted } from '../../core/record/run-record.ts';
import { MAX_ENTRIES, MAX_MESSAGE_BYTES, MAX_TEXT_LENGTH } from './message-limits.ts';

/** Characters reserved for the mark of a cut text. */
const MARK_LENGTH = 64;
/** Bytes reserved for the fields around a result. */
const ENVELOPE_BYTES = 1_024;

const LISTS = ['steps', 'requests', 'console', 'pageErrors', 'log', 'evidence'] as const;

/** Cuts the long texts of a message. They are redacted first: half a secret would not be found. */
export function fitTexts<T extends AttemptProgress | AttemptResult>(message: T, redact: Redact): T {
  // No text of a short message is too long: most need no copy.
  if (JSON.stringify(message).length <= MAX_TEXT_LENGTH) return message;

  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts become texts, the rest stays
  return cut(message, redact) as T;
}

/** A result within the limits of a message: long texts are cut, and the middle of long lists left out. */
export function fitResult(result: AttemptResult, redact: Redact): AttemptResult {
  let fitted = fitTexts(result, redact);
  for (let entries = MAX_ENTRIES; entries >= 1; entries = Math.floor(entries / 2)) {
    fitted = shortened(fitted, entries);
    if (Buffer.byteLength(JSON.stringify(fitted)) <= MAX_MESSAGE_BYTES - ENVELOPE_BYTES) break;
  }

  return fitted;
}

function cut(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return cutText(value, redact);
  if (Array.isArray(value)) return value.map((each) => cut(each, redact));
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cut(each, redact)]));
}

function cutText(text: string, redact: Redact): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  const redacted = redact(text);
  const kept = MAX_TEXT_LENGTH - MARK_LENGTH;

  return redacted.length <= kept
    ? redacted
    : `${redacted.slice(0, kept)} … [${redacted.length - kept} more characters]`;
}

function shortened(result: AttemptResult, entries: number): AttemptResult {
  const long = LISTS.filter((name) => result[name].length > entries);
  if (long.length === 0) return result;
  const lists = long.map((name) => [name, ends<unknown>(result[name], entries)]);
  const counts = long.map((name) => [
    name,
    (result.omitted[name] ?? 0) + result[name].length - entries,
  ]);
  const omitted: Omitted = { ...result.omitted, ...Object.fromEntries(counts) };

  return { ...result, ...Object.fromEntries(lists), omitted };
}

/** The first and the last entries, `count` in all. */
function ends<T>(entries: readonly T[], count: number): readonly T[] {
  const first = Math.ceil(count / 2);

  return [...entries.slice(0, first), ...entries.slice(entries.length - (count - first))];
}

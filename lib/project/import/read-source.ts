import { LineCounter, parseDocument } from 'yaml';
import { ImportProblem, placeIn } from './import-problem.ts';
import { jsonFault } from './json-fault.ts';
import { errorText } from '../../core/base/error-text.ts';

/** What is imported: its text, and what messages call it. */
export interface Source {
  readonly label: string;
  readonly text: string;
}

/** Parses JSON; a mistake is told with its line and column. */
export function parseJson({ label, text }: Source): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (error) {
    const reason = errorText(error);
    const place = placeIn(label, text, jsonFault(text));
    throw new ImportProblem(`Cannot read ${place}: it is no JSON: ${shortReason(reason)}`, {
      cause: error,
    });
  }
}

/** Parses YAML or JSON; a mistake is told with its line and column. */
export function parseYaml(source: Source): unknown {
  if (/^\s*[{[]/.test(withoutMark(source.text))) return parseJson(source);
  const lineCounter = new LineCounter();
  const document = parseDocument(withoutMark(source.text), { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new ImportProblem(
      `Cannot read ${source.label}:${line}:${col}: it is no YAML: ${error.message}`,
    );
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error_) {
    const reason = errorText(error_);
    throw new ImportProblem(`Cannot read ${source.label}: ${reason}`, { cause: error_ });
  }
}

/** Aliases that grow a small file into one that fills the memory. */
const MAX_ALIASES = 1_000;

/** Windows' editors put a mark before the first character. */
function withoutMark(text: string): string {
  return text.replace(/^\u{FEFF}/u, '');
}

function shortReason(reason: string): string {
  return reason
    .replace(/ in JSON at position \d+.*$/s, '')
    .replace(/, "[^]*" is not valid JSON$/, '');
}

/** Whether a value is an object with properties. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property that is a text, or null. */
export function textOf(value: unknown, key: string): string | null {
  const found = isRecord(value) ? value[key] : undefined;

  return typeof found === 'string' ? found : null;
}

/** A property that is a list, or an empty one. */
export function listOf(value: unknown, key: string): readonly unknown[] {
  const found = isRecord(value) ? value[key] : undefined;

  return Array.isArray(found) ? found : [];
}

/** Parsed JSON; null for what is none. */
export function jsonOf(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    // Cut off by the browser, or called JSON by mistake: nothing is known of it.
    return null;
  }
}

import { ImportProblem } from '../import-problem.ts';
import { isRecord, listOf, parseJson, type Source, textOf } from '../read-source.ts';

/** A page that a step of a recording led to. */
export interface RecordedNavigation {
  readonly url: string | null;
  readonly title: string | null;
}

/** A step as Chrome's Recorder exports it; https://github.com/puppeteer/replay has its schema. */
export interface RecordedStep {
  readonly type: string;
  /** Its place in the list, from 1: as the Recorder's panel shows it. */
  readonly number: number;
  readonly navigation: RecordedNavigation | null;
  /** Indices of frames, outermost first. */
  readonly frame: readonly number[];
  /** `main`, or the URL of another tab. */
  readonly target: string;
  readonly selectors: readonly (readonly string[])[];
  /** All of it, for what only some steps have. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A recording. */
export interface Recording {
  readonly title: string;
  readonly steps: readonly RecordedStep[];
}

/** Whether a JSON document is a recording. */
export function looksLikeRecording(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value['steps']) && !('log' in value);
}

/** Reads the JSON that Chrome's Recorder exports. */
export function readRecording(source: Source): Recording {
  const value = parseJson(source);
  if (!looksLikeRecording(value)) {
    throw new ImportProblem(
      `Cannot read ${source.label} as a recording: it has no "steps"; expected the JSON export of Chrome's Recorder panel`,
    );
  }
  const steps = listOf(value, 'steps').map((step, index) => readStep(step, index + 1, source));
  if (steps.length === 0) {
    throw new ImportProblem(`Cannot read ${source.label} as a recording: its "steps" are empty`);
  }

  return { title: textOf(value, 'title') ?? '', steps };
}

function readStep(value: unknown, number: number, { label }: Source): RecordedStep {
  const type = textOf(value, 'type');
  if (!isRecord(value) || type === null) {
    throw new ImportProblem(
      `Cannot read ${label}: step ${number} has no "type"; expected one such as "click"`,
    );
  }

  return {
    type,
    number,
    navigation: navigationOf(value),
    frame: listOf(value, 'frame').filter((each) => typeof each === 'number'),
    target: textOf(value, 'target') ?? 'main',
    selectors: listOf(value, 'selectors').flatMap(selectorParts),
    fields: value,
  };
}

function navigationOf(value: unknown): RecordedNavigation | null {
  const event = listOf(value, 'assertedEvents').find(
    (each) => textOf(each, 'type') === 'navigation',
  );
  if (event === undefined) return null;

  return { url: filled(textOf(event, 'url')), title: filled(textOf(event, 'title')) };
}

function filled(value: string | null): string | null {
  return value === '' ? null : value;
}

function selectorParts(value: unknown): readonly (readonly string[])[] {
  if (typeof value === 'string') return [[value]];
  if (!Array.isArray(value)) return [];
  const parts = value.filter((part) => typeof part === 'string');

  return parts.length === 0 ? [] : [parts];
}

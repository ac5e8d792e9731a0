import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PageRange } from '../../core/dashboard/page-frame.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';
import { sinceInstant, type RunsOptions } from '../frame/runs-options.ts';
import { HOUR_MS } from '../../core/base/time.ts';
import { errorText } from '../../core/base/error-text.ts';

/** Options of `waywiser report`, as they are typed. */
export interface ReportOptions extends Pick<RunsOptions, 'since' | 'deployed' | 'stage' | 'json'> {
  /** Empty: all. */
  readonly journeys: readonly string[];
  readonly out?: string;
  /** Also print it into this PDF file. */
  readonly pdf?: string;
}

/** The range and the files of a report. */
export interface ReportRequest {
  readonly range: PageRange;
  /** Absolute. */
  readonly file: string;
  /** Absolute; null: no PDF. */
  readonly pdf: string | null;
}

/** The context in which options are read. */
export interface ReportFrame {
  /** The present of the history: milliseconds since 1970. */
  readonly nowMs: number;
  readonly cwd: string;
  readonly stage: string;
  /** Journeys of the project, and those that have history. */
  readonly known: readonly string[];
}

const DEFAULT_SINCE = '90d';

/** Reads the options; a string is the problem with them. */
export function readReportRequest(
  options: ReportOptions,
  { nowMs, cwd, stage, known }: ReportFrame,
): ReportRequest | string {
  const range = rangeOf(options.since ?? DEFAULT_SINCE, nowMs);
  if (typeof range === 'string') return range;
  const day = new Date(range.toMs).toISOString().slice(0, 'YYYY-MM-DD'.length);
  const file = path.resolve(cwd, options.out ?? `waywiser-${stage}-${day}.html`);
  const pdf = options.pdf === undefined ? null : path.resolve(cwd, options.pdf);
  const problem =
    folderProblem(file, '--out') ??
    (pdf === null ? null : folderProblem(pdf, '--pdf')) ??
    namesProblem(options.journeys, known);

  return problem ?? { range, file, pdf };
}

/** The range ends at the last full hour. */
function rangeOf(since: string, nowMs: number): PageRange | string {
  try {
    const fromMs = Math.floor(Date.parse(sinceInstant(since, nowMs)) / HOUR_MS) * HOUR_MS;
    const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
    if (fromMs < toMs) return { fromMs, toMs };

    return `Cannot report since "${since}": it is in the current hour or later; expected a time before the last full hour`;
  } catch (error) {
    return errorText(error);
  }
}

function folderProblem(file: string, option: string): string | null {
  const folder = path.dirname(file);

  return existsSync(folder)
    ? null
    : `Cannot write ${file}: the folder ${folder} does not exist; expected ${option} in an existing folder`;
}

function namesProblem(wanted: readonly string[], known: readonly string[]): string | null {
  const name = wanted.find((each) => !known.includes(each));
  if (name === undefined) return null;
  const nearest = nearestWord(name, known);
  const hint = nearest === null ? '' : `did you mean "${nearest}"? `;

  return `Cannot report on journey "${name}": it is not in the project and has no history; ${hint}expected one of ${known.join(', ')}`;
}

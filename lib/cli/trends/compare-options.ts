import { parseDuration } from '../../core/journey/duration.ts';
import { isRunId } from '../../core/store/run-id.ts';
import { sinceInstant } from '../frame/runs-options.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { TrendsOptions } from './trends-options.ts';

/** Options of `waywiser compare`, as they are typed. */
export interface CompareCommandOptions extends Omit<TrendsOptions, 'since'> {
  /** The baseline: a range of time, run ids, files, or a folder of files. */
  readonly a?: string;
  readonly b?: string;
  /** By how many percent B may be slower. */
  readonly maxRegression?: string;
}

/** Where the runs of a side come from. */
export type SideSource =
  /** Runs of slots: `since` inclusive, `until` exclusive, ISO 8601. */
  | { readonly kind: 'range'; readonly since: string; readonly until: string }
  | { readonly kind: 'runs'; readonly runIds: readonly string[] }
  /** Output of `waywiser run --json`: files, or folders of such files. */
  | { readonly kind: 'files'; readonly paths: readonly string[] };

/** The validated options of `waywiser compare`: both sides, and the gate. */
export interface ComparisonRequest {
  readonly journey: string | null;
  readonly a: SideSource;
  readonly b: SideSource;
  readonly metric: string | null;
  readonly region: string | null;
  /** A share. */
  readonly allowance: number;
}

const PERCENT = 100;
const MAX_PERCENT = 1000;

/** Validates the options; returns all problems at once. */
export function readCompareOptions(
  options: CompareCommandOptions,
  { nowMs, exists }: { readonly nowMs: number; readonly exists: (path: string) => boolean },
): { readonly request: ComparisonRequest | null; readonly problems: readonly string[] } {
  const problems: string[] = [];

  function read<T>(parse: () => T): T | null {
    try {
      return parse();
    } catch (error) {
      problems.push(errorText(error));

      return null;
    }
  }

  const a = read(() => sourceOf('--a', options.a, { nowMs, exists }));
  const b = read(() => sourceOf('--b', options.b, { nowMs, exists }));
  const allowance = read(() => allowanceOf(options.maxRegression));
  if (options.stage !== undefined && options.deployed !== true) {
    problems.push(
      `Cannot use --stage "${options.stage}" for the runs on this machine; expected it together with --deployed`,
    );
  }
  if (a === null || b === null || allowance === null || problems.length > 0) {
    return { request: null, problems };
  }
  const { journey = null, metric = null, region = null } = options;

  return { request: { journey, a, b, metric, region, allowance }, problems };
}

function sourceOf(
  option: string,
  text: string | undefined,
  { nowMs, exists }: { readonly nowMs: number; readonly exists: (path: string) => boolean },
): SideSource {
  if (text === undefined || text.trim() === '') {
    throw new TypeError(`Cannot compare without ${option}; expected ${FORMS}`);
  }
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => part.endsWith('.json') || exists(part))) {
    return { kind: 'files', paths: parts };
  }
  if (parts.every(isRunId)) return { kind: 'runs', runIds: [...new Set(parts)] };
  try {
    return rangeOf(text, nowMs);
  } catch (error) {
    throw new RangeError(`Cannot read ${option} "${text}"; expected ${FORMS}`, { cause: error });
  }
}

const FORMS =
  'a range such as 24h, 7d..1d or 2026-11-20T00:00:00Z..2026-11-21T00:00:00Z, run ids, or output of waywiser run --json: files or a folder of them';

/** `24h`: until now; `7d..1d`: from so long ago until so long ago; or instants. */
function rangeOf(text: string, nowMs: number): SideSource {
  const [from = '', to, ...more] = text.split('..');
  if (more.length > 0) throw new RangeError(`Cannot read "${text}": it has more than two ends`);
  const since = sinceInstant(from, nowMs);
  if (to === undefined && parseDuration(from).kind !== 'valid') {
    throw new RangeError(`Cannot read "${text}": it has no end`);
  }
  const until = to === undefined ? new Date(nowMs).toISOString() : sinceInstant(to, nowMs);
  if (since >= until) throw new RangeError(`Cannot read "${text}": it ends before it begins`);

  return { kind: 'range', since, until };
}

function allowanceOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const percent = /^\d{1,4}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(percent <= MAX_PERCENT)) {
    throw new RangeError(
      `Cannot read --max-regression "${text}"; expected a percentage such as 5 or 2.5`,
    );
  }

  return percent / PERCENT;
}

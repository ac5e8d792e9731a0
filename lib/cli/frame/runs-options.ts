import { errorText } from '../../core/base/error-text.ts';
import { parseDuration } from '../../core/journey/duration.ts';
import type { Outcome } from '../../core/record/outcome.ts';
import { canonicalInstant } from '../../core/store/instant.ts';
import { instantOfRunId } from '../../core/store/run-id.ts';
import type { RunsSource } from './history-stores.ts';

/** Options of `waywiser runs`, as typed. */
export interface RunsOptions {
  readonly journey?: string | undefined;
  readonly region?: string;
  /** A duration such as `24h`, or a date and time (ISO 8601). */
  readonly since?: string;
  readonly outcome?: string;
  readonly limit?: string;
  /** Id of the run to show in full. */
  readonly run?: string;
  /** Read the history of the deployed stage instead of this machine's. */
  readonly deployed?: boolean;
  readonly stage?: string;
  readonly json?: boolean;
}

/** The validated options of `waywiser runs`. */
export interface RunsRequest {
  readonly journey: string | null;
  readonly region: string | null;
  /** ISO 8601; null: not given. */
  readonly since: string | null;
  readonly outcome: Outcome | null;
  readonly limit: number | null;
  readonly runId: string | null;
  readonly source: RunsSource;
  readonly json: boolean;
}

const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'errored', 'skipped', 'missing'];

/** Validates the options; returns all problems at once. */
export function readRunsOptions(
  options: RunsOptions,
  nowMs: number,
): { readonly request: RunsRequest; readonly problems: readonly string[] } {
  const problems: string[] = [];

  function read<T>(text: string | undefined, parse: (text: string) => T): T | null {
    if (text === undefined) return null;
    try {
      return parse(text);
    } catch (error) {
      problems.push(errorText(error));

      return null;
    }
  }

  function stageOf(text: string): string {
    if (options.deployed === true) return text;
    throw new TypeError(
      `Cannot use --stage "${text}" for the runs on this machine; expected it together with --deployed`,
    );
  }

  const request = {
    journey: options.journey ?? null,
    region: options.region ?? null,
    since: read(options.since, (text) => sinceInstant(text, nowMs)),
    outcome: read(options.outcome, outcomeNamed),
    limit: read(options.limit, limitOf),
    runId: read(options.run, (text) => {
      instantOfRunId(text);

      return text;
    }),
    source: { deployed: options.deployed === true, stage: read(options.stage, stageOf) },
    json: options.json === true,
  };

  return { request, problems };
}

/** The start of the range of `--since` as ISO 8601: a duration before now, or a date and time. */
export function sinceInstant(text: string, nowMs: number): string {
  const duration = parseDuration(text);
  if (duration.kind === 'valid') return new Date(nowMs - duration.ms).toISOString();
  try {
    return canonicalInstant(text);
  } catch (error) {
    throw new RangeError(
      `Cannot read --since "${text}"; expected a duration such as 24h, or a date and time such as 2026-11-22T16:45:00Z`,
      { cause: error },
    );
  }
}

function outcomeNamed(text: string): Outcome {
  const outcome = OUTCOMES.find((each) => each === text);
  if (outcome === undefined) {
    throw new RangeError(`Cannot read --outcome "${text}"; expected one of ${OUTCOMES.join(', ')}`);
  }

  return outcome;
}

function limitOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new RangeError(`Cannot read --limit "${text}"; expected a whole number of 1 or more`);
  }

  return Number(text);
}

import { ROLLUP_RETENTION_DAYS } from '../../core/store/retention.ts';
import { SCENARIO_NAMES, type ScenarioName } from '../../core/backfill/scenarios.ts';
import type { SchedulePlan } from '../../core/journey/plan.ts';
import { readSchedule } from '../../core/schedule/read-schedule.ts';
import { nearestWord } from '../../core/base/nearest-word.ts';

/** Options of `waywiser backfill`, as typed. */
export interface BackfillOptions {
  readonly scenario?: string;
  readonly days?: string;
  readonly seed?: string;
  readonly journeys?: readonly string[];
  readonly regions?: readonly string[];
  readonly every?: string;
  readonly stage?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** The validated options of `waywiser backfill`. */
export interface BackfillRequest {
  readonly scenario: ScenarioName;
  readonly days: number;
  readonly seed: number;
  /** Names or paths of journeys; empty: all. */
  readonly journeys: readonly string[];
  /** Null: the regions of each journey. */
  readonly regions: readonly string[] | null;
  /** Replaces the schedules of all journeys; null: their own, thinned out if they are too frequent. */
  readonly schedule: SchedulePlan | null;
}

const DEFAULT_DAYS = '120';
/** Retention of hourly rollups, in days. */
const MAX_DAYS = ROLLUP_RETENTION_DAYS.hour;
const DEFAULT_SEED = '1';
const MAX_SEED = 999_999_999;
const REGION = /^[a-z][a-z0-9-]{1,29}$/;

/** Validates the options; returns all problems at once. */
export function readBackfillOptions(
  options: BackfillOptions,
):
  | { readonly kind: 'valid'; readonly request: BackfillRequest }
  | { readonly kind: 'problems'; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const request = {
    scenario: scenarioOf(options.scenario, problems),
    days: numberOf(options.days ?? DEFAULT_DAYS, {
      name: '--days',
      from: 1,
      to: MAX_DAYS,
      problems,
    }),
    seed: numberOf(options.seed ?? DEFAULT_SEED, {
      name: '--seed',
      from: 0,
      to: MAX_SEED,
      problems,
    }),
    journeys: options.journeys ?? [],
    regions: options.regions ?? null,
    schedule: options.every === undefined ? null : scheduleOf(options.every, problems),
  };
  for (const region of request.regions ?? []) {
    if (!REGION.test(region)) {
      problems.push(`Cannot read --regions "${region}"; expected a region such as eu-west-1`);
    }
  }

  return problems.length === 0 ? { kind: 'valid', request } : { kind: 'problems', problems };
}

function scenarioOf(name: string | undefined, problems: string[]): ScenarioName {
  const scenario = SCENARIO_NAMES.find((each) => each === name);
  if (scenario !== undefined) return scenario;
  const nearest = name === undefined ? null : nearestWord(name, SCENARIO_NAMES);
  const hint = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  const found = name === undefined ? 'without --scenario' : `--scenario "${name}"`;
  problems.push(`Cannot backfill ${found}; expected one of ${SCENARIO_NAMES.join(', ')}.${hint}`);

  return 'steady';
}

function numberOf(
  text: string,
  range: {
    readonly name: string;
    readonly from: number;
    readonly to: number;
    readonly problems: string[];
  },
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.from && value <= range.to) return value;
  range.problems.push(
    `Cannot read ${range.name} "${text}"; expected a whole number from ${range.from} to ${range.to}`,
  );

  return range.from;
}

function scheduleOf(every: string, problems: string[]): SchedulePlan | null {
  const read = readSchedule({ kind: 'every', interval: every });
  if (read.kind === 'valid') return read.plan;
  problems.push(
    `Cannot read --every "${every}": ${read.problems.map(({ message }) => message).join('; ')}`,
  );

  return null;
}

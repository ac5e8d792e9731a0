import { fnv1a } from '../base/fnv1a.ts';
import { DAY_MINUTES, MINUTE_MS } from '../base/time.ts';
import type { MaintenanceWindow } from '../journey/config.ts';
import type { AlarmState, JourneyAlarm, MuteWindow } from './alarm-definition.ts';
import type { AlarmHistory } from './alarm-history.ts';

/** The alarms of one journey, to be muted while its maintenance lasts. */
export interface AlarmsOfJourney {
  readonly journey: string;
  readonly alarms: readonly JourneyAlarm[];
}

/**
 * Converts maintenance windows into mute windows: each mutes every alarm of its journeys. Windows
 * without an alarm are left out.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 */
export function muteWindowsOf(
  maintenance: readonly MaintenanceWindow[],
  journeys: readonly AlarmsOfJourney[],
): readonly MuteWindow[] {
  return maintenance
    .map((window) => ({
      fromMs: Date.parse(window.from),
      toMs: Date.parse(window.to),
      alarms: journeys
        .filter(({ journey }) => window.journeys?.includes(journey) ?? true)
        .flatMap(({ alarms }) => alarms.map(({ definition }) => definition.name)),
    }))
    .filter(({ alarms }) => alarms.length > 0);
}

/** A notification about an alarm's state. */
interface AlarmAction {
  readonly atMs: number;
  readonly state: AlarmState;
  /** When the alarm entered the state: before `atMs` when a window muted it. */
  readonly enteredAtMs: number;
}

/**
 * The times at which an alarm notifies: at each change of state, but not within a mute window. A muted
 * notification is sent at the window's end if the alarm is still in that state.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html
 */
export function alarmActions(
  { alarm, transitions }: AlarmHistory,
  windows: readonly MuteWindow[],
  { toMs }: { readonly toMs: number },
): readonly AlarmAction[] {
  const own = windows.filter(({ alarms }) => alarms.includes(alarm));

  return transitions.flatMap(({ atMs: enteredAtMs, to: state }, index) => {
    const leftAtMs = transitions[index + 1]?.atMs ?? Infinity;
    const atMs = unmutedFrom(own, enteredAtMs);

    return atMs < leftAtMs && atMs <= toMs ? [{ atMs, state, enteredAtMs }] : [];
  });
}

/** The first instant at or after `atMs` that no window covers: windows may overlap or touch. */
function unmutedFrom(windows: readonly MuteWindow[], atMs: number): number {
  const covering = windows.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  if (covering.length === 0) return atMs;

  return unmutedFrom(windows, Math.max(...covering.map(({ toMs }) => toMs)));
}

/** A CloudWatch mute rule that applies once. */
interface MuteRule {
  /** A function of the window and its alarms, so that other windows never change it. */
  readonly id: string;
  /** Such as `at(2026-12-01T22:00)`, in UTC. */
  readonly expression: string;
  /** ISO 8601, such as `PT4H` or `P15D`. */
  readonly duration: string;
  readonly alarms: readonly string[];
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
const MAX_ALARMS = 100;
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html
const MAX_MINUTES = 15 * DAY_MINUTES;

/**
 * Converts mute windows into rules that CloudWatch accepts: widened to whole minutes, split into
 * adjacent rules of at most 15 days and at most 100 alarms each. Windows that ended before
 * `endedBeforeMs` are left out: they would mute nothing, and it is not documented whether CloudWatch
 * accepts a new rule in the past. Equal rules appear once.
 */
export function muteRulesOf(
  windows: readonly MuteWindow[],
  { endedBeforeMs }: { readonly endedBeforeMs: number },
): readonly MuteRule[] {
  const rules = windows
    .filter(({ toMs }) => toMs > endedBeforeMs)
    .flatMap(({ fromMs, toMs, alarms }) => {
      const pieces = piecesOf(Math.floor(fromMs / MINUTE_MS), Math.ceil(toMs / MINUTE_MS));
      return pieces.flatMap((piece) => chunksOf(alarms).map((chunk) => muteRule(piece, chunk)));
    });

  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}

interface Piece {
  readonly fromMinute: number;
  readonly minutes: number;
}

function piecesOf(fromMinute: number, toMinute: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let start = fromMinute; start < toMinute; start += MAX_MINUTES) {
    pieces.push({ fromMinute: start, minutes: Math.min(MAX_MINUTES, toMinute - start) });
  }

  return pieces;
}

function chunksOf(alarms: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(alarms.length / MAX_ALARMS) }, (_, index) =>
    alarms.slice(index * MAX_ALARMS, (index + 1) * MAX_ALARMS),
  );
}

function muteRule({ fromMinute, minutes }: Piece, alarms: readonly string[]): MuteRule {
  const from = new Date(fromMinute * MINUTE_MS).toISOString().slice(0, 16);
  const duration = durationText(minutes);
  const hash = fnv1a(alarms.join('\n')).toString(16).padStart(8, '0');

  return {
    id: `${from.replaceAll(/\D/g, '')}-${duration}-${hash}`,
    expression: `at(${from})`,
    duration,
    alarms,
  };
}

function durationText(minutes: number): string {
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = Math.floor((minutes % DAY_MINUTES) / 60);
  const rest = minutes % 60;
  const time = `${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;

  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}

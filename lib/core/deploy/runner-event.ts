import { type Fields, fieldsOf } from '../base/plain-data.ts';
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import type { JourneyPlan } from '../journey/plan.ts';
import type { JourneyKind } from '../record/run-record.ts';
import { slotsBetween } from '../schedule/slots.ts';
import { instantIn } from '../store/instant.ts';
import { MAX_NAME_LENGTH } from '../store/run-id.ts';

/**
 * The event that invokes a runner function: schedules send the slot's instant, people and pipelines
 * only the journey's name.
 */
export interface RunnerEvent {
  readonly journey: string;
  /** Sent by schedules, for a record that is made without the runner. */
  readonly kind?: JourneyKind;
  /** Of the journey, when the schedule was deployed. */
  readonly version?: string;
  /** ISO 8601, or {@link SCHEDULED_TIME} where nothing replaced it; absent on demand. */
  readonly scheduledAt?: string;
  /**
   * Of a schedule that also fires between its slots: the rate whose slots it is for. Absent: each of its
   * events is a slot.
   */
  readonly everyMinutes?: number;
  /** Of a run on demand, chosen by a caller who wants to find its record. */
  readonly runId?: string;
}

/**
 * EventBridge Scheduler replaces this text with the slot's instant.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** The readable fields of an event, and the first thing that is wrong with it. */
interface EventReading {
  /** Without its wrong fields; null: it names no journey. */
  readonly event: RunnerEvent | null;
  /** Null: nothing is wrong. */
  readonly problem: string | null;
}

const KINDS: readonly JourneyKind[] = ['api', 'browser'];
const TEXT_FIELDS = ['version', 'scheduledAt', 'runId'] as const;

/**
 * Reads an event, which may hold anything. A runner runs only an event without a problem; the record
 * of a failed invocation is made from whatever can be read.
 */
export function readRunnerEvent(value: unknown): EventReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { event: null, problem: 'it is no object' };
  }
  const fields = fieldsOf(value);
  const { journey, kind } = fields;
  if (typeof journey !== 'string' || journey === '' || journey.length > MAX_NAME_LENGTH) {
    return { event: null, problem: 'it names no journey' };
  }
  const known = KINDS.find((each) => each === kind);
  const event = {
    journey,
    ...(known !== undefined && { kind: known }),
    ...textsOf(fields),
    ...rateOf(fields),
  };

  return { event, problem: problemOf(fields, event) };
}

function problemOf(fields: Fields, event: RunnerEvent): string | null {
  if (fields['kind'] !== event.kind) return 'its kind is neither api nor browser';
  if (fields['everyMinutes'] != null && event.everyMinutes === undefined) {
    return 'its everyMinutes is no whole number of minutes';
  }
  const wrong = TEXT_FIELDS.find((name) => fields[name] != null && event[name] === undefined);

  return wrong === undefined ? null : `its ${wrong} is no text`;
}

function textsOf(fields: Fields): Pick<RunnerEvent, (typeof TEXT_FIELDS)[number]> {
  const texts = TEXT_FIELDS.map((name) => [name, fields[name]] as const);

  return Object.fromEntries(texts.filter(([, text]) => typeof text === 'string' && text !== ''));
}

function rateOf({ everyMinutes }: Fields): Pick<RunnerEvent, 'everyMinutes'> {
  const isRate =
    typeof everyMinutes === 'number' && Number.isSafeInteger(everyMinutes) && everyMinutes > 0;

  return isRate ? { everyMinutes } : {};
}

const SHOWN_LENGTH = 200;

/**
 * Reads the event of a runner's own invocation. Throws a TypeError that says what is wrong: a failed
 * invocation is recorded, too.
 */
export function requireRunnerEvent(value: unknown): RunnerEvent {
  const { event, problem } = readRunnerEvent(value);
  if (event !== null && problem === null) return event;
  const shown = JSON.stringify(value)?.slice(0, SHOWN_LENGTH) ?? String(value);

  throw new TypeError(
    `Cannot run ${shown}: ${problem}; expected {"journey":"NAME"}, and "scheduledAt" from a schedule`,
  );
}

/** A slot's instant, and whether the scheduler sent it. */
export interface SlotInstant {
  /** ISO 8601. */
  readonly scheduledAt: string;
  readonly isGiven: boolean;
}

/** A slot further back than this is not fired any more, so the minute of now is the better guess. */
const MAX_BACK_MS = 25 * HOUR_MS;

/**
 * The instant of the slot that a schedule's event is for. Where the scheduler did not replace its
 * placeholder, that is the journey's latest slot up to now, or the minute of now when it has none.
 * Null for a text that is no instant.
 */
export function slotInstant(
  plan: Pick<JourneyPlan, 'name' | 'schedule'>,
  text: string,
  place: { readonly region: string; readonly nowMs: number },
): SlotInstant | null {
  if (text === SCHEDULED_TIME) return { scheduledAt: latestSlot(plan, place), isGiven: false };
  const scheduledAt = slotIn(text);

  return scheduledAt === null ? null : { scheduledAt, isGiven: true };
}

/**
 * The slot in a text that the scheduler sent as its scheduled time: slots are on whole minutes, but AWS's own example of
 * that time has seconds. Null for a text that is no instant.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function slotIn(text: string): string | null {
  // A text such as "5" is no instant, although Date.parse reads the year 2001.
  const instant = instantIn(text);

  return instant === null ? null : isoText(Math.floor(Date.parse(instant) / MINUTE_MS) * MINUTE_MS);
}

function latestSlot(
  plan: Pick<JourneyPlan, 'name' | 'schedule'>,
  { region, nowMs }: { readonly region: string; readonly nowMs: number },
): string {
  const series = { journey: plan.name, region };
  // The last hour first: a journey of every minute has many slots in a day.
  for (const backMs of [HOUR_MS, MAX_BACK_MS]) {
    const range = { fromMs: nowMs - backMs, toMs: nowMs + 1 };
    const latest = slotsBetween(plan.schedule, series, range).at(-1);
    if (latest !== undefined) return isoText(latest);
  }

  return isoText(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS);
}

/** As `toISOString`: one instant has one text. */
function isoText(ms: number): string {
  return new Date(ms).toISOString();
}

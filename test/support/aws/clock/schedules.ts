import { MINUTE_MS } from '../../../../lib/core/base/time.ts';
import { slotsFrom } from '../../../../lib/core/schedule/slots.ts';

/** A schedule of EventBridge Scheduler, as a template describes it. */
export interface ScheduleSpec {
  /** Unique in its region. */
  readonly name: string;
  readonly region: string;
  /** `cron(…)` or `rate(N minutes)`. */
  readonly expression: string;
  readonly timeZone: string;
  /** ISO 8601; absent: a rate fires at once. */
  readonly startDate?: string;
  /** Sent to the target, with the occurrence in place of Scheduler's placeholder. */
  readonly input: string;
  /** Name of a function in the same region. */
  readonly target: string;
  readonly retry: { readonly ageSeconds: number; readonly attempts: number };
  /** Name of a queue in the same region; null: an event that cannot be delivered is dropped. */
  readonly deadLetters: string | null;
}

/** A schedule between its creation, or its last update, and its update or deletion. */
export interface ScheduleSpan {
  readonly schedule: ScheduleSpec;
  readonly fromMs: number;
  /** Infinity: it stays. */
  readonly toMs: number;
}

const RATE_UNITS: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };

/**
 * The instants for which a schedule fires, ascending. A rate counts from its start date; without one it
 * fires at once, and it starts again with every update. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function* occurrencesOf({ schedule, fromMs, toMs }: ScheduleSpan): Generator<number, void> {
  const { expression, timeZone, startDate } = schedule;
  const startMs = startDate === undefined ? fromMs : Math.max(fromMs, Date.parse(startDate));
  const cron = /^cron\((.+)\)$/.exec(expression)?.[1];
  const instants =
    cron === undefined
      ? rateFrom(rateMs(expression), startDate === undefined ? fromMs : Date.parse(startDate))
      : slotsFrom(
          { kind: 'cron', expression: cron, timeZone },
          { journey: '', region: '' },
          startMs,
        );
  for (const atMs of instants) {
    if (atMs >= toMs) return;
    if (atMs >= startMs) yield atMs;
  }
}

function* rateFrom(everyMs: number, fromMs: number): Generator<number> {
  for (let atMs = fromMs; ; atMs += everyMs) yield atMs;
}

function rateMs(expression: string): number {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = Number(count) * (RATE_UNITS[unit] ?? 0);
  if (minutes > 0) return minutes * MINUTE_MS;

  throw new RangeError(
    `Cannot read schedule expression "${expression}"; expected cron(…) or rate(N minutes)`,
  );
}

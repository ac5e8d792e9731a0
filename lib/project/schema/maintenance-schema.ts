import { z } from 'zod';
import { muteCronOf } from '../../core/alarms/mute-rules.ts';
import { MINUTE_MS } from '../../core/base/time.ts';
import type { CronPlan } from '../../core/journey/resolved-config.ts';
import { MAX_WINDOW_MS } from '../../core/platform/maintenance.ts';
import { schedule } from './journey-schema.ts';
import { distinct, duration } from './option-schemas.ts';

/** ISO 8601 with a time zone; without one, the time would depend on the machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;
const INSTANT_EXPECTED = 'a date and time with a time zone, such as "2026-12-01T22:00:00Z"';

const RECURRING_EXPECTED =
  "weekly('SUN', '02:00'), monthly(1, '02:00'), or a cron(…) with days of the month or of the week in every year";
const TIMES_EXPECTED = '`from` and `to` for a window that comes once, or `schedule` and `duration`';

const instant = z
  .string(INSTANT_EXPECTED)
  .refine(
    (value) => INSTANT.test(value) && !Number.isNaN(Date.parse(value)),
    `it is not a valid date and time; expected ${INSTANT_EXPECTED}`,
  );

/** A schedule that mute rules of CloudWatch can express too. */
const recurring = schedule
  .transform((plan, context): CronPlan => {
    if (plan.kind === 'cron' && muteCronOf(plan.expression) !== null) return plan;
    const found = plan.kind === 'cron' ? `"${plan.expression}"` : 'an interval';
    const message = `Cannot use ${found} as the schedule of a maintenance window; expected ${RECURRING_EXPECTED}`;
    const part = plan.kind === 'cron' ? 'expression' : 'interval';
    context.addIssue({ code: 'custom', path: [part], message });

    return z.NEVER;
  })
  .describe(RECURRING_EXPECTED);

const times = {
  from: instant.optional(),
  to: instant.optional(),
  schedule: recurring.optional(),
  duration: duration(MINUTE_MS, MAX_WINDOW_MS).optional(),
};

const options = {
  ...times,
  journeys: distinct(z.array(z.string('a name'), 'a list of journey names')).optional(),
  reason: z.string('a string').optional(),
};

/** The names of a maintenance window's options. */
export const WINDOW_OPTIONS: readonly string[] = Object.keys(options);

type Times = z.infer<z.ZodObject<typeof times>>;

/** A maintenance window: once, or recurring. */
export const maintenanceWindow = z
  .strictObject(
    options,
    'an object such as { from: "2026-12-01T22:00:00Z", to: "2026-12-01T23:00:00Z" }',
  )
  .superRefine((window, context) => {
    const problem = timesProblem(window);
    if (problem !== null) context.addIssue({ code: 'custom', ...problem });
  });

function timesProblem(window: Times): { readonly path: string[]; readonly message: string } | null {
  const kinds = (
    [
      ['from', 'to'],
      ['schedule', 'duration'],
    ] as const
  ).filter((names) => names.some((name) => window[name] !== undefined));
  const [kind, other] = kinds;
  if (kind === undefined || other !== undefined) {
    const found = kind === undefined ? 'it has no times' : 'it has times of both kinds';

    return { path: [], message: `${found}; expected ${TIMES_EXPECTED}` };
  }
  const missing = kind.find((name) => window[name] === undefined);
  if (missing !== undefined) {
    return { path: [], message: `it has no \`${missing}\`; expected ${TIMES_EXPECTED}` };
  }
  const { from, to } = window;
  if (from === undefined || to === undefined || Date.parse(from) < Date.parse(to)) return null;

  return { path: ['to'], message: 'it is not after `from`; expected a later time' };
}

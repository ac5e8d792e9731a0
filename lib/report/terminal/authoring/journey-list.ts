import { detectionOf } from '../../../core/alarms/detection.ts';
import type { JourneyPlan } from '../../../core/journey/plan.ts';
import { describeSchedule } from '../../../core/schedule/describe-schedule.ts';
import { nextSlots } from '../../../core/schedule/slots.ts';
import { localMs } from '../../../core/schedule/time-zone.ts';
import { describeDetection } from '../../format/describe-detection.ts';
import { formatExactDuration } from '../../format/duration.ts';
import { glyphsOf, type Line, renderLong, type Screen, span } from '../text/styled-line.ts';

/** The time and the time zone of the reader, and the screen. */
export interface JourneyListOptions extends Screen {
  readonly nowMs: number;
  /** Time zone of the reader: instants are also shown in it. */
  readonly timeZone: string;
}

/** Instants shown of each schedule. */
const SLOTS_SHOWN = 3;
/** Regions shown one by one: runs at an interval start at other minutes in each region. */
const REGIONS_SHOWN = 4;

/**
 * Every journey with its kind, schedule, timeout, retries, regions, next runs, and the outages that its
 * alarm *down* is sure to detect.
 */
export function renderJourneys(plans: readonly JourneyPlan[], options: JourneyListOptions): string {
  const width = Math.max(0, ...plans.map(({ name }) => name.length));

  return plans
    .flatMap((plan) => [
      headLine(plan, width, options),
      ...slotLines(plan, options),
      detectionLine(plan),
    ])
    .map((line) => renderLong(line, options))
    .join('\n');
}

/** The next instants of a journey in each of its regions, as ISO 8601. */
export function nextInstants(
  plan: JourneyPlan,
  nowMs: number,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    plan.regions.map((region) => [
      region,
      slotsOf(plan, region, nowMs).map((slot) => new Date(slot).toISOString()),
    ]),
  );
}

function headLine(plan: JourneyPlan, width: number, screen: Screen): Line {
  const { outcome, separator } = glyphsOf(screen);
  const facts = [
    plan.kind,
    describeSchedule(plan.schedule),
    `timeout ${formatExactDuration(plan.timeoutMs)}`,
    ...(plan.retries === 0 ? [] : [plan.retries === 1 ? '1 retry' : `${plan.retries} retries`]),
  ];

  return [
    span(outcome.passed, 'green'),
    span(` ${plan.name.padEnd(width)}  `, 'bold'),
    span(facts.join(` ${separator} `)),
  ];
}

function slotLines(plan: JourneyPlan, options: JourneyListOptions): readonly Line[] {
  const shown = plan.regions.slice(0, REGIONS_SHOWN);
  const hidden = plan.regions.length - shown.length;
  if (plan.schedule.kind === 'cron') {
    return [slotLine(plan.regions.join(', '), firstSlots(plan, options), { plan, options })];
  }
  const width = Math.max(...shown.map(({ length }) => length));
  const lines = shown.map((region) =>
    slotLine(region.padEnd(width), slotsOf(plan, region, options.nowMs), { plan, options }),
  );

  return hidden === 0 ? lines : [...lines, [span(`    and ${hidden} more regions`, 'dim')]];
}

function detectionLine(plan: JourneyPlan): Line {
  return [span('    down  ', 'cyan'), span(describeDetection(detectionOf(plan)))];
}

function firstSlots(plan: JourneyPlan, { nowMs }: JourneyListOptions): readonly number[] {
  return slotsOf(plan, plan.regions[0] ?? '', nowMs);
}

function slotsOf(plan: JourneyPlan, region: string, nowMs: number): readonly number[] {
  const series = { journey: plan.name, region };

  return nextSlots(plan.schedule, series, { afterMs: nowMs, count: SLOTS_SHOWN });
}

function slotLine(
  label: string,
  slots: readonly number[],
  { plan, options }: { readonly plan: JourneyPlan; readonly options: JourneyListOptions },
): Line {
  const { schedule } = plan;
  const zone =
    schedule.kind === 'cron' && schedule.timeZone !== 'UTC' ? schedule.timeZone : options.timeZone;
  const local = zone === 'UTC' ? '' : `  (${clockReadings(slots, zone)} ${zone})`;

  return [
    span(`    ${label}`, 'cyan'),
    span('  next ', 'dim'),
    span(`${clockReadings(slots, 'UTC')} UTC`),
    span(local, 'dim'),
  ];
}

/** `2026-11-22 17:39, 17:44, 2026-11-23 09:00`: the date where it changes. */
function clockReadings(slots: readonly number[], timeZone: string): string {
  const readings = slots.map((slot) => new Date(localMs(timeZone, slot)).toISOString());

  return readings
    .map((reading, index) => {
      const [date, time] = [reading.slice(0, 10), reading.slice(11, 16)];
      return readings[index - 1]?.startsWith(date) === true ? time : `${date} ${time}`;
    })
    .join(', ');
}

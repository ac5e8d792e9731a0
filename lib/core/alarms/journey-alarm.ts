import type { AlarmDefinition } from './alarm-definition.ts';

/** The alarms of a journey; each word is a heading of the runbook. */
export const ALARM_KINDS = [
  'down',
  'silent',
  'blind',
  'budget',
  'drift',
  'forecast',
  'any',
] as const;

/** One of {@link ALARM_KINDS}. */
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** An alarm, and which of a journey's it is. */
export interface JourneyAlarm {
  readonly kind: AlarmKind;
  /** For people: the kind, of a budget also which, such as `budget p75 lcp`. */
  readonly label: string;
  readonly definition: AlarmDefinition;
}

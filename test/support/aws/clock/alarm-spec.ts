import type { AlarmDefinition } from '../../../../lib/core/alarms/alarm-definition.ts';

/** An alarm in a region, as a template describes it. */
export interface AlarmSpec {
  readonly region: string;
  readonly definition: AlarmDefinition;
  /** Minutes in which it stays INSUFFICIENT_DATA and takes no action; null: none. */
  readonly warmUpMinutes: number | null;
  /** What a change to ALARM or OK invokes: the stage's notifier, or a topic as it is; null: nothing. */
  readonly action: 'notifier' | 'topic' | null;
}

/** An alarm between its creation, or its last update, and its deletion. */
export interface AlarmSpan {
  readonly alarm: AlarmSpec;
  readonly fromMs: number;
  /** Infinity: it stays. */
  readonly toMs: number;
}

import type { AlarmDefinition } from '../../../../lib/core/alarms/alarm-definition.ts';

/** The function that sends what is news, or a topic that sends each change as it is. */
type AlarmAction = 'notifier' | 'topic';

/** An alarm in a region, as a template describes it. */
export interface AlarmSpec {
  readonly region: string;
  readonly definition: AlarmDefinition;
  /** Minutes in which it stays INSUFFICIENT_DATA and takes no action; null: none. */
  readonly warmUpMinutes: number | null;
  /** What changes to these states invoke; null: the alarm has no actions. */
  readonly actions: { readonly ALARM: AlarmAction; readonly OK: AlarmAction } | null;
}

/** An alarm between its creation, or its last update, and its deletion. */
export interface AlarmSpan {
  readonly alarm: AlarmSpec;
  readonly fromMs: number;
  /** Infinity: it stays. */
  readonly toMs: number;
}

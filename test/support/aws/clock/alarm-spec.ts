import type { AlarmDefinition } from '../../../../lib/core/alarms/alarm-definition.ts';

/** An alarm in a region, as a template describes it. */
export interface AlarmSpec {
  readonly region: string;
  readonly definition: AlarmDefinition;
  /** Minutes in which it stays INSUFFICIENT_DATA and takes no action; null: none. */
  readonly warmUpMinutes: number | null;
  /** Whether changes to these states have an action. */
  readonly notifies: { readonly alarm: boolean; readonly ok: boolean };
}

/** An alarm between its creation, or its last update, and its deletion. */
export interface AlarmSpan {
  readonly alarm: AlarmSpec;
  readonly fromMs: number;
  /** Infinity: it stays. */
  readonly toMs: number;
}

import type { BudgetPlan } from '../journey/plan.ts';
import type { AlarmPeriods } from './alarm-periods.ts';

/** The stage that alarms belong to, and where their runbook is. */
export interface AlarmFrame {
  readonly stage: string;
  /** URL of the runbook, without `#`; null: there is none that opens from everywhere. */
  readonly runbookUrl: string | null;
}

/** Words in an alarm's description before the first step, and before the link to the runbook. */
export const DESCRIPTION_PARTS = { firstStep: 'First step', runbook: 'What to do' } as const;

/** What an alarm detects, as a code with its parameters. The code is the heading in the runbook. */
export type AlarmMeaning =
  | {
      readonly code: 'down' | 'blind';
      readonly journey: string;
      /** Regions that must fail, or be errored. */
      readonly threshold: number;
      readonly regions: number;
      readonly periods: AlarmPeriods;
    }
  | {
      readonly code: 'silent';
      readonly journey: string;
      /** Null: the gap detector finds the slots without a record. */
      readonly counted: {
        /** In one period. */
        readonly expectedRuns: number;
        readonly periods: AlarmPeriods;
      } | null;
    }
  | {
      readonly code: 'budget';
      readonly journey: string;
      readonly budget: BudgetPlan;
      readonly periodSeconds: number;
      /** Runs in one period, about. */
      readonly runs: number;
    }
  | { readonly code: 'drift'; readonly journey: string; readonly percent: number }
  | { readonly code: 'certificate'; readonly journey: string; readonly days: number }
  | { readonly code: 'forecast'; readonly journey: string; readonly days: number }
  | { readonly code: 'any'; readonly journey: string }
  | { readonly code: 'gap-detector' | 'trends' | 'notifier' }
  | { readonly code: 'recorder' | 'unreadable'; readonly region: string };

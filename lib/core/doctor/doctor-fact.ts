import type { CallProblem } from './account-call-error.ts';
import type { DoctorAction } from './actions.ts';

/** Facts about account, regions and stacks. */
export type AccountFact =
  | { readonly code: 'signed-in'; readonly account: string; readonly arn: string }
  | { readonly code: 'wrong-account'; readonly account: string; readonly expected: string }
  | { readonly code: 'region-off'; readonly region: string }
  | { readonly code: 'not-bootstrapped'; readonly account: string; readonly region: string }
  | {
      readonly code: 'bootstrap-old';
      readonly account: string;
      readonly region: string;
      readonly version: number;
      readonly minimum: number;
    }
  | {
      readonly code: 'concurrency-low';
      readonly region: string;
      readonly unreserved: number;
      readonly minimum: number;
    }
  | {
      readonly code: 'concurrency-exceeded';
      readonly region: string;
      readonly unreserved: number;
      readonly runs: number;
      /** Number of further functions of the platform. */
      readonly others: number;
      readonly atMs: number;
    }
  | { readonly code: 'not-deployed'; readonly stage: string }
  | { readonly code: 'stack-missing'; readonly stack: string; readonly region: string }
  | {
      readonly code: 'stack-failed' | 'stack-busy';
      readonly stack: string;
      readonly region: string;
      readonly status: string;
    }
  | { readonly code: 'stack-orphaned'; readonly stack: string; readonly region: string }
  | {
      readonly code: 'version-differs';
      readonly stack: string;
      readonly region: string;
      readonly deployed: string | null;
      readonly own: string;
    };

/** Facts about who is notified. */
export type AudienceFact =
  | { readonly code: 'topic-missing'; readonly topic: string }
  | { readonly code: 'topic-without-subscriber'; readonly topic: string }
  | {
      readonly code: 'subscription-pending' | 'subscription-missing';
      readonly address: string;
      readonly topic: string;
      readonly region: string;
    }
  | {
      readonly code: 'alarms-missing' | 'alarms-off' | 'alarms-without-action';
      readonly alarms: readonly string[];
      readonly region: string;
    }
  | {
      readonly code: 'alarms-unheard';
      readonly alarms: readonly string[];
      readonly topic: string;
    };

/** Facts about functions, their roles, and the secrets that they read. */
export type FunctionFact =
  | { readonly code: 'secret-missing'; readonly secret: string; readonly arn: string }
  | {
      readonly code: 'secret-deleted';
      readonly secret: string;
      readonly arn: string;
      readonly deletedAtMs: number;
    }
  | { readonly code: 'secret-key-elsewhere'; readonly secret: string; readonly key: string }
  | {
      readonly code: 'function-missing' | 'alias-missing';
      readonly function: string;
      readonly region: string;
    }
  | {
      readonly code: 'function-failed' | 'function-busy';
      readonly function: string;
      readonly region: string;
      readonly state: string;
      readonly reason: string | null;
    }
  | {
      readonly code: 'role-missing';
      readonly function: string;
      readonly role: string;
      readonly region: string;
    }
  | {
      /** `role-lacks-secret`: its policy does not name it. `role-denied-secret`: something else denies it. */
      readonly code: 'role-lacks-secret' | 'role-denied-secret';
      readonly function: string;
      readonly role: string;
      readonly region: string;
      readonly secret: string;
      readonly arn: string;
    };

/** Facts about schedules and the journeys that they run. */
export type ScheduleFact =
  | { readonly code: 'schedule-group-missing'; readonly group: string; readonly region: string }
  | {
      readonly code: 'schedule-missing' | 'schedule-orphaned' | 'schedule-off';
      readonly schedule: string;
      readonly group: string;
      readonly region: string;
    }
  | {
      readonly code: 'schedule-differs' | 'target-differs' | 'journey-differs';
      readonly schedule: string;
      readonly region: string;
      readonly deployed: string;
      readonly expected: string;
    };

/** Facts about what is stored and handed over. */
export type StorageFact =
  | { readonly code: 'queue-missing'; readonly queue: string; readonly region: string }
  | {
      readonly code: 'queue-late';
      readonly queue: string;
      readonly region: string;
      readonly ageSeconds: number;
    }
  | {
      readonly code: 'messages-unreadable' | 'messages-undelivered';
      readonly queue: string;
      readonly region: string;
      readonly messages: number;
    }
  | { readonly code: 'mapping-missing'; readonly function: string; readonly region: string }
  | {
      readonly code: 'mapping-off' | 'mapping-failing';
      readonly function: string;
      readonly region: string;
      readonly state: string;
    }
  | {
      readonly code: 'heartbeat-missing';
      readonly job: 'gap-detector' | 'trends';
      readonly function: string;
      readonly region: string;
      /** Null: there was none within {@link searchedMs}. */
      readonly lastAtMs: number | null;
      readonly searchedMs: number;
    }
  | { readonly code: 'heartbeat-not-due'; readonly job: 'gap-detector' | 'trends' }
  | { readonly code: 'table-missing'; readonly table: string; readonly region: string }
  | {
      readonly code: 'table-not-active' | 'table-never-expires' | 'table-not-recoverable';
      readonly table: string;
      readonly region: string;
      readonly status: string;
    }
  | { readonly code: 'bucket-missing'; readonly bucket: string; readonly region: string };

/** Why something could not be checked. */
export type CallFact =
  | {
      readonly code: 'call-failed';
      readonly problem: CallProblem;
      readonly action: DoctorAction;
      readonly region: string;
      readonly message: string;
    }
  | { readonly code: 'check-failed'; readonly message: string }
  | { readonly code: 'check-late'; readonly limitMs: number };

/** One observation of a check, without words; `describeDoctorFact` makes the sentence and the remedy. */
export type DoctorFact =
  | AccountFact
  | AudienceFact
  | FunctionFact
  | ScheduleFact
  | StorageFact
  | CallFact;

/** Facts that are no problem. */
const NOTES: ReadonlySet<DoctorFact['code']> = new Set([
  'signed-in',
  'not-deployed',
  'heartbeat-not-due',
]);

/** Facts because of which a result is not known. */
const UNKNOWNS: ReadonlySet<DoctorFact['code']> = new Set([
  'stack-busy',
  'function-busy',
  'call-failed',
  'check-failed',
  'check-late',
]);

/** Whether a fact is a problem, leaves the result open, or is said for information. */
export function factKind({ code }: DoctorFact): 'problem' | 'unknown' | 'note' {
  if (NOTES.has(code)) return 'note';

  return UNKNOWNS.has(code) ? 'unknown' : 'problem';
}

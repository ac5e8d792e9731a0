import type { CheckId } from '../../core/doctor/check.ts';
import type { DoctorFact } from '../../core/doctor/doctor-fact.ts';
import { describeAccount, describeCall } from './describe-doctor-account.ts';
import { describeAudience } from './describe-doctor-audience.ts';
import { describeFunction, describeSchedules } from './describe-doctor-function.ts';
import { describeStorage } from './describe-doctor-storage.ts';
import { CHECK_AGAIN, type DoctorAdvice, type FactOf, REDEPLOY } from './doctor-advice.ts';

/** The facts by their code. */
type ByCode = {
  readonly [Code in DoctorFact['code']]: FactOf<DoctorFact, Code>;
};

const ALL: { readonly [Code in keyof ByCode]: (fact: ByCode[Code]) => DoctorAdvice } = {
  ...describeAccount,
  ...describeAudience,
  ...describeCall,
  ...describeFunction,
  ...describeSchedules,
  ...describeStorage,
};

/** What a fact of the doctor means, and the exact command that helps, which names the stage. */
export function describeDoctorFact(fact: DoctorFact, stage: string): DoctorAdvice {
  const { text, remedy } = described(fact.code, fact);
  if (remedy === undefined) return { text };
  // Without a stage, these commands take the configured one.
  const needsStage = remedy === REDEPLOY || remedy === CHECK_AGAIN;

  return { text, remedy: needsStage ? `${remedy} --stage ${stage}` : remedy };
}

function described<Code extends keyof ByCode>(code: Code, fact: ByCode[Code]): DoctorAdvice {
  return ALL[code](fact);
}

/** Names of the checks for people. */
export const CHECK_NAMES: Readonly<Record<CheckId, string>> = {
  credentials: 'credentials',
  region: 'regions enabled',
  bootstrap: 'CDK bootstrap',
  concurrency: 'concurrent functions',
  stacks: 'stacks',
  functions: 'functions',
  secrets: 'secrets',
  roles: 'roles',
  schedules: 'schedules',
  'record-queue': 'queue of records',
  recorder: 'recorder',
  'dead-letters': 'unreadable, undelivered',
  heartbeats: 'heartbeats of jobs',
  table: 'table',
  evidence: 'buckets of evidence',
  subscriptions: 'subscriptions',
  alarms: 'alarms',
};

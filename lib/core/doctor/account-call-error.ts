import type { DoctorAction } from './actions.ts';

/**
 * Why a call was not answered:
 * - `signed-out`: there are no credentials; `expired`, `rejected`: they are not accepted;
 * - `denied`: the credentials lack the permission;
 * - `timeout`, `network`, `throttled`; `other`: as the message says.
 */
export type CallProblem =
  | 'signed-out'
  | 'expired'
  | 'rejected'
  | 'denied'
  | 'timeout'
  | 'network'
  | 'throttled'
  | 'other';

/** A call that reads an account and was not answered. */
export class AccountCallError extends Error {
  readonly problem: CallProblem;
  readonly action: DoctorAction;
  readonly region: string;

  constructor(
    message: string,
    {
      problem,
      action,
      region,
      cause,
    }: {
      readonly problem: CallProblem;
      readonly action: DoctorAction;
      readonly region: string;
      readonly cause: unknown;
    },
  ) {
    super(message, { cause });
    this.name = 'AccountCallError';
    this.problem = problem;
    this.action = action;
    this.region = region;
  }
}

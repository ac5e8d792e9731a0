import type { JourneyKind, RunRecord } from '../../../../lib/core/record/run-record.ts';
import { type Conclusion, noted } from '../blame.ts';
import { isChosen } from '../choice.ts';
import { MONITOR_FAULTS } from './all-faults.ts';
import type { MonitorFault } from './fault.ts';
import { faultyRun } from './faulty-run.ts';
import { namespaceRuns } from './namespace-runs.ts';

/** Runs a journey that may not be repeated against a healthy target, once for each fault. */
export async function monitorCampaign(kind: JourneyKind): Promise<readonly Conclusion[]> {
  const faults = MONITOR_FAULTS.filter((each) => each.kinds.includes(kind) && isChosen(each));
  const conclusions: Conclusion[] = [];
  for (const fault of faults.filter(({ world }) => world === null)) {
    conclusions.push(conclusionOf(fault, await faultyRun(kind, fault, { repeatable: false })));
  }
  const others = faults.filter(({ world }) => world !== null);
  for await (const [fault, record] of namespaceRuns(kind, others)) {
    conclusions.push(conclusionOf(fault, record));
  }

  return conclusions;
}

function conclusionOf(
  { name, cause: expected }: MonitorFault,
  { cause, error, outcome }: Pick<RunRecord, 'cause' | 'error' | 'outcome'>,
): Conclusion {
  return noted({ name, expected, found: cause, message: error?.message ?? outcome });
}

import type { StallKind } from '../../core/record/run-record.ts';
import { ownValue } from '../../core/base/own-value.ts';

/** Problems of the measuring machine, and their effect on the run's numbers. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'event-loop-blocked':
    'the event loop of the measuring process was blocked for more than 100 ms: timings may contain a pause that the target did not cause, and are left out of percentiles',
  stalled:
    'the monitor was stopped or suspended during the run: timings contain a pause that the target did not cause, and are left out of percentiles',
  traced:
    'the run was traced, which makes pages slower; all runs of this journey are traced, so its timings are included in percentiles',
  'not-measured': 'nothing was measured: the worker was lost before the end of the run',
};

const STALLS: Readonly<Record<StallKind, string>> = {
  suspended: 'mostly because the machine was suspended',
  stopped: 'mostly because its processes were stopped',
  starved: 'mostly because its processes waited for a processor',
  memory: 'mostly because its processes waited for memory',
};

/** Why the monitor could not run. */
export function describeStall(kind: StallKind): string {
  return STALLS[kind];
}

/** Why a run's timings are marked; a code that is not known is returned as it is. */
export function describeInstrumentProblem(reason: string): string {
  const words = ownValue(PROBLEMS, reason);

  return words ?? reason;
}

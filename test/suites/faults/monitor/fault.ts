import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { Cause } from '../../../../lib/core/record/outcome.ts';
import type { JourneyKind } from '../../../../lib/core/record/run-record.ts';
import type { SandboxOptions } from '../../../../lib/runner/protocol.ts';

type Settings = Partial<SandboxOptions['settings']>;

/** A fault of the monitor, which a run has from its start or meets at its first request. */
export interface MonitorFault {
  readonly name: string;
  readonly kinds: readonly JourneyKind[];
  /** Null: the run passes, because the monitor does without what is broken, or replaces it. */
  readonly cause: Cause | null;
  readonly at: 'start' | 'request';
  /** What is done then, before the run or the answer to the request. */
  readonly harm: ((kind: JourneyKind) => void) | null;
  /** What the sandbox is started with; files for it are made in the folder. */
  readonly settings: (dir: string) => Settings | Promise<Settings>;
  /** The program of the worker in place of the built one, made in the folder. */
  readonly worker: ((dir: string) => string) | null;
  /** What is done to the file of the journey's bundle. */
  readonly spoil: ((bundlePath: string) => void) | null;
  /** The address that the journey visits; null: the healthy target on this machine. */
  readonly url: string | null;
  /** Where the healthy target's first answer leads to; null: to another of its servers. */
  readonly next: string | null;
  readonly plan: Partial<JourneyPlan>;
  /** Shell commands before a run in namespaces of its own; null: it runs in those of the test. */
  readonly world: readonly string[] | null;
  /** Whether the sample of every change has it. */
  readonly isSampled: boolean;
}

/** A fault with nothing wrong, which the others change. */
export const NO_FAULT: Omit<MonitorFault, 'name' | 'cause'> = {
  kinds: ['api', 'browser'],
  at: 'request',
  harm: null,
  settings: () => ({}),
  worker: null,
  spoil: null,
  url: null,
  next: null,
  plan: {},
  world: null,
  isSampled: false,
};

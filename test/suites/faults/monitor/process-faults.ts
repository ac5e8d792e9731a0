import { execFileSync } from 'node:child_process';
import type { Cause } from '../../../../lib/core/record/outcome.ts';
import type { JourneyKind } from '../../../../lib/core/record/run-record.ts';
import { descendantCommands } from '../../../support/process-tree.ts';
import { type MonitorFault, NO_FAULT } from './fault.ts';

type Signal = 'SIGKILL' | 'SIGSEGV' | 'SIGABRT' | 'SIGTERM' | 'SIGSTOP' | 'SIGBUS' | 'SIGILL';

/** Parts of a running monitor, by what their command lines contain. */
const PARTS = {
  worker: /worker\.cjs/,
  browser: /--remote-debugging-pipe(?!.*--type=)/,
  page: /--type=renderer/,
  'network process': /=network\.mojom\.NetworkService/,
  'graphics process': /--type=gpu-process/,
  'whole run': /worker\.cjs|--remote-debugging-pipe|--type=/,
} as const;

type Part = keyof typeof PARTS;

const BROWSER_ONLY: readonly JourneyKind[] = ['browser'];
const START_POLL_MS = 5;

function pidsOf(part: Part): readonly number[] {
  return descendantCommands(process.pid)
    .filter(({ command }) => PARTS[part].test(command))
    .map(({ pid }) => pid);
}

function signal(part: Part, name: Signal): void {
  signalAll(pidsOf(part), name);
}

function signalAll(pids: readonly number[], name: Signal): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended with one that got the signal before.
    }
  }
}

function signalled(part: Part, name: Signal, cause: Cause | null): MonitorFault {
  return {
    ...NO_FAULT,
    name: `${part} gets ${name}`,
    kinds: part === 'worker' || part === 'whole run' ? ['api', 'browser'] : BROWSER_ONLY,
    cause,
    harm: () => signal(part, name),
    isSampled:
      (name === 'SIGKILL' && part !== 'whole run') || (part === 'page' && name === 'SIGSTOP'),
  };
}

/** A part is ended as soon as it exists. */
function endedAtStart(part: Part, cause: Cause | null): MonitorFault {
  return {
    ...NO_FAULT,
    name: `${part} gets SIGKILL as it starts`,
    kinds: part === 'worker' ? ['api', 'browser'] : BROWSER_ONLY,
    cause,
    at: 'start',
    harm: () => {
      const timer = setInterval(() => {
        // One list: the part that is started in the place of the first must not be ended as well.
        const pids = pidsOf(part);
        signalAll(pids, 'SIGKILL');
        if (pids.length > 0) clearInterval(timer);
      }, START_POLL_MS);
      timer.unref();
    },
  };
}

/** The kernel gives a part no more of a resource than it has. */
function limited(
  part: Part,
  limit: 'descriptors' | 'memory',
  { kind, cause }: { readonly kind: JourneyKind; readonly cause: Cause },
): MonitorFault {
  const option = limit === 'descriptors' ? '--nofile=1:1' : '--as=1:1';

  return {
    ...NO_FAULT,
    name: `${part} has no ${limit} left`,
    kinds: [kind],
    cause,
    harm: () => {
      for (const pid of pidsOf(part)) execFileSync('prlimit', [`--pid=${pid}`, option]);
    },
    isSampled: limit === 'descriptors',
  };
}

/** Processes that end, hang, or get no more of a resource. */
export const PROCESS_FAULTS: readonly MonitorFault[] = [
  signalled('worker', 'SIGKILL', 'monitor.crash'),
  signalled('worker', 'SIGSEGV', 'monitor.crash'),
  signalled('worker', 'SIGABRT', 'monitor.crash'),
  signalled('worker', 'SIGTERM', 'monitor.crash'),
  signalled('worker', 'SIGBUS', 'monitor.crash'),
  signalled('worker', 'SIGILL', 'monitor.crash'),
  signalled('worker', 'SIGSTOP', 'monitor.stalled'),
  signalled('whole run', 'SIGKILL', 'monitor.crash'),
  signalled('whole run', 'SIGSTOP', 'monitor.stalled'),
  signalled('browser', 'SIGKILL', 'monitor.browser'),
  signalled('browser', 'SIGSEGV', 'monitor.browser'),
  signalled('browser', 'SIGABRT', 'monitor.browser'),
  signalled('browser', 'SIGTERM', 'monitor.browser'),
  signalled('browser', 'SIGSTOP', 'monitor.browser'),
  signalled('page', 'SIGKILL', 'monitor.browser'),
  signalled('page', 'SIGSEGV', 'monitor.browser'),
  signalled('page', 'SIGABRT', 'monitor.browser'),
  signalled('page', 'SIGTERM', 'monitor.browser'),
  signalled('page', 'SIGSTOP', 'monitor.browser'),
  signalled('network process', 'SIGKILL', 'monitor.browser'),
  signalled('network process', 'SIGSEGV', 'monitor.browser'),
  signalled('network process', 'SIGTERM', 'monitor.browser'),
  signalled('network process', 'SIGSTOP', 'monitor.browser'),
  // The browser replaces it, and the page does not need it meanwhile.
  { ...signalled('graphics process', 'SIGKILL', null), isSampled: false },
  { ...signalled('graphics process', 'SIGSEGV', null), isSampled: false },
  signalled('graphics process', 'SIGSTOP', null),
  endedAtStart('worker', 'monitor.crash'),
  // A further start is tried at once.
  endedAtStart('browser', null),
  endedAtStart('network process', null),
  limited('worker', 'descriptors', { kind: 'api', cause: 'monitor.unknown' }),
  limited('network process', 'descriptors', { kind: 'browser', cause: 'monitor.memory' }),
  limited('worker', 'memory', { kind: 'api', cause: 'monitor.memory' }),
  limited('page', 'memory', { kind: 'browser', cause: 'monitor.browser' }),
  limited('browser', 'memory', { kind: 'browser', cause: 'monitor.browser' }),
  limited('network process', 'memory', { kind: 'browser', cause: 'monitor.browser' }),
];

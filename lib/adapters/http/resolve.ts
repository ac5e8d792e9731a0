import dns from 'node:dns';
import { RunFailure } from '../../core/record/outcome.ts';
import { errorCode } from '../base/node-error.ts';
import { aborted, LimitReached, type TimeLimit } from './time-limit.ts';

/** One address that a name resolves to. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Resolves a name to its addresses, in the order in which they should be tried. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Look-ups and limits of {@link resolveName}. */
export interface ResolvePorts {
  readonly lookup: Lookup;
  readonly controlLookup: Lookup;
  /**
   * A well-known name of a third party. If it gets no answer either, the resolver is at fault, not
   * the target.
   */
  readonly controlHost: string;
  readonly limit: TimeLimit;
}

/** Time limit of a look-up; glibc retries after 5 s. */
const DNS_DEADLINE_MS = 5_000;
/** After this long without an answer the control look-up is sent in parallel. */
const CONTROL_AFTER_MS = 1_000;
/** Time limit of the control look-up. */
const CONTROL_DEADLINE_MS = 2_000;

/** Codes of a working resolver's answer that the name does not exist. */
const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA', 'ENONAME'];

/** The machine's resolver (getaddrinfo), including the hosts file and the search list. */
export async function systemLookup(hostname: string): Promise<readonly ResolvedAddress[]> {
  return dns.promises.lookup(hostname, { all: true, verbatim: true });
}

/**
 * Resolves a name within the limit. Throws a RunFailure: `target.dns` where the name does not exist
 * or only this name gets no answer, `monitor.dns` where the control name gets none either.
 */
export async function resolveName(
  hostname: string,
  ports: ResolvePorts,
): Promise<readonly ResolvedAddress[]> {
  const control = controlFor(ports);
  const controlTimer = setTimeout(
    () => void control.start(),
    Math.min(CONTROL_AFTER_MS, ports.limit.limitMs / 2),
  );
  try {
    return await answerOf(hostname, ports);
  } catch (error) {
    throw await dnsFailure({ hostname, error, control, ports });
  } finally {
    clearTimeout(controlTimer);
    control.stop();
  }
}

async function answerOf(
  hostname: string,
  ports: ResolvePorts,
): Promise<readonly ResolvedAddress[]> {
  const abort = aborted(ports.limit.signal);
  const deadline = after(DNS_DEADLINE_MS);
  const answer = ports.lookup(hostname);
  // The loser of the race must not be an unhandled rejection.
  answer.catch(() => undefined);
  try {
    const addresses = await Promise.race([answer, abort.promise, deadline.promise]);
    if (addresses === 'elapsed') throw Object.assign(new Error('no answer'), { code: 'SILENT' });
    if (addresses.length > 0) return addresses;
    throw Object.assign(new Error('no address'), { code: 'ENODATA' });
  } finally {
    abort.stop();
    deadline.stop();
  }
}

interface FailedLookup {
  readonly hostname: string;
  readonly error: unknown;
  readonly control: Control;
  readonly ports: ResolvePorts;
}

async function dnsFailure(failed: FailedLookup): Promise<Error> {
  const { hostname, error, control, ports } = failed;
  const code = errorCode(error);
  if (NO_SUCH_NAME.includes(code)) {
    return new RunFailure('target.dns', `the name "${hostname}" does not exist (${code})`, {
      cause: error,
    });
  }
  const outOfTime = error instanceof LimitReached;
  if (outOfTime && error.kind === 'closed') return error;
  const answered = outOfTime ? control.answered() : await control.start();
  const what = missingAnswer(code, outOfTime ? error.limitMs : DNS_DEADLINE_MS);
  if (!answered) {
    const reason = `the resolver gave ${what} for "${hostname}" and none for the control name "${ports.controlHost}": name resolution does not work on this machine`;

    return new RunFailure('monitor.dns', reason, { cause: error });
  }
  if (outOfTime) return error;
  const reason = `the resolver gave ${what} for "${hostname}", but it answers for other names`;

  return new RunFailure('target.dns', reason, { cause: error });
}

function missingAnswer(code: string, waitedMs: number): string {
  if (code !== '' && code !== 'SILENT') return `no usable answer (${code})`;

  return `no answer within ${waitedMs} ms`;
}

interface Control {
  /** Sends the control look-up once; true if the resolver answered, whatever the answer. */
  start(): Promise<boolean>;
  /** Whether it has answered so far. */
  answered(): boolean;
  stop(): void;
}

function controlFor({ controlLookup, controlHost, limit }: ResolvePorts): Control {
  let deadline: Timer | null = null;
  let result: Promise<boolean> | null = null;
  let answered = false;

  async function ask(): Promise<boolean> {
    const abort = aborted(limit.signal);
    deadline = after(CONTROL_DEADLINE_MS);
    const answer = controlLookup(controlHost).then(
      () => true,
      (error: unknown) => NO_SUCH_NAME.includes(errorCode(error)),
    );
    const first = await Promise.race([answer, deadline.promise, abort.promise.catch(() => false)]);
    deadline.stop();
    abort.stop();
    answered = first === true;

    return answered;
  }

  return {
    start: async () => (result ??= ask()),
    answered: () => answered,
    stop: () => deadline?.stop(),
  };
}

interface Timer {
  readonly promise: Promise<'elapsed'>;
  stop(): void;
}

function after(delayMs: number): Timer {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<'elapsed'>((resolve) => {
    timer = setTimeout(() => resolve('elapsed'), delayMs);
  });

  return { promise, stop: () => clearTimeout(timer) };
}

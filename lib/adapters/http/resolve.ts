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

/** What resolving needs. */
export interface ResolvePorts {
  readonly lookup: Lookup;
  readonly controlLookup: Lookup;
  /** A name of somebody else: whether it gets any answer tells whose trouble a silence is. */
  readonly controlHost: string;
  readonly limit: TimeLimit;
}

/** The longest that a look-up may stay unanswered; glibc asks again after 5 s. */
const DNS_DEADLINE_MS = 5_000;
/** After this long without an answer the control look-up is sent beside it. */
const SUSPICIOUS_AFTER_MS = 1_000;
/** How long the control look-up may take. */
const CONTROL_DEADLINE_MS = 2_000;

/** Answers which say that the name is not there, given by a resolver that works. */
const NO_SUCH_NAME = ['ENOTFOUND', 'ENODATA', 'ENONAME'];

/** The machine's own resolver, through getaddrinfo: hosts file, search list and all. */
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
  const suspicion = setTimeout(
    () => void control.start(),
    Math.min(SUSPICIOUS_AFTER_MS, ports.limit.limitMs / 2),
  );
  try {
    return await answerOf(hostname, ports);
  } catch (error) {
    throw await dnsFailure({ hostname, error, control, ports });
  } finally {
    clearTimeout(suspicion);
    control.stop();
  }
}

async function answerOf(
  hostname: string,
  ports: ResolvePorts,
): Promise<readonly ResolvedAddress[]> {
  const abort = aborted(ports.limit.signal);
  const silence = after(DNS_DEADLINE_MS);
  const answer = ports.lookup(hostname);
  // Whoever loses the race has nobody left to tell.
  answer.catch(() => undefined);
  try {
    const addresses = await Promise.race([answer, abort.promise, silence.promise]);
    if (addresses === 'elapsed') throw Object.assign(new Error('no answer'), { code: 'SILENT' });
    if (addresses.length > 0) return addresses;
    throw Object.assign(new Error('no address'), { code: 'ENODATA' });
  } finally {
    abort.stop();
    silence.stop();
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
  const what = silenceOf(code, outOfTime ? error.limitMs : DNS_DEADLINE_MS);
  if (!answered) {
    const reason = `the resolver gave ${what} for "${hostname}", nor did the control name "${ports.controlHost}" get one: name resolution does not work on this machine`;

    return new RunFailure('monitor.dns', reason, { cause: error });
  }
  if (outOfTime) return error;
  const reason = `the resolver gave ${what} for "${hostname}", though it answers for other names`;

  return new RunFailure('target.dns', reason, { cause: error });
}

function silenceOf(code: string, waitedMs: number): string {
  if (code !== '' && code !== 'SILENT') return `no usable answer (${code})`;

  return `no answer within ${waitedMs} ms`;
}

interface Control {
  /** Sends the control look-up unless it is under way; true: the resolver answered, whatever it said. */
  start(): Promise<boolean>;
  /** Whether it has answered by now. */
  answered(): boolean;
  stop(): void;
}

function controlFor({ controlLookup, controlHost, limit }: ResolvePorts): Control {
  let deadline: Timer | null = null;
  let verdict: Promise<boolean> | null = null;
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
    start: async () => (verdict ??= ask()),
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

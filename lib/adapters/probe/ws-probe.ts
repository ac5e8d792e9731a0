import {
  expectationProblem,
  expectationText,
  mismatch,
} from '../../core/journey/checks/expectation.ts';
import type { WsProbeOptions, WsProbeResult } from '../../core/journey/checks/ws-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { limitFailure } from '../http/failure.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { LimitReached } from '../http/time-limit.ts';
import type { Probe, ProbeRun } from './probe.ts';
import { headersProblem } from './header-problem.ts';
import { probeTarget } from './probe-url.ts';
import { quoted } from './quoted.ts';
import { openWebSocket, type WsConnection, type WsMessage } from './ws-connection.ts';

type WsFacts = Omit<WsProbeResult, 'timings'>;

const HTTP_ONLY = ['http/1.1'];
/** What the handshake sets itself. */
const OWN_HEADERS = /^(connection|upgrade|host|content-length|transfer-encoding|sec-websocket-.*)$/;

/** Makes the handshake of a WebSocket, and with `send` or `expect` one round trip. */
export const wsProbe: Probe<WsProbeOptions, WsFacts> = {
  method: 'WS',
  resourceType: 'websocket',
  plan: (text, options) => {
    const { headers = {}, subprotocols = [], send, expect } = options;
    const { url, route } = probeTarget(text, ['wss:', 'ws:'], options);
    const problem =
      headersProblem(headers, OWN_HEADERS) ??
      roundTripProblem(options) ??
      namesProblem(subprotocols);
    if (problem !== null) throw new TypeError(problem);

    return {
      url,
      route,
      run: async (probe) => {
        const socket = await probe.connect({ alpn: HTTP_ONLY });
        const connection = await openWebSocket(socket, { url, headers, subprotocols }, probe);
        probe.entry.end(null);
        try {
          const trip =
            send === undefined && expect === undefined
              ? null
              : await roundTrip(connection, options, { ...probe, url });

          return { subprotocol: connection.subprotocol, ...(trip ?? NO_TRIP) };
        } finally {
          connection.close(probe.session.closed);
        }
      },
    };
  },
};

const NO_TRIP = { message: null, roundTrip: null };

function roundTripProblem({ expect, among }: WsProbeOptions): string | null {
  const problem = expect === undefined ? null : expectationProblem(expect);
  if (problem !== null) return `its expect ${problem}`;
  const isCount = among === undefined || (Number.isInteger(among) && among >= 1);

  return isCount ? null : `its among is ${among}; expected a whole number from 1`;
}

/** RFC 6455, section 4.1: tokens, each once. */
function namesProblem(names: readonly string[]): string | null {
  const wrong = names.find(
    (name, index) => !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || names.indexOf(name) < index,
  );

  return wrong === undefined
    ? null
    : `its subprotocol "${wrong}" is named twice, or has other characters than those of a token`;
}

/** The message and its answer, a request of its own. */
async function roundTrip(
  connection: WsConnection,
  options: WsProbeOptions,
  probe: ProbeRun & { readonly url: URL },
): Promise<Pick<WsFacts, 'message' | 'roundTrip'>> {
  const entry = probe.session.log.open('WS', probe.url, 'websocket');
  const { remoteAddress, tls } = probe.entry.facts;
  Object.assign(entry.facts, { connection: 'reused', remoteAddress, tls });
  connection.watch(phasesOf(entry));
  const seen: Seen = { count: 0, last: null };
  try {
    const { text } = await answerOver(connection, options, { entry, seen });
    entry.end(null);

    return { message: text, roundTrip: entry.record() };
  } catch (error) {
    entry.clock.stop();
    const known = error instanceof LimitReached ? outOfTime(error, entry) : error;
    const failure = known instanceof RunFailure ? withSeen(known, seen, options) : known;
    entry.end(failure instanceof Error ? failure.message : String(failure));
    throw failure;
  }
}

function outOfTime(error: LimitReached, entry: LoggedRequest): RunFailure {
  const { code, message } = limitFailure(error, entry);
  const what = entry.clock.current() === 'send' ? '' : ' to the message';

  return new RunFailure(code, `${message}${what}`, { cause: error });
}

/** `wait` ends with the first byte of the answer; other frames before it are part of it. */
function phasesOf({ clock }: LoggedRequest): Parameters<WsConnection['watch']>[0] {
  return {
    onBytes: () => {
      if (clock.current() === 'wait') clock.enter('receive');
    },
    onControl: () => {
      if (clock.current() === 'receive') clock.rebook('receive', 'wait');
    },
  };
}

interface Trip {
  readonly entry: LoggedRequest;
  readonly seen: Seen;
}

/** Messages that were not the expected one: a server may send many. */
interface Seen {
  count: number;
  last: WsMessage | null;
}

async function answerOver(
  connection: WsConnection,
  { send, expect, among = 1 }: WsProbeOptions,
  { entry: { clock, facts }, seen }: Trip,
): Promise<WsMessage> {
  if (send !== undefined) {
    clock.enter('send');
    await connection.send(send);
  }
  clock.enter('wait');
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one message after the other
    const message = await connection.next();
    facts.sizeBytes = message.sizeBytes;
    const problem = expect === undefined ? null : mismatch(expect, message.text);
    if (problem === null) return message;
    seen.count += 1;
    seen.last = message;
    if (seen.count >= among) throw new RunFailure('target.assertion', problem);
    clock.rebook('receive', 'wait');
  }
}

/** Adds what came in place of the expected answer. */
function withSeen(
  failure: RunFailure,
  { count, last }: Seen,
  { expect }: WsProbeOptions,
): RunFailure {
  if (last === null || expect === undefined) return failure;
  const which = count === 1 ? 'the message' : `the last of ${count} messages`;
  const what = `${which} is ${quoted(last.text)}; expected ${expectationText(expect)}`;

  return new RunFailure(failure.code, `${what}: ${failure.message}`, { cause: failure });
}

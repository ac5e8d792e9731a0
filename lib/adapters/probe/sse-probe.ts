import {
  expectationProblem,
  expectationText,
  mismatch,
} from '../../core/journey/checks/expectation.ts';
import type { SseProbeOptions, SseProbeResult } from '../../core/journey/checks/sse-probe.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import { MAX_BODY_BYTES } from '../http/decode.ts';
import { limitFailure } from '../http/failure.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { LimitReached } from '../http/time-limit.ts';
import { headersProblem } from './header-problem.ts';
import type { Probe, ProbeRun } from './probe.ts';
import { probeTarget } from './probe-url.ts';
import { quoted } from './quoted.ts';
import { type CurrentHop, openStream, type OpenStream } from './sse-connection.ts';
import { type StreamEvent, streamParser } from './sse-parser.ts';
import { STREAM_ENCODINGS } from './stream-decoder.ts';

type SseFacts = Omit<SseProbeResult, 'timings'>;

/** What a browser's EventSource sends. */
const HEADERS = {
  accept: 'text/event-stream',
  'accept-encoding': STREAM_ENCODINGS,
  'cache-control': 'no-cache',
  'user-agent': 'waywiser',
};
const OWN_HEADERS = /^(connection|content-length|transfer-encoding|upgrade|accept-encoding)$/;

/** Opens a stream of server-sent events, and waits for the first event of a name. */
export const sseProbe: Probe<SseProbeOptions, SseFacts> = {
  method: 'SSE',
  resourceType: 'sse',
  plan: (text, options) => {
    const { headers = {}, expect } = options;
    const { url, route } = probeTarget(text, ['https:', 'http:'], options);
    const problem = headersProblem(headers, OWN_HEADERS) ?? expectProblem(expect);
    if (problem !== null) throw new TypeError(problem);
    const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);

    return {
      url,
      route,
      run: async (probe) => {
        const start = { url, route, headers: { ...HEADERS, ...Object.fromEntries(lowered) } };
        const current = { entry: probe.entry };
        try {
          const stream = await openStream(start, current, probe);
          try {
            return await eventIn(stream, options, current.entry);
          } finally {
            stream.close();
          }
        } catch (error) {
          throw failed(error, current, probe);
        } finally {
          current.entry.end(null);
        }
      },
    };
  },
};

/** Of a redirect: ends its request with the failure, which names the address. */
function failed(error: unknown, { entry }: CurrentHop, probe: ProbeRun): unknown {
  entry.clock.stop();
  const failure = error instanceof LimitReached ? limitFailure(error, entry) : error;
  if (entry === probe.entry || !(failure instanceof RunFailure)) {
    if (failure instanceof Error) entry.end(failure.message);

    return failure;
  }
  entry.end(failure.message);
  const reason = `redirected to ${probe.session.log.shown(entry.record().url)}: ${failure.message}`;

  return new RunFailure(failure.code, reason, { cause: failure });
}

function expectProblem(expect: SseProbeOptions['expect']): string | null {
  const problem = expect === undefined ? null : expectationProblem(expect);

  return problem === null ? null : `its expect ${problem}`;
}

/** Reads until the event has come. */
async function eventIn(
  stream: OpenStream,
  { event: wanted = 'message', expect }: SseProbeOptions,
  entry: LoggedRequest,
): Promise<SseFacts> {
  const parser = streamParser();
  const others: Others = { count: 0, names: new Set() };
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other
      const bytes = await stream.next();
      if (bytes === null) throw ended(parser.pendingBytes());
      const events = parser.push(bytes);
      const found = events.findIndex(({ event }) => event === wanted);
      noteOthers(others, events.slice(0, found === -1 ? undefined : found));
      const event = events[found];
      if (event !== undefined) {
        const { retryMs, comments } = parser.facts;
        check(event, expect);
        const { data, id } = event;

        return { event: wanted, data, id, retryMs, otherEvents: others.count, comments };
      }
      if (parser.pendingBytes() > MAX_BODY_BYTES) {
        throw new RunFailure('target.body', 'the stream has an event of more than 10 MB');
      }
    }
  } catch (error) {
    throw withKnown(error, cameBefore(wanted, others, parser.facts.comments), entry);
  } finally {
    entry.clock.stop();
  }
}

/** Events with other names: a stream may send many. */
interface Others {
  count: number;
  /** Some of their names. */
  readonly names: Set<string>;
}

/** Names of other events in a message. */
const MAX_NAMES = 5;

function noteOthers(others: Others, events: readonly StreamEvent[]): void {
  others.count += events.length;
  for (const { event } of events) if (others.names.size < MAX_NAMES) others.names.add(event);
}

/** Thrown when a stream has ended. */
class StreamEnd extends RunFailure {}

function ended(pendingBytes: number): StreamEnd {
  const cut = pendingBytes === 0 ? '' : ', within an event';

  return new StreamEnd('target.body', `the stream ended${cut}`);
}

/** Adds what is known of a stream whose time is over, or that has ended. */
function withKnown(error: unknown, known: string, entry: LoggedRequest): unknown {
  if (!(error instanceof LimitReached || error instanceof StreamEnd)) return error;
  const { code, message } = error instanceof LimitReached ? limitFailure(error, entry) : error;

  return new RunFailure(code, `${message}; ${known}`, { cause: error });
}

function check(event: StreamEvent, expect: SseProbeOptions['expect']): void {
  const { data, isDamaged } = event;
  if (isDamaged) {
    const reason = `the event "${event.event}" is not UTF-8; browsers show ${quoted(data)}`;
    throw new RunFailure('target.body', reason);
  }
  const problem = expect === undefined ? null : mismatch(expect, data);
  if (problem === null || expect === undefined) return;
  const reason = `the event "${event.event}" has the data ${quoted(data)}; expected ${expectationText(expect)}: ${problem}`;
  throw new RunFailure('target.assertion', reason);
}

/** What the stream sent in place of the event, for a message. */
function cameBefore(wanted: string, { count, names }: Others, comments: number): string {
  const events =
    count === 0
      ? 'no event'
      : `${counted(count, 'other event')} (${[...names].map(quoted).join(', ')})`;
  const also = comments === 0 ? '' : ` and ${counted(comments, 'comment')}`;

  return `no event "${wanted}" came: ${events}${also} arrived`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

import type { APIResponse, BrowserContext } from 'playwright-core';
import { roundMicroseconds } from '../../../core/run/step-tracker.ts';
import type { RunFrame } from '../../../core/ports.ts';
import type { RequestRecord } from '../../../core/record/run-record.ts';

/** Requests of `page.request`, `context.request` and `route.fetch`, which no page makes. */
export interface ClientRequests {
  /** Records those of a context from now on. */
  attach(context: BrowserContext): void;
  records(): readonly RequestRecord[];
  /** Requests left out of the records. */
  omitted(): number;
}

/** Maximum number of stored records; further ones are counted. */
const MAX_RECORDS = 100;

/** The function behind all calls of Playwright's client; `route.fetch` calls no public one. */
interface ClientInternals {
  // oxlint-disable-next-line no-underscore-dangle -- Playwright's own name
  _innerFetch?: (options: ClientOptions) => Promise<APIResponse>;
}

interface ClientOptions {
  readonly url?: string;
  readonly method?: string;
  readonly request?: { method(): string; url(): string };
}

/** Records the requests of Playwright's client; it reports no phases, so that they are null. */
export function clientRequests(frame: RunFrame): ClientRequests {
  const recorded: RequestRecord[] = [];
  let omitted = 0;

  function record(made: RequestRecord): void {
    if (recorded.length < MAX_RECORDS) recorded.push(made);
    else omitted += 1;
  }

  async function observed(
    options: ClientOptions,
    send: () => Promise<APIResponse>,
  ): Promise<APIResponse> {
    const startMs = frame.elapsedMs();
    const step = frame.currentStep();
    function made(response: APIResponse | null, error: string | null): RequestRecord {
      return clientRecord(options, {
        startMs,
        totalMs: Math.max(0, frame.elapsedMs() - startMs),
        step,
        response,
        error,
      });
    }
    try {
      const response = await send();
      record(made(response, null));

      return response;
    } catch (error) {
      record(made(null, error instanceof Error ? firstLine(error.message) : String(error)));
      throw error;
    }
  }

  return {
    attach: ({ request }) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is checked below
      const internals = request as unknown as ClientInternals;
      // oxlint-disable-next-line no-underscore-dangle -- Playwright's own name
      const send = internals._innerFetch?.bind(request);
      // Playwright's version is pinned; if its internals change, these requests are not recorded.
      if (send === undefined) return;
      // oxlint-disable-next-line no-underscore-dangle -- Playwright's own name
      internals._innerFetch = async (options) => observed(options, async () => send(options));
    },
    records: () => recorded,
    omitted: () => omitted,
  };
}

interface Sent extends Pick<RequestRecord, 'startMs' | 'totalMs' | 'step' | 'error'> {
  readonly response: APIResponse | null;
}

function clientRecord(options: ClientOptions, sent: Sent): RequestRecord {
  const { response, startMs, step, error } = sent;
  const totalMs = roundMicroseconds(sent.totalMs);

  return {
    method: methodOf(options),
    url: urlOf(options, response).replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1'),
    status: response?.status() ?? null,
    startMs: roundMicroseconds(startMs),
    phases: {
      dnsMs: null,
      tcpMs: null,
      tlsMs: null,
      sendMs: null,
      waitMs: null,
      receiveMs: null,
      unaccountedMs: totalMs,
    },
    totalMs,
    sizeBytes: null,
    connection: 'unknown',
    remoteAddress: null,
    protocol: null,
    tls: null,
    step,
    resourceType: 'fetch',
    error,
  };
}

function methodOf({ method, request }: ClientOptions): string {
  return (method ?? request?.method() ?? 'GET').toUpperCase();
}

function urlOf({ url, request }: ClientOptions, response: APIResponse | null): string {
  return response?.url() ?? url ?? request?.url() ?? '';
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

import { UNMEASURED_PHASES } from '../../../core/record/unmeasured-phases.ts';
import { withoutCredentials } from './request-record.ts';
import type { APIResponse, BrowserContext } from 'playwright-core';
import { roundMicroseconds } from '../../../core/run/step-tracker.ts';
import type { FailureReason, RunFrame } from '../../../core/ports.ts';
import { clientFailure } from './client-failure.ts';
import type { UncheckedAnswers } from './unchecked-answers.ts';
import { errorMessages } from './refused-socket.ts';
import type { RequestRecord } from '../../../core/record/run-record.ts';

/** Requests of `page.request`, `context.request`, `route.fetch` and `fetch`, which no page makes. */
export interface ClientRequests {
  /** Records those of a context from now on. */
  attach(context: BrowserContext): void;
  /** Records those of `fetch` from now on. The returned function ends it. */
  attachFetch(): () => void;
  /** Why one of the requests threw this error; null: none did, or the error does not say. */
  explain(error: unknown): FailureReason | null;
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
export function clientRequests(
  frame: RunFrame,
  unchecked: Pick<UncheckedAnswers, 'watch'>,
): ClientRequests {
  const recorded: RequestRecord[] = [];
  const titles = new WeakMap<object, string>();
  let omitted = 0;

  function record(made: RequestRecord): void {
    if (recorded.length < MAX_RECORDS) recorded.push(made);
    else omitted += 1;
  }

  async function observed<T extends ClientAnswer>(
    options: ClientOptions,
    send: () => Promise<T>,
  ): Promise<T> {
    const startMs = frame.elapsedMs();
    const step = frame.currentStep();
    function made(response: ClientAnswer | null, error: string | null): RequestRecord {
      const totalMs = Math.max(0, frame.elapsedMs() - startMs);

      return clientRecord(options, { startMs, totalMs, step, response, error });
    }
    try {
      const response = await send();
      const answered = made(response, null);
      record(answered);
      // The answer to `route.fetch` is the page's.
      if (options.request === undefined) unchecked.watch(response, answered);

      return response;
    } catch (error) {
      const failed = made(null, textOf(error));
      record(failed);
      if (isObject(error)) titles.set(error, `${failed.method} ${failed.url}`);
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
    attachFetch: () => replaceFetch(observed),
    explain: (error) => {
      const title = isObject(error) ? titles.get(error) : undefined;

      return title === undefined ? null : clientFailure(title, error);
    },
    records: () => recorded,
    omitted: () => omitted,
  };
}

type Observe = <T extends ClientAnswer>(
  options: ClientOptions,
  send: () => Promise<T>,
) => Promise<T>;

function replaceFetch(observe: Observe): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = observedFetch;

  async function observedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    return observe(fetchOptions(input, init), async () => fetch(input, init));
  }

  return () => {
    // The journey may have replaced it, too.
    if (globalThis.fetch === observedFetch) globalThis.fetch = fetch;
  };
}

/** The answers of Playwright have functions where those of `fetch` have values. */
type ClientAnswer = APIResponse | Response;

function fetchOptions(input: Parameters<typeof fetch>[0], init?: RequestInit): ClientOptions {
  const isRequest = typeof input === 'object' && 'url' in input;
  const method = init?.method ?? (isRequest ? input.method : 'GET');

  return { url: isRequest ? input.url : String(input), method };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Of an error that only says that something failed, the reason. */
function textOf(error: unknown): string {
  const texts = errorMessages(error)
    .map(firstLine)
    .filter((text) => text !== '');

  return texts.length === 0 ? String(error) : texts.slice(0, 2).join(': ');
}

interface Sent extends Pick<RequestRecord, 'startMs' | 'totalMs' | 'step' | 'error'> {
  readonly response: ClientAnswer | null;
}

function clientRecord(options: ClientOptions, sent: Sent): RequestRecord {
  const { response, startMs, step, error } = sent;
  const totalMs = roundMicroseconds(sent.totalMs);

  return {
    method: methodOf(options),
    url: withoutCredentials(urlOf(options, response)),
    status: response === null ? null : statusOf(response),
    startMs: roundMicroseconds(startMs),
    phases: { ...UNMEASURED_PHASES, unaccountedMs: totalMs },
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

function urlOf({ url, request }: ClientOptions, response: ClientAnswer | null): string {
  const answered = typeof response?.url === 'function' ? response.url() : response?.url;

  return answered || (url ?? request?.url() ?? '');
}

function statusOf(response: ClientAnswer): number {
  return typeof response.status === 'function' ? response.status() : response.status;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

import type { Redact } from '../../core/record/redact.ts';
import type { IncomingHttpHeaders } from 'node:http';
import type { RunFrame } from '../../core/ports.ts';
import { responseFacts } from '../../core/record/response-facts.ts';
import type { RequestRecord, TlsFacts } from '../../core/record/run-record.ts';
import { phaseClock, type PhaseClock } from './phase-clock.ts';

/** Facts about a request that the exchange fills in as it learns them. */
export interface RequestFacts {
  status: number | null;
  sizeBytes: number | null;
  connection: 'new' | 'reused' | 'none';
  remoteAddress: string | null;
  protocol: string | null;
  tls: TlsFacts | null;
}

/** One request on the wire and its measurements so far. */
export interface LoggedRequest {
  readonly method: string;
  readonly clock: PhaseClock;
  readonly facts: RequestFacts;
  /** `GET https://…`, without credentials and secrets. */
  readonly title: string;
  /** Takes the response headers; they are read when the record is created. */
  answered(headers: IncomingHttpHeaders): void;
  /**
   * Stops the clock. `error` says why the request failed; null if it did not. Only the first call
   * counts.
   */
  end(error: string | null): void;
  ended(): boolean;
  record(): RequestRecord;
}

/** Log of a session's requests, in order of their start. */
export interface RequestLog {
  open(method: string, url: URL): LoggedRequest;
  records(): readonly RequestRecord[];
  pending(): readonly string[];
}

const UNDER_WAY = 'not complete when the run ended';

/** Creates the empty log of a session. */
export function requestLog(frame: RunFrame, redact: Redact): RequestLog {
  const entries: LoggedRequest[] = [];

  return {
    open: (method, url) => {
      const entry = loggedRequest({ method, url: redact(publicUrl(url)) }, frame, redact);
      entries.push(entry);

      return entry;
    },
    records: () => entries.map((entry) => entry.record()),
    pending: () => entries.filter((entry) => !entry.ended()).map(({ title }) => title),
  };
}

/** A URL without credentials, and without the fragment, which is not sent. */
export function publicUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.hash = '';

  return shown.href;
}

function loggedRequest(
  target: { readonly method: string; readonly url: string },
  frame: RunFrame,
  redact: Redact,
): LoggedRequest {
  const startMs = Math.round(frame.elapsedMs() * 1000) / 1000;
  const step = frame.currentStep();
  const clock = phaseClock();
  const facts: RequestFacts = {
    status: null,
    sizeBytes: null,
    connection: 'none',
    remoteAddress: null,
    protocol: null,
    tls: null,
  };
  let ended = false;
  let error: string | null = UNDER_WAY;
  let headers: IncomingHttpHeaders = {};

  return {
    method: target.method,
    clock,
    facts,
    title: `${target.method} ${target.url}`,
    answered: (received) => {
      headers = received;
    },
    end: (text) => {
      clock.stop();
      if (ended) return;
      ended = true;
      error = text === null ? null : redact(text);
    },
    ended: () => ended,
    record: () => ({
      ...target,
      ...facts,
      ...responseFacts((name) => joinedValue(headers[name]), redact),
      ...clock.read(),
      startMs,
      step,
      resourceType: 'http',
      error,
    }),
  };
}

function joinedValue(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

import type { Redact } from '../../core/record/redact.ts';
import type { RunFrame } from '../../core/ports.ts';
import { shortUrl } from '../../core/base/short-url.ts';
import { responseFacts } from '../../core/record/response-facts.ts';
import { MALFORMATIONS, type Malformation } from '../../core/record/malformation.ts';
import type { InterimResponse, RequestRecord, TlsFacts } from '../../core/record/run-record.ts';
import { type AnswerHead, headerOf } from './answer-head.ts';
import { phaseClock, type PhaseClock } from './phase-clock.ts';

/** Facts about a request that the exchange fills in as it learns them. */
export interface RequestFacts {
  status: number | null;
  sizeBytes: number | null;
  connection: 'new' | 'reused' | 'none';
  remoteAddress: string | null;
  protocol: string | null;
  tls: TlsFacts | null;
  readonly interim: InterimResponse[];
  readonly malformed: Set<Malformation>;
}

/** One request on the wire and its measurements so far. */
export interface LoggedRequest {
  readonly method: string;
  readonly clock: PhaseClock;
  readonly facts: RequestFacts;
  /** `GET https://…`, without credentials and secrets; a long address is shortened. */
  readonly title: string;
  /** Takes the final head of the answer; its headers are read when the record is created. */
  answered(head: AnswerHead): void;
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
  /** `resourceType`: default `http`. */
  open(method: string, url: URL, resourceType?: string): LoggedRequest;
  /** An address for a message: secrets are replaced, then a long one is shortened. */
  readonly shown: (url: string) => string;
  records(): readonly RequestRecord[];
  pending(): readonly string[];
  /** Notes something about a request that passes all the same. */
  readonly warn: (entry: LoggedRequest, text: string) => void;
  warnings(): readonly string[];
}

const UNDER_WAY = 'not complete when the run ended';

/** Creates the empty log of a session. */
export function requestLog(frame: RunFrame, redact: Redact): RequestLog {
  const entries: LoggedRequest[] = [];
  const warnings: string[] = [];

  return {
    open: (method, url, resourceType = 'http') => {
      const target = { method, url: redact(publicUrl(url)), resourceType };
      const entry = loggedRequest(target, frame, redact);
      entries.push(entry);

      return entry;
    },
    shown: (url) => shortUrl(redact(url)),
    records: () => entries.map((entry) => entry.record()),
    pending: () => entries.filter((entry) => !entry.ended()).map(({ title }) => title),
    warn: ({ title }, text) => {
      warnings.push(redact(`${title}: ${text}`));
    },
    warnings: () => [...new Set(warnings)],
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
  target: Pick<RequestRecord, 'method' | 'url' | 'resourceType'>,
  frame: RunFrame,
  redact: Redact,
): LoggedRequest {
  const startMs = Math.round(frame.elapsedMs() * 1000) / 1000;
  const step = frame.currentStep();
  const clock = phaseClock();
  const facts = noFacts();
  let ended = false;
  let error: string | null = UNDER_WAY;
  let head: AnswerHead | null = null;

  return {
    method: target.method,
    clock,
    facts,
    title: `${target.method} ${shortUrl(target.url)}`,
    answered: (received) => {
      head = received;
      facts.status = received.status;
      facts.protocol = received.version === '2' ? 'h2' : `http/${received.version}`;
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
      ...recordedFacts(facts),
      ...responseFacts((name) => (head === null ? undefined : headerOf(head, name)), redact),
      ...clock.read(),
      startMs,
      step,
      error,
    }),
  };
}

function noFacts(): RequestFacts {
  return {
    status: null,
    sizeBytes: null,
    connection: 'none',
    remoteAddress: null,
    protocol: null,
    tls: null,
    interim: [],
    malformed: new Set(),
  };
}

/** Lists that are empty are left out. */
function recordedFacts({
  interim,
  malformed,
  ...known
}: RequestFacts): Omit<RequestFacts, 'interim' | 'malformed'> &
  Pick<RequestRecord, 'interim' | 'malformed'> {
  const kinds = MALFORMATIONS.filter((each) => malformed.has(each));

  return {
    ...known,
    ...(interim.length === 0 ? {} : { interim: [...interim] }),
    ...(kinds.length === 0 ? {} : { malformed: kinds }),
  };
}

import type { FailureReason } from '../../../core/ports.ts';
import { addressRefusal, hostRefusal, type ReachRules } from '../../net/address-guard.ts';
import ipaddr from 'ipaddr.js';
import type { BrowserRequest } from './browser-request.ts';
import { networkCause, networkCodeIn } from './network-causes.ts';
import type { NetworkListener } from './network-log.ts';

/** What watching the documents of one attempt needs. */
export interface DocumentWatchOptions {
  readonly reach: ReachRules;
  readonly allowStatus: readonly number[];
}

/** The documents of one attempt: what went wrong with them, whatever the journey made of it. */
export interface DocumentWatch extends NetworkListener {
  standing(): FailureReason | null;
  onFinalFailure(listener: (verdict: FailureReason) => void): void;
  /** Resolves when a verdict has been reached; perhaps never. */
  concluded(): Promise<void>;
  /** Ends the attempt with this verdict, unless one stands. */
  conclude(verdict: FailureReason): void;
  /** The same after a moment, so that evidence shows the page. */
  readonly concludeSoon: (verdict: FailureReason) => void;
  /** The page document that was asked for last; null before the first. */
  latest(): BrowserRequest | null;
}

/** Statuses from here on are errors. */
const FIRST_ERROR_STATUS = 400;
/** How long the journey may go on after an error page, so that evidence shows the page. */
const STATUS_GRACE_MS = 250;

/** Starts to watch. */
export function documentWatch(options: DocumentWatchOptions): DocumentWatch {
  let standing: FailureReason | null = null;
  let announced = false;
  let latest: BrowserRequest | null = null;
  const listeners: ((verdict: FailureReason) => void)[] = [];

  function stand(verdict: FailureReason | null): void {
    standing ??= verdict;
  }

  function announce(): void {
    if (standing === null || announced) return;
    announced = true;
    for (const listener of listeners) listener(standing);
  }

  function concludeSoon(verdict: FailureReason): void {
    stand(verdict);
    setTimeout(announce, STATUS_GRACE_MS).unref();
  }

  function conclude(verdict: FailureReason | null): void {
    if (verdict === null) return;
    stand(verdict);
    announce();
  }

  return {
    standing: () => standing,
    onFinalFailure: (listener) => void listeners.push(listener),
    conclude,
    concludeSoon,
    concluded: async () => {
      if (announced) return;
      await new Promise<void>((resolve) => {
        listeners.push(() => resolve());
      });
    },
    latest: () => latest,
    onStarted: (exchange) => {
      if (exchange.isPage) latest = exchange;
    },
    onResponse: (exchange) => {
      conclude(blockedVerdict(exchange, options.reach));
      if (!exchange.isPage) return;
      const refused = statusVerdict(answerOf(exchange), options.allowStatus);
      if (refused !== null) concludeSoon(refused);
    },
    onData: (exchange) => conclude(oversizeVerdict(exchange)),
    onEnded: (exchange) => {
      if (!exchange.isPage || exchange.error === null) return;
      conclude(refusedVerdict(exchange, options.reach) ?? brokenBodyVerdict(exchange));
    },
  };
}

/** A connection stood to an address that pages may not reach, however its name was spelled. */
function blockedVerdict(exchange: BrowserRequest, reach: ReachRules): FailureReason | null {
  const address = exchange.response?.remoteIPAddress?.replaceAll(/[[\]]/g, '');
  if (address === undefined || !ipaddr.isValid(address)) return null;
  const refusal = addressRefusal(new URL(exchange.url), address, reach);

  return refusal === null ? null : blocked(exchange, refusal);
}

/** A page's own document was asked for at a host that the resolver rules made unknown. */
function refusedVerdict(exchange: BrowserRequest, reach: ReachRules): FailureReason | null {
  if (exchange.error !== 'net::ERR_NAME_NOT_RESOLVED') return null;
  const url = new URL(exchange.url);
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  const byHost = hostRefusal(url, reach);
  if (byHost !== null) return blocked(exchange, byHost);
  const address = /(^|\.)localhost\.?$/.test(host) ? '127.0.0.1' : host;
  const refusal = ipaddr.isValid(address) ? addressRefusal(url, address, reach) : null;

  return refusal === null ? null : blocked(exchange, refusal);
}

function blocked(exchange: BrowserRequest, refusal: string): FailureReason {
  return {
    cause: 'security.blocked',
    message: `${exchange.method} ${exchange.url} was refused: ${refusal}`,
  };
}

/** A document's status line. */
export interface DocumentAnswer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
}

function answerOf({ method, url, response }: BrowserRequest): DocumentAnswer {
  return { method, url, status: response?.status ?? 0, statusText: response?.statusText ?? '' };
}

/** What a document's status comes to: null unless it is an error that is not allowed. */
export function statusVerdict(
  { method, url, status, statusText }: DocumentAnswer,
  allowed: readonly number[],
): FailureReason | null {
  if (status < FIRST_ERROR_STATUS || allowed.includes(status)) return null;
  const answer = statusText === '' ? `${status}` : `${status} ${statusText}`;

  return {
    cause: 'target.status',
    message: `${method} ${url} answered ${answer}; to accept it, name it in allowStatus`,
  };
}

/** A document may hold this much, after decompression; the same limit as of API responses. */
const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

function oversizeVerdict(exchange: BrowserRequest): FailureReason | null {
  if (!exchange.isPage || exchange.decodedBytes <= MAX_DOCUMENT_BYTES) return null;
  const limit = MAX_DOCUMENT_BYTES / 1024 / 1024;

  return {
    cause: 'target.body',
    message: `The document ${exchange.url} is larger than ${limit} MB (or endless), after decompression`,
  };
}

/** A document that began and did not come to its end: no time-out will make it whole. */
function brokenBodyVerdict(exchange: BrowserRequest): FailureReason | null {
  const code = networkCodeIn(exchange.error ?? '');
  const known = code === null ? null : networkCause(code);
  if (known === null) return null;
  if (known.cause === 'target.body') {
    return { cause: known.cause, message: `The document ${exchange.url} ${known.words} (${code})` };
  }
  if (exchange.response === null || known.cause !== 'target.protocol') return null;

  return {
    cause: 'target.body',
    message: `The document ${exchange.url} was cut short: the connection broke (${code})`,
  };
}

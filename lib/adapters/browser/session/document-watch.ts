import type { FailureReason } from '../../../core/ports.ts';
import { addressRefusal, hostRefusal, type ReachRules } from '../../net/address-guard.ts';
import ipaddr from 'ipaddr.js';
import type { BrowserRequest } from './browser-request.ts';
import { networkCause, networkCodeIn } from './network-causes.ts';
import type { NetworkListener } from './network-log.ts';

/** Rules that the documents of one attempt are checked against. */
export interface DocumentWatchOptions {
  readonly reach: ReachRules;
  readonly allowStatus: readonly number[];
}

/**
 * Watches the documents of one attempt and reports their failures, however the journey handles
 * them.
 */
export interface DocumentWatch extends NetworkListener {
  finalFailure(): FailureReason | null;
  onFinalFailure(listener: (failure: FailureReason) => void): void;
  /** Resolves when a failure has been announced; never if there is none. */
  announced(): Promise<void>;
  /** Ends the attempt with this failure, unless there is an earlier one. */
  fail(failure: FailureReason): void;
  /** As {@link DocumentWatch.fail}, but after a delay, so that evidence shows the page. */
  readonly failSoon: (failure: FailureReason) => void;
  /** The page's latest document request; null before the first. */
  latest(): BrowserRequest | null;
}

/** First status that is an error. */
const FIRST_ERROR_STATUS = 400;
/** How long the journey continues after an error page, so that evidence shows the page. */
const STATUS_GRACE_MS = 250;

/** Creates the watch of one attempt. */
export function documentWatch(options: DocumentWatchOptions): DocumentWatch {
  let finalFailure: FailureReason | null = null;
  let isAnnounced = false;
  let latest: BrowserRequest | null = null;
  const listeners: ((failure: FailureReason) => void)[] = [];

  function keepFirst(failure: FailureReason | null): void {
    finalFailure ??= failure;
  }

  function announce(): void {
    if (finalFailure === null || isAnnounced) return;
    isAnnounced = true;
    for (const listener of listeners) listener(finalFailure);
  }

  function failSoon(failure: FailureReason): void {
    keepFirst(failure);
    setTimeout(announce, STATUS_GRACE_MS).unref();
  }

  function fail(failure: FailureReason | null): void {
    if (failure === null) return;
    keepFirst(failure);
    announce();
  }

  return {
    finalFailure: () => finalFailure,
    onFinalFailure: (listener) => void listeners.push(listener),
    fail,
    failSoon,
    announced: async () => {
      if (isAnnounced) return;
      await new Promise<void>((resolve) => {
        listeners.push(() => resolve());
      });
    },
    latest: () => latest,
    onStarted: (request) => {
      if (request.isPage) latest = request;
    },
    onResponse: (request) => {
      fail(blockedFailure(request, options.reach));
      if (!request.isPage) return;
      const refused = documentStatusFailure(answerOf(request), options.allowStatus);
      if (refused !== null) failSoon(refused);
    },
    onData: (request) => fail(oversizeFailure(request)),
    onEnded: (request) => {
      if (!request.isPage || request.error === null) return;
      fail(refusedFailure(request, options.reach) ?? incompleteBodyFailure(request));
    },
  };
}

/** The browser connected to a forbidden address, whatever name it was reached by. */
function blockedFailure(request: BrowserRequest, reach: ReachRules): FailureReason | null {
  const address = request.response?.remoteIPAddress?.replaceAll(/[[\]]/g, '');
  if (address === undefined || !ipaddr.isValid(address)) return null;
  const refusal = addressRefusal(new URL(request.url), address, reach);

  return refusal === null ? null : blocked(request, refusal);
}

/** A page's document was requested from a host that the resolver rules blocked. */
function refusedFailure(request: BrowserRequest, reach: ReachRules): FailureReason | null {
  if (request.error !== 'net::ERR_NAME_NOT_RESOLVED') return null;
  const url = new URL(request.url);
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  const byHost = hostRefusal(url, reach);
  if (byHost !== null) return blocked(request, byHost);
  const address = /(^|\.)localhost\.?$/.test(host) ? '127.0.0.1' : host;
  const refusal = ipaddr.isValid(address) ? addressRefusal(url, address, reach) : null;

  return refusal === null ? null : blocked(request, refusal);
}

function blocked(request: BrowserRequest, refusal: string): FailureReason {
  return {
    cause: 'security.blocked',
    message: `${request.method} ${request.url} was blocked: ${refusal}`,
  };
}

/** Method, URL and status of a document's response. */
export interface DocumentAnswer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
}

function answerOf({ method, url, response }: BrowserRequest): DocumentAnswer {
  return { method, url, status: response?.status ?? 0, statusText: response?.statusText ?? '' };
}

/** The failure of a document with an error status that is not allowed; else null. */
export function documentStatusFailure(
  { method, url, status, statusText }: DocumentAnswer,
  allowed: readonly number[],
): FailureReason | null {
  if (status < FIRST_ERROR_STATUS || allowed.includes(status)) return null;
  const answer = statusText === '' ? `${status}` : `${status} ${statusText}`;

  return {
    cause: 'target.status',
    message: `${method} ${url} answered ${answer}; to accept it, add it to allowStatus`,
  };
}

/** Limit of a document's size after decompression; the same as for API responses. */
const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

function oversizeFailure(request: BrowserRequest): FailureReason | null {
  if (!request.isPage || request.decodedBytes <= MAX_DOCUMENT_BYTES) return null;
  const limit = MAX_DOCUMENT_BYTES / 1024 / 1024;

  return {
    cause: 'target.body',
    message: `The document ${request.url} is larger than ${limit} MB (or endless), after decompression`,
  };
}

/** The failure of a document that was not received completely; waiting longer would not help. */
function incompleteBodyFailure(request: BrowserRequest): FailureReason | null {
  const code = networkCodeIn(request.error ?? '');
  const known = code === null ? null : networkCause(code);
  if (known === null) return null;
  if (known.cause === 'target.body') {
    return {
      cause: known.cause,
      message: `The document ${request.url} ${known.predicate} (${code})`,
    };
  }
  if (request.response === null || known.cause !== 'target.protocol') return null;

  return {
    cause: 'target.body',
    message: `The document ${request.url} was cut off: the connection broke (${code})`,
  };
}

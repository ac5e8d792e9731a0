import type { FailureReason } from '../../../core/ports.ts';
import { addressRefusal, type ReachRules } from '../../net/address-guard.ts';
import ipaddr from 'ipaddr.js';
import type { BrowserRequest } from './browser-request.ts';
import { networkCause, networkCodeIn } from './network-causes.ts';
import { finalFailure } from './final-failure.ts';
import type { NetworkListener } from './network-log.ts';
import {
  blockedDocument,
  mayBeRefused,
  refusedDocument,
  type ServedDocument,
  type UnloadedDocument,
} from './refused-document.ts';
import type { RefusalFeed } from './refusals.ts';

/** Rules that the documents of one attempt are checked against. */
export interface DocumentWatchOptions {
  readonly reach: ReachRules;
  readonly allowStatus: readonly number[];
  /** Connections that the guard refused. */
  readonly refusals: RefusalFeed;
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
  readonly fail: (failure: FailureReason) => void;
  /** Finds out whether a document was refused, which ends the attempt. */
  readonly unloaded: (document: UnloadedDocument) => void;
  /** Ends the attempt if a document came from a forbidden address. */
  readonly served: (document: ServedDocument) => void;
  /** Resolves when no cause is being looked for. */
  settled(): Promise<void>;
  /** As {@link DocumentWatch.fail}, but after a delay, so that evidence shows the page. */
  readonly failSoon: (failure: FailureReason) => void;
  /** The page's latest document request; null before the first. */
  latest(): BrowserRequest | null;
}

/** First status that is an error. */
const FIRST_ERROR_STATUS = 400;

/** Creates the watch of one attempt. */
export function documentWatch(options: DocumentWatchOptions): DocumentWatch {
  const final = finalFailure();
  let latest: BrowserRequest | null = null;
  const searches = new Set<Promise<void>>();

  async function search(document: UnloadedDocument): Promise<void> {
    // A text of a page that is no URL has no cause here.
    final.fail(await refusedDocument(document, options).catch(() => null));
  }

  function served(document: ServedDocument): void {
    final.fail(servedFailure(document, options.reach));
  }

  function unloaded(document: UnloadedDocument): void {
    if (!mayBeRefused(document.error)) return;
    const running = search(document);
    searches.add(running);
    void running.then(() => searches.delete(running));
  }

  return {
    unloaded,
    served,
    settled: async () => {
      await Promise.all(searches);
    },
    finalFailure: final.read,
    onFinalFailure: final.onAnnounced,
    fail: final.fail,
    failSoon: final.failSoon,
    announced: final.announced,
    latest: () => latest,
    onStarted: (request) => {
      if (request.isPage) latest = request;
    },
    onResponse: (request) => {
      const { method, url, response } = request;
      served({ method, url, address: response?.remoteIPAddress ?? '' });
      if (!request.isPage) return;
      const refused = documentStatusFailure(answerOf(request), options.allowStatus);
      if (refused !== null) final.failSoon(refused);
    },
    onData: (request) => final.fail(oversizeFailure(request)),
    onEnded: (request) => {
      if (!request.isPage || request.error === null) return;
      const { method, url, error } = request;
      unloaded({ method, url, error });
      final.fail(incompleteBodyFailure(request));
    },
  };
}

/** The browser connected to a forbidden address, whatever name it was reached by. */
function servedFailure(document: ServedDocument, reach: ReachRules): FailureReason | null {
  const address = document.address.replaceAll(/[[\]]/g, '');
  if (!ipaddr.isValid(address)) return null;
  const refusal = addressRefusal(new URL(document.url), address, reach);

  return refusal === null ? null : blockedDocument(document, refusal);
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
  if (code === null) return null;
  const { kind, predicate } = networkCause(code);
  if (kind === 'target.body') {
    return { cause: kind, message: `The document ${request.url} ${predicate} (${code})` };
  }
  if (request.response === null || kind !== 'target.protocol') return null;

  return {
    cause: 'target.body',
    message: `The document ${request.url} was cut off: the connection broke (${code})`,
  };
}

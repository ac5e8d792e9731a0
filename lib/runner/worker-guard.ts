import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { RefusedConnection } from '../core/record/run-record.ts';
import type { AttemptRequest, AttemptResult } from '../core/journey/attempt.ts';
import { chromiumPrograms } from '../adapters/browser/chromium-places.ts';
import { guardEnvironment } from '../adapters/guard/guard-environment.ts';
import { guardLibrary } from '../adapters/guard/guard-library.ts';
import { type Judge, openJudge } from '../adapters/guard/judge.ts';
import type { ReachRules } from '../adapters/net/address-guard.ts';
import type { WorkerSettings } from './protocol.ts';

/** What contains a worker and its browser: the library in them, and the judge of their connections. */
export interface WorkerGuard {
  /** Variables that load the library; none where it cannot be loaded. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * The worker has run the platform's own start, which connects to itself on loopback. What it runs from
   * now on is the journey.
   */
  noteReady(): void;
  /** Applies the rules of the request's journey, as soon as the worker is ready. */
  startAttempt(request: AttemptRequest, forwarderPort: number | null): void;
  /** The result with what the guard knows, in place of what the worker says about it. */
  complete(result: AttemptResult): AttemptResult;
  close(): void;
}

/** A worker that is about to start, and who hears of its refused connections. */
export interface GuardedWorker {
  readonly workerPath: string;
  readonly settings: WorkerSettings;
  /** The worker's own folder; null if it has none. */
  readonly folder: string | null;
  /** Called for connections that are refused: for the first ones to each address, as many as a limit. */
  readonly onRefused?: (refused: RefusedConnection) => void;
}

/** Limit of a socket's path (`sun_path`), without the zero at its end. */
const MAX_SOCKET_BYTES = 107;
const SOCKET = 'guard.sock';
const LIBRARY = 'guard.so';
/** Refusals of an attempt that are passed on: a page may try every port there is. */
const MAX_NEWS = 1_000;

/**
 * The guard of a worker that is about to start. It also hides the environment and memory of this
 * process, which holds the credentials, from everything that runs as its user.
 */
export function guardFor(worker: GuardedWorker): WorkerGuard {
  const library = guardLibrary(path.dirname(worker.workerPath));
  if (library === null) return partialGuard();
  library.protect();
  const place = placeFor(worker.folder);
  if (place === null) return partialGuard();
  const socketPath = path.join(place.folder, SOCKET);
  const { settings, onRefused } = worker;
  const environment = guardEnvironment({
    libraryPath: passable(library.path, place.folder),
    socketPath,
    runnerPid: process.pid,
    lambdaRuntimeApi: settings.lambdaRuntimeApi,
    programs: settings.kind === 'browser' ? chromiumPrograms(settings) : [],
  });
  if (environment === null) {
    place.remove();

    return partialGuard();
  }
  const news = limitedNews(onRefused);
  const judge = openJudge({ socketPath, onRefused: news.pass });
  let isReady = false;
  let reach: ReachRules | null = null;
  let port: number | null = null;

  return {
    environment,
    noteReady: () => {
      isReady = true;
      if (reach !== null) judge.bind(reach, port);
    },
    startAttempt: ({ plan }, forwarderPort) => {
      port = forwarderPort;
      const { baseUrl, allowPrivate, allowHosts } = plan;
      const { allowPrivateTargets } = settings;
      reach = { baseUrl, allowPrivate, allowHosts, allowPrivateTargets };
      if (isReady) judge.bind(reach, port);
      judge.startAttempt();
      news.renew();
    },
    complete: (result) => completed(result, judge, settings),
    close: () => {
      judge.close();
      place.remove();
    },
  };
}

interface News {
  readonly pass: (refused: RefusedConnection) => void;
  /** A new attempt begins. */
  readonly renew: () => void;
}

/** Passes on the first refusal of each address, and no more of an attempt than the limit. */
function limitedNews(listener: GuardedWorker['onRefused']): News {
  let left = MAX_NEWS;

  return {
    pass: (refused) => {
      if (refused.count > 1 || left === 0) return;
      left -= 1;
      listener?.(refused);
    },
    renew: () => {
      left = MAX_NEWS;
    },
  };
}

function partialGuard(): WorkerGuard {
  return {
    environment: {},
    noteReady: () => undefined,
    startAttempt: () => undefined,
    complete: (result) => withReading(withoutRefusals(result), { containment: 'partial' }),
    close: () => undefined,
  };
}

interface Place {
  readonly folder: string;
  remove(): void;
}

/**
 * The worker's folder, or a short one if the path of a socket in it would be too long; null if there is
 * none.
 */
function placeFor(folder: string | null): Place | null {
  if (folder !== null && Buffer.byteLength(path.join(folder, SOCKET)) <= MAX_SOCKET_BYTES) {
    return { folder, remove: () => undefined };
  }
  try {
    const own = mkdtempSync('/tmp/waywiser-guard-');

    return { folder: own, remove: () => rmSync(own, { recursive: true, force: true }) };
  } catch {
    // A full disk, on which nothing else works either: the run reports it.
    return null;
  }
}

/** The loader separates paths at spaces and colons: a library in such a folder is copied. */
function passable(libraryPath: string, folder: string): string {
  if (!/[\s:]/.test(libraryPath)) return libraryPath;
  const copy = path.join(folder, LIBRARY);
  if (!existsSync(copy)) copyFileSync(libraryPath, copy);

  return copy;
}

function completed(result: AttemptResult, judge: Judge, { kind }: WorkerSettings): AttemptResult {
  const { refused, omitted } = judge.refusals();
  const worker = judge.worker();
  const isFull = worker !== null && (kind === 'api' || judge.hasBrowser());
  const clean = withReading(withoutRefusals(result), {
    containment: isFull ? 'full' : 'partial',
    ...(worker?.credentials == null ? {} : { credentials: worker.credentials }),
  });

  return {
    ...clean,
    ...(refused.length === 0 ? {} : { refused }),
    omitted: omitted === 0 ? clean.omitted : { ...clean.omitted, refused: omitted },
  };
}

function withReading(
  result: AttemptResult,
  facts: Pick<AttemptResult['instrument'], 'containment' | 'credentials'>,
): AttemptResult {
  const { containment: _, credentials: __, ...instrument } = result.instrument;

  return { ...result, instrument: { ...instrument, ...facts } };
}

/** The worker's own word about refused connections does not count. */
function withoutRefusals(result: AttemptResult): AttemptResult {
  const { refused: _, ...rest } = result;
  const { refused: __, ...omitted } = result.omitted;

  return { ...rest, omitted };
}

import type { AttemptProgress, AttemptResult } from '../../core/journey/attempt.ts';
import type { WorkerReport } from '../protocol.ts';
import { MAX_MESSAGE_BYTES, MAX_PROGRESS_BYTES } from '../wire/message-limits.ts';
import type { Frame } from '../wire/frames.ts';
import {
  type Check,
  count,
  fieldsOf,
  flag,
  list,
  misfit,
  object,
  oneOf,
  orNull,
  text,
  time,
} from './check.ts';
import { bodyResult, OBSERVATIONS, POSITION, STEP } from './result-schema.ts';
import { ownValue } from '../../core/base/own-value.ts';

/** A worker has one browser. */
const MAX_PIDS = 8;

type Of<T, K> = Extract<T, { readonly kind: K }>;

const PROGRESS: { readonly [K in AttemptProgress['kind']]: Check<Of<AttemptProgress, K>> } = {
  'body-started': object<Of<AttemptProgress, 'body-started'>>(
    { kind: oneOf(['body-started']) },
    {},
  ),
  'step-started': object<Of<AttemptProgress, 'step-started'>>(
    {
      kind: oneOf(['step-started']),
      name: text,
      parent: orNull(text),
      startMs: time,
      at: orNull(POSITION),
    },
    {},
  ),
  'step-ended': object<Of<AttemptProgress, 'step-ended'>>(
    { kind: oneOf(['step-ended']), step: STEP },
    {},
  ),
  'body-stopped': object<Of<AttemptProgress, 'body-stopped'>>(
    { kind: oneOf(['body-stopped']) },
    {},
  ),
  'body-ended': object<Of<AttemptProgress, 'body-ended'>>(
    { kind: oneOf(['body-ended']), result: bodyResult },
    {},
  ),
};

const REPORTS: { readonly [K in WorkerReport['kind']]: Check<Of<WorkerReport, K>> } = {
  ready: object<Of<WorkerReport, 'ready'>>({ kind: oneOf(['ready']) }, {}),
  progress: object<Of<WorkerReport, 'progress'>>(
    {
      kind: oneOf(['progress']),
      attemptId: text,
      progress: (value) => byKind<AttemptProgress>(PROGRESS, value),
    },
    {},
  ),
  browser: object<Of<WorkerReport, 'browser'>>(
    {
      kind: oneOf(['browser']),
      attemptId: text,
      pids: list(count, MAX_PIDS),
      mode: orNull(oneOf(['multi-process', 'single-process'])),
    },
    {},
  ),
  done: object<Of<WorkerReport, 'done'>>(
    { kind: oneOf(['done']), attemptId: text, result: attemptResult, clean: flag },
    {},
  ),
};

/**
 * Checks a message of a worker: its size, and every field to the last. Throws a
 * {@link ProtocolBreach} that says what differs.
 */
export function workerReport({ message, sizeBytes }: Frame): WorkerReport {
  const report = byKind<WorkerReport>(REPORTS, message);
  const maxBytes = report.kind === 'done' ? MAX_MESSAGE_BYTES : MAX_PROGRESS_BYTES;
  if (sizeBytes > maxBytes) throw misfit(`a message of at most ${maxBytes} bytes`);

  return report;
}

function attemptResult(value: unknown): AttemptResult {
  return { ...bodyResult(value), ...OBSERVATIONS(value) };
}

function byKind<T>(checks: Readonly<Record<string, Check<T>>>, value: unknown): T {
  const { kind } = fieldsOf(value);
  const check = typeof kind === 'string' ? ownValue(checks, kind) : undefined;
  if (check === undefined) throw misfit('of a known kind');

  return check(value);
}

import type { BrowserObservations } from '../../../core/ports.ts';
import type { EvidenceItem } from '../../../core/record/run-record.ts';
import { withDeadline } from '../with-deadline.ts';
import { downloadRecord } from './download-record.ts';
import type { SessionParts } from './session-parts.ts';

/** Flushes and collects what was observed, after the clocks have stopped. */
export async function collectObservations(
  parts: SessionParts,
  deadlineMs: number,
): Promise<BrowserObservations> {
  const { network, vitals, console, redact, options } = parts;
  parts.stop();
  await parts.downloads.settled();
  const requests = [
    ...network.records(redact),
    ...parts.downloads.files
      .all()
      .flatMap((file) => downloadRecord(file, options.frame.elapsedMs())),
    ...parts.client.records(),
  ];
  const loading = network.pending().some(({ isPage }) => isPage);
  await parts.pages.flush({ deadlineMs, loading });
  const navigations = vitals.omitted();
  const omittedRequests = network.omitted() + parts.client.omitted();

  return {
    requests,
    vitals: vitals.vitals(),
    stepVitals: vitals.stepVitals(),
    console: console.lines(),
    pageErrors: console.pageErrors(),
    omitted: {
      ...console.omitted(),
      ...(omittedRequests > 0 ? { requests: omittedRequests } : {}),
      ...(navigations > 0 ? { navigations } : {}),
    },
  };
}

/**
 * Closes the context. If it does not close in time, or the browser is single-process, the browser
 * is ended too.
 */
export async function closeSession(
  parts: SessionParts,
  deadlineMs: number,
): Promise<readonly EvidenceItem[]> {
  const { launched, context, recording, options } = parts;
  parts.stop();
  const evidence = await recording.stop(deadlineMs);
  await withDeadline(parts.contexts.close(), CLOSE_DEADLINE_MS);
  const closed =
    launched.mode === 'multi-process' &&
    (await withDeadline(
      context.close().then(() => true),
      CLOSE_DEADLINE_MS,
    ));
  if (closed !== true) await options.discard();
  await withDeadline(parts.downloads.close(), CLOSE_DEADLINE_MS);

  return [...evidence, ...(await recording.finish(REDACT_DEADLINE_MS))];
}

/** Time limit of redacting a HAR: a large one takes seconds. */
const REDACT_DEADLINE_MS = 5_000;

/**
 * Time limit of closing a context, which usually takes 10 ms; a page in an endless loop never
 * closes.
 */
const CLOSE_DEADLINE_MS = 1_000;

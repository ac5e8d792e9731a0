import { UNMEASURED_PHASES } from '../../../core/record/unmeasured-phases.ts';
import { withoutCredentials } from './request-record.ts';
import { roundMicroseconds } from '../../../core/run/step-tracker.ts';
import type { RequestRecord } from '../../../core/record/run-record.ts';
import type { DownloadedFile } from './downloaded-files.ts';

/**
 * The record of a file of a link with a `download` attribute: at most one. The browser reports nothing
 * of its request before the answer begins, so that only the time of receiving it is known.
 */
export function downloadRecord(file: DownloadedFile, nowMs: number): readonly RequestRecord[] {
  const { url, isRequested, startMs, endMs, step, bytes } = file;
  if (isRequested || !/^https?:/.test(url)) return [];
  const receiveMs = roundMicroseconds(Math.max(0, (endMs ?? nowMs) - startMs));

  return [
    {
      method: 'GET',
      url: withoutCredentials(url),
      status: null,
      startMs: roundMicroseconds(startMs),
      phases: { ...UNMEASURED_PHASES, receiveMs, unaccountedMs: 0 },
      totalMs: receiveMs,
      sizeBytes: endMs === null ? null : bytes,
      connection: 'unknown',
      remoteAddress: null,
      protocol: null,
      tls: null,
      step,
      resourceType: 'download',
      error: file.error ?? (endMs === null ? 'not complete when the run ended' : null),
    },
  ];
}

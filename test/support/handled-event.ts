import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { RunnerManifest } from '../../lib/core/deploy/manifest.ts';
import type { JourneyPlan } from '../../lib/core/journey/plan.ts';
import type { RunRecord } from '../../lib/core/record/run-record.ts';
import type { AttemptRequest, AttemptResult } from '../../lib/core/journey/attempt.ts';
import { type EventPorts, handleEvent } from '../../lib/runner/lambda/handle-event.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { planOf } from './attempt-requests.ts';
import { attemptResult } from './attempt-results.ts';

/** When the events of these tests are handled. */
export const NOW_MS = Date.parse('2026-11-22T20:05:03Z');
/** A schedule's event. */
export const SLOT = { journey: 'shop', kind: 'api', scheduledAt: '2026-11-22T20:05:00Z' };

interface World {
  /** Absolute folder for code and evidence. */
  readonly dir: string;
  readonly plan?: Partial<JourneyPlan>;
  readonly manifest?: Partial<RunnerManifest>;
  readonly attempt?: (request: AttemptRequest) => AttemptResult;
  readonly ports?: Partial<EventPorts>;
}

/** Handles one event, and returns what was answered, sent and uploaded. */
export async function handledEvent(event: unknown, { dir, plan, manifest, attempt, ports }: World) {
  const messages: string[] = [];
  const uploads: { readonly key: string; readonly contentType: string }[] = [];
  const requests: AttemptRequest[] = [];
  const answer = await handleEvent(
    event,
    {
      region: 'eu-west-1',
      codeDir: path.join(dir, 'code'),
      evidenceRoot: path.join(dir, 'evidence'),
      evidencePrefix: 'evidence/browser-runner',
      manifest: {
        stage: 'prod',
        maintenance: [],
        allowPrivate: [],
        secrets: {},
        journeys: [
          {
            plan: planOf({ name: 'shop', evidence: 'rerun', ...plan }),
            bundle: 'journeys/shop.cjs',
          },
        ],
        ...manifest,
      },
    },
    {
      sandbox: {
        attempt: async (request) => {
          requests.push(request);

          return attempt?.(request) ?? attemptResult();
        },
      },
      secrets: { read: async (name) => `value of ${name}` },
      clock: manualClock(NOW_MS),
      nodeVersion: '24.0.0',
      remainingMs: () => 60_000,
      suffix: () => 'k3x9',
      sender: async () => async (body) => {
        messages.push(body);
      },
      uploader:
        async () =>
        async ({ key, contentType }) => {
          uploads.push({ key, contentType });
        },
      ...ports,
    },
  );

  return { answer, messages, uploads, requests, record: recordIn(messages.at(-1)) };
}

/** The record in a message; empty where it has none. */
export function recordIn(body = '{}'): RunRecord {
  const { record = EMPTY }: { record?: string } = JSON.parse(body);
  const parsed: RunRecord = JSON.parse(gunzipSync(Buffer.from(record, 'base64')).toString());

  return parsed;
}

/** Of messages without a record. */
const EMPTY = gzipSync('{}').toString('base64');

/** An attempt that failed and left a screenshot. */
export function withScreenshot({ evidenceDir, projectDir }: AttemptRequest): AttemptResult {
  const file = path.join(evidenceDir ?? '', 'screenshot.png');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, 'PNG');
  const evidence = [
    { kind: 'screenshot' as const, path: path.relative(projectDir, file), from: 'run' as const },
  ];

  return { ...attemptResult('target.status'), evidence };
}

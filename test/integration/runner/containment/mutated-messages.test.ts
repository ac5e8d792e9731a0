import * as fc from 'fast-check';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { WorkerReport } from '../../../../lib/runner/protocol.ts';
import { WorkerProcess } from '../../../../lib/runner/worker-process.ts';
import { workerChannel } from '../../../../lib/runner/worker-channel.ts';
import { requestOf } from '../../../support/attempt-requests.ts';
import { mutatedConversation } from '../../../support/mutated-messages.ts';
import { sandboxOptions } from '../../../support/sandboxes.ts';

/** Conversations in one run; more for a campaign. */
const CASES = Number(process.env['WAYWISER_GARBAGE_CASES'] ?? 500);
/** Of so many, one goes through a process of its own. */
const CASES_PER_PROCESS = 50;
const DEADLINE_MS = 3_600_000;

let dir = '';
let server: net.Server;

beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'mutated-'));
  server = net.createServer();
  server.listen(path.join(dir, 'pipe'));
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Sends bytes through a pipe as a worker has it, and returns what the sandbox's end makes of them. */
async function heard(bytes: Buffer): Promise<{ reports: WorkerReport[]; breaches: string[] }> {
  const accepted = once(server, 'connection');
  const worker = net.connect(path.join(dir, 'pipe'));
  const [pipe]: net.Socket[] = await accepted;
  if (pipe === undefined) throw new Error('no connection');
  const reports: WorkerReport[] = [];
  const breaches: string[] = [];
  const ended = once(pipe, 'close');
  workerChannel(pipe, {
    onReport: (report) => reports.push(report),
    onBreach: ({ message }) => breaches.push(message),
  });
  worker.on('error', () => undefined).end(bytes);
  await ended;
  worker.destroy();

  return { reports, breaches };
}

test(
  `${CASES} conversations with errors end in reports of the right form or in one breach`,
  async () => {
    const seen = { reports: 0, breaches: 0 };

    await fc.assert(
      fc.asyncProperty(mutatedConversation, async (bytes) => {
        const { reports, breaches } = await heard(bytes);
        seen.reports += reports.length;
        seen.breaches += breaches.length;

        expect(breaches.length).toBeLessThanOrEqual(1);
        for (const report of reports) {
          expect(['ready', 'browser', 'progress', 'done']).toContain(report.kind);
          // No number that JSON does not have.
          expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        }
      }),
      { numRuns: CASES, endOnFailure: true },
    );

    process.stdout.write(`\n${CASES} conversations: ${JSON.stringify(seen)}\n`);
    expect(seen.reports).toBeGreaterThan(0);
    expect(seen.breaches).toBeGreaterThan(0);
  },
  DEADLINE_MS,
);

/** A worker that answers its first order with the bytes of a file, and ends. */
const WORKER = `
const fs = require('node:fs');
const bytes = fs.readFileSync(__filename + '.bytes');
const pipe = new (require('node:net').Socket)({ fd: 3 });
pipe.once('data', (order) => {
  const id = /"attemptId":"([0-9a-f]{32})"/.exec(String(order))[1];
  // The same length: frames stay as they are.
  const own = Buffer.from(bytes.toString('latin1').replaceAll('00112233445566778899aabbccddeeff', id), 'latin1');
  pipe.write(own, () => process.kill(process.pid, 'SIGKILL'));
});`;

test(
  'an attempt ends once whatever its worker sends',
  async () => {
    const workerPath = path.join(dir, 'worker.cjs');
    writeFileSync(workerPath, WORKER);
    const own = { workerPath, readable: [`${dir}/`], memoryLimitBytes: 64 * 1_048_576 };
    const options = sandboxOptions('api', own);
    const outcomes: string[] = [];

    await fc.assert(
      fc.asyncProperty(mutatedConversation, async (bytes) => {
        writeFileSync(`${workerPath}.bytes`, bytes);
        const worker = new WorkerProcess(options);
        const result = await worker.attempt(requestOf(), 'auto', () => undefined);
        outcomes.push(result.outcome);
        await worker.exited;

        expect(['passed', 'failed', 'errored']).toContain(result.outcome);
      }),
      { numRuns: Math.ceil(CASES / CASES_PER_PROCESS), endOnFailure: true },
    );

    process.stdout.write(
      `\noutcomes of ${outcomes.length} workers: ${[...new Set(outcomes)].join(', ')}\n`,
    );
  },
  DEADLINE_MS,
);

import http from 'node:http';
import type { JourneyPlan } from '../../../../lib/core/journey/plan.ts';
import type { JourneyKind, RunRecord } from '../../../../lib/core/record/run-record.ts';
import { closer, listen } from '../../../support/listening.ts';
import { startFaultServers } from '../../../support/faults/fault-servers.ts';
import { type Visitor, visitor } from '../../../support/faults/visit.ts';
import { builtSandbox } from '../../../support/sandboxes.ts';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import type { MonitorFault } from './fault.ts';

/** Enough that its reader needs memory. */
const PADDING = 'x'.repeat(1_000_000);
/** Every fault shows by then, or the run goes on without what is broken. */
const TIMEOUT_MS = 6_000;

/** One run of a journey, of a healthy target, whose monitor has the fault. */
export async function faultyRun(
  kind: JourneyKind,
  fault: MonitorFault,
  plan: Partial<JourneyPlan>,
): Promise<RunRecord> {
  let isHarmed = false;
  function harm(at: MonitorFault['at']): void {
    if (fault.at === at && !isHarmed) {
      isHarmed = true;
      fault.harm?.(kind);
    }
  }

  const target = await startTarget(() => harm('request'), fault.next);
  const dir = await temporaryDir();
  const sandbox = builtSandbox(kind, 1, {
    browserMode: 'multi-process',
    ...(await fault.settings(dir.path)),
    ...(fault.worker === null ? {} : { workerPath: fault.worker(dir.path) }),
  });
  const journey = visitor(kind, sandbox);
  try {
    fault.spoil?.(journey.bundlePath);
    harm('start');

    return await journey.visit(fault.url ?? target.url, {
      timeoutMs: TIMEOUT_MS,
      ...fault.plan,
      ...plan,
    });
  } finally {
    await sandbox.dispose();
    await target.close();
    await removed(journey, dir);
  }
}

async function removed(
  journey: Visitor,
  dir: { readonly remove: () => Promise<void> },
): Promise<void> {
  try {
    journey.end();
    await dir.remove();
  } catch {
    // The fault took the disk; it ends with its namespace.
  }
}

interface Target {
  readonly url: string;
  close(): Promise<void>;
}

/** A healthy target, whose first answer leads to another server: it takes a further connection. */
async function startTarget(onRequest: () => void, nextUrl: string | null): Promise<Target> {
  const next = http.createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><h1 id="done">Fine</h1><!-- ${PADDING} -->`);
  });
  const closeNext = closer(next);
  const leadsTo = nextUrl ?? `http://127.0.0.1:${await listen(next)}/`;
  const servers = await startFaultServers({
    harmed: (socket) => {
      onRequest();
      socket.end(`HTTP/1.1 302 Found\r\nLocation: ${leadsTo}\r\nContent-Length: 0\r\n\r\n`);
    },
  });

  return {
    url: `${servers.hostile.origin}/harmed`,
    close: async () => {
      await servers.close();
      await closeNext();
    },
  };
}

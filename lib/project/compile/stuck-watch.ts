import { writeSync } from 'node:fs';
import { Session, type Debugger } from 'node:inspector';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** Prefix of the line on standard error that reports where the main thread is stuck. */
export const STUCK_MARK = 'waywiser-stuck-at ';

/** Watches the main thread from another thread, which also works while the main thread is blocked. */
interface StuckWatch {
  /** Starts the clock: the work should end within this time, in milliseconds. */
  begin(deadlineMs: number): void;
  end(): void;
}

const STANDARD_ERROR = 2;
const LOOK_EVERY_MS = 100;
/** Share of the time limit after which the position is requested; the rest is for the reply. */
const PATIENCE = 0.7;

/**
 * Starts a thread (from the same bundle, which calls {@link watchMainThread} there) that reports on
 * standard error where the main thread is stuck: the debugger can interrupt any loop.
 */
export function startStuckWatch(bundle: string): StuckWatch {
  const dueAt = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
  new Worker(bundle, { workerData: { stuckWatch: dueAt } }).unref();

  return {
    begin: (deadlineMs) => {
      dueAt[0] = Date.now() + deadlineMs * PATIENCE;
    },
    end: () => {
      dueAt[0] = 0;
    },
  };
}

/** In the watching thread: watches for ever. In the main thread: returns false. */
export function watchMainThread(): boolean {
  const dueAt: unknown = isMainThread ? null : workerData?.stuckWatch;
  if (!(dueAt instanceof Float64Array)) return false;
  // Without the timer, this thread would end before the debugger replies.
  setInterval(() => {
    const due = dueAt[0] ?? 0;
    if (due === 0 || Date.now() < due) return;
    dueAt[0] = 0;
    reportMainThread();
  }, LOOK_EVERY_MS);

  return true;
}

function reportMainThread(): void {
  const files = new Map<string, string>();
  const session = new Session();
  session.connectToMainThread();
  session.on('Debugger.scriptParsed', ({ params }) => {
    files.set(params.scriptId, params.url.replace(/^file:\/\//, ''));
  });
  session.on('Debugger.paused', ({ params }) => {
    const frames = params.callFrames.map(({ location }) => frameText(location, files));
    writeSync(STANDARD_ERROR, `\n${STUCK_MARK}${frames.join('\n')}\n\n`);
    // It may only be slow and still finish in time.
    session.post('Debugger.resume');
  });
  session.post('Debugger.enable', () => session.post('Debugger.pause'));
}

/** Lines and columns from 1, as in a stack trace; the debugger counts from 0. */
function frameText(
  { scriptId, lineNumber, columnNumber }: Debugger.Location,
  files: ReadonlyMap<string, string>,
): string {
  return `${files.get(scriptId) ?? ''}:${lineNumber + 1}:${(columnNumber ?? 0) + 1}`;
}

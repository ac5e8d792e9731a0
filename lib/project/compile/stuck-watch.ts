import { writeSync } from 'node:fs';
import { Session, type Debugger } from 'node:inspector';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** Begins the line on standard error that tells where the main thread is stuck. */
export const STUCK_MARK = 'waywiser-stuck-at ';

/** Watches the main thread from another one, which goes on when the main thread cannot. */
export interface StuckWatch {
  /** Something starts that should end within this time. */
  begin(deadlineMs: number): void;
  end(): void;
}

const STANDARD_ERROR = 2;
const LOOK_EVERY_MS = 100;
/** Of the deadline: the rest is for asking where it is stuck. */
const PATIENCE = 0.7;

/**
 * Starts a thread (from the same bundle, which calls {@link watchMainThread} there) that says on
 * standard error where the main thread is when it is stuck: the debugger interrupts any loop.
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

/** In the watching thread: looks on for ever. In the main thread: does nothing and returns false. */
export function watchMainThread(): boolean {
  const dueAt: unknown = isMainThread ? null : workerData?.stuckWatch;
  if (!(dueAt instanceof Float64Array)) return false;
  // Without the timer going on, this thread would end before the debugger answers.
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
    // It may be slow only, and still make it in time.
    session.post('Debugger.resume');
  });
  session.post('Debugger.enable', () => session.post('Debugger.pause'));
}

/** As in a stack trace; the debugger counts from 0. */
function frameText(
  { scriptId, lineNumber, columnNumber }: Debugger.Location,
  files: ReadonlyMap<string, string>,
): string {
  return `${files.get(scriptId) ?? ''}:${lineNumber + 1}:${(columnNumber ?? 0) + 1}`;
}

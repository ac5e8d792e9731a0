import { type ChildProcess, fork } from 'node:child_process';
import type { Exported, InspectReply, InspectRequest } from './inspection.ts';
import { STUCK_MARK } from './stuck-watch.ts';

/** The result of evaluating a bundle; errors of the file are results, too. */
export type Inspection =
  | { readonly kind: 'exported'; readonly exported: Exported }
  | {
      readonly kind: 'refused';
      readonly message: string;
      /** Stack of the error; null: there is none. */
      readonly stack: string | null;
      /** Whether the process was lost: time limit, memory limit, or exit. */
      readonly lost: boolean;
    };

/** Evaluates bundles one after another in a child process. */
export interface Inspector {
  inspect(bundlePath: string): Promise<Inspection>;
  /** Ends the child process. */
  dispose(): void;
}

/** Default time limit. A file that only defines a journey takes milliseconds. */
const DEADLINE_MS = 5_000;
const HEAP_MB = 256;
const STDERR_KEPT = 4_096;

/** Creates an inspector. Its process starts with the first bundle, and again after each loss. */
export function inspector(options: {
  readonly inspectPath: string;
  /** Time limit for evaluating one file. Default: 5 s. */
  readonly deadlineMs?: number;
}): Inspector {
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  let child: InspectChild | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function inspectNow(bundlePath: string): Promise<Inspection> {
    const used = child !== null;
    child ??= startChild(options.inspectPath);
    const result = await child.ask(bundlePath, deadlineMs);
    if (result.kind === 'answered') return inspectionOf(result.reply);
    child.end();
    child = null;
    // Code of an earlier file may have ended the process, so the bundle is tried once more.
    if (used) return inspectNow(bundlePath);

    return { kind: 'refused', message: result.message, stack: result.stack, lost: true };
  }

  return {
    inspect: async (bundlePath) => {
      const turn = queue.then(async () => inspectNow(bundlePath));
      queue = turn;

      return turn;
    },
    dispose: () => {
      child?.end();
      child = null;
    },
  };
}

function inspectionOf(reply: InspectReply): Inspection {
  if (reply.kind === 'exported') return { kind: 'exported', exported: reply.exported };
  const message = reply.exited
    ? `Cannot load the file: it called ${reply.message} when it was loaded; expected a file that only defines a journey`
    : `Cannot load the file: it threw ${reply.message}; expected a file that only defines a journey`;

  return { kind: 'refused', message, stack: reply.stack, lost: false };
}

type Answer =
  | { readonly kind: 'answered'; readonly reply: InspectReply }
  | { readonly kind: 'lost'; readonly message: string; readonly stack: string | null };

interface InspectChild {
  ask(bundlePath: string, deadlineMs: number): Promise<Answer>;
  end(): void;
}

function startChild(inspectPath: string): InspectChild {
  const child = fork(inspectPath, [], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-STDERR_KEPT);
  });
  let lastId = 0;

  return {
    ask: async (bundlePath, deadlineMs) => {
      lastId += 1;
      const request: InspectRequest = { id: lastId, bundlePath, deadlineMs };

      return exchange(child, { request, stderr: () => stderr });
    },
    end: () => {
      // Without an id it was not started (no file handles), and Node would send the signal to our own group.
      if (child.pid !== undefined) child.kill('SIGKILL');
    },
  };
}

interface Exchange {
  readonly request: InspectRequest;
  readonly stderr: () => string;
}

async function exchange(child: ChildProcess, options: Exchange): Promise<Answer> {
  const { request, stderr } = options;
  const { deadlineMs } = request;

  return new Promise<Answer>((resolve) => {
    const timer = setTimeout(() => lose(hangMessage(deadlineMs)), deadlineMs);
    child.on('message', onMessage).on('close', onClose).on('error', onError);
    child.send(request);

    function finish(answer: Answer): void {
      clearTimeout(timer);
      child.off('message', onMessage).off('close', onClose).off('error', onError);
      resolve(answer);
    }

    function lose(message: string): void {
      // A later send error is reported nowhere else.
      child.on('error', () => undefined);
      finish({ kind: 'lost', message, stack: stuckStack(stderr()) });
    }

    function onMessage(reply: InspectReply): void {
      if (reply.id === request.id) finish({ kind: 'answered', reply });
    }

    function onClose(code: number | null, signal: NodeJS.Signals | null): void {
      lose(lossMessage({ code, signal, stderr: stderr() }));
    }

    function onError(error: Error): void {
      lose(`Cannot load the file: the process that loads it failed: ${error.message}`);
    }
  });
}

/** The position at which the file is stuck, as the watching thread reported it; null: not reported. */
function stuckStack(stderr: string): string | null {
  const at = stderr.lastIndexOf(STUCK_MARK);

  return at < 0 ? null : stderr.slice(at + STUCK_MARK.length);
}

function hangMessage(deadlineMs: number): string {
  return `Cannot load the file: loading it did not end within ${deadlineMs / 1_000} s; expected a file that only defines a journey (is there an endless loop at its top level?)`;
}

function lossMessage(end: {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}): string {
  if (/heap out of memory|heap limit|out of memory/i.test(end.stderr)) {
    return `Cannot load the file: loading it took more than ${HEAP_MB} MB of memory; expected a file that only defines a journey`;
  }
  const how = end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`;

  return `Cannot load the file: it ended the process that loaded it (${how}); expected a file that only defines a journey`;
}

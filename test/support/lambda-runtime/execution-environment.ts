import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WRAPPER_VARIABLE } from '../../../lib/core/deploy/exec-wrapper.ts';
import { FUNCTION_USER, type LambdaHost } from './host.ts';
import { inhabitants, signalAll } from './inhabitants.ts';
import { READ_ONLY, setMode, WRITABLE } from './folder-mode.ts';
import { RuntimeApi, type RuntimeError } from './runtime-api.ts';

/** How a function is set up. */
export interface FunctionOptions {
  readonly name: string;
  readonly codeDir: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
}

/** What came of an invocation. */
export interface Invoked {
  readonly requestId: string;
  /** Null: it succeeded. */
  readonly error: RuntimeError | null;
  readonly payload: string | null;
  readonly durationMs: number;
}

const BYTES_PER_MB = 1_048_576;
const MEMORY_POLL_MS = 50;
/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_LIMIT_MS = 10_000;
/** The share of the function's memory that Lambda gives to the heap. */
const HEAP_SHARE = 0.9;
export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

/** One execution environment: a process with the real client, its children, and their limits. */
export class ExecutionEnvironment {
  readonly dir: string;
  readonly api = new RuntimeApi();
  readonly #options: FunctionOptions;
  readonly #host: LambdaHost;
  #log = '';
  #initMs = 0;
  #initError: RuntimeError | null = null;
  #mostBytes = 0;
  #memory: NodeJS.Timeout | null = null;
  #ended: Promise<RuntimeError> = new Promise(() => undefined);

  constructor(host: LambdaHost, options: FunctionOptions) {
    this.#host = host;
    this.#options = options;
    this.dir = mkdtempSync(path.join(host.dir, 'environment-'));
  }

  get log(): string {
    return this.#log;
  }

  get initMs(): number {
    return this.#initMs;
  }

  /** Why it did not start; null: it did. */
  get initError(): RuntimeError | null {
    return this.#initError;
  }

  get mostMb(): number {
    return this.#mostBytes / BYTES_PER_MB;
  }

  get functionArn(): string {
    return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${this.#options.name}:live`;
  }

  /** Starts the runtime and waits until it asks for an event. */
  async start(): Promise<this> {
    const { taskDir, scratchDir } = this.#layOut();
    await this.api.listen();
    const startedAt = performance.now();
    const heapMb = Math.floor(this.#options.memoryMb * HEAP_SHARE);
    const flags = [`--max-old-space-size=${heapMb}`, this.#host.ricPath, 'index.handler'];
    const [program, ...wrapped] = this.#commandOf(taskDir);
    const child = spawn(program, [...wrapped, ...flags], {
      cwd: taskDir,
      env: { ...this.#lambdaEnvironment(taskDir, scratchDir), ...this.#options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...FUNCTION_USER,
    });
    this.#watch(child);
    const limit = limitOf(INIT_LIMIT_MS, timedOut('init', INIT_LIMIT_MS));
    this.#initError = await Promise.race([this.api.initialised, this.#ended, limit.error]);
    limit.cancel();
    this.#initMs = performance.now() - startedAt;

    return this;
  }

  /** Invokes the function, and ends everything in it when it overruns, as Lambda does. */
  async invoke(event: unknown): Promise<Invoked> {
    const requestId = randomUUID();
    const { timeoutMs } = this.#options;
    const startedAt = performance.now();
    const limit = limitOf(timeoutMs, timedOut(`RequestId: ${requestId}`, timeoutMs));
    const answered = this.api.invoke({
      requestId,
      body: JSON.stringify(event),
      deadlineMs: Date.now() + timeoutMs,
      functionArn: this.functionArn,
    });
    const answer = await Promise.race([answered, this.#ended, limit.error]);
    limit.cancel();
    const durationMs = performance.now() - startedAt;
    if ('errorType' in answer) {
      this.kill();

      return { requestId, durationMs, payload: null, error: answer };
    }
    const isError = answer.kind === 'error';

    return {
      requestId,
      durationMs,
      payload: isError ? null : answer.payload,
      error: isError ? answer.error : null,
    };
  }

  /** Stops every process where it is, as Lambda does between invocations. */
  freeze(): void {
    signalAll(this.dir, 'SIGSTOP');
  }

  thaw(): void {
    signalAll(this.dir, 'SIGCONT');
  }

  kill(): void {
    signalAll(this.dir, 'SIGKILL');
  }

  /** Command lines of what runs in it. */
  processes(): readonly { readonly pid: number; readonly command: string }[] {
    return inhabitants(this.dir);
  }

  async close(): Promise<void> {
    if (this.#memory !== null) clearInterval(this.#memory);
    while (inhabitants(this.dir).length > 0) {
      this.kill();
      await new Promise(setImmediate);
    }
    await this.api.close();
    makeWritable(this.dir);
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }

  #layOut(): { readonly taskDir: string; readonly scratchDir: string } {
    const taskDir = path.join(this.dir, 'var/task');
    const scratchDir = path.join(this.dir, 'tmp');
    cpSync(this.#options.codeDir, taskDir, { recursive: true });
    mkdirSync(scratchDir);
    chmodSync(this.dir, 0o755);
    if (FUNCTION_USER !== null) chownSync(scratchDir, FUNCTION_USER.uid, FUNCTION_USER.gid);
    setMode(taskDir, READ_ONLY);

    return { taskDir, scratchDir };
  }

  /** The runtime's program, after the function's wrapper if it has one. */
  #commandOf(taskDir: string): readonly [string, ...string[]] {
    const wrapper = this.#options.env[WRAPPER_VARIABLE];
    const { nodePath } = this.#host;

    return wrapper === undefined ? [nodePath] : [wrapper.replace('/var/task', taskDir), nodePath];
  }

  #watch(child: ChildProcess): void {
    child.stdout?.on('data', (chunk: Buffer) => (this.#log += chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => (this.#log += chunk.toString('utf8')));
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(exitError(code, signal)));
      child.once('error', (error) => resolve({ errorType: 'Error', errorMessage: error.message }));
    });
    this.#memory = setInterval(() => this.#checkMemory(), MEMORY_POLL_MS);
  }

  #checkMemory(): void {
    const bytes = inhabitants(this.dir).reduce((sum, each) => sum + each.ownBytes, 0);
    this.#mostBytes = Math.max(this.#mostBytes, bytes);
    if (bytes > this.#options.memoryMb * BYTES_PER_MB) this.kill();
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
  #lambdaEnvironment(taskDir: string, scratchDir: string): Record<string, string> {
    const { name, memoryMb } = this.#options;

    return {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      // In Lambda it is /tmp without being said; here the environments of a machine share that one.
      TMPDIR: scratchDir,
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: taskDir,
      LAMBDA_RUNTIME_DIR: path.dirname(this.#host.ricPath),
      AWS_LAMBDA_RUNTIME_API: this.api.address,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: randomUUID(),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SESSION_TOKEN: 'test',
    };
  }
}

interface Limit {
  readonly error: Promise<RuntimeError>;
  readonly cancel: () => void;
}

function limitOf(ms: number, error: RuntimeError): Limit {
  const stop = new AbortController();
  const overrun = delay(ms, error, { signal: stop.signal, ref: false });

  return {
    error: overrun.catch(() => new Promise<never>(() => undefined)),
    cancel: () => stop.abort(),
  };
}

function timedOut(what: string, ms: number): RuntimeError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `${what} Error: Task timed out after ${(ms / 1_000).toFixed(2)} seconds`,
  };
}

/** In the words of Lambda, whose runtime supervisor names signals as Go does. */
function exitError(code: number | null, signal: NodeJS.Signals | null): RuntimeError {
  const name = signal === 'SIGKILL' ? 'killed' : signal;
  const how = name === null ? `exit status ${code ?? 'unknown'}` : `signal: ${name}`;

  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${how}` };
}

function makeWritable(dir: string): void {
  const taskDir = path.join(dir, 'var/task');
  try {
    setMode(taskDir, WRITABLE);
  } catch {
    // It was never laid out.
  }
}

import http from 'node:http';
import { closer, listen } from '../listening.ts';

/** An error as functions report it. */
export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** One event on its way to a function. */
export interface Invocation {
  readonly requestId: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly functionArn: string;
}

/** What a function made of an event. */
export type Answer =
  | { readonly kind: 'response'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: RuntimeError };

/** A request that came in, and who says to have sent it. */
export interface SeenRequest {
  readonly path: string;
  readonly userAgent: string;
}

const PREFIX = '/2018-06-01/runtime';

/**
 * Lambda's side of the custom runtime interface.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly seen: SeenRequest[] = [];
  /** Resolves when the function asks for its first event (null) or reports that it cannot start. */
  readonly initialised: Promise<RuntimeError | null>;
  #noteInitialised: (error: RuntimeError | null) => void = () => undefined;
  #waiting: http.ServerResponse | null = null;
  #queued: Invocation | null = null;
  #answer: ((answer: Answer) => void) | null = null;
  #address = '';
  readonly #server = http.createServer((request, response) => {
    void this.#serve(request, response);
  });
  readonly #close = closer(this.#server);

  constructor() {
    this.initialised = new Promise((resolve) => {
      this.#noteInitialised = resolve;
    });
  }

  /** As AWS_LAMBDA_RUNTIME_API has it. */
  get address(): string {
    return this.#address;
  }

  async listen(): Promise<void> {
    this.#address = `127.0.0.1:${await listen(this.#server)}`;
  }

  /** Hands an event to the function; resolves with what it answers, if it does. */
  async invoke(invocation: Invocation): Promise<Answer> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#queued = invocation;
      this.#handOver();
    });
  }

  async close(): Promise<void> {
    await this.#close();
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await textOf(request);
    const route = (request.url ?? '').slice(PREFIX.length);
    this.seen.push({ path: request.url ?? '', userAgent: request.headers['user-agent'] ?? '' });
    if (route === '/invocation/next') {
      this.#noteInitialised(null);
      this.#waiting = response;
      this.#handOver();

      return;
    }
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end('{"status":"OK"}');
    this.#hear(route, body);
  }

  #hear(route: string, body: string): void {
    if (route === '/init/error') this.#noteInitialised(errorOf(body));
    if (route.endsWith('/response')) this.#answer?.({ kind: 'response', payload: body });
    if (route.startsWith('/invocation/') && route.endsWith('/error')) {
      this.#answer?.({ kind: 'error', error: errorOf(body) });
    }
  }

  #handOver(): void {
    const [response, invocation] = [this.#waiting, this.#queued];
    if (response === null || invocation === null) return;
    this.#waiting = null;
    this.#queued = null;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadlineMs),
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0',
    });
    response.end(invocation.body);
  }
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));

  return Buffer.concat(chunks).toString('utf8');
}

function errorOf(body: string): RuntimeError {
  const { errorType, errorMessage }: Partial<RuntimeError> = JSON.parse(body);

  return { errorType: errorType ?? 'unknown', errorMessage: errorMessage ?? body };
}

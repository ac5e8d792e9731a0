import type http from 'node:http';
import { startServer } from './http-server.ts';

/** Requests that Lambda received. */
export interface Invocation {
  readonly functionName: string;
  readonly qualifier: string | null;
  /** `RequestResponse` or `Event`. */
  readonly type: string;
  readonly event: unknown;
  /** The region that the request was signed for. */
  readonly region: string;
  /** The key that the request was signed with. */
  readonly accessKeyId: string;
}

/** What Lambda answers; null: nothing, ever. */
export interface LambdaAnswer {
  readonly status?: number;
  /** Of an error of Lambda's own. */
  readonly errorType?: string;
  /** Of a function that failed. */
  readonly functionError?: 'Handled' | 'Unhandled';
  readonly payload?: unknown;
}

/** Lambda's REST API, as far as it invokes functions. */
export interface LambdaService {
  readonly origin: string;
  readonly invocations: Invocation[];
  close(): Promise<void>;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const INVOKE_PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?Qualifier=([^&]+))?$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html */
const SIGNED_BY = /Credential=([^/]+)\/\d{8}\/([\w-]+)\/lambda\/aws4_request/;

/** Starts the service; it answers each invocation as given. */
export async function startLambda(
  answerTo: (invocation: Invocation) => LambdaAnswer | null,
): Promise<LambdaService> {
  const invocations: Invocation[] = [];
  const server = await startServer((request, response, body) => {
    const invocation = invocationOf(request, body);
    invocations.push(invocation);
    const answer = answerTo(invocation);
    if (answer === null) return;
    const accepted = invocation.type === 'Event' ? 202 : 200;
    response.writeHead(answer.status ?? accepted, headersOf(answer));
    response.end(answer.payload === undefined ? '' : JSON.stringify(answer.payload));
  });

  return { origin: server.origin, invocations, close: async () => await server.close() };
}

function invocationOf({ url = '', headers }: http.IncomingMessage, body: string): Invocation {
  const [, functionName = '', qualifier = null] = INVOKE_PATH.exec(decodeURIComponent(url)) ?? [];
  const [, accessKeyId = '', region = ''] = SIGNED_BY.exec(headers.authorization ?? '') ?? [];
  const type = String(headers['x-amz-invocation-type'] ?? 'RequestResponse');

  return { functionName, qualifier, type, event: JSON.parse(body), region, accessKeyId };
}

function headersOf({ errorType, functionError }: LambdaAnswer): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-amzn-requestid': 'a1b2c3',
    ...(errorType !== undefined && { 'x-amzn-errortype': errorType }),
    ...(functionError !== undefined && { 'x-amz-function-error': functionError }),
  };
}

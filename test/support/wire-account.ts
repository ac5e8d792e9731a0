import http from 'node:http';
import { closer, listen } from './listening.ts';

/** What an API answers: a status with a body. */
export interface WireAnswer {
  readonly status: number;
  readonly body: string;
  /** Default: as the request, JSON for JSON, XML for the rest. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call as any API of AWS gets it. */
export interface WireCall {
  /** The operation of a JSON or query API, or method and path of a REST one. */
  readonly operation: string;
  readonly body: string;
}

/** An HTTP server in the place of AWS: it speaks the protocols of all of its services. */
export interface WireAccount {
  readonly origin: string;
  readonly calls: WireCall[];
  close(): Promise<void>;
}

/** Starts the server; each call gets what `answer` makes of it. `hang`: it is never answered. */
export async function wireAccount(
  answer: (call: WireCall, format: 'json' | 'xml') => WireAnswer | 'hang',
): Promise<WireAccount> {
  const calls: WireCall[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const call = { operation: operationOf(request, body), body };
      calls.push(call);
      const format = formatOf(request);
      const answered = answer(call, format);
      if (answered === 'hang') return;
      const type = { json: 'application/json', xml: 'text/xml' }[format];
      response.writeHead(answered.status, { 'content-type': type, ...answered.headers });
      response.end(answered.body);
    });
  });
  const close = closer(server);
  const port = await listen(server);

  return { origin: `http://127.0.0.1:${port}`, calls, close };
}

function operationOf(request: http.IncomingMessage, body: string): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';

  return new URLSearchParams(body).get('Action') ?? `${request.method} ${request.url}`;
}

/** Query APIs and S3 speak XML, all others JSON. */
function formatOf({ headers, url = '' }: http.IncomingMessage): 'json' | 'xml' {
  if (headers['content-type'] === 'application/x-www-form-urlencoded') return 'xml';
  const isRest = headers['x-amz-target'] === undefined;

  return isRest && !/^\/(?:20\d\d-|schedules)/.test(url) ? 'xml' : 'json';
}

/** Refuses a call as AWS refuses what the credentials do not allow. */
export function accessDenied(call: WireCall, format: 'json' | 'xml'): WireAnswer {
  const message = `User: arn:aws:iam::123456789012:user/ops is not authorized to perform: ${call.operation}`;
  if (format === 'json') {
    const headers = { 'x-amzn-errortype': 'AccessDeniedException' };

    return {
      status: 403,
      headers,
      body: JSON.stringify({ __type: 'AccessDeniedException', message }),
    };
  }

  return {
    status: 403,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

/** Answers the query API that reports whose credentials are in use. */
export function identityAnswer(account: string): WireAnswer {
  return {
    status: 200,
    body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/ops</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  };
}

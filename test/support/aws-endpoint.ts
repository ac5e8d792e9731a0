import { createHash } from 'node:crypto';
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { closer, listen } from './listening.ts';

/** A call as CloudWatch or SQS would get it. */
export interface AwsCall {
  /** Such as `PutMetricData`. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What to answer instead of success. */
export interface AwsRefusal {
  readonly status: number;
  readonly type: string;
}

/** An endpoint that speaks AWS's JSON protocol, notes every call and accepts it. */
export interface AwsEndpoint {
  readonly origin: string;
  readonly calls: AwsCall[];
  /** Decides about each call; null: it is accepted. `hang`: it is never answered. */
  refuse: (call: AwsCall) => AwsRefusal | 'hang' | null;
  /** What to answer to a call that is accepted; null: as SQS, or with nothing. */
  accept: (call: AwsCall) => Readonly<Record<string, unknown>> | null;
  inputsOf(action: string): readonly AwsCall['input'][];
  close(): Promise<void>;
}

/** Starts the endpoint on a free port of loopback. */
export async function awsEndpoint(): Promise<AwsEndpoint> {
  const calls: AwsCall[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const isZipped = request.headers['content-encoding']?.includes('gzip') === true;
      const input = JSON.parse((isZipped ? gunzipSync(raw) : raw).toString());
      const call = { action: String(request.headers['x-amz-target']).split('.')[1] ?? '', input };
      calls.push(call);
      answer(call, response, { refusal: endpoint.refuse(call), body: endpoint.accept(call) });
    });
  });
  const close = closer(server);
  const port = await listen(server);
  const endpoint: AwsEndpoint = {
    origin: `http://127.0.0.1:${port}`,
    calls,
    refuse: () => null,
    accept: () => null,
    inputsOf: (action) => calls.filter((call) => call.action === action).map(({ input }) => input),
    close,
  };

  return endpoint;
}

function answer(
  { input }: AwsCall,
  response: http.ServerResponse,
  {
    refusal,
    body: accepted,
  }: {
    readonly refusal: AwsRefusal | 'hang' | null;
    readonly body: Readonly<Record<string, unknown>> | null;
  },
): void {
  if (refusal === 'hang') return;
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  if (refusal !== null) {
    response.writeHead(refusal.status);
    response.end(JSON.stringify({ __type: refusal.type, message: 'refused by the test' }));
    return;
  }
  if (accepted !== null) {
    response.end(JSON.stringify(accepted));
    return;
  }
  const body = input['MessageBody'];
  const md5 = createHash('md5')
    .update(typeof body === 'string' ? body : '')
    .digest('hex');
  response.end(JSON.stringify(typeof body === 'string' ? { MD5OfMessageBody: md5 } : {}));
}

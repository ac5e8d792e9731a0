import { createHash } from 'node:crypto';
import type http from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { RunMessage } from '../../../lib/core/record/queue-message.ts';
import type { RunRecord } from '../../../lib/core/record/run-record.ts';
import { startServer } from '../http-server.ts';

/** An object that was put. */
export interface PutObject {
  /** Bucket and key. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** The queue and the bucket of a runner, as servers that remember what came. */
export interface LocalAws {
  readonly endpoint: string;
  readonly queueUrl: string;
  readonly messages: string[];
  readonly objects: PutObject[];
  /** Service and operation of everything else that was asked for. */
  readonly others: string[];
  /** What the queue answers next, instead of accepting; null: it accepts. */
  refuseWith: number | null;
  /** The records among the messages, in order of arrival. */
  records(): readonly RunRecord[];
  close(): Promise<void>;
}

/** Starts it. */
export async function startLocalAws(): Promise<LocalAws> {
  const messages: string[] = [];
  const objects: PutObject[] = [];
  const others: string[] = [];
  const server = await startServer((request, response, body) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target === 'AmazonSQS.SendMessage') return acceptMessage(response, body);
    if (request.method === 'PUT') {
      objects.push({ path: pathOf(request), sizeBytes: Buffer.byteLength(body) });
      response.end();

      return;
    }
    others.push(target === '' ? `${request.method} ${request.url}` : target);
    response.statusCode = 400;
    response.end('{"__type":"InvalidAction","message":"not served here"}');
  });

  function acceptMessage(response: http.ServerResponse, body: string): void {
    if (local.refuseWith !== null) {
      response.writeHead(local.refuseWith, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no such queue"}');

      return;
    }
    const { MessageBody }: { readonly MessageBody: string } = JSON.parse(body);
    messages.push(MessageBody);
    const digest = createHash('md5').update(MessageBody).digest('hex');
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ MessageId: `${messages.length}`, MD5OfMessageBody: digest }));
  }

  const local: LocalAws = {
    endpoint: server.origin,
    queueUrl: `${server.origin}/000000000000/waywiser-test-records`,
    messages,
    objects,
    others,
    refuseWith: null,
    records: () => messages.map(recordOf),
    close: async () => server.close(),
  };

  return local;
}

function recordOf(body: string): RunRecord {
  const message: RunMessage = JSON.parse(body);

  return JSON.parse(gunzipSync(Buffer.from(message.record, 'base64')).toString('utf8'));
}

function pathOf(request: http.IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://localhost').pathname;
}

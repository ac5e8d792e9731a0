import type { IncomingMessage } from 'node:http';
import { RunFailure } from '../../core/record/outcome.ts';
import { bodyDecoder, type Decoder, MAX_BODY_BYTES, tooLarge } from './decode.ts';
import type { LoggedRequest } from './request-log.ts';
import { errorCode } from '../base/node-error.ts';
import { reasonOf } from './time-limit.ts';

/** The request that a body belongs to, and its limit. */
export interface BodyOptions {
  readonly entry: LoggedRequest;
  readonly signal: AbortSignal;
}

/**
 * Reads a response's whole body and decodes it. The clock stops at the last byte on the wire, so
 * decoding is in no phase. Fails as soon as the body is over the limits, cannot be decoded or is
 * cut off.
 */
export async function readBody(
  response: IncomingMessage,
  { entry, signal }: BodyOptions,
): Promise<Buffer> {
  const listening = new AbortController();
  const received = new Promise<Decoder>((resolve, reject) => {
    const decoder = bodyDecoder(response.headers['content-encoding'] ?? '', fail);
    let sizeBytes = 0;
    let settled = false;
    entry.facts.sizeBytes = 0;
    signal.addEventListener('abort', () => fail(reasonOf(signal)), { signal: listening.signal });
    response.on('error', (error) => fail(cutOff(response, error, sizeBytes)));
    response.on('close', () => fail(cutOff(response, null, sizeBytes)));
    response.on('end', () => {
      entry.clock.stop();
      settled = true;
      resolve(decoder);
    });
    response.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      entry.facts.sizeBytes = sizeBytes;
      if (sizeBytes > MAX_BODY_BYTES) fail(tooLarge('on the wire'));
      else decoder.write(chunk);
    });
    if (declaredLength(response, entry.method) > MAX_BODY_BYTES) fail(tooLarge('on the wire'));
    if (signal.aborted) fail(reasonOf(signal));
    // The packet with the headers also broke the connection: no further event will come.
    if (response.destroyed) fail(cutOff(response, response.errored ?? null, sizeBytes));

    function fail(error: Error): void {
      if (settled) return;
      settled = true;
      reject(error);
      decoder.destroy();
      response.destroy();
    }
  });
  try {
    const decoder = await received;

    return await decoder.end();
  } catch (error) {
    response.destroy();
    throw error;
  } finally {
    listening.abort();
  }
}

/** The `content-length` of a response with a body; 0 if it has no body or no such header. */
export function declaredLength(response: IncomingMessage, method: string): number {
  const declared = Number(response.headers['content-length'] ?? 0);
  const status = response.statusCode;
  const bodiless = method === 'HEAD' || status === 204 || status === 304;

  return Number.isFinite(declared) && !bodiless ? declared : 0;
}

/** The failure of a body that ended too early or is not valid HTTP. */
function cutOff(response: IncomingMessage, error: Error | null, received: number): RunFailure {
  const code = errorCode(error);
  if (code.startsWith('HPE_')) {
    const reason = `the body is not valid HTTP (${code})`;

    return new RunFailure('target.body', reason, { cause: error });
  }
  const declared = Number(response.headers['content-length'] ?? Number.NaN);
  const amount = Number.isFinite(declared) ? `${received} of ${declared}` : `${received}`;
  const reason = `the connection ended before the body was complete: ${amount} bytes arrived`;

  return new RunFailure('target.body', reason, { cause: error });
}

import type { TLSSocket } from 'node:tls';
import type { RequestRecord } from '../../lib/core/record/run-record.ts';
import type { KeyPair } from './certificates.ts';
import {
  frame,
  FRAME,
  END_HEADERS,
  type FrameAnswer,
  head200,
  startH2Frames,
  word,
} from './h2-server.ts';
import { failureOf, testSession } from './http-frame.ts';

/** Error codes of HTTP/2, but those that a request is sent again for. */
export const CODES = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  CONNECT_ERROR: 10,
  ENHANCE_YOUR_CALM: 11,
  INADEQUATE_SECURITY: 12,
} as const;
export const REFUSED_STREAM = 7;
export const HTTP_1_1_REQUIRED = 13;

export interface RequestOptions {
  readonly timeout?: string;
  readonly body?: Uint8Array | null;
}

/** How a request failed, and its records. */
export interface FailedRequest {
  readonly code: string;
  readonly message: string;
  readonly records: readonly RequestRecord[];
}

interface FrameWorld {
  readonly authority: KeyPair;
  readonly leaf: KeyPair;
  readonly answer: FrameAnswer;
}

/** What a request fails with when the server answers with given frames. */
export async function failureAfter(
  { authority, leaf, answer }: FrameWorld,
  options: RequestOptions = {},
): Promise<FailedRequest> {
  const server = await startH2Frames(leaf, answer);
  const result = await failedRequest(server.origin, authority, options);
  await server.close();

  return result;
}

/** What a request fails with: a GET, or a POST where it has a body. */
export async function failedRequest(
  origin: string,
  authority: KeyPair,
  { timeout = '5s', body = null }: RequestOptions = {},
): Promise<FailedRequest> {
  const open = testSession({ ca: authority.cert });
  const call =
    body === null
      ? open.client.get(origin, { timeout })
      : open.client.post(origin, { timeout, body });
  const { code, message } = await failureOf(call);
  open.close();

  return { code, message, records: open.requests() };
}

export const SETTINGS = frame(FRAME.settings);

export function head(
  stream: number,
  fields: Readonly<Record<string, string>> = {},
  flags = 0,
): Buffer {
  return frame(FRAME.headers, { flags: END_HEADERS | flags, stream, payload: head200(fields) });
}

export function data(stream: number, text: string, flags = 0): Buffer {
  return frame(FRAME.data, { flags, stream, payload: Buffer.from(text) });
}

export function reset(stream: number, code: number): Buffer {
  return frame(FRAME.reset, { stream, payload: word(code) });
}

export function goaway(lastStream: number, code: number): Buffer {
  return frame(FRAME.goaway, { payload: word(lastStream, code) });
}

/** Sends the server's settings and these frames. */
export function frames(parts: (stream: number) => readonly Buffer[]): FrameAnswer {
  return (socket: TLSSocket, stream) =>
    void socket.write(Buffer.concat([SETTINGS, ...parts(stream)]));
}

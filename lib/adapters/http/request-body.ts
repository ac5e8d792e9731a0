import { types } from 'node:util';
import type { HttpRequestOptions } from '../../core/journey/http-api.ts';
import { asError } from '../base/node-error.ts';
import type { Field } from './request-fields.ts';

/** The bytes of a body with the content type that they imply; null: none. */
export interface EncodedBody {
  readonly bytes: Buffer | null;
  readonly contentType: string | null;
}

/** What a body is made of: at most one of these. */
export interface BodyOptions extends Pick<HttpRequestOptions, 'json' | 'body'> {
  readonly form?: readonly Field[];
}

/** Thrown for a body that cannot be sent; the message is a clause about the request. */
export class NotABody extends Error {}

const NO_BODY: EncodedBody = { bytes: null, contentType: null };
const FORM_TYPE = 'application/x-www-form-urlencoded;charset=UTF-8';

/**
 * Encodes the body of a request as fetch does (https://fetch.spec.whatwg.org/#concept-bodyinit-extract). Only
 * what must be read first (`Blob`, `FormData`) is a promise: other requests begin at the moment of their call.
 */
export function encodedBody({ json, form, body }: BodyOptions): EncodedBody | Promise<EncodedBody> {
  if (json === undefined && form === undefined && body === undefined) return NO_BODY;
  const given = Object.entries({ json, form, body }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(' and ');
    throw new NotABody(`it has ${names}; expected at most one of json, form and body`);
  }
  if (json !== undefined) return { bytes: jsonBytes(json), contentType: 'application/json' };
  if (form !== undefined) return formBody(new URLSearchParams(form.map((pair) => [...pair])));

  return ofAnyKind(body);
}

function formBody(form: URLSearchParams): EncodedBody {
  return { bytes: Buffer.from(form.toString()), contentType: FORM_TYPE };
}

function ofAnyKind(body: unknown): EncodedBody | Promise<EncodedBody> {
  if (typeof body === 'string') {
    return { bytes: Buffer.from(body), contentType: 'text/plain;charset=UTF-8' };
  }
  if (ArrayBuffer.isView(body)) {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);

    return { bytes, contentType: null };
  }
  if (body instanceof URLSearchParams) return formBody(body);

  return ofBytesToRead(body);
}

/** Asked last: the first use of `FormData` makes Node load its own fetch. */
function ofBytesToRead(body: unknown): EncodedBody | Promise<EncodedBody> {
  if (types.isAnyArrayBuffer(body)) return { bytes: Buffer.from(body), contentType: null };
  if (body instanceof Blob) return blobBody(body);
  if (body instanceof FormData) return multipartBody(body);
  const kind = body === null ? 'null' : typeof body;
  throw new NotABody(
    `its body is neither a text nor bytes (it is ${kind}); expected one of these, URLSearchParams, FormData or a Blob, or json or form instead of body`,
  );
}

async function blobBody(blob: Blob): Promise<EncodedBody> {
  const bytes = Buffer.from(await blob.arrayBuffer());

  return { bytes, contentType: blob.type === '' ? null : blob.type };
}

/** Node encodes it: the boundary is in the content type. */
async function multipartBody(form: FormData): Promise<EncodedBody> {
  const encoded = new Response(form);
  const bytes = Buffer.from(await encoded.arrayBuffer());

  return { bytes, contentType: encoded.headers.get('content-type') };
}

function jsonBytes(json: unknown): Buffer {
  try {
    const text: unknown = JSON.stringify(json);
    if (typeof text === 'string') return Buffer.from(text);
  } catch (error) {
    const { message } = asError(error);
    throw new NotABody(`its json cannot be written as JSON: ${message}`, { cause: error });
  }
  throw new NotABody('its json cannot be written as JSON');
}

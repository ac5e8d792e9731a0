import { types } from 'node:util';

/**
 * Any thrown value as an error. `instanceof` is not enough: an error that Node itself creates
 * belongs to another realm when code runs in its own context, and its code would be lost.
 */
export function asError(thrown: unknown): Error {
  return types.isNativeError(thrown) ? thrown : new Error(String(thrown), { cause: thrown });
}

/**
 * The code of a system, socket, parser or OpenSSL error, such as `ENOSPC`; an empty text if it has
 * none.
 */
export function errorCode(thrown: unknown): string {
  const code: unknown = types.isNativeError(thrown) && 'code' in thrown ? thrown.code : null;

  return typeof code === 'string' ? code : '';
}

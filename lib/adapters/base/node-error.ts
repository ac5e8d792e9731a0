import { types } from 'node:util';

/**
 * Any thrown value as an error. `instanceof` would not do: an error that node itself made is of
 * another realm where code runs in a context of its own, and its code would be lost.
 */
export function asError(thrown: unknown): Error {
  return types.isNativeError(thrown) ? thrown : new Error(String(thrown), { cause: thrown });
}

/** The code of an error of node, its sockets, parsers or OpenSSL; an empty text where it has none. */
export function errorCode(thrown: unknown): string {
  const code: unknown = types.isNativeError(thrown) && 'code' in thrown ? thrown.code : null;

  return typeof code === 'string' ? code : '';
}

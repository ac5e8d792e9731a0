import { type KeyPair, makeAuthority, makeLeaf } from './certificates.ts';
import { failureAfter, type RequestOptions } from './h2-frames.ts';
import type { FrameAnswer } from './h2-server.ts';
import { testSession } from './http-frame.ts';

/** An authority, a server's certificate of it, and sessions that trust it. */
export interface H2World {
  readonly authority: () => KeyPair;
  readonly leaf: () => KeyPair;
  readonly session: (options?: Parameters<typeof testSession>[0]) => ReturnType<typeof testSession>;
  /** The failure of a request that is answered by these frames. */
  readonly failureWith: (
    answer: FrameAnswer,
    options?: RequestOptions,
  ) => ReturnType<typeof failureAfter>;
}

/** Makes the certificates before the tests of a file. */
export function h2World(): H2World {
  let keys: { readonly authority: KeyPair; readonly leaf: KeyPair } | null = null;
  beforeAll(async () => {
    const authority = await makeAuthority();
    keys = { authority, leaf: await makeLeaf(authority) };
  });

  function made(): NonNullable<typeof keys> {
    if (keys === null) throw new Error('the certificates are made before the first test');

    return keys;
  }

  return {
    authority: () => made().authority,
    leaf: () => made().leaf,
    session: (options = {}) => testSession({ ca: made().authority.cert, ...options }),
    failureWith: async (answer, options = {}) => failureAfter({ ...made(), answer }, options),
  };
}

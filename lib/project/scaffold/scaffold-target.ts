import { isSecretValue } from '../import/secret-signs.ts';
import { secretParams } from '../import/weave.ts';
import type { ScaffoldTarget } from './scaffold.ts';

/** A target, or why what was typed is none. */
export type ReadTarget =
  | { readonly kind: 'target'; readonly target: ScaffoldTarget }
  | { readonly kind: 'problem'; readonly message: string };

/** Only this machine, and what lies beside it, has such names or addresses. */
const NEARBY = [
  /^(?:.+\.)?localhost$/,
  /\.(?:local|test|internal)$/,
  /^(?:127|10)(?:\.\d+){3}$/,
  /^192\.168(?:\.\d+){2}$/,
  /^172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}$/,
  /^\[.*\]$/,
];

/** Reads what `--base-url` says; nothing: the demo shop. */
export function readTarget(baseUrl: string | undefined): ReadTarget {
  if (baseUrl === undefined) return { kind: 'target', target: { kind: 'shop' } };
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) {
    return problem(
      withoutUser(baseUrl),
      'it is not an HTTP URL; expected one such as "https://shop.example"',
    );
  }
  const { username, password, origin, pathname, search, hostname } = new URL(baseUrl);
  if (username !== '' || password !== '') {
    // Said without the URL: a terminal's history is enough of a place for a password.
    return problem(
      `${origin}/…`,
      'it holds a user and a password, which do not belong into a file; expected one without, and a secret in the journey',
    );
  }
  if (secretParams(baseUrl).length > 0 || pathname.split('/').some(isSecretValue)) {
    return problem(
      `${origin}/…`,
      'it holds what looks like a key, which does not belong into a file; expected one without, and a secret in the journey',
    );
  }

  return {
    kind: 'target',
    target: {
      kind: 'site',
      origin,
      path: `${pathname}${search}`,
      stage: NEARBY.some((each) => each.test(hostname)) ? 'dev' : 'prod',
    },
  };
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@');
}

function problem(url: string, why: string): ReadTarget {
  return { kind: 'problem', message: `Cannot use "${url}" as --base-url: ${why}` };
}

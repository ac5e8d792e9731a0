import { isSecretValue } from '../import/secret-signs.ts';
import { secretParams } from '../import/weave.ts';
import type { ScaffoldTarget } from './scaffold.ts';

/** The result of reading `--base-url`. */
type ReadTarget =
  | { readonly kind: 'target'; readonly target: ScaffoldTarget }
  | { readonly kind: 'problem'; readonly message: string };

/** Host names and addresses of this machine and of private networks: their stage is `dev`. */
const NEARBY = [
  /^(?:.+\.)?localhost$/,
  /\.(?:local|test|internal)$/,
  /^(?:127|10)(?:\.\d+){3}$/,
  /^192\.168(?:\.\d+){2}$/,
  /^172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}$/,
  /^\[.*\]$/,
];

/** Reads `--base-url`; without it, the target is the demo shop. */
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
    // The message leaves out the password.
    return problem(
      `${origin}/…`,
      'it contains a user and a password, which would be written to a file; expected a URL without them, and secret() in the journey',
    );
  }
  if (secretParams(baseUrl).length > 0 || pathname.split('/').some(isSecretValue)) {
    return problem(
      `${origin}/…`,
      'it contains a key, which would be written to a file; expected a URL without it, and secret() in the journey',
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

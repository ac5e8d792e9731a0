import { call, type Expression, template } from './expression.ts';
import type { Vault } from './lift-secrets.ts';

/** A header's value with what is secret in it lifted: the scheme and the user stay readable. */
export function secretHeader(name: string, value: string, vault: Vault): Expression {
  const what = `the header "${name}"`;
  const [scheme, credentials] = schemeOf(value);
  if (scheme === null || name.toLowerCase() !== 'authorization') {
    return vault.lift(name.replace(/^x-/i, ''), value, what);
  }
  const basic = /^basic$/i.test(scheme) ? userAndPassword(credentials) : null;
  if (basic !== null) return template([`${scheme} `, basicCredentials(basic, vault)]);

  return template([`${scheme} `, vault.lift('token', credentials, what)]);
}

/** `btoa(…)` of a user and a secret password. */
export function basicCredentials(
  { user, password }: { readonly user: string; readonly password: string },
  vault: Vault,
): Expression {
  const lifted = vault.lift('password', password, `the password of "${user}"`);

  return call('btoa', template([`${user}:`, lifted]));
}

function schemeOf(value: string): readonly [string | null, string] {
  const parts = /^([A-Za-z][\w-]*) (\S.*)$/.exec(value);

  return parts === null ? [null, value] : [parts[1] ?? null, parts[2] ?? ''];
}

function userAndPassword(
  credentials: string,
): { readonly user: string; readonly password: string } | null {
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  const at = decoded.indexOf(':');
  if (at === -1 || Buffer.from(decoded).toString('base64') !== credentials) return null;

  return { user: decoded.slice(0, at), password: decoded.slice(at + 1) };
}

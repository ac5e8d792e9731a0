import type { Vault } from './lift-secrets.ts';
import { isSecretField, isSecretValue } from './secret-signs.ts';

/** Lifts what is secret in a URL: it is woven out of wherever it stands later. */
export function liftUrlSecrets(url: string, vault: Vault): void {
  if (!URL.canParse(url)) return;
  const { username, password, pathname } = new URL(url);
  if (password !== '') {
    vault.lift('password', decoded(password), `the password of "${decoded(username)}"`);
  }
  for (const part of pathname.split('/').map(decoded)) {
    if (isSecretValue(part)) vault.lift('key', part, 'a key in an address');
  }
  for (const [name, value] of secretParams(url)) {
    vault.lift(name, value, `the parameter "${name}"`);
  }
}

/** Parameters of a URL, also behind its `#`, that are secrets. */
export function secretParams(url: string): readonly (readonly [name: string, value: string])[] {
  if (!URL.canParse(url)) return [];
  const { searchParams, hash } = new URL(url);
  const all = [...searchParams, ...new URLSearchParams(hash.slice(1).replace(/^.*\?/, ''))];

  return all.filter(([name, value]) => isSecretField(name, value));
}

/** A part of a URL as it was meant; what is not encoded as URLs are is taken as it is. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that stands for itself.
    return part;
  }
}

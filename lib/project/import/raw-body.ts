import type { ApiBody } from './api-request.ts';
import { text } from './expression.ts';
import type { Vault } from './lift-secrets.ts';
import { isSecretName, isSecretValue } from './secret-signs.ts';

/** `"password": "x"`, `password=x`, `<password>x</password>`, and the fields of multipart forms. */
const FIELDS = [
  /(?<![\w-])([\w-]+)["']?\s*[:=]\s*["']?([^"'&<>\s,;{}]+)/g,
  /<(?:\w+:)?([\w-]+)>([^<>]+)<\//g,
  /name="([^"]+)"\r?\n\r?\n([^\r\n]+)/g,
];

/** A body of a kind that is not taken apart; what in it looks like a secret is lifted all the same. */
export function rawBody(body: string, vault: Vault): ApiBody {
  for (const [, name = '', value = ''] of FIELDS.flatMap((field) => [...body.matchAll(field)])) {
    if (isSecretName(name) && value.length > 3) vault.lift(name, value, `the field "${name}"`);
  }
  for (const word of body.split(/[\s"'<>=&,;:]+/)) {
    if (isSecretValue(word)) vault.lift('key', word, 'a key in the body of a request');
  }

  return { kind: 'body', value: text(body) };
}

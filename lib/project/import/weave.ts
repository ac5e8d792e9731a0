import type { ApiBody } from './api-request.ts';
import {
  call,
  type Entry,
  type Expression,
  object,
  reference,
  template,
  text,
} from './expression.ts';
import type { Vault } from './lift-secrets.ts';
import { isSecretField, isSecretName, isSecretValue, secretNameIn } from './secret-signs.ts';

/** Replacements for recorded values: variables from earlier responses, and secrets. */
export interface Weaver {
  /** The variable that holds a value in this step; null: there is none. */
  readonly variableFor: (value: string) => string | null;
  readonly vault: Vault;
}

/** A value as code: the variable that an earlier response gave, else a string literal. */
export function wovenValue(value: string, { variableFor }: Weaver): Expression {
  const name = variableFor(value);

  return name === null ? text(value) : reference(name);
}

/** A URL as code. Its query is separate where one of its values is replaced. */
interface WovenUrl {
  readonly url: Expression;
  readonly query: Expression | null;
}

/** A URL as code, with variables and secrets in place of recorded values. */
export function wovenUrl(url: URL, origin: string | null, weaver: Weaver): WovenUrl {
  const base = url.origin === origin ? '' : url.origin;
  const path = url.pathname.split('/').flatMap((part, index): readonly (string | Expression)[] => {
    return [...(index === 0 ? [] : ['/']), pathPart(part, weaver)];
  });
  const params = [...url.searchParams];
  const values = params.map(([name, value]) => queryValue(name, value, weaver));
  if (values.every((value) => value === null)) {
    return { url: template([base, ...path, url.search]), query: null };
  }
  const entries = params.map(([name, value], index): Entry => [name, values[index] ?? text(value)]);
  if (!isEachOnce(entries)) {
    return { url: template([base, ...path, '?', ...encodedFields(entries)]), query: null };
  }

  return { url: template([base, ...path]), query: object(entries) };
}

function pathPart(part: string, { variableFor, vault }: Weaver): string | Expression {
  const name = variableFor(part);
  if (name !== null) return reference(name);

  return isSecretValue(part) ? vault.lift('key', part, 'a key in a URL') : part;
}

function queryValue(name: string, value: string, weaver: Weaver): Expression | null {
  const variable = weaver.variableFor(value);
  if (variable !== null) return reference(variable);
  if (!isSecretField(name, value)) return null;

  return weaver.vault.lift(name, value, `the parameter "${name}"`);
}

/** `password: "x"` inside a string, as in GraphQL queries or JSON within strings. */
const WITHIN = /(?<![\w-])([\w-]+)\\?["']?\s*[:=]\s*\\?["']([^"'\\]{4,})/g;

/**
 * The `secret(…)` for a leaf of JSON or a form field that is a secret by its name or value;
 * null: it is not one. Secrets inside a longer string are collected and replaced later.
 */
export function secretLeaf(
  path: readonly string[],
  value: string | number,
  vault: Vault,
): Expression | null {
  const words = String(value);
  if (words === '') return null;
  const name = secretNameIn(path);
  if (name === null && !isSecretValue(words)) {
    liftWithin(words, vault);

    return null;
  }
  const shown = name ?? path.at(-1) ?? 'key';
  const lifted = vault.lift(shown, words, `the field "${shown}"`);

  return typeof value === 'number' ? call('Number', lifted) : lifted;
}

function liftWithin(words: string, vault: Vault): void {
  for (const [, name = '', value = ''] of words.matchAll(WITHIN)) {
    if (isSecretName(name)) vault.lift(name, value, `"${name}" within a text`);
  }
}

/** Collects the secrets of a URL; they are replaced later, wherever they occur. */
export function liftUrlSecrets(url: string, vault: Vault): void {
  if (!URL.canParse(url)) return;
  const { username, password, pathname } = new URL(url);
  if (password !== '') {
    vault.lift('password', decoded(password), `the password of "${decoded(username)}"`);
  }
  for (const part of pathname.split('/').map(decoded)) {
    if (isSecretValue(part)) vault.lift('key', part, 'a key in a URL');
  }
  for (const [name, value] of secretParams(url)) {
    vault.lift(name, value, `the parameter "${name}"`);
  }
}

/** Parameters of a URL's query and fragment that are secrets. */
export function secretParams(url: string): readonly (readonly [name: string, value: string])[] {
  if (!URL.canParse(url)) return [];
  const { searchParams, hash } = new URL(url);
  const all = [...searchParams, ...new URLSearchParams(hash.slice(1).replace(/^.*\?/, ''))];

  return all.filter(([name, value]) => isSecretField(name, value));
}

/** A decoded part of a URL; invalid escapes are left as they are. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A literal percent sign.
    return part;
  }
}

/** A header's value with its secret replaced; the scheme and the user name stay readable. */
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

/** Basic authentication: `btoa(…)` of a user name and a secret password. */
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
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const at = pair.indexOf(':');
  if (at === -1 || Buffer.from(pair).toString('base64') !== credentials) return null;

  return { user: pair.slice(0, at), password: pair.slice(at + 1) };
}

/** Patterns for secrets in other bodies: `"password": "x"`, `password=x`, `<password>x</password>`, multipart fields. */
const FIELDS = [
  /(?<![\w-])([\w-]+)["']?\s*[:=]\s*["']?([^"'&<>\s,;{}]+)/g,
  /<(?:\w+:)?([\w-]+)>([^<>]+)<\//g,
  /name="([^"]+)"\r?\n\r?\n([^\r\n]+)/g,
];

/** A body that is neither JSON nor a form, as one string; secrets in it are collected. */
export function rawBody(body: string, vault: Vault): ApiBody {
  for (const [, name = '', value = ''] of FIELDS.flatMap((field) => [...body.matchAll(field)])) {
    if (isSecretName(name) && value.length > 3) vault.lift(name, value, `the field "${name}"`);
  }
  for (const word of body.split(/[\s"'<>=&,;:]+/)) {
    if (isSecretValue(word)) vault.lift('key', word, 'a key in the body of a request');
  }

  return { kind: 'body', value: text(body) };
}

/** The fields of a form as an object, or as an encoded string where a name occurs twice. */
export function formOf(fields: readonly Entry[]): ApiBody {
  return isEachOnce(fields)
    ? { kind: 'form', value: object(fields) }
    : { kind: 'body', value: template(encodedFields(fields)) };
}

/** Whether every name occurs once, so that the fields can be an object's properties. */
function isEachOnce(fields: readonly Entry[]): boolean {
  return new Set(fields.map(([name]) => name)).size === fields.length;
}

/** Names and values in URL encoding (`application/x-www-form-urlencoded`). */
function encodedFields(fields: readonly Entry[]): readonly (string | Expression)[] {
  return fields.flatMap(([name, value], index) => [
    `${index === 0 ? '' : '&'}${encoded(name)}=`,
    value.kind === 'text' ? encoded(value.value) : call('encodeURIComponent', value),
  ]);
}

/** Adds `content-type` for a body that is sent as text, unless a header has it. */
export function withContentType(
  headers: readonly Entry[],
  body: ApiBody | null,
  type: string,
): readonly Entry[] {
  const isSaid = headers.some(([name]) => name === 'content-type');

  return body?.kind !== 'body' || isSaid || type === ''
    ? headers
    : [...headers, ['content-type', text(type)]];
}

/** Whether JSON holds numbers that lose precision in JavaScript: ids of more than 15 digits. */
export function hasOddNumbers(json: string): boolean {
  const numbers = json.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '""').match(/-?\d[\d.eE+-]*/g) ?? [];

  return numbers.some((each) => each.replaceAll(/\D/g, '').length > 15 && !isExact(each));
}

function isExact(number: string): boolean {
  return String(Number(number)) === number;
}

function encoded(words: string): string {
  return encodeURIComponent(words.toWellFormed());
}

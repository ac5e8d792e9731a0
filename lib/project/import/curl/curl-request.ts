import { type ApiBody, type ApiRequest, isHeaderThatMatters } from '../api-request.ts';
import {
  type Entry,
  type Expression,
  jsonExpression,
  object,
  template,
  text,
} from '../expression.ts';
import type { Vault } from '../lift-secrets.ts';
import { ImportProblem, jsonOf, type Source } from '../read-source.ts';
import { holdsSecretValue, isSecretHeader, isSecretName } from '../secret-signs.ts';
import {
  basicCredentials,
  decoded,
  formOf,
  hasOddNumbers,
  rawBody,
  secretHeader,
  secretLeaf,
  withContentType,
  wovenUrl,
} from '../weave.ts';
import { type CurlRequest, plainText, type Value } from './read-curl.ts';

/** One request of a curl command, with one URL. */
export interface Call {
  readonly curl: CurlRequest;
  readonly url: URL;
  readonly method: string;
}

/** The request of a curl command for one of its URLs; throws for what is not an HTTP URL. */
export function callOf(curl: CurlRequest, given: string, { label }: Source): Call {
  const address = /^[a-z][\w+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(address) || !/^https?:/i.test(address)) {
    throw new ImportProblem(
      `Cannot read ${label}: "${withoutUser(given).slice(0, 80)}" is not an HTTP URL; expected one such as https://shop.example/`,
    );
  }
  const url = new URL(address);
  if (curl.flags.has('get')) {
    for (const { option, value } of curl.data) {
      const pairs = new URLSearchParams(encoded(option, plainText(value)));
      for (const [name, each] of pairs) url.searchParams.append(name, each);
    }
  }

  return { curl, url, method: methodOf(curl) };
}

/** A URL for messages, without user and password. */
function withoutUser(address: string): string {
  return address.replace(/^([a-z][\w+.-]*:\/\/)?[^/@\s]*@/i, '$1…@');
}

function methodOf({ method, data, forms, flags }: CurlRequest): string {
  if (method !== null) return method;
  if (flags.has('head')) return 'HEAD';
  if (flags.has('get')) return 'GET';

  return data.length > 0 || forms.length > 0 ? 'POST' : 'GET';
}

interface WriteContext {
  readonly vault: Vault;
  readonly origin: string | null;
}

/** The request of a call as a model, with its secrets replaced. */
export function callRequest(call: Call, context: WriteContext): ApiRequest {
  const { curl, url, method } = call;
  const { vault, origin } = context;
  const body = hasBody(curl) ? bodyOf(curl, vault) : null;
  const headers = withContentType(headerEntries(call, vault), body, contentTypeOf(curl));
  const woven = wovenUrl(url, origin, { variableFor: () => null, vault });

  return {
    method,
    url: woven.url,
    headers: headers.length === 0 ? null : object(headers),
    body,
    further: woven.query === null ? [] : [['query', woven.query]],
  };
}

function headerEntries({ curl, url }: Call, vault: Vault): readonly Entry[] {
  const user = curl.user ?? userOf(url);
  const given = curl.headers.flatMap((value): readonly Entry[] => {
    const [, name = '', rest = ''] = /^([^:]+):\s*([^]*)$/.exec(plainText(value)) ?? [];
    if (rest === '') return [];
    if (name.toLowerCase() === 'cookie') return [cookieEntry(value, vault)];
    if (!isHeaderThatMatters(name, rest)) return [];

    return [[name.toLowerCase(), headerValue(name, value, vault)]];
  });

  return [
    ...given,
    ...(user === null ? [] : [userEntry(user, vault)]),
    ...(curl.cookie === null ? [] : [cookieEntry(['cookie: ', ...curl.cookie], vault)]),
  ];
}

function headerValue(name: string, value: Value, vault: Vault): Expression {
  const rest = withoutName(value);
  if (rest.some((part) => typeof part !== 'string')) return withVariables(rest, vault);
  const words = plainText(rest);

  const isSecret = isSecretHeader(name) || holdsSecretValue(words);

  return isSecret ? secretHeader(name, words, vault) : text(words);
}

function withoutName([first = '', ...rest]: Value): Value {
  const start = typeof first === 'string' ? first.replace(/^[^:]*:\s*/, '') : first;

  return start === '' ? rest : [start, ...rest];
}

/** A shell variable becomes a secret of its name: its value is not known. */
function withVariables(value: Value, vault: Vault): Expression {
  return template(
    value.map((part) =>
      typeof part === 'string'
        ? part
        : vault.lift(part.variable, `$${part.variable}`, `the shell's variable ${part.variable}`),
    ),
  );
}

/** `https://user:password@…` is treated like `-u user:password`. */
function userOf({ username, password }: URL): Value | null {
  if (username === '' && password === '') return null;

  return [`${decoded(username)}:${decoded(password)}`];
}

function userEntry(user: Value, vault: Vault): Entry {
  const words = plainText(user);
  const at = words.indexOf(':');
  const name = at === -1 ? words : words.slice(0, at);
  const password = at === -1 ? '$PASSWORD' : words.slice(at + 1);
  const credentials = basicCredentials({ user: name, password }, vault);

  return ['authorization', template(['Basic ', credentials])];
}

/** Cookies as a header: their values are secrets, their names are not. */
function cookieEntry(value: Value, vault: Vault): Entry {
  const pairs = plainText(withoutName(value)).split(/;\s*/);
  const parts = pairs.flatMap((pair, index) => {
    const at = pair.indexOf('=');
    const [name, each] = at === -1 ? ['', pair] : [pair.slice(0, at), pair.slice(at + 1)];
    const shown = isCredential(name, each)
      ? vault.lift(`${name} cookie`, each, `the cookie "${name}"`)
      : each;

    return [`${index === 0 ? '' : '; '}${name}=`, shown];
  });

  return ['cookie', template(parts)];
}

function isCredential(name: string, value: string): boolean {
  if (value.length <= 3) return false;

  return value.length >= 16 || isSecretName(name) || /sess|auth|sid|id$/i.test(name);
}

/** Whether a body remains; data from files is not read. */
function hasBody({ data, forms, flags }: CurlRequest): boolean {
  const isEmpty = forms.length === 0 && data.every(({ value }) => value.length === 0);

  return !isEmpty && !flags.has('get');
}

function bodyOf({ data, forms, headers }: CurlRequest, vault: Vault): ApiBody {
  if (forms.length > 0) return formBody(forms.map(plainText), vault);
  const words = data.map(({ option, value }) => encoded(option, plainText(value))).join('&');
  const type = headers.map(plainText).find((each) => /^content-type:/i.test(each)) ?? '';
  const json = isJson(type, data) || looksLikeJson(words) ? jsonOf(words) : null;
  if (json !== null && !hasOddNumbers(words)) {
    const value = jsonExpression(json, (each, path) => secretField(path, each, vault));

    return { kind: 'json', value };
  }
  const isForm = type === '' ? !looksLikeJson(words) : /urlencoded/i.test(type);

  return isForm ? formBody(words.split('&'), vault) : rawBody(words, vault);
}

/** Content types that curl sends by default. */
function contentTypeOf({ data, headers }: CurlRequest): string {
  const given = headers.map(plainText).find((each) => /^content-type:/i.test(each));
  const usual = isJson('', data) ? 'application/json' : 'application/x-www-form-urlencoded';

  return given?.replace(/^[^:]*:\s*/, '') ?? usual;
}

function looksLikeJson(words: string): boolean {
  return /^\s*[{[]/.test(words);
}

function isJson(type: string, data: CurlRequest['data']): boolean {
  return /json/i.test(type) || data.some(({ option }) => option === '--json');
}

function encoded(option: string, words: string): string {
  if (option !== '--data-urlencode') return words;
  const at = words.indexOf('=');
  if (at === -1) return encodeURIComponent(words);

  return `${words.slice(0, at)}${at === 0 ? '' : '='}${encodeURIComponent(words.slice(at + 1))}`;
}

function formBody(pairs: readonly string[], vault: Vault): ApiBody {
  const fields = [...new URLSearchParams(pairs.join('&'))].map(
    ([name, value]) => [name, secretField([name], value, vault) ?? text(value)] as const,
  );

  return formOf(fields);
}

function secretField(
  path: readonly string[],
  value: string | number,
  vault: Vault,
): Expression | null {
  const words = String(value);
  const variable = /^\$([A-Za-z_]\w*)$/.exec(words)?.[1];
  if (variable !== undefined)
    return vault.lift(variable, words, `the shell's variable ${variable}`);

  return secretLeaf(path, value, vault);
}

import type { ApiBody } from './api-request.ts';
import { call, type Entry, type Expression, object, template, text } from './expression.ts';

/** Fields of a form: an object, or, where a name comes twice, the text that is sent. */
export function formOf(fields: readonly Entry[]): ApiBody {
  return isEachOnce(fields)
    ? { kind: 'form', value: object(fields) }
    : { kind: 'body', value: template(encodedFields(fields)) };
}

/** Whether fields can be an object's properties: of two of one name only the last would be sent. */
export function isEachOnce(fields: readonly Entry[]): boolean {
  return new Set(fields.map(([name]) => name)).size === fields.length;
}

/** Names and values as URLs and forms have them. */
export function encodedFields(fields: readonly Entry[]): readonly (string | Expression)[] {
  return fields.flatMap(([name, value], index) => [
    `${index === 0 ? '' : '&'}${encoded(name)}=`,
    value.kind === 'text' ? encoded(value.value) : call('encodeURIComponent', value),
  ]);
}

/** A body that is sent as a text says itself what it is, where no header does. */
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

/** Numbers of JSON that JavaScript would make others of: ids of more than fifteen digits. */
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

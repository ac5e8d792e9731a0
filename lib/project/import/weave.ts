import { type Entry, type Expression, object, reference, template, text } from './expression.ts';
import { encodedFields, isEachOnce } from './encoded-fields.ts';
import type { Vault } from './lift-secrets.ts';
import { isSecretField, isSecretValue } from './secret-signs.ts';

/** What stands in place of values: what an earlier response gave, or a secret. */
export interface Weaver {
  /** The variable that holds a value in this step; null: none does. */
  readonly variableFor: (value: string) => string | null;
  readonly vault: Vault;
}

/** A value as code: a variable where a response gave it, else the text. */
export function wovenValue(value: string, { variableFor }: Weaver): Expression {
  const name = variableFor(value);

  return name === null ? text(value) : reference(name);
}

/** A URL as code: its path, and its query apart where something stands in place of a value. */
export interface WovenUrl {
  readonly url: Expression;
  readonly query: Expression | null;
}

/** A path and a query as code, with variables and secrets in place of values. */
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

  return isSecretValue(part) ? vault.lift('key', part, 'a key in an address') : part;
}

function queryValue(name: string, value: string, weaver: Weaver): Expression | null {
  const variable = weaver.variableFor(value);
  if (variable !== null) return reference(variable);
  if (!isSecretField(name, value)) return null;

  return weaver.vault.lift(name, value, `the parameter "${name}"`);
}

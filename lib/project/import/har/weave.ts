import { type Expression, call, reference, template, text } from '../expression.ts';
import type { Vault } from '../lift-secrets.ts';

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

/** A path and a query as code, with variables in place of what responses gave. */
export function wovenUrl(
  url: URL,
  shownFrom: string | null,
  weaver: Weaver & { readonly isSecret: (name: string, value: string) => boolean },
): Expression {
  const base = url.origin === shownFrom ? '' : url.origin;
  const path = url.pathname.split('/').flatMap((part, index): readonly (string | Expression)[] => {
    const name = weaver.variableFor(part);

    return [...(index === 0 ? [] : ['/']), name === null ? part : reference(name)];
  });
  const query = [...url.searchParams].flatMap(([name, value], index) => [
    `${index === 0 ? '?' : '&'}${encodeURIComponent(name)}=`,
    queryValue(name, value, weaver),
  ]);

  return template([base, ...path, ...query]);
}

function queryValue(
  name: string,
  value: string,
  weaver: Weaver & { readonly isSecret: (name: string, value: string) => boolean },
): string | Expression {
  const variable = weaver.variableFor(value);
  if (variable !== null) return call('encodeURIComponent', reference(variable));
  if (!weaver.isSecret(name, value)) return encodeURIComponent(value);
  const lifted = weaver.vault.lift(name, value, `the parameter "${name}"`);

  return call('encodeURIComponent', lifted);
}

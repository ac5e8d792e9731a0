import { call, type Expression } from './expression.ts';
import type { Vault } from './lift-secrets.ts';
import { isSecretName, isSecretValue, secretNameIn } from './secret-signs.ts';

/** `password: "x"` within a text, as a query of GraphQL or JSON in a text has it. */
const WITHIN = /(?<![\w-])([\w-]+)\\?["']?\s*[:=]\s*\\?["']([^"'\\]{4,})/g;

/**
 * What stands for a leaf of JSON or a field of a form that is a secret, by its name or its looks;
 * null: it is none. Secrets within a text are lifted: they are woven out of it later.
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

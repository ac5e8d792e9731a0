import { isSecretName, isSecretValue } from '../secret-signs.ts';
import type { RecordedElement } from './element.ts';
import { wordsFor } from './locators.ts';

/** Whether what was typed there must not be read. */
export function isSecretField(element: RecordedElement, value: string): boolean {
  const names = [wordsFor(element), element.css, element.testAttribute?.[1] ?? null];
  const named = names.some((name) => name !== null && isSecretName(name.replaceAll('#', ' ')));

  return element.inputType === 'password' || named || isSecretValue(value);
}

import { chained, type Expression, literal, object, reference, text } from '../expression.ts';
import { regexText } from '../print-code.ts';
import { isSecretName, isSecretValue } from '../secret-signs.ts';
import type { RecordedElement } from './recording.ts';
import { isSelect, knownRole, roleOf } from './roles.ts';

/** A locator, and a comment where it is not one that a user would recognise. */
interface Locator {
  readonly expression: Expression;
  readonly comment: string | null;
}

/** Locators for one recording; names of other elements in it decide which must be exact. */
export interface Locators {
  /** `use`: whether the element is filled or clicked. */
  find(element: RecordedElement, use: 'field' | 'click'): Locator;
}

/** Creates locators for the elements of a recording. */
export function locatorsOf(
  elements: readonly RecordedElement[],
  isField: (element: RecordedElement) => boolean,
): Locators {
  const names = elements.flatMap(({ accessible }) =>
    accessible.flatMap(({ name }) => (name === null ? [] : [name])),
  );
  const others = new Set(names.map((name) => name.toLowerCase()));

  return { find: (element, use) => findElement(element, { use, others, isField }) };
}

interface Search {
  readonly use: 'field' | 'click';
  readonly others: ReadonlySet<string>;
  readonly isField: (element: RecordedElement) => boolean;
}

function findElement(element: RecordedElement, search: Search): Locator {
  const within = frameOf(element);
  const found = byPeople(element, within, search);
  if (found !== null) return { expression: found, comment: null };

  return byStructure(element, within);
}

/** Locates by role and name, by label, or by text. */
function byPeople(element: RecordedElement, within: Expression, search: Search): Expression | null {
  const name = nameOf(element);
  const role = roleOf(element);
  const scope = scopeOf(element, within);
  if (name !== null && (search.use === 'field' || search.isField(element))) {
    return fieldBy(scope, element, { name, search });
  }
  if (role !== null && (name !== null || element.accessible.length === 1)) {
    return byRole(scope, role, { name, search });
  }

  return byWords(element, scope, search);
}

/** Locates by text; an element whose name differs from its text is a filled field or an image. */
function byWords(
  { accessible, text: words }: RecordedElement,
  scope: Expression,
  search: Search,
): Expression | null {
  const name = accessible.findLast((each) => each.name !== null)?.name ?? null;
  if (words !== null && (name ?? words).startsWith(words)) {
    return chained(scope, 'getByText', ...nameArgs(words, search));
  }

  return name === null ? null : chained(scope, 'getByLabel', ...nameArgs(name, search));
}

const FIELD_ROLES = ['textbox', 'searchbox', 'spinbutton', 'combobox', 'slider'];

/** Locates by label; by role only where it is known: password fields have none. */
function fieldBy(
  scope: Expression,
  element: RecordedElement,
  { name, search }: { readonly name: string; readonly search: Search },
): Expression {
  const role = roleOf(element);
  if (role !== null && FIELD_ROLES.includes(role) && !isSelect(element)) {
    return byRole(scope, role, { name, search });
  }

  // A label around a select contains the texts of its options, so an exact match fails.
  const args = isSelect(element) ? [text(name)] : nameArgs(name, search);

  return chained(scope, 'getByLabel', ...args);
}

function byRole(
  scope: Expression,
  role: string,
  { name, search }: { readonly name: string | null; readonly search: Search },
): Expression {
  if (name === null) return chained(scope, 'getByRole', text(role));
  const counted = /^(.*\S)\s*\(\d+\)$/.exec(name)?.[1];
  const value = counted === undefined ? text(name) : literal(`/^${regexText(counted)}/`);
  const exact = counted === undefined && mustBeExact(name, search);
  const options = object([
    ['name', value],
    ...(exact ? [['exact', literal('true')] as const] : []),
  ]);

  return chained(scope, 'getByRole', text(role), options);
}

function nameArgs(name: string, search: Search): readonly Expression[] {
  const exact = mustBeExact(name, search);

  return exact ? [text(name), object([['exact', literal('true')]])] : [text(name)];
}

/**
 * Playwright matches names as substrings. One word occurs in many names ("Plot" in "Find a plot"), and
 * a recording does not show the whole page, so single words are exact; longer names only on a clash.
 */
function mustBeExact(name: string, { others }: Search): boolean {
  const own = name.toLowerCase();

  return !/\s/.test(own) || [...others].some((other) => other !== own && other.includes(own));
}

/** The element's name, or that of its container where it has none: an image in a link. */
function nameOf({ accessible }: RecordedElement): string | null {
  return accessible.findLast(({ name }) => name !== null)?.name ?? null;
}

/** The named container in which the element's name is unique. */
function scopeOf({ accessible }: RecordedElement, within: Expression): Expression {
  const named = accessible.findLastIndex(({ name }) => name !== null);
  if (named <= 0) return within;
  const outer = accessible[named - 1];
  if (outer === undefined) return within;
  const role = knownRole(outer.role);
  if (role === null && outer.name === null) return within;
  if (role === null) return chained(within, 'getByLabel', text(outer.name ?? ''));
  const options = outer.name === null ? [] : [object([['name', text(outer.name)]])];

  return chained(within, 'getByRole', text(role), ...options);
}

function frameOf({ frame }: RecordedElement): Expression {
  return frame.reduce<Expression>(
    (page, index) =>
      chained(
        chained(chained(page, 'locator', text('iframe')), 'nth', literal(`${index}`)),
        'contentFrame',
      ),
    reference('page'),
  );
}

function byStructure(element: RecordedElement, within: Expression): Locator {
  const { testAttribute, css, xpath } = element;
  if (testAttribute !== null && testAttribute[0] === 'data-testid') {
    return { expression: chained(within, 'getByTestId', text(testAttribute[1])), comment: null };
  }
  const selector = css ?? (xpath === null ? null : `xpath=${xpath}`);
  const comment =
    testAttribute === null
      ? 'Located by its position in the page: it has no name, label or text of its own.'
      : null;

  return { expression: chained(within, 'locator', text(selector ?? '*')), comment };
}

/** The element's name for use in step names; null: it has none. */
export function wordsFor(element: RecordedElement): string | null {
  const words = nameOf(element) ?? element.text;

  return words === null ? null : words.replace(/\s*\(\d+\)$/, '').trim();
}

/** Whether the value typed into a field is a secret. */
export function isSecretInput(element: RecordedElement, value: string): boolean {
  const names = [wordsFor(element), element.css, element.testAttribute?.[1] ?? null];
  const named = names.some((name) => name !== null && isSecretName(name.replaceAll('#', ' ')));

  return element.inputType === 'password' || named || isSecretValue(value);
}

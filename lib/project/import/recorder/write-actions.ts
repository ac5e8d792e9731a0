import {
  call,
  chained,
  type Expression,
  jsonExpression,
  literal,
  object,
  reference,
  text,
} from '../expression.ts';
import { shownUrl, type UrlFrame } from '../imported.ts';
import { awaited, comment, type Statement } from '../journey-model.ts';
import type { Vault } from '../lift-secrets.ts';
import { regexText } from '../print-code.ts';
import { isRecord, textField } from '../read-source.ts';
import { isSecretName, isSecretValue } from '../secret-signs.ts';
import { secretParams } from '../weave.ts';
import type { Action } from './actions.ts';
import { isSecretInput, type Locators, wordsFor } from './locators.ts';
import type { RecordedElement } from './recording.ts';
import { isSelect, roleOf } from './roles.ts';
import { expects } from '../content-checks.ts';

/** What the code of actions depends on. */
export interface ActionDesk {
  readonly locators: Locators;
  readonly frame: UrlFrame;
  readonly vault: Vault;
}

/** The statements that repeat one action. */
export function actionStatements(action: Action, context: ActionDesk): readonly Statement[] {
  if (action.kind === 'click') return clickStatements(action, context);
  if (action.kind === 'fill') return fillStatements(action, context);
  if (action.kind === 'press') return pressStatements(action, context);
  if (action.kind === 'scroll') return scrollStatements(action, context);
  if (action.kind === 'wait') return waitStatements(action, context);
  if (action.kind === 'hover') {
    return onElement(action.element, context, (found) => chained(found, 'hover'));
  }
  if (action.kind === 'left-out') return [comment(action.what)];

  return [awaited(pageCall(action, context))];
}

function pageCall(
  action: Extract<Action, { kind: 'goto' | 'condition' | 'resize' }>,
  { frame }: ActionDesk,
): Expression {
  switch (action.kind) {
    case 'goto':
      return call('page.goto', text(shownUrl(action.url, frame)));
    case 'condition':
      return call('page.waitForFunction', text(action.expression));
    case 'resize':
      return call('page.setViewportSize', sizeOf(action));
  }
}

/** A viewport as an object of width and height. */
export function sizeOf({ width, height }: Extract<Action, { kind: 'resize' }>): Expression {
  return object([
    ['width', literal(`${width}`)],
    ['height', literal(`${height}`)],
  ]);
}

function onElement(
  element: RecordedElement,
  context: ActionDesk,
  act: (found: Expression) => Expression,
): readonly Statement[] {
  const { expression, comment: why } = context.locators.find(element, 'click');

  return [...(why === null ? [] : [comment(why)]), awaited(act(expression))];
}

function clickStatements(
  action: Extract<Action, { kind: 'click' }>,
  context: ActionDesk,
): readonly Statement[] {
  const role = roleOf(action.element);
  if (role === 'radio')
    return onElement(action.element, context, (found) => chained(found, 'check'));
  if (action.isDouble)
    return onElement(action.element, context, (found) => chained(found, 'dblclick'));
  const button = { auxiliary: 'middle', secondary: 'right' }[action.button];
  const options = button === undefined ? [] : [object([['button', text(button)]])];

  return onElement(action.element, context, (found) => chained(found, 'click', ...options));
}

function fillStatements(
  action: Extract<Action, { kind: 'fill' }>,
  context: ActionDesk,
): readonly Statement[] {
  const { expression, comment: why } = context.locators.find(action.element, 'field');
  const method = isSelect(action.element) ? 'selectOption' : 'fill';
  const value = fieldValue(action, context);

  return [...(why === null ? [] : [comment(why)]), awaited(chained(expression, method, value))];
}

/** The typed value as code, or its `secret(…)`. */
export function fieldValue(
  { element, value }: Extract<Action, { kind: 'fill' }>,
  { vault }: Pick<ActionDesk, 'vault'>,
): Expression {
  const words = wordsFor(element) ?? '';
  if (value === '' || !isSecretInput(element, value)) return text(value);
  const hint = isSecretName(words) ? words : 'password';

  return vault.lift(hint, value, `what was typed into "${words || (element.css ?? 'a field')}"`);
}

function pressStatements(
  action: Extract<Action, { kind: 'press' }>,
  context: ActionDesk,
): readonly Statement[] {
  if (action.element === null) return [awaited(call('page.keyboard.press', text(action.key)))];
  const { expression } = context.locators.find(action.element, 'field');

  return [awaited(chained(expression, 'press', text(action.key)))];
}

function scrollStatements(
  { element, x, y }: Extract<Action, { kind: 'scroll' }>,
  context: ActionDesk,
): readonly Statement[] {
  if (element === null) {
    return [awaited(call('page.evaluate', literal(`() => window.scrollTo(${x}, ${y})`)))];
  }
  const scroll = literal(`(area) => area.scrollTo(${x}, ${y})`);

  return onElement(element, context, (found) => chained(found, 'evaluate', scroll));
}

function waitStatements(
  action: Extract<Action, { kind: 'wait' }>,
  context: ActionDesk,
): readonly Statement[] {
  const { fields } = action.step;
  const { expression: found, comment: why } = context.locators.find(action.element, 'click');

  return [
    ...(why === null ? [] : [comment(why)]),
    ...countStatements(found, fields),
    ...valuesOf(fields['attributes']).map(([name, value]) =>
      awaited(expects(found, 'toHaveAttribute', text(name), text(String(value)))),
    ),
    ...valuesOf(fields['properties']).map(([name, value]) =>
      awaited(propertyExpectation(found, name, value)),
    ),
  ];
}

function countStatements(
  found: Expression,
  fields: Readonly<Record<string, unknown>>,
): readonly Statement[] {
  if (fields['visible'] === false) return [awaited(expects(found, 'toBeHidden'))];
  const operator = textField(fields, 'operator') ?? '>=';
  const count = typeof fields['count'] === 'number' ? fields['count'] : 1;
  if (operator === '==' && (count !== 1 || fields['visible'] === undefined)) {
    return [awaited(expects(found, 'toHaveCount', literal(`${count}`)))];
  }
  if (operator === '<=') {
    const at = literal(`${count}`);
    return [awaited(expects(chained(found, 'nth', at), 'toBeHidden'))];
  }
  if (count <= 1) return [awaited(expects(found, 'toBeVisible'))];
  const last = chained(found, 'nth', literal(`${count - 1}`));

  return [awaited(expects(last, 'toBeVisible'))];
}

function propertyExpectation(found: Expression, name: string, value: unknown): Expression {
  if (typeof value === 'string' && ['textContent', 'innerText'].includes(name)) {
    return expects(found, 'toHaveText', text(value));
  }
  if (typeof value === 'string' && name === 'value') {
    return expects(found, 'toHaveValue', text(value));
  }

  return expects(found, 'toHaveJSProperty', text(name), jsonExpression(value));
}

function valuesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** URL segments that change with each run: numbers and random-looking ids. */
const PASSING = /^(?:\d{2,}|[\da-f-]{16,}|(?=.*\d)[\w-]{12,}|[A-Z]+-\d+)$/i;

/** `toHaveURL` with a pattern that leaves segments open that change with each run. */
export function urlExpectation(url: string, { frame }: Pick<ActionDesk, 'frame'>): Expression {
  const page = reference('page');
  if (!URL.canParse(url)) return expects(page, 'toHaveURL', text(url));
  const address = new URL(url);
  // Browsers remove the user from the URL of a page.
  [address.username, address.password] = ['', ''];
  const { pathname, search, hash, searchParams, href } = address;
  const segments = pathname.split('/');
  const passes =
    segments.some(isPassing) ||
    [...searchParams].some(([, value]) => isPassing(value)) ||
    secretParams(url).length > 0;
  if (!passes) return expects(page, 'toHaveURL', text(shownUrl(href, frame)));
  const pattern = segments.map((part) => (isPassing(part) ? '[^/]+' : regexText(part))).join('\\/');
  const rest = hash === '' ? '$' : '#';

  return expects(page, 'toHaveURL', literal(`/${pattern}${search === '' ? rest : '\\?'}/`));
}

function isPassing(word: string): boolean {
  return PASSING.test(word) || isSecretValue(word);
}

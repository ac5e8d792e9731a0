import { textField } from '../read-source.ts';
import {
  elementOf,
  type RecordedElement,
  type RecordedNavigation,
  type RecordedStep,
} from './recording.ts';
import { roleOf } from './roles.ts';

/** One action of the user. */
export type Action = { readonly navigation: RecordedNavigation | null } & (
  | { readonly kind: 'goto'; readonly url: string }
  | {
      readonly kind: 'click';
      readonly element: RecordedElement;
      readonly button: string;
      readonly isDouble: boolean;
    }
  | { readonly kind: 'fill'; readonly element: RecordedElement; readonly value: string }
  | { readonly kind: 'hover'; readonly element: RecordedElement }
  | { readonly kind: 'press'; readonly key: string; readonly element: RecordedElement | null }
  | {
      readonly kind: 'scroll';
      readonly element: RecordedElement | null;
      readonly x: number;
      readonly y: number;
    }
  | { readonly kind: 'wait'; readonly element: RecordedElement; readonly step: RecordedStep }
  | { readonly kind: 'condition'; readonly expression: string }
  | { readonly kind: 'resize'; readonly width: number; readonly height: number }
  /** A step that is not imported, with the reason. */
  | { readonly kind: 'left-out'; readonly what: string }
);

const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta']);
/** Keys that only move the focus; the next element is found without them. */
const WAY_KEYS = new Set(['Tab']);

/** The user's actions in a recording, without focus clicks and keys that only move the focus. */
export function actionsOf(steps: readonly RecordedStep[]): readonly Action[] {
  const actions: Action[] = [];
  const held: string[] = [];
  for (const step of steps) {
    const action = actionOf(step, held);
    const last = actions.at(-1);
    if (action !== null) actions.push(action);
    // The Recorder often attaches the navigation to the key's release.
    else if (step.navigation !== null && last?.kind === 'press') {
      actions[actions.length - 1] = { ...last, navigation: step.navigation };
    }
  }

  return withoutWays(withKeysInFields(actions));
}

function actionOf(step: RecordedStep, held: string[]): Action | null {
  if (step.target !== 'main') {
    return leftOut(step, 'it happened in another tab, and a journey has only one');
  }
  switch (step.type) {
    case 'keyDown':
      return keyDown(step, held);
    case 'keyUp': {
      const index = held.indexOf(keyOf(step));
      if (index !== -1) held.splice(index, 1);

      return null;
    }
    case 'close':
      return null;
    default:
      return pageAction(step) ?? elementAction(step);
  }
}

function pageAction(step: RecordedStep): Action | null {
  const { navigation, fields } = step;
  switch (step.type) {
    case 'navigate':
      return { kind: 'goto', url: textField(fields, 'url') ?? '', navigation };
    case 'setViewport':
      return {
        kind: 'resize',
        width: numberOf(fields['width']),
        height: numberOf(fields['height']),
        navigation: null,
      };
    case 'scroll': {
      const [x, y] = [numberOf(fields['x']), numberOf(fields['y'])];
      return { kind: 'scroll', element: elementOf(step), x, y, navigation };
    }
    case 'waitForExpression':
      return { kind: 'condition', expression: textField(fields, 'expression') ?? '', navigation };
    case 'emulateNetworkConditions':
      return leftOut(step, 'set the option `throttle` for a slower network');
    default:
      return null;
  }
}

function elementAction(step: RecordedStep): Action {
  const { navigation, fields, type } = step;
  if (!['click', 'doubleClick', 'change', 'hover', 'waitForElement'].includes(type)) {
    return leftOut(step, 'steps of this type are not supported');
  }
  const element = elementOf(step);
  if (element === null) return leftOut(step, 'it has no selectors');
  switch (type) {
    case 'change':
      return { kind: 'fill', element, value: textField(fields, 'value') ?? '', navigation };
    case 'hover':
      return { kind: 'hover', element, navigation };
    case 'waitForElement':
      return { kind: 'wait', element, step, navigation };
    default: {
      const button = textField(fields, 'button') ?? 'primary';
      return { kind: 'click', element, button, isDouble: type === 'doubleClick', navigation };
    }
  }
}

function keyDown(step: RecordedStep, held: string[]): Action | null {
  const key = keyOf(step);
  if (MODIFIERS.has(key)) {
    held.push(key);

    return null;
  }

  return {
    kind: 'press',
    key: [...new Set(held), key].join('+'),
    element: null,
    navigation: step.navigation,
  };
}

function keyOf({ fields }: RecordedStep): string {
  return textField(fields, 'key') ?? '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 0;
}

function leftOut(step: RecordedStep, why: string): Action {
  return {
    kind: 'left-out',
    what: `Step ${step.number} of the recording (${step.type}) is left out: ${why}.`,
    navigation: null,
  };
}

/** Assigns key presses to the field that was filled or focused last. */
function withKeysInFields(actions: readonly Action[]): readonly Action[] {
  let field: RecordedElement | null = null;

  return actions.map((action) => {
    if (action.kind === 'fill') field = action.element;
    else if (action.kind === 'click') field = isFocus(action.element) ? action.element : null;
    else if (action.kind === 'goto') field = null;

    return action.kind === 'press' ? { ...action, element: field } : action;
  });
}

function isFocus(element: RecordedElement): boolean {
  return ['textbox', 'searchbox', 'combobox', 'spinbutton'].includes(roleOf(element) ?? '');
}

/** Drops clicks into a field that is filled next, and keys that only move the focus. */
function withoutWays(actions: readonly Action[]): readonly Action[] {
  return actions.filter((action, index) => {
    const next = actions[index + 1];
    if (next === undefined || action.navigation !== null) return true;
    if (action.kind === 'press' && WAY_KEYS.has(action.key)) return false;
    if (action.kind !== 'click' || action.button !== 'primary') return true;
    if (leadsIntoField(action.element, actions.slice(index + 1))) return false;

    return !(next.kind === 'click' && isLabelOf(action.element, next.element));
  });
}

/** A click before typing sets the focus; a double click selects the text to replace. */
function leadsIntoField(element: RecordedElement, further: readonly Action[]): boolean {
  const next = further.find(
    (action) => action.kind !== 'click' || !isSame(action.element, element),
  );

  return next?.kind === 'fill' && isSame(next.element, element);
}

/** The browser turns a click on a label into a second click on its field; both are recorded. */
function isLabelOf(label: RecordedElement, field: RecordedElement): boolean {
  const isLabel = label.tag === 'label' || (label.tag !== 'input' && label.around[0] === 'label');

  return (
    isLabel && field.tag === 'input' && (field.around[0] === 'label' || sameName(label, field))
  );
}

function sameName(a: RecordedElement, b: RecordedElement): boolean {
  const name = b.accessible.at(-1)?.name ?? null;

  return name !== null && (a.text === name || a.accessible.at(-1)?.name === name);
}

/** Whether two recorded elements have the same selectors. */
export function isSame(a: RecordedElement, b: RecordedElement): boolean {
  return (
    a.css === b.css &&
    a.xpath === b.xpath &&
    JSON.stringify(a.accessible) === JSON.stringify(b.accessible)
  );
}

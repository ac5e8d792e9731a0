import { isSecretValue } from '../secret-signs.ts';
import type { Action } from './actions.ts';
import { isSecretInput, wordsFor } from './locators.ts';
import { ACTION_LABEL, isSelect, roleOf } from './roles.ts';
import { decoded } from '../weave.ts';

/** Actions that become one step of the journey. */
export interface Group {
  readonly name: string;
  readonly actions: readonly Action[];
}

/** Groups actions into steps: each ends with a navigation or a button, and is named after it. */
export function groupsOf(actions: readonly Action[]): readonly Group[] {
  const groups: Action[][] = [];
  let open: Action[] = [];
  for (const [index, action] of actions.entries()) {
    if (action.kind === 'goto' && open.some(isUserAction)) {
      groups.push(open);
      open = [];
    }
    open.push(action);
    if (endsGroup(open, actions[index + 1])) {
      groups.push(open);
      open = [];
    }
  }
  if (open.some(isUserAction) || groups.length === 0) groups.push(open);
  else groups.at(-1)?.push(...open);

  return groups.map((each) => ({ name: groupName(each), actions: each }));
}

function isUserAction(action: Action): boolean {
  return !['resize', 'left-out'].includes(action.kind);
}

/** A group ends with a navigation, or with a button after the waits that follow it. */
function endsGroup(open: readonly Action[], next: Action | undefined): boolean {
  if (next === undefined || isWait(next)) return false;
  const last = open.findLast((action) => !isWait(action));
  if (last === undefined) return false;
  if (last.kind === 'goto' || last.navigation !== null) return true;
  if (last.kind === 'press') return next.kind !== 'press' && last.key === 'Enter';

  return last.kind === 'click' && roleOf(last.element) === 'button';
}

function isWait({ kind }: Action): boolean {
  return kind === 'wait' || kind === 'condition';
}

function groupName(actions: readonly Action[]): string {
  const action = actions.findLast((each) => !isWait(each) && isUserAction(each));
  if (action === undefined) return 'wait for the page';
  if (action.kind === 'goto') return `open ${pageName(action.url)}`;
  if (action.kind === 'click') return clickName(action);
  if (action.kind === 'press') return pressName(action, actions);

  return action.kind === 'fill' ? fillName(action) : passiveName(action);
}

/** Step name for hovering and scrolling. */
function passiveName(action: Action): string {
  if (action.kind !== 'hover') return 'scroll down';

  return `point at ${wordsFor(action.element) ?? 'the element'}`;
}

function clickName({ element, button }: Extract<Action, { kind: 'click' }>): string {
  const words = wordsFor(element);
  if (words === null) return 'click on the element';
  const role = roleOf(element);
  if (button === 'secondary') return `open the menu of ${words}`;
  if (role === 'checkbox' || role === 'radio' || role === 'option') return `choose ${words}`;
  if (role === 'link') return `open ${words}`;

  return ACTION_LABEL.test(words) ? lowerFirst(words) : `press ${words}`;
}

function pressName(press: Extract<Action, { kind: 'press' }>, actions: readonly Action[]): string {
  const filled = actions.findLast((action) => action.kind === 'fill');
  if (filled === undefined || press.key !== 'Enter') return `press ${press.key}`;
  if (isSecretInput(filled.element, filled.value)) return 'sign in';
  const words = wordsFor(filled.element) ?? '';
  const isSearch = roleOf(filled.element) === 'searchbox' || /search|find|looking/i.test(words);

  return isSearch ? `search for ${filled.value}` : `enter ${lowerFirst(words || 'a value')}`;
}

function fillName({ element, value }: Extract<Action, { kind: 'fill' }>): string {
  const words = wordsFor(element);
  if (words === null) return 'fill in the form';
  const isSearch = roleOf(element) === 'searchbox' || /search|find|looking/i.test(words);
  if (isSearch) return `search for ${value}`;

  return `${isSelect(element) ? 'choose' : 'fill in'} ${lowerFirst(words)}`;
}

/** Name of a page, derived from its URL. */
function pageName(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const segments = path.split('/').filter((part) => part !== '');
  const last = segments.at(-1);
  if (last === undefined) return 'the front page';
  const words = decoded(last)
    .replace(/\.\w{2,5}$/, '')
    .replaceAll(/[-_+]+/g, ' ')
    .trim();
  const isId = /^\d+$|\d{3,}/.test(words) || isSecretValue(last);
  const above = segments.slice(0, -1).findLast((part) => !isSecretValue(part));
  if (isId) return `one of ${above ?? 'the pages'}`;

  return segments.length === 1 ? `the ${words} page` : words;
}

function lowerFirst(words: string): string {
  const isAcronym = /^[A-Z]{2}/.test(words);

  return isAcronym ? words : words.slice(0, 1).toLowerCase() + words.slice(1);
}

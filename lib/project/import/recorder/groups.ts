import type { Action } from './actions.ts';
import { DEED } from './deeds.ts';
import { wordsFor } from './locators.ts';
import { isSelect, roleOf } from './roles.ts';
import { isSecretValue } from '../secret-signs.ts';
import { isSecretField } from './secret-fields.ts';

/** What becomes one step of the journey. */
export interface Group {
  readonly name: string;
  readonly actions: readonly Action[];
}

/** The actions of a recording in groups, each with a name for what the user does in it. */
export function groupsOf(actions: readonly Action[]): readonly Group[] {
  const groups: Action[][] = [];
  let open: Action[] = [];
  for (const [index, action] of actions.entries()) {
    if (action.kind === 'goto' && open.some(isDeed)) {
      groups.push(open);
      open = [];
    }
    open.push(action);
    if (endsGroup(open, actions[index + 1])) {
      groups.push(open);
      open = [];
    }
  }
  if (open.some(isDeed) || groups.length === 0) groups.push(open);
  else groups.at(-1)?.push(...open);

  return groups.map((each) => ({ name: groupName(each), actions: each }));
}

function isDeed(action: Action): boolean {
  return !['resize', 'left-out'].includes(action.kind);
}

/** A group ends where a page came, or where a button was pressed and what it did was waited for. */
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
  const deed = actions.findLast((action) => !isWait(action) && isDeed(action));
  if (deed === undefined) return 'wait for the page';
  if (deed.kind === 'goto') return `open ${pageWords(deed.url)}`;
  if (deed.kind === 'click') return clickWords(deed);
  if (deed.kind === 'press') return pressWords(deed, actions);

  return deed.kind === 'fill' ? fillWords(deed) : quietWords(deed);
}

/** Of what only shows something. */
function quietWords(deed: Action): string {
  if (deed.kind !== 'hover') return 'scroll down';

  return `point at ${wordsFor(deed.element) ?? 'the element'}`;
}

function clickWords({ element, button }: Extract<Action, { kind: 'click' }>): string {
  const words = wordsFor(element);
  if (words === null) return 'click on the element';
  const role = roleOf(element);
  if (button === 'secondary') return `open the menu of ${words}`;
  if (role === 'checkbox' || role === 'radio' || role === 'option') return `choose ${words}`;
  if (role === 'link') return `open ${words}`;

  return DEED.test(words) ? lowerFirst(words) : `press ${words}`;
}

function pressWords(press: Extract<Action, { kind: 'press' }>, actions: readonly Action[]): string {
  const filled = actions.findLast((action) => action.kind === 'fill');
  if (filled === undefined || press.key !== 'Enter') return `press ${press.key}`;
  if (isSecretField(filled.element, filled.value)) return 'sign in';
  const words = wordsFor(filled.element) ?? '';
  const isSearch = roleOf(filled.element) === 'searchbox' || /search|find|looking/i.test(words);

  return isSearch ? `search for ${filled.value}` : `enter ${lowerFirst(words || 'a value')}`;
}

function fillWords({ element, value }: Extract<Action, { kind: 'fill' }>): string {
  const words = wordsFor(element);
  if (words === null) return 'fill in the form';
  const isSearch = roleOf(element) === 'searchbox' || /search|find|looking/i.test(words);
  if (isSearch) return `search for ${value}`;

  return `${isSelect(element) ? 'choose' : 'fill in'} ${lowerFirst(words)}`;
}

/** What a page is called after its address. */
function pageWords(url: string): string {
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

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not encoded as URLs are: shown as it is.
    return part;
  }
}

function lowerFirst(words: string): string {
  const isAcronym = /^[A-Z]{2}/.test(words);

  return isAcronym ? words : words.slice(0, 1).toLowerCase() + words.slice(1);
}

import type { RecordedElement } from './recording.ts';
import { ownValue } from '../../../core/base/own-value.ts';

/** Button labels that start with a verb; the step takes its name from the label. */
export const ACTION_LABEL =
  /^(?:add|apply|back|book|buy|cancel|change|check|choose|close|complete|confirm|continue|create|delete|download|edit|export|filter|find|finish|go|hide|import|join|learn|leave|load|log|make|more|move|next|open|order|pay|place|post|previous|proceed|publish|register|remove|reset|save|search|see|select|send|share|show|sign|skip|sort|start|stop|submit|subscribe|switch|try|update|upload|view|visit)\b/i;

/** ARIA roles that `getByRole` accepts and that identify an element. */
const TELLING_ROLES = new Set(
  [
    'alert alertdialog article banner button cell checkbox columnheader combobox',
    'complementary contentinfo dialog figure form grid gridcell group heading img link list',
    'listbox listitem main menu menubar menuitem menuitemcheckbox menuitemradio navigation',
    'option progressbar radio radiogroup region row rowheader search searchbox slider',
    'spinbutton status switch tab table tablist tabpanel textbox toolbar tree treeitem',
  ].flatMap((line) => line.split(' ')),
);

/** Roles that often lie inside the element that the user means, such as an image in a link. */
const SURFACE_ROLES = new Set([
  'heading',
  'img',
  'listitem',
  'article',
  'cell',
  'gridcell',
  'figure',
]);
/** Chrome's internal names for ARIA roles. */
const CHROME_ROLES: Readonly<Record<string, string>> = {
  image: 'img',
  ComboBoxSelect: 'combobox',
  ComboBoxMenuButton: 'combobox',
  TextFieldWithComboBox: 'combobox',
  SearchBox: 'searchbox',
  ToggleButton: 'button',
  PopUpButton: 'button',
  MenuListPopup: 'listbox',
};

const TAG_ROLES: Readonly<Record<string, string>> = {
  a: 'link',
  button: 'button',
  select: 'combobox',
  textarea: 'textbox',
  option: 'option',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
  img: 'img',
  td: 'cell',
  nav: 'navigation',
  dialog: 'dialog',
};

const INPUT_ROLES: Readonly<Record<string, string>> = {
  checkbox: 'checkbox',
  radio: 'radio',
  submit: 'button',
  button: 'button',
  reset: 'button',
  image: 'button',
  search: 'searchbox',
  email: 'textbox',
  tel: 'textbox',
  text: 'textbox',
  url: 'textbox',
  number: 'spinbutton',
  range: 'slider',
};

const ACTIVE_TAGS: Readonly<Record<string, string>> = { a: 'link', button: 'button' };

/** The role of an element, derived from its selectors; null: they do not show it. */
export function roleOf(element: RecordedElement): string | null {
  const own = knownRole(element.accessible.at(-1)?.role ?? null) ?? tagRole(element);
  if (own === null && looksLikeButton(element)) return 'button';
  if (own !== null && !SURFACE_ROLES.has(own)) return own;
  const holder = element.around
    .map((tag) => ownValue(ACTIVE_TAGS, tag))
    .find((role) => role !== undefined);

  return holder ?? own;
}

/**
 * An element that is labelled with a verb and did not navigate is a button. Only controls are named by
 * their own text, so the guess is safe where no selector shows the tag.
 */
function looksLikeButton({ tag, accessible, text, navigates }: RecordedElement): boolean {
  const name = accessible.at(-1)?.name ?? null;

  return tag === null && !navigates && name !== null && name === text && ACTION_LABEL.test(name);
}

/** A role as `getByRole` accepts it; null for those without meaning, such as `generic`. */
export function knownRole(role: string | null): string | null {
  if (role === null) return null;
  const name = ownValue(CHROME_ROLES, role) ?? role;

  return TELLING_ROLES.has(name) ? name : null;
}

function tagRole({ tag, inputType }: RecordedElement): string | null {
  if (tag === 'input')
    return inputType === null ? null : (ownValue(INPUT_ROLES, inputType) ?? null);

  return tag === null ? null : (ownValue(TAG_ROLES, tag) ?? null);
}

/** Whether the element is a select, whose options are chosen by value. */
export function isSelect(element: RecordedElement): boolean {
  if (element.tag !== null) return element.tag === 'select';

  return ['combobox', 'listbox'].includes(roleOf(element) ?? '');
}

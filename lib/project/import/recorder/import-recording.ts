import { literal, reference, text } from '../expression.ts';
import { type Imported, type ImportOptions, urlFrame } from '../imported.ts';
import {
  awaited,
  BLANK,
  comment,
  type OptionModel,
  type Part,
  type Statement,
} from '../journey-model.ts';
import { secretVault, withoutSecrets } from '../lift-secrets.ts';
import { journeyNameOf, stepNames } from '../names.ts';
import type { Source } from '../read-source.ts';
import { liftUrlSecrets } from '../weave.ts';
import { type Action, actionsOf, isSame } from './actions.ts';
import { type Group, groupsOf } from './groups.ts';
import { isSecretInput, locatorsOf, wordsFor } from './locators.ts';
import { readRecording, type RecordedElement, type ChromeRecording } from './recording.ts';
import { roleOf } from './roles.ts';
import {
  type ActionDesk,
  actionStatements,
  fieldValue,
  sizeOf,
  urlExpectation,
} from './write-actions.ts';
import { expects } from '../content-checks.ts';

/** Turns a recording of Chrome's Recorder into a browser journey. */
export function importRecording(source: Source, options: ImportOptions): Imported {
  const recording = readRecording(source);
  const all = actionsOf(recording.steps);
  const origin = originOf(all);
  const name = options.name ?? journeyNameOf(recording.title) ?? hostName(origin) ?? 'recording';
  const context: ActionDesk = {
    locators: locatorsOf(
      all.flatMap((action) => elementIn(action) ?? []),
      (element) => all.some((each) => each.kind === 'fill' && isSame(each.element, element)),
    ),
    frame: urlFrame(origin, options.baseUrls),
    vault: secretVault(name),
  };
  // Secrets first: a typed password must not occur anywhere else either.
  for (const action of all) {
    if (action.kind === 'fill') fieldValue(action, context);
    if (action.kind === 'goto') liftUrlSecrets(action.url, context.vault);
  }
  const viewport = all.find((action) => action.kind === 'resize');
  const groups = groupsOf(all.filter((action) => action !== viewport));
  const model = withoutSecrets(
    {
      kind: 'browser',
      name,
      description: descriptionOf(recording),
      options: [...context.frame.options, ...viewportOption(viewport), ...repeatable(all)],
      secrets: [],
      comments: [],
      parts: partsOf(groups, context),
    },
    context.vault,
  );

  return {
    model,
    secrets: context.vault.found,
    notes: notesOf(all).map((note) => context.vault.redact(note)),
  };
}

function originOf(actions: readonly Action[]): string | null {
  const first = actions.find((action) => action.kind === 'goto' && URL.canParse(action.url));

  return first?.kind === 'goto' ? new URL(first.url).origin : null;
}

function hostName(origin: string | null): string | null {
  return origin === null ? null : journeyNameOf(new URL(origin).hostname);
}

function descriptionOf({ title }: ChromeRecording): string {
  const words = title.replaceAll(/\s+/g, ' ').trim();

  return words === '' ? 'Recorded in Chrome.' : `${words}, recorded in Chrome.`;
}

function viewportOption(action: Action | undefined): readonly OptionModel[] {
  if (action?.kind !== 'resize') return [];

  return [{ entry: ['viewport', sizeOf(action)], comment: null }];
}

/** Button labels of actions that change data at the target. */
const LASTING =
  /\b(?:order|buy|pay|purchase|book|submit|send|subscribe|register|delete|create|publish)\b/i;

function repeatable(actions: readonly Action[]): readonly OptionModel[] {
  const lasting = actions.find(
    (action) =>
      action.kind === 'click' &&
      roleOf(action.element) === 'button' &&
      LASTING.test(wordsFor(action.element) ?? ''),
  );
  if (lasting === undefined) return [];
  const words = wordsFor(elementIn(lasting) ?? NO_ELEMENT) ?? '';
  const entry = ['repeatable', literal('false')] as const;

  return [
    {
      entry,
      comment: `"${words}" may change data at the target, so a failed run is not repeated.`,
    },
  ];
}

const NO_ELEMENT: RecordedElement = {
  accessible: [],
  text: null,
  tag: null,
  inputType: null,
  around: [],
  testAttribute: null,
  css: null,
  xpath: null,
  frame: [],
  navigates: false,
};

function partsOf(groups: readonly Group[], context: ActionDesk): readonly Part[] {
  const names = stepNames(groups.map(({ name }) => context.vault.redact(name)));
  let seen: { url: string | null; title: string | null } = { url: null, title: null };

  return groups.map((group, index) => {
    const navigation = group.actions.findLast((action) => action.navigation !== null)?.navigation;
    const checks = checksOf(group, { next: groups[index + 1], context, seen });
    seen = { url: navigation?.url ?? seen.url, title: navigation?.title ?? seen.title };
    const statements = group.actions.flatMap((action) => actionStatements(action, context));

    return {
      kind: 'step',
      name: names[index] ?? group.name,
      statements: withChecks(statements, checks),
      gives: [],
    };
  });
}

function withChecks(
  statements: readonly Statement[],
  checks: readonly Statement[],
): readonly Statement[] {
  if (checks.length === 0) return statements;

  return statements.length > 2 ? [...statements, BLANK, ...checks] : [...statements, ...checks];
}

interface Moment {
  readonly next: Group | undefined;
  readonly context: ActionDesk;
  /** URL and title before the step. */
  readonly seen: { readonly url: string | null; readonly title: string | null };
}

/** The check at the end of a step: the page that loaded, else the element used next, else the field. */
function checksOf(group: Group, moment: Moment): readonly Statement[] {
  if (['wait', 'condition'].includes(group.actions.at(-1)?.kind ?? '')) return [];
  const last = group.actions.findLast(({ navigation }) => navigation !== null);
  if (last === undefined) return nextCheck(moment) ?? ownCheck(group, moment);

  return pageChecks(last, moment);
}

/** A page that was opened is checked by its title; one that was navigated to, also by its URL. */
function pageChecks(last: Action, { context, seen }: Moment): readonly Statement[] {
  const { url, title } = last.navigation ?? { url: null, title: null };
  const byUrl = url === null || (last.kind === 'goto' && title !== null) ? [] : [url];
  const byTitle = title === null || title === seen.title ? [] : [title];

  return [
    ...byUrl.map((each) => awaited(urlExpectation(each, context))),
    ...byTitle.map((each) => awaited(expects(reference('page'), 'toHaveTitle', text(each)))),
  ];
}

function nextCheck({ next, context }: Moment): readonly Statement[] | null {
  // The next element may be visible only because of this key or scroll.
  const action = next?.actions.find(({ kind }) => kind !== 'left-out');
  const element = action === undefined ? null : elementIn(action);
  if (element === null) return null;
  const use = action?.kind === 'fill' ? 'field' : 'click';
  const { expression, comment: why } = context.locators.find(element, use);
  if (why !== null) return null;

  return [awaited(expects(expression, 'toBeVisible'))];
}

function ownCheck(group: Group, { context, seen }: Moment): readonly Statement[] {
  const last = group.actions.findLast(({ kind }) => kind !== 'left-out');
  if (last?.kind === 'fill' && !isSecretInput(last.element, last.value)) {
    const { expression } = context.locators.find(last.element, 'field');

    return [awaited(expects(expression, 'toHaveValue', text(last.value)))];
  }
  if (last?.kind === 'click' && ['checkbox', 'radio'].includes(roleOf(last.element) ?? '')) {
    const { expression } = context.locators.find(last.element, 'click');

    return [awaited(expects(expression, 'toBeChecked'))];
  }
  const why = comment('The recording does not show the result of this step: add a check here.');

  return seen.url === null ? [why] : [why, awaited(urlExpectation(seen.url, context))];
}

function elementIn(action: Action): RecordedElement | null {
  return 'element' in action ? action.element : null;
}

function notesOf(actions: readonly Action[]): readonly string[] {
  return actions.flatMap((action) => (action.kind === 'left-out' ? [action.what] : []));
}

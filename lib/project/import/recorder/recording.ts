import {
  ImportProblem,
  isRecord,
  listOf,
  parseJson,
  type Source,
  textField,
} from '../read-source.ts';

/** The page that a step navigated to. */
export interface RecordedNavigation {
  readonly url: string | null;
  readonly title: string | null;
}

/** A step as Chrome's Recorder exports it; https://github.com/puppeteer/replay has its schema. */
export interface RecordedStep {
  readonly type: string;
  /** Its number from 1, as in the Recorder's panel. */
  readonly number: number;
  readonly navigation: RecordedNavigation | null;
  /** Indices of frames, outermost first. */
  readonly frame: readonly number[];
  /** `main`, or the URL of another tab. */
  readonly target: string;
  readonly selectors: readonly (readonly string[])[];
  /** The whole step, for properties that only some types have. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A recording of Chrome's Recorder panel. */
export interface ChromeRecording {
  readonly title: string;
  readonly steps: readonly RecordedStep[];
}

/** Whether parsed JSON looks like a recording: it has `steps`, and no `log` as HAR does. */
export function looksLikeRecording(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value['steps']) && !('log' in value);
}

/** Reads the JSON that Chrome's Recorder exports. */
export function readRecording(source: Source): ChromeRecording {
  const value = parseJson(source);
  if (!looksLikeRecording(value)) {
    throw new ImportProblem(
      `Cannot read ${source.label} as a recording: it has no "steps"; expected the JSON export of Chrome's Recorder panel`,
    );
  }
  const steps = listOf(value, 'steps').map((step, index) => readStep(step, index + 1, source));
  if (steps.length === 0) {
    throw new ImportProblem(`Cannot read ${source.label} as a recording: its "steps" are empty`);
  }

  return { title: textField(value, 'title') ?? '', steps };
}

function readStep(value: unknown, number: number, { label }: Source): RecordedStep {
  const type = textField(value, 'type');
  if (!isRecord(value) || type === null) {
    throw new ImportProblem(
      `Cannot read ${label}: step ${number} has no "type"; expected one such as "click"`,
    );
  }

  return {
    type,
    number,
    navigation: navigationOf(value),
    frame: listOf(value, 'frame').filter((each) => typeof each === 'number'),
    target: textField(value, 'target') ?? 'main',
    selectors: listOf(value, 'selectors').flatMap(selectorParts),
    fields: value,
  };
}

function navigationOf(value: unknown): RecordedNavigation | null {
  const event = listOf(value, 'assertedEvents').find(
    (each) => textField(each, 'type') === 'navigation',
  );
  if (event === undefined) return null;

  return { url: filled(textField(event, 'url')), title: filled(textField(event, 'title')) };
}

function filled(value: string | null): string | null {
  return value === '' ? null : value;
}

function selectorParts(value: unknown): readonly (readonly string[])[] {
  if (typeof value === 'string') return [[value]];
  if (!Array.isArray(value)) return [];
  const parts = value.filter((part) => typeof part === 'string');

  return parts.length === 0 ? [] : [parts];
}

/** One level of an `aria/…` selector. */
interface Accessible {
  readonly name: string | null;
  readonly role: string | null;
}

/** An element of a recording, read from its alternative selectors. */
export interface RecordedElement {
  /** From the outermost container to the element itself; empty: no accessible name or role. */
  readonly accessible: readonly Accessible[];
  /** The start of its text. */
  readonly text: string | null;
  /** Its tag; null where no selector shows it. */
  readonly tag: string | null;
  /** The `type` of an input; null where no selector shows it. */
  readonly inputType: string | null;
  /** Tags of its ancestors, the nearest first. */
  readonly around: readonly string[];
  /** A test attribute such as `data-testid`, with its value. */
  readonly testAttribute: readonly [name: string, value: string] | null;
  readonly css: string | null;
  readonly xpath: string | null;
  readonly frame: readonly number[];
  /** Whether using it caused a navigation. */
  readonly navigates: boolean;
}

const TEST_ATTRIBUTE =
  /\[(data-(?:testid|test|qa|cy|test-id|qa-id|testing))=['"]?([^'"\]]+)['"]?\]$/;

/** The element of a step; null: the step has no selectors. */
export function elementOf({ selectors, frame, navigation }: RecordedStep): RecordedElement | null {
  if (selectors.length === 0) return null;
  const css = (ofKind(selectors, null) ?? ofKind(selectors, 'pierce/'))?.join(' ') ?? null;
  const xpath = ofKind(selectors, 'xpath/')?.[0] ?? null;

  return {
    accessible: accessibleIn(selectors),
    text: textIn(selectors),
    tag: xpathLeaf(xpath) ?? cssLeaf(css),
    inputType: inputTypeIn(css ?? ''),
    around: [...xpathTags(xpath), ...cssTags(css)],
    testAttribute: testAttributeIn(css ?? ''),
    css,
    xpath,
    frame,
    navigates: navigation !== null,
  };
}

function accessibleIn(selectors: RecordedStep['selectors']): readonly Accessible[] {
  return (ofKind(selectors, 'aria/') ?? []).map(accessible);
}

function textIn(selectors: RecordedStep['selectors']): string | null {
  return ofKind(selectors, 'text/')?.at(-1) ?? null;
}

function inputTypeIn(css: string): string | null {
  return /input[^\s>]*\[type=['"]?([\w-]+)['"]?\]$/.exec(css)?.[1] ?? null;
}

function testAttributeIn(css: string): RecordedElement['testAttribute'] {
  const [, name, value] = TEST_ATTRIBUTE.exec(css) ?? [];

  return name === undefined || value === undefined ? null : [name, value];
}

/** The first selector with a prefix, without it; null as prefix: CSS. */
function ofKind(
  selectors: RecordedStep['selectors'],
  prefix: string | null,
): readonly string[] | null {
  const isPrefixed = /^(?:aria|text|xpath|pierce)\//;
  const found = selectors.find(([first = '']) =>
    prefix === null ? !isPrefixed.test(first) : first.startsWith(prefix),
  );
  if (found === undefined) return null;

  return found.map((part) =>
    prefix !== null && part.startsWith(prefix) ? part.slice(prefix.length) : part,
  );
}

function accessible(part: string): Accessible {
  const role = /\[role="([^"]+)"\]$/.exec(part)?.[1] ?? null;
  const name = part.replace(/\[role="[^"]+"\]$/, '').trim();

  return { name: name === '' ? null : name, role };
}

function xpathTags(xpath: string | null): readonly string[] {
  if (xpath === null) return [];
  const steps = xpath.split('/').filter((step) => step !== '');

  return steps.slice(0, -1).flatMap(xpathTag).toReversed();
}

function xpathLeaf(xpath: string | null): string | null {
  const last = xpath?.split('/').at(-1) ?? '';

  return xpathTag(last)[0] ?? null;
}

function xpathTag(step: string): readonly string[] {
  const tag = /^([a-z][\w-]*)/i.exec(step)?.[1];

  return tag === undefined ? [] : [tag.toLowerCase()];
}

function cssTags(css: string | null): readonly string[] {
  return cssParts(css).slice(0, -1).flatMap(cssTag).toReversed();
}

function cssLeaf(css: string | null): string | null {
  return cssTag(cssParts(css).at(-1) ?? '')[0] ?? null;
}

function cssParts(css: string | null): readonly string[] {
  return css === null ? [] : css.split(/\s*>\s*|\s+/).filter((part) => part !== '');
}

function cssTag(part: string): readonly string[] {
  const tag = /^([a-z][\w-]*)/i.exec(part)?.[1];

  return tag === undefined ? [] : [tag.toLowerCase()];
}

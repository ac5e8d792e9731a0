import type { RecordedStep } from './recording.ts';

/** One level of an `aria/…` selector. */
export interface Accessible {
  readonly name: string | null;
  readonly role: string | null;
}

/** What a recording tells of an element, out of its alternative selectors. */
export interface RecordedElement {
  /** From the outermost to the element itself; empty: it has no accessible name or role. */
  readonly accessible: readonly Accessible[];
  /** The beginning of its text. */
  readonly text: string | null;
  /** Its tag, where a selector shows it. */
  readonly tag: string | null;
  /** `type` of an input, where a selector shows it. */
  readonly inputType: string | null;
  /** Tags of what it is in, the nearest first. */
  readonly around: readonly string[];
  /** An attribute that is there for tests, such as `data-testid`. */
  readonly testAttribute: readonly [name: string, value: string] | null;
  readonly css: string | null;
  readonly xpath: string | null;
  readonly frame: readonly number[];
  /** Whether using it led to another page. */
  readonly navigates: boolean;
}

const TEST_ATTRIBUTE =
  /\[(data-(?:testid|test|qa|cy|test-id|qa-id|testing))=['"]?([^'"\]]+)['"]?\]$/;

/** Reads the selectors of a step; null: it has none. */
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

/** The first selector of a kind, without its prefix; null as kind: CSS, which has none. */
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

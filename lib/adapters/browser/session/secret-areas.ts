import type { CDPSession } from 'playwright-core';
import type { SecretSpans } from '../../../core/record/secrets/secret-spans.ts';

/** An area of a document: left, top, width, height in CSS pixels. */
export type Bounds = readonly number[];

/** The answer of `DOMSnapshot.captureSnapshot`. */
export type Snapshot = Awaited<ReturnType<typeof domSnapshot>>;
type Document = Snapshot['documents'][number];

/** Pictures that scripts draw, and fields, whose values cannot be searched. */
const OPAQUE_ELEMENTS: ReadonlySet<string> = new Set([
  'CANVAS',
  'VIDEO',
  'OBJECT',
  'EMBED',
  'INPUT',
  'TEXTAREA',
  'SELECT',
]);
/** Styles that show a picture by its address, which may hold text. */
const PICTURE_STYLES = ['background-image', 'border-image-source', 'list-style-image', 'content'];
const ELEMENT = 1;
const TEXT = 3;

/** What DevTools knows of the rendered page: every document, shadow tree and pseudo-element. */
export async function takeSnapshot(cdp: CDPSession): Promise<Snapshot> {
  return domSnapshot(cdp);
}

async function domSnapshot(cdp: CDPSession) {
  return cdp.send('DOMSnapshot.captureSnapshot', { computedStyles: PICTURE_STYLES });
}

/**
 * The areas of the main document that show a secret, or may: text as it is rendered, also of
 * pseudo-elements, closed shadow trees and parts of a word in several elements; elements with a secret
 * in an attribute; fields and drawn pictures. Of an embedded document that has any, the whole frame.
 */
export function secretAreas(snapshot: Snapshot, spans: SecretSpans): readonly Bounds[] {
  const { documents, strings } = snapshot;
  const areas = documents.map((document) => documentAreas(document, strings, spans));
  // Embedded documents come after those that embed them.
  for (let inner = documents.length - 1; inner > 0; inner -= 1) {
    if (areas[inner]?.length !== 0) addFrame(documents, areas, inner);
  }

  return areas[0] ?? [];
}

function addFrame(documents: readonly Document[], areas: Bounds[][], inner: number): void {
  for (const [outer, { nodes, layout }] of documents.entries()) {
    const at = nodes.contentDocumentIndex?.value.indexOf(inner) ?? -1;
    const owner = at < 0 ? undefined : nodes.contentDocumentIndex?.index[at];
    const frame = owner === undefined ? -1 : layout.nodeIndex.indexOf(owner);
    if (frame >= 0) areas[outer]?.push(layout.bounds[frame] ?? []);
  }
}

function documentAreas(
  document: Document,
  strings: readonly string[],
  spans: SecretSpans,
): Bounds[] {
  const elements = secretElements(document, strings, spans);
  const { nodeIndex, bounds } = document.layout;
  const ofElements = bounds.filter((_, index) => elements.has(nodeIndex[index] ?? -1));

  return [...ofElements, ...textAreas(document, strings, spans)];
}

/** The nodes that are masked as a whole. */
function secretElements(
  { nodes, layout }: Document,
  strings: readonly string[],
  spans: SecretSpans,
): ReadonlySet<number> {
  const found = new Set<number>();
  const embedded = new Set(nodes.contentDocumentIndex?.index);
  const values = nodes.nodeName?.map((name, node) => {
    if (nodes.nodeType?.[node] !== ELEMENT) return '';
    const element = strings[name] ?? '';
    const isFrame = /^I?FRAME$/.test(element);
    // A document of another process is not in the snapshot.
    if (OPAQUE_ELEMENTS.has(element) || (isFrame && !embedded.has(node))) found.add(node);

    return (nodes.attributes?.[node] ?? []).map((each) => strings[each] ?? '').join(BREAK);
  });
  for (const each of indexesWith(values ?? [], BREAK, spans)) found.add(each);
  const styles = layout.styles.map((each) => each.map((style) => strings[style] ?? '').join(BREAK));
  for (const each of indexesWith(styles, BREAK, spans)) found.add(layout.nodeIndex[each] ?? -1);

  return found;
}

/** Texts on both sides of it are not one text. */
const BREAK = '\u0000';

/**
 * Rendered texts are searched as one, so that a secret in several elements is found; texts of the
 * document too, because styles change letters.
 */
function textAreas(
  { nodes, layout, textBoxes }: Document,
  strings: readonly string[],
  spans: SecretSpans,
): readonly Bounds[] {
  const rendered = layout.text.map((each) => strings[each] ?? '');
  const written = (nodes.nodeValue ?? []).map((value, node) =>
    nodes.nodeType?.[node] === TEXT ? (strings[value] ?? '') : '',
  );
  const hidden = new Set(indexesWith(written, '', spans));
  const shown = new Set(indexesWith(rendered, '', spans));
  for (const [index, node] of layout.nodeIndex.entries()) if (hidden.has(node)) shown.add(index);
  const boxes = textBoxes.bounds.filter((_, box) => shown.has(textBoxes.layoutIndex[box] ?? -1));
  // Where a text has no lines of its own, such as in drawings, its node has the place.
  const whole = layout.bounds.filter((_, index) => shown.has(index));

  return [...boxes, ...whole];
}

/** The indexes of the texts that hold a part of a secret, when all are read one after another. */
function indexesWith(
  texts: readonly string[],
  between: string,
  spans: SecretSpans,
): readonly number[] {
  const found = spans(texts.join(between));
  if (found.length === 0) return [];
  let at = 0;

  return texts.flatMap((text, index) => {
    const [start, end] = [at, at + text.length];
    at = end + between.length;

    return found.some((span) => span.start < end && start < span.end) ? [index] : [];
  });
}

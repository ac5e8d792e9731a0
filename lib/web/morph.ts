/** Identifies a node among its siblings, so that it is found after it moved; null: it has no key. */
type Key = string | null;

/** Elements drawn by a script, which no fetched page contains. */
const DRAWN = '[data-drawn]';

/**
 * Makes an element equal to another and changes only what differs, so that the rest keeps its scroll
 * position, focus and open state. Elements drawn by a script are left alone.
 */
export function morph(from: Element, to: Element): void {
  if (from.isEqualNode(to) || from.matches(DRAWN)) return;
  morphAttributes(from, to);
  morphChildren(from, to);
}

function morphAttributes(from: Element, to: Element): void {
  // The reader decides whether details are open.
  for (const name of from.getAttributeNames()) {
    if (name !== 'open' && !to.hasAttribute(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (name !== 'open' && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
}

function morphChildren(from: Element, to: Element): void {
  const known = new Map<string, Element>();
  for (const child of from.children) {
    const key = keyOf(child);
    if (key !== null) known.set(key, child);
  }
  let at: ChildNode | null = from.firstChild;
  for (const wanted of to.childNodes) {
    const found = counterpart(wanted, at, known);
    if (found === null) {
      from.insertBefore(document.importNode(wanted, true), at);
      continue;
    }
    if (found === at) at = at.nextSibling;
    else from.insertBefore(found, at);
    if (found instanceof Element && wanted instanceof Element) morph(found, wanted);
    else if (found.nodeValue !== wanted.nodeValue) found.nodeValue = wanted.nodeValue;
  }
  while (at !== null) {
    const next: ChildNode | null = at.nextSibling;
    at.remove();
    at = next;
  }
}

function counterpart(
  wanted: ChildNode,
  at: ChildNode | null,
  known: Map<string, Element>,
): ChildNode | null {
  const key = keyOf(wanted);
  if (key !== null) {
    const found = known.get(key) ?? null;
    known.delete(key);

    return found?.nodeName === wanted.nodeName ? found : null;
  }

  return at !== null && at.nodeName === wanted.nodeName && keyOf(at) === null ? at : null;
}

function keyOf(node: Node): Key {
  if (!(node instanceof Element)) return null;
  if (node.id !== '') return `#${node.id}`;
  const name = node.getAttribute('data-name');

  return name === null ? null : `${name} ${node.getAttribute('data-region') ?? ''}`;
}

/** What an element has: its class, its attributes, and what stands in it. */
export interface ElementParts {
  readonly className?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | string)[];
}

/** Makes an element; texts become texts, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { className, attributes = {}, children = [] }: ElementParts = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== undefined) made.className = className;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);

  return made;
}

/** A corner of a path. */
export type Corner = readonly [x: number, y: number];

/** The lines of a path of M, l, H, V and z, each as its corners in absolute coordinates. */
export function cornersOf(path: string): readonly (readonly Corner[])[] {
  const lines: Corner[][] = [];
  let at: Corner = [0, 0];
  for (const [, command = '', rest = ''] of path.matchAll(/([MlHVz])([^MlHVz]*)/g)) {
    const numbers = [...rest.matchAll(/-?\d*\.?\d+/g)].map(([text]) => Number(text));
    const [one = 0, two = 0] = numbers;
    if (command === 'z') continue;
    if (command === 'M') lines.push([]);
    at = movedTo(command, at, [one, two]);
    lines.at(-1)?.push(at);
  }

  return lines;
}

/** The path of the first element of a class in some markup. */
export function pathOf(markup: string, className: string): string {
  const found = new RegExp(`<path[^>]*class="${className}"[^>]*\\sd="([^"]*)"`).exec(markup);
  if (found?.[1] === undefined) throw new RangeError(`Cannot find a path of class "${className}"`);

  return found[1];
}

function movedTo(command: string, [x, y]: Corner, [one, two]: Corner): Corner {
  switch (command) {
    case 'l':
      return [x + one, y + two];
    case 'H':
      return [one, y];
    case 'V':
      return [x, one];
    default:
      return [one, two];
  }
}

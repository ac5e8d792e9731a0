/** From the least to the greatest. */
export type Range = readonly [from: number, to: number];

/** A place on an axis, and its label. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

/** An axis: what it spans, its marks, and what is measured on it. */
export interface Axis {
  readonly range: Range;
  readonly marks: readonly Mark[];
  readonly label: string;
  readonly isLog?: boolean;
}

/** From where to where something goes in a panel, from left to right and from below. */
export interface Span {
  readonly x: Range;
  readonly y: Range;
}

/** Where a panel is in the picture, in pixels, its axes' texts outside of it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A panel: where values lie, and what frames them. */
export interface Panel {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly box: Box;
  readonly frame: string;
}

/** Which way a text runs from its place. */
export type Anchor = 'start' | 'middle' | 'end';

const WIDTH = 820;
/** Readable on white and on black pages: a reader's browser picks one of the two. */
const STYLE = `
text { font: 12px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #41464c; }
.title { font-size: 14px; font-weight: 600; fill: #1d2227; }
.strong { font-weight: 600; }
.grid { stroke: #dfe1dd; } .axis { stroke: #8d908c; }
.a { stroke: #1d6a96; fill: #1d6a96; } .b { stroke: #b3401f; fill: #b3401f; } .c { stroke: #7a8087; fill: #7a8087; }
text.a { fill: #1d6a96; stroke: none; } text.b { fill: #b3401f; stroke: none; } text.c { fill: #5f656c; stroke: none; }
path.line { fill: none; stroke-width: 2; } g.dot, rect.dot, path.wash { stroke: none; } .faint { opacity: .45; } .wash { opacity: .18; }
.dash { stroke-dasharray: 5 4; }
.ground { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
text { fill: #b9c0c7; } .title { fill: #eef1f3; }
.grid { stroke: #32383e; } .axis { stroke: #737a81; }
.a { stroke: #6db3df; fill: #6db3df; } .b { stroke: #ff9376; fill: #ff9376; } .c { stroke: #949ba2; fill: #949ba2; }
text.a { fill: #6db3df; } text.b { fill: #ff9376; } text.c { fill: #a4abb2; }
.ground { fill: #16191c; }
}`;

/** A whole picture, with what it says for those who do not see it. */
export function picture(
  { title, height }: { readonly title: string; readonly height: number },
  content: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}
</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>
${content.filter((each) => each !== '').join('\n')}
</svg>
`;
}

/** Lays out a panel: grid lines across, marks and labels of both axes. */
export function panel(box: Box, axes: { readonly x: Axis; readonly y: Axis }): Panel {
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const x = scale(axes.x, [box.left, right]);
  const y = scale(axes.y, [bottom, box.top]);
  const across = axes.y.marks.map(
    ({ at, label }) =>
      `<path class="grid" d="M${px(box.left)} ${px(y(at))}H${px(right)}"/>${text([box.left - 8, y(at) + 4], label, { anchor: 'end' })}`,
  );
  const along = axes.x.marks.map(({ at, label }) =>
    text([x(at), bottom + 18], label, { anchor: 'middle' }),
  );
  const labels = [
    text([box.left, box.top - 10], axes.y.label, { className: 'c' }),
    text([right, bottom + 36], axes.x.label, { anchor: 'end', className: 'c' }),
  ];
  const frame = [
    ...across,
    `<path class="axis" d="M${px(box.left)} ${px(bottom)}H${px(right)}"/>`,
    ...along,
    ...labels,
  ].join('\n');

  return { x, y, box, frame };
}

/** A text at a place. */
export function text(
  [x, y]: readonly [number, number],
  content: string,
  { anchor = 'start', className = '' }: { readonly anchor?: Anchor; readonly className?: string },
): string {
  const name = className === '' ? '' : ` class="${className}"`;

  return `<text${name} x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

/** Position of the text of a value, to the right of a panel. */
export function besideEnd({ y, box }: Panel, value: number): readonly [number, number] {
  return [box.left + box.width + 12, y(value) + 4];
}

/** A line through points of a panel. */
export function line(
  { x, y }: Panel,
  points: readonly (readonly [number, number])[],
  className: string,
): string {
  const d = points.map(
    ([at, value], index) => `${index === 0 ? 'M' : 'L'}${px(x(at))} ${px(y(value))}`,
  );

  return `<path class="line ${className}" d="${d.join('')}"/>`;
}

/** The area within an outline. */
export function outlined(
  { x, y }: Panel,
  outline: readonly (readonly [number, number])[],
  className: string,
): string {
  const d = outline.map(([at, value]) => `${px(x(at))} ${px(y(value))}`);

  return `<path class="wash ${className}" d="M${d.join('L')}Z"/>`;
}

/** Dots of a panel. */
export function dots(
  { x, y }: Panel,
  points: readonly (readonly [number, number])[],
  { className, radius = 2 }: { readonly className: string; readonly radius?: number },
): string {
  const each = points.map(
    ([at, value]) => `<circle cx="${px(x(at))}" cy="${px(y(value))}" r="${radius}"/>`,
  );

  return `<g class="dot ${className}">${each.join('')}</g>`;
}

/** A straight line between two points of a panel. */
export function rule({ x, y }: Panel, span: Span, className: string): string {
  return `<path class="line ${className}" d="M${px(x(span.x[0]))} ${px(y(span.y[0]))}L${px(x(span.x[1]))} ${px(y(span.y[1]))}"/>`;
}

/** A filled rectangle of a panel. */
export function bar({ x, y }: Panel, span: Span, className: string): string {
  const left = x(span.x[0]);
  const top = y(span.y[1]);
  const [width, height] = [x(span.x[1]) - left, y(span.y[0]) - top].map(px);

  return `<rect class="dot ${className}" x="${px(left)}" y="${px(top)}" width="${width}" height="${height}"/>`;
}

function scale({ range, isLog = false }: Axis, [from, to]: Range): (value: number) => number {
  const [low, high] = isLog ? range.map(Math.log) : range;

  return (value) => {
    const at = ((isLog ? Math.log(value) : value) - (low ?? 0)) / ((high ?? 1) - (low ?? 0));

    return from + at * (to - from);
  };
}

/** A tenth of a pixel is invisible, and the same on every machine. */
function px(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Colours and weights of text on a terminal. */
export const STYLES = [
  'bold',
  'dim',
  'underline',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
] as const;

/** One of {@link STYLES}. */
export type Style = (typeof STYLES)[number];

/** Colours texts, or leaves them as they are. */
export interface Paint extends Readonly<Record<Style, (text: string) => string>> {
  /** False where styles leave no trace, so that shapes must say what colours would. */
  readonly coloured: boolean;
}

const ESCAPE = String.fromCodePoint(0x1b);

/** SGR codes that start and end each style: ECMA-48, section 8.3.117. */
const SGR: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
};

/** For files, pipes, and terminals without colour. */
export const plainPaint: Paint = paintWith(false, (_style, text) => text);

/** For terminals: the sixteen standard colours, so that the reader's own theme decides. */
export const ansiPaint: Paint = paintWith(true, (style, text) => {
  const [on, off] = SGR[style];

  return text === '' ? text : `${ESCAPE}[${on}m${text}${ESCAPE}[${off}m`;
});

function paintWith(coloured: boolean, apply: (style: Style, text: string) => string): Paint {
  return {
    coloured,
    bold: (text) => apply('bold', text),
    dim: (text) => apply('dim', text),
    underline: (text) => apply('underline', text),
    red: (text) => apply('red', text),
    green: (text) => apply('green', text),
    yellow: (text) => apply('yellow', text),
    blue: (text) => apply('blue', text),
    magenta: (text) => apply('magenta', text),
    cyan: (text) => apply('cyan', text),
  };
}

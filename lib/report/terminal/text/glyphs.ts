import type { Outcome } from '../../../core/record/outcome.ts';

/** The characters that pictures are made of. */
export interface Glyphs {
  readonly outcome: Readonly<Record<Outcome, string>>;
  readonly running: string;
  readonly flaky: string;
  readonly ellipsis: string;
  readonly separator: string;
  readonly within: string;
  readonly branch: string;
  readonly rule: string;
  readonly grid: string;
  readonly pointer: string;
  readonly gutter: string;
  readonly none: string;
  readonly times: string;
  /** A bar's cells, from an eighth to full. */
  readonly eighths: readonly string[];
  /** The right half of a cell. */
  readonly rightHalf: string;
  readonly thin: string;
  readonly thinLeft: string;
  readonly thinRight: string;
  /** From low to high. */
  readonly spark: readonly string[];
  readonly rating: Readonly<Record<'good' | 'needs-improvement' | 'poor', string>>;
}

/** For terminals that draw Unicode. */
export const unicodeGlyphs: Glyphs = {
  outcome: { passed: '✓', failed: '✗', errored: '!', skipped: '–', missing: '?' },
  running: '›',
  flaky: '~',
  ellipsis: '…',
  separator: '·',
  within: '›',
  branch: '└',
  rule: '─',
  grid: '┊',
  pointer: '❯',
  gutter: '│',
  none: '–',
  times: '×',
  eighths: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  rightHalf: '▐',
  thin: '━',
  thinLeft: '╸',
  thinRight: '╺',
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  rating: { good: '●', 'needs-improvement': '■', poor: '▲' },
};

/** For dumb terminals and logs that mangle everything beyond ASCII. */
export const asciiGlyphs: Glyphs = {
  outcome: { passed: '+', failed: 'x', errored: '!', skipped: '-', missing: '?' },
  running: '>',
  flaky: '~',
  ellipsis: '...',
  separator: '-',
  within: '>',
  branch: '`',
  rule: '-',
  grid: '.',
  pointer: '>',
  gutter: '|',
  none: '-',
  times: 'x',
  eighths: ['#', '#', '#', '#', '#', '#', '#', '#'],
  rightHalf: '#',
  thin: '=',
  thinLeft: '=',
  thinRight: '=',
  spark: ['_', '_', '.', '.', '-', '-', '^', '^'],
  rating: { good: 'ok', 'needs-improvement': 'slow', poor: 'poor' },
};

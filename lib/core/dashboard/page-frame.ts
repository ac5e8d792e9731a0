/** What every page says of itself. Pages are plain JSON: they are served as such, too. */
export interface PageFrame {
  readonly stage: string;
  /** Where the history lies: on this machine, or in a deployed stage's table. */
  readonly source: 'local' | 'deployed';
  /** When the page's numbers were read, in milliseconds since 1970. */
  readonly readAtMs: number;
  /** Something to know of all numbers, such as that time is compressed; null: nothing. */
  readonly banner: string | null;
}

/** From inclusive, to exclusive, in milliseconds since 1970. */
export interface PageRange {
  readonly fromMs: number;
  readonly toMs: number;
}

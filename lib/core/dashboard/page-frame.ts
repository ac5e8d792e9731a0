/** The properties that all pages have. Pages are plain JSON, and are also served as such. */
export interface PageFrame {
  readonly stage: string;
  /** The history: that of this machine, or that of a deployed stage. */
  readonly source: 'local' | 'deployed';
  /** When the page's numbers were read, in milliseconds since 1970. */
  readonly readAtMs: number;
  /** A note on all numbers, such as that time is compressed; null: none. */
  readonly banner: string | null;
}

/** A range of time in milliseconds since 1970: `fromMs` inclusive, `toMs` exclusive. */
export interface PageRange {
  readonly fromMs: number;
  readonly toMs: number;
}
